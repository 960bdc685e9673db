"""YAML as reviewers write it: every scalar is text, duplicates are refused, lines are known.

Plain YAML reads a bare `no` as false, `12` as a number, `2024-10-18` as a date, and keeps the
last of two equal keys; none of these surprises may reach a reviewer who does not code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from advisor.errors import DataError

Lines = dict[tuple[str | int, ...], int]


def read(path: Path) -> tuple[Any, Lines]:
    """Content of a YAML file (text, lists and mappings only) and the line of each key path.

    Raises DataError when the file cannot be read, is empty, or repeats a key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(path.name, None, "", "le fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8.") from error
    return parsed(text, path)


def parsed(text: str, path: Path) -> tuple[Any, Lines]:
    """As `read`, of a text already read from a file, which errors name. Raises DataError."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        remedy = "Vérifiez l'indentation et mettez entre guillemets un texte qui contient « : »."
        raise DataError(path.name, line, "", f"YAML illisible ({error.problem}).", remedy) from error
    if root is None:
        raise DataError(path.name, 1, "", "le fichier est vide.", "Supprimez-le ou remplissez-le.")
    lines: Lines = {}
    return _plain(root, (), lines, path), lines


def _plain(node: yaml.Node, at: tuple[str | int, ...], lines: Lines, path: Path) -> Any:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, lines, path)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*at, index), lines, path) for index, child in enumerate(node.value)]
    text = str(node.value)
    quoted = isinstance(node, yaml.ScalarNode) and node.style
    return None if text == "" and not quoted else text.strip()


def _mapping(node: yaml.MappingNode, at: tuple[str | int, ...], lines: Lines, path: Path) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in content:
            line = key_node.start_mark.line + 1
            raise DataError(path.name, line, key, "cette clé est écrite deux fois.", "Gardez-en une seule.")
        content[key] = _plain(value_node, (*at, key), lines, path)
        lines[(*at, key)] = key_node.start_mark.line + 1
    return content
