"""Files that cannot be read are named with what to do; texts, Markdown and articles become pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.domain.source import SourceInfo, SourceReport
from ingest import law, plain, read
from ingest.locate import READABLE, Located, locate
from tests.ingest import pdf
from tests.ingest.conftest import prose


def info(path: Path) -> SourceInfo:
    return SourceInfo(
        id="essai",
        title="Essai",
        short="Essai",
        author="",
        date="",
        licence="",
        address="https://exemple.fr",
        kind=READABLE[path.suffix],
        files=(path.name,),
    )


def report_of(path: Path) -> SourceReport:
    return read.trial(Located(info(path), path, "0"))


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cut_short(folder: Path, share: float) -> Path:
    whole = pdf.write(folder / "a.pdf", [prose(f"sujet {rank}", 30) for rank in range(12)]).read_bytes()
    return written(folder / "a.pdf", whole[: int(share * len(whole))])


def damaged(folder: Path) -> Path:
    """A PDF whose end is there but whose objects are not."""
    return written(folder / "a.pdf", b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\nstartxref\n9\n%%EOF\n")


@pytest.mark.parametrize(
    ("make", "state", "said"),
    [
        (lambda at: written(at / "a.pdf", b""), "vide", "vide"),
        (lambda at: written(at / "a.pdf", b"\n\0\0 \n"), "vide", "vide"),
        (lambda at: pdf.write(at / "a.pdf", []), "vide", "aucune page"),
        (lambda at: pdf.encrypted(at / "a.pdf", "secret"), "chiffré", "mot de passe"),
        (lambda at: pdf.scanned(at / "a.pdf"), "sans-texte", "image"),
        (lambda at: cut_short(at, 0.3), "tronqué", "incomplet"),
        (lambda at: cut_short(at, 0.97), "tronqué", "incomplet"),
        (damaged, "tronqué", "abîmé"),
        (lambda at: written(at / "a.pdf", "<!DOCTYPE html><html>Connexion</html>"), "mal-nommé", "pas un PDF"),
        (lambda at: written(at / "a.txt", b"%PDF-1.7 trompeur"), "mal-nommé", "pas un texte"),
        (lambda at: written(at / "a.txt", b"PK\x03\x04\0\0docx"), "mal-nommé", "pas un texte"),
        (lambda at: written(at / "a.txt", "<html><body>page</body></html>"), "mal-nommé", "page web"),
        (lambda at: written(at / "a.md", " \n"), "vide", "vide"),
        (lambda at: written(at / "a.jsonl", "<html>"), "mal-nommé", "page web"),
        (lambda at: written(at / "a.jsonl", '{"code": "C", "article": "L1", "text": "x"}\n{"co'), "tronqué", "ligne 2"),
        (lambda at: written(at / "a.jsonl", '["pas un objet"]'), "tronqué", "ligne 1"),
        (lambda at: written(at / "a.jsonl", '{"code": "C", "article": "L1", "text": null}'), "tronqué", "« text »"),
        (lambda at: at / "absent.pdf", "illisible", "ne peut pas être lu"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(
    tmp_path: Path, make: Callable[[Path], Path], state: str, said: str
) -> None:
    path = make(tmp_path)
    report = report_of(path)
    assert report.state == state
    assert path.name in report.message
    assert said in report.message
    assert report.remedy.endswith((".", ").")) or "»" in report.remedy


def test_a_pdf_protected_against_changes_only_is_read(tmp_path: Path) -> None:
    assert report_of(pdf.encrypted(tmp_path / "a.pdf", "")).state == "indexé"


def test_a_missing_document_says_where_it_comes_from(tmp_path: Path) -> None:
    report = read.trial(Located(info(tmp_path / "a.pdf"), None))
    assert report.state == "manquant"
    assert "https://exemple.fr" in report.remedy


def test_a_failure_of_ours_on_one_document_is_reported_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.clean.clean_pages", lambda *_: 1 / 0)
    report = report_of(pdf.write(tmp_path / "a.pdf", [prose("a")]))
    assert (report.state, "ZeroDivisionError" in report.message) == ("illisible", True)


def test_the_others_are_read_when_one_cannot_be(tmp_path: Path) -> None:
    bad, good = written(tmp_path / "a.pdf", b"rien"), pdf.write(tmp_path / "b.pdf", [prose("b")])
    found = [Located(info(path), path, "0") for path in (bad, good)]
    corpus = read.read_corpus(found, lambda _what, _share: None)
    assert [report.state for report in corpus.reports] == ["mal-nommé", "indexé"]
    assert corpus.passages


def test_a_text_is_read_in_old_encodings_and_with_a_mark(tmp_path: Path) -> None:
    old = plain.text_pages(written(tmp_path / "a.txt", "L’été à Vif".encode("cp1252")))
    marked = plain.text_pages(written(tmp_path / "b.txt", "\ufeffL’été à Vif"))
    assert old[0].lines[0].text == marked[0].lines[0].text == "L’été à Vif"


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    pages = plain.text_pages(written(tmp_path / "a.txt", "Une page.\n\fUne autre.\n\f"))
    assert [page.lines[0].text for page in pages] == ["Une page.", "Une autre."]
    assert all(page.printed for page in pages)


def test_a_long_text_is_paged_between_paragraphs(tmp_path: Path) -> None:
    text = "\n\n".join("Un paragraphe de dix mots dont voici maintenant la fin." * 4 for _ in range(40))
    pages = plain.text_pages(written(tmp_path / "a.txt", text))
    assert len(pages) > 2
    assert all(page.lines[0].text.startswith("Un paragraphe") for page in pages if page.lines[0].text)
    assert not any(page.printed for page in pages)


def test_lines_that_return_in_a_text_are_not_running_heads(tmp_path: Path) -> None:
    text = "\n\n".join(f"Question du public :\n{' '.join(prose(str(rank), 9))}\n" for rank in range(30))
    corpus = read.read_corpus(
        [Located(info(written(tmp_path / "a.txt", text)), tmp_path / "a.txt", "0")], lambda _what, _share: None
    )
    assert sum(page.text.count("Question du public") for page in corpus.pages) == 30


def test_markdown_headings_give_the_sections_and_marks_go(tmp_path: Path) -> None:
    text = "---\ntitle: x\n---\n# Charte\n\nVoir [le **site**](https://a.fr).\n\n## Droits\n\nUn `mot`.\n\n"
    text += "Devoirs\n-------\n\nFin."
    path = written(tmp_path / "a.md", text + "\n```\n# pas un titre\n```\n")
    corpus = read.read_corpus([Located(info(path), path, "0")], lambda _what, _share: None)
    page = corpus.pages[0]
    assert [section for _, section in page.sections] == [("Charte",), ("Charte", "Droits"), ("Charte", "Devoirs")]
    assert page.text == "Charte\nVoir le site.\n\nDroits\nUn mot.\n\nDevoirs\nFin.\n# pas un titre"


def test_an_article_keeps_separators_that_json_allows(tmp_path: Path) -> None:
    row = {"code": "C", "article": "L1", "text": "Un\u2028deux\u0085trois", "section_path": ["Livre"], "origin": "x: y"}
    found = law.articles(written(tmp_path / "a.jsonl", "\ufeff" + json.dumps(row, ensure_ascii=False) + "\n"))
    assert found[0].text == row["text"]
    assert found[0].section == ("Livre",)


def test_an_article_given_twice_is_kept_once_and_said(tmp_path: Path) -> None:
    rows = [{"code": "C", "article": name, "text": text} for name, text in (("L1", "a"), ("L2", "b"), ("L1", "c"))]
    path = written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    corpus = read.read_corpus([Located(info(path), path, "0")], lambda _what, _share: None)
    assert [(page.label, page.text) for page in corpus.pages] == [("L1", "a"), ("L2", "b")]
    assert "C, L1" in corpus.reports[0].message


def catalogued(**fields: object) -> SourceInfo:
    from dataclasses import replace

    return replace(info(Path("a.pdf")), **fields)  # type: ignore[arg-type]


def test_a_document_is_located_by_name_then_by_content(tmp_path: Path) -> None:
    exact = pdf.write(tmp_path / "un" / "rapport.pdf", [prose("a")])
    other = pdf.write(tmp_path / "deux" / "renommé.pdf", [prose("b")])
    from ingest.locate import sha256_of

    named = catalogued(files=("rapport.pdf",))
    known = catalogued(files=("autre.pdf",), sha256=(sha256_of(other),))
    absent = catalogued(files=("rien.pdf",))
    found = locate([named, known, absent], [tmp_path, tmp_path / "nulle-part"])
    assert [item.file for item in found] == [exact, other, None]


def test_a_copy_we_know_is_preferred_to_another_of_the_same_name(tmp_path: Path) -> None:
    from ingest.locate import sha256_of

    written_at = tmp_path / "un"
    written_at.mkdir()
    written(written_at / "rapport.pdf", b"%PDF autre")
    good = pdf.write(tmp_path / "deux" / "rapport.pdf", [prose("a")])
    known = catalogued(files=("rapport.pdf",), sha256=(sha256_of(good),))
    assert locate([known], [tmp_path / "un", tmp_path / "deux"])[0].file == good
    written(written_at / "rapport.pdf", b"")
    assert locate([catalogued(files=("rapport.pdf",))], [tmp_path / "un", tmp_path / "deux"])[0].file == good


def test_drafts_are_not_documents(tmp_path: Path) -> None:
    pdf.write(tmp_path / ".rapport.pdf", [prose("a")])
    assert locate([catalogued(files=("*rapport.pdf",))], [tmp_path])[0].file is None


def test_of_two_texts_of_an_article_the_one_read_later_stands_whatever_the_order(tmp_path: Path) -> None:
    older = {"code": "C", "article": "L1", "text": "avant", "origin": "a (au 2023-03-01)"}
    later = {"code": "C", "article": "L1", "text": "après", "origin": "b (au 2026-11-22)"}
    first = written(tmp_path / "a.jsonl", json.dumps(older))
    second = written(tmp_path / "b.jsonl", json.dumps(later))
    for order in ([first, second], [second, first]):
        corpus = read.read_corpus([Located(info(path), path, "0") for path in order], lambda _what, _share: None)
        assert [page.text for page in corpus.pages] == ["après"]
        assert [(found.text, found.info.read_on) for found in corpus.variants] == [("avant", "2023-03-01")]
        assert any("remplacés par un texte lu plus tard (C, L1" in report.message for report in corpus.reports)


def test_an_optional_document_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    present = written(tmp_path / "a.md", "# Titre\n\nUn texte.")
    wanted = [catalogued(files=("a.md",), optional=True), catalogued(id="b", files=("b.md",), optional=True)]
    assert [item.file for item in locate(wanted, [tmp_path])] == [present]
