"""Risks: one row a risk, as its labels and state say."""

from typing import Any

import pandas as pd
import pytest

from metrics.risks import TABLE, risks
from programme import frames
from tests.metrics.frames import at, make_settings, rows_of
from tests.metrics.risk_frames import Risk, register

STILL = (None, None)


def table(*told: Risk, kinds: dict[str, str] | None = None) -> pd.DataFrame:
    """Compute the table on 19 January 2026."""
    settings = make_settings(kinds or {"Portal": "delivery"})
    found = risks(register(told), as_of=at("2026-01-19"), settings=settings)
    return frames.check(found, TABLE)


def test_a_risk_with_everything() -> None:
    """Every part of a risk stands in its column."""
    labels = ["probability::high", "impact::high", "impact-gbp::50k", "risk-category::supplier",
              "proximity::within-4-weeks", "treatment::reduce", "owner-role::head-of-digital",
              "type::risk"]  # fmt: skip
    risk = Risk(7, "2026-01-06T23:30", labels=dict.fromkeys(labels, STILL), increment="Pay online",
                title="تأخر المورد 🔥")  # fmt: skip

    (row,) = rows_of(table(risk), *TABLE.columns)

    assert row == (
        "Portal", "forge.example/portal#7", "Pay online", "تأخر المورد 🔥", "supplier", "open",
        0.65, 30, 19.5, 50000, 32500, True, 4, "reduce", "head-of-digital",
        "2026-01-06", None, "2026-01-06", None, "https://forge.example/portal/7", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-07", "finished"), labels={"risk::low": STILL}),
            ("retired", 1.4, "2026-01-05", "2026-01-07"), id="dealt-with-keeps-its-score"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-07", "finished"),
                 labels={"risk": STILL, "risk::low": (None, "2026-01-08")}),
            ("retired", 1.4, "2026-01-05", "2026-01-07"), id="score-taken-off-after-closing"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-07", "finished"), ("2026-01-09", "dropped"),
                 labels={"risk::low": STILL, "outcome::happened": ("2026-01-08", None)}),
            ("happened", 1.4, "2026-01-05", "2026-01-07"), id="happened"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-07", "finished"), ("2026-01-09", "open"),
                 labels={"risk::low": STILL, "outcome::happened": STILL}),
            ("open", 1.4, "2026-01-05", None), id="reopened"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk::low": ("2026-01-08", None)}),
            ("open", 1.4, "2026-01-08", None), id="became-a-risk-later"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk": STILL, "risk::odd": STILL}),
            ("open", None, "2026-01-05", None), id="unsized"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-07", "finished"),
                 labels={"risk::low": ("2026-01-08", None)}),
            ("retired", 1.4, "2026-01-08", "2026-01-07"), id="labelled-after-closing"),
    ],
)  # fmt: skip
def test_state_score_and_days(risk: Risk, expected: tuple[Any, ...]) -> None:
    """State, last score, the day it became a risk and the day it was closed."""
    columns = ("state", "exposure_days", "opened_on", "closed_on")

    assert rows_of(table(risk), *columns) == [expected]


@pytest.mark.parametrize(
    ("turns", "labels", "cost"),
    [
        ([("2026-01-07", "finished")], ["outcome::happened", "actual-days::5"], 5),
        ([("2026-01-07", "finished")], ["outcome::happened", "Actual days: 2.5"], 2.5),
        ([("2026-01-07", "finished")], ["outcome::happened", "actual-days::many"], None),
        ([("2026-01-07", "finished")], ["outcome::happened"], None),
        ([("2026-01-07", "finished")], ["actual-days::5"], None),
        ([], ["outcome::happened", "actual-days::5"], None),
    ],
    ids=["told", "other-form", "unknown", "not-told", "dealt-with", "still-open"],
)
def test_what_a_risk_that_happened_cost(
    turns: list[tuple[str, str]], labels: list[str], cost: float | None
) -> None:
    """Only of one that happened; it changes no score."""
    held = dict.fromkeys(["risk::low", *labels], STILL)
    risk = Risk(1, "2026-01-05", *turns, labels={**held})

    assert rows_of(table(risk), "actual_days", "exposure_days") == [(cost, 1.4)]


@pytest.mark.parametrize(
    ("risk", "changed"),
    [
        (Risk(1, "2026-01-05", labels={"risk": STILL}), "2026-01-05"),
        (Risk(1, "2026-01-05", labels={"risk": STILL, "bug": ("2026-01-07", None)}), "2026-01-07"),
        (Risk(1, "2026-01-05", labels={"risk": STILL, "bug": ("2026-01-07", "2026-01-08")}),
         "2026-01-08"),
        (Risk(1, "2026-01-05", ("2026-01-09", "finished"), ("2026-01-10", "open"),
              labels={"risk": STILL}), "2026-01-10"),
        (Risk(1, "2026-01-05", ("2026-01-09", "finished"), labels={"risk": STILL}), "2026-01-09"),
        (Risk(1, "2026-01-05", ("2026-01-09", "finished"), ("2026-01-10", "dropped"),
              labels={"risk": STILL}), "2026-01-09"),
    ],
    ids=["created", "labelled", "unlabelled", "reopened", "closed", "closed again"],
)  # fmt: skip
def test_the_day_of_the_last_change(risk: Risk, changed: str) -> None:
    """Whatever label it was, and whether it was closed or opened."""
    assert rows_of(table(risk), "changed_on") == [(changed,)]


def test_days_are_local() -> None:
    """Half past eleven at night in July is the next day in London."""
    settings = make_settings()
    risk = Risk(
        1, "2026-07-06T23:30", ("2026-07-08T23:30", "finished"), labels={"risk": STILL}
    )  # fmt: skip

    found = risks(register([risk]), as_of=at("2026-07-19"), settings=settings)

    assert rows_of(found, "opened_on", "closed_on") == [("2026-07-07", "2026-07-09")]


def test_what_is_no_risk_now_has_no_row() -> None:
    """Work, and what was stripped of its risk labels, stands elsewhere."""
    work = Risk(1, "2026-01-05", labels={"risk::low": (None, "2026-01-08")}, record="")

    assert table(work).empty


def test_register() -> None:
    """Every issue of a risk register has a row, labelled or not."""
    found = table(
        Risk(1, "2026-01-05", labels={}, project="Register"),
        kinds={"Register": "risk-register"},
    )

    assert rows_of(found, "project", "state", "sized") == [("Register", "open", False)]
