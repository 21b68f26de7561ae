"""What an increment was at an instant, from what the forge said of its milestones."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from metrics.parts.cuts import micros
from metrics.parts.increment_history import Agreed, Increment, Milestone, Observation
from metrics.parts.observed_increments import increments
from metrics.parts.work import work_items
from programme import frames
from tests.metrics.frames import at, frame, make_settings, replayed
from tests.metrics.increment_frames import Work, milestone

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
LONDON = ZoneInfo("Europe/London")


def seen(
    seen_from: int,
    seen_until: int | None = None,
    due: date | None = JUNE,
    closed_at: int | None = None,
) -> Observation:
    """Make an observation."""
    return Observation(seen_from, seen_until, due, None, closed_at, "")


def increment(*milestones: Milestone, created_at: int = 0, agreed: Any = ()) -> Increment:
    """Make an increment."""
    return Increment("Portal", "Pay", created_at, milestones, tuple(agreed))


FIRST, SECOND = seen(10, 20), seen(20, 30, JULY)
PAY = Milestone(created_at=5, observations=(FIRST, SECOND))


@pytest.mark.parametrize(
    ("cut", "expected", "observed"),
    [
        pytest.param(5, None, False, id="not created yet"),
        pytest.param(6, FIRST, False, id="before the first observation, that one"),
        pytest.param(10, FIRST, False, id="seen at the cut is not seen yet"),
        pytest.param(11, FIRST, True, id="seen"),
        pytest.param(20, FIRST, True, id="until the next observation"),
        pytest.param(21, SECOND, True, id="the next"),
        pytest.param(30, SECOND, True, id="gone at the cut is still there"),
        pytest.param(31, None, True, id="gone"),
    ],
)
def test_a_milestone_is_known_by_its_observations(
    cut: int, expected: Observation | None, observed: bool
) -> None:
    """A cut counts what happened before it."""
    assert PAY.at(cut) == expected
    assert PAY.observed(cut) == observed


PLAN = [Agreed(JUNE, date(2026, 1, 10)), Agreed(JULY, date(2026, 1, 20))]


@pytest.mark.parametrize(
    ("cut", "day", "agreed", "expected"),
    [
        pytest.param(11, 1, PLAN, (JUNE, "recorded"), id="observed, whatever was agreed"),
        pytest.param(21, 1, [], (JULY, "recorded"), id="observed again"),
        pytest.param(31, 1, [], (None, "recorded"), id="gone"),
        pytest.param(10, 1, [], (JUNE, "rebuilt"), id="before that, the first observed"),
        pytest.param(10, 9, PLAN, (JUNE, "baseline"), id="before all agreements, the first"),
        pytest.param(10, 19, PLAN, (JUNE, "baseline"), id="the one agreed by then"),
        pytest.param(10, 20, PLAN, (JULY, "baseline"), id="on its own day, too"),
        pytest.param(10, 1, [Agreed(AUGUST, None)], (AUGUST, "baseline"), id="agreed always"),
    ],
)
def test_the_date_worked_to(
    cut: int, day: int, agreed: list[Agreed], expected: tuple[date | None, str]
) -> None:
    """And how we know it, on a day of January 2026."""
    assert increment(PAY, agreed=agreed).target(cut, date(2026, 1, day)) == expected


def test_the_latest_date_of_several_milestones_counts() -> None:
    """Recorded once one of them has been observed; undated ones have no say."""
    later = Milestone(0, (seen(40, due=AUGUST),))
    undated = Milestone(0, (seen(10, due=None),))

    assert increment(later, undated).target(5, JUNE) == (AUGUST, "rebuilt")
    assert increment(later, undated, PAY).target(12, JUNE) == (AUGUST, "recorded")
    assert increment(undated).target(12, JUNE) == (None, "recorded")


CLOSED = Milestone(0, (seen(10, closed_at=15),))
GONE = Milestone(0, (seen(10, seen_until=12),))


@pytest.mark.parametrize(
    ("milestones", "cut", "expected"),
    [
        pytest.param([], 1, "open", id="without milestones"),
        pytest.param([PAY], 0, "not yet", id="not created"),
        pytest.param([CLOSED], 15, "open", id="closed at the cut is open"),
        pytest.param([CLOSED], 16, "finished", id="closed"),
        pytest.param([CLOSED, PAY], 16, "open", id="one is open"),
        pytest.param([CLOSED, GONE], 16, "finished", id="the one that is there is closed"),
        pytest.param([GONE], 13, "removed", id="none is there any more"),
    ],
)
def test_the_state_of_its_milestones(milestones: list[Milestone], cut: int, expected: str) -> None:
    """At a cut."""
    assert increment(*milestones).state(cut) == expected


def instant(text: str) -> int:
    """Return an instant of June 2026."""
    return micros(at(f"2026-06-{text}"))


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        pytest.param([], None, id="no milestone"),
        pytest.param([[("01T12:00", None)]], None, id="never dated"),
        pytest.param(
            [[("01T12:00", None), ("02T12:00", JULY), ("03T12:00", JUNE)]],
            (JULY, "02T12:00"),
            id="the first date of several",
        ),
        pytest.param(
            [[("01T12:00", JULY)], [("01T22:59", AUGUST)]],
            (AUGUST, "01T12:00"),
            id="the latest of those first seen on that day",
        ),
        pytest.param(
            [[("01T12:00", JULY)], [("01T23:00", AUGUST)]],
            (JULY, "01T12:00"),
            id="the next day begins at midnight in London",
        ),
        pytest.param(
            [[("10T12:00", AUGUST)], [("11T12:00", JULY)]],
            (AUGUST, "10T12:00"),
            id="all seen later, the earliest",
        ),
        pytest.param(
            [[("09T00:00", AUGUST)], [("08T23:59", JULY)]],
            (JULY, "08T23:59"),
            id="seen at the cut is seen later",
        ),
    ],
)
def test_the_first_due_date_ever_seen(
    observations: list[list[tuple[str, date | None]]], expected: tuple[date, str] | None
) -> None:
    """As known on 9 June 2026."""
    milestones = [
        Milestone(0, tuple(seen(instant(when), due=due) for when, due in told))
        for told in observations
    ]

    found = increment(*milestones).first_due(instant("09T00:00"), LONDON)

    assert found == (expected and (expected[0], instant(expected[1])))


def told(work: list[Work], milestones: list[dict[str, Any]], **project: Any) -> list[Increment]:
    """Tell the increments of the portal."""
    settings = make_settings(("Api", "Portal"), project=project)
    made = replayed(work, increment_spells=[row for one in work for row in one.increment_spells()])
    ours = work_items(made["history"], settings)
    return increments(
        settings.projects[1],
        frame(frames.MILESTONES, milestones),
        ours[ours["project"] == "Portal"],
        made["increment_spells"],
    )


def test_increments_are_milestones_and_what_work_bears_without_one() -> None:
    """By title; of this project alone, and ignored ones left out."""
    work = [
        Work(1, "2026-01-09", increment="Orphan"),
        Work(2, "2026-01-08", parts={"Orphan": ("2026-01-12", None)}),
        Work(3, "2026-01-08", increment="Pay"),
        Work(4, "2026-01-08"),
        Work(1, "2026-01-07", increment="Orphan", project="Api"),
    ]
    milestones = [
        *milestone("Pay", ("2026-01-05", "2026-06-01"), created="2026-01-03"),
        *milestone("Pay", ("2026-01-05", "2026-06-01"), key="2", created="2026-01-02"),
        *milestone("Backlog", ("2026-01-05", None)),
        *milestone("Other", ("2026-01-05", None), project="Api"),
    ]

    found = told(
        work,
        milestones,
        increments={"ignore": ["Backlog"]},
        baselines={"Pay": "2026-06-01", "Orphan": "2026-07-01"},
    )

    assert [(one.title, len(one.milestones), one.agreed) for one in found] == [
        ("Orphan", 0, (Agreed(JULY, None),)),
        ("Pay", 2, (Agreed(JUNE, None),)),
    ]
    assert [one.created_at for one in found] == [
        micros(at("2026-01-09")),
        micros(at("2026-01-02")),
    ]
    assert {one.project for one in found} == {"Portal"}


def test_what_the_forge_said_and_what_was_agreed_is_kept() -> None:
    """Oldest first, whatever the order of rows; dates in the order of the configuration."""
    rows = milestone(
        "Pay", ("2026-01-05", None), ("2026-02-05", "2026-07-01"), gone="2026-03-01",
        start_on="2026-01-16",
    )  # fmt: skip
    agreed = [
        {"date": "2026-06-01", "agreed_on": "2026-01-10", "role": "SRO", "reason": "Plan"},
        {"date": "2026-07-01", "agreed_on": "2026-01-20", "role": "SRO", "reason": "Again"},
    ]

    (found,) = told([], rows[::-1], baselines={"Pay": agreed})

    january, february, march = (micros(at(f"2026-0{month}")) for month in ("1-05", "2-05", "3-01"))
    url = "https://forge.example/milestones/Pay"
    assert found.milestones[0].observations == (
        Observation(january, february, None, None, None, url),
        Observation(february, march, JULY, date(2026, 1, 16), None, url),
    )
    assert found.agreed == (
        Agreed(JUNE, date(2026, 1, 10), "SRO", "Plan"),
        Agreed(JULY, date(2026, 1, 20), "SRO", "Again"),
    )
    (plain,) = told([], rows)
    assert plain.agreed == ()


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        pytest.param([{"closed_at": at("2026-02-01")}], "2026-02-01", id="when the forge says"),
        pytest.param([{"updated_at": at("2026-02-02")}], "2026-02-02", id="else its last change"),
        pytest.param([{}], "2026-02-10", id="else when it was first seen closed"),
        pytest.param(
            [{}, {"updated_at": at("2026-02-25")}], "2026-02-10", id="a later change says nothing"
        ),
        pytest.param(
            [{}, {"closed_at": at("2026-02-04")}], "2026-02-04", id="what the forge says later"
        ),
        pytest.param([{"state": "open"}, {}], "2026-02-20", id="opened between"),
        pytest.param([{}, {"state": "open"}], None, id="open again"),
    ],
)
def test_when_a_milestone_was_closed(said: list[dict[str, Any]], closed: str | None) -> None:
    """It was seen on 10 February and perhaps on the 20th."""
    (base,) = milestone("Pay", ("2026-02-10", "2026-06-01"), state="closed")
    rows = [
        {**base, "seen_from": at(f"2026-02-{10 * (place + 1)}"), **changes}
        for place, changes in enumerate(said)
    ]
    if len(rows) > 1:
        rows[0]["seen_until"] = rows[1]["seen_from"]

    (found,) = told([], rows)

    last = found.milestones[0].observations[-1].closed_at
    assert last == (closed and micros(at(closed)))
