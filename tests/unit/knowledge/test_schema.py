"""The schemas an editor checks with agree with the loader, and know what the types cannot say."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from advisor.domain import condition, fiche, local
from advisor.knowledge import schema
from advisor.knowledge.loader import FACTS_FOLDER, KINDS, Knowledge
from advisor.settings import ROOT

FOLDERS = (*KINDS, FACTS_FOLDER)


@pytest.fixture(scope="module")
def validators(knowledge: Knowledge) -> dict[str, Any]:
    """A validator for each folder."""
    made = schema.schemas(knowledge)
    registry: Any = Registry().with_resources([(schema.IDS, Resource.from_contents(made[schema.IDS]))])
    return {
        folder: jsonschema.Draft202012Validator(made[f"{folder}.schema.json"], registry=registry) for folder in FOLDERS
    }


def _files(folder: str) -> Iterator[Path]:
    return (ROOT / "corpus" / "knowledge" / folder).glob("*.yaml")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_fiche_satisfies_the_schema_of_its_folder(validators: dict[str, Any], folder: str) -> None:
    for path in _files(folder):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        errors = [
            f"{path.name}: {list(error.path)} {error.message[:200]}"
            for error in validators[folder].iter_errors(content)
        ]
        assert errors == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"titre": "x"}, "titre"),
        ({"links": [{"to": "levier.nulle-part"}]}, "levier.nulle-part"),
        ({"applies": [{"fact": "marge", "any_of": ["beaucoup"]}]}, "beaucoup"),
        ({"applies": [{"fact": "marche", "any_of": ["aucune"]}]}, "marche"),
        ({"id": "levier.credibilite"}, "levier.credibilite"),
        ({"family": "autre"}, "autre"),
        ({"review": {"date": "2026-11-22", "state": "lu"}}, "lu"),
    ],
)
def test_an_editor_is_told_of_a_wrong_key_or_name(
    validators: dict[str, Any], change: dict[str, Any], named: str
) -> None:
    content = yaml.safe_load((ROOT / "corpus/knowledge/freins/credibilite.yaml").read_text(encoding="utf-8"))
    errors = [error.message for error in validators["freins"].iter_errors(content | change)]
    assert any(named in message for message in errors)


def test_every_key_of_every_fiche_is_described_in_french() -> None:
    classes = [
        value
        for module in (fiche, condition, local)
        for value in vars(module).values()
        if dataclasses.is_dataclass(value) and value.__module__ == module.__name__
    ]
    names = {field.name for cls in classes for field in dataclasses.fields(cls)}
    assert names - {"part"} <= set(schema.KEYS)  # a `Told` is never written in a file


def test_every_folder_of_fiches_has_its_schema_in_the_editor_s_settings(knowledge: Knowledge) -> None:
    made = set(schema.schemas(knowledge))
    assert {Path(path).name for path in schema.associations()} == made - {schema.IDS}
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == schema.associations()
