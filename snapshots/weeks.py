"""The frozen weeks of one programme, as pages and reports ask for them."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from programme.errors import WaymarkError
from snapshots import archive, week_names
from snapshots.edition import Edition
from snapshots.glance import glance
from store import Chained, Store

LATEST = "latest"


@dataclass(frozen=True)
class Weeks:
    """What was frozen of a programme when it was asked for.

    Attributes:
        store: Where the weeks are kept.
        programme: Its name.
        kept: Every snapshot in the order of the chain.
    """

    store: Store
    programme: str
    kept: tuple[Chained, ...]

    @classmethod
    def of(cls, store: Store, programme: str) -> "Weeks":
        """Return the weeks that are frozen now.

        Raises:
            WaymarkError: If the store fails.
        """
        return cls(store, programme, tuple(store.weeks(programme)))

    @property
    def names(self) -> list[str]:
        """Names of the snapshot that counts of each week, oldest first."""
        return [
            week_names.name(one.week, one.revision) for one in archive.newest(self.kept).values()
        ]

    def find(self, name: str) -> Chained:
        """Return a snapshot by its name, ``2026-W47`` or ``2026-W47-r1``, or the ``latest``.

        Raises:
            ConfigError: If *name* names no week.
            WaymarkError: If it is not frozen, or was deleted.
        """
        if name != LATEST:
            return archive.find(self.kept, week_names.parse(name))
        latest = next(reversed(archive.newest(self.kept).values()), None)
        if latest is None:
            raise WaymarkError("No week is frozen yet; run `python waymark.py snapshot`.")
        return latest

    def edition(self, name: str) -> Edition:
        """Return a frozen week as it was; for names and errors see ``find``."""
        return _edition(self.store, self.programme, self.find(name))

    def content(self, edition: Edition) -> bytes:
        """Return the zip file of one of these weeks, byte for byte as it was frozen.

        Raises:
            WaymarkError: If it was deleted meanwhile, or its bytes have changed since.
        """
        # By its hash: the name of a week alone means its newest correction.
        (one,) = (kept for kept in self.kept if kept.sha256 == edition.header["sha256"])
        return archive.content(self.store, self.programme, one)

    def before(self, week: str) -> Edition | None:
        """Return the last frozen week before an ISO week; None where there is none."""
        earlier = archive.previous(self.kept, week)
        return _edition(self.store, self.programme, earlier) if earlier else None

    def glance(self) -> pd.DataFrame:
        """Return all weeks at a glance: see ``snapshots.glance``."""
        return glance(self.store, self.programme, self.kept)


# Each takes some megabytes; a reader looks at one and compares it with another.
@lru_cache(maxsize=8)
def _edition(store: Store, programme: str, one: Chained) -> Edition:
    return archive.edition(store, programme, one)
