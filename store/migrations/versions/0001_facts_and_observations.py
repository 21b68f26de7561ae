"""Facts, observations and runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_AT = sa.DateTime(timezone=True)
_BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make every table of the first schema."""
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer, sa.Identity()),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("name", name="uq_sources_name"),
    )
    op.create_table(
        "runs",
        sa.Column("id", _BIG_ID, sa.Identity()),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("finished_at", _AT, nullable=False),
        sa.Column("observed_at", _AT),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("cursor", sa.Text),
        sa.Column("request_count", sa.Integer, nullable=False),
        sa.Column("items_changed", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_runs_source_id"),
        sa.CheckConstraint("state IN ('ok', 'failed')", name="ck_runs_state"),
    )
    op.create_index("ix_runs_source_id", "runs", ["source_id"])
    op.create_table(
        "events",
        sa.Column("source_id", sa.Integer, autoincrement=False),
        sa.Column("key", sa.Text),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("label_key", sa.Text),
        sa.Column("label", sa.Text),
        sa.Column("milestone_key", sa.Text),
        sa.Column("milestone", sa.Text),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("source_id", "key", name="pk_events"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_events_source_id"),
    )
    _observations(
        "items",
        "number",
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("milestone_key", sa.Text),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.Column("closed_at", _AT),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
    )
    _observations(
        "milestones",
        "key",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due", sa.Text),
        sa.Column("start", sa.Text),
        sa.Column("created_at", _AT),
        sa.Column("updated_at", _AT),
        sa.Column("closed_at", _AT),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
    )
    _observations(
        "labels",
        "key",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )


def _observations(table: str, key: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        table,
        sa.Column("id", _BIG_ID, sa.Identity()),
        sa.Column("source_id", sa.Integer, nullable=False),
        *columns,
        sa.Column("seen_from", _AT, nullable=False),
        sa.Column("seen_until", _AT),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=f"fk_{table}_source_id"),
    )
    op.create_index(f"ix_{table}_history", table, ["source_id", key, "seen_from"])
    op.create_index(
        f"uq_{table}_current",
        table,
        ["source_id", key],
        unique=True,
        sqlite_where=sa.text("seen_until IS NULL"),
        postgresql_where=sa.text("seen_until IS NULL"),
    )
