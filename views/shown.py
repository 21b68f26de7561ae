"""What a page is given: one edition of the figures, and what has gone wrong since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from snapshots.edition import Edition
from snapshots.run_log import RunLog
from snapshots.statements import Statements
from snapshots.weeks import Weeks


@dataclass(frozen=True)
class Shown(Edition):
    """One edition to be drawn on pages.

    Attributes:
        now: Aware instant at which the page is drawn; the pinned one in a demonstration.
        problems: Plain sentences on what has gone wrong since the snapshot was made.
        explain: Names the items behind a row, given its table and key; None where nothing can.
        weeks: The programme's frozen weeks; None where they cannot be read.
        current: The live edition, where that of a frozen week is drawn.
        statements: Keeps what the reader writes; None where nobody may write.
        since: Name of the week that this reader saw last before; empty = not known.
        runs: The runs behind the edition; None where they cannot be read.
    """

    now: datetime
    problems: tuple[str, ...] = ()
    explain: Callable[[str, Sequence[str]], pd.DataFrame] | None = None
    weeks: Weeks | None = None
    current: Edition | None = None
    statements: Statements | None = None
    since: str = ""
    runs: RunLog | None = None

    @property
    def live(self) -> Edition:
        """The live edition, whatever is drawn."""
        return self.current or self
