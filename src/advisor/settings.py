"""All settings, read once from the environment (or from Streamlit secrets handed in)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from advisor import model_settings
from advisor.errors import SettingInvalid
from advisor.model_settings import LOOPBACK, MASKED, NEVER_SENT, READER, REPHRASER, ROLES, TOKENS, WAITS, WRITER

ROOT = Path(__file__).resolve().parents[2]
LEGIFRANCE = "https://api.piste.gouv.fr/dila/legifrance/lf-engine-app"
LEGIFRANCE_TOKEN = "https://oauth.piste.gouv.fr/api/oauth/token"  # noqa: S105 -- an address, not a token
NO_JOURNAL = "aucun"
"""The value of `ADVISOR_JOURNAL` by which nothing is recorded."""
JOURNAL_DAYS = 1095
"""Days the content of the journal is kept, unless set otherwise: three years, time to audit several yearly plans."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of the product; the environment variable is `ADVISOR_` + the name in capitals.

    Each field's documentation is kept in `DESCRIPTIONS`, from which `docs/settings.md` is made.
    """

    library: tuple[Path, ...]
    local: tuple[Path, ...]
    data: Path
    corpus: Path
    chroma: str
    encoder: str
    encoder_revision: str
    encoder_batch: int
    encoder_query_prefix: str
    encoder_passage_prefix: str
    reranker: str
    reranker_revision: str
    today: dt.date | None
    law_max_age_days: int
    question_max_characters: int
    journal: str = field(default=NO_JOURNAL, repr=False)
    readers: tuple[str, ...] = ()
    journal_days: int = JOURNAL_DAYS
    legifrance_id: str = ""
    legifrance_secret: str = field(default="", repr=False)
    legifrance_url: str = LEGIFRANCE
    legifrance_token_url: str = LEGIFRANCE_TOKEN
    model: str = ""
    model_url: str = ""
    model_key: str = field(default="", repr=False)
    model_seed: int | None = None
    model_timeout: tuple[float, float] = WAITS
    model_tokens: int = TOKENS
    model_roles: tuple[str, ...] = ROLES
    model_send: str = MASKED
    entailment: str = ""
    entailment_revision: str = ""

    @property
    def index(self) -> Path:
        """Folder of the indexes."""
        return self.data / "index"

    @property
    def documents(self) -> Path:
        """Folder of the documents the user brings in."""
        return self.corpus / "documents"

    @property
    def knowledge(self) -> tuple[Path, ...]:
        """Folders of our own fiches; those of the organisation are read beside them by `knowledge.local`."""
        return (self.corpus / "knowledge",)

    def date(self) -> dt.date:
        """The date answers are given at: `ADVISOR_TODAY` when set, else today."""
        return self.today or dt.date.today()


DESCRIPTIONS: dict[str, str] = {
    "library": "Dossiers des textes intégraux, séparés par « : ». Par défaut, `../shared/library` s'il existe.",
    "local": "Dossiers de l'organisation (charte, délibérations : voir `regles-locales.md`), séparés par « : ».",
    "data": "Dossier des fichiers produits (index, journal). Par défaut `var/`.",
    "corpus": "Dossier du catalogue et de la base de connaissances. Par défaut `corpus/`.",
    "chroma": "Adresse d'un serveur Chroma (`http://hote:port`) ; vide, Chroma est embarqué.",
    "encoder": "`embedded` (sans téléchargement), ou le nom ou dossier d'un modèle sentence-transformers.",
    "encoder_revision": "Révision épinglée du modèle sentence-transformers.",
    "encoder_batch": "Nombre de textes encodés ensemble par un modèle ; moins, moins de mémoire. Par défaut 32.",
    "encoder_query_prefix": "Ce qu'un modèle attend devant une question ; vide, ce que dit le modèle ou sa famille.",
    "encoder_passage_prefix": "Ce qu'un modèle attend devant un passage ; vide, ce que dit le modèle ou sa famille.",
    "reranker": "Nom ou dossier d'un cross-encodeur qui reclasse les premiers passages ; vide, aucun.",
    "reranker_revision": "Révision épinglée du cross-encodeur.",
    "today": "Date des réponses, AAAA-MM-JJ, pour les rejeux et les tests ; vide, la date du jour.",
    "law_max_age_days": "Âge, en jours, au-delà duquel un texte de loi lu est signalé comme ancien.",
    "question_max_characters": "Longueur maximale d'une question, en caractères.",
    "journal": "Adresse SQLAlchemy du journal : `sqlite:////dossier/journal.db` ou `postgresql://compte@hote/base` ; "
    "`aucun`, rien n'est enregistré et la page le dit. Par défaut `journal.db` dans le dossier des fichiers produits.",
    "readers": "Noms des lecteurs qui signent à l'audit, séparés par des virgules ; vide, chacun donne le sien.",
    "journal_days": "Durée de conservation du contenu du journal, en jours ; `0`, sans limite. Passé ce délai, il est "
    f"retiré et la chaîne reste vérifiable. Par défaut {JOURNAL_DAYS}.",
    "legifrance_id": "Identifiant OAuth (client id) de votre application PISTE abonnée à l'API Légifrance.",
    "legifrance_secret": "Secret OAuth de la même application ; il n'est ni écrit ni affiché.",
    "legifrance_url": f"Adresse de l'API Légifrance, en https. Par défaut `{LEGIFRANCE}`.",
    "legifrance_token_url": f"Adresse qui délivre les jetons PISTE, en https. Par défaut `{LEGIFRANCE_TOKEN}`.",
    "model": "Modèle de conversation, `fournisseur:modèle` ; `openai:` pour tout serveur qui parle le protocole "
    "d'OpenAI (voir `docs/modeles.md`) ; vide, aucun. Le degré, les verdicts et les articles n'en viennent jamais.",
    "model_url": "Adresse du serveur du modèle, jusqu'à `/v1` le plus souvent ; https dès qu'il y a une clé.",
    "model_key": "Clé du même serveur ; elle n'est ni écrite, ni affichée, ni journalisée.",
    "model_seed": "Graine du tirage, nombre entier, pour les serveurs qui la connaissent ; vide, aucune.",
    "model_timeout": "Secondes accordées au modèle pour son premier mot, puis pour toute sa réponse : `premier/tout`. "
    f"Par défaut `{WAITS[0]:g}/{WAITS[1]:g}`.",
    "model_tokens": f"Longueur maximale d'une réponse du modèle, en jetons. Par défaut {TOKENS}.",
    "model_roles": f"Ce que fait le modèle, séparé par des virgules : `{WRITER}` (rédige à partir de ce qui est "
    f"décidé), `{READER}` (propose des faits lus dans le message), `{REPHRASER}` (dit une question autrement, pour la "
    f"recherche). Par défaut `{','.join(ROLES)}`.",
    "entailment": "Nom ou dossier d'un modèle d'inférence (NLI, cross-encodeur) qui juge si une phrase rédigée découle "
    "de ce qu'elle cite ; vide, les phrases sont vérifiées par leurs mots seuls, et une réponse en anglais n'est pas "
    "rédigée.",
    "entailment_revision": "Révision épinglée du modèle d'inférence.",
    "model_send": f"Ce qui peut partir vers le modèle : `{MASKED}` (textes sans données personnelles) ou "
    f"`{NEVER_SENT}` (rien : le modèle n'est pas employé). Par défaut `{MASKED}`.",
}


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of an environment (the process's by default).

    Raises SettingInvalid when a value cannot be used, naming the variable and the remedy.
    """
    given = os.environ if environment is None else environment
    data = Path(given.get("ADVISOR_DATA") or ROOT / "var")
    return Settings(
        library=_folders(given, "LIBRARY", (ROOT.parent / "shared" / "library",)),
        local=_folders(given, "LOCAL", ()),
        data=data,
        corpus=Path(given.get("ADVISOR_CORPUS") or ROOT / "corpus"),
        chroma=_address(given),
        encoder=given.get("ADVISOR_ENCODER") or "embedded",
        encoder_revision=given.get("ADVISOR_ENCODER_REVISION") or "",
        encoder_batch=_count(given, "ENCODER_BATCH", 32),
        encoder_query_prefix=given.get("ADVISOR_ENCODER_QUERY_PREFIX") or "",
        encoder_passage_prefix=given.get("ADVISOR_ENCODER_PASSAGE_PREFIX") or "",
        reranker=(given.get("ADVISOR_RERANKER") or "").strip(),
        reranker_revision=(given.get("ADVISOR_RERANKER_REVISION") or "").strip(),
        today=_date(given),
        law_max_age_days=_count(given, "LAW_MAX_AGE_DAYS", 365),
        question_max_characters=_count(given, "QUESTION_MAX_CHARACTERS", 8000),
        journal=(given.get("ADVISOR_JOURNAL") or f"sqlite:///{data / 'journal.db'}").strip(),
        readers=_names(given, "READERS"),
        journal_days=_count(given, "JOURNAL_DAYS", JOURNAL_DAYS, least=0),
        legifrance_id=(given.get("ADVISOR_LEGIFRANCE_ID") or "").strip(),
        legifrance_secret=(given.get("ADVISOR_LEGIFRANCE_SECRET") or "").strip(),
        legifrance_url=_secure(given, "LEGIFRANCE_URL", LEGIFRANCE),
        legifrance_token_url=_secure(given, "LEGIFRANCE_TOKEN_URL", LEGIFRANCE_TOKEN),
        model=model_settings.named(given),
        model_url=model_settings.address(given),
        model_key=(given.get("ADVISOR_MODEL_KEY") or "").strip(),
        model_seed=_count(given, "MODEL_SEED", 0, least=0) if given.get("ADVISOR_MODEL_SEED") else None,
        model_timeout=model_settings.waits(given),
        model_tokens=_count(given, "MODEL_TOKENS", TOKENS),
        model_roles=model_settings.roles(_names(given, "MODEL_ROLES")),
        model_send=model_settings.sending(given),
        entailment=(given.get("ADVISOR_ENTAILMENT") or "").strip(),
        entailment_revision=(given.get("ADVISOR_ENTAILMENT_REVISION") or "").strip(),
    )


def names() -> list[str]:
    """Environment variables read, in the order of the settings."""
    return [f"ADVISOR_{field.name.upper()}" for field in fields(Settings)]


def _folders(given: Mapping[str, str], name: str, default: tuple[Path, ...]) -> tuple[Path, ...]:
    text = given.get(f"ADVISOR_{name}")
    if text is None:
        return tuple(folder for folder in default if folder.is_dir())
    return tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part.strip())


def _names(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in (given.get(f"ADVISOR_{name}") or "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _address(given: Mapping[str, str]) -> str:
    text = (given.get("ADVISOR_CHROMA") or "").rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise SettingInvalid(
            f"ADVISOR_CHROMA vaut « {text} ».", "Écrivez une adresse http://hote:port, ou laissez vide."
        )
    return text


def _secure(given: Mapping[str, str], name: str, default: str) -> str:
    """An address that a secret may be sent to: https, or this very machine."""
    text = (given.get(f"ADVISOR_{name}") or default).strip().rstrip("/")
    parts = urlsplit(text)
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise SettingInvalid(f"ADVISOR_{name} vaut « {text} ».", "Écrivez une adresse https://, ou laissez vide.")
    return text


def _date(given: Mapping[str, str]) -> dt.date | None:
    text = given.get("ADVISOR_TODAY")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SettingInvalid(f"ADVISOR_TODAY vaut « {text} ».", "Écrivez une date AAAA-MM-JJ.") from error


def _count(given: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = given.get(f"ADVISOR_{name}")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) < least:
        wanted = "positif" if least else "positif, ou 0"
        raise SettingInvalid(f"ADVISOR_{name} vaut « {text} ».", f"Écrivez un nombre entier {wanted}.")
    return int(text)
