"""Whatever a user writes, documents open, and their text stays text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import docx
import icalendar
import pytest

from advisor.domain.answer import Answer, Citation, UnderstoodFact
from advisor.domain.degree import Degree
from advisor.takeaway import elements, kit
from advisor.takeaway.kit import Name
from advisor.takeaway.supplies import Supplies
from tests.unit.takeaway import printed

HOSTILE = {
    "xml": '</w:t></w:r><w:p/> & < > " \' ]]> <!DOCTYPE x [<!ENTITY a "b">]> &a;',
    "control": "avant\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x9f\ufffe\uffffaprès",
    "surrogate": "avant \ud800 après",
    "direction": "avant \u202etxet\u202c \u2066a\u2069 \u200f après",
    "arabic": "نريد استشارة السكان قبل القرار",
    "long": "mot " * 1250,
    "one word": "a" * 5000,
    "lines": "un\r\n\ttrois\n\n\nquatre",
    "fields": "[[champ]] {x} %s ${y} {{z}}",
    "formula": "=HYPERLINK(\"http://x\") =cmd|' /C calc'!A0",
}


@pytest.mark.parametrize("name", ["note", "fiche", "contrat", "trame"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_document_opens_whatever_was_written(
    kind: str, name: Name, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    answer = answers[Degree.CONCERTER]
    said = HOSTILE[kind]
    fact = UnderstoodFact(
        name="essai", label=said, values=("x",), value_labels=(said,), words=(said[:200],), status="stated"
    )
    wild = replace(answer, question=said, profile=(*answer.profile, fact), id=said[:60])
    content = kit.chosen(name, wild, supplies).build()
    document = printed.opened(content)
    normal = printed.opened(kit.chosen(name, answer, supplies).build())
    assert len(printed.headings(document)) in range(len(printed.headings(normal)), len(printed.headings(normal)) + 2)
    assert len(document.tables) == len(normal.tables)
    assert "\u202e" not in "".join(printed.paragraphs(document))


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_was_written_is_read_again(kind: str, answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    answer = replace(answers[Degree.CONCERTER], question=HOSTILE[kind])
    content = kit.chosen("note", answer, supplies).build()
    said = printed.text(content)
    words = [word for word in HOSTILE[kind].split() if word.isalpha()]
    assert all(word in said for word in words)


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_data_are_json_and_the_diary_a_diary(kind: str, dated: Answer, supplies: Supplies) -> None:
    held = dated.calendar
    assert held is not None
    line = replace(held.lines[0], title=HOSTILE[kind], what=HOSTILE[kind] + "\r\nEND:VEVENT")
    wild = replace(dated, question=HOSTILE[kind], calendar=replace(held, lines=(line,)))
    assert json.loads(kit.chosen("json", wild, supplies).build())["kind"] == "recommendation"
    diary = icalendar.Calendar.from_ical(kit.chosen("ics", wild, supplies).build())
    assert len(list(diary.walk("VEVENT"))) == 2


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "a\x00b", "é" * 300, "", "con:aux|nul"])
def test_the_name_of_a_file_is_only_a_name(
    identifier: str, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    answer = replace(answers[Degree.CONCERTER], id=identifier)
    for item in kit.offered(answer, supplies):
        assert item.file.rpartition(".")[0].replace("-", "").replace("_", "").isalnum()
        assert len(item.file) < 64


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "http:", "", "https://exemple.fr/a b"]
)
def test_only_addresses_of_the_web_are_links(
    address: str, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    answer = answers[Degree.CONCERTER]
    wild: tuple[Citation, ...] = tuple(replace(item, address=address) for item in answer.citations)
    content = kit.chosen("note", replace(answer, citations=wild), supplies).build()
    links = [relation.target_ref for relation in printed.opened(content).part.rels.values() if relation.is_external]
    assert all(link.startswith("https://exemple.fr") for link in links)
    assert bool(links) == bool(elements.address(address))
    assert docx.__version__
