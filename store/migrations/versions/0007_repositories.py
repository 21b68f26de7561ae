"""What is found under an owner or group: until now each repository was named by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the observations of repositories."""
    op.create_table(
        "repositories",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity()),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("fork", sa.Boolean, nullable=False),
        sa.Column("has_issues", sa.Boolean, nullable=False),
        sa.Column("seen_from", _AT, nullable=False),
        sa.Column("seen_until", _AT),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_repositories_source_id_sources"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_repositories"),
    )
    op.create_index("ix_repositories_history", "repositories", ["source_id", "key", "seen_from"])
    holds = sa.text("seen_until IS NULL")
    op.create_index(
        "uq_repositories_current",
        "repositories",
        ["source_id", "key"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )
