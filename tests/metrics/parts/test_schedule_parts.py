"""When the first pieces of an increment are finished."""

from datetime import date

import numpy as np
import pytest

from metrics.parts.forecast import outlook
from metrics.parts.pace import Past
from metrics.parts.schedule import Planned, Schedule

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("parallel", [0.0, 0.25])
@pytest.mark.parametrize("title", ["First", "Second", "Third"])
def test_the_last_piece_is_finished_with_the_increment(title: str, parallel: float) -> None:
    """What the project does after that is no part of it; no piece comes after a later one."""
    counts = np.array([4, 2, 7, 0, 5, 3] * 4)
    ahead = outlook(Past(counts, np.zeros_like(counts)), MONDAY, "Programme")
    planned = (Planned("First", 8), Planned("Second", 12, after=("First",)), Planned("Third", 20))
    schedule = Schedule(planned, ahead, parallel, "Programme")
    pieces = [
        schedule.part_finished(title, count)
        for count in range(1, int(schedule.by_title[title].left) + 1)
    ]
    assert (pieces[-1] == schedule.finished(title)).all()
    assert all((before <= after).all() for before, after in zip(pieces, pieces[1:], strict=False))
