"""Which pieces of work are these? The items behind a figure, listed when somebody asks."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from programme.errors import WaymarkError
from programme.teams import OTHERS, merged, withheld
from programme.wording.words import day, number, pounds
from views.html import Html, foreign, join, link, paragraphs, tag, write
from views.shown import Shown
from views.tables import table

QUESTION: Final = "Which pieces of work are these?"
#: More items than this of one figure are read on the command line.
MOST_ITEMS: Final = 100

Keys = Mapping[str, tuple[str, ...]]

#: What a column counts, and what the amounts of its items are where they are not all 1.
_WORDS: Final = {
    "arrived_count": "Arrived",
    "finished_count": "Finished",
    "dropped_count": "Dropped",
    "reopened_count": "Reopened",
    "started_total": "Started so far",
    "finished_total": "Finished so far",
    "dropped_total": "Dropped so far",
    "wip_count": "Under way",
    "backlog_count": "Waiting to be started",
    "remaining_count": "Still to do",
    "scope_count": "In it",
    "added_since_baseline_count": "Added since it was first agreed",
    "p80_on": "To be finished for the date with a 4 in 5 chance",
    "p50_days": "Half took at most as long as this one",
    "p85_days": "85 in 100 took at most as long as this one",
    "p95_days": "95 in 100 took at most as long as this one",
    "open_count": "Open risks",
    "unsized_count": "Open risks that are not sized",
    "exposure_days": "Expected delay",
    "exposure_gbp": "Expected loss",
    "new_days": "New or reopened risks",
    "raised_days": "Risks that grew",
    "lowered_days": "Risks made smaller",
    "retired_days": "Risks dealt with",
    "happened_days": "Risks that happened",
    "item_count": "Found",
}
_POUNDS: Final = "Pounds"
#: What the amounts of columns are, by the ends of their names; else they are counts.
_UNITS: Final = {"_days": "Days", "_gbp": _POUNDS}


def choose(
    shown: Shown,
    of: str,
    keys: Keys,
    *,
    label: str,
    parameter: str,
    columns: tuple[str, ...],
    question: str = QUESTION,
) -> None:
    """Offer the rows of a table, and list the items of the one that is chosen.

    Nothing is worked out before a row is chosen, here or in the address.

    Args:
        shown: What the page shows.
        of: Name of the table.
        keys: By what a reader calls the row, the key of it; first things first.
        label: What is chosen: "Week", "Milestone".
        parameter: Where the choice stands in the address; also tells two offers on a page apart.
        columns: Columns to list, in this order.
        question: What the list answers.
    """
    if shown.explain is None or not keys:
        return
    names = list(keys)
    # In the address stands the key, which outlives our words for it.
    addresses = {name: "/".join(filter(None, key)) for name, key in keys.items()}
    wanted = st.query_params.get(parameter)
    asked = next((name for name in names if addresses[name] == wanted), None)
    widget = f"explain-{parameter}"
    if st.session_state.get(widget) not in (None, *names):
        del st.session_state[widget]  # chosen of another project

    def keep() -> None:
        value = st.session_state[widget]
        if value is None:
            st.query_params.pop(parameter, None)
        else:
            st.query_params[parameter] = addresses[value]

    with st.expander(question, expanded=asked is not None, key=f"expander-{parameter}"):
        chosen = st.selectbox(
            label,
            names,
            index=None if asked is None else names.index(asked),
            key=widget,
            on_change=keep,
            placeholder="Choose one",
        )
        if chosen is not None:
            _list(shown, of, keys[chosen], columns)


def of_one(
    shown: Shown,
    of: str,
    key: tuple[str, ...],
    *,
    name: str,
    columns: tuple[str, ...],
    question: str,
) -> None:
    """Offer the items behind one row; they are looked up once somebody opens the list.

    Args:
        shown: What the page shows.
        of: Name of the table.
        key: Of its row.
        name: Tells two offers on a page apart.
        columns: As for ``choose``.
        question: As for ``choose``.
    """
    if shown.explain is None:
        return
    opened = st.expander(question, key=f"expander-{name}", on_change="rerun")
    if opened.open:
        with opened:
            _list(shown, of, key, columns)


def weeks(rows: pd.DataFrame, project: str, column: str, words: str) -> Keys:
    """Return the weeks of a weekly table as keys, the latest first.

    Args:
        rows: Of the table, oldest first.
        project: Of the key; empty for the whole programme.
        column: ``week_start`` or ``week_end``.
        words: What stands before the date.
    """
    days = reversed(rows[column].tolist())
    return {f"{words} {day(on)}": (project, on.date().isoformat()) for on in days}


def listed(shown: Shown, project: str) -> bool:
    """Say whether the work of a project may be listed: not that of a team too small to be alone."""
    return project != OTHERS and project not in withheld(shown.settings.projects)


def _list(shown: Shown, of: str, key: tuple[str, ...], columns: tuple[str, ...]) -> None:
    try:
        found = _found(shown.identity, of, key, shown)
    except WaymarkError as error:
        write(paragraphs(str(error)))
        return
    together = merged(shown.settings.projects)
    parts = [(name, found[found["column"] == name]) for name in columns]
    filled = [(name, rows) for name, rows in parts if len(rows)]
    if not filled:
        write(paragraphs("No piece of work is part of this."))
    for name, rows in filled:
        write(_part(name, rows, together))


@st.cache_data(max_entries=100, show_spinner="Looking them up")
def _found(sha256: str, of: str, key: tuple[str, ...], _shown: Shown) -> pd.DataFrame:
    assert _shown.explain is not None
    return _shown.explain(of, key)


def _part(name: str, rows: pd.DataFrame, together: frozenset[str]) -> Html:
    unit = next((unit for end, unit in _UNITS.items() if name.endswith(end)), "")
    figure = float(rows["amount"].sum())
    said = pounds(figure) if unit == _POUNDS else f"{number(figure)} {unit.lower()}".strip()
    heading = f"{_WORDS[name]}: {said}"
    left_out = len(rows) - MOST_ITEMS
    more = f"{left_out:,} more are listed by the command waymark.py explain."
    return join(
        [
            tag("h3", heading),
            table(
                rows.head(MOST_ITEMS),
                {"named": "Title", "amount": unit} if unit else {"named": "Title"},
                caption=heading,
                row_heading="named",
                hidden_caption=True,
                cells={"named": lambda row: _named(row, together)},
            ),
            paragraphs(more if left_out > 0 else "", cls="how"),
        ]
    )


def _named(row: Any, together: frozenset[str]) -> Html:
    project = OTHERS if row.project in together else str(row.project)
    name = link(foreign(str(row.title or row.item)), str(row.url))
    return join([name, tag("span", foreign(project), cls="project")])
