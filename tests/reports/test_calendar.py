"""The calendar: an event for each date, one and the same from week to week."""

from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from reports.calendar import calendar
from snapshots.edition import Edition
from snapshots.snapshot import Snapshot
from tests.metrics.frames import at, make_settings
from tests.metrics.increment_frames import milestone
from tests.reports.editions import make_edition, two_increments


def events(edition: Edition) -> dict[str, Event]:
    """Return the events by what they are called, read back; nothing in the file may be wrong."""
    read = Calendar.from_ical(calendar(edition))
    assert read.errors == []
    found = read.events
    assert [event.errors for event in found] == [[]] * len(found)
    return {event.summary: event for event in found}


def test_an_open_and_a_finished_increment() -> None:
    """Each is an all-day event: the date worked to, or the day on which it was finished."""
    found = events(two_increments())

    assert list(found) == ["Portal: Pay online", "Portal: Sign in"]
    pay, sign = found.values()
    assert (pay.DTSTART, pay.DTEND) == (date(2026, 9, 30), date(2026, 10, 1))
    assert (sign.DTSTART, sign.DTEND) == (date(2026, 4, 14), date(2026, 4, 15))
    assert [event.status for event in (pay, sign)] == ["TENTATIVE", "CONFIRMED"]
    assert [event.sequence for event in (pay, sign)] == [3, 1]
    assert [event.transparency for event in (pay, sign)] == ["TRANSPARENT"] * 2
    assert pay.url == "https://forge.example/milestones/2"


def test_what_an_event_says() -> None:
    """State, first and likely date, and what the figures are of."""
    found = events(two_increments(baselines={"Pay online": date(2026, 8, 31)}))

    assert found["Portal: Pay online"].description.splitlines() == [
        "Not finished yet. The date worked to is 30 September 2026. "
        "The date first agreed is 31 August 2026. "
        "There is a 4 in 5 chance of 21 June 2026 or earlier.",
        "Week 22 of 2026 · Data through the end of Sunday 31 May 2026 · "
        "Configuration 3f2a3f2a3f2a · Listed in increments.csv and items.csv",
    ]
    assert found["Portal: Sign in"].description.startswith(
        "Finished on 14 April 2026. The date first seen is 31 March 2026.\nWeek 22"
    )


def test_every_instant_is_the_editions() -> None:
    """When it was written down and changed come from the week; the clock has no say."""
    (event, _) = events(two_increments()).values()
    assert event.DTSTAMP == at("2026-06-01T06:00")
    assert event.LAST_MODIFIED == at("2026-05-31T23:00")


def test_the_same_bytes() -> None:
    """The same week is the same file, in another process too: nothing of the moment is in it."""
    assert calendar(two_increments()) == calendar(two_increments())


def test_what_has_no_date_or_is_no_increment() -> None:
    """Neither is an event, and a calendar without events is still one."""
    edition = make_edition(milestone("Some day", ("2026-01-05", None)))
    assert events(edition) == {}


def test_an_increment_that_is_gone() -> None:
    """Its event is cancelled, under the same id and as a newer one."""
    here = make_edition(milestone("Pay", ("2026-01-05", "2026-08-31")))
    gone = make_edition(milestone("Pay", ("2026-01-05", "2026-08-31"), gone="2026-05-20"))
    (before,), (after,) = events(here).values(), events(gone).values()

    assert after.status == "CANCELLED"
    assert after.uid == before.uid
    assert (before.sequence, after.sequence) == (0, 2)
    assert after.DTSTART == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://forge.example/a?b=1", "https://forge.example/a?b=1"),
        ("http://forge.example/a", ""),
        ("javascript:alert(1)", ""),
        ("https://forge.example/a\r\nATTENDEE:mailto:x", ""),
        ("", ""),
    ],
)
def test_addresses(url: str, told: str) -> None:
    """Only https leads anywhere, and an address cannot add a line."""
    edition = make_edition(milestone("Pay", ("2026-01-05", "2026-08-31"), url=url))
    (event,) = events(edition).values()
    assert event.url == told


@pytest.mark.parametrize(
    "title",
    [
        'A, B; C \\ D: "E"',
        "Line\r\nBEGIN:VEVENT",
        "\u202egnp.exe \x00\x07",
        "Gwasanaeth ar-lein y cyngor " * 6,
        "支付账单 🏛️ العربية",
    ],
)
def test_any_title(title: str) -> None:
    """Whatever a forge calls it stays on its line: escaped, folded at 75 bytes, ended by CRLF."""
    edition = make_edition(milestone(title, ("2026-01-05", "2026-08-31")))
    written = calendar(edition)

    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert len(events(edition)) == 1
    assert written.count(b"\r\nBEGIN:VEVENT\r\n") == 1


def uid(*milestones: dict[str, Any], **others: Any) -> str:
    """Return the id of the only event of an edition."""
    (event,) = events(make_edition(milestones, **others)).values()
    return str(event.uid)


def test_ids_stay() -> None:
    """Another date, state, week or title of the same milestone is the same event."""
    (pay,) = milestone("Pay", ("2026-01-05", "2026-08-31"))
    first = uid(pay)
    assert uid(pay | {"due_on": "2026-12-01"}) == first
    assert uid(pay | {"state": "closed", "closed_at": at("2026-05-01")}) == first
    assert uid(pay, as_of="2026-06-08", taken_at="2026-06-09") == first
    assert uid(pay | {"title": "Pay now"}) == first


def test_ids_differ() -> None:
    """Another milestone or programme is another event; without an address the title counts."""
    (pay,) = milestone("Pay", ("2026-01-05", "2026-08-31"))
    others = [
        uid(pay),
        uid(*milestone("Pay", ("2026-01-05", "2026-08-31"), key="2")),
        uid(pay, said={"programme": "Another"}),
        uid(pay | {"url": ""}),
        uid(pay | {"url": "", "title": "Pay now"}),
    ]
    assert len(set(others)) == len(others)


@pytest.mark.parametrize(("origin", "shared"), [("milestones", True), ("iterations", False)])
def test_an_address_counts_where_each_has_its_own(origin: str, shared: bool) -> None:
    """Iterations may all lead to one board: two of them are two events."""
    board = "https://forge.example/board"
    edition = two_increments()
    project = edition.settings.projects[0]
    increments = project.increments.model_copy(update={"from_": origin})
    changed = edition.settings.model_copy(
        update={"projects": (project.model_copy(update={"increments": increments}),)}
    )
    table = edition.table("increments").assign(url=board)
    tables = {**edition.snapshot.tables, "increments": table}
    given = Edition(Snapshot(edition.header, tables), changed)
    assert (len({event.uid for event in events(given).values()}) == 1) == shared


def test_sequence_as_measured() -> None:
    """It rises in the weeks in which the date moved, and in the one in which it was finished."""
    seen = ("2026-01-05", "2026-03-31"), ("2026-01-14", "2026-04-30"), ("2026-01-28", "2026-05-29")
    rows = milestone("Pay", *seen, ("2026-02-04", "2026-05-29"))
    rows[-1] |= {"state": "closed", "closed_at": at("2026-02-04")}
    told = []
    for end in ("2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16"):
        known = [row for row in rows if row["seen_from"] < at(end)]
        (event,) = events(make_edition(known, as_of=end)).values()
        told.append((event.DTSTART.isoformat()[5:], event.sequence))
    assert told == [
        ("03-31", 0), ("04-30", 3), ("04-30", 3), ("05-29", 6), ("02-04", 7), ("02-04", 7),
    ]  # fmt: skip


_DAYS = st.dates(date(2026, 6, 1), date(2026, 6, 5))


_STATES = st.sampled_from(["open", "finished", "removed"])


@settings(max_examples=30)
@given(st.lists(st.none() | _DAYS, min_size=2, max_size=8), _DAYS, _STATES)
def test_sequence_of_any_history(targets: list[date | None], finished: date, state: str) -> None:
    """From week to week it never falls; it rises when the date moved or it ended, and only then."""
    told = [_week(targets[: week + 1], targets[week]) for week in range(len(targets))]
    ended = finished if state == "finished" else None
    told += [_week(targets, targets[-1], state=state, finished_on=ended)]
    shown = [event for event in told if event is not None]
    for before, after in pairwise(shown):
        assert after[2] >= before[2]
        assert (after[2] > before[2]) == (after[:2] != before[:2])


@settings(max_examples=15)
@given(_DAYS, st.none() | _DAYS, _DAYS)
def test_sequence_of_what_is_opened_again(first: date, finished: date | None, second: date) -> None:
    """With another date it is ahead of its end, whether it was finished or was gone."""
    state = "finished" if finished else "removed"
    ended = _week([first], first, state=state, finished_on=finished)
    again = _week([first, second], second)
    assert ended is not None
    assert again is not None
    assert (again[2] > ended[2]) == (first != second)


def _week(
    targets: list[date | None], target: date | None, **row: Any
) -> tuple[date, str, int] | None:
    """Return date, status and sequence of an increment with these targets at ends of weeks."""
    dates = {"target_on": target, "finished_on": None, "baseline_on": None, "p80_on": None}
    said = {"project": "Portal", "increment": "Pay", "state": "open", "url": "", **dates, **row}
    increment = {name: pd.to_datetime(v) if name in dates else v for name, v in said.items()}
    sundays = pd.date_range("2026-01-11", periods=len(targets), freq="7D")
    trend = pd.DataFrame({"week_end": sundays, "target_on": pd.to_datetime(pd.Series(targets))})
    tables = {
        "increments": pd.DataFrame([increment | {"no_forecast_reason": ""}]),
        "milestone_trend": trend.assign(project="Portal", increment="Pay"),
    }
    told = {
        "programme": "Social care online",
        "taken_at": "2026-06-01T06:00:00Z",
        "as_of": "2026-06-01T00:00:00Z",
        "revision": 0,
        "iso_week": "2026-W22",
        "data_through_at": None,
        "config_sha256": "",
    }
    found = list(events(Edition(Snapshot(told, tables), make_settings())).values())
    return (found[0].DTSTART, str(found[0].status), found[0].sequence) if found else None
