"""How easily a French text reads: Kandel and Moles' score (1958), Flesch's fitted to French.

207 - 1.015 x (words per sentence) - 73.6 x (syllables per word): 100 is very easy, 50 a newspaper, below 30 a treatise.
Syllables are counted by our own rule: textstat 0.7, which hyphenates by dictionary, gets 6 of our 15 witnesses right
(« élu » 1, « opération » 3), this rule all of them (see the test).
"""

from __future__ import annotations

import re

from advisor.text import sentences

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\W|$))?", re.UNICODE)
_NUCLEUS = re.compile(r"[éèêë](?=[aoiuâôîû])|[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
_MUTE = re.compile(r"(?<=[bcdfghjklmnpqrstvxz])es?$|(?<=[aiou])es?$|(?<=[éèiu])es?$", re.IGNORECASE)


def syllables(word: str) -> int:
    """The spoken syllables of a French word, as near as letters tell.

    >>> [syllables(word) for word in ("usager", "idée", "création", "publique")]
    [3, 2, 3, 2]
    """
    said = re.sub(r"qu(?=[aeiouyéèêà])|gu(?=[eiéèêy])", "q", word.lower())
    bare = _MUTE.sub("", said)
    return max(1, len(_NUCLEUS.findall(bare if _NUCLEUS.search(bare) else said)))


def kandel_moles(text: str) -> float:
    """The score of a text; 0 for one without words."""
    spoken = [
        word for word in _WORD.findall(text) if len(word.rstrip("'’")) > 1 or word.lower() in {"a", "à", "y", "ô"}
    ]
    if not spoken:
        return 0.0
    per_sentence = len(spoken) / max(1, len(sentences(text)))
    per_word = sum(syllables(word) for word in spoken) / len(spoken)
    return round(207 - 1.015 * per_sentence - 73.6 * per_word, 1)
