"""What every week counts, made in one pass for all measures that ask for it.

The columns are those of the tables ``throughput`` and ``flow``, which say what they mean.
"""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts import sizes, weekly
from metrics.parts.measure import Frames
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings

#: Frames that it is made of.
INPUTS: Final = ("history", "state_spells", *sizes.INPUTS)
#: One row for each delivery project and whole week.
WEEK_COUNTS: Final = Contract(
    "week_counts",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "week_start": Column(ON, "Monday of the week", key=True, empty=False),
        "week_end": Column(ON, "Sunday of the week", empty=False),
        **{
            name: Column(COUNT, "as in its table", empty=False)
            for name in (*weekly.MOVEMENTS, *weekly.STOCKS)
        },
        **{
            sizes.sized_name(name): Column(DAYS, "as in its table; empty = no sizes are configured")
            for name in (*weekly.MOVEMENTS, *weekly.STOCKS)
        },
    },
)


def week_counts(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Count what moved in each week and what there was at its end.

    Args:
        inputs: The frames of INPUTS.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its projects, start signals and source
            of sizes.

    Returns:
        WEEK_COUNTS, for every whole week since the programme's start, zeros included.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    titles = np.array(grid.projects, dtype=object)
    table = pd.DataFrame(
        {
            "project": np.repeat(titles, len(grid.weeks)),
            "week_start": np.tile(grid.weeks["week_start"].to_numpy(), len(titles)),
            "week_end": np.tile(grid.weeks["week_end"].to_numpy(), len(titles)),
            **grid.counts(),
            **sizes.by_week(grid, inputs, settings),
        }
    )
    return frames.conform(table, WEEK_COUNTS)
