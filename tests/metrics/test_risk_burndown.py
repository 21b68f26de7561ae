"""Risk burndown: totals at week ends and the bridge between them."""

from typing import Any

import pandas as pd
import pytest

from metrics.risk_burndown import MEASURE, TABLE
from tests.metrics.frames import computed, make_settings, rows_of
from tests.metrics.risk_frames import Risk, register

STILL = (None, None)
BRIDGE = ["new_days", "raised_days", "lowered_days", "retired_days", "happened_days"]


def burndown(risks: list[Risk], as_of: str = "2026-01-19T12:00", **settings: Any) -> pd.DataFrame:
    """Compute the table of *risks* in a programme that begins on Monday 5 January 2026."""
    return computed(MEASURE, register(risks), as_of, make_settings(**settings))


def programme_rows(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the programme's rows."""
    return rows_of(table[table["project"] == ""], *columns)


def test_the_hand_worked_register() -> None:
    """domain.md, end of section 7: 42.35 days, then 25.65, with the bridge between."""
    table = burndown(
        [
            Risk(1, "2026-01-05", labels={
                "probability::high": (None, "2026-01-13"),
                "probability::medium": ("2026-01-13", None),
                "impact::high": STILL,
            }),
            Risk(2, "2026-01-05", ("2026-01-14", "finished"), labels={
                "probability::low": STILL,
                "impact::very-high": STILL,
                "outcome::happened": ("2026-01-14", None),
            }),
            Risk(3, "2026-01-06", labels={"risk::medium": STILL}),
            Risk(4, "2026-01-07", labels={
                "risk": STILL, "probability::35%": STILL, "impact-days::15": STILL,
            }),
            Risk(5, "2026-01-08", labels={"risk": STILL}),
            Risk(6, "2026-01-15", labels={"probability::medium": STILL, "impact::low": STILL}),
        ]
    )  # fmt: skip

    assert programme_rows(
        table, "week_end", "open_count", "unsized_count", "exposure_days", *BRIDGE
    ) == [
        ("2026-01-11", 5, 1, 42.35, 42.35, 0, 0, 0, 0),
        ("2026-01-18", 5, 1, 25.65, 2.8, 0, 7.5, 0, 12),
    ]


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [("Europe/London", "2026-01-12T00:00"), ("Pacific/Auckland", "2026-01-11T11:00")],
)
def test_weeks_end_at_the_programmes_midnight(zone: str, midnight: str) -> None:
    """What happens then belongs to the week after; a moment earlier no week is whole."""
    risk = Risk(1, "2026-01-05", (midnight, "finished"), labels={"risk::low": STILL})

    table = burndown([risk], midnight, programme={"time_zone": zone})

    columns = ("project", "week_end", "open_count", "exposure_days", "new_days")
    assert rows_of(table, *columns) == [
        (project, "2026-01-11", 1, 1.4, 1.4) for project in ("", "Portal")
    ]
    before = pd.Timestamp(midnight) - pd.Timedelta(microseconds=1)
    assert burndown([risk], before.isoformat(), programme={"time_zone": zone}).empty


def test_every_issue_of_a_register_is_a_risk() -> None:
    """A register's issue without any label is a risk that is not yet sized."""
    inputs = register(
        [
            Risk(1, "2026-01-05", project="Portal", labels={"risk::low": STILL}),
            Risk(2, "2026-01-05", project="Portal", record="", labels={"bug": STILL}),
            Risk(1, "2026-01-05", project="Register", labels={}),
            Risk(2, "2026-01-05", project="Register", labels={"risk::high": STILL}),
        ]
    )
    settings = make_settings(
        {"Portal": "delivery", "Register": "risk-register", "Idle": "delivery"},
        risk={"tolerance": {"total_days": 30}},
    )

    table = computed(MEASURE, inputs, "2026-01-12", settings)

    assert rows_of(
        table, "project", "open_count", "unsized_count", "exposure_days", "tolerance_days"
    ) == [
        ("", 3, 1, 20.9, 30),
        ("Idle", 0, 0, 0, None),
        ("Portal", 1, 0, 1.4, None),
        ("Register", 2, 1, 19.5, None),
    ]


@pytest.mark.parametrize(
    ("risk", "moved"),
    [
        pytest.param(
            Risk(1, "2026-01-13", labels={"risk::low": STILL}),
            {"new_days": 1.4}, id="appeared"),
        pytest.param(
            Risk(1, "2026-01-05", record="", labels={"risk::low": ("2026-01-13", None)}),
            {"new_days": 1.4}, id="work-became-a-risk"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-06", "finished"), ("2026-01-13", "open"),
                 labels={"risk::low": STILL}),
            {"new_days": 1.4}, id="reopened"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-13", "finished"), labels={"risk::low": STILL}),
            {"retired_days": 1.4}, id="closed"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-13", "dropped"), labels={"risk::low": STILL}),
            {"retired_days": 1.4}, id="closed-as-not-planned"),
        pytest.param(
            Risk(1, "2026-01-05", ("2026-01-13", "finished"),
                 labels={"risk::low": STILL, "outcome::happened": ("2026-01-15", None)}),
            {"happened_days": 1.4}, id="closed-then-said-to-have-happened-that-week"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk::low": STILL,
                                          "outcome::happened": ("2026-01-15", None)}),
            {}, id="happened-but-open-still-counts"),
        pytest.param(
            Risk(1, "2026-01-05", record="", labels={"risk::low": (None, "2026-01-13")}),
            {"retired_days": 1.4}, id="stripped-while-open"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk::low": (None, "2026-01-13"),
                                          "risk::medium": ("2026-01-13", None)}),
            {"raised_days": 4.2}, id="grew"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk::medium": (None, "2026-01-13"),
                                          "risk::low": ("2026-01-13", None)}),
            {"lowered_days": 4.2}, id="shrank"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk": STILL, "risk::low": ("2026-01-13", None)}),
            {"raised_days": 1.4}, id="became-sized"),
        pytest.param(
            Risk(1, "2026-01-05", labels={"risk": STILL, "risk::low": (None, "2026-01-13")}),
            {"lowered_days": 1.4}, id="became-unsized"),
        pytest.param(
            Risk(1, "2026-01-12", ("2026-01-14", "finished"), labels={"risk::low": STILL}),
            {}, id="came-and-went-within-the-week"),
        pytest.param(
            Risk(1, "2026-01-12T00:00", labels={"risk::low": STILL}),
            {"new_days": 1.4}, id="monday-midnight-belongs-to-the-new-week"),
        pytest.param(
            Risk(1, "2026-01-19T00:00", labels={"risk::low": STILL}),
            {}, id="next-monday-midnight-is-not-yet"),
    ],
)  # fmt: skip
def test_what_moves_the_total(risk: Risk, moved: dict[str, float]) -> None:
    """Between 11 and 18 January each change stands in its own column, and moves the total."""
    ((before, *_), (after, *last)) = programme_rows(burndown([risk]), "exposure_days", *BRIDGE)

    new, raised, lowered, retired, happened = last
    assert last == [moved.get(column, 0) for column in BRIDGE]
    assert after == pytest.approx(before + new + raised - lowered - retired - happened, abs=1e-9)


def test_risks_older_than_the_programme_open_the_first_week() -> None:
    """What was there before the first week is in its total, and new to no week."""
    table = burndown([Risk(1, "2025-06-01", labels={"risk::low": STILL})], as_of="2026-01-12")

    assert programme_rows(table, "open_count", "exposure_days", "new_days") == [(1, 1.4, 0)]


def test_pounds_are_a_series_of_their_own() -> None:
    """Pounds are empty until a risk has some, then 0 once none is left."""
    table = burndown(
        [
            Risk(1, "2026-01-05", labels={"risk::low": STILL}),
            Risk(2, "2026-01-13", ("2026-01-20", "finished"),
                 labels={"risk": STILL, "probability::50%": STILL, "impact-gbp::50k": STILL}),
        ],
        as_of="2026-01-26",
    )  # fmt: skip

    assert programme_rows(table, "exposure_gbp", "unsized_count") == [(None, 0), (25000, 1), (0, 0)]


def test_no_whole_week_yet() -> None:
    """Before the first Sunday has passed the table is empty, with its columns."""
    assert list(TABLE.columns) == list(burndown([], as_of="2026-01-07").columns)
    assert burndown([], as_of="2026-01-07").empty
