"""Risks: every risk with its size, and whether it is open, dealt with or came true."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from metrics.parts.cuts import day_of
from metrics.parts.explained import own_figures
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.risk_history import RiskHistory, risk_histories
from metrics.parts.risk_scores import Score
from metrics.parts.schedule import Schedule
from metrics.parts.schedules import INPUTS as SCHEDULE_INPUTS
from metrics.parts.schedules import schedules
from programme import frames
from programme.frames import DAYS, FLAG, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "risks",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "item": Column(TEXT, "host/owner/repo#number", key=True, empty=False),
        "increment": Column(TEXT, "increment it is in; empty = in none"),
        "title": Column(TEXT, "title, names and addresses masked"),
        "category": Column(TEXT, "key of labels.risk_category"),
        "state": Column(TEXT, "open | retired | happened", empty=False),
        "probability": Column(DAYS, "0 to 1"),
        "impact_days": Column(DAYS, "calendar days lost if it happens"),
        "exposure_days": Column(DAYS, "probability times impact_days"),
        "impact_gbp": Column(DAYS, "pounds lost if it happens"),
        "exposure_gbp": Column(DAYS, "probability times impact_gbp"),
        "sized": Column(FLAG, "whether probability and impact_days are known", empty=False),
        "proximity_weeks": Column(DAYS, "weeks within which it could hit"),
        "treatment": Column(TEXT, "what is done about it"),
        "owner_role": Column(TEXT, "role that deals with it, as its label has it"),
        "opened_on": Column(ON, "day it became a risk", empty=False),
        "closed_on": Column(ON, "day it was closed, unless open again"),
        "changed_on": Column(ON, "day its labels, or whether it is open, last changed"),
        "buys_days": Column(DAYS, "forecast days at p80 that retiring it buys"),
        "url": Column(TEXT, "address of the issue"),
        "actual_days": Column(DAYS, "calendar days that it cost, of one that happened"),
    },
)


def risks(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List what is a risk at *as_of*: by its labels, or as an issue of a risk register.

    Args:
        inputs: ``history``, ``state_spells``, ``label_spells``; the tables that a schedule needs.
        as_of: Aware instant; the frames end there.
        settings: For the projects' kinds, the meaning of labels, the time zone and the calendar.

    Returns:
        TABLE: one row per risk. A closed risk keeps the score it had when it was last open; it
        *happened* if it carries ``outcome::happened``, else it was *retired*. ``buys_days`` is the
        80% date of the increment it threatens less what that date would be without the risk, same
        random numbers; empty where it threatens none or there is no such date.
    """
    history = inputs["history"]
    told = {
        (risk.source, risk.number): risk
        for risk in risk_histories(
            history, inputs["state_spells"], inputs["label_spells"], settings
        )
    }
    present = history[history["record"] == "risk"]
    rows = [
        _row(issue, told[issue["source"], issue["number"]], settings)
        for issue in present.to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=list(TABLE.columns))
    if len(table):
        schedule_of = schedules(inputs, table, as_of=as_of, settings=settings)
        table["buys_days"] = [_buys(row, schedule_of) for row in table.to_dict("records")]
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def _row(issue: dict[str, Any], risk: RiskHistory, settings: Settings) -> dict[str, Any]:
    zone = settings.programme.zone
    now = risk.spells[-1]
    score = next((spell.score for spell in reversed(risk.spells) if spell.live), now.score)
    became = next(spell.start for spell in risk.spells if spell.is_risk)
    closed = None
    for spell in reversed(risk.spells):
        if spell.is_open:
            break
        closed = spell.start
    state = "open" if now.is_open else "happened" if now.score.happened else "retired"
    return {
        **{name: issue[name] for name in ("project", "item", "increment", "title", "url")},
        **_size(score),
        "state": state,
        "opened_on": pd.Timestamp(day_of(became, zone)),
        "closed_on": None if closed is None else pd.Timestamp(day_of(closed, zone)),
        "changed_on": pd.Timestamp(day_of(now.start, zone)),
        "buys_days": None,
        "actual_days": _number(now.score.actual_days) if state == "happened" else None,
    }


def _buys(risk: dict[str, Any], schedule_of: Mapping[str, Schedule]) -> float | None:
    schedule, title = schedule_of.get(risk["project"]), risk["increment"]
    planned = None if schedule is None else schedule.by_title.get(title)
    if schedule is None or planned is None or not planned.left:
        return None
    if all(threat.item != risk["item"] for threat in planned.threats):
        return None
    later = schedule.dates(title).p80
    sooner = schedule.outlook.dates_of(lambda: schedule.without(title, risk["item"])).p80
    return None if later is None or sooner is None else float((later - sooner).days)


def _size(score: Score) -> dict[str, Any]:
    return {
        "category": score.category,
        "probability": _number(score.probability),
        "impact_days": _number(score.impact_days),
        "exposure_days": _number(score.exposure_days),
        "impact_gbp": _number(score.impact_gbp),
        "exposure_gbp": _number(score.exposure_gbp),
        "sized": score.sized,
        "proximity_weeks": _number(score.proximity_weeks),
        "treatment": score.treatment,
        "owner_role": score.owner_role,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the risk itself, with its size.

    Args:
        inputs: ``history``, ``state_spells``, ``label_spells``.
        key: ``project`` and ``item``.
        as_of: Aware instant; the frames end there.
        settings: For the projects' kinds, the meaning of labels and the time zone.

    Returns:
        EXPLAINED: ``state`` without an amount, and expected delay and loss where they are known.
    """
    table = risks(inputs, as_of=as_of, settings=settings)
    return own_figures(table, key, ("exposure_days", "exposure_gbp"))


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "state_spells", "label_spells", *SCHEDULE_INPUTS),
    compute=risks,
    explain=explain,
    question="What could go wrong, and what would it cost?",
    unit="calendar days of expected delay",
    definition="One row for each risk: how likely it is (probability), what it would cost "
    "(impact_days, impact_gbp) and its expected delay or loss, which is the one times the other. "
    "A closed risk keeps its last score; it happened if it was closed with the label that says "
    "so, else it is retired, that is, dealt with. A comment is no change of it (changed_on).",
    formula="exposure_days = probability * impact_days\n"
    "exposure_gbp = probability * impact_gbp; days and pounds are never added",
    reads_as="Expected delay is how likely a risk is, times the days lost if it happens. A risk "
    "that is not sized counts as unknown, never as nothing.",
    misleads="Scores are judgements, often read from bands such as high or medium. A likely small "
    "risk and an unlikely large one can have the same expected delay and ask for different "
    "answers.",
    source="HM Treasury, The Orange Book; label rules: docs/labels.md",
    page="Risk",
)
