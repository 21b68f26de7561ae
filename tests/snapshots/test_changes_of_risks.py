"""What became of risks, of the board's limit and of decisions."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from snapshots.compare import compare
from snapshots.edition import Edition
from tests.snapshots.editions import make_edition, make_settings


def told(before: Edition, after: Edition) -> list[tuple[Any, ...]]:
    """Return kind, values, effect and sentence of what changed."""
    columns = ["kind", "before", "after", "effect_days", "sentence"]
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in compare(before, after).changes[columns].itertuples(index=False)
    ]


def risk(
    exposure: float | None = None, impact: float | None = None, state: str = "open"
) -> list[dict[str, Any]]:
    """Return a register of one risk."""
    size = {"exposure_days": exposure, "impact_days": impact}
    return [{"item": "github.com/a/b#1", "title": "Late", "state": state, **size}]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], risk(5.0, 10.0), ("risk_new", "", "5", 5.0,
                     "Risk ‘Late’ is new, with 5 days of expected delay."), id="new"),
        pytest.param([], risk(), ("risk_new", "", "", None,
                     "Risk ‘Late’ is new, and not sized yet."), id="new-without-a-size"),
        pytest.param(risk(5.0), risk(8.0), ("risk_raised", "5", "8", 3.0,
                     "Risk ‘Late’ grew by 3 days, to 8 days of expected delay."), id="raised"),
        pytest.param(risk(), risk(0.4), ("risk_raised", "", "0.4", 0.4,
                     "Risk ‘Late’ is sized now: less than one day of expected delay."),
                     id="sized"),
        pytest.param(risk(5.0), risk(4.0), ("risk_lowered", "5", "4", -1.0,
                     "Risk ‘Late’ shrank by one day, to 4 days of expected delay."), id="lowered"),
        pytest.param(risk(5.0), risk(), ("risk_lowered", "5", "", -5.0,
                     "Risk ‘Late’ is not sized any more (was 5 days of expected delay)."),
                     id="no-longer-sized"),
        pytest.param(risk(5.0), risk(5.0, state="retired"), ("risk_retired", "5", "retired", -5.0,
                     "Risk ‘Late’ was dealt with, which takes off 5 days of expected delay."),
                     id="retired"),
        pytest.param(risk(), risk(state="retired"), ("risk_retired", "", "retired", None,
                     "Risk ‘Late’ was dealt with."), id="retired-without-a-size"),
        pytest.param(risk(5.0), [], ("risk_retired", "5", "", -5.0,
                     "Risk ‘Late’ is not kept as a risk any more, which takes off 5 days of "
                     "expected delay."), id="label-taken-off"),
        pytest.param(risk(4.0, 10.0), risk(4.0, 10.0, "happened"),
                     ("risk_happened", "4", "happened", 6.0, "Risk ‘Late’ happened. "
                      "It may cost 10 days, of which 4 days were expected."), id="happened"),
        pytest.param([], risk(4.0, 10.0, "happened"), ("risk_happened", "", "happened", 10.0,
                     "Risk ‘Late’ happened. It may cost 10 days."), id="happened-at-once"),
        pytest.param(risk(4.0), risk(state="happened"), ("risk_happened", "4", "happened", None,
                     "Risk ‘Late’ happened. What it costs is not known."),
                     id="happened-without-a-size"),
        pytest.param(risk(5.0, state="retired"), risk(5.0), ("risk_reopened", "retired", "5", 5.0,
                     "Risk ‘Late’ is open again, with 5 days of expected delay."), id="reopened"),
        pytest.param(risk(4.0, 10.0, "happened"), risk(4.0, 10.0),
                     ("risk_reopened", "happened", "4", -6.0,
                      "Risk ‘Late’ is open again, with 4 days of expected delay."),
                     id="reopened-after-it-happened"),
    ],
)  # fmt: skip
def test_a_risk(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: tuple[Any, ...]
) -> None:
    """Its effect is the change of the days expected of it; once it happened that is all of them."""
    assert told(make_edition(10, risks=before), make_edition(11, risks=after)) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(risk(5.0), risk(5.0, 9.0), id="as-much-expected"),
        pytest.param(risk(), risk(), id="unsized"),
        pytest.param([], risk(5.0, state="retired"), id="come-and-gone"),
        pytest.param(risk(5.0, state="retired"), [], id="gone-after-it-was-dealt-with"),
    ],
)
def test_what_is_no_change_of_a_risk(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    """Between two weeks' ends nothing was added and nothing taken off."""
    assert told(make_edition(10, risks=before), make_edition(11, risks=after)) == []


def _carrying(week: int, exposure: float | None, limit: float | None) -> Edition:
    section = {"tolerance": {} if limit is None else {"total_days": limit}}
    return make_edition(
        week,
        settings=make_settings(risk=section),
        projects=[{"project": "", "exposure_days": exposure}],
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param((28.0, 30), (34.0, 30), [("exposure", "28", "34", None,
                     "Open risks now carry 34 days of expected delay, "
                     "over the board’s limit of 30 days.")], id="over"),
        pytest.param((34.0, 30), (30.0, 30), [("exposure", "34", "30", None,
                     "Open risks now carry 30 days of expected delay, "
                     "again within the board’s limit of 30 days.")], id="within-again"),
        pytest.param((34.0, 30), (40.0, 30), [], id="over-in-both"),
        pytest.param((34.0, 30), (34.0, 40), [
            ("exposure", "34", "34", None, "Open risks now carry 34 days of expected delay, "
             "again within the board’s limit of 40 days."),
            ("limit", "30", "40", None,
             "The board’s limit of expected delay is 40 days now (was 30 days)."),
        ], id="limit-raised"),
        pytest.param((34.0, None), (34.0, 40), [("limit", "", "40", None,
                     "The board’s limit of expected delay is 40 days now (there was none).")],
                     id="limit-set"),
        pytest.param((34.0, 40), (34.0, None), [("limit", "40", "", None,
                     "The board has no limit of expected delay any more (was 40 days).")],
                     id="limit-dropped"),
        pytest.param((None, 30), (34.0, 30), [], id="not-known-before"),
    ],
)  # fmt: skip
def test_the_board_s_limit(
    before: tuple[Any, Any], after: tuple[Any, Any], expected: list[tuple[Any, ...]]
) -> None:
    """Crossed by the sum of the open risks, or moved by the board."""
    assert told(_carrying(10, *before), _carrying(11, *after)) == expected


def test_a_sum_of_other_risks_crosses_no_limit() -> None:
    """Where labels mean something else, the figures moved and not the risks."""
    section = {"tolerance": {"total_days": 30}}
    relabelled = make_settings(risk=section, labels={"type": {"risk": ["hazard"]}})
    after = replace(_carrying(11, 34.0, 30), settings=relabelled)

    assert {row[0] for row in told(_carrying(10, 28.0, 30), after)} == {"definitions"}


def test_each_project_s_risks_are_named_with_it() -> None:
    """Where there are several projects."""
    settings = make_settings(("Care", "Tax"))
    before = make_edition(10, settings=settings)
    after = make_edition(11, settings=settings, risks=risk(5.0))

    (said,) = [row[-1] for row in told(before, after)]
    assert said == "Risk ‘Late’ (Care) is new, with 5 days of expected delay."
