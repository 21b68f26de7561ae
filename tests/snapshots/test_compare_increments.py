"""Scope and identity of increments between two editions: rules C4 to C6 of docs/tables.md."""

from typing import Any

import pytest

from tests.snapshots.compared import PAY, sentences, told
from tests.snapshots.editions import make_edition


def test_c4_each_count_of_scope_is_told_by_itself() -> None:
    """3 added and 3 left out is not nothing."""
    here = {"increment": "Pay online"}
    before = make_edition(
        10,
        increments=[PAY, {"increment": "Sign in"}],
        items=[
            {"item": "a/b#1", **here},
            {"item": "a/b#2", **here},
            {"item": "a/b#3", **here},
            {"item": "a/b#4", **here, "state": "finished"},
            {"item": "a/b#5", "increment": "Sign in"},
            {"item": "a/b#6", **here, "state": "dropped"},
        ],
    )
    after = make_edition(
        11,
        increments=[PAY, {"increment": "Sign in"}],
        items=[
            {"item": "a/b#1", **here, "state": "finished"},
            {"item": "a/b#2", **here, "state": "dropped"},
            # The third is gone from the forge.
            {"item": "a/b#4", **here, "state": "finished"},
            {"item": "a/b#5", **here},
            {"item": "a/b#6", **here, "state": "dropped"},
            {"item": "a/b#7", **here},
            {"item": "a/b#8", **here, "state": "finished"},
        ],
    )

    assert {row[0]: (row[2], row[4]) for row in told(before, after)} == {
        "scope_added": ("2", "2 pieces of work were added to ‘Pay online’."),
        "scope_removed": ("2", "2 pieces of work were left out of ‘Pay online’."),
        "scope_moved_in": ("1", "One piece of work moved into ‘Pay online’."),
        "scope_moved_out": ("1", "One piece of work moved out of ‘Sign in’."),
        "scope_finished": ("2", "2 pieces of work in ‘Pay online’ were finished."),
    }


@pytest.mark.parametrize(
    ("was", "now", "kinds"),
    [
        ("finished", "open", {"scope_reopened"}),
        ("dropped", "open", {"scope_reopened", "scope_added"}),
        ("finished", "dropped", {"scope_reopened", "scope_removed"}),
        ("dropped", "finished", {"scope_reopened", "scope_added", "scope_finished"}),
    ],
)
def test_c5_reopened_work_is_told_as_reopened(was: str, now: str, kinds: set[str]) -> None:
    """As throughput.csv counts it: what was finished or dropped and is so no more."""
    before = make_edition(10, items=[{"item": "a/b#1", "state": was}])
    after = make_edition(11, items=[{"item": "a/b#1", "state": now}])

    assert {row[0] for row in told(before, after)} == kinds


def test_c6_a_renamed_increment_is_the_same_one() -> None:
    """Its milestone's address says so; its work has not moved."""
    items = {"item": "a/b#1", "increment": "Pay online"}
    before = make_edition(10, increments=[{**PAY, "p80_on": "2027-01-10"}], items=[items])
    after = make_edition(
        11,
        increments=[{**PAY, "increment": "Pay by card", "p80_on": "2027-01-17"}],
        items=[{**items, "increment": "Pay by card"}],
    )

    assert told(before, after) == [
        ("forecast", "2027-01-10", "2027-01-17", 7.0,
         "‘Pay by card’ has a 4 in 5 chance by 17 January 2027 now, 7 days later than before."),
        ("increment_renamed", "Pay online", "Pay by card", None,
         "‘Pay by card’ has a new name (was ‘Pay online’)."),
    ]  # fmt: skip


def test_c6_titles_that_change_places_are_followed() -> None:
    """Nobody is fooled by two milestones that swap their names."""
    one, two = ({"url": f"https://github.com/a/b/milestone/{n}"} for n in (1, 2))
    before = make_edition(10, increments=[{**one, "increment": "A"}, {**two, "increment": "B"}])
    after = make_edition(11, increments=[{**one, "increment": "B"}, {**two, "increment": "A"}])

    assert sorted(sentences(before, after)) == [
        "‘A’ has a new name (was ‘B’).",
        "‘B’ has a new name (was ‘A’).",
    ]


def test_c6_without_an_address_the_title_is_the_identity() -> None:
    """So it is of increments that labels name, and where two share one address."""
    before = make_edition(10, increments=[{"increment": "A"}, {**PAY, "increment": "B"},
                                          {**PAY, "increment": "C"}])  # fmt: skip
    after = make_edition(11, increments=[{"increment": "A"}, {**PAY, "increment": "C"}])

    assert sentences(before, after) == ["‘B’ was removed by 16 March 2026."]


@pytest.mark.parametrize(
    ("moved", "same"),
    [
        pytest.param({}, True, id="all-of-it"),
        pytest.param({3: "Sign in"}, False, id="not-all-of-it"),
        pytest.param({1: "Sign in", 2: "Sign in", 3: "Sign in"}, False, id="none-of-it"),
    ],
)
def test_c6_an_increment_without_an_address_is_known_by_its_work(
    moved: dict[int, str], same: bool
) -> None:
    """A label has no address: renamed, all that carried it carries the new one."""
    sign_in = {"increment": "Sign in"}
    items = [{"item": f"a/b#{n}", "increment": "pay"} for n in (1, 2, 3)]
    before = make_edition(10, increments=[{"increment": "pay"}, sign_in], items=items)
    relabelled = [
        {"item": f"a/b#{n}", "increment": moved.get(n, "pay-online")} for n in (1, 2, 3, 4)
    ]
    after = make_edition(11, increments=[{"increment": "pay-online"}, sign_in], items=relabelled)

    kinds = {row[0] for row in told(before, after)}
    assert kinds == (
        {"increment_renamed", "scope_added"}
        if same
        else {"increment_removed", "increment_added", "scope_added"}
        | {"scope_moved_in", "scope_moved_out"}
    )


@pytest.mark.parametrize("gone", [[], [{**PAY, "state": "removed"}]], ids=["row", "state"])
def test_c6_a_removed_increment_is_told(gone: list[dict[str, Any]]) -> None:
    """Whether the forge's word for it is kept or not."""
    assert told(make_edition(10, increments=[PAY]), make_edition(11, increments=gone)) == [
        ("increment_removed", "open", "removed", None, "‘Pay online’ was removed by 16 March 2026.")
    ]
