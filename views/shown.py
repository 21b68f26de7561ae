"""What a page is given: one edition of the figures, and what has gone wrong since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from snapshots.edition import Edition


@dataclass(frozen=True)
class Shown(Edition):
    """One edition to be drawn on pages.

    Attributes:
        now: Aware instant at which the page is drawn; the pinned one in a demonstration.
        problems: Plain sentences on what has gone wrong since the snapshot was made.
        explain: Names the items behind a row, given its table and key; None where nothing can.
    """

    now: datetime
    problems: tuple[str, ...] = ()
    explain: Callable[[str, Sequence[str]], pd.DataFrame] | None = None
