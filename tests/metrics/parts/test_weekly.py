"""States of work items at week ends: what a week's end sees, and what it does not."""

import pandas as pd
import pytest

from metrics.parts import weekly
from programme import frames
from tests.metrics.frames import Issue, at, frame, make_settings, replayed


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        pytest.param([], [("open", 1, 4)], id="stays open"),
        pytest.param(
            [("2026-01-13", "finished")],
            [("open", 1, 2), ("finished", 2, 4)],
            id="finished in the second week",
        ),
        pytest.param(
            [("2026-01-13", "finished"), ("2026-01-14", "open")],
            [("open", 1, 4)],
            id="finished and reopened within a week",
        ),
        pytest.param(
            [("2026-01-12", "finished")],
            [("open", 1, 2), ("finished", 2, 4)],
            id="Monday 00:00 belongs to the new week",
        ),
        pytest.param(
            [("2026-01-13", "dropped"), ("2026-01-20", "finished")],
            [("open", 1, 2), ("dropped", 2, 3), ("finished", 3, 4)],
            id="one state after another",
        ),
    ],
)
def test_a_state_holds_from_one_week_end_to_another(
    turns: list[tuple[str, str]], expected: list[tuple[str, int, int]]
) -> None:
    """0 is the end of the week before the first; weeks begin on Monday 5 January 2026."""
    given = replayed([Issue(1, "2026-01-06", *turns)])

    cut = weekly.grid(
        given["history"], given["state_spells"], as_of=at("2026-01-27"), settings=make_settings()
    )

    names = {weekly.OPEN: "open", weekly.FINISHED: "finished", weekly.DROPPED: "dropped"}
    held = zip(cut.state, cut.first, [*cut.first[1:], 4], strict=True)
    assert [(names[state], first, until) for state, first, until in held] == expected


def test_items_of_several_sources_are_told_apart() -> None:
    """Two sources number their issues alike; the order of rows says nothing."""
    issues = [
        Issue(number, "2026-01-06", *turns, project=project)
        for project, number, turns in [
            ("Api", 1, [("2026-01-13", "finished")]),
            ("Portal", 1, []),
            ("Portal", 70_000_000, [("2026-01-20", "dropped")]),
        ]
    ]
    given = replayed(issues)
    mixed = given["state_spells"].sample(frac=1, random_state=3).reset_index(drop=True)

    settings = make_settings({"Api": "delivery", "Portal": "delivery"})
    cut = weekly.grid(given["history"], mixed, as_of=at("2026-01-27"), settings=settings)

    counts = {name: found.tolist() for name, found in cut.counts().items()}
    assert counts["arrived_count"] == [1, 0, 0, 2, 0, 0]
    assert counts["finished_count"] == [0, 1, 0, 0, 0, 0]
    assert counts["dropped_count"] == [0, 0, 0, 0, 0, 1]


def test_no_weeks_and_no_items_give_nothing() -> None:
    """Before the first week is whole there is nothing to count."""
    empty = frame(frames.HISTORY, []), frame(frames.STATE_SPELLS, [])

    cut = weekly.grid(*empty, as_of=at("2026-01-06"), settings=make_settings())

    assert isinstance(cut.items, pd.DataFrame)
    assert all(len(found) == 0 for found in cut.counts().values())
