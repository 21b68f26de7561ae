"""What another plan would do to the dates: a schedule changed, and held against what it was.

The draws stay as they are, so that dates differ by the change and not by luck.
"""

from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.parts.forecast import NOTHING_LEFT, Dates, Outlook
from metrics.parts.schedule import Planned, Schedule
from programme import frames
from programme.change import Change
from programme.frames import COUNT, DAYS, FLAG, ON, TEXT, Column, Contract

TRIED: Final = Contract(
    "tried",
    {
        "increment": Column(TEXT, "title; empty = work in no increment, or the project"),
        "whole": Column(FLAG, "whether it is the project as a whole", empty=False),
        "left_count": Column(COUNT, "pieces of work left in it", empty=False),
        "kept_count": Column(COUNT, "of them not left out by the change", empty=False),
        **{
            f"{when}{name}": Column(kind, f"{meaning}{told}")
            for when, told in (("", ""), ("new_", ", with the change"))
            for name, kind, meaning in (
                ("target_on", ON, "date worked to"),
                ("p80_on", ON, "day by which it is finished with a chance of 80 in 100"),
                ("p_on_time", DAYS, "chance of being finished by the date worked to, 0 to 1"),
                ("no_forecast_reason", TEXT, "why there is no date; empty if there is one"),
            )
        },
    },
)

_DATES: Final = [name for name, column in TRIED.columns.items() if column.dtype == ON]


def changed(schedule: Schedule, change: Change) -> Schedule:
    """Return the schedule of another plan, worked in the same order.

    Args:
        schedule: As things stand.
        change: What would be different. An increment that is left out whole has no risk and no
            gate; what must come after it must still come after what it waits for.
    """
    return Schedule(
        tuple(_changed(one, change) for one in schedule.planned),
        _faster(schedule.outlook, change.pace),
        schedule.parallel,
        schedule.identity,
    )


def tried(schedule: Schedule, change: Change) -> pd.DataFrame:
    """Hold the dates of another plan against those of the plan as it stands.

    Args:
        schedule: As things stand.
        change: What would be different.

    Returns:
        TRIED: one row per increment in the order of their turns, and last the project as a whole.
    """
    other = changed(schedule, change)
    rows = [
        {
            "increment": title,
            "whole": False,
            "left_count": int(one.left),
            "kept_count": int(other.by_title[title].left),
            **_told(schedule, title),
            **_new(_told(other, title)),
        }
        for title, one in schedule.by_title.items()
    ]
    whole = {
        "increment": "",
        "whole": True,
        "left_count": int(schedule.left),
        "kept_count": int(other.left),
        **_dated(None, schedule.all_dates(), None),
        **_new(_dated(None, other.all_dates(), None)),
    }
    table = pd.DataFrame([*rows, whole])
    for name in _DATES:
        table[name] = table[name].astype(ON)
    return frames.conform(table, TRIED)


def _changed(one: Planned, change: Change) -> Planned:
    left = max(one.left - change.left_out.get(one.title, 0), 0)
    target = change.targets.get(one.title, one.target)
    if one.left and not left:
        return replace(one, left=0, target=target, threats=(), gates=())
    threats = tuple(threat for threat in one.threats if threat.item not in change.retired)
    return replace(one, left=left, target=target, threats=threats)


def _faster(ahead: Outlook, factor: float) -> Outlook:
    """Return the outlook of a project that finishes so much more in every week."""
    if factor == 1.0:
        return ahead
    # Rounded twice, so that a half is a half on every machine.
    sample = np.rint(np.round(ahead.sample * factor * 100, 6)) / 100
    return replace(ahead, drawn=ahead.drawn._replace(sample=sample.tobytes()))


def _told(schedule: Schedule, title: str) -> dict[str, Any]:
    one = schedule.by_title[title]
    if not one.left:
        return _dated(one.target, Dates(reason=NOTHING_LEFT), None)
    return _dated(one.target, schedule.dates(title), schedule.chance(title))


def _dated(target: date | None, dates: Dates, chance: float | None) -> dict[str, Any]:
    return {
        "target_on": target,
        "p80_on": dates.p80,
        "p_on_time": chance,
        "no_forecast_reason": dates.reason,
    }


def _new(told: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in told.items()}
