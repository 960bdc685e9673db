"""The optional judge of meaning: a cross-encoder that says whether a sentence follows from what it cites.

Any natural language inference model of sentence-transformers, one of whose labels is « entailment ». With it a sentence
may use words of its own, or be in another language than the sources; numbers, names, articles, negations and the
decision are checked all the same, and it never overrules them. Loaded on first use. When it cannot be, sentences are
verified by their words alone, and a notice says so.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from advisor.errors import EncoderUnavailable
from advisor.retrieval.model_files import ModelFiles, configuration, quiet

LEAST = 0.7
"""Probability of the label « entailment » from which a sentence follows (a third would be chance)."""
LENGTH = 512
_OR = ", ou videz ADVISOR_ENTAILMENT."


class CrossEntailment:
    """A model loaded from its folder when it is first needed; `notices` says why it could not be."""

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self._model: Any = None
        self._label = -1
        self._alone = Lock()
        self.name = f"{files.name}@{files.revision or files.digest}"
        self.notices: tuple[str, ...] = ()

    def follows(self, premise: str, sentence: str) -> bool | None:
        """Whether a sentence follows from a text; None when the model cannot say, which `notices` then tells."""
        with self._alone:  # the tokenizers of the library cannot be shared by threads
            if not self.name:
                return None
            try:
                return self._probability(premise, sentence) >= LEAST
            except EncoderUnavailable as error:
                self._model, self.name = None, ""
                told = f"{error.message} Les phrases rédigées sont vérifiées par leurs mots seuls. {error.remedy}"
                self.notices = (told,)
                return None

    def _probability(self, premise: str, sentence: str) -> float:
        if self._model is None:
            self._label = label(self._files)
            self._model = _loaded(self._files)
        try:
            scores = self._model.predict([(premise, sentence)], apply_softmax=True, show_progress_bar=False)[0]
            return float(scores[self._label])
        except Exception as error:  # torch, tokenizers and numpy each raise their own
            raise EncoderUnavailable(
                f"Le modèle d'implication « {self.name} » a échoué ({type(error).__name__}).",
                f"Essayez-en un autre{_OR}",
            ) from error


def label(files: ModelFiles) -> int:
    """The rank of the label « entailment » in a model. Raises EncoderUnavailable when it has none."""
    labels = configuration(files.folder, "config.json").get("id2label")
    if isinstance(labels, dict):
        for rank, name in labels.items():
            if str(name).lower() == "entailment" and str(rank).isdigit():
                return int(rank)
    raise EncoderUnavailable(
        f"Le modèle « {files.name} » ne dit pas ce qui découle d'un texte : aucune de ses étiquettes n'est "
        "« entailment ».",
        f"Choisissez un modèle d'inférence (NLI){_OR}",
    )


def _loaded(files: ModelFiles) -> Any:
    """The model of a folder. Raises EncoderUnavailable when it cannot be loaded."""
    try:
        from sentence_transformers import CrossEncoder

        quiet()
        model = CrossEncoder(str(files.folder), local_files_only=True)
        model.max_seq_length = min(LENGTH, model.max_seq_length or LENGTH)
    except ImportError as error:
        raise EncoderUnavailable("sentence-transformers n'est pas installé.", f"Lancez « make models »{_OR}") from error
    except Exception as error:  # the library raises many types; all mean the same here
        raise EncoderUnavailable(
            f"Le modèle d'implication « {files.name} » ne peut pas être chargé ({type(error).__name__}).",
            f"Vérifiez son dossier ou téléchargez-le à nouveau{_OR}",
        ) from error
    return model
