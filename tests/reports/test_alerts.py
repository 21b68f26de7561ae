"""Alerts: what cannot wait is told, once, and nothing else is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from programme.settings_projects import LEAST_PEOPLE
from reports.alerts import Alert, alerts
from snapshots.edition import Edition
from tests.metrics import frames
from tests.snapshots.editions import make_edition, make_settings
from tests.wording.lint import faults

NOW = datetime(2026, 3, 18, 9, tzinfo=UTC)
PAY = {"increment": "Pay online", "url": "https://github.com/a/b/milestone/1"}


def rated(rating: str, week: int = 10, **others: Any) -> Edition:
    """Make an edition in which the programme is rated so."""
    row = {"project": "", "indicated_rating": rating, "rating_reason": "p_on_time is 40%"}
    return make_edition(week, projects=[row], **others)


def dated(target_on: str | None, week: int = 10, **others: Any) -> Edition:
    """Make an edition in which one increment is worked to so."""
    return make_edition(week, increments=[{**PAY, "target_on": target_on, **others}])


def told(before: Edition | None, after: Edition) -> list[tuple[str, str]]:
    """Return subject and sentence of each alert; each is written by the rules of the page."""
    found = alerts(before, after, now=NOW)
    for one in found:
        assert faults(one.sentence) == []
        assert faults(one.subject) == []
    return [(one.subject, one.sentence) for one in found]


_RATED = {name: (rated(name), rated(name, 11)) for name in ("green", "amber", "red", "not_rated")}


@pytest.mark.parametrize("was", _RATED)
def test_only_a_worse_rating_is_told(was: str) -> None:
    """What got better or cannot be rated is no alert."""
    worse = [now for now in _RATED if told(_RATED[was][0], _RATED[now][1])]
    assert worse == {"green": ["amber", "red"], "amber": ["red"]}.get(was, [])


def test_a_worse_rating_has_its_reason() -> None:
    """Of the programme, and of a project of several."""
    projects = [{"project": name, "indicated_rating": "green"} for name in ("", "Care", "Roads")]
    worse = [
        {"project": "", "indicated_rating": "amber", "rating_reason": "one date is unlikely"},
        {"project": "Care", "indicated_rating": "red", "rating_reason": "its date is unlikely"},
        {"project": "Roads", "indicated_rating": "green"},
    ]
    both = make_settings(("Care", "Roads"))
    before = make_edition(10, settings=both, projects=projects)
    after = make_edition(11, settings=both, projects=worse)

    assert told(before, after) == [
        (
            "Amber, was Green",
            "The whole programme is rated Amber now (was Green). One date is unlikely.",
        ),
        ("Care is Red, was Green", "Care is rated Red now (was Green). Its date is unlikely."),
    ]


def test_a_small_team_is_not_rated_on_its_own() -> None:
    """Its rating would be one person's."""
    both = frames.make_settings(["Care", "Roads"], project={"people": LEAST_PEOPLE - 1})
    before = make_edition(
        10, settings=both, projects=[{"project": "Care", "indicated_rating": "green"}]
    )
    after = make_edition(
        11, settings=both, projects=[{"project": "Care", "indicated_rating": "red"}]
    )
    assert told(before, after) == []


def test_a_rating_that_is_made_otherwise_is_not_worse() -> None:
    """Where its limits changed, nobody can say so."""
    stricter = make_settings(ratings={"green_p_on_time": 0.9})
    assert told(rated("green"), rated("red", 11, settings=stricter)) == []


def test_a_declared_rating() -> None:
    """What the team says of itself is told as well."""
    said = {"declared_rating": "green", "declared_reason": ""}
    before = make_edition(10, header=said)
    after = make_edition(11, header={"declared_rating": "red", "declared_reason": "We lost a team"})
    assert told(before, after) == [
        (
            "Red, was Green",
            "The programme team rates this Red now (was Green). Reason given: ‘We lost a team’.",
        )
    ]


@pytest.mark.parametrize(
    ("was", "now", "subject"),
    [
        ("2027-02-05", "2027-03-19", "‘Pay online’ from 5 February 2027 to 19 March 2027"),
        ("2027-03-19", "2027-02-05", "‘Pay online’ from 19 March 2027 to 5 February 2027"),
        ("2027-02-05", None, "‘Pay online’ has no date any more, was 5 February 2027"),
    ],
    ids=["later", "earlier", "none"],
)
def test_a_date_that_moved(was: str, now: str | None, subject: str) -> None:
    """It is named, with both dates, whichever way it moved."""
    ((about, sentence),) = told(dated(was), dated(now, 11))
    assert about == subject
    assert sentence.startswith("‘Pay online’ ")


def test_a_date_that_moved_says_by_how_many_days() -> None:
    """In words, with the direction."""
    ((_, sentence),) = told(dated("2027-02-05"), dated("2027-03-19", 11))
    assert "is planned for 19 March 2027 now, 42 days later than before." in sentence


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (dated("2027-02-05"), dated("2027-02-05", 11)),
        (dated(None), dated("2027-02-05", 11)),
        (dated("2027-02-05"), dated("2027-02-05", 11, state="finished", finished_on="2026-03-10")),
        (dated("2027-02-05"), make_edition(11)),
    ],
    ids=["same", "first", "finished", "gone"],
)
def test_what_is_no_moved_date(before: Edition, after: Edition) -> None:
    """A first date and an end are news for the report."""
    assert told(before, after) == []


def failing(state: str, last_ok_at: str | None, week: int = 11) -> Edition:
    """Make an edition in which one source is so."""
    row = {
        "source": "forge.example/care", "state": state, "last_ok_at": last_ok_at,
        "message": "forge.example refuses the token.",
    }  # fmt: skip
    return make_edition(week, sources=[row])


@pytest.mark.parametrize(
    ("state", "last_ok_at", "is_told"),
    [
        ("failed", "2026-03-17T08:59Z", True),
        ("failed", "2026-03-17T09:01Z", False),
        ("stale", "2026-03-01T00:00Z", False),
        ("ok", "2026-03-01T00:00Z", False),
        ("never", None, False),
        ("failed", None, False),
    ],
)
def test_a_source_that_fails_for_a_day(state: str, last_ok_at: str | None, is_told: bool) -> None:
    """It is told without an earlier week, too; a shorter failure mends itself as a rule."""
    assert bool(told(None, failing(state, last_ok_at))) == is_told


def test_what_is_said_of_a_source() -> None:
    """Since when, and what it said."""
    ((subject, sentence),) = told(None, failing("failed", "2026-03-16T07:00Z"))
    assert subject == "forge.example/care cannot be read"
    assert sentence == (
        "forge.example/care cannot be read since 7am on Monday 16 March 2026. "
        "Its last sync said: forge.example refuses the token."
    )


def test_a_source_that_never_went_well() -> None:
    """It has failed for a day if it failed at the end of the last week, too."""
    assert told(failing("ok", None, 10), failing("failed", None)) == []
    ((_, sentence),) = told(failing("failed", None, 10), failing("failed", None))
    assert "since the end of Sunday" in sentence


def keys(found: tuple[Alert, ...]) -> list[str]:
    """Return what they are known by."""
    return [one.key for one in found]


def test_keys_stay_until_something_changes() -> None:
    """Asked an hour later, the same things are the same; another date or week is another thing."""
    before = dated("2027-02-05")
    first = keys(alerts(before, dated("2027-03-19", 11), now=NOW))
    assert keys(alerts(before, dated("2027-03-19", 11), now=NOW + timedelta(hours=1))) == first
    assert keys(alerts(before, dated("2027-03-20", 11), now=NOW)) != first
    assert keys(alerts(dated("2027-02-05", 11), dated("2027-03-19", 12), now=NOW)) != first
    outage = keys(alerts(None, failing("failed", "2026-03-16T07:00Z"), now=NOW))
    later = alerts(None, failing("failed", "2026-03-16T07:00Z", 12), now=NOW + timedelta(days=7))
    assert keys(later) == outage
    assert keys(alerts(None, failing("failed", "2026-03-16T08:00Z"), now=NOW)) != outage


def test_keys_are_unique() -> None:
    """Two alerts never share one, or one of them would not be told."""
    both = frames.make_settings(["Care", "Roads"])
    place = [{"project": name, "increment": "Pay"} for name in ("Care", "Roads")]
    rated = [{"project": name} for name in ("", "Care", "Roads")]
    before = make_edition(
        10,
        settings=both,
        increments=[{**one, "target_on": "2027-02-05"} for one in place],
        projects=[{**one, "indicated_rating": "green"} for one in rated],
    )
    after = make_edition(
        11,
        settings=both,
        increments=[{**one, "target_on": "2027-03-19"} for one in place],
        projects=[{**one, "indicated_rating": "red"} for one in rated],
    )
    found = keys(alerts(before, after, now=NOW))
    assert len(set(found)) == len(found) == 5
