"""Part of the risk page: the risks themselves, open ones, those left alone, and closed ones."""

from typing import Any, Final

import pandas as pd

from programme.wording import risk_ageing, risks
from programme.wording.words import capital, known
from views.downloads import download
from views.html import Html, Part, join, named, paragraphs, tag, write
from views.shown import Shown
from views.tables import cell, table

#: More rows than this are read in the download.
MOST_ROWS: Final = 100

_HEADINGS: Final = {
    "title": "Risk",
    "probability": "How likely",
    "impact_days": "Days lost if it happens",
    "exposure_days": "Expected delay (days)",
    "bought": "Dealing with it brings its date forward by",
    "proximity": "How soon",
    "owner": "Who is dealing with it",
    "opened_on": "Since",
}
_LEFT_ALONE: Final = {
    "title": "Risk",
    "changed_on": "Last changed",
    "unchanged_count": "Days ago",
    "hit_by_on": "Could have hit by",
    "owner": "Who is dealing with it",
}


def left_alone(register: pd.DataFrame, shown: Shown) -> None:
    """List the open risks that nobody touched for long, or that could have hit already.

    Args:
        register: Rows of the risks table that are shown.
        shown: For the day.
    """
    rows = risk_ageing.left_alone(register, shown.today)
    if rows.empty:
        return
    write(
        tag("h2", "Open risks that were left alone"),
        paragraphs(risk_ageing.finding(rows, int((register["state"] == "open").sum()))),
        table(
            rows.head(MOST_ROWS),
            _LEFT_ALONE,
            caption="Open risks that were left alone, the longest first",
            row_heading="title",
            hidden_caption=True,
            cells={"title": _named, "hit_by_on": _hit_by, "owner": _owner},
        ),
        paragraphs(risk_ageing.ADVICE),
        paragraphs(risk_ageing.HOW, cls="how"),
    )


def open_risks(register: pd.DataFrame, shown: Shown) -> None:
    """List the open risks, largest first.

    Args:
        register: Rows of the risks table that are shown.
        shown: For the download.
    """
    rows = risks.largest(register, most=None)
    write(tag("h2", "Open risks, largest first"))
    if rows.empty:
        write(paragraphs("No risks are open."))
        return
    left_out = len(rows) - MOST_ROWS
    more = f"The {MOST_ROWS} largest of {len(rows):,} are listed; the download has all."
    write(
        risk_table(rows.head(MOST_ROWS), shown),
        paragraphs(more if left_out > 0 else "", cls="how"),
        join([tag("p", download("risks", shown), cls="download")]),
    )


def risk_table(rows: pd.DataFrame, shown: Shown) -> Html:
    """Return open risks as a table.

    Args:
        rows: Rows of the risks table, largest first. How soon they could hit, and what dealing
            with them buys, is left out where it is known of none.
        shown: For the day.
    """
    headings = dict(_HEADINGS)
    if rows["buys_days"].isna().all():
        del headings["bought"]
    if rows["proximity_weeks"].isna().all():
        del headings["proximity"]
    return table(
        rows,
        headings,
        caption="Open risks, largest first",
        row_heading="title",
        hidden_caption=True,
        cells={
            "title": _named,
            "probability": lambda r: _likely(r.probability),
            "bought": lambda r: (
                risks.bought(r.buys_days) or _missing("No date to tell" if r.sized else "Not known")
            ),
            "proximity": lambda r: _soon(risks.soon(r, shown.today)),
            "owner": _owner,
        },
    )


def closed_risks(register: pd.DataFrame) -> None:
    """List the risks that happened and those dealt with, latest first.

    Args:
        register: Rows of the risks table that are shown.
    """
    for state, heading, closed in (
        ("happened", "Risks that happened", "Happened on"),
        ("retired", "Risks dealt with", "Dealt with on"),
    ):
        rows = register[register["state"] == state].sort_values("closed_on", ascending=False)
        if rows.empty:
            continue
        headings = {
            "title": "Risk",
            "closed_on": closed,
            "exposure_days": "Expected delay at the end (days)",
        }
        if state == "happened" and rows["actual_days"].notna().any():
            headings["actual_days"] = "What it cost (days)"
        write(
            tag("h2", heading),
            table(
                rows.head(10),
                headings,
                caption=f"{heading}, latest first",
                row_heading="title",
                hidden_caption=True,
                cells={"title": _named},
            ),
        )


def _named(row: Any) -> Html:
    return named(str(row.title), str(row.url), str(row.project))


def _owner(row: Any) -> Html | str:
    return risks.role(str(row.owner_role)) or _missing("No role named")


def _hit_by(row: Any) -> Part:
    return cell(row.hit_by_on, "Not past" if known(row.proximity_weeks) else "Not known")


def _soon(said: str) -> Html | str:
    return capital(said) if said else _missing("Not known")


def _likely(probability: Any) -> Html | str:
    if pd.isna(probability):
        return _missing("Not sized")
    return risks.likelihood(float(probability)).capitalize()


def _missing(text: str) -> Html:
    return tag("span", text, cls="missing")
