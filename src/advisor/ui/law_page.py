"""The rules of law one by one: found by words and filters, each opening with its dates and its texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from advisor.domain.answer import LegalReference
from advisor.domain.degree import Degree
from advisor.domain.fiche import Obligation
from advisor.service import Advisor
from advisor.ui import law_rule, theme
from advisor.ui.citations import open_passage
from advisor.ui.law import named_articles
from advisor.ui.law_rule import RULE, badges, linked
from advisor.ui.sources import resolved
from advisor.ui.widgets import show
from advisor.ui.words import DOMAINS, FORCES, capital, count, day, first_sentence, shown

PAGE = 12
"""Rules listed at once."""
NO_DEGREE = "sans degré"
HOLDER = "porteur"
"""The fact that says which body carries a project."""
KEPT = ("law-words", "law-domain", "law-holder", "law-force", "law-degree", law_rule.DECISION)
"""What is chosen on the page, kept while a rule is open."""
LEFT = "law-left"
"""The rule just closed, brought back into view in the list."""
HELP = "Les règles qui peuvent tenir cet organisme : celles qui le nomment et celles qui valent pour tous."


class Choice(NamedTuple):
    """What the list is narrowed to; empty where nothing is chosen."""

    words: str
    domain: str
    holder: str
    force: str
    degree: str


def render(advisor: Advisor) -> None:
    """The page: the rule that its address names, else the list."""
    theme.apply()
    for key in KEPT:  # Streamlit forgets a widget that is not shown; setting its value keeps it
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    named = st.query_params.get(RULE, "")
    rule = advisor.parts.knowledge.fiches.get(named)
    if isinstance(rule, Obligation):
        st.button("Toutes les règles", icon=":material/arrow_back:", type="tertiary", key="law-back", on_click=_close)
        law_rule.render(advisor, rule)
        clicked = theme.bridge(target="rule", say=rule.title, moment=rule.id)
    else:
        left = st.session_state.pop(LEFT, "")
        _list(advisor, bool(named), left)
        clicked = theme.bridge(target=f"card-{left}" if left else "", moment=left)
    _follow(advisor, clicked)


def _follow(advisor: Advisor, clicked: str) -> None:
    """Opens the rule or the passage of the link just clicked."""
    kind, _, name = clicked.partition(":")
    if kind == "r":
        st.query_params[RULE] = name
        st.rerun()
    if clicked and (citation := resolved(advisor, clicked)):
        open_passage(advisor, citation)


def _close() -> None:
    st.session_state[LEFT] = st.query_params.get(RULE, "")
    st.query_params.clear()


# --- how old the texts are ---------------------------------------------------------------------------------------


def _age_of_all(advisor: Advisor) -> str:
    """How old the texts are as a whole, and how to know more and to refresh them."""
    rules = advisor.law_rules()
    articles = {(item.code, item.article): item for rule in rules for item in advisor.law_references(rule)}
    unread = sum(not item.version for item in articles.values())
    changed = len(_changed(advisor) & set(articles))
    old = sum(bool(item.warning) for item in articles.values()) - unread - changed
    many, most = count(len(articles), "article"), count(advisor.parts.law_max_age_days, "jour")
    alarms = [
        f"{count(old, 'lu', 'lus')} il y a plus de {most}" if old > 0 else "",
        f"{count(unread, 'jamais lu', 'jamais lus')} par l’équipe" if unread else "",
        f"{count(changed, 'changé', 'changés')} depuis notre lecture" if changed else "",
    ]
    told = ", ".join(item for item in alarms if item)
    alarm = f' <span class="missing">À vérifier : {shown(told)}.</span>' if told else " Tous ont été lus récemment."
    return (
        f'<p class="ages">{shown(count(len(rules), "règle"))}, tirées de {shown(many)}.{alarm} {_last(advisor)} '
        "Le détail : <code>advisor law status</code>. Pour mettre à jour : <code>advisor law refresh</code>.</p>"
    )


def _changed(advisor: Advisor) -> set[tuple[str, str]]:
    known = advisor.parts.freshness.items()
    return {(code, article) for (code, article, _), freshness in known if freshness.to_review}


def _last(advisor: Advisor) -> str:
    last = max((item.checked for item in advisor.parts.freshness.values()), default="")
    said = f"Dernière vérification auprès de Légifrance : {day(last)}." if last else "Légifrance n'a pas été interrogé."
    return shown(said)


# --- the list ----------------------------------------------------------------------------------------------------


def _list(advisor: Advisor, unknown: bool, left: str) -> None:
    show(
        '<h1 class="title">Le droit, règle par règle</h1><p class="lead">Ce que chaque texte impose, permet ou '
        "interdit, à qui, quand, et depuis quand il a été lu. Pour savoir si une règle vaut pour votre projet, posez "
        "la question dans « Conseil ».</p>"
    )
    show(_age_of_all(advisor), classes="banner")
    if unknown:
        st.warning("Cette règle n’existe pas ou n’existe plus. Cherchez-la ci-dessous.", icon=":material/search_off:")
    choice = _choice(advisor)
    about = advisor.law_rules(choice.words, choice.holder)
    _cards(advisor, [rule for rule in about if _kept(rule, choice)], choice, left)


def _choice(advisor: Advisor) -> Choice:
    words = st.text_input(
        "Une question de droit, des mots ou un numéro d’article",
        key="law-words",
        placeholder="par exemple : enquête publique, conseil de quartier, L. 103-2",
    )
    held = {rule.domain for rule in advisor.law_rules()}
    domains = sorted(held, key=lambda name: DOMAINS.get(name, name))
    holders = advisor.parts.knowledge.facts[HOLDER]
    with st.container(key="law-filters"):
        columns = st.columns(4)
        with columns[0]:
            domain = _select("Domaine", domains, lambda item: DOMAINS.get(item, item), "law-domain")
        with columns[1]:
            named = holders.value_label
            holder = _select("Qui est tenu", holders.values(), lambda item: capital(named(item)), "law-holder", HELP)
        with columns[2]:
            force = _select("Force", list(FORCES), FORCES.__getitem__, "law-force", none="Toutes")
        with columns[3]:
            degree = _select("Degré", [*(item.value for item in Degree), NO_DEGREE], capital, "law-degree")
    return Choice(words, domain, holder, force, degree)


def _select(
    title: str, values: Sequence[str], name: Callable[[str], str], key: str, help: str = "", none: str = "Tous"
) -> str:
    """A choice among values, empty for none of them."""
    return st.selectbox(
        title, ["", *values], format_func=lambda item: name(item) if item else none, key=key, help=help or None
    )


def _kept(rule: Obligation, choice: Choice) -> bool:
    degree = rule.degree.value if rule.degree else NO_DEGREE
    chosen = ((choice.domain, rule.domain), (choice.force, rule.force), (choice.degree, degree))
    return all(not wanted or wanted == held for wanted, held in chosen)


def _cards(advisor: Advisor, rules: Sequence[Obligation], choice: Choice, left: str) -> None:
    if not rules:
        show(
            '<p class="note" role="status">Aucune règle lue ne répond à ces choix. Essayez d’autres mots, ou retirez '
            "un filtre. Qu’une règle ne soit pas ici ne prouve pas qu’aucun texte n’existe.</p>"
        )
        return
    key = f"law-more-{'-'.join(choice)}"
    rank = next((rank for rank, rule in enumerate(rules, 1) if rule.id == left), 0)
    most = st.session_state[key] = max(st.session_state.get(key, PAGE), rank)
    order = "les plus proches d’abord" if choice.words.strip() else "par ordre alphabétique"
    show(f'<p class="note" role="status">{shown(count(len(rules), "règle"))}, {order}.</p>')
    show(f'<div class="cards rules">{"".join(_card(advisor, rule) for rule in rules[:most])}</div>')
    if len(rules) > most:
        rest = count(len(rules) - most, "autre")
        st.button(f"Voir plus ({rest})", key="law-more", on_click=_more, args=(key, most))


def _more(key: str, most: int) -> None:
    st.session_state[key] = most + PAGE


def _card(advisor: Advisor, rule: Obligation) -> str:
    references = advisor.law_references(rule)
    said = f"<p>{shown(first_sentence(rule.statement))}</p>"
    return (
        f'<div class="item" id="card-{rule.id}"><p class="kinds">{badges(advisor, rule)}</p>'
        f'<h4>{linked(rule)}</h4>{said}<p class="note">{shown(named_articles(references))}</p>{_age(references)}</div>'
    )


def _age(references: Sequence[LegalReference]) -> str:
    """How old the texts of a rule are: what is wrong with the worst of them, else the oldest reading."""
    alarms = [item for item in references if item.warning]
    if not alarms:
        return f'<p class="note">Texte lu : version du {shown(day(min(item.version for item in references)))}</p>'
    worst = min(alarms, key=lambda item: item.version)
    where = f" ({count(len(alarms), 'article')} sur {len(references)})" if len(references) > 1 else ""
    return f'<p class="old">{shown(worst.warning)}{shown(where)}</p>'
