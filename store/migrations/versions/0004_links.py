"""What issues are part of and wait for: nothing of it was kept before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Let parents and iterations stand beside milestones, and add the links that lead to them."""
    op.add_column("milestones", sa.Column("kind", sa.Text))
    op.create_table(
        "links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity()),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("seen_from", _AT, nullable=False),
        sa.Column("seen_until", _AT),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_links_source_id"),
    )
    key = ["source_id", "number", "kind", "key"]
    op.create_index("ix_links_history", "links", [*key, "seen_from"])
    holds = sa.text("seen_until IS NULL")
    op.create_index(
        "uq_links_current", "links", key, unique=True, sqlite_where=holds, postgresql_where=holds
    )
