"""The runs behind an edition: how each sync of its sources went, by the instant that it tells of.

They are no table of a snapshot, since there may be a hundred thousand: they are read from the store
by page. A run is never changed, so those of a frozen week are found as they were when it was taken.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from metrics.sources import states
from programme import frames
from programme.frames import AT, COUNT, DAYS, FLAG, TEXT, Column, Contract
from snapshots.edition import Edition
from snapshots.package import table_csv
from store import LoggedRun, Store

RUNS: Final = Contract(
    "runs",
    {
        "source": Column(TEXT, "name of the source, or of an owner or group that was listed"),
        "kind": Column(TEXT, "github | gitlab | recorded"),
        "started_at": Column(AT, "when it began"),
        "finished_at": Column(AT, "when it ended"),
        "duration_seconds": Column(DAYS, "how long it took"),
        "outcome": Column(TEXT, "ok | failed"),
        "whole": Column(FLAG, "whether everything was asked for afresh"),
        "request_count": Column(COUNT, "HTTP requests, retries included"),
        "changed_count": Column(COUNT, "issues of which anything changed"),
        "message": Column(TEXT, "why it failed"),
    },
)
#: So many runs are on one page.
PAGE_ROWS: Final = 50
#: More runs than this are not given in one file.
MOST_IN_FILE: Final = 10_000
_ONE_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True)
class RunPage:
    """A page of runs.

    Attributes:
        count: How many there are on all pages.
        number: Of this page, from 1; the last one where there are not so many.
        page_count: How many pages there are, at least 1.
        runs: RUNS, the newest first.
    """

    count: int
    number: int
    page_count: int
    runs: pd.DataFrame


@dataclass(frozen=True)
class RunLog:
    """The runs of an edition's sources, and of the owners and groups that they are found under.

    Attributes:
        store: Where runs are kept.
        sources: The edition's table of sources.
        lists: Names of owners and groups.
        as_of: Instant of the figures, from which age is told.
        until: Instant up to which syncs are told of.
    """

    store: Store
    sources: pd.DataFrame
    lists: tuple[str, ...]
    as_of: datetime
    until: datetime

    @classmethod
    def of(cls, store: Store, edition: Edition) -> "RunLog":
        """Return the runs behind an edition; nothing is read yet."""
        return cls(
            store,
            edition.table("sources"),
            tuple(entry.name for entry in edition.settings.collections),
            edition.as_of,
            # The header tells whole seconds, and what ended within the last one is in the figures.
            edition.taken_at + _ONE_SECOND - timedelta.resolution,
        )

    @property
    def names(self) -> list[str]:
        """Every source, then every owner and group."""
        return [*self.sources["source"].tolist(), *self.lists]

    def standing(self) -> pd.DataFrame:
        """Return how each source stands, as the table of sources says, and since when it fails.

        Returns:
            One row a name, in the order of ``names``: ``source``, ``listed`` (whether it is an
            owner or group), ``state`` (ok | stale | failed | never), ``last_ok_at``,
            ``failing_since`` (NaT unless it fails) and ``message``.

        Raises:
            WaymarkError: If the store fails.
        """
        runs = self.store.last_runs(self.until, self.names)
        lists = pd.DataFrame(
            [{"source": name, **runs[name]} for name in self.lists],
            columns=["source", "last_ok_at", "failed", "message"],
        ).astype({"last_ok_at": AT, "failed": bool})
        columns = ["source", "listed", "state", "last_ok_at", "message"]
        both = pd.concat(
            [
                self.sources.assign(listed=False)[columns],
                lists.assign(listed=True, state=states(lists, self.as_of))[columns],
            ],
            ignore_index=True,
        )
        since = pd.Series([runs[name]["failing_since"] for name in self.names], dtype=AT)
        return both.assign(failing_since=since.where(both["state"] == "failed"))

    def page(self, number: int = 1, *, source: str = "", outcome: str = "") -> RunPage:
        """Return a page of runs.

        Args:
            number: Of the page, from 1.
            source: Of this one of ``names`` alone; empty = of all.
            outcome: Only those that ended so: ok | failed; empty = all.

        Raises:
            WaymarkError: If the store fails.
        """
        names = self._asked(source)
        wanted = max(number, 1)

        def read(number: int) -> tuple[int, int, pd.DataFrame]:
            found = self.store.logged(
                self.until,
                names,
                outcome=outcome,
                limit=PAGE_ROWS,
                offset=PAGE_ROWS * (number - 1),
            )
            pages = max(-(-found.count // PAGE_ROWS), 1)
            return found.count, pages, _frame(found.runs)

        count, pages, runs = read(wanted)
        if wanted > pages:
            wanted = pages
            count, pages, runs = read(wanted)
        return RunPage(count, wanted, pages, runs)

    def csv(self, *, source: str = "", outcome: str = "") -> bytes:
        """Return runs as CSV, the newest first, as many as may be in one file.

        Args:
            source: As for ``page``.
            outcome: As for ``page``.

        Raises:
            WaymarkError: If the store fails.
        """
        names = self._asked(source)
        found = self.store.logged(self.until, names, outcome=outcome, limit=MOST_IN_FILE)
        return table_csv(_frame(found.runs), RUNS)

    def _asked(self, source: str) -> list[str]:
        # The store may hold another programme's sources, too.
        return [name for name in self.names if source in {"", name}]


def _frame(runs: Sequence[LoggedRun]) -> pd.DataFrame:
    rows = [{**asdict(run), "duration_seconds": run.duration.total_seconds()} for run in runs]
    return frames.conform(pd.DataFrame(rows, columns=list(RUNS.columns)), RUNS)
