"""The order in which increments share one pace."""

from datetime import date

from metrics.parts.forecast import queue
from metrics.parts.increment_history import Increment, Milestone, Observation

CUT = 1_000


def increment(title: str, due: date, created_at: int = 0) -> Increment:
    """Return an open increment with one milestone."""
    seen = Observation(created_at, None, due, None, None, "")
    return Increment("One", title, created_at, (Milestone(created_at, (seen,)),), ())


TOLD = [
    increment("Next", date(2026, 3, 1)),
    increment("Later", date(2026, 5, 1), created_at=CUT + 1),
    increment("Empty", date(2026, 4, 1), created_at=CUT + 1),
]


def test_items_in_an_increment_not_created_yet_wait_like_others() -> None:
    """Forges may create a milestone after items are said to be in it."""
    remaining = {"Next": 3, "Later": 2, "": 4}

    assert queue(TOLD, remaining, CUT, date(2026, 1, 1), {}) == ["Next", "Later", ""]


def test_none_comes_before_what_it_must_come_after() -> None:
    """Work in no increment comes last all the same."""
    order = queue(TOLD, {"Later": 2}, CUT, date(2026, 1, 1), {"Next": ("Later", "Gone")})

    assert order == ["Later", "Next", ""]
