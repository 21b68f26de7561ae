"""The wording rules over everything that the eight blocks say, of very different weeks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.config_file import load
from reports.elements import Block, Listing, Position
from reports.narrative import narrative
from snapshots.edition import Edition
from snapshots.measure import measure
from store import Store, open_store
from sync.run import sync
from tests.conftest import ROOT
from tests.reports.told import (
    achievements,
    decisions,
    edition,
    foreign,
    learnings,
    sentences,
)
from tests.views.snapshot import AS_OF
from tests.wording.lint import faults

HEADERS: dict[str, dict[str, Any]] = {
    "live": {},
    "frozen": {"basis": "recorded", "taken_at": "2026-11-23T06:00:00Z"},
    "late": {"basis": "recorded", "taken_late": True, "compared_with_week": "2026-W44"},
    "rebuilt": {"basis": "rebuilt", "note": "We did it!", "note_by_role": "Manager"},
    "corrected": {
        "basis": "recorded", "revision": 2, "revised_reason": "a label was wrong",
        "revised_by_role": "Programme manager", "compared_with_week": "2026-W46",
        "compared_with_rating": "not_rated",
    },
    "declared": {
        "declared_rating": "green", "declared_on": "2026-09-01", "declared_by_role": "Manager",
        "declared_reason": "We know better!", "compared_with_week": "2026-W46",
        "compared_with_rating": "amber",
    },
}  # fmt: skip
#: Days, so that there is none, one and many of what was finished, noted, and is to be decided.
DAYS = {"none": (), "one": ("2026-11-20",), "many": ("2026-11-22", "2026-11-03", "2026-12-24") * 3}


def wrong(told: Edition, now: datetime = AS_OF) -> list[str]:
    """Return what breaks the rules in all that an edition says."""
    blocks = narrative(told, now=now)
    titles = foreign(told)
    ratings = {one.rating for block in blocks for one in block.words if isinstance(one, Position)}
    assert ratings <= {"green", "amber", "red", "not_rated"}
    found = [f"{text}: {fault}" for text in sentences(blocks) for fault in faults(text, titles)]
    return [*found, *_empty(blocks)]


def _empty(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the blocks that say nothing under their heading."""
    for block in blocks:
        listings = [one for one in block.words if isinstance(one, Listing)]
        if not block.words or any(not one.entries for one in listings):
            yield f"{block.name} says nothing"


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_every_sentence_keeps_the_rules(header: dict[str, Any], days: tuple[str, ...]) -> None:
    """Whatever is said of the week, and with none, one and many of what it reports."""
    told = edition(
        header,
        decisions=decisions(*days),
        achievements=achievements(*days, show_on=list(days)),
        learnings=learnings(*days),
    )

    assert wrong(told) == []


@pytest.mark.parametrize(
    "without",
    [
        ("increments", "milestone_trend", "forecast_scores"),
        ("risks", "risk_burndown"),
        ("run_chart", "throughput", "risk_burndown", "milestone_trend"),
        ("sources", "data_quality"),
    ],
)
def test_what_is_missing_is_said_by_the_rules(without: tuple[str, ...]) -> None:
    """A programme that has just begun has no rows."""
    tables = {name: edition().table(name).head(0) for name in without}

    assert wrong(edition({"data_through_at": None, "rating_reason": ""}, **tables)) == []


_ratings = st.sampled_from(["green", "amber", "red", "not_rated"])
_dates = st.dates(datetime(2025, 1, 6).date(), datetime(2028, 1, 1).date()).map(pd.Timestamp)


@settings(max_examples=25)
@given(
    ratings=st.tuples(_ratings, _ratings, st.none() | _ratings),
    targets=st.lists(st.none() | _dates, min_size=10, max_size=10),
    shares=st.lists(st.none() | st.floats(0, 1), min_size=10, max_size=10),
    moved=st.lists(st.none() | st.integers(-400, 400), min_size=10, max_size=10),
    open_count=st.integers(0, 3), weeks=st.integers(0, 30),
)  # fmt: skip
def test_whatever_the_figures_are(
    ratings: tuple[str, str, str | None], targets: list[Any], shares: list[Any],
    moved: list[Any], open_count: int, weeks: int,
) -> None:  # fmt: skip
    """Dates set or not, sure or not, moved or not, with few risks and few weeks."""
    indicated, before, declared = ratings
    base = edition()
    increments = base.table("increments").assign(
        target_on=pd.to_datetime(pd.Series(targets)),
        p_on_time=pd.array(shares, dtype="Float64"),
        slippage_days=pd.array(moved, dtype="Float64"),
    )
    header = {
        "indicated_rating": indicated, "compared_with_week": "2026-W46",
        "compared_with_rating": before, "declared_rating": declared,
        "declared_on": "2026-11-01", "declared_by_role": "Manager", "declared_reason": "",
    }  # fmt: skip
    burndown = base.table("risk_burndown")
    told = edition(
        header,
        increments=increments,
        run_chart=base.table("run_chart").groupby("project").tail(weeks),
        risk_burndown=burndown.assign(open_count=open_count, unsized_count=min(1, open_count)),
    )

    assert wrong(told) == []


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Store]]:
    """The demonstration's settings, and its sources in a store of its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    path = Path(folder) / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('"sample/', f'"{ROOT}/sample/'), encoding="utf-8")
    given = load(path)
    store = open_store(given.store.url)
    assert given.programme.as_of is not None
    sync(given, store, now=given.programme.as_of, environ={})
    yield given, store
    store.close()


@pytest.mark.parametrize(
    "month",
    [
        (2025, 5),
        *(
            pytest.param(month, marks=pytest.mark.deep)
            for month in ((2025, 9), (2026, 2), (2026, 7))
        ),
        (2026, 11),
    ],
)
def test_the_demonstration_keeps_the_rules(
    demonstration: tuple[Any, Store], month: tuple[int, int]
) -> None:
    """From its beginning to today."""
    given, store = demonstration
    as_of = datetime(*month, 16, 7, tzinfo=UTC)
    told = Edition(measure(given, store, as_of=as_of, config_sha256="0" * 64), given)

    assert wrong(told, as_of) == []
