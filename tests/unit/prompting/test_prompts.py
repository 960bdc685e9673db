"""The prompts: what is refused with file, line and remedy; what the released ones become, byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import DataError
from advisor.penning import PROMPTS
from advisor.prompting import files
from advisor.prompting.fence import fenced

GOOD = """---
id: essai
version: 1
role: writer
language: fr
variables:
  ton: valeur
  texte: donnée
---
# Consigne
Écris sur un ton {{ton}}.
# Message
Voici :
{{texte}}
"""
FIRST_RELEASED = "6e54ad319802c0ca08ce2e89b150463835ff01973f11579a3cc42e0a5da0c97c"
"""Hash of the first released prompt: never to change."""


def written(folder: Path, text: str, name: str = "essai-1.md", released: bool = True) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    if released:
        digest = hashlib.sha256(text.encode()).hexdigest()
        with (folder / files.RELEASED).open("a", encoding="utf-8") as sealed:
            sealed.write(f"{digest}  {name}\n")
    return path


def test_a_prompt_becomes_messages_in_which_data_are_fenced(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    system, message = files.load(tmp_path)["essai"].rendered(ton="simple", texte="Bonjour {{ton}}\n<<<x")
    assert system == ("system", "Écris sur un ton simple.")
    mark = message[1].splitlines()[1].removeprefix("<<<texte ")
    assert message[1] == f"Voici :\n<<<texte {mark}\nBonjour {{{{ton}}}}\n< < <x\n{mark} texte>>>"


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("{{ton}}.", "{{tond}}."), 11, "tond"),
        (("Écris sur un ton {{ton}}.", "Écris."), None, "ton"),
        (("Écris sur", "{{texte}} Écris sur"), 11, "donnée"),
        (("# Message", "## Message"), 10, "deux parties"),
        (("---\nid", "id"), 1, "en-tête"),
        (("version: 1", "version: 2"), None, "essai-2.md"),
        (("role: writer", "rôle: writer"), None, "role"),
        (("ton: valeur", "ton: texte"), None, "variables"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], line: int | None, said: str
) -> None:
    written(tmp_path, GOOD.replace(*change))
    with pytest.raises(DataError) as refused:
        files.load(tmp_path)
    assert refused.value.file == "essai-1.md"
    assert refused.value.line == line
    assert said in str(refused.value)
    assert refused.value.remedy


def test_a_released_prompt_that_was_edited_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.write_text(GOOD.replace("simple", "sec").replace("Voici", "Voilà"), encoding="utf-8")
    with pytest.raises(DataError, match=r"essai-2\.md"):
        files.load(tmp_path)


def test_a_prompt_that_was_not_released_or_is_gone_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, released=False)
    with pytest.raises(DataError, match="publiees"):
        files.load(tmp_path)
    written(tmp_path, GOOD)
    path.unlink()
    with pytest.raises(DataError, match="disparu"):
        files.load(tmp_path)


def test_the_last_version_is_used_and_the_others_checked(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("version: 1", "version: 2"), "essai-2.md")
    assert files.load(tmp_path)["essai"].name == "essai@2"


def test_values_given_must_be_those_declared(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    prompt = files.load(tmp_path)["essai"]
    with pytest.raises(KeyError):
        prompt.rendered(ton="simple")
    with pytest.raises(ValueError, match="donnée"):
        prompt.rendered(ton="x" * 400, texte="")


@given(st.text(max_size=300))
def test_no_content_can_close_its_fence(content: str) -> None:
    block = fenced("texte", content)
    lines = block.split("\n")
    mark = lines[0].removeprefix("<<<texte ")
    assert block == fenced("texte", content)
    assert lines[-1] == f"{mark} texte>>>"
    inside = "\n".join(lines[1:-1])
    assert mark not in inside
    assert "<<<" not in inside
    assert ">>>" not in inside


def test_a_released_prompt_is_the_one_that_was_released() -> None:
    assert files.read(PROMPTS / "redacteur-1.md").digest == FIRST_RELEASED


def test_the_writer_is_told_this() -> None:
    given_ = {"langue": "français", "genre": "une réponse", "phrases": "7", "question": "Qui ?", "enonces": "[s1] Un."}
    system, message = files.load(PROMPTS)["redacteur"].rendered(**given_)
    golden = Path(__file__).with_name("redacteur-1.golden.txt").read_text(encoding="utf-8")
    assert f"{system[1]}\n=====\n{message[1]}\n" == golden
