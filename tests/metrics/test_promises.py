"""Promise ledger: every date that was promised, who told of it, and how far it moved."""

from collections.abc import Sequence
from typing import Any

import pytest

from metrics import registry
from tests.metrics.frames import Issue, at, make_facts, make_settings, replayed, rows_of
from tests.metrics.increment_frames import Work, milestone

AGREED = [
    {"date": "2026-05-01", "agreed_on": "2026-01-06", "role": "SRO", "reason": "First plan"},
    {"date": "2026-05-20", "agreed_on": "2026-01-25", "role": "Board", "reason": "Late"},
]
SEEN = ("promised_on", "moved_days", "basis", "seen_at")


def ledger(
    milestones: list[Any],
    work: Sequence[Issue] = (),
    *,
    as_of: str = "2026-02-09",
    columns: tuple[str, ...] = SEEN,
    zone: str = "Europe/London",
    **project: Any,
) -> list[tuple[Any, ...]]:
    """Return rows of the table; the programme begins on 5 January 2026."""
    settings = make_settings(project=project, programme={"time_zone": zone})
    spells = [row for one in work if isinstance(one, Work) for row in one.increment_spells()]
    made = registry.run(
        registry.needed(["promises"]),
        make_facts(milestones=milestones),
        replayed(work, increment_spells=spells),
        as_of=at(as_of),
        settings=settings,
    )["promises"]
    assert (made.groupby("increment").cumcount() + 1).tolist() == made["order"].tolist()
    return rows_of(made, *columns)


def test_each_change_with_the_sync_that_saw_it() -> None:
    """A date moved later, earlier, taken away and given again; what else changed is no promise."""
    told = milestone(
        "Pay",
        ("2026-01-10T09:00", "2026-06-01"),
        ("2026-01-12T09:00", "2026-06-01"),
        ("2026-01-20T09:00", "2026-06-15"),
        ("2026-01-21T09:00", "2026-06-10"),
        ("2026-01-22T09:00", None),
        ("2026-02-01T09:00", "2026-06-20"),
    )

    assert [row[:3] for row in ledger(told)] == [
        ("2026-06-01", None, "observed"),
        ("2026-06-15", 14, "observed"),
        ("2026-06-10", -5, "observed"),
        (None, None, "observed"),
        ("2026-06-20", 10, "observed"),
    ]
    expected = [*(f"2026-01-{day}" for day in (10, 20, 21, 22)), "2026-02-01"]
    assert [row[3] for row in ledger(told)] == expected


@pytest.mark.parametrize("listed", [AGREED, AGREED[::-1]], ids=["in-order", "the-last-one-first"])
def test_the_baseline_stands_before_all_and_a_rebaseline_hides_nothing(listed: Any) -> None:
    """In order of time; of one day what was agreed stands before what was seen."""
    told = milestone("Pay", ("2026-01-05T09:00", "2026-05-02"), ("2026-01-25T01:00", "2026-05-20"))
    columns = ("promised_on", "moved_days", "basis", "agreed_on", "role", "reason")

    assert ledger(told, columns=columns, baselines={"Pay": listed}) == [
        ("2026-05-01", None, "baseline", "2026-01-06", "SRO", "First plan"),
        ("2026-05-02", 1, "observed", None, "", ""),
        ("2026-05-20", 18, "rebaseline", "2026-01-25", "Board", "Late"),
        ("2026-05-20", 0, "observed", None, "", ""),
    ]


@pytest.mark.parametrize(
    ("as_of", "bases"),
    [("2026-01-24T12:00", ["baseline"]), ("2026-01-25T12:00", ["baseline", "rebaseline"])],
)
def test_a_date_agreed_later_is_not_known_yet(as_of: str, bases: list[str]) -> None:
    """Not before its day, in the programme's time zone."""
    work = [Work(1, "2026-01-06", increment="Pay")]
    labels = {"from": "labels", "prefix": "increment::"}
    told = ledger([], work, as_of=as_of, increments=labels, baselines={"Pay": AGREED})

    assert [basis for _, _, basis, _ in told] == bases


def test_a_bare_date_says_neither_day_nor_role() -> None:
    """A configured date alone is a baseline, too."""
    told = ledger(
        milestone("Pay", ("2026-03-01", "2026-06-01")),
        columns=("promised_on", "basis", "agreed_on", "role"),
        baselines={"Pay": "2026-05-01"},
        as_of="2026-03-02",
    )

    assert told == [
        ("2026-05-01", "baseline", None, ""),
        ("2026-06-01", "observed", None, ""),
    ]


def test_before_the_first_sync_the_first_date_seen_stands() -> None:
    """It is rebuilt, and says which sync saw it."""
    told = ledger(milestone("Pay", ("2026-03-01T09:00", "2026-06-01")))

    assert told == [("2026-06-01", None, "rebuilt", "2026-03-01")]


def test_what_was_created_later_promised_nothing_yet() -> None:
    """A milestone that was not there is not rebuilt."""
    assert ledger(milestone("Pay", ("2026-03-01", "2026-06-01"), created="2026-02-10")) == []


def test_a_title_in_two_repositories_is_one_promise() -> None:
    """The latest date counts; one sync that reaches one after the other moves nothing."""
    told = [
        *milestone(
            "Pay", ("2026-01-10T09:00", "2026-06-01"), ("2026-01-20T09:00", "2026-07-05"),
            source="one",
        ),
        *milestone(
            "Pay", ("2026-01-10T09:05", "2026-07-01"), ("2026-01-20T09:05", "2026-07-05"),
            source="two",
        ),
    ]  # fmt: skip

    assert ledger(told) == [
        ("2026-07-01", None, "observed", "2026-01-10"),
        ("2026-07-05", 4, "observed", "2026-01-20"),
    ]


@pytest.mark.parametrize(
    ("zone", "promises"),
    [("Europe/London", ["2026-06-01", "2026-07-01"]), ("Asia/Tokyo", ["2026-07-01"])],
)
def test_days_are_those_of_the_programme(zone: str, promises: list[str]) -> None:
    """Whether two syncs were on one day depends on where one is."""
    told = [
        *milestone("Pay", ("2026-01-10T23:00", "2026-06-01"), source="one"),
        *milestone("Pay", ("2026-01-11T01:00", "2026-07-01"), source="two"),
    ]

    assert [row[0] for row in ledger(told, zone=zone)] == promises


def test_a_milestone_that_is_gone_takes_its_date_away() -> None:
    """Its promises stay."""
    told = milestone("Pay", ("2026-01-10", "2026-06-01"), gone="2026-01-20")

    assert [row[:2] for row in ledger(told)] == [("2026-06-01", None), (None, None)]


def test_nothing_was_promised() -> None:
    """Without dates, milestones or delivery projects the table is empty."""
    assert ledger(milestone("Pay", ("2026-01-10", None))) == []
    assert ledger([]) == []
    assert ledger(milestone("Pay", ("2026-01-10", "2026-06-01")), kind="risk-register") == []
