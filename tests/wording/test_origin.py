"""What stands beside every figure, so that it can be audited."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from programme.wording import origin

LONDON = ZoneInfo("Europe/London")
HEADER: dict[str, Any] = {
    "iso_week": "2026-W47",
    "config_sha256": "3f2a" * 16,
    "basis": "recorded",
    "as_of": "2026-11-23T00:00:00Z",
    "taken_at": "2026-11-23T07:00:00Z",
    "revision": 0,
    "sha256": "c" * 64,
    "previous_sha256": None,
    "definitions_version": "1+abc",
    "app_version": "0.1.0",
}


@pytest.mark.parametrize(
    ("through", "tables", "said"),
    [
        (
            datetime(2026, 11, 22, 6, tzinfo=UTC),
            ["risks"],
            "Week 47 of 2026 · Data through 6am on Sunday 22 November 2026 · "
            "Configuration 3f2a3f2a3f2a · Listed in risks.csv",
        ),
        (
            datetime(2026, 7, 5, 6, 30, tzinfo=UTC),
            ["projects", "increments"],
            "Week 47 of 2026 · Data through 7:30am on Sunday 5 July 2026 · "
            "Configuration 3f2a3f2a3f2a · Listed in projects.csv and increments.csv",
        ),
        (None, [], "Week 47 of 2026 · No data collected yet · Configuration 3f2a3f2a3f2a"),
    ],
    ids=["one table", "two tables, in summer", "nothing"],
)
def test_a_line(through: datetime | None, tables: list[str], said: str) -> None:
    """Week, data through, configuration, and where the figure is listed."""
    assert said == origin.line(HEADER, through, LONDON, tables)


@pytest.mark.parametrize(
    ("compared", "said"),
    [
        (None, "There is no earlier report to compare with."),
        ("2026-W46", "Compared with last week (week 46, 9 to 15 November 2026)."),
        ("2026-W44", "Compared with 3 weeks ago (week 44, 26 October to 1 November 2026)."),
    ],
)
def test_a_comparison_says_the_gap(compared: str | None, said: str) -> None:
    """The week and how long ago it was (rule C1)."""
    assert said == origin.compared_with(compared, "2026-W47")


def test_all_that_identifies_an_edition() -> None:
    """Whole hashes, both ends of the chain, the definitions; a correction only where there is."""
    told = dict(origin.whole(HEADER, None, LONDON))
    assert told["Week"] == "Week 47, 16 to 22 November 2026"
    assert told["Figures as at"] == "The end of Sunday 22 November 2026"
    assert told["Configuration (SHA-256)"] == "3f2a" * 16
    assert told["This edition (SHA-256)"] == "c" * 64
    assert told["The edition before (SHA-256)"] == "None"
    assert "Correction" not in told
    assert origin.edition(HEADER) == "Week 47 of 2026"
    late = HEADER | {"revision": 2, "revised_reason": "wrong list", "revised_by_role": "PMO"}
    assert dict(origin.whole(late, None, LONDON))["Correction"] == "Number 2. Wrong list. (PMO)"
    assert origin.edition(late) == "Week 47 of 2026, correction 2"
    assert origin.line(late, None, LONDON, []).startswith("Week 47 of 2026, correction 2 · ")


def test_a_live_edition_has_no_hash() -> None:
    """And says why."""
    live = {name: value for name, value in HEADER.items() if name != "sha256"} | {"basis": "live"}
    assert dict(origin.whole(live, None, LONDON))["This edition (SHA-256)"] == (
        "None: it is not frozen"
    )


def test_the_command_that_names_the_items() -> None:
    """As it is typed."""
    assert origin.explain_command("risks", "2026-11-23T00:00:00Z") == (
        "python waymark.py explain risks KEY --as-of 2026-11-23T00:00:00Z"
    )
