"""Writes docs/plume.md: the answers of a session with a scripted honest model, beside the embedded ones.

PYTHONPATH=src python -m tests.writing.side_by_side        # on the knowledge base alone, the same on every machine
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence

from advisor import settings, wiring
from advisor.chat.opening import opened
from advisor.domain.answer import Answer, Statement
from advisor.domain.prose import EMBEDDED_PEN, ProseSentence
from advisor.evaluation.ease import kandel_moles
from advisor.french import count, number
from advisor.penning import PROMPT, PROMPTS
from advisor.prompting import files
from advisor.service import Advisor
from advisor.writing.pieces import pieces
from advisor.writing.writer import Writer
from tests.model import server as serving
from tests.model.server import Server
from tests.writing import lies, scripted

PAGE = settings.ROOT / "docs" / "plume.md"
_INVENTED = re.compile(r"(L999|R\. ?12|R12)-\d")
"""Articles that a lying model invents: their numbers are not written whole, so that nobody takes them for real."""
_HEAD = """# La plume : avec et sans modèle

Un modèle de conversation peut tenir la plume ; il ne décide rien. La réponse est déjà finie quand on l'appelle : le
degré, le verdict, les articles et les énoncés viennent du moteur et des fiches. Le modèle reçoit la question, sans
données personnelles, et les énoncés numérotés ; chacune de ses phrases n'est montrée qu'une fois vérifiée :

1. elle porte la marque d'énoncés qui existent ; ses citations sont les leurs ;
2. ses nombres, dates, articles, noms propres et guillemets sont, lettre pour lettre, dans ce qu'elle cite ;
3. chacun de ses mots vient de ce qu'elle cite, dans un ordre qui garde qui fait quoi ; une règle de droit ne perd que
   sa fin, aucune condition ni réserve ne disparaît ;
4. ce qui nie, permet ou oblige porte sur les mêmes mots ;
5. le degré et le verdict qu'elle donne sont ceux du moteur ;
6. ni lien, ni image, ni balise, ni autre langue que celle de la question.

Avec un modèle d'implication (`ADVISOR_ENTAILMENT`), la troisième règle laisse passer un tiers de mots nouveaux et un
autre ordre, si le sens découle de ce qui est cité ; sans lui, une réponse en anglais n'est pas rédigée. Une phrase qui
échoue est retenue et journalisée avec son motif ; au-delà d'une phrase sur deux, tout le texte est écarté et la réponse
embarquée reste seule. Le texte d'un modèle est gardé dans `plume/`, dans le dossier des fichiers produits, par
l'empreinte de la consigne, du modèle et des messages (500 au plus) ; il est vérifié à nouveau à chaque fois.

Ci-dessous, une session jouée avec un modèle d'essai honnête (`tests/writing/scripted.py`) à travers un vrai serveur
HTTP, sur la base de connaissances seule. La lisibilité est celle de Kandel et Moles (1958) : 100 se lit très
facilement, 50 comme un journal, moins de 30 comme un traité. Page écrite par `python -m tests.writing.side_by_side`.
"""


def page(advisor: Advisor) -> str:
    """The whole page."""
    found = serving.served()
    server = next(found)
    server.script = scripted.pen
    try:
        parts = [_HEAD, *(_beside(_written(advisor, server, question)) for question in scripted.SESSION)]
        parts.append(_lied(advisor, server))
    finally:
        next(found, None)
    return "\n".join(parts)


def _written(advisor: Advisor, server: Server, question: str) -> Answer:
    chat = opened(settings.read(server.settings()))
    assert chat is not None
    return Writer(chat, files.load(PROMPTS)[PROMPT]).written(advisor.ask(question))


def _beside(answer: Answer) -> str:
    assert answer.prose is not None
    numbers = {citation.id: rank for rank, citation in enumerate(answer.citations, 1)}
    given = {name for piece in pieces(answer) for name in piece.statements}
    held = [statement for statement in answer.statements if statement.id in given]
    before = kandel_moles(" ".join(statement.text for statement in held))
    after = kandel_moles(" ".join(sentence.text for sentence in answer.prose.sentences))
    lines = [
        f"\n## {answer.question}\n",
        f"{answer.headline}\n",
        "| | embarquée | rédigée |",
        "| --- | --- | --- |",
        f"| phrases | {count(len(held), 'énoncé')} | {count(len(answer.prose.sentences), 'phrase')} |",
        f"| mots | {_words(held)} | {_words(answer.prose.sentences)} |",
        f"| lisibilité | {number(before)} | {number(after)} |",
        f"| phrases retenues | | {len(answer.prose.withheld)} |",
        "\n**Embarquée**\n",
        *(f"- {statement.text} {_marks(statement.citations, numbers)}" for statement in held),
        "\n**Rédigée**\n",
        " ".join(f"{said.text} {_marks(said.citations, numbers)}" for said in answer.prose.sentences),
    ]
    return "\n".join(lines)


def _words(said: Sequence[Statement] | Sequence[ProseSentence]) -> int:
    return sum(len(item.text.split()) for item in said)


def _marks(citations: Sequence[str], numbers: dict[str, int]) -> str:
    return "".join(f"[{numbers[name]}]" for name in citations)


def _lied(advisor: Advisor, server: Server) -> str:
    """The same model, once it lies: one false sentence of each kind, and why it is withheld."""
    answer = _written(advisor, server, scripted.LAW)
    assert answer.prose is not None
    marks = dict(_marked(answer))
    honest = [(text.rstrip("."), marks[words]) for text, words in scripted.SESSION[scripted.LAW]]
    rows = ["\n## Quand le modèle ment\n", "| ce qu'il change | ce qu'il écrit | pourquoi ce n'est pas montré |"]
    rows.append("| --- | --- | --- |")
    for name, way in lies.WAYS.items():
        said = next(iter(way(honest)), "")
        if not said:
            continue
        server.says(said)
        prose = _written(advisor, server, scripted.LAW).prose
        if prose and prose.pen == EMBEDDED_PEN and prose.withheld:
            shown = re.sub("[\u200b\u202e]", "⟨invisible⟩", prose.withheld[0].text)
            shown = shown.replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[")
            rows.append(_INVENTED.sub(r"\1…", f"| {name} | {shown} | {prose.withheld[0].reason} |"))
    return "\n".join([*rows, ""])


def _marked(answer: Answer) -> Iterator[tuple[str, str]]:
    for _, words in scripted.SESSION[scripted.LAW]:
        yield words, next(piece.mark for piece in pieces(answer) if words in piece.text)


def main() -> None:
    """Writes the page."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "ADVISOR_LIBRARY": "",
            "ADVISOR_DATA": folder,
            "ADVISOR_TODAY": "2026-11-22",
            "ADVISOR_JOURNAL": "aucun",
        }
        os.environ.update(given)
        PAGE.write_text(page(wiring.ready(settings.read())), encoding="utf-8")


if __name__ == "__main__":
    main()
