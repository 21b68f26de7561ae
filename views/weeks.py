"""Weeks: what was reported when, what has changed between two weeks, and the files to take away."""

from contextlib import suppress
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from charts.weeks import weeks_chart
from programme.errors import WaymarkError
from programme.teams import withheld
from programme.wording import frozen_weeks as wording
from programme.wording.weeks import week_of
from reports.files import FORMS, LIVE, file_name, name, slug
from snapshots import week_names
from snapshots.change_groups import told_count
from snapshots.compare import compare, introduced
from snapshots.edition import Edition
from snapshots.weeks import Weeks
from views import skeleton, statements
from views.changes import changes
from views.figure import figure
from views.filters import asked_for, choose_from
from views.html import Html, join, paragraphs, rating_tag, tag, unbroken, write
from views.shown import Shown
from views.tables import cell, table

TITLE: Final = "Weeks"
PATH: Final = "weeks"
#: What each form is called, and what it is good for.
_FORMS: Final = {
    "html": ("Report", "web page in one file"),
    "pdf": ("Report", "PDF to print"),
    "pptx": ("Slides", "PowerPoint"),
    "zip": ("All tables", "CSV in a zip file"),
    "ics": ("Milestones", "calendar"),
}
_HEADINGS: Final = {
    "week": "Week",
    "rating": "Rating",
    "p80_on": "All finished, 4 in 5 chance by",
    "exposure_days": "Expected delay (days)",
    "remaining_count": "Pieces of work open",
    "change_count": "Changes told",
    "kind": "How it came about",
}
#: More weeks than these open on demand.
_MOST_WEEKS: Final = 26


def show(shown: Shown) -> None:
    """Draw the page."""
    skeleton.title(
        TITLE,
        "Every week as it was reported. Pick one, compare it with another, take it with you.",
    )
    weeks = shown.weeks
    if weeks is None:
        write(paragraphs(wording.UNREADABLE))
    elif not weeks.names:
        write(
            paragraphs(
                f"{wording.NONE_FROZEN} The last whole week is frozen by itself on "
                f"{shown.settings.report.day}, while this dashboard runs."
            )
        )
    else:
        try:
            chosen, against = _choose(shown, weeks)
        except WaymarkError as error:
            st.error(str(error))
        else:
            write(_told(chosen, against), _downloads(shown, chosen))
        _all(shown, weeks)
    statements.show(shown)


def _choose(shown: Shown, weeks: Weeks) -> tuple[Edition, Edition]:
    """Offer two editions, the later one and what it is compared with."""
    names = [LIVE, *reversed(weeks.names)]
    usual = name(shown) if name(shown) in names else LIVE
    titles = {one: _title(one) for one in names}
    with st.container(key="filters-weeks", horizontal=True):
        chosen = choose_from("Week", "of", titles, usual)
        earlier = [one for one in names if one != chosen]
        before = _before(shown, weeks, chosen)
        against = choose_from("Compare with", "against", {o: titles[o] for o in earlier}, before)
    return _edition(shown, weeks, chosen), _edition(shown, weeks, against)


def _before(shown: Shown, weeks: Weeks, chosen: str) -> str:
    """Return the name of the week that an edition is compared with unless a reader asks."""
    week = str(shown.live.header["iso_week"]) if chosen == LIVE else week_names.parse(chosen).week
    earlier = [one for one in weeks.names if week_names.parse(one).week < week]
    return earlier[-1] if earlier else next(one for one in [LIVE, *weeks.names] if one != chosen)


def _title(one: str) -> str:
    if one == LIVE:
        return "Now"
    parsed = week_names.parse(one)
    corrected = f" (corrected {parsed.revision})" if parsed.revision else ""
    return week_of(parsed.week) + corrected


def _edition(shown: Shown, weeks: Weeks, one: str) -> Edition:
    return shown.live if one == LIVE else weeks.edition(one)


def _told(chosen: Edition, against: Edition) -> Html:
    """Return what changed from one edition to the other."""
    found, introduction = _compared(against.identity, chosen.identity, against, chosen)
    return tag(
        "section",
        tag("h2", "What changed"),
        changes(found, chosen.settings, introduction),
        cls="block",
    )


@st.cache_data(max_entries=50, show_spinner=False)
def _compared(
    before: str, after: str, _before: Edition, _after: Edition
) -> tuple[pd.DataFrame, str]:
    # The identities stand for the editions, whose frames would be costly to compare.
    found = compare(_before, _after)
    return found.changes, found.introduction


def _downloads(shown: Shown, chosen: Edition) -> Html:
    programme, called = slug(str(shown.header["programme"])), name(chosen)
    return tag(
        "section",
        tag("h2", wording.taken_along("" if called == LIVE else called)),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    tag(
                        "a",
                        f"{_FORMS[form][0]}, {_FORMS[form][1]}",
                        href=f"snapshots/{programme}/{called}.{form}",
                        download=file_name(chosen, form),
                    ),
                )
                for form in FORMS
            ),
            cls="key downloads",
        ),
        cls="block",
    )


def _all(shown: Shown, weeks: Weeks) -> None:
    glance = weeks.glance()
    # In whole days, as on every other page.
    glance = glance.assign(exposure_days=np.floor(glance["exposure_days"] + 0.5))
    write(tag("h2", "All weeks at a glance"))
    if damaged := [one for one in weeks.names if one not in set(glance["name"])]:
        write(paragraphs(wording.damaged(damaged)))
    if glance.empty:
        return
    figure(weeks_chart(glance, place=shown.settings.programme.name), shown, key=weeks.names[-1])
    newest = glance.rename(columns={"name": "named"}).iloc[::-1]
    write(_table(newest.head(_MOST_WEEKS), "Weeks, the newest first"))
    if len(newest) > _MOST_WEEKS:
        rest = newest.iloc[_MOST_WEEKS:]
        more = tag("summary", f"Show {len(rest)} earlier weeks")
        write(tag("details", more, _table(rest, "Earlier weeks")))


def _table(glance: pd.DataFrame, caption: str) -> Html:
    return table(
        glance,
        _HEADINGS,
        caption=caption,
        hidden_caption=True,
        row_heading="week",
        missing={"change_count": "First week"},
        cells={
            "week": _link,
            "rating": lambda row: rating_tag(row.declared_rating or row.indicated_rating),
            "p80_on": lambda row: cell(row.p80_on, "No forecast"),
            "kind": _kind,
        },
    )


def _link(row: Any) -> Html:
    """Return a week that opens the sponsor's page as it was."""
    title = week_of(row.week)
    return tag("a", unbroken(title), href=f"./?week={row.named}", target="_self")


def _kind(row: Any) -> Html:
    mark = "●" if row.basis == "recorded" else "○"
    return join([tag("span", mark, aria_hidden="true"), f" {wording.kind(row)}"])


def news(shown: Shown) -> Html | None:
    """Return a link to what changed since this reader last looked, else since the last report.

    None where nothing did, before the first report, and where the week to compare with is not as it
    was frozen. Of a frozen week, to what changed since the week that it was compared with.
    """
    with suppress(WaymarkError):
        return _news(shown)
    return None


def _news(shown: Shown) -> Html | None:
    weeks, seen = shown.weeks, asked_for("since") or shown.since
    if not shown.frozen and weeks is not None and seen in weeks.names[:-1]:
        earlier = weeks.edition(seen)
        found, _ = _compared(earlier.identity, shown.identity, earlier, shown)
        since = wording.since_last_looked(week_names.parse(seen).week)
        return _lead(found, since, shown, against=seen)
    # Not the newest week: it may have been frozen since these figures were made.
    before, found = shown.header["compared_with_week"], shown.table("changes")
    if not before or weeks is None:
        return None
    if shown.frozen:
        since = wording.since_week_before(before)
        return _lead(found, since, shown, of=name(shown), against=before)
    since = wording.since_report(introduced(weeks.edition(before), shown))
    return _lead(found, since, shown, against=before)


def _lead(found: pd.DataFrame, since: str, shown: Shown, **parameters: str) -> Html | None:
    """Return a link to the list of what was found; None where there is nothing to read in it."""
    number = told_count(found, withheld(shown.settings.projects))
    return skeleton.to_page(wording.news(number, since), PATH, **parameters) if number else None
