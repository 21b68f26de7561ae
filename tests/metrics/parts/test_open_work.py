"""How much was open, in which increment, at given instants."""

from typing import Any

import pandas as pd

from metrics.parts.cuts import micros
from metrics.parts.open_work import open_counts, open_items
from metrics.parts.work import work_items
from tests.metrics.frames import at, make_settings, replayed
from tests.metrics.increment_frames import Work

WORK = [
    Work(1, "2026-01-05", parts={"Pay": (None, None)}),
    Work(2, "2026-01-05", ("2026-01-07", "finished"), ("2026-01-09", "open"),
         parts={"Pay": ("2026-01-06", "2026-01-10"), "Apply": ("2026-01-10", None)}),
    Work(3, "2026-01-05", ("2026-01-08", "dropped"), parts={"Apply": (None, None)}),
    Work(4, "2026-01-06"),
    Work(5, "2026-01-05", parts={"Pay": (None, None)}, record="risk"),
]  # fmt: skip
DAYS = [f"2026-01-{day:02}" for day in range(5, 12)]


def frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return what both functions read."""
    spells: list[dict[str, Any]] = [row for work in WORK for row in work.increment_spells()]
    made = replayed(WORK, increment_spells=spells)
    work = work_items(made["history"], make_settings())
    return work, made["state_spells"], made["increment_spells"]


def test_open_work_is_counted_at_each_cut() -> None:
    """What happens at a cut has not happened yet; work in none is counted, and no record."""
    counts = open_counts(*frames(), [micros(at(day)) for day in DAYS])

    assert {title: count.tolist() for title, count in counts.items()} == {
        "Pay": [0, 1, 2, 1, 1, 2, 1],
        "Apply": [0, 1, 1, 1, 0, 0, 1],
        "": [0, 1, 1, 1, 1, 1, 1],
    }


def test_items_are_those_that_are_counted() -> None:
    """With the increment that each was in then."""
    work, states, increments = frames()
    for place, day in enumerate(DAYS):
        cut = micros(at(day))

        found = open_items(work, states, increments, cut)

        counted = {
            title: count[place] for title, count in
            open_counts(work, states, increments, [cut]).items() for place in [0] if count[0]
        }  # fmt: skip
        assert found["increment"].value_counts().to_dict() == counted, place
    assert found[["number", "increment", "title"]].to_numpy().tolist() == [
        [1, "Pay", "A piece of work"], [2, "Apply", "A piece of work"], [4, "", "A piece of work"],
    ]  # fmt: skip
