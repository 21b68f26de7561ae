"""Frozen weeks, and what people say of them: nothing of it was kept before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_AT = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add weeks, declarations and notes, and the log of what was removed."""
    op.create_table(
        "weeks",
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("taken_at", _AT, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("previous_sha256", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.Column("content_sha256", sa.Text, nullable=False),
        sa.Column("removed_at", _AT),
        sa.CheckConstraint("basis IN ('recorded', 'rebuilt')", name="ck_weeks_basis"),
        sa.PrimaryKeyConstraint("programme", "position", name="pk_weeks"),
        sa.UniqueConstraint(
            "programme", "week", "basis", "revision",
            name="uq_weeks_programme_week_basis_revision",
        ),
    )  # fmt: skip
    op.create_table(
        "declarations",
        sa.Column("id", _ID, sa.Identity()),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("declared_at", _AT, nullable=False),
        sa.Column("rating", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_declarations"),
    )
    op.create_table(
        "notes",
        sa.Column("id", _ID, sa.Identity()),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_table(
        "removals",
        sa.Column("id", _ID, sa.Identity()),
        sa.Column("removed_at", _AT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
    )
