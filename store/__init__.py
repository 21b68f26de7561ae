"""What was seen and when: facts, observations, runs and frozen weeks, in SQLite or PostgreSQL.

May use programme, SQLAlchemy, Alembic and pandas. Knows no forge, no measure and no clock: every
instant is given.
"""

from store.frozen import Chained, Frozen, FrozenAlready
from store.run_log import Logged, LoggedRun
from store.runs import Overtaken
from store.said import Declaration, Note
from store.sendings import Sending
from store.store import Store, existing_store, open_store

__all__ = [
    "Chained",
    "Declaration",
    "Frozen",
    "FrozenAlready",
    "Logged",
    "LoggedRun",
    "Note",
    "Overtaken",
    "Sending",
    "Store",
    "existing_store",
    "open_store",
]
