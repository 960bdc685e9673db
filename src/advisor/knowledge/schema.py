"""JSON schemas of the fiches, by which an editor completes and checks while one types.

Derived from the domain types, with what the types cannot say: keys described in French, names and
values of the facts, ids of the fiches a link may lead to. One file a kind in `corpus/schemas/`,
which `docs/generate.py` writes.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from advisor.domain.fiche import FactDefinition
from advisor.knowledge.loader import FACTS_FOLDER, KINDS, Knowledge

IDS = "identifiants.schema.json"
KEYS: dict[str, str] = {
    "id": "Identifiant : le genre, un point, le nom du fichier (frein.credibilite).",
    "title": "Titre court, en français, tel qu'il s'affiche.",
    "title_en": "Titre court en anglais.",
    "statement": "Ce que dit la fiche, en une à quatre phrases courtes, avec nos mots.",
    "evidence": "Passages qui portent ce qui est dit : source, section, page, ancre.",
    "source": "Identifiant de la source (corpus/sources.yaml) ou nom du code ou de la loi.",
    "section": "Titre de la section ; pour la loi, numéro de l'article.",
    "page": "Page imprimée ; vide pour la loi.",
    "anchor": "De 3 à 8 mots qui se suivent dans la source, une seule fois sur la page.",
    "details": "Autres faits sur le même sujet, chacun avec ses passages.",
    "aspect": "Ce dont parle le détail (définition, exemple, limite…).",
    "text": "Une phrase, avec nos mots.",
    "figures": "Chiffres et dates donnés par la source, en données.",
    "what": "Ce qui est compté, ou ce que l'on fait à cette étape, avec nos mots.",
    "value": "La valeur ; pour un chiffre, un nombre écrit dans la source, ni arrondi ni déduit.",
    "unit": "Unité du nombre (projets, agents, %, année…).",
    "of": "Le total, quand la source le donne (6 projets sur 8).",
    "cautions": "Ce que les sources contredisent, numérotent mal, n'attribuent pas ou ne donnent pas.",
    "questions": "De 4 à 8 questions telles que les gens les posent, dont une en anglais.",
    "words": "De 5 à 12 mots de tous les jours qui ne sont pas dans la fiche.",
    "applies": "Projets pour lesquels la fiche compte : une condition remplie suffit.",
    "links": "Liens vers d'autres fiches.",
    "to": "Identifiant de la fiche liée.",
    "basis": "« texte » quand un passage porte le lien (citez-le), sinon « équipe ».",
    "note": "Ce que le lecteur doit savoir de notre lecture.",
    "review": "Date de la dernière relecture contre la source, et état.",
    "date": "Date de relecture, AAAA-MM-JJ.",
    "state": "« relu », « à relire », ou « brouillon » (vérifié, mais pas servi).",
    "degree": "Degré d'implication.",
    "degrees": "Degrés auxquels la fiche est propre ; vide, elle vaut pour tous.",
    "phases": "Phases du projet où la fiche compte.",
    "family": "Famille de la synthèse, « mémoire » ou « veille ».",
    "frequency": "Fréquence, seulement quand le texte la donne.",
    "concerned": "Qui est concerné.",
    "concerned_basis": "« texte » quand la source le dit, sinon « équipe ».",
    "advice": "Un conseil, en une phrase, à celui qui porte le projet.",
    "answers": "Freins auxquels ce levier répond.",
    "first_step": "Le premier geste, faisable lundi.",
    "direction": "Qui a mené l'action.",
    "policy": "Politique publique concernée.",
    "aim": "Enjeu de l'action, tel que la source le nomme.",
    "lesson": "Ce que l'action apprend, en une phrase.",
    "fact": "Nom du fait du projet.",
    "order": "Rang d'évaluation, de question ou d'étape ; des étapes de même rang se font ensemble.",
    "effects": "Ce que fait le critère quand sa condition est remplie.",
    "when": "Condition.",
    "role": "plafond, visée, place ou alerte.",
    "reason": "Raison dite à l'utilisateur.",
    "strength": "Force de ce qui est recherché.",
    "phase": "Phase concernée.",
    "public": "Public concerné.",
    "alert": "Alerte levée.",
    "severity": "« grave » ou « attention ».",
    "levers": "Leviers qui répondent à l'alerte.",
    "domain": "Domaine du droit.",
    "force": "obligation, faculté, garantie ou interdiction.",
    "references": "Articles lus, avec la date de la version lue.",
    "code": "Nom du code ou de la loi.",
    "article": "Numéro de l'article.",
    "version": "Date de la version lue, AAAA-MM-JJ.",
    "confidence": "Confiance dans la lecture : haute, moyenne ou basse.",
    "address": "Adresse officielle du texte.",
    "legi_id": "Identifiant Légifrance.",
    "bound": "Qui est tenu ; pour une durée, « au moins » ou « au plus ».",
    "trigger": "Condition qui ouvre la règle.",
    "checked": "Date de vérification, AAAA-MM-JJ.",
    "conditions": "Conditions qui décident de la règle.",
    "exceptions": "Conditions qui l'écartent.",
    "timing": "Quand.",
    "steps": "Durées que le texte fixe : minimum ou maximum, dans l'ordre où elles se suivent.",
    "length": "Le nombre, tel que l'article l'écrit.",
    "place": "Avant la décision (les étapes se suivent par order) ou après elle.",
    "stages": "Étapes d'une démarche de ce degré, de la première à la dernière, avec leur durée de travail.",
    "weeks": "Nombre entier de semaines ; repère de l'équipe, à dire dans la note. Allégée : ce qu'il en reste.",
    "produces": "Ce que l'étape laisse, une fois finie.",
    "lighter": "L'étape allégée au plus : semaines qui restent (0 : on s'en passe), comment, ce que l'on perd.",
    "how": "Comment on allège l'étape.",
    "lost": "Ce que l'on perd en l'allégeant.",
    "relations": "Ce que la règle fait à une autre : dispense de, remplace, peut être jointe à, précède, complète.",
    "presumed": "true quand une question sur la règle tient cette condition pour acquise ; reste à vérifier.",
    "since": "En vigueur depuis cette date (AAAA-MM-JJ), quand le texte ou nos faits le disent.",
    "until": "En vigueur jusqu'à cette date exclue (AAAA-MM-JJ).",
    "body": "Instance qui a décidé (conseil communautaire, conseil départemental…).",
    "decided": "Date de la délibération, AAAA-MM-JJ.",
    "reference": "Numéro de la délibération.",
    "publicity": "Publicité due.",
    "report": "Bilan ou compte rendu dû.",
    "consequence": "Ce qu'entraîne l'oubli.",
    "raises": "true quand la règle porte sur le projet lui-même : son degré est un socle.",
    "instead_of": "Règle à la place de laquelle celle-ci vient.",
    "any_of": "L'une de ces valeurs.",
    "none_of": "Aucune de ces valeurs.",
    "at_least": "Au moins.",
    "at_most": "Au plus.",
    "above": "Plus de.",
    "below": "Moins de.",
    "all": "Toutes ces conditions.",
    "any": "L'une de ces conditions.",
    "no": "Aucune de ces conditions.",
    "unless": "Sauf si l'une de ces conditions est connue pour vraie.",
    "kind": "Genre.",
    "name": "Nom du fait ; celui du fichier.",
    "label": "Nom affiché.",
    "question": "Question posée à l'utilisateur.",
    "why": "Pourquoi la réponse compte.",
    "cues": "Tournures qui montrent une valeur.",
    "phrases": "Tournures, dans la petite grammaire de la lecture.",
    "if_negated": "Valeur montrée par la tournure niée.",
    "weight": "Poids de la tournure.",
    "inferences": "Valeurs déduites d'autres faits.",
}
_LINKED = {"to": "fiche", "answers": "frein", "levers": "levier", "instead_of": "obligation", "alert": "alerte"}
"""Keys that hold ids, and the kind they must be of."""


_ELSEWHERE = {"regles-locales": "**/regles-locales/*.yaml"}
"""Fiches that an organisation keeps in a folder of its own."""


def schemas(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """File name to schema: one for each folder of fiches, one for the facts, one for the identifiers."""
    made = {f"{folder}.schema.json": _schema(cls, kind, knowledge) for folder, (kind, cls) in KINDS.items()}
    made[f"{FACTS_FOLDER}.schema.json"] = _schema(FactDefinition, "fait", knowledge)
    kinds = sorted({kind for kind, _ in KINDS.values()})
    named = {kind: sorted(identifier for identifier in knowledge.fiches if _kind(identifier) == kind) for kind in kinds}
    defs = {kind: {"enum": identifiers} for kind, identifiers in named.items() if identifiers}
    defs["fiche"] = {"enum": sorted(knowledge.fiches)}
    made[IDS] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs}
    return made


def associations() -> dict[str, list[str]]:
    """Schema files and the fiches they hold for, as the YAML extension of an editor wants them."""
    return {
        f"corpus/schemas/{folder}.schema.json": [_ELSEWHERE.get(folder, f"corpus/knowledge/{folder}/*.yaml")]
        for folder in (*KINDS, FACTS_FOLDER)
    }


def _kind(identifier: str) -> str:
    return identifier.split(".", 1)[0]


def _schema(cls: type, kind: str, knowledge: Knowledge) -> dict[str, Any]:
    schema = TypeAdapter(cls).json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    for part in (schema, *schema.get("$defs", {}).values()):
        _described(part, knowledge)
    if kind != "fait":
        schema["properties"]["id"]["pattern"] = rf"^{kind}\.[a-z0-9][a-z0-9-]*$"
    return schema


def _described(part: dict[str, Any], knowledge: Knowledge) -> None:
    """Makes a schema of our own from pydantic's: French, closed, with the names a key may hold."""
    part.pop("description", None)
    if "properties" not in part:
        return
    part["additionalProperties"] = False
    for key, content in part["properties"].items():
        content.pop("title", None)
        content.pop("default", None)
        content["description"] = KEYS[key]
        if content.get("type") == "string" and "enum" not in content:
            content["type"] = ["string", "number"]  # YAML reads a bare 12 as a number; the loader takes it as text
        if key in _LINKED:
            held = {"$ref": f"{IDS}#/$defs/{_LINKED[key]}"}
            content.update({"items": held} if content.get("type") == "array" else {"anyOf": [held, {"const": ""}]})
        if key == "fact" and "any_of" in part["properties"]:
            content["enum"] = ["", "degre", *knowledge.facts]
    if "any_of" in part["properties"]:
        part["allOf"] = [_values(name, knowledge) for name in knowledge.facts if knowledge.facts[name].values()]


def _values(name: str, knowledge: Knowledge) -> dict[str, Any]:
    """A test on a fact names values of that fact."""
    held = {"items": {"enum": list(knowledge.facts[name].values())}}
    return {
        "if": {"properties": {"fact": {"const": name}}, "required": ["fact"]},
        "then": {"properties": {"any_of": held, "none_of": held}},
    }
