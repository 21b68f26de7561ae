"""Which milestone an issue was in, and when."""

from typing import Any

import pytest

from tests.metrics.parts.one_issue import MILESTONES, day, days, told

INCREMENTS = {
    "no event names it: in it from creation": ("1", [], [("Alpha", 0, None)]),
    "put in": ("1", [(10, "milestoned", {"name": "Alpha"})], [("Alpha", 10, None)]),
    "moved, the leaving told after the entering": (
        "2",
        [
            (10, "milestoned", {"name": "Alpha"}),
            (20, "milestoned", {"name": "Beta"}),
            (20, "demilestoned", {"name": "Alpha"}),
        ],
        [("Alpha", 10, 20), ("Beta", 20, None)],
    ),
    "first taken out: there from the start": (
        "",
        [(10, "demilestoned", {"name": "Alpha"})],
        [("Alpha", 0, 10)],
    ),
    "by another spelling": ("1", [(10, "milestoned", {"name": "ALPHA"})], [("Alpha", 10, None)]),
    "a milestone that no list ever showed is nobody's increment, and ends another": (
        "",
        [(10, "milestoned", {"name": "Alpha"}), (15, "milestoned", {"name": "Gone"}),
         (20, "demilestoned", {"name": "Gone"})],
        [("Alpha", 10, 15)],
    ),
    "the forge says another one": (
        "2",
        [(10, "milestoned", {"name": "Alpha"}), (70, "milestoned", {"name": "Beta"}),
         (75, "milestoned", {"name": "Alpha"})],
        [("Alpha", 10, 70), ("Beta", 70, 75), ("Alpha", 75, 80), ("Beta", 80, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("now", "events", "expected"), INCREMENTS.values(), ids=INCREMENTS)
def test_increments_follow_milestone_events(
    now: str, events: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]
) -> None:
    """An item belongs to the increment it was in at that instant."""
    out = told({"milestone_key": now}, events, milestones=MILESTONES)

    assert expected == days(out["increment_spells"], "increment")


def test_a_renamed_milestone_carries_its_present_title_through_its_past() -> None:
    """The increment is the milestone, not its title."""
    out = told(
        {"milestone_key": "1"},
        [(10, "milestoned", {"name": "Old"})],
        milestones=[
            {"milestone_key": "1", "title": "Old", "seen_from": day(0), "seen_until": day(50)},
            {"milestone_key": "1", "title": "New", "seen_from": day(50)},
        ],
    )

    assert [("New", 10, None)] == days(out["increment_spells"], "increment")


def test_a_milestone_created_since_held_nothing_before() -> None:
    """Rebuilt from what was seen later, the past does not know what only came to be after it.

    The store leaves out milestones that had not been created, whatever events name them.
    """
    put_later = [(95, "milestoned", {"name": "Beta"})]
    now = {"milestone_key": "9", "updated_at": day(95), "seen_from": day(99)}

    out = told(now, put_later, milestones=MILESTONES, as_of=day(50))

    assert out["history"]["increment"].tolist() == [""]
