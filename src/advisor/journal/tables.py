"""The tables: the entries, which are the journal, and the read model drawn from them, which can be drawn again."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("moment", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("about", BigInteger, nullable=False),
    Column("conversation", String, nullable=False),
    Column("author", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("seal", String, nullable=False),
    Column("salt", String),
    Column("body", Text),
    Index("entries_by_kind", "kind", "number"),
    Index("entries_by_about", "about", "number"),
    Index("entries_by_conversation", "conversation", "number"),
)

CRITERIA = {
    "kinds": "kind",
    "degrees": "degree",
    "verdicts": "verdict",
    "confidences": "confidence",
    "checks": "lowest",
    "feedback": "feedback",
    "statuses": "status",
    "judgements": "judgement",
    "languages": "language",
    "models": "model",
}
"""Criteria of the queue that are a column of its lines, each with an index."""

answers = Table(
    "answers",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("moment", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("turn", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in CRITERIA.values()),
    Column("question", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("milliseconds", Float, nullable=False),
    Column("judged", Integer, nullable=False),
    Column("readers", Integer, nullable=False),
    Column("purged", Boolean, nullable=False),
    Index("answers_by_moment", "moment", "number"),
    Index("answers_by_conversation", "conversation", "number"),
    *(Index(f"answers_by_{name}", name, "number") for name in CRITERIA.values()),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Index("marks_by_number", "number"),
    sqlite_with_rowid=False,
)
"""What an answer holds several of: `domain`, `source`, `fiche`, `passage`."""

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("about", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("author", String, nullable=False),
    Column("statement", String, nullable=False),
    Column("value", String, nullable=False),
    Index("follow_ups_by_about", "about", "number"),
    Index("follow_ups_by_author", "author", "about"),
)
"""Feedback, verdicts and resolutions, by the answer they are about."""

state = Table("state", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))
"""What the read model was drawn by: its version."""

WORDS = "answer_words"
"""Full text of the answers: FTS5 on SQLite, a tsvector of the configuration « simple » on PostgreSQL."""
