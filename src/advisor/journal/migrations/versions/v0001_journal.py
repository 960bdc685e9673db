"""The entries with what keeps them, and the read model.

The database itself refuses to remove an entry, or to change anything of it but to empty its content.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE answer_words "
        "USING fts5(words, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    ),
    "postgresql": (
        "CREATE TABLE answer_words (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX answer_words_by_word ON answer_words USING gin (words)",
    ),
}
KEPT = ("number", "moment", "kind", "about", "conversation", "author", "previous", "body_hash", "seal")
NEW, OLD = (", ".join(f"{row}.{name}" for name in KEPT) for row in ("NEW", "OLD"))
GUARDS = {
    "sqlite": (
        "CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'une entrée du journal ne se retire pas'); END",
        "CREATE TRIGGER entries_are_final BEFORE UPDATE ON entries "
        f"WHEN ({NEW}) IS NOT ({OLD}) OR NEW.body IS NOT NULL OR NEW.salt IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'une entrée du journal ne se récrit pas'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION entries_are_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' AND NEW.body IS NULL AND NEW.salt IS NULL AND ROW({NEW}) = ROW({OLD}) "
        "THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'une entrée du journal ne se récrit ni ne se retire'; END $$",
        "CREATE TRIGGER entries_are_final BEFORE UPDATE OR DELETE ON entries "
        "FOR EACH ROW EXECUTE FUNCTION entries_are_final()",
        "CREATE TRIGGER entries_are_kept BEFORE TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION entries_are_final()",
    ),
}
CRITERIA = (
    "kind",
    "degree",
    "verdict",
    "confidence",
    "lowest",
    "feedback",
    "status",
    "judgement",
    "language",
    "model",
)


def upgrade() -> None:
    """Makes the tables."""
    _entries()
    _answers()
    _neighbours()
    dialect = op.get_bind().dialect.name
    for statement in (*FULL_TEXT[dialect], *GUARDS[dialect]):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("number", kind, primary_key=True, autoincrement=False)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _entries() -> None:
    op.create_table(
        "entries",
        _number(),
        *_words("moment", "kind"),
        sa.Column("about", sa.BigInteger(), nullable=False),
        *_words("conversation", "author", "previous", "body_hash", "seal"),
        sa.Column("salt", sa.String()),
        sa.Column("body", sa.Text()),
    )
    for name in ("kind", "about", "conversation"):
        op.create_index(f"entries_by_{name}", "entries", [name, "number"])


def _answers() -> None:
    op.create_table(
        "answers",
        _number(),
        *_words("moment", "conversation"),
        sa.Column("turn", sa.Integer(), nullable=False),
        *_words(*CRITERIA),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("milliseconds", sa.Float(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("purged", sa.Boolean(), nullable=False),
    )
    for name in ("moment", "conversation", *CRITERIA):
        op.create_index(f"answers_by_{name}", "answers", [name, "number"])


def _neighbours() -> None:
    op.create_table(
        "marks",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("name", "value")),
        sa.Column("number", sa.BigInteger(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("marks_by_number", "marks", ["number"])
    op.create_table(
        "follow_ups",
        _number(),
        sa.Column("about", sa.BigInteger(), nullable=False),
        *_words("kind", "author", "statement", "value"),
    )
    op.create_index("follow_ups_by_about", "follow_ups", ["about", "number"])
    op.create_index("follow_ups_by_author", "follow_ups", ["author", "about"])
    op.create_table(
        "state",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )
