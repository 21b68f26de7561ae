"""Decisions: what is asked, by when, and whether it still waits."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from metrics.decisions import MEASURE, TABLE
from tests.metrics.frames import at, computed, make_settings, rows_of
from tests.metrics.record_frames import STILL, Told, told_frames


def table(
    *told: Told, as_of: str = "2026-01-19", projects: Sequence[str] = ("Portal",), **changes: Any
) -> pd.DataFrame:
    """Compute the table."""
    return computed(MEASURE, told_frames(told), as_of, make_settings(projects, **changes))


def decision(number: int, created: str, *turns: tuple[str, str], **others: Any) -> Told:
    """Tell a decision that was one from the start."""
    labels = {"decision::sponsor": STILL}
    return Told(number, created, *turns, **{"record": "decision", "labels": labels, **others})


def test_none() -> None:
    """Work and other records have no row here."""
    learning = Told(2, "2026-01-05", record="learning", labels={"learning": STILL})

    assert table().empty
    assert table(Told(1, "2026-01-05"), learning).empty


def test_one_with_everything() -> None:
    """Every line stands in its column."""
    told = decision(
        7, "2026-01-06", title="Release without payments", increment="Pay",
        labels={"Decision: Sponsor": STILL, "owner-role::head-of-digital": STILL},
        lines={"Needed by": "the board on 4 December 2026",
               "Outcome": "If we wait, the pilot moves to March.",
               "What happened": "The supplier is late."},
    )  # fmt: skip

    assert rows_of(table(told), *TABLE.columns) == [
        ("Portal", "forge.example/portal#7", "Release without payments", "2026-12-04",
         "head-of-digital", "If we wait, the pilot moves to March.",
         "https://forge.example/portal/7", "open", "2026-01-06", None, "Pay",
         "the board on 4 December 2026", "The supplier is late."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(decision(1, "2026-01-06"), ("open", "2026-01-06", None), id="open"),
        pytest.param(decision(1, "2026-01-06", ("2026-01-08T09:00", "finished")),
                     ("decided", "2026-01-06", "2026-01-08"), id="decided"),
        pytest.param(decision(1, "2026-01-06", ("2026-01-08", "dropped")),
                     ("withdrawn", "2026-01-06", "2026-01-08"), id="not-planned-or-deleted"),
        pytest.param(decision(1, "2026-01-06", ("2026-01-08", "finished"), ("2026-01-09", "open")),
                     ("open", "2026-01-06", None), id="asked-again"),
        pytest.param(decision(1, "2026-07-06T23:30", ("2026-07-08T23:00", "finished")),
                     ("decided", "2026-07-07", "2026-07-09"), id="summer-nights"),
        pytest.param(decision(1, "2026-01-06", ("2026-01-08T23:59:59", "finished")),
                     ("decided", "2026-01-06", "2026-01-08"), id="winter-night"),
        pytest.param(decision(1, "2026-01-06", labels={"decision::sponsor": ("2026-01-10", None)}),
                     ("open", "2026-01-10", None), id="labelled-later"),
        pytest.param(decision(1, "2026-01-06", labels={"decision::sponsor": (None, "2026-01-07"),
                                                       "decision/sponsor": ("2026-01-12", None)}),
                     ("open", "2026-01-06", None), id="relabelled"),
    ],
)  # fmt: skip
def test_state_and_days(told: Told, expected: tuple[Any, ...]) -> None:
    """Open until it is closed; days are those of the programme's time zone."""
    found = table(told, as_of="2026-07-20")

    assert rows_of(found, "state", "opened_on", "closed_on") == [expected]


def test_many_are_sorted_by_their_keys() -> None:
    """Decided ones stay beside those that wait."""
    found = table(
        decision(2, "2026-01-06", lines={"Needed by": "soon"}),
        decision(1, "2026-01-06", ("2026-01-08", "finished"), lines={"Needed by": "2026-01-09"}),
        decision(3, "2026-01-06", project="Api"),
        projects=("Portal", "Api"),
    )

    assert rows_of(found, "project", "item", "state", "needed_by_on", "needed_by") == [
        ("Api", "forge.example/api#3", "open", None, ""),
        ("Portal", "forge.example/portal#1", "decided", "2026-01-09", "2026-01-09"),
        ("Portal", "forge.example/portal#2", "open", None, "soon"),
    ]


def test_labels_of_a_team() -> None:
    """The configuration says which labels make a decision."""
    told = decision(1, "2026-01-06", labels={"Beschluss": ("2026-01-07", None)})

    found = table(told, labels={"type": {"decision": ["beschluss"]}})

    assert rows_of(found, "opened_on") == [("2026-01-07",)]


def test_explained_by_itself() -> None:
    """The decision is what its row is made of."""
    inputs = told_frames([decision(1, "2026-01-06"), decision(2, "2026-01-06")])
    key = {"project": "Portal", "item": "forge.example/portal#2"}
    assert MEASURE.explain is not None

    found = MEASURE.explain(inputs, key, as_of=at("2026-01-19"), settings=make_settings())

    assert rows_of(found, "column", "item", "amount") == [("state", "forge.example/portal#2", None)]
