"""`advisor model`: tries the chat model that is set."""

from __future__ import annotations

import dataclasses
import json

import click

from advisor.chat import check as checking
from advisor.chat.check import Others
from advisor.chat.opening import host
from advisor.settings import read

MARKS = {"OK": "OK   ", "échec": "ÉCHEC", "non": "—    "}


@click.group()
def model() -> None:
    """Try the chat model that may write, read or rephrase (ADVISOR_MODEL)."""


@model.command("check")
@click.option("--embeddings", default="", metavar="MODEL", help="Embedding model to try, when the server has several.")
@click.option("--rerank", default="", metavar="MODEL", help="Reranking model to try, likewise.")
@click.option("--json", "whole", is_flag=True, help="Print the findings as JSON.")
def model_check(embeddings: str, rerank: str, whole: bool) -> None:
    """Try the endpoint and say what works; exit code 1 when something the settings need does not.

    A few short questions of ours are sent, nothing of yours; the key is never printed.
    """
    settings = read()
    found = []
    if not whole and settings.model:
        click.echo(f"{settings.model} sur {host(settings)}, rôles : {', '.join(settings.model_roles)}")
    for finding in checking.check(settings, Others(embeddings, rerank)):
        found.append(finding)
        if not whole:
            click.echo(f"{MARKS[finding.state]}  {finding.name} : {finding.said}")
            if finding.remedy:
                click.echo(f"       {finding.remedy}")
    if whole:
        click.echo(json.dumps([dataclasses.asdict(finding) for finding in found], ensure_ascii=False, indent=2))
    if any(finding.state == "échec" for finding in found):
        raise SystemExit(1)
