"""The report for a committee: what was read, what was found, how sure one can be, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.audit import report_findings, report_results
from advisor.audit import report_words as words
from advisor.audit.figures import MEASURES, Measures
from advisor.audit.judging import ADVICE_VALUES, STATEMENT_VALUES
from advisor.audit.report_content import Content, Proof
from advisor.french import capital, count, day, number
from advisor.printed import Printed

FEW = 30
"""Under so many verdicts, a share is said to be fragile."""


def document(content: Content) -> bytes:
    """The report as a docx file."""
    printed = Printed(content.title, "Audit des réponses de l'assistant")
    printed.text(f"Établi le {day(content.today)}. {capital(words.period(content.scope))}.", small=True)
    _summary(printed, content)
    _method(printed, content)
    report_results.results(printed, content)
    report_results.agreement(printed, content)
    report_findings.faults(printed, content)
    report_findings.sources(printed, content)
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
    held = {label: getattr(whole, name) for name, label in MEASURES.items()}
    rows = [
        (label, words.drawn(share), words.part(share), words.interval(share), words.over(share))
        for label, share in held.items()
        if share.judged
    ]
    head = ("Mesure", "De 0 à 100 %", "Part", "Intervalle à 95 %", "Sur")
    printed.table("Mesures", head, rows, (5, 4.6, 1.6, 3, 2.4))


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
            f"{count(content.everything.open_disagreements, 'désaccord reste', 'désaccords restent')} à trancher entre "
            "lecteurs ; en attendant, le verdict le plus sévère est compté."
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
        "Les intervalles sont ceux de Wilson (1927) à 95 %. Comme les énoncés d'une même réponse se ressemblent, "
        "ils sont calculés sur le nombre de verdicts vraiment indépendants (Korn et Graubard, 1998)."
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
