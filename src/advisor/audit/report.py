"""The report for a committee: what was read, what was found, how sure one can be, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.audit import report_words as words
from advisor.audit.agreement import Agreement
from advisor.audit.figures import MEASURES, Figures, Measures
from advisor.audit.judging import ADVICE_VALUES, STATEMENT_VALUES, Verdict
from advisor.audit.printed import Printed, bar
from advisor.audit.readings import Fault
from advisor.audit.samples import Sample, Scope
from advisor.audit.usage import Usage
from advisor.french import capital, count, day, number, percent

FEW = 30
"""Under so many verdicts, a share is said to be fragile."""
MOST = 12
"""Rows of the tables that could go on for ever."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """The state of the journal the report rests on: its last entry, and whether the whole chain was verified."""

    number: int
    seal: str
    verified: bool | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """All that the report says. `figures` are those of `measured`; `everything` those of every answer read."""

    title: str
    today: str
    scope: Scope
    given: int
    measured: Scope
    figures: Figures
    everything: Figures
    readers: Mapping[str, int]
    samples: tuple[Sample, ...]
    agreement: tuple[tuple[Agreement, ...], tuple[Agreement, ...]]
    faults: tuple[Fault, ...]
    proposals: tuple[Verdict, ...]
    usage: Usage
    titles: Mapping[str, str]
    proof: Proof


def document(content: Content) -> bytes:
    """The report as a docx file."""
    printed = Printed(content.title, "Audit des réponses de l'assistant")
    printed.text(f"Établi le {day(content.today)}. {capital(words.period(content.scope))}.", small=True)
    _summary(printed, content)
    _method(printed, content)
    _results(printed, content)
    _agreement(printed, content)
    _faults(printed, content)
    _sources(printed, content)
    _proof(printed, content.proof)
    return printed.bytes()


def _summary(printed: Printed, content: Content) -> None:
    printed.heading("En bref")
    read = content.everything.whole
    printed.text(f"L'assistant a donné {count(content.given, 'réponse')}.")
    if not read.answers:
        printed.text("Aucun verdict n'a encore été signé : ce rapport ne donne donc aucune mesure.")
        return
    who = count(len(content.readers), "lecteur a jugé", "lecteurs ont jugé")
    what = f"{count(read.answers, 'réponse')} et {count(read.statements, 'énoncé')}"
    printed.text(f"{who} {what}, chaque énoncé en face de la source qu'il cite.")
    _measures(printed, content.figures.whole)
    printed.text(_worth(content))
    for said in _findings(content):
        printed.text(said)


def _measures(printed: Printed, whole: Measures) -> None:
    rows = [
        (label, bar(share.value, share.low, share.high), percent(share.value), words.interval(share), words.over(share))
        for name, label in MEASURES.items()
        if (share := getattr(whole, name)).value is not None
    ]
    head = ("Mesure", "Part et intervalle", "Part", "Intervalle à 95 %", "Sur")
    printed.table("Mesures", head, rows, (4.2, 5.6, 1.5, 2.8, 2.5))


def _worth(content: Content) -> str:
    """What the shares are worth: whom they speak for, and how surely."""
    whole = content.figures.whole
    if content.measured.basis == "aléatoire":
        said = (
            f"Ces parts sont mesurées sur {count(whole.answers, 'réponse tirée', 'réponses tirées')} au sort : "
            "elles valent pour l'ensemble des réponses, aux intervalles près."
        )
    elif content.measured.sample:
        said = f"Ces parts sont celles de l'échantillon {content.measured.sample.title}."
    else:
        said = (
            "Aucune réponse tirée au sort n'a encore été lue : ces parts décrivent les réponses lues, et non "
            "l'ensemble de celles qui ont été données."
        )
    shares = [getattr(whole, name) for name in MEASURES]
    if any(0 < share.judged < FEW for share in shares):
        said += f" Certaines reposent sur moins de {FEW} verdicts : l'intervalle, large, compte plus que la part."
    return said


def _findings(content: Content) -> Iterator[str]:
    advice = sum(not fault.item.statement for fault in content.faults)
    statements = len(content.faults) - advice
    if advice or statements:
        yield (
            f"{count(advice, 'réponse a été jugée fausse', 'réponses ont été jugées fausses')} et "
            f"{count(statements, 'énoncé non soutenu', 'énoncés non soutenus')} : le détail est plus bas."
        )
    else:
        yield "Aucune réponse n'a été jugée fausse, aucun énoncé non soutenu."
    if content.everything.open_disagreements:
        yield (
            f"{count(content.everything.open_disagreements, 'désaccord')} entre lecteurs "
            "reste à trancher ; en attendant, le verdict le plus sévère est compté."
        )
    if content.proposals:
        yield f"{count(len(content.proposals), 'correction de fiche proposée', 'corrections de fiches proposées')}."


def _method(printed: Printed, content: Content) -> None:
    printed.heading("Comment les réponses ont été lues")
    if content.samples:
        head = ("Entrée", "Tiré le", "Méthode", "Réponses", "Parmi", "Lecteurs", "Graine")
        rows = [
            (
                number(sample.number),
                day(sample.moment[:10]),
                sample.method + ("" if sample.sound else " (tirage non retrouvé)"),
                number(len(sample.numbers)),
                number(sample.population),
                ", ".join(sample.readers) or "tous",
                sample.seed,
            )
            for sample in content.samples
        ]
        printed.table("Échantillons", head, rows, (1.5, 3, 2, 1.9, 1.7, 3.3, 3.3))
        printed.text(
            "Chaque tirage se refait à l'identique à partir de sa graine, de sa population et de ses poids, tous "
            "inscrits au journal. Le tirage « aléatoire » donne à chaque réponse la même chance ; le tirage "
            "« risque » favorise celles qui ont le plus de raisons d'être fausses : il sert à trouver les fautes, "
            "pas à mesurer leur fréquence."
        )
    else:
        printed.text("Les réponses lues ont été choisies par les lecteurs, sans tirage.")
    printed.text(
        f"Verdicts sur un énoncé : {', '.join(STATEMENT_VALUES)}. Sur la réponse : {', '.join(ADVICE_VALUES)}."
    )
    printed.text(
        "Un lecteur ne voit le verdict d'un autre qu'après avoir donné le sien. Rien n'est effacé : le dernier verdict "
        "de chacun compte, et une résolution signée tranche entre deux lecteurs."
    )
    printed.items([f"{label} : {words.MEANT[name]}." for name, label in MEASURES.items()])
    printed.text(
        "Les intervalles sont ceux de Wilson (1927) à 95 %. Ils comptent chaque verdict comme indépendant ; les "
        "énoncés d'une même réponse se ressemblent, si bien que l'incertitude sur les citations est un peu plus grande."
    )


def _results(printed: Printed, content: Content) -> None:
    if not content.figures.whole.answers:
        return
    printed.heading("Ce qui a été mesuré")
    for axis, title, columns in (
        ("parcours", "Par parcours", ("citation_precision", "citation_recall", "advice_right", "advice_precision")),
        ("semaine", "Par semaine", ("citation_precision", "citation_recall", "advice_right", "advice_precision")),
        ("source", "Par source", ("citation_precision",)),
        ("fiche", "Par fiche, les moins soutenues d'abord", ("citation_precision", "citation_recall")),
    ):
        held = content.figures.by[axis]
        ordered = (
            sorted(held.items(), key=lambda pair: words.weakness(pair[1])) if axis == "fiche" else list(held.items())
        )
        rows = [
            (group, *(words.said(getattr(measures, name)) for name in columns), number(measures.answers))
            for group, measures in (ordered[:MOST] if axis != "semaine" else ordered[-MOST:])
        ]
        if rows:
            first = 16.7 - 2.8 * len(columns) - 1.8
            widths = (first, *(2.8 for _ in columns), 1.8)
            printed.table(title, (axis.capitalize(), *(MEASURES[name] for name in columns), "Réponses"), rows, widths)


def _agreement(printed: Printed, content: Content) -> None:
    pairs = [("énoncés", found) for found in content.agreement[0]]
    pairs += [("réponse", found) for found in content.agreement[1]]
    printed.heading("Accord entre lecteurs")
    if not pairs:
        printed.text("Aucune réponse n'a été lue par deux lecteurs : l'accord n'a pas pu être mesuré.")
        return
    rows = [
        (
            f"{' et '.join(found.readers)} ({on})",
            number(found.items),
            percent(found.observed) if found.observed is not None else words.NONE,
            words.NONE if found.kappa is None else f"{found.kappa:.2f}".replace(".", ","),
            found.reading,
        )
        for on, found in pairs
    ]
    head = ("Lecteurs", "Lus à deux", "Accord", "Kappa", "Lecture")
    printed.table("Double lecture, sans voir le verdict de l'autre", head, rows, (6, 2.2, 2, 1.8, 4.7))
    printed.text(
        "Le kappa de Cohen mesure l'accord au-delà du hasard : 1 pour un accord parfait, 0 pour celui du hasard "
        "(mots de Landis et Koch, 1977)."
    )


def _faults(printed: Printed, content: Content) -> None:
    if content.faults:
        printed.heading("Ce qui a été jugé faux")
        for fault in content.faults[:MOST]:
            what = f"Réponse n° {fault.item.answer}"
            if fault.item.statement:
                what += f", énoncé {fault.item.statement}"
            said = " ".join(f"{verdict.reader} : {verdict.comment}" for verdict in fault.verdicts if verdict.comment)
            asked = " ".join(fault.answer.question.split())
            question = asked if len(asked) <= 220 else asked[:219].rstrip() + "…"
            printed.text(f"« {question} » {fault.held.value} ({fault.held.how}). {said}", strong=f"{what}.")
        if len(content.faults) > MOST:
            printed.text(f"Et {number(len(content.faults) - MOST)} autres, dans le journal.")
    if content.proposals:
        printed.heading("Corrections de fiches proposées")
        for verdict in content.proposals[:MOST]:
            if verdict.proposal:
                fiche = content.titles.get(verdict.proposal.fiche, verdict.proposal.fiche)
                printed.text(
                    f"{verdict.proposal.text} ({verdict.reader}, réponse n° {verdict.item.answer})", f"{fiche} :"
                )


def _sources(printed: Printed, content: Content) -> None:
    usage = content.usage
    printed.heading("Ce que le corpus devrait tenir")
    if usage.gaps:
        rows = [(theme.name, number(theme.questions), f"« {theme.examples[0]} »") for theme in usage.gaps[:MOST]]
        printed.table(
            "Questions restées sans réponse, par thème", ("Thème", "Questions", "Exemple"), rows, (4.5, 2, 10.2)
        )
    else:
        printed.text("Aucune question n'est restée sans réponse.")
    told = [
        (source.title, number(source.answers), number(source.judged), number(source.contested))
        for source in usage.sources[:MOST]
    ]
    if told:
        head = ("Source", "Réponses qui la citent", "Énoncés jugés", "Non soutenus")
        printed.table("Usage des sources", head, told, (8.2, 3.1, 2.7, 2.7))
    many = len(usage.fiches) + len(usage.unused)
    printed.text(
        f"{count(len(usage.fiches), 'fiche a servi', 'fiches ont servi')} ; "
        f"{count(len(usage.unused), 'autre, sur', 'autres, sur')} {number(many)}, n'apparaissent dans aucune réponse."
    )


def _proof(printed: Printed, proof: Proof) -> None:
    printed.heading("Preuve")
    printed.text(
        f"Ce rapport décrit le journal jusqu'à son entrée n° {number(proof.number)}, dont le sceau est {proof.seal}. "
        "Chaque verdict y est signé et scellé à l'entrée qui le précède."
    )
    if proof.verified is True:
        printed.text("La chaîne entière a été vérifiée au moment d'établir ce rapport : elle tient.")
    elif proof.verified is False:
        printed.text(f"Attention : la chaîne ne tient pas. {proof.why}", strong="Journal altéré.")
    printed.text("Pour vérifier soi-même : advisor journal verify.", small=True)
