"""Failures the product foresees. Each has a code, a French message and a remedy.

AdvisorError
├── DataError            a file of the knowledge base or catalogue is wrong
├── IndexUnusable        the index is absent, foreign or damaged
├── DocumentUnreadable   a document cannot be read
├── SettingInvalid       a setting has a value that cannot be used
├── EncoderUnavailable   the sentence-transformers model cannot be loaded
└── QuestionRefused      the question is empty or too long
"""

from __future__ import annotations


class AdvisorError(Exception):
    """A foreseen failure: `code` (stable), message and `remedy`, both in French."""

    code = "erreur"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class DataError(AdvisorError):
    """A file of the knowledge base or of the catalogue is wrong; says file, line, key, remedy."""

    code = "donnees-invalides"

    def __init__(self, file: str, line: int | None, key: str, message: str, remedy: str = "") -> None:
        where = f"{file}:{line}" if line else file
        at = f" (clé « {key} »)" if key else ""
        super().__init__(f"{where}{at} : {message}", remedy)
        self.file = file
        self.line = line
        self.key = key


class IndexUnusable(AdvisorError):
    """The index is absent, made by other versions, or damaged."""

    code = "index-inutilisable"


class DocumentUnreadable(AdvisorError):
    """A document cannot be read; the others are indexed all the same."""

    code = "document-illisible"


class SettingInvalid(AdvisorError):
    """A setting has a value that cannot be used."""

    code = "reglage-invalide"


class EncoderUnavailable(AdvisorError):
    """The sentence-transformers model asked for cannot be loaded here."""

    code = "encodeur-indisponible"


class QuestionRefused(AdvisorError):
    """The question is empty or too long to be read."""

    code = "question-refusee"
