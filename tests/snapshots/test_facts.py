"""What the store knows becomes the facts of one configuration."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from programme import frames
from snapshots.facts import due_dates, facts
from tests.metrics.frames import make_facts, make_settings


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        pytest.param("2026-03-01", "Europe/London", "2026-03-01", id="a date is itself"),
        pytest.param("2026-03-01", "Pacific/Auckland", "2026-03-01", id="in every zone"),
        pytest.param("2026-03-01T08:00:00Z", "Europe/London", "2026-03-01", id="Pacific midnight"),
        pytest.param(
            "2026-03-01T08:00:00Z", "America/Los_Angeles", "2026-03-01", id="midnight there"
        ),
        pytest.param(
            "2026-03-01T07:59:59Z", "America/Los_Angeles", "2026-02-28", id="a second before it"
        ),
        pytest.param("2026-06-30T23:00:00Z", "Europe/London", "2026-07-01", id="summer time"),
        pytest.param("2026-06-30T23:00:00+00:00", "Europe/London", "2026-07-01", id="as an offset"),
        pytest.param("9999-12-31", "Europe/London", "9999-12-31", id="the last date"),
        pytest.param(
            "9999-12-31T23:00:00Z", "Pacific/Auckland", "9999-12-31", id="the end of the calendar"
        ),
        pytest.param("0001-01-01T00:00:00Z", "America/New_York", "0001-01-01", id="its beginning"),
        pytest.param("2026-03-01T08:00:00", "Asia/Tokyo", "2026-03-01", id="without an offset"),
        pytest.param("", "Europe/London", None, id="without a date"),
        pytest.param("12026-01-01", "Europe/London", None, id="no date of ours"),
        pytest.param("2026-02-30", "Europe/London", None, id="no date at all"),
        pytest.param("soon", "Europe/London", None, id="no date, in words"),
    ],
)
def test_due_dates(written: str, zone: str, expected: str | None) -> None:
    """A due date is a day; an instant is read in the programme's time zone."""
    found = due_dates(pd.Series([written], dtype="str"), ZoneInfo(zone))

    assert str(found.dtype) == frames.ON
    assert [None if pd.isna(day) else day.date().isoformat() for day in found] == [expected]


def known() -> dict[str, pd.DataFrame]:
    """Make frames as the store gives them, of two sources."""
    seen = datetime(2026, 1, 6, tzinfo=UTC)
    rows = make_facts(
        milestones=[
            {
                "source": source,
                "milestone_key": "1",
                "seen_from": seen,
                "project": "?",
                "title": "Book",
                "state": "open",
                "lines": {},
            }
            for source in ("portal", "elsewhere")
        ],
        sources=[
            {
                "source": "portal",
                "kind": "",
                "project": "?",
                "failed": False,
                "request_count": 0,
                "event_count": 0,
            }
        ],
    )
    frames_of_store = {
        name: frame.drop(columns="project", errors="ignore") for name, frame in rows.items()
    }
    milestones = frames_of_store["milestones"].drop(columns=["due_on", "start_on"])
    frames_of_store["milestones"] = milestones.assign(due="2026-03-01T08:00:00Z", start="")
    return frames_of_store


def test_facts_hold_the_projects_of_the_configuration_and_no_other_source() -> None:
    """Every frame keeps its contract."""
    found = facts(known(), make_settings(("Portal",)))

    assert set(found) == {contract.name for contract in frames.FACTS}
    for contract in frames.FACTS:
        frames.check(found[contract.name], contract)
    assert found["milestones"][["source", "project"]].to_numpy().tolist() == [["portal", "Portal"]]
    assert found["milestones"]["due_on"].tolist() == [pd.Timestamp("2026-03-01")]
    assert found["milestones"]["start_on"].isna().all()


def test_a_source_that_was_never_synced_has_its_kind_from_the_configuration() -> None:
    """The store does not know it yet."""
    assert facts(known(), make_settings(("Portal",)))["sources"]["kind"].tolist() == ["recorded"]
