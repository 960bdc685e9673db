"""A model that lies in every way we know, over HTTP: nothing false is shown, and the answer stands as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from advisor.domain.answer import Answer
from advisor.domain.prose import EMBEDDED_PEN
from advisor.text import plain
from advisor.writing.pieces import given, pieces
from advisor.writing.splitting import Sentence, Splitter
from advisor.writing.verifying import Verifier
from tests.model.server import Server
from tests.writing import lies, pens
from tests.writing.conftest import Making

TEXTS = 200
"""Hostile texts that must be tried at least."""


def honest_of(answer: Answer) -> str:
    """What the honest model writes of an answer."""
    return pens.honest({"messages": [{"content": f"<<<enonces 0\n{given(pieces(answer))}"}]})


def cut(text: str) -> list[Sentence]:
    splitter = Splitter()
    return [*splitter.feed(text), *splitter.close(complete=True)]


def true_here(answer: Answer, text: str) -> bool:
    """Whether a sentence made to lie happens to be true of an answer: what it says stands in it, word for word."""
    bodies = [plain(body) for piece in pieces(answer) for body in (piece.text, *piece.others)]
    return any(plain(text).rstrip(".") in body for body in bodies)


@pytest.mark.parametrize("way", lies.WAYS, ids=lambda name: name.replace(" ", "-"))
def test_no_lie_is_shown(server: Server, writer: Making, answers: Sequence[Answer], way: str) -> None:
    tried = 0
    for answer in answers:
        text = " ".join(lies.WAYS[way](lies.parts(honest_of(answer))))
        if not text:
            continue
        tried += 1
        server.says(text)
        written = writer().written(answer)
        assert written.prose is not None
        shown = [sentence.text for sentence in written.prose.sentences]
        assert [said for said in shown if not true_here(answer, said)] == []
        assert replace(written, prose=None, engine=answer.engine) == answer
    assert tried


def test_enough_lies_are_tried(answers: Sequence[Answer]) -> None:
    texts = [way(lies.parts(honest_of(answer))) for way in lies.WAYS.values() for answer in answers]
    assert sum(any(True for _ in text) for text in texts) >= TEXTS


def test_a_lie_among_truths_is_withheld_alone(server: Server, writer: Making, answers: Sequence[Answer]) -> None:
    for answer in answers:
        honest = lies.parts(honest_of(answer))
        if len(honest) < 5:
            continue
        for name in ("article inventé", "nom inventé", "délai ajouté", "tout nié"):
            lie = next(lies.WAYS[name](honest[1:]))
            told = [f"{text} [{mark}]." for text, mark in honest[:5]]
            server.says(" ".join([*told[:2], lie, *told[2:]]))
            prose = writer().written(answer).prose
            assert prose is not None
            assert prose.pen != EMBEDDED_PEN, prose
            wrong = cut(lie)[0].text
            assert wrong not in [sentence.text for sentence in prose.sentences]
            assert wrong[:100] in [held.text[:100] for held in prose.withheld]


def test_every_citation_of_what_is_shown_resolves(server: Server, writer: Making, answers: Sequence[Answer]) -> None:
    server.script = pens.honest
    for answer in answers:
        prose = writer().written(answer).prose
        assert prose is not None
        known = {citation.id for citation in answer.citations}
        assert all(sentence.citations and set(sentence.citations) <= known for sentence in prose.sentences)


def test_nine_honest_sentences_in_ten_are_kept(answers: Sequence[Answer]) -> None:
    reasons: Counter[str] = Counter()
    for answer in answers:
        verifier = Verifier(answer, pieces(answer))
        reasons.update(verifier.check(sentence).fault.partition(" :")[0] for sentence in cut(honest_of(answer)))
    assert reasons[""] >= 0.9 * reasons.total(), reasons


# --- lies that no rule of thumb makes: who, when, under which condition. Statements of ours, turned by hand.

TRAPS = (
    (
        "L'usager apporte son expérience. Le citoyen s'engage sur les politiques publiques.",
        "Le citoyen apporte son expérience.",
    ),
    (
        "L'usager apporte son expérience. Le citoyen s'engage sur les politiques publiques.",
        "Il s'engage sur les politiques publiques.",
    ),
    (
        "L'usager apporte son expérience. Le citoyen s'engage sur les politiques publiques.",
        "L'usager, citoyen, s'engage sur les politiques publiques.",
    ),
    ("Participer renvoie au citoyen et être associé renvoie à l'usager.", "Participer renvoie à l'usager."),
    ("Participer renvoie au citoyen et être associé renvoie à l'usager.", "Être associé renvoie au citoyen."),
    (
        "Un projet fait pour les usagers n'est pas un projet fait avec eux.",
        "Un projet fait avec les usagers n'est pas fait pour eux.",
    ),
    (
        "Un projet fait pour les usagers n'est pas un projet fait avec eux.",
        "Un projet fait pour les usagers est un projet fait avec eux.",
    ),
    ("L'élu consulte l'usager avant de décider.", "L'usager consulte l'élu avant de décider."),
    ("L'élu consulte l'usager avant de décider.", "L'élu est consulté par l'usager avant de décider."),
    ("L'élu consulte l'usager avant de décider.", "L'élu consulte l'usager après avoir décidé."),
    ("L'élu consulte l'usager avant de décider.", "L'élu peut consulter l'usager avant de décider."),
    ("L'élu consulte l'usager avant de décider.", "L'élu consulte seulement l'usager avant de décider."),
    ("L'élu consulte l'usager avant de décider.", "Tous les élus consultent l'usager avant de décider."),
    ("Si le montant dépasse deux millions, la concertation est obligatoire.", "La concertation est obligatoire."),
    (
        "Si le montant dépasse deux millions, la concertation est obligatoire.",
        "Si la concertation est obligatoire, le montant dépasse deux millions.",
    ),
    ("La concertation est obligatoire, sauf pour l'entretien.", "La concertation est obligatoire."),
    ("La concertation est obligatoire, sauf pour l'entretien.", "La concertation est obligatoire pour l'entretien."),
    (
        "Rien n'est arrêté : les usagers peuvent prendre part au projet.",
        "Tout est arrêté : les usagers peuvent prendre part au projet.",
    ),
    ("Rien n'est arrêté : les usagers peuvent prendre part au projet.", "Les usagers prennent part au projet."),
    (
        "Rien n'est arrêté : les usagers peuvent prendre part au projet.",
        "Rien n'est arrêté : les usagers ne peuvent pas prendre part au projet.",
    ),
    ("Le bilan n'est publié qu'après le vote.", "Le bilan est publié après le vote."),
    ("Le bilan n'est publié qu'après le vote.", "Le bilan n'est pas publié après le vote."),
    (
        "Huit freins sur quatorze tiennent au terrain, trois au consensus.",
        "Trois freins sur quatorze tiennent au terrain.",
    ),
    ("Huit freins sur quatorze tiennent au terrain, trois au consensus.", "Huit freins tiennent au consensus."),
    (
        "La visite rendrait moins nécessaire de mobiliser les gens.",
        "La visite rend moins nécessaire de mobiliser les gens.",
    ),
    ("Venir sans rendez-vous reste possible à l'accueil.", "Venir avec rendez-vous reste possible à l'accueil."),
    ("La moitié des agents connaît la démarche.", "La plupart des agents connaissent la démarche."),
    ("À confirmer : la décision est partagée avec les usagers.", "La décision est partagée avec les usagers."),
    (
        "Le décret fixe le délai à 30 jours pour le public et 60 jours pour les élus.",
        "Le décret fixe le délai à 60 jours pour le public.",
    ),
    (
        "Le décret fixe le délai à 30 jours pour le public et 60 jours pour les élus.",
        "Le décret fixe le délai à 30 jours pour les élus.",
    ),
    ("La commune, et non le Département, organise l'enquête.", "Le Département organise l'enquête."),
    ("Aucun participant ne se plaint du bruit.", "Le participant se plaint du bruit."),
    (
        "La collectivité recueille l'avis des usagers et reste libre de ce qu'elle en fait.",
        "Les usagers restent libres de ce qu'elle en fait.",
    ),
    ("Les agents informent les usagers et les élus votent.", "Les agents et les élus votent."),
    ("Les agents informent les usagers et les élus votent.", "Les agents informent les usagers et votent."),
    ("Les agents informent les usagers et les élus votent.", "Les agents votent."),
    ("Les maires et les préfets refusent mais les élus acceptent.", "Les maires et les élus acceptent."),
    ("Les maires, réunis en conseil, refusent. Les élus votent.", "Les maires réunis en conseil et les élus votent."),
    ("La collectivité consulte les usagers et décide seule.", "Les usagers décident seuls."),
    ("Si le maire refuse, le préfet décide.", "Le maire décide."),
    (
        "Un projet soumis à cette concertation ne peut l'être à celle, préalable, de l'État.",
        "Un projet soumis à cette concertation peut l'être à celle, préalable, de l'État.",
    ),
    ("La démarche, obligatoire ou non, aide les agents.", "La démarche obligatoire aide les agents."),
    ("Les retraités viennent plus souvent que les actifs.", "Les actifs viennent plus souvent que les retraités."),
    ("Les retraités viennent plus souvent que les actifs.", "Les retraités viennent moins souvent que les actifs."),
)


@pytest.mark.parametrize(("true", "false"), TRAPS, ids=[false for _, false in TRAPS])
def test_a_trap_is_not_fallen_into(answers: Sequence[Answer], true: str, false: str) -> None:
    content = next(answer for answer in answers if answer.kind == "content")
    first = content.statements[0]
    answer = replace(content, statements=(replace(first, text=true, subject=""),))
    for rank, sentence in enumerate(cut(true.replace(".", f" [{first.id}]."))):
        assert rank or Verifier(answer, pieces(answer)).check(sentence).sentence, sentence
    assert Verifier(answer, pieces(answer)).check(Sentence(false, (first.id,))).sentence is None
