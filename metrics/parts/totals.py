"""The programme's rows of a weekly table: sums over its projects."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from metrics.parts.sizes import from_thousandths, thousandths
from programme import frames
from programme.frames import Contract
from programme.settings import Settings
from programme.weeks import whole_weeks


def weekly_sums(
    table: pd.DataFrame,
    contract: Contract,
    week: str,
    *,
    as_of: datetime,
    settings: Settings,
    sized: Sequence[str] = (),
) -> pd.DataFrame:
    """Add up the projects' counts of each whole week.

    Args:
        table: The projects' rows of *contract*.
        contract: Keyed by ``project`` and *week*; every other column is a number.
        week: ``week_start`` or ``week_end``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone.
        sized: Columns that hold sizes, whose sums are exact.

    Returns:
        A row for every whole week with an empty project, zeros included. A sum is empty where no
        project has a number, unless the column may not be empty.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)[week]
    numbers = [name for name in contract.columns if name not in contract.keys]
    table = table.assign(**{name: thousandths(table[name]) for name in sized})
    sums = table.groupby(week)[numbers].sum(min_count=1).reindex(pd.Index(weeks, name=week))
    sums = sums.assign(**{name: from_thousandths(sums[name]) for name in sized})
    sums = sums.fillna({name: 0 for name in _counted(numbers, contract)})
    return frames.conform(sums.reset_index().assign(project=""), contract)


def _counted(numbers: Sequence[str], contract: Contract) -> list[str]:
    return [name for name in numbers if not contract.columns[name].empty]
