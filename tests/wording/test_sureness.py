"""Sentences on how sure we are: where figures come from, and what no date counts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from programme.wording import sureness
from tests.wording.lint import faults

ZONE, NOW = ZoneInfo("Europe/London"), datetime(2026, 11, 16, 7, tzinfo=UTC)


def sources(*given: tuple[str, str]) -> pd.DataFrame:
    """Return a sources table of (project, kind)."""
    frame = pd.DataFrame(list(given), columns=["project", "kind"])
    return frame.assign(event_count=[9] * len(frame))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("A", "recorded"), ("B", "recorded"), ("C", "recorded")],
         ", from the work lists of 3 projects."),
        ([("A", "recorded")], ", from the work list of one project."),
        ([("A", "github"), ("A", "github")], ", from 2 work lists of one project on GitHub."),
        ([("A", "github"), ("A", "gitlab"), ("B", "gitlab")],
         ", from 3 work lists of 2 projects on GitHub and GitLab."),
        ([], "."),
    ],
    ids=["recorded", "one", "two-of-one", "three-of-two", "none"],
)  # fmt: skip
def test_where_the_figures_come_from(given: list[tuple[str, str]], said: str) -> None:
    """Lists and projects are counted; a recording is a work list like any other."""
    whole = sureness.origin(sources(*given), NOW, ZONE)
    assert whole == f"Figures as at 7am on Monday 16 November 2026{said}"
    assert faults(whole) == []


def quality(*severities: str) -> pd.DataFrame:
    """Return a data_quality table of these severities."""
    return pd.DataFrame({"severity": list(severities)}, dtype="object")


def increments(*left: tuple[str, int | None]) -> pd.DataFrame:
    """Return an increments table of (increment, remaining)."""
    frame = pd.DataFrame(list(left), columns=["increment", "remaining_count"])
    return frame.astype({"remaining_count": "Int64"})


@pytest.mark.parametrize(
    ("severities", "left", "said"),
    [
        ((), [("Pay", 5), ("", 0)], "No gaps were found in the records."),
        ((), [], "No gaps were found in the records."),
        (("info",), [("Pay", 152), ("", 26), ("", 13)],
         "39 of 191 open pieces of work belong to no milestone, so no milestone’s date counts "
         "them."),
        (("info",), [("Pay", 8), ("", 1), ("", None)],
         "One of 9 open pieces of work belongs to no milestone, so no milestone’s date counts it."),
        (("info",), [("", 9)],
         "All 9 open pieces of work belong to no milestone, so no milestone’s date counts them."),
        (("info",), [("", 1)],
         "The only open piece of work belongs to no milestone, so no milestone’s date counts it."),
        (("warning", "info"), [("Pay", 8), ("", 2)],
         "2 of 10 open pieces of work belong to no milestone, so no milestone’s date counts them. "
         "One serious gap was found in the records."),
        (("warning", "error"), [("Pay", 8)], "2 serious gaps were found in the records."),
        (("info", "info"), [("Pay", 8)],
         "The records have no serious gap, and 2 points to know."),
    ],
)  # fmt: skip
def test_the_largest_gap_is_named_in_numbers(
    severities: tuple[str, ...], left: list[tuple[str, int | None]], said: str
) -> None:
    """Work that no date counts comes first; then how many gaps are serious."""
    whole = sureness.gaps(quality(*severities), increments(*left))
    assert whole == said
    assert faults(whole) == []


def test_the_method_says_what_it_counts() -> None:
    """Weeks end on Sundays, and what nobody wrote down is not known."""
    said = sureness.method(sources(("A", "github")))
    assert "Work is taken to be done on the Sunday that ends a week." in said
    assert "quiet periods and committee dates count as far as they are written down." in said
    assert faults(said) == []
