"""What a sync read before it broke off: nothing of it was kept before."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add a place for it beside the run that failed."""
    op.add_column("runs", sa.Column("unfinished", sa.LargeBinary))
