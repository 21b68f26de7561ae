"""Expected delay by category against the board's limits."""

from typing import Any

import pandas as pd
import pytest

from programme.settings_measures import Tolerance
from programme.wording.risk_limits import advice, by_category, finding, own_lines
from tests.wording.lint import faults

CATEGORIES = ("supplier", "security", "people", "data-protection")


def register(*risks: tuple[str, float | None] | tuple[str, float | None, str]) -> pd.DataFrame:
    """Return rows of the risks table, each of a category and its expected delay."""
    rows = [(*risk, "open")[:3] for risk in risks]
    table = pd.DataFrame(rows, columns=["category", "exposure_days", "state"])
    table["exposure_days"] = table["exposure_days"].astype("Float64")
    return table.assign(sized=table["exposure_days"].notna().astype("boolean"))


def told(rows: pd.DataFrame, **limits: float) -> list[tuple[Any, ...]]:
    """Return the table's rows as the page needs them."""
    columns = ["category", "exposure_days", "unsized_count", "limit_days", "standing"]
    table = by_category(rows, CATEGORIES, Tolerance.model_validate(limits))
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in table[columns].itertuples(index=False)
    ]


def test_each_category_stands_beside_its_limit() -> None:
    """Security and data protection first; closed risks count for nothing, unsized are counted."""
    rows = register(
        ("supplier", 12.0), ("supplier", 6.4), ("supplier", None), ("security", 5.0),
        ("security", 9.0, "retired"), ("data-protection", None), ("", 2.0), ("", 1.0),
    )  # fmt: skip

    assert told(rows, supplier_days=10, data_protection_days=5, people_days=3) == [
        ("Security", 5.0, 0, None, "No limit is set"),
        ("Data protection", None, 1, 5.0, "Not sized yet"),
        ("Supplier", 18.4, 1, 10.0, "8 days over the limit"),
        ("People", 0.0, 0, 3.0, "Within the limit"),
        ("No category", 3.0, 0, None, "No limit is set"),
    ]


@pytest.mark.parametrize(
    ("exposure", "standing"),
    [(10.4, "At the limit"), (9.6, "At the limit"), (11.0, "One day over the limit"),
     (9.0, "Within the limit")],
)  # fmt: skip
def test_the_comparison_in_words(exposure: float, standing: str) -> None:
    """By whole days, as the total's."""
    ((*_, said),) = told(register(("supplier", exposure)), supplier_days=10)

    assert said == standing


def test_a_project_has_no_limits() -> None:
    """The board sets them for the programme."""
    table = by_category(register(("security", 5.0)), CATEGORIES, None)

    assert table["limit_days"].isna().all()
    assert finding(table) == ""


def test_nothing_where_there_is_nothing() -> None:
    """No risk, no limit, no row."""
    assert by_category(register(), CATEGORIES, Tolerance()).empty


@pytest.mark.parametrize(
    ("rows", "limits", "said"),
    [
        (register(("supplier", 20.0), ("security", 9.0)), {"supplier_days": 10, "security_days": 5},
         "Security and supplier are over the limit, of 2 categories with a limit."),
        (register(("supplier", 20.0)), {"supplier_days": 10}, "Supplier is over the limit."),
        (register(("supplier", 2.0)), {"supplier_days": 10}, "Supplier is within the limit."),
        (register(), {"supplier_days": 10, "people_days": 1},
         "Every category with a limit is within it."),
        (register(("data-protection", None)), {"data-protection_days": 10},
         "No category is known to be over its limit; data protection is not sized."),
        (register(("supplier", 2.0)), {}, ""),
    ],
    ids=["two", "one", "within", "all", "unsized", "no-limit"],
)  # fmt: skip
def test_the_finding(rows: pd.DataFrame, limits: dict[str, float], said: str) -> None:
    """What is over its limit is named, and only then is there something to do."""
    table = by_category(rows, CATEGORIES, Tolerance.model_validate(limits))

    assert finding(table) == said
    assert bool(advice(table)) == ("over the limit" in said)
    assert faults(finding(table)) == faults(advice(table)) == []


@pytest.mark.parametrize(
    ("risks", "line"),
    [
        ([], "Security: no open risks."),
        ([("open", 5.6)], "Security: one open risk, with an expected 6 days of delay."),
        ([("open", 5.6), ("open", None)], "Security: 2 open risks, with an expected 6 days of "
         "delay; one is not sized yet."),
        ([("open", None)], "Security: one open risk, not sized yet."),
        ([("retired", 5.6)], "Security: no open risks."),
    ],
    ids=["none", "one", "one-unsized", "all-unsized", "closed"],
)  # fmt: skip
def test_security_and_data_protection_are_always_told(
    risks: list[tuple[str, float | None]], line: str
) -> None:
    """Each in a line of its own, whatever there is of it."""
    table = pd.DataFrame(risks, columns=["state", "exposure_days"]).assign(category="security")
    table["sized"] = table["exposure_days"].notna()

    assert own_lines(table) == [line, "Data protection: no open risks."]
    assert faults(line) == []
