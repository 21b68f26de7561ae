"""Sentences on whether everything is read, and how single runs went."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from programme.frames import AT
from programme.wording import runs
from tests.wording.lint import faults

ZONE = ZoneInfo("Europe/London")
_COLUMNS = ["source", "state", "last_ok_at", "failing_since", "message"]


def hour(number: int) -> datetime:
    """Return a full hour of 16 November 2026."""
    return datetime(2026, 11, 16, number, tzinfo=UTC)


def standing(*given: tuple[str, int | None, int | None] | tuple[Any, ...]) -> pd.DataFrame:
    """Make sources a, b, … of (state, hour of the last good run, hour since when, message)."""
    rows = [
        {
            "source": "abcdefgh"[at],
            "state": state,
            "last_ok_at": None if good is None else hour(good),
            "failing_since": None if since is None else hour(since),
            "message": message[0] if message else "",
        }
        for at, (state, good, since, *message) in enumerate(given)
    ]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.astype({"last_ok_at": AT, "failing_since": AT})


OK, STALE, NEVER = ("ok", 7, None), ("stale", 5, None), ("never", None, None)
DAY = "Monday 16 November 2026"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "There is no source to be read yet."),
        ([OK], f"The only source was read well at 7am on {DAY}."),
        ([OK, OK, OK], f"All 3 sources were read well at 7am on {DAY}."),
        ([OK, ("ok", 6, None)],
         f"All 2 sources were read well, the first of them at 6am on {DAY}."),
        ([("failed", 5, 6)], f"The only source has been failing since 6am on {DAY}."),
        ([("failed", 5, 6), OK],
         f"One of 2 sources has been failing since 6am on {DAY}. "
         f"The other one was read well at 7am on {DAY}."),
        ([("failed", 5, 6), ("failed", None, 4), OK, OK],
         f"2 of 4 sources have been failing, the first of them since 4am on {DAY}. "
         f"The others were read well at 7am on {DAY}."),
        ([("failed", 5, None), ("failed", None, None)], "All 2 sources have been failing."),
        ([STALE, NEVER],
         f"One of 2 sources was last read over a day ago, at 5am on {DAY}. "
         "One of 2 sources has never been read."),
    ],
    ids=["none", "one", "all", "hours", "only", "fails", "two", "unknown", "old"],
)  # fmt: skip
def test_the_headline(given: list[tuple[Any, ...]], said: str) -> None:
    """How many of how many, since when, and what of the others."""
    assert runs.headline(standing(*given), ZONE) == said
    assert faults(said) == []


def test_one_cause_is_told_once() -> None:
    """Whatever the source is called in it; the oldest failure first, and no more than three."""
    told = runs.reasons(
        standing(
            *(("failed", None, at, f"{name}: {why}.") for at, name, why in (
                (5, "a", "no token"), (6, "b", "no network"), (4, "c", "no token"),
                (7, "d", "no disk"), (8, "e", "no time"), (9, "f", "no luck"),
            )),
            OK,
        )
    )  # fmt: skip
    assert told == [
        "c: no token. The same is true of one other source.",
        "b: no network.",
        "d: no disk.",
        "2 more reasons stand beside the sources.",
    ]
    assert runs.reasons(standing(OK, NEVER)) == []


@pytest.mark.parametrize(
    ("message", "whole", "beside"),
    [
        ("a refused the token (401).", "a refused the token (401).", "Refused the token (401)."),
        ("a: the folder is gone", "a: the folder is gone", "The folder is gone."),
        ("the\x1b[31m disk\nis full", "The[31m disk is full.", "The[31m disk is full."),
        ("", "It did not say why.", "It did not say why."),
    ],
    ids=["name", "colon", "no name", "nothing"],
)
def test_why(message: str, whole: str, beside: str) -> None:
    """One plain sentence; beside the source's name, that is not said again."""
    (row,) = standing(("failed", 5, 6, message)).itertuples()
    assert runs.why(row) == whole
    assert runs.why_beside(row) == beside
    assert runs.failing(row, ZONE) == f"Since 16 November 2026, 06:00. {beside}"


def test_owners_and_groups_that_fail() -> None:
    """What was found before is still read, and that is said."""
    given = standing(("failed", 5, 6, "a shows no repositories."), OK)
    assert runs.listed(given, ZONE) == [
        f"The repositories of a could not be listed since 6am on {DAY}; those found before are "
        "still read. a shows no repositories."
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "Less than a second"),
        (0.99, "Less than a second"),
        (1, "1 second"),
        (75.9, "1 minute 15 seconds"),
        (120, "2 minutes"),
        (3661, "1 hour 1 minute"),
        (36_000_000, "10,000 hours"),
    ],
)
def test_how_long_a_run_took(seconds: float, said: str) -> None:
    """Whole seconds, and from an hour on whole minutes."""
    assert runs.duration(timedelta(seconds=seconds)).replace("\N{NO-BREAK SPACE}", " ") == said


def test_when_a_run_began() -> None:
    """In the programme's time zone, in summer, too."""
    assert runs.moment(datetime(2026, 7, 1, 23, 5, tzinfo=UTC), ZONE) == "2 July 2026, 00:05"


@pytest.mark.parametrize(
    ("page", "said"),
    [((1, 1, 1), "One run, the newest first."), ((1, 50, 50), "50 runs, the newest first."),
     ((51, 60, 1060), "Runs 51 to 60 of 1,060, the newest first.")],
)  # fmt: skip
def test_which_runs_are_shown(page: tuple[int, int, int], said: str) -> None:
    """All of them, or from which to which."""
    assert runs.shown(*page) == said
    assert runs.left_out(page[2], 1_060) == ""
    assert runs.left_out(2_000, 1_060) == "The file holds the newest 1,060 of 2,000 runs."
    assert runs.rest(0) == ""
    assert runs.rest(990) == "990 more sources: see Data quality."


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ([], "Nothing has been synced yet; run `python waymark.py sync` first."),
        (["A.", "B.", "A."], "No source could be read yet. A. B."),
        (
            ["A.", "B.", "C.", "D."],
            "No source could be read yet. A. B. C. "
            "And one other reason; `python waymark.py sync` tells all.",
        ),
    ],
)
def test_why_there_is_nothing(reasons: list[str], said: str) -> None:
    """Each reason once, three at most."""
    assert runs.nothing_synced(reasons) == said
