"""What was seen and when: facts, observations and runs, in SQLite or PostgreSQL.

May use programme, SQLAlchemy, Alembic and pandas. Knows no forge, no measure and no clock: every
instant is given.
"""

from store.store import Store, open_store

__all__ = ["Store", "open_store"]
