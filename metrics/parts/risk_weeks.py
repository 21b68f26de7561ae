"""In which weeks a risk changed: its history seen from the ends of weeks alone."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pandas as pd

from metrics.parts.cuts import micros
from metrics.parts.risk_history import RiskHistory, RiskSpell
from programme.settings import Settings
from programme.weeks import local_midnight, whole_weeks


def week_bounds(as_of: datetime, settings: Settings) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the whole weeks, and the instants between them from the start of the first one on.

    Args:
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone.

    Returns:
        Weeks as ``programme.weeks.whole_weeks`` gives them, and one instant more than there are
        weeks, in microseconds since 1970, UTC; none where no week is whole yet.
    """
    programme = settings.programme
    weeks = whole_weeks(programme.started_on, as_of, programme.zone)
    opens = [local_midnight(day.date(), programme.zone) for day in weeks["week_start"].head(1)]
    return weeks, np.array([micros(at) for at in (*opens, *weeks["ends_at"])], dtype=np.int64)


def week_turns(
    risk: RiskHistory, bounds: np.ndarray
) -> Iterator[tuple[int, RiskSpell | None, RiskSpell]]:
    """Yield what changed from one week's end to the next, weeks without a change left out.

    Args:
        risk: Whose spells are looked at.
        bounds: As ``week_bounds`` gives them.

    Yields:
        Position of the week, from 1 for the first one; 0 stands for all that was before. The spell
        at the end of the week before, None where there was no issue yet, and that at its own end.
    """
    # The week that sees each spell: nothing at exactly a week's end is part of it. Of several that
    # one week sees, the last is what stands at its end.
    seen = np.searchsorted(bounds, [spell.start for spell in risk.spells], side="right").tolist()
    before: RiskSpell | None = None
    for place, (week, spell) in enumerate(zip(seen, risk.spells, strict=True)):
        later = seen[place + 1] if place + 1 < len(seen) else len(bounds)
        if week < later:
            yield week, before, spell
            before = spell
