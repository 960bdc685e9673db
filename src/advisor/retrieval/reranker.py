"""The optional reranker: a cross-encoder reads a question with each of the first places found.

Loaded on first use. When it cannot be, or gives no usable score, the order stays as it was and a notice says
why. It votes, it does not decide: see `fused`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from threading import Lock
from typing import Any

from advisor.errors import EncoderUnavailable
from advisor.retrieval.model_files import ModelFiles, configuration, quiet

FIRST = 20
"""Places read by the reranker: the right one is seldom further, and each costs a pass of the model."""
SHARE = 0.5
"""Share of the reranker's score in the order: an equal voice, for want of a model here to fit it with."""
LENGTH = 512
"""Tokens of a question and a place that are read, at most."""
BATCH = 8
MEMORY = 64
"""Pairs of a question and its places whose scores are kept: one answer searches several times."""
ORGANISATION = "cross-encoder"
"""Whose a model named without `/` is."""
_DIGITS = 4
_OR = ", ou videz ADVISOR_RERANKER."


class Reranker:
    """A cross-encoder, loaded from its folder when it is first needed.

    `name` says which one ranks, empty once it failed; `notices` then says why.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self._model: Any = None
        self._alone = Lock()
        self._memory: dict[tuple[str, tuple[str, ...]], list[float]] = {}
        self.name = f"{files.name}@{files.revision or files.digest}"
        self.notices: tuple[str, ...] = ()

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """How well each text answers, higher is better; None when the model cannot say, which `notices` then tells."""
        key = (question, tuple(texts))
        with self._alone:  # the tokenizers of the library cannot be shared by threads
            if key not in self._memory and self.name and texts:
                try:
                    self._keep(key, self._predicted(question, texts))
                except EncoderUnavailable as error:
                    self._model, self.name = None, ""
                    self.notices = (f"{error.message} L'ordre des passages est celui de la recherche. {error.remedy}",)
            return self._memory.get(key)

    def _keep(self, key: tuple[str, tuple[str, ...]], scores: list[float]) -> None:
        while len(self._memory) >= MEMORY:
            self._memory.pop(next(iter(self._memory)))
        self._memory[key] = scores

    def _predicted(self, question: str, texts: Sequence[str]) -> list[float]:
        """Raises EncoderUnavailable when the model is not whole, cannot be loaded or gives no score."""
        if self._model is None:
            self._model = _loaded(self._files)
        try:
            pairs = [(question, text) for text in texts]
            raw = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
            found = [round(float(score), _DIGITS) for score in raw]
        except Exception as error:  # torch, tokenizers and numpy each raise their own
            raise EncoderUnavailable(
                f"Le cross-encodeur « {self.name} » a échoué ({type(error).__name__}).", f"Essayez-en un autre{_OR}"
            ) from error
        if not all(math.isfinite(score) for score in found):
            raise EncoderUnavailable(
                f"Le cross-encodeur « {self.name} » ne donne pas de nombres : ses poids sont abîmés.",
                f"Téléchargez-le à nouveau{_OR}",
            )
        return found


def fused(own: Sequence[float], read: Sequence[float]) -> list[int]:
    """Ranks of places, best first, from their own scores and those of the reranker; ties keep the order given.

    A convex combination of both, each brought to [0, 1] over these places, as the retriever fuses its own
    stages (Bruch et al., TOIS 2023): models give logits, probabilities or anything else, of which only the order and
    the relative gaps hold from one to another. It is fused, not put in place: the search knows the fiches that lean
    on a passage, which no model reads, and on the words of the law lexical search beats most models.
    """
    together = [round((1 - SHARE) * mine + SHARE * its, 6) for mine, its in zip(scaled(own), scaled(read), strict=True)]
    return sorted(range(len(together)), key=lambda rank: (-together[rank], rank))


def scaled(scores: Sequence[float]) -> list[float]:
    """Scores brought to [0, 1] by their least and greatest; zeros when all are the same."""
    least, most = min(scores, default=0.0), max(scores, default=0.0)
    return [(score - least) / (most - least) if most > least else 0.0 for score in scores]


def _loaded(files: ModelFiles) -> Any:
    """The model of a folder. Raises EncoderUnavailable when it cannot be loaded or is not one that gives one score."""
    if not _scoring(files):
        raise EncoderUnavailable(
            f"Le modèle « {files.name} » n'est pas un cross-encodeur.", f"Choisissez-en un autre{_OR}"
        )
    try:
        from sentence_transformers import CrossEncoder

        quiet()
        model = CrossEncoder(str(files.folder), local_files_only=True)
        labels = model.num_labels
        model.max_seq_length = min(LENGTH, model.max_seq_length or LENGTH)
    except ImportError as error:
        raise EncoderUnavailable("sentence-transformers n'est pas installé.", f"Lancez « make models »{_OR}") from error
    except Exception as error:
        # The library raises many types (missing file, bad weights, foreign code); all mean the same here.
        raise EncoderUnavailable(
            f"Le cross-encodeur « {files.name} » ne peut pas être chargé ({type(error).__name__}).",
            f"Vérifiez son dossier ou téléchargez-le à nouveau{_OR}",
        ) from error
    if labels != 1:
        raise EncoderUnavailable(
            f"Le modèle « {files.name} » donne {labels} scores par paire.",
            f"Choisissez-en un qui en donne un seul{_OR}",
        )
    return model


def _scoring(files: ModelFiles) -> bool:
    """Whether a folder says it holds a model that scores pairs: the head missing from another is drawn at random."""
    said = configuration(files.folder, "config_sentence_transformers.json").get("model_type")
    if said is not None:
        return said == "CrossEncoder"
    kinds = configuration(files.folder, "config.json").get("architectures")
    return isinstance(kinds, list) and any(
        str(kind).endswith(("ForSequenceClassification", "ForCausalLM")) for kind in kinds
    )
