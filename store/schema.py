"""The tables, the same in both databases.

``events`` are facts and never change. ``items``, ``milestones``, ``links``, ``labels`` and
``repositories`` are observations: ``seen_from`` inclusive, ``seen_until`` exclusive, NULL while it
still holds. A row is closed once and otherwise never touched. ``weeks`` are frozen snapshots in the
order in which they were taken, each with the hash of the one before it; ``declarations`` and
``notes`` are what people said, and only ever added to. ``sendings`` tell what was sent to whom. A
change here needs a migration in ``store/migrations/versions``.
"""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
    true,
)

#: The newest migration, by which an up-to-date store is known without loading Alembic.
HEAD: Final = "0008"


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC with microseconds; SQLite itself knows no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware datetime into UTC.

        Raises:
            ValueError: If the datetime is naive.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC whatever the database gave."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> "Column[int]":
    # SQLite numbers rows by itself only where the type is INTEGER.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


def _source() -> "Column[int]":
    return Column("source_id", Integer, ForeignKey("sources.id"), nullable=False)


def _seen(*key: str, table: str) -> list["Column[datetime] | Index"]:
    until: Column[datetime] = Column("seen_until", Instant)
    return [
        Column("seen_from", Instant, nullable=False),
        until,
        Index(f"ix_{table}_history", "source_id", *key, "seen_from"),
        # The database itself refuses two present values of one thing.
        Index(
            f"uq_{table}_current",
            "source_id",
            *key,
            unique=True,
            sqlite_where=until.is_(None),
            postgresql_where=until.is_(None),
        ),
    ]


sources = Table(
    "sources",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    UniqueConstraint("name"),
)

runs = Table(
    "runs",
    metadata,
    _id(),
    _source(),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    # From when its observations count: never before an earlier run's, whatever the clock said.
    Column("observed_at", Instant),
    Column(
        "state", Text, CheckConstraint("state IN ('ok', 'failed')", name="state"), nullable=False
    ),
    # "full" itself is a reserved word of SQL.
    Column("whole", Boolean, nullable=False),
    Column("cursor", Text),
    Column("request_count", Integer, nullable=False),
    Column("items_changed", Integer, nullable=False),
    # Whether any row at all was opened, closed or added: what is measured stands where none was.
    Column("changed", Boolean, nullable=False, server_default=true()),
    Column("message", Text, nullable=False),
    # Of the last run, if it failed or one after it was stopped: batches from which the next one
    # goes on (programme.packed).
    Column("unfinished", LargeBinary),
    Index(None, "source_id"),
)

events = Table(
    "events",
    metadata,
    Column("source_id", Integer, ForeignKey("sources.id"), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label_key", Text),
    Column("label", Text),
    Column("milestone_key", Text),
    Column("milestone", Text),
    Column("reason", Text),
)

items = Table(
    "items",
    metadata,
    _id(),
    _source(),
    Column("number", BigInteger, nullable=False),
    Column("item", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("labels", Text, nullable=False),  # JSON: [[key, name], …] by key
    Column("milestone_key", Text),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),  # when first seen so; a comment changes nothing
    Column("closed_at", Instant),
    Column("url", Text, nullable=False),
    Column("lines", Text, nullable=False),  # JSON object
    # What the configured source of sizes said; NULL = nothing, or none is configured.
    Column("size", Double),
    *_seen("number", table="items"),
)

milestones = Table(
    "milestones",
    metadata,
    _id(),
    _source(),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due", Text),  # as the forge wrote it
    Column("start", Text),
    Column("created_at", Instant),
    Column("updated_at", Instant),  # when first seen so
    Column("closed_at", Instant),
    Column("url", Text, nullable=False),
    Column("lines", Text, nullable=False),  # JSON object
    Column("kind", Text),  # parent | iteration; NULL = milestone
    *_seen("key", table="milestones"),
)

# What an issue is part of or waits for; a row says no more than that it is so.
links = Table(
    "links",
    metadata,
    _id(),
    _source(),
    Column("number", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    *_seen("number", "kind", "key", table="links"),
)

labels = Table(
    "labels",
    metadata,
    _id(),
    _source(),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    *_seen("key", table="labels"),
)

# What is found under an owner or group, whose own row of sources they hang on.
repositories = Table(
    "repositories",
    metadata,
    _id(),
    _source(),
    Column("key", Text, nullable=False),  # the forge's id: it stays when the path changes
    Column("path", Text, nullable=False),
    Column("topics", Text, nullable=False),  # JSON: [topic, …] in order
    Column("archived", Boolean, nullable=False),
    Column("fork", Boolean, nullable=False),
    Column("has_issues", Boolean, nullable=False),
    *_seen("key", table="repositories"),
)

weeks = Table(
    "weeks",
    metadata,
    Column("programme", Text, primary_key=True),
    # 1, 2, …: the order of the chain.
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("week", Text, nullable=False),  # 2026-W47
    Column(
        "basis",
        Text,
        CheckConstraint("basis IN ('recorded', 'rebuilt')", name="basis"),
        nullable=False,
    ),
    Column("revision", Integer, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("previous_sha256", Text),
    # The snapshot as one zip file; NULL once it has been kept for as long as it may be.
    Column("content", LargeBinary),
    Column("content_sha256", Text, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("programme", "week", "basis", "revision"),
)

declarations = Table(
    "declarations",
    metadata,
    _id(),
    Column("programme", Text, nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("rating", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("role", Text, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    Column("programme", Text, nullable=False),
    Column("week", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Column("role", Text, nullable=False),
)

# What was deleted because it had been kept for long enough.
removals = Table(
    "removals",
    metadata,
    _id(),
    Column("removed_at", Instant, nullable=False),
    Column("what", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
)

sendings = Table(
    "sendings",
    metadata,
    _id(),
    Column("programme", Text, nullable=False),
    Column("what", Text, nullable=False),
    # A name that holds no address: an address may hold a secret.
    Column("target", Text, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('begun', 'sent', 'failed')", name="state"),
        nullable=False,
    ),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("message", Text, nullable=False),
    # The database itself refuses to have a thing sent twice, or by two at once.
    Index(
        "uq_sendings_once",
        "programme",
        "what",
        "target",
        unique=True,
        sqlite_where=text("state <> 'failed'"),
        postgresql_where=text("state <> 'failed'"),
    ),
)
