"""A size beside every item; what was seen before has none."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, in which older rows stay empty."""
    op.add_column("items", sa.Column("size", sa.Double))
