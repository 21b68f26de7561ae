"""What is shown of one increment: burn-up, risks, open work and changes of scope.

A section says in a sentence that there is nothing; it is left out where there could be nothing.
"""

from typing import Any, Final

import pandas as pd

from charts.burn_up import burn_up_chart
from programme.teams import withheld
from programme.wording import one_increment as wording
from programme.wording import risks as risk_wording
from programme.wording.words import number, title
from views import explained
from views.downloads import download
from views.figure import figure
from views.html import Html, named, paragraphs, tag, write
from views.risk_register import risk_table
from views.shown import Shown
from views.tables import table

#: More rows than these are read in the downloads, or on the command line.
MOST_ITEMS: Final = 20
MOST_WEEKS: Final = 8
TOO_SMALL: Final = (
    "What its team does is not shown week by week or piece by piece: "
    "a team of fewer than five, or of a size not stated, could be taken for a person."
)
_ITEMS: Final = {
    "title": "Piece of work",
    "age_days": "Days since it was started",
    "created_on": "Asked for on",
}
_SCOPE: Final = {
    "week_start": "Week beginning",
    "added_count": "Added",
    "moved_in_count": "Moved in",
    "moved_out_count": "Moved out",
    "dropped_count": "Dropped",
    "scope_count": "Work in it then",
}
_MOVES: Final = ["added_count", "moved_in_count", "moved_out_count", "dropped_count"]


def burn_up(row: Any, shown: Shown) -> None:
    """Draw scope, finished work and forecast, and offer the pieces of work of each week."""
    write(tag("h2", "How far it is"))
    if hidden(row, shown):
        write(paragraphs(TOO_SMALL))
        return
    rows = of(shown.table("burn_up"), row)
    if rows.empty:
        write(paragraphs("No piece of work was in it at the end of any week."))
        return
    name = title(str(row.increment) or wording.UNPLANNED)
    chart = burn_up_chart(rows, row, today=shown.today, place=f"{name}, {row.project}")
    figure(chart, shown, key=f"{row.project}-{row.increment}")
    weeks = explained.weeks(rows, row.project, "week_end", "Sunday")
    explained.choose(
        shown,
        "burn_up",
        {said: (project, row.increment, on) for said, (project, on) in weeks.items()},
        label="At the end of",
        parameter="at",
        columns=("scope_count", "finished_count"),
    )


def risks(row: Any, shown: Shown) -> None:
    """List its open risks, first those that cost the date most."""
    rows = risk_wording.largest(of(shown.table("risks"), row), most=None)
    if rows.empty and row.state != "open":
        return
    write(tag("h2", "What could hold it up"))
    if rows.empty:
        write(paragraphs("No open risk is recorded for it."))
        return
    dearest = rows.sort_values("buys_days", ascending=False, na_position="last", kind="stable")
    said = [wording.buys(one) for one in dearest.itertuples()]
    write(paragraphs(*said, cls="lead"), risk_table(rows, shown))


def open_work(row: Any, shown: Shown) -> None:
    """List its open pieces of work, those that were started longest ago first."""
    left = int(row.remaining_count)
    if not left and row.state != "open":
        return
    write(tag("h2", "Work that is open"))
    if not left:
        write(paragraphs("No piece of work in it is open."))
        return
    if hidden(row, shown):
        write(paragraphs(TOO_SMALL))
        return
    items = of(shown.table("items"), row)
    rows = items[items["state"] == "open"].sort_values(
        ["age_days", "created_on", "item"], ascending=[False, True, True], na_position="last"
    )
    headings = dict(_ITEMS)
    if rows["age_days"].isna().all():
        del headings["age_days"]
    more = f"{left - MOST_ITEMS:,} more are open; waymark.py explain lists them all."
    write(
        table(
            rows.head(MOST_ITEMS),
            headings,
            caption="Open pieces of work, the one started longest ago first",
            row_heading="title",
            hidden_caption=True,
            cells={"title": _item},
            missing={"age_days": "Not started"},
        ),
        paragraphs(more if left > MOST_ITEMS else "", cls="how"),
    )


def scope_changes(row: Any, shown: Shown) -> None:
    """Show the weeks in which work came into it or left it, the latest first."""
    write(tag("h2", "How its scope has changed"))
    if not row.increment:
        write(paragraphs("Work in no milestone was never agreed, so its scope cannot change."))
        return
    if hidden(row, shown):
        write(paragraphs(TOO_SMALL))
        return
    rows = of(shown.table("scope"), row)
    if rows.empty:
        write(paragraphs("No date was ever agreed for it, so changes since then cannot be told."))
        return
    changed = rows[(rows[_MOVES] > 0).any(axis=1)].iloc[::-1]
    left_out = len(changed) - MOST_WEEKS
    more = f"{number(left_out)} earlier weeks with changes are in the download."
    write(
        paragraphs(wording.scope(rows, agreed=shown.agreed(row))),
        _weeks(changed.head(MOST_WEEKS)) if len(changed) else None,
        paragraphs(more if left_out > 0 else "", cls="how"),
        tag("p", download("scope", shown), cls="download"),
    )


def of(frame: pd.DataFrame, row: Any) -> pd.DataFrame:
    """Return the rows of a table that are of one increment.

    Args:
        frame: A table of the snapshot with ``project`` and ``increment``.
        row: A row of the increments table.
    """
    ours = (frame["project"] == row.project) & (frame["increment"] == row.increment)
    return frame[ours.fillna(False).astype(bool)]


def hidden(row: Any, shown: Shown) -> bool:
    """Say whether its team is too small for its work to be shown by week or by piece."""
    return row.project in withheld(shown.settings.projects)


def _item(row: Any) -> Html:
    return named(str(row.title or row.item), str(row.url), "")


def _weeks(rows: pd.DataFrame) -> Html:
    never = {name for name in _MOVES if not rows[name].any()}
    return table(
        rows,
        {name: heading for name, heading in _SCOPE.items() if name not in never},
        caption="Weeks in which its scope changed, the latest first",
        row_heading="week_start",
        hidden_caption=True,
    )
