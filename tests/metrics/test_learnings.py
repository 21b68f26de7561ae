"""Learnings: one row a learning, in the team's words."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from metrics.learnings import MEASURE, TABLE
from tests.metrics.frames import at, computed, make_settings, rows_of
from tests.metrics.record_frames import STILL, Told, told_frames

LINES = {
    "What happened": "The load stopped.",
    "What we learned": "We had not looked at the data.",
    "What we changed": "We check addresses first.",
}


def table(
    *told: Told, as_of: str = "2026-01-19", projects: Sequence[str] = ("Portal",), **changes: Any
) -> pd.DataFrame:
    """Compute the table."""
    return computed(MEASURE, told_frames(told), as_of, make_settings(projects, **changes))


def learning(number: int, created: str, *turns: tuple[str, str], **others: Any) -> Told:
    """Tell a learning that was one from the start."""
    return Told(
        number, created, *turns, **{"record": "learning", "labels": {"learning": STILL}, **others}
    )


def test_none() -> None:
    """Work and other records have no row here."""
    work = Told(1, "2026-01-05")
    decision = Told(2, "2026-01-05", record="decision", labels={"decision::sponsor": STILL})

    assert table().empty
    assert table(work, decision).empty


def test_one_with_everything() -> None:
    """Every line stands in its column."""
    told = learning(7, "2026-01-06", lines=LINES, increment="Pay", title="A test failed 🔥",
                    labels={"Learning": STILL, "owner-role::head-of-it": STILL})  # fmt: skip

    assert rows_of(table(told), *TABLE.columns) == [
        ("Portal", "forge.example/portal#7", "A test failed 🔥", "2026-01-06", "head-of-it",
         "We had not looked at the data.", "https://forge.example/portal/7", "The load stopped.",
         "We check addresses first.", "Pay"),
    ]  # fmt: skip


def test_many_are_sorted_by_their_keys() -> None:
    """Open and closed ones; those without a change yet have an empty cell."""
    found = table(
        learning(3, "2026-01-07", lines={"What we learned": "A helper is a user."}),
        learning(2, "2026-01-06", ("2026-01-08", "finished"), lines=LINES),
        learning(1, "2026-01-06", project="Api"),
        projects=("Portal", "Api"),
    )

    assert rows_of(found, "project", "item", "text", "what_we_changed") == [
        ("Api", "forge.example/api#1", "", ""),
        ("Portal", "forge.example/portal#2", LINES["What we learned"], LINES["What we changed"]),
        ("Portal", "forge.example/portal#3", "A helper is a user.", ""),
    ]


@pytest.mark.parametrize(
    ("told", "noted"),
    [
        pytest.param(learning(1, "2026-01-06"), "2026-01-06", id="from-the-start"),
        pytest.param(learning(1, "2026-01-06T23:59:59"), "2026-01-06", id="winter-night"),
        pytest.param(learning(1, "2026-07-06T23:00:00"), "2026-07-07", id="summer-night"),
        pytest.param(
            learning(1, "2026-01-06", labels={"learning": ("2026-01-09", None)}),
            "2026-01-09", id="labelled-later"),
        pytest.param(
            learning(1, "2026-01-06", labels={"learning": (None, "2026-01-08"),
                                              "retro::learning": ("2026-01-12", None)}),
            "2026-01-06", id="relabelled-keeps-its-first-day"),
        pytest.param(
            learning(1, "2026-01-06",
                     labels={"learning": STILL, "risk::low": (None, "2026-01-10")}),
            "2026-01-10", id="was-a-risk-until-then"),
    ],
)  # fmt: skip
def test_the_day_it_became_a_learning(told: Told, noted: str) -> None:
    """By its labels, in the programme's time zone."""
    assert rows_of(table(told, as_of="2026-07-20"), "noted_on") == [(noted,)]


@pytest.mark.parametrize("state", ["dropped"])
def test_what_was_dropped_or_deleted_is_no_learning(state: str) -> None:
    """A duplicate is told by the other one; what is gone from the forge is dropped, too."""
    assert table(learning(1, "2026-01-06", ("2026-01-07", state), lines=LINES)).empty


def test_lines_that_were_never_kept() -> None:
    """An issue without a description is still a learning."""
    assert rows_of(table(learning(1, "2026-01-06")), "text", "what_happened") == [("", "")]


def test_explained_by_itself() -> None:
    """The learning is what its row is made of."""
    inputs = told_frames([learning(1, "2026-01-06"), learning(2, "2026-01-06")])
    key = {"project": "Portal", "item": "forge.example/portal#2"}
    assert MEASURE.explain is not None

    found = MEASURE.explain(inputs, key, as_of=at("2026-01-19"), settings=make_settings())

    assert rows_of(found, "column", "item", "amount") == [
        ("noted_on", "forge.example/portal#2", None)
    ]
