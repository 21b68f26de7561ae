"""What a board looks up behind the eight blocks: every date, every risk, every change."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from charts.milestone_trend import milestone_trend_chart
from charts.slippage import slippage_chart
from programme.settings_projects import Agreed
from programme.teams import withheld
from programme.wording import changes as wording
from programme.wording import dates, origin, ready, risks, why_moved
from programme.wording import trend as trend_words
from programme.wording.ratings import rating_word
from programme.wording.words import NOT_KNOWN, capital, known, number
from reports.cells import date_cell
from reports.elements import Block, Cell, Element, Entry, Figure, Grid, Listing, Paragraph
from snapshots.change_groups import grouped, only_method, shareable_changes
from snapshots.changes import TABLE as CHANGES
from snapshots.edition import Edition

#: More rows than these are read in the CSV: a report is to be read, and sent by mail.
MOST_ROWS: Final = 100
#: Of each group of changes.
MOST_CHANGES: Final = 25

_MILESTONES: Final = (
    *("Milestone", "Rating", "First agreed", "Working to", "Compared with first agreed"),
    *("4 in 5 chance by", "How it moves"),
)
_RISKS: Final = (
    *("Risk", "How likely", "Days lost if it happens", "Expected delay (days)"),
    *("How soon", "Who is dealing with it", "Since"),
)


def appendix(edition: Edition) -> tuple[Block, ...]:
    """Return what stands behind the eight blocks: changes, milestones, their trend, risks.

    Args:
        edition: Uses the tables changes, increments, milestone_trend, slippage_bridge and risks.
    """
    increments = edition.table("increments")
    waiting = ready.next_increments(increments[increments["increment"] != ""], most=None)
    return (
        _changes(edition),
        _milestones(edition, waiting),
        _trend(edition, waiting),
        _register(edition),
    )


def _changes(edition: Edition) -> Block:
    header = edition.header
    before = header["compared_with_week"]
    parts: list[Element] = [Paragraph(origin.compared_with(before, str(header["iso_week"])))]
    found = edition.snapshot.tables.get(CHANGES.name)
    if before and found is not None:
        parts += _told(found, edition)
    return Block("changes", "What has changed since the last report?", tuple(parts))


def _told(found: pd.DataFrame, edition: Edition) -> Iterator[Element]:
    """Yield what changed, group by group; no small team's work is told on its own."""
    shown = shareable_changes(found, withheld(edition.settings.projects))
    if only_method(found):
        yield Paragraph(wording.NOTHING)
    for group in grouped(shown, several=len(edition.settings.projects) > 1):
        told = tuple(Entry("", sentence) for sentence in group.sentences[:MOST_CHANGES])
        yield Listing(told, wording.HEADINGS[group.name])
        yield from _more(len(group.sentences), CHANGES.name, MOST_CHANGES)
    if len(shown) < len(found):
        yield Paragraph(wording.SMALL_TEAMS, "aside")


def _milestones(edition: Edition, waiting: pd.DataFrame) -> Block:
    heading = "All open milestones"
    if waiting.empty:
        return Block("milestones", heading, (Paragraph("No milestone is open."),))
    recent = trend_words.recent(edition.table("milestone_trend"))
    shown = waiting.head(MOST_ROWS)
    rows = tuple(_milestone(row, edition, recent) for row in shown.itertuples())
    chart = slippage_chart(
        waiting,
        today=edition.today,
        place=edition.settings.programme.name,
        agreed=edition.agreed,
    )
    return Block(
        "milestones",
        heading,
        (
            Figure(chart),
            Grid("Open milestones, the next one first", _MILESTONES, rows),
            *_more(len(waiting), "increments"),
        ),
    )


def _milestone(row: Any, edition: Edition, recent: dict[tuple[str, str], int]) -> tuple[Cell, ...]:
    agreed = edition.baseline(row)
    moved = dates.drift(row, recent.get((row.project, row.increment), 0))
    first = "" if agreed is not None or not known(row.baseline_on) else ready.ONLY_SEEN
    return (
        _named(str(row.increment), row),
        Cell(rating_word(str(row.indicated_rating)), rating=str(row.indicated_rating)),
        date_cell(row.baseline_on, "No date yet", first),
        date_cell(row.target_on, "No date yet"),
        _compared(row, edition, agreed),
        date_cell(row.p80_on, "No forecast"),
        Cell(moved) if moved else Cell("No date yet", known=False),
    )


def _compared(row: Any, edition: Edition, agreed: Agreed | None) -> Cell:
    said = dates.compared(row, today=edition.today, agreed=agreed is not None)
    if not said:
        return Cell("No date yet", known=False)
    anew = dates.reagreed(row, agreed, today=edition.today) if isinstance(agreed, tuple) else ""
    return Cell(said, aside=anew)


def _trend(edition: Edition, waiting: pd.DataFrame) -> Block:
    trend = edition.table("milestone_trend")
    pairs = pd.MultiIndex.from_frame(trend[["project", "increment"]])
    chosen = list(waiting[["project", "increment"]].itertuples(index=False, name=None))
    watched = trend[pairs.isin(chosen)] if chosen else trend.head(0)
    chart = milestone_trend_chart(
        watched,
        place=edition.settings.programme.name,
        rates=trend_words.fleeing(edition.table("increments")),
    )
    return Block("trend", "How far have the dates moved?", (Figure(chart), *_why_moved(edition)))


def _why_moved(edition: Edition) -> Iterator[Element]:
    """Yield why each forecast moved since the report before; no small team's work is told."""
    small = withheld(edition.settings.projects)
    bridge = edition.table("slippage_bridge")
    rows = why_moved.by_milestone(bridge[~bridge["project"].isin(small)])
    if rows.empty:
        return
    several = len(edition.settings.projects) > 1
    told = (why_moved.told(row, several=several) for row in rows.head(MOST_CHANGES).itertuples())
    yield Listing(tuple(Entry("", one) for one in told), why_moved.HEADING)
    yield from _more(len(rows), "slippage_bridge", MOST_CHANGES)


def _register(edition: Edition) -> Block:
    heading = "All open risks"
    rows = risks.largest(edition.table("risks"), most=None)
    if rows.empty:
        return Block("register", heading, (Paragraph("No risks are open."),))
    grid = Grid(
        "Open risks, largest first",
        _RISKS,
        tuple(_risk(row, edition) for row in rows.head(MOST_ROWS).itertuples()),
    )
    return Block("register", heading, (grid, *_more(len(rows), "risks")))


def _risk(row: Any, edition: Edition) -> tuple[Cell, ...]:
    soon, who = risks.soon(row, edition.today), risks.role(str(row.owner_role))
    sized = not pd.isna(row.probability)
    return (
        _named(str(row.title), row),
        Cell(risks.likelihood(float(row.probability)).capitalize())
        if sized
        else Cell("Not sized", known=False),
        _number(row.impact_days),
        _number(row.exposure_days),
        Cell(capital(soon)) if soon else Cell(NOT_KNOWN, known=False),
        Cell(who) if who else Cell("No role named", known=False),
        date_cell(row.opened_on, NOT_KNOWN),
    )


def _named(title: str, row: Any) -> Cell:
    return Cell(title, aside=str(row.project), foreign=True, url=str(row.url))


def _number(value: Any) -> Cell:
    return Cell(number(value)) if known(value) else Cell(NOT_KNOWN, known=False)


def _more(count: int, table: str, most: int = MOST_ROWS) -> tuple[Element, ...]:
    """Say where the rest is, when there are more rows than a report holds."""
    left = count - most
    return (Paragraph(f"{left:,} more are in {table}.csv.", "aside"),) if left > 0 else ()
