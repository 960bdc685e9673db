"""Failures the product foresees. Each has a code, a French message and a remedy.

AdvisorError
├── DataError            a file of the knowledge base or catalogue is wrong
├── IndexUnusable        the index is absent, foreign or damaged
├── DocumentUnreadable   a document cannot be read
├── SettingInvalid       a setting has a value that cannot be used
├── EncoderUnavailable   the sentence-transformers model cannot be loaded
├── QuestionRefused      the question is empty or too long
├── NothingToTake        a document that an answer does not give
├── VerdictRefused       a verdict, resolution or sample that cannot be signed as it stands
├── JournalUnusable      the journal cannot be opened, read or written
├── VersionUnusable      a version kept for replays is absent, damaged or of another format
├── NoProof              an entry of the journal that cannot be replayed, proved or made a case
├── ModelFailed          the chat model could not be asked, or did not answer as it should
│   ├── ModelUnavailable     unreachable, down, saturated or cut
│   ├── ModelTimeout         too slow: no first token in time, a silence, or an answer without end
│   ├── ModelRefused         key or model refused, request refused, answer withheld by the provider
│   └── ModelBroken          an answer that cannot be used: empty, oversized, of another form
└── LegifranceFailed     Légifrance could not be asked, or did not answer as it should
    ├── LegifranceRefused      credentials missing or refused, or no access to the API
    ├── LegifranceQuota        no request left for now
    ├── LegifranceUnreachable  down, cut or too slow, after several tries
    └── LegifranceUnreadable   an answer that is not what the API promises
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


class NothingToTake(AdvisorError):
    """A document that this answer does not give."""

    code = "document-impossible"


class VerdictRefused(AdvisorError):
    """A verdict, a resolution or a sample that cannot be signed as it stands."""

    code = "verdict-refuse"


class JournalUnusable(AdvisorError):
    """The journal cannot be opened, read or written: absent, locked, full, of another version."""

    code = "journal-inutilisable"


class VersionUnusable(AdvisorError):
    """A version kept for replays is absent, damaged or of another format."""

    code = "version-inutilisable"


class NoProof(AdvisorError):
    """An entry of the journal that cannot be replayed, proved or made a case: purged, or of another kind."""

    code = "preuve-impossible"


class LegifranceFailed(AdvisorError):
    """Légifrance could not be asked, or did not answer as it should."""

    code = "legifrance-echec"


class LegifranceRefused(LegifranceFailed):
    """Credentials missing or refused, or an application without access to the API: asking again is useless."""

    code = "legifrance-refus"


class LegifranceQuota(LegifranceFailed):
    """No request left for now: the rest is for later."""

    code = "legifrance-quota"


class LegifranceUnreachable(LegifranceFailed):
    """Down, cut or too slow, after several tries."""

    code = "legifrance-injoignable"


class LegifranceUnreadable(LegifranceFailed):
    """An answer that is not what the API promises."""

    code = "legifrance-illisible"


class ModelFailed(AdvisorError):
    """The chat model could not be asked, or did not answer as it should; the answer without it stands."""

    code = "modele-echec"


class ModelUnavailable(ModelFailed):
    """Unreachable, down, saturated, or cut before its end."""

    code = "modele-indisponible"


class ModelTimeout(ModelFailed):
    """Too slow: no first token in time, a silence in the answer, or an answer not finished in time."""

    code = "modele-trop-lent"


class ModelRefused(ModelFailed):
    """The key, the model or the request is refused, or the provider withholds its answer: asking again is useless."""

    code = "modele-refus"


class ModelBroken(ModelFailed):
    """An answer that cannot be used: empty, oversized, unreadable, or not of the form asked for."""

    code = "modele-inutilisable"


class ConversationLost(AdvisorError):
    """A conversation asked for again that cannot be: no journal, or nothing of it there."""

    code = "conversation-introuvable"
