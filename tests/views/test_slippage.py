"""The slippage page: why dates moved, every date that was promised, and what to do."""

import re
from typing import Any

from streamlit.testing.v1 import AppTest


def _page(given: dict) -> None:  # type: ignore[type-arg]  # run apart
    from dataclasses import dataclass, replace

    import streamlit as st

    from snapshots.edition import Edition
    from snapshots.slippage_bridge import CAUSES
    from snapshots.snapshot import Snapshot
    from snapshots.weeks import Weeks
    from tests.snapshots.editions import table
    from tests.views.snapshot import shown
    from views import slippage

    @dataclass(frozen=True)
    class Kept(Weeks):
        """Weeks that are held ready."""

        editions: tuple[tuple[str, Edition], ...] = ()

        @property
        def names(self) -> list[str]:
            return [name for name, _ in self.editions]

        def edition(self, name: str) -> Edition:
            return dict(self.editions)[name]

    st.cache_data.clear()
    st.query_params.from_dict(given.get("query", {}))
    bridge = table(
        "slippage_bridge",
        *(
            {
                "project": project, "increment": "Pay for support", "cause": cause,
                "days": {"pace": -7, "scope_added": 21}.get(cause, 0), "target_moved_days": 5,
            }
            for project in given["moved"]
            for cause in CAUSES
        ),
    )  # fmt: skip
    promises = table(
        "promises",
        *(
            {"project": "Care portal", "increment": "Pay for support", **one}
            for one in given["promises"]
        ),
    )
    base = shown(slippage_bridge=bridge, promises=promises)
    if given["undated"]:
        dates = ("baseline_on", "target_on", "finished_on", "p50_on", "p80_on", "slippage_days")
        tables = dict(base.snapshot.tables)
        for name in ("increments", "milestone_trend"):
            whole = tables[name]
            tables[name] = whole.assign(
                **{one: whole[one].mask(whole[one].notna()) for one in dates if one in whole}
            )
        base = replace(base, snapshot=replace(base.snapshot, tables=tables))
    settings = base.settings
    if given.get("small"):
        few = [project.model_copy(update={"people": 2}) for project in settings.projects]
        settings = settings.model_copy(update={"projects": tuple(few)})
    work = base.table("items")
    open_then = work.assign(state="open").iloc[1:]
    header = {**base.header, "compared_with_week": "2026-W46"}
    earlier = Edition(
        Snapshot({**header, "iso_week": "2026-W46"}, {"items": open_then}, "earlier"), settings
    )
    made = Snapshot(header, {**base.snapshot.tables, "items": work}, "now")
    kept = [("2026-W46", earlier)]
    if given["newest"]:
        last = Edition(Snapshot({**header, "basis": "recorded"}, made.tables, "last"), settings)
        kept.append(("2026-W47", last))
        empty = bridge.head(0)
        made = Snapshot(header, {**made.tables, "slippage_bridge": empty}, "now")
    weeks = Kept(None, "Care", (), tuple(kept))  # type: ignore[arg-type]
    slippage.show(replace(base, snapshot=made, settings=settings, weeks=weeks))


def text(**given: Any) -> str:
    """Return the words on the page, without markup."""
    given = {"moved": ["Care portal"], "promises": [], "newest": False, "undated": False, **given}
    app = AppTest.from_function(_page, args=(given,), default_timeout=60).run()
    assert not app.exception
    html = " ".join(element.proto.body for element in app.get("html"))
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def test_why_a_date_moved() -> None:
    """The whole, its parts, the moved target beside them, and the work behind them."""
    said = text()

    assert "Since the report on the week to 15 November 2026 :" in said
    assert "One forecast date moved later. Pay for support moved the furthest, 14 days later" in (
        said
    )
    for part in ("14 days later", "Work was added: 21 days later", "Moved 5 days later"):
        assert part in said
    assert "The pace of work: 7 days earlier" in said
    assert "Care portal : 1 added, 1 finished" in said
    assert "Choose an amount" in said


def test_live_figures_that_are_as_in_the_report_tell_of_it() -> None:
    """Nothing has moved since, so the last report's own movement stands here, and says so."""
    said = text(newest=True)

    assert (
        "No date has moved since the report on the week to 22 November 2026. "
        "In that week, compared with the report on the week to 15 November 2026:"
    ) in re.sub(" (?=[.:])", "", said)
    assert "The pace of work: 7 days earlier" in said


def test_nothing_moved_and_small_teams() -> None:
    """A sentence says why nothing is listed; no small team's pace is told."""
    assert "No date with a 4 in 5 chance moved" in text(moved=[])
    said = text(small=True)
    assert "The pace of work: 7 days earlier" not in said
    assert "teams of fewer than five people are not listed" in said


def test_every_date_that_was_promised() -> None:
    """The first one, each later one with who told of it; a re-baseline stands beside them."""
    said = text(
        promises=[
            {"order": 1, "promised_on": "2026-05-01", "basis": "baseline",
             "agreed_on": "2026-01-06", "role": "Director", "reason": "First plan"},
            {"order": 2, "promised_on": "2026-05-20", "moved_days": 19, "basis": "observed",
             "seen_at": "2026-03-02T06:00:00Z"},
            {"order": 3, "promised_on": "2026-06-01", "moved_days": 12, "basis": "rebaseline",
             "agreed_on": "2026-04-06", "role": "Board", "reason": "Too large"},
        ]
    )  # fmt: skip

    assert "first 1 May 2026 , changed twice; 1 June 2026 now, 31 days later in all." in said
    assert "Agreed on 6 January 2026 by the Director. First plan." in said
    assert "Seen on 2 March 2026 ." in said
    assert "Agreed anew on 6 April 2026 by the Board. Too large." in said


def test_what_to_do() -> None:
    """Before the table of open milestones, with a way to try it."""
    said = text()

    assert said.index("What to do") < said.index("Open milestones")
    assert "Try what leaving work out would do." in said


def test_without_any_date_it_says_what_to_do() -> None:
    """In a sentence: no figure without data, and nothing of dates that there are not."""
    said = text(undated=True)

    assert "No dates have been set, so none can slip" in said
    assert said.count("Give each milestone that matters a due date in GitHub or GitLab") == 1
    for absent in ("the table below lists all", "week by week", "What to do", "promised"):
        assert absent not in said


def test_dates_that_did_not_come_true_are_told_beside_the_forecasts() -> None:
    """As on the sponsor's page, before what is advised from them."""
    said = text()

    assert "past ‘4 in 5’ dates" in said
    assert said.index("past ‘4 in 5’ dates") < said.index("What to do")


def test_dates_that_stand_are_told_together() -> None:
    """Below those that moved, which nobody has to look for among them."""
    moved = {"project": "Care portal", "increment": "Pay for support", "basis": "observed"}
    steady = {**moved, "increment": "Book a care assessment online"}
    said = text(
        promises=[
            {**moved, "order": 1, "promised_on": "2026-05-01", "seen_at": "2026-01-02T06:00:00Z"},
            {**moved, "order": 2, "promised_on": "2026-05-20", "seen_at": "2026-03-02T06:00:00Z"},
            {**steady, "order": 1, "promised_on": "2026-05-01", "seen_at": "2026-01-02T06:00:00Z"},
        ]
    )

    assert said.index("Pay for support (Care portal): first") < said.index(
        "One more stands at the date first promised"
    )
    assert "changed since the first promise" not in said
