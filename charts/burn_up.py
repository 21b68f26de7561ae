"""Burn-up of one increment: its scope, what is finished, and where the pace of work leads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from charts.chart import Axis, Chart, Dash, Reference, Series, Shape
from charts.palette import NAVY, PLUM, TINT
from programme.wording import one_increment as wording
from programme.wording.words import day, known

HEADINGS: Final = {
    "on": "Date",
    "what": "What",
    "scope_count": "Work in it",
    "done_count": "Finished",
}
_COUNTS: Final = ("scope_count", "done_count")
_WEEK, _TODAY = "End of the week", "Today"
#: What a date stands for, its column, and how its line and its end are told apart.
_CHANCES: Final[tuple[tuple[str, str, Dash, Shape], ...]] = (
    ("Even chance (1 in 2)", "p50_on", "dot", "circle"),
    ("4 in 5 chance", "p80_on", "solid", "square"),
    ("19 in 20 chance", "p95_on", "dot", "diamond"),
)
#: How long after its end an increment is still drawn.
_AFTER: Final = pd.Timedelta(weeks=4)


def burn_up_chart(rows: pd.DataFrame, row: Any, *, today: date, place: str) -> Chart:
    """Draw one increment's scope and finished work by week, and the fan of its forecast.

    Args:
        rows: Its rows of the burn_up table, oldest first.
        row: Its row of the increments table.
        today: Local date of the snapshot, at which the fan begins.
        place: Its title, for the subtitle.
    """
    frame = _frame(rows, row, today)
    ahead = [chance for chance in _CHANCES if chance[0] in set(frame["what"])]
    rough = bool(ahead and row.not_broken_down_count)
    first = frame["on"].min()
    return Chart(
        name="burn-up",
        frame=frame,
        along="on",
        series=_series(frame, ahead),
        position_axis=Axis("", "date"),
        value_axis=Axis("Pieces of work", "number"),
        headline=wording.burn_up_headline(row),
        subtitle=f"Work in it and work finished, {place}"
        + (f", {day(first)} to {day(frame['on'].max())}" if len(frame) else ""),
        how_to_read=(
            "It is ready where the line of finished work meets the dashed line of what is in it. "
            + ("It rises to the work that is expected in it. " if rough else "")
            + (
                "The fan leads from today to the dates by which all is finished. "
                "It counts work that comes first in the project, so finished work may lie below it "
                "for a while."
                if ahead
                else "A dashed line that climbs is work that was added."
            )
        ),
        description=wording.burn_up_description(rows, row)
        if len(rows)
        else "No work has been in it at the end of a week, so there are 0 weeks to draw.",
        headings=HEADINGS,
        table="burn_up",
        references=(Reference("position", pd.Timestamp(today), _TODAY),) if ahead else (),
        keyed=True,
        height=360,
    )


def _frame(rows: pd.DataFrame, row: Any, today: date) -> pd.DataFrame:
    """Return the weeks, today and the days by which all is finished, with what is drawn of each."""
    weeks = rows.rename(columns={"week_end": "on", "finished_count": "done_count"})
    weeks = weeks[["on", "scope_count", "done_count"]].assign(what=_WEEK)
    if row.state == "finished" and known(row.finished_on):
        weeks = weeks[weeks["on"] <= row.finished_on + _AFTER]
    parts = [weeks]
    if row.state == "open":
        done = int(row.finished_count)
        scope = done + int(row.remaining_count)
        whole = scope + int(row.not_broken_down_count)
        parts.append(_point(today, _TODAY, scope, done))
        parts += [
            _point(getattr(row, end), name, whole, whole)
            for name, end, *_ in _CHANCES
            if known(getattr(row, end))
        ]
    frame = pd.concat(parts, ignore_index=True).astype(dict.fromkeys(_COUNTS, "Int64"))
    now = frame["what"] == _TODAY
    ends = {name: frame["what"] == name for name, *_ in _CHANCES}
    frame["so_far"] = now | (frame["what"] == _WEEK)
    frame["fan"] = ~frame["so_far"] | now
    for name, end in ends.items():
        frame[_ray(name)] = now | end
        frame[_mark(name)] = end
    return frame


def _point(on: Any, what: str, scope: int, done: int) -> pd.DataFrame:
    return pd.DataFrame(
        {"on": [pd.Timestamp(on)], "scope_count": scope, "done_count": done, "what": what}
    )


def _ray(name: str) -> str:
    return f"to {name}"


def _mark(name: str) -> str:
    return f"at {name}"


def _series(
    frame: pd.DataFrame, ahead: Sequence[tuple[str, str, Dash, Shape]]
) -> tuple[Series, ...]:
    quiet = Series("done_count", "", "line", NAVY, labelled=False, bridged=True, width=2)
    dates = dict(zip(frame["what"], frame["on"], strict=True))
    fan = replace(quiet, label="The forecast", kind="fan", colour=TINT, only="fan")
    rays = [replace(quiet, dash=dash, only=_ray(name)) for name, _, dash, _ in ahead]
    marks = [
        replace(
            quiet, label=f"{name} by {day(dates[name])}", kind="point", shape=shape,
            only=_mark(name),
        )
        for name, _, _, shape in ahead
    ]  # fmt: skip
    scope = Series(
        "scope_count", "Work in it", "step", PLUM, dash="dash", labelled=False, only="so_far"
    )
    return (
        *([fan] if len(ahead) > 1 else []),
        scope,
        *([replace(scope, label="", kind="line", bridged=True, only="fan")] if ahead else []),
        Series("done_count", "Finished", "line", NAVY, labelled=False, width=4, only="so_far"),
        *rays,
        *marks,
    )
