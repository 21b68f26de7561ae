"""The sponsor's page: whether the programme is on course, in a minute."""

from typing import Any, Final

import pandas as pd

from charts.risk_burndown import risk_burndown_chart
from charts.throughput import throughput_chart
from programme.wording import held, pace, ratings, ready, risks, sureness, words
from programme.wording.words import sentence
from views import one_increment, skeleton
from views.figure import figure
from views.html import (
    Html,
    Part,
    foreign,
    join,
    link,
    paragraphs,
    rating_tag,
    tag,
    unbroken,
    write,
)
from views.shown import Shown
from views.tables import NOT_KNOWN, cell, first_agreed, table
from views.teams import merged

TITLE: Final = "Sponsor's page"
PATH: Final = ""
#: Weeks of the pace that a sponsor is shown.
WEEKS = 26

_HEADINGS = {
    "increment": "What people will get",
    "baseline_on": "First agreed",
    "target_on": "Working to",
    "p80_on": "4 in 5 chance by",
    "slippage_days": "Compared with first agreed",
}


def show(shown: Shown) -> None:
    """Draw the blocks in their fixed order."""
    skeleton.title(shown.settings.programme.name, shown.settings.programme.outcome)
    chosen = ready.next_increments(shown.table("increments"), shown.keys)
    write(_position(shown, chosen), _ready(shown, chosen))
    _risks(shown)
    _pace(shown)
    write(_sureness(shown))


def _position(shown: Shown, chosen: pd.DataFrame) -> Html:
    header = shown.snapshot.header
    indicated = str(header["indicated_rating"])
    declared = header["declared_rating"]
    reason = sentence(str(header["rating_reason"] or ""))
    changed = ratings.change(
        declared or indicated, None, nothing_known=shown.table("run_chart").empty
    )
    facts = [
        "" if declared else reason,
        _moved_how_far(shown, reason),
        ready.delayed(shown.table("increments"), projects=_delivery_count(shown)),
    ]
    apart = ratings.disagreement(declared or "", indicated, reason)
    return tag(
        "section",
        tag("h2", "Where we are"),
        tag(
            "p",
            rating_tag(declared or indicated, cls="large"),
            tag("span", changed, cls="changed"),
            cls="position",
        ),
        paragraphs(" ".join(fact for fact in facts if fact), cls="lead"),
        paragraphs(apart, cls="notice warning"),
        tag(
            "div",
            _by_project(shown),
            tag(
                "details",
                tag("summary", "What the ratings mean, and roles"),
                paragraphs(_roles(shown)),
            ),
            cls="beside",
        ),
        cls="block",
    )


def _by_project(shown: Shown) -> Html:
    """Return the rating of each project that may be shown on its own, where there are several."""
    kept = shown.settings.projects
    together = merged(kept)
    alone = {p.name for p in kept if p.kind == "delivery" and p.name not in together}
    if _delivery_count(shown) < 2 or not alone:
        return join([])
    rated = shown.table("projects")
    rows = rated[rated["project"].isin(alone)].itertuples()
    return tag(
        "ul",
        *(
            tag("li", foreign(str(row.project)), " ", rating_tag(str(row.indicated_rating)))
            for row in rows
        ),
        cls="key",
    )


def _roles(shown: Shown) -> str:
    limits, programme = shown.settings.ratings, shown.settings.programme
    lead = programme.digital_lead_role
    header = shown.snapshot.header
    indicated = str(header["indicated_rating"])
    parts = [
        "" if header["declared_rating"] else ratings.points_to(indicated),
        ratings.rule(limits.amber_p_on_time, limits.green_p_on_time),
        f"Senior responsible owner: {programme.sro_role}.",
        f"Digital lead: {lead}." if lead else "",
    ]
    return " ".join(part for part in parts if part)


def _moved_how_far(shown: Shown, reason: str) -> str:
    increments = shown.table("increments")
    waiting = ready.next_increments(increments, shown.keys, most=None)
    if not waiting.empty:
        least = ready.least_sure(waiting)
        news = ready.moved_last_week(least, shown.table("milestone_trend"))
        if _names(shown, least, reason):
            return news or ready.moved_sentence(least, agreed=shown.agreed(least))
        return f"{ready.headline(increments, shown.keys, shown.agreed)} {news}".strip()
    return ready.headline(increments, shown.keys)


def _names(shown: Shown, row: Any, reason: str) -> bool:
    project = str(row.project) if _delivery_count(shown) > 1 else ""
    return ratings.named(str(row.increment), project) in reason


def _delivery_count(shown: Shown) -> int:
    return sum(project.kind == "delivery" for project in shown.settings.projects)


def _ready(shown: Shown, chosen: pd.DataFrame) -> Html:
    heading = tag("h2", "When it will be ready")
    if chosen.empty:
        return tag("section", heading, paragraphs("No milestone is open."), cls="block")
    rows = table(
        chosen,
        _HEADINGS,
        caption="Next milestones",
        hidden_caption=True,
        row_heading="increment",
        cells={
            "increment": one_increment.named_link,
            "slippage_days": lambda row: _moved(shown, row),
            "target_on": lambda row: _target(shown, row),
            "baseline_on": lambda row: _agreed(shown, row),
            "p80_on": lambda row: cell(row.p80_on, "No forecast"),
        },
    )
    least = ready.least_sure(chosen)
    reason = str(shown.snapshot.header["rating_reason"] or "")
    told = _names(shown, least, reason) and not pd.isna(least.p_on_time)
    said = ready.plan(least) if told else ready.ready(least, today=shown.today)
    about = [foreign(str(least.increment)), ": "] if len(chosen) > 1 else []
    every = skeleton.to_page("Slippage shows every milestone.", "slippage")
    note = [" Key milestones only. ", every] if shown.keys else []
    return tag("section", heading, rows, tag("p", *about, unbroken(said), *note), cls="block")


def _agreed(shown: Shown, row: Any) -> Part:
    return first_agreed(row.baseline_on, agreed=shown.agreed(row), missing="Not set")


def _target(shown: Shown, row: Any) -> Part:
    date, chance = cell(row.target_on, "Not set"), row.p_on_time
    # A chance that makes green is left to the dates beside it: the first screen is short.
    if pd.isna(chance) or chance >= shown.settings.ratings.green_p_on_time:
        return date
    return join([date, tag("span", words.chance(float(chance)), cls="chance")])


def _moved(shown: Shown, row: Any) -> Part:
    moved = ready.moved(row.slippage_days)
    if moved and round(row.slippage_days) == 0 and not shown.agreed(row):
        return "not moved"
    return moved or tag("span", NOT_KNOWN, cls="missing")


def _risks(shown: Shown) -> None:
    burndown = shown.table("risk_burndown")
    whole = burndown[burndown["project"] == ""]
    register = shown.table("risks")
    heading = join([tag("h2", "What could go wrong"), _too_large(shown)])
    if whole.empty or not whole["open_count"].any():
        write(tag("section", heading, paragraphs("No risks have been recorded."), cls="block"))
        return
    rows = list(whole.tail(2).itertuples())
    last, before = rows[-1], rows[-2] if len(rows) > 1 else None
    said = risks.total(last, projects=risks.carrying(register))
    happened = risks.happened(register, (last.week_end - pd.Timedelta(days=6)).date())
    write(
        tag(
            "section",
            heading,
            paragraphs(f"{said} {risks.movement(last, before)}".strip()),
            paragraphs(*happened),
            _largest(shown, register),
            cls="block",
        )
    )
    figure(risk_burndown_chart(whole, place=shown.settings.programme.name), shown, key="sponsor")


def _too_large(shown: Shown) -> Html:
    waiting = ready.next_increments(shown.table("increments"), shown.keys, most=None)
    if waiting.empty:
        return join([])
    least = ready.least_sure(waiting)
    if pd.isna(least.oversized_reason) or not least.oversized_reason:
        return join([])
    return tag("p", foreign(str(least.increment)), f": {sentence(str(least.oversized_reason))}")


def _largest(shown: Shown, register: pd.DataFrame) -> Html:
    rows = risks.largest(register)
    if rows.empty:
        return join([])
    return join(
        [
            tag("h3", "Biggest risks" if len(rows) > 1 else "Biggest risk"),
            tag(
                "ol",
                *(
                    tag(
                        "li",
                        tag("strong", link(foreign(str(row.title)), str(row.url))),
                        tag("span", risks.biggest(row), cls="detail"),
                    )
                    for row in rows.itertuples()
                ),
                cls="biggest",
            ),
            paragraphs(risks.buys(rows, shown.keys)),
        ]
    )


def _pace(shown: Shown) -> None:
    chart = shown.table("run_chart")
    whole = chart[chart["project"] == ""]
    alone = chart[~chart["project"].isin({"", *merged(shown.settings.projects)})]
    write(
        tag(
            "section",
            tag("h2", "Is the work moving?"),
            paragraphs(pace.pace(whole, alone)),
            cls="block",
        )
    )
    if not whole.empty:
        place = shown.settings.programme.name
        figure(throughput_chart(whole, place=place, weeks=WEEKS), shown, key="sponsor")


def _sureness(shown: Shown) -> Html:
    sources = shown.table("sources")
    behind = [sureness.source_notice(r, shown.as_of, shown.zone) for r in sources.itertuples()]
    return tag(
        "section",
        tag("h2", "How sure are we?"),
        paragraphs(
            sureness.origin(sources, shown.as_of, shown.zone)
            + " "
            + sureness.data_age(shown.data_through, shown.now),
            *behind,
            f"{sureness.method(sources)} {held.brief(shown.table('forecast_scores'))}".strip(),
            sureness.gaps(shown.table("data_quality"), shown.table("increments")),
        ),
        tag(
            "p",
            skeleton.to_page("Past forecasts and what happened.", "how-sure"),
            " ",
            skeleton.to_page("Data quality lists every gap.", "data-quality"),
        ),
        cls="block",
    )
