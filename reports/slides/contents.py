"""What the slides of a deck hold, slide by slide: a board's order, a finding as each title."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pandas as pd

from charts.chart import Chart
from charts.milestone_trend import milestone_trend_chart
from programme.teams import withheld
from programme.wording import dates, held, ready
from programme.wording import slides as wording
from programme.wording import trend as trend_words
from programme.wording.changes import SMALL_TEAMS
from programme.wording.words import sentence
from reports.elements import Block, Cell, Element, Figure, Grid, Listing
from reports.slides.first import draw_first
from reports.slides.house import Box
from reports.slides.layouts import charted, gridded, halves, headed, listed_over_table
from reports.slides.lines import lines, told
from reports.slides.text import Line, clean
from snapshots.change_groups import shareable_changes
from snapshots.edition import Edition

_Kind = TypeVar("_Kind", bound=Element)
_ABOUT: Final = "About these figures"
#: Over which a board is shown how dates moved.
_WEEKS: Final = 52
#: The furthest ones; a board reads no more.
_MOST_CHANGES: Final = 10


@dataclass(frozen=True)
class Content:
    """One slide.

    Attributes:
        heading: The question that it answers, above the title.
        title: The finding.
        tables: Names of the tables that list the items behind it, and define its measures.
        notes: What the speaker may say, nothing cut.
        draw: Draws all but heading, title, footer and notes, into the box between them.
        first: Whether it is the title slide.
    """

    heading: str
    title: str
    tables: tuple[str, ...]
    notes: tuple[str, ...]
    draw: Callable[[Any, Box], None]
    first: bool = False


def contents(edition: Edition, blocks: Mapping[str, Block]) -> list[Content]:
    """Return the slides of an edition: seven, and one more where there is a week to compare with.

    Args:
        edition: What is told.
        blocks: The narrative's, by name.
    """
    made = [
        _position(edition, blocks["position"]),
        _decisions(edition, blocks["decisions"], blocks["ready"]),
        _charted(edition, blocks["risks"], ("risks", "risk_burndown")),
        _charted(edition, blocks["pace"], ("items", "run_chart", "throughput")),
        _dates(edition),
        _learned(blocks["achievements"], blocks["learnings"]),
    ]
    if edition.header["compared_with_week"] and "changes" in edition.snapshot.tables:
        made.append(_changes(edition))
    return [*made, _sureness(edition, blocks["sureness"])]


def _position(edition: Edition, block: Block) -> Content:
    programme, header = edition.settings.programme, edition.header
    rating = str(header["declared_rating"] or header["indicated_rating"])
    return Content(
        wording.eyebrow(header),
        wording.position_title(programme.name, rating),
        ("projects", "increments"),
        (programme.outcome, *told(block.elements)),
        lambda slide, _: draw_first(slide, edition, block.elements),
        first=True,
    )


def _decisions(edition: Edition, decisions: Block, dated: Block) -> Content:
    waiting = sum(len(one.entries) for one in _of(decisions, Listing))
    moved = ready.headline(edition.table("increments"), edition.keys, edition.agreed)
    return Content(
        "What do we need from you, and when will it be ready?",
        wording.decisions_title(waiting, moved),
        ("decisions", "increments"),
        tuple(told([*decisions.elements, *dated.elements])),
        lambda slide, body: listed_over_table(
            slide,
            body,
            decisions.heading,
            lines(decisions.elements),
            below=dated.heading,
            grids=_of(dated, Grid),
            after=lines(dated.elements),
        ),
    )


def _charted(edition: Edition, block: Block, tables: tuple[str, ...]) -> Content:
    said = lines(block.elements)
    figures = [figure.chart for figure in _of(block, Figure) if not figure.chart.empty]
    drawn = figures[0] if figures else None
    return Content(
        block.heading,
        drawn.headline if drawn else said[0].text.rstrip("."),
        tables,
        (*told(block.elements), *_chart_in_words(drawn)),
        lambda slide, body: charted(slide, body, drawn, said, created=edition.taken_at),
    )


def _dates(edition: Edition) -> Content:
    increments, trend = edition.table("increments"), edition.table("milestone_trend")
    # All of them, as on the page and in the report: one finding has one count.
    waiting = ready.next_increments(increments, most=None)
    pairs = pd.MultiIndex.from_frame(trend[["project", "increment"]])
    watched = trend[pairs.isin(pd.MultiIndex.from_frame(waiting[["project", "increment"]]))]
    lately = watched["week_end"] > watched["week_end"].max() - pd.Timedelta(weeks=_WEEKS)
    chart = milestone_trend_chart(
        watched[lately],
        place=edition.settings.programme.name,
        rates=trend_words.fleeing(increments),
    )
    # One week is no trend: its dates are told in words.
    drawn = chart if len(chart.frame) > 1 and not chart.empty else None
    recent = trend_words.recent(trend)
    said = [
        Line(
            clean(
                f"{dates.slippage(row, agreed=edition.agreed(row))} "
                f"{dates.drift(row, recent.get(key, 0))}"
            ),
            sign="•",
        )
        for row in waiting.itertuples()
        for key in [(str(row.project), str(row.increment))]
    ]
    return Content(
        "How far have the dates moved?",
        chart.headline,
        ("milestone_trend", "increments"),
        (*(line.text for line in said), *_chart_in_words(drawn)),
        lambda slide, body: charted(
            slide,
            body,
            drawn,
            said or [Line(sentence(dates.headline(waiting, edition.agreed)))],
            created=edition.taken_at,
        ),
    )


def _learned(usable: Block, learned: Block) -> Content:
    def draw(slide: Any, body: Box) -> None:
        for box, block in zip(halves(body), (usable, learned), strict=True):
            headed(slide, box, block.heading, lines(block.elements), largest=16)

    counts = [sum(len(one.entries) for one in _of(block, Listing)) for block in (usable, learned)]
    return Content(
        "What can people use, and what did we learn?",
        wording.learned_title(*counts),
        ("achievements", "learnings"),
        tuple(told([*usable.elements, *learned.elements])),
        draw,
    )


def _changes(edition: Edition) -> Content:
    """Tell what moves an end date furthest; no small team's work is told on its own."""
    found = edition.table("changes").sort_values("order")
    shown = shareable_changes(found, withheld(edition.settings.projects))
    said = [str(one) for one in shown["sentence"]]
    left_out = [SMALL_TEAMS] if len(shown) < len(found) else []
    listed = [Line(clean(one), sign="•") for one in said[:_MOST_CHANGES]]
    if left := len(said) - len(listed):
        listed.append(Line(wording.more_changes(left)))
    listed += [Line(one) for one in left_out]
    nothing = [Line(f"{wording.NOTHING_CHANGED}.")]
    return Content(
        "What has changed since the last report?",
        wording.changes_title(len(found), edition.header["compared_with_week"]),
        ("changes",),
        (*said, *left_out),
        lambda slide, body: charted(slide, body, None, listed or nothing, created=edition.taken_at),
    )


def _sureness(edition: Edition, block: Block) -> Content:
    rows = wording.about(edition.header, through=edition.data_through, zone=edition.zone)
    grid = Grid(_ABOUT, ("What", "Which"), tuple((Cell(a), Cell(b)) for a, b in rows))

    def draw(slide: Any, body: Box) -> None:
        left, right = halves(body)
        headed(slide, left, block.heading, lines(block.elements), largest=16)
        gridded(slide, right, _ABOUT, grid)

    return Content(
        "Can we believe it?",
        held.headline(edition.table("forecast_scores")),
        ("sources", "data_quality", "forecast_scores"),
        (*told(block.elements), *(f"{name}: {value}." for name, value in rows)),
        draw,
    )


def _of(block: Block, kind: type[_Kind]) -> list[_Kind]:
    return [one for one in block.elements if isinstance(one, kind)]


def _chart_in_words(drawn: Chart | None) -> Sequence[str]:
    if drawn is None:
        return ()
    return (f"How to read the chart: {drawn.how_to_read}", f"The chart: {drawn.description}")
