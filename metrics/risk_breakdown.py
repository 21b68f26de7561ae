"""Risk breakdown: what the expected delay of each week's end is made up of."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.parts.explained import explained, of_project, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.risk_history import RiskHistory, RiskSpell, risk_histories
from metrics.parts.risk_weeks import week_bounds, week_turns
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "risk_breakdown",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "week_end": Column(ON, "Sunday of the week", key=True, empty=False),
        "category": Column(
            TEXT, "key of labels.risk_category; empty = none", key=True, empty=False
        ),
        "increment": Column(TEXT, "increment they are in; empty = in none", key=True, empty=False),
        "open_count": Column(COUNT, "risks open at its end", empty=False),
        "unsized_count": Column(COUNT, "of them without probability or days", empty=False),
        "exposure_days": Column(
            DAYS, "expected delay in calendar days: all open sized risks", empty=False
        ),
        "unpriced_count": Column(COUNT, "of them without probability or pounds", empty=False),
        "exposure_gbp": Column(DAYS, "expected loss in pounds; empty where none has pounds"),
    },
)

_ZERO: Final = Decimal(0)


class _Part(NamedTuple):
    """What risks are added up by: one row of a week."""

    project: str
    category: str
    increment: str


class _Sums(NamedTuple):
    """What open risks come to; also the movement of it from one week to the next."""

    open_count: int = 0
    unsized_count: int = 0
    exposure_days: Decimal = _ZERO
    unpriced_count: int = 0
    exposure_gbp: Decimal = _ZERO

    def plus(self, other: "_Sums", sign: int = 1) -> "_Sums":
        return _Sums(
            self.open_count + sign * other.open_count,
            self.unsized_count + sign * other.unsized_count,
            self.exposure_days + sign * other.exposure_days,
            self.unpriced_count + sign * other.unpriced_count,
            self.exposure_gbp + sign * other.exposure_gbp,
        )


def risk_breakdown(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Add up the open risks of each week's end by category and increment.

    Args:
        inputs: ``history``, ``state_spells``, ``label_spells``, ``increment_spells``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, and its labels.

    Returns:
        TABLE: a row for every category and increment, as they were then, with an open risk. Over
        the rows of a project and week, counts and days are those of ``risk_burndown``, exactly.
    """
    weeks, bounds = week_bounds(as_of, settings)
    if weeks.empty:
        return frames.empty(TABLE)
    moved: defaultdict[_Part, dict[int, _Sums]] = defaultdict(dict)
    for risk in _risks(inputs, settings):
        for week, before, now in week_turns(risk, bounds):
            for spell, sign in ((before, -1), (now, 1)):
                if spell is not None and spell.live:
                    changes = moved[_part(risk, spell)]
                    changes[week] = changes.get(week, _Sums()).plus(_sums(spell), sign)
    rows = [row for one, changes in moved.items() for row in _rows(one, changes, weeks)]
    table = frames.conform(pd.DataFrame(rows, columns=list(TABLE.columns)), TABLE)
    return table.sort_values(TABLE.keys, ignore_index=True)


def _risks(inputs: Frames, settings: Settings) -> list[RiskHistory]:
    history, states, labels = (inputs[name] for name in ("history", "state_spells", "label_spells"))
    parts = inputs["increment_spells"]
    return risk_histories(history, states, labels, settings, increment_spells=parts)


def _part(risk: RiskHistory, spell: RiskSpell) -> _Part:
    return _Part(risk.project, spell.score.category, spell.increment)


def _sums(spell: RiskSpell) -> _Sums:
    score = spell.score
    return _Sums(
        1,
        int(not score.sized),
        score.exposure_days or _ZERO,
        int(score.exposure_gbp is None),
        score.exposure_gbp or _ZERO,
    )


def _rows(one: _Part, changes: dict[int, _Sums], weeks: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each week with an open risk; what moved in week 0 was there before."""
    stands = changes.get(0, _Sums())
    for week, sunday in enumerate(weeks["week_end"], start=1):
        if week in changes:
            stands = stands.plus(changes[week])
        if stands.open_count:
            pounds = stands.exposure_gbp
            yield (
                *(one.project, sunday, one.category, one.increment),
                *(stands.open_count, stands.unsized_count, float(stands.exposure_days)),
                stands.unpriced_count,
                float(pounds) if stands.unpriced_count < stands.open_count else None,
            )


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the risks of one category and increment that were open at a week's end.

    Args:
        inputs: ``history``, ``state_spells``, ``label_spells``, ``increment_spells``.
        key: ``project``, ``week_end``, ``category`` and ``increment``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, and its labels.

    Returns:
        EXPLAINED of the counts, the expected delay and the expected loss.
    """
    weeks, bounds = week_bounds(as_of, settings)
    history = of_project(inputs["history"], key).set_index(["source", "number"], drop=False)
    wanted = _Part(key["project"], key["category"], key["increment"])
    ends = bounds[1:][(weeks["week_end"] == key["week_end"]).to_numpy()]
    added: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for risk in _risks({**inputs, "history": history}, settings):
        for end in ends:
            place = int(np.searchsorted([spell.start for spell in risk.spells], end)) - 1
            spell = risk.spells[place] if place >= 0 else None
            if spell is None or not spell.live or _part(risk, spell) != wanted:
                continue
            for name, amount in _sums(spell)._asdict().items():
                if amount:
                    added[name][risk.source, risk.number] = float(amount)
    return explained(
        part(name, history.loc[list(amounts)], list(amounts.values()))
        for name, amounts in added.items()
    )


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "state_spells", "label_spells", "increment_spells"),
    compute=risk_breakdown,
    explain=explain,
    question="Where does the expected delay come from?",
    unit="calendar days of expected delay",
    definition="The expected delay of the risks that are open and sized at the end of each Sunday, "
    "by the category that their labels named then and the increment they were in then.",
    formula="exposure_days = sum of probability * impact_days over its open risks\n"
    "over the rows of a project and week: exposure_days of risk_burndown",
    reads_as="One thick layer is one thing to deal with; many thin ones are not. A layer that "
    "stays as thick while time goes by is a risk that nobody deals with.",
    misleads="A risk that is given another category or increment leaves one layer for the other: "
    "nothing was dealt with. Risks that are not sized, or have no category, hide in no layer of "
    "their own: read unsized_count beside it.",
    source="Cohn, Managing Risk on Agile Projects with the Risk Burndown Chart",
    page="Risk",
)
