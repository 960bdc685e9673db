"""Small PDFs written for the tests: lines of text in a few styles, one font each, as producers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

A4, SLIDE = (595, 842), (842, 595)
LIGATURES = {"ﬁ": 1, "ﬂ": 2}

STYLES = {"body": ("F1", 11.0), "bold": ("F2", 11.0), "h1": ("F2", 18.0), "h2": ("F2", 14.0), "small": ("F1", 8.0)}


@dataclass(frozen=True)
class L:
    """A line and its style; a plain text stands for a line of the body."""

    text: str
    style: str = "body"


Page = Sequence[str | L]


def h1(text: str) -> L:
    return L(text, "h1")


def h2(text: str) -> L:
    return L(text, "h2")


def bold(text: str) -> L:
    return L(text, "bold")


def document(pages: Sequence[Page], size: tuple[int, int] = A4) -> PdfWriter:
    writer = PdfWriter()
    fonts = DictionaryObject({NameObject("/F1"): _font("/Helvetica"), NameObject("/F2"): _font("/Helvetica-Bold")})
    for lines in pages:
        page = writer.add_blank_page(*size)
        content = DecodedStreamObject()
        content.set_data(b"\n".join(_drawn(line, size[1] - 40 - 16 * rank) for rank, line in enumerate(lines)))
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return writer


def write(path: Path, pages: Sequence[Page], size: tuple[int, int] = A4) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        document(pages, size).write(stream)
    return path


def number_pages(writer: PdfWriter, ranges: Sequence[tuple[int, str]]) -> None:
    """Gives the file page labels: (first rank, style) where style is /D or /r."""
    numbers = ArrayObject()
    for first, style in ranges:
        label = DictionaryObject({NameObject("/S"): NameObject(style), NameObject("/St"): NumberObject(1)})
        numbers.extend([NumberObject(first), label])
    writer._root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): numbers})


def scanned(path: Path, pages: int = 3) -> Path:
    """A PDF of pictures: pages without a letter."""
    return write(path, [[] for _ in range(pages)])


def encrypted(path: Path, password: str) -> Path:
    writer = document([["Ce texte est protégé par un mot de passe que nul ne donne ici."]])
    writer.encrypt(user_password=password, owner_password="other", algorithm="RC4-128")  # noqa: S106
    with path.open("wb") as stream:
        writer.write(stream)
    return path


def _font(name: str) -> DictionaryObject:
    differences = ArrayObject([NumberObject(1), NameObject("/fi"), NameObject("/fl")])
    encoding = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Encoding"),
            NameObject("/BaseEncoding"): NameObject("/WinAnsiEncoding"),
            NameObject("/Differences"): differences,
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(name),
            NameObject("/Encoding"): encoding,
        }
    )


def _drawn(line: str | L, height: float) -> bytes:
    said = line if isinstance(line, L) else L(line)
    font, size = STYLES[said.style]
    data = b"".join(
        bytes([LIGATURES[letter]]) if letter in LIGATURES else letter.encode("cp1252") for letter in said.text
    )
    return f"BT /{font} {size} Tf 1 0 0 1 40 {height} Tm <{data.hex()}> Tj ET".encode()
