"""Whether a run changed anything; of earlier runs that is not known, so they may have."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "runs", sa.Column("changed", sa.Boolean, nullable=False, server_default=sa.true())
    )
