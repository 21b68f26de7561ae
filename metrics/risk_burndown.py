"""Risk burndown: expected delay of the open risks week by week, and what moved it."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.parts.explained import explained, of_project, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.risk_history import RiskHistory, RiskSpell, risk_histories
from metrics.parts.risk_weeks import week_bounds, week_turns
from metrics.parts.totals import weekly_sums
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings

_EXPECTED = "expected delay in calendar days: "

TABLE: Final = Contract(
    "risk_burndown",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "week_end": Column(ON, "Sunday of the week", key=True, empty=False),
        "open_count": Column(COUNT, "risks open at its end", empty=False),
        "unsized_count": Column(COUNT, "of them without probability or days", empty=False),
        "exposure_days": Column(DAYS, _EXPECTED + "all open sized risks", empty=False),
        "exposure_gbp": Column(DAYS, "expected loss in pounds; empty until a risk has pounds"),
        "new_days": Column(DAYS, _EXPECTED + "appeared or reopened", empty=False),
        "raised_days": Column(DAYS, _EXPECTED + "grew", empty=False),
        "lowered_days": Column(DAYS, _EXPECTED + "shrank", empty=False),
        "retired_days": Column(DAYS, _EXPECTED + "dealt with", empty=False),
        "happened_days": Column(DAYS, _EXPECTED + "came true", empty=False),
        "tolerance_days": Column(DAYS, "most delay the board accepts; of the programme only"),
    },
)

_FLOWS = ("new_days", "raised_days", "lowered_days", "retired_days", "happened_days")
_ZERO = Decimal(0)


class _Moves:
    """What moved in one project's total, by column and position of the week; position 0 is before.

    The first position holds the stock with which the first week opens.
    """

    def __init__(self, weeks: int) -> None:
        self._length = weeks + 1
        self._columns: defaultdict[str, list[Decimal]] = defaultdict(lambda: [_ZERO] * self._length)

    def add(self, column: str, week: int, amount: Decimal | int | None) -> None:
        self._columns[column][week] += amount or 0

    def flow(self, column: str) -> list[float]:
        return [float(amount) for amount in self._columns[column][1:]]

    def stock(self, *columns: str) -> list[Decimal]:
        """Return the running total of the columns; those named with ``-`` are taken off."""
        total = [_ZERO] * self._length
        for column in columns:
            sign = -1 if column.startswith("-") else 1
            amounts = self._columns[column.removeprefix("-")]
            total = [a + sign * b for a, b in zip(total, amounts, strict=True)]
        return list(accumulate(total))[1:]


def risk_burndown(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Compare every risk at each week's end with the end of the week before.

    Args:
        inputs: ``history``, ``state_spells``, ``label_spells``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, its labels and its tolerance.

    Returns:
        TABLE: every whole week since the programme's start, for each project.
        ``exposure_days(w) = exposure_days(w-1) + new + raised - lowered - retired - happened``
        holds exactly, also on the printed numbers. Unsized risks add nothing to the days and are
        counted. ``exposure_gbp`` is empty up to the first week in which a risk has pounds.
    """
    weeks, bounds = week_bounds(as_of, settings)
    if weeks.empty:
        return frames.empty(TABLE)
    projects = {project.name: _Moves(len(weeks)) for project in settings.projects}
    for risk in risk_histories(
        inputs["history"], inputs["state_spells"], inputs["label_spells"], settings
    ):
        _follow(risk, bounds, projects[risk.project])
    rows = [_rows(name, weeks, moves) for name, moves in projects.items()]
    return frames.conform(pd.concat(rows, ignore_index=True), TABLE)


def programme_risk_burndown(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Add up the projects, week by week, and set the board's limit beside the sum.

    Args:
        tables: ``risk_burndown`` of all projects.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the programme's start and time zone, and its tolerance.

    Returns:
        TABLE: a row for every whole week with an empty project. Days and pounds are added as
        decimals, so that the identity of the projects' rows holds here too.
    """
    table = tables["risk_burndown"]
    sums = weekly_sums(table, TABLE, "week_end", as_of=as_of, settings=settings)
    for name in (*_FLOWS, "exposure_days", "exposure_gbp"):
        exact = _exact_sums(table, name)
        known = sums[name].notna()
        sums.loc[known, name] = [float(exact[week]) for week in sums.loc[known, "week_end"]]
    sums["tolerance_days"] = pd.array([settings.risk.tolerance.total_days] * len(sums), dtype=DAYS)
    return sums


def _exact_sums(table: pd.DataFrame, name: str) -> defaultdict[pd.Timestamp, Decimal]:
    """Add up a column by week as decimals; a week without any amount is 0."""
    amounts = table[table[name].fillna(0) != 0]
    sums: defaultdict[pd.Timestamp, Decimal] = defaultdict(Decimal)
    for week, amount in zip(amounts["week_end"], amounts[name], strict=True):
        # A float's shortest text is the decimal that it was made from.
        sums[week] += Decimal(repr(float(amount)))
    return sums


def _follow(risk: RiskHistory, bounds: np.ndarray, moves: _Moves) -> None:
    """Add one risk's movements to its project's."""
    for week, before, now in week_turns(risk, bounds):
        _move(before, now, week, moves)


def _move(before: RiskSpell | None, now: RiskSpell, week: int, moves: _Moves) -> None:
    was = before.score if before is not None and before.live else None
    here = now.score if now.live else None
    if was is None and here is None:
        return
    had = was.exposure_days or _ZERO if was else _ZERO
    has = here.exposure_days or _ZERO if here else _ZERO
    if was is None:
        moves.add("new_days", week, has)
    elif here is not None:
        moves.add("raised_days", week, max(has - had, _ZERO))
        moves.add("lowered_days", week, max(had - has, _ZERO))
    elif not now.is_open and now.score.happened:
        moves.add("happened_days", week, had)
    else:
        moves.add("retired_days", week, had)
    for score, sign in ((was, -1), (here, 1)):
        if score is not None:
            moves.add("open", week, sign)
            moves.add("unsized", week, 0 if score.sized else sign)
            moves.add("pounds", week, sign * (score.exposure_gbp or _ZERO))
            moves.add("with_pounds", week, 0 if score.exposure_gbp is None or sign < 0 else 1)


def _figures(moves: _Moves) -> dict[str, list[Any]]:
    """Return every figure that risks add to, a number a week."""
    exposure = moves.stock("new_days", "raised_days", *(f"-{flow}" for flow in _FLOWS[2:]))
    pounds = [
        float(amount) if ever else None
        for amount, ever in zip(moves.stock("pounds"), moves.stock("with_pounds"), strict=True)
    ]
    return {
        "open_count": [int(count) for count in moves.stock("open")],
        "unsized_count": [int(count) for count in moves.stock("unsized")],
        "exposure_days": [float(days) for days in exposure],
        "exposure_gbp": pounds,
        **{flow: moves.flow(flow) for flow in _FLOWS},
    }


def _rows(name: str, weeks: pd.DataFrame, moves: _Moves) -> pd.DataFrame:
    figures = _figures(moves)
    return pd.DataFrame(
        {
            "project": name,
            "week_end": weeks["week_end"],
            **figures,
            "exposure_gbp": pd.array(figures["exposure_gbp"], dtype=DAYS),
            "tolerance_days": pd.array([None] * len(weeks), dtype=DAYS),
        }
    )


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the risks that a week holds, and those that moved in it.

    What a risk adds is what the table would say if there were no other.

    Args:
        inputs: ``history``, ``state_spells``, ``label_spells``.
        key: ``project`` and ``week_end``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, and its labels.

    Returns:
        EXPLAINED of both counts, the expected delay and loss, and the five movements.
    """
    weeks, bounds = week_bounds(as_of, settings)
    history = of_project(inputs["history"], key).set_index(["source", "number"], drop=False)
    places = np.flatnonzero(weeks["week_end"] == key["week_end"])
    added: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for risk in risk_histories(history, inputs["state_spells"], inputs["label_spells"], settings):
        alone = _Moves(len(weeks))
        _follow(risk, bounds, alone)
        for name, amounts in _figures(alone).items():
            for place in places:
                if amounts[place]:
                    added[name][risk.source, risk.number] = float(amounts[place])
    return explained(
        part(name, history.loc[list(amounts)], list(amounts.values()))
        for name, amounts in added.items()
    )


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "state_spells", "label_spells"),
    compute=risk_burndown,
    total=programme_risk_burndown,
    explain=explain,
    question="How much risk is still to deal with?",
    unit="calendar days of expected delay",
    definition="The expected delay of all open risks that are sized at the end of each Sunday, "
    "and what moved it since the Sunday before: risks that are new or reopened, raised, lowered, "
    "retired (dealt with) and happened.",
    formula="exposure_days(w) = sum of probability * impact_days over risks open at the end of w\n"
    "exposure_days(w) = exposure_days(w-1)\n"
    "  + new_days + raised_days - lowered_days - retired_days - happened_days",
    reads_as="Scores are judgements: the direction matters more than the number. Risks that came "
    "true are shown apart and never counted as dealt with.",
    misleads="The line also falls when a risk comes true or is merely scored lower, and risks "
    "that are not sized add nothing: read happened_days, lowered_days and unsized_count beside "
    "it. An expected delay is an average over what may happen, not a delay that will.",
    source="Cohn, Managing Risk on Agile Projects with the Risk Burndown Chart; bridge: "
    "docs/tables.md",
    page="Risk",
)
