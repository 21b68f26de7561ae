"""Weeks are cut at local midnight, and the past is rebuilt from events as it was."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from tests.metrics.drawn_programmes import Programme, facts
from tests.metrics.frames import at, make_facts, make_settings, rows_of
from tests.metrics.properties import (
    ALL,
    Measures,
    assert_same,
    measured,
    measured_programme,
    of_programmes,
    told_by_events,
)

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

MICROSECOND = timedelta(microseconds=1)
TABLES = ("items", "throughput", "flow", "run_chart", "risk_burndown")
WEEKLY = [measure for measure in ALL if measure.table.name in TABLES]


@pytest.mark.parametrize("step", [-1, 0, 1], ids=["just before", "at", "just after"])
@pytest.mark.parametrize(
    ("zone", "monday", "begins_at"),
    [
        pytest.param("UTC", "2026-03-30", "2026-03-30T00:00", id="UTC"),
        pytest.param("Europe/London", "2026-03-23", "2026-03-23T00:00", id="London, GMT"),
        pytest.param("Europe/London", "2026-03-30", "2026-03-29T23:00", id="London, forward"),
        pytest.param("Europe/London", "2026-10-19", "2026-10-18T23:00", id="London, BST"),
        pytest.param("Europe/London", "2026-10-26", "2026-10-26T00:00", id="London, back"),
        pytest.param("Pacific/Auckland", "2026-03-30", "2026-03-29T11:00", id="Auckland, NZDT"),
        pytest.param("Pacific/Auckland", "2026-04-06", "2026-04-05T12:00", id="Auckland, back"),
        pytest.param("Pacific/Auckland", "2026-09-21", "2026-09-20T12:00", id="Auckland, NZST"),
        pytest.param("Pacific/Auckland", "2026-09-28", "2026-09-27T11:00", id="Auckland, forward"),
        pytest.param("America/St_Johns", "2026-03-02", "2026-03-02T03:30", id="St John's, NST"),
        pytest.param("America/St_Johns", "2026-03-09", "2026-03-09T02:30", id="St John's, forward"),
        pytest.param("America/St_Johns", "2026-10-26", "2026-10-26T02:30", id="St John's, NDT"),
        pytest.param("America/St_Johns", "2026-11-02", "2026-11-02T03:30", id="St John's, back"),
    ],
)
def test_weeks_are_cut_at_local_midnight(zone: str, monday: str, begins_at: str, step: int) -> None:
    """In every weekly table, also in weeks in which the clocks change.

    A microsecond before local Monday 00:00 is of the old week, that instant itself of the new one.
    """
    when = at(begins_at) + step * MICROSECOND
    day = datetime.fromisoformat(monday)
    week = day if step >= 0 else day - timedelta(weeks=1)
    settings = make_settings(
        programme={"started_on": (day - timedelta(weeks=2)).date(), "time_zone": zone}
    )

    tables = measured(
        WEEKLY,
        _one_of_each(when, created=at(begins_at) - timedelta(days=10)),
        as_of=at(begins_at) + timedelta(days=15),
        settings=settings,
    )

    start, sunday = str(week.date()), str((week + timedelta(days=6)).date())
    moved, stocks = _of_programme(tables["throughput"]), _of_programme(tables["flow"])
    risks, chart = _of_programme(tables["risk_burndown"]), _of_programme(tables["run_chart"])
    for count in ("finished_count", "arrived_count", "dropped_count"):
        rows = rows_of(moved, "week_start", count)
        # Those that are closed were created weeks before.
        assert (start, 1) in rows
        assert dict(rows)[str((week + timedelta(weeks=1)).date())] == 0
    assert [(start, 1)] == [row for row in rows_of(chart, "week_start", "finished_count") if row[1]]
    for total in ("finished_total", "started_total", "dropped_total"):
        since = [end for end, count in rows_of(stocks, "week_end", total) if count]
        assert sunday == min(since)
    assert [(sunday, 1.4)] == [row for row in rows_of(risks, "week_end", "new_days") if row[1]]
    finished = tables["items"].set_index("title").loc["Finished"]
    assert finished["finished_on"] == (day if step >= 0 else day - timedelta(days=1))


def _one_of_each(when: datetime, created: datetime) -> dict[str, pd.DataFrame]:
    """Make facts of issues that are finished, dropped, started, born and made a risk at once."""
    issues = {
        "Finished": "closed",
        "Dropped": "closed",
        "Started": "labelled",
        "Born": "",
        "Risk": "",
    }
    items, events, labels = [], [], []
    for number, (title, kind) in enumerate(issues.items(), 1):
        key = {"source": "portal", "number": number}
        items.append(
            {
                **key, "project": "Portal", "item": f"forge.example/portal#{number}",
                "title": title, "state": "closed" if kind == "closed" else "open",
                "reason": "not_planned" if title == "Dropped" else "",
                "created_at": created if kind else when, "updated_at": when,
                "closed_at": when if kind == "closed" else pd.NaT, "seen_from": when, "lines": {},
            }
        )  # fmt: skip
        told = {**key, "at": when, "position": 0, "kind": kind}
        if kind == "labelled":
            told |= {"label_key": "doing", "label": "doing"}
        if kind:
            events.append(told)
        if title in {"Started", "Risk"}:
            label = "doing" if title == "Started" else "risk::low"
            labels.append({**key, "label_key": label, "label": label})
    return make_facts(items=items, events=events, item_labels=labels)


def _of_programme(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["project"] == ""]


@of_programmes(tame=True)
def test_the_past_is_rebuilt_from_events_as_it_was(
    programme: Programme, measures: Measures
) -> None:
    """First seen long after, a moment is measured as it would have been then.

    But for how many events a source has told of, and for what events cannot tell.
    """
    known = facts(programme, programme.end)
    chosen = [measure for measure in measures if measure.table.name not in {"sources", "plan"}]

    rebuilt = measured(measures, known, as_of=programme.as_of, settings=programme.settings)

    as_it_was = measured_programme(programme, measures)
    assert_same(told_by_events(rebuilt), told_by_events(as_it_was), chosen)
