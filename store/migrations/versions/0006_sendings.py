"""What was sent to whom: nothing of it was kept before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the log of what was sent, in which nothing stands twice as sent."""
    op.create_table(
        "sendings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity()),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("began_at", _AT, nullable=False),
        sa.Column("ended_at", _AT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('begun', 'sent', 'failed')", name="ck_sendings_state"),
        sa.PrimaryKeyConstraint("id", name="pk_sendings"),
    )
    stands = sa.text("state <> 'failed'")
    op.create_index(
        "uq_sendings_once",
        "sendings",
        ["programme", "what", "target"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
