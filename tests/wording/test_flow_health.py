"""Growth, blocked work, flow efficiency and ageing, in words."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from programme.wording import ageing, flow_health
from tests.wording.lint import faults


def row(**figures: Any) -> Any:
    """Make a row as itertuples gives it."""
    return SimpleNamespace(**figures)


def under_way(*beyond: bool | None) -> pd.DataFrame:
    """Make rows of the ageing table."""
    return pd.DataFrame({"beyond_sle": pd.array(beyond, dtype="boolean")})


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (under_way(), "No piece of work is known to be under way."),
        (
            under_way(None),
            "One piece of work is under way. "
            "Too little was finished in the last 26 weeks to say what is usual.",
        ),
        (under_way(True), "The one piece of work under way is taking longer than usual."),
        (
            under_way(False),
            "Of one piece of work under way, none is taking longer than usual.",
        ),
        (
            under_way(False, True, False),
            "Of 3 pieces of work under way, one is taking longer than usual.",
        ),
        (
            under_way(True, True, None),
            "Of 3 pieces of work under way, 2 are taking longer than usual. "
            "For one piece it is too early to say what is usual.",
        ),
    ],
    ids=["none", "unknown", "the only one", "no", "one of three", "two and an unknown"],
)
def test_longer_than_usual(table: pd.DataFrame, said: str) -> None:
    """Nothing is said to be usual where nobody knows."""
    assert ageing.longer_than_usual(table) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("count", "said"), [(0, ""), (1, "One piece of work is not"), (4, "4 pieces of work are not")]
)
def test_what_is_not_listed_is_counted(count: int, said: str) -> None:
    """And why."""
    assert ageing.not_listed(count)[: len(said) or None] == said


GROWN = row(growth_ratio=1.114625, growth_week_count=26, arrived_count=282, finished_count=253)
YOUNG = row(growth_ratio=pd.NA, growth_week_count=4, arrived_count=9, finished_count=5)
HELD_UP = row(flow_efficiency_ratio=0.854288, held_up_count=50, item_count=235)
UNTOLD = row(flow_efficiency_ratio=pd.NA, held_up_count=0, item_count=235)
FEW = row(flow_efficiency_ratio=pd.NA, held_up_count=3, item_count=9)
NONE = row(flow_efficiency_ratio=pd.NA, held_up_count=0, item_count=0)
BLOCKED = row(item_count=50, total_days=304.4, open_count=2)
FREE = row(item_count=0, total_days=0.0, open_count=1)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (flow_health.growth(GROWN), "1.11"),
        (flow_health.growth_read(GROWN), "Above 1, more is added than is finished. In 26 weeks"),
        (flow_health.growth(YOUNG), ""),
        (flow_health.growth_read(YOUNG), "Too little has been finished since"),
        (flow_health.blocked(BLOCKED), "50 pieces of work, 304 days together"),
        (flow_health.blocked(FREE), "None"),
        (flow_health.blocked(None), ""),
        (flow_health.blocked_read(None), "No label says that work is or was blocked."),
        (flow_health.efficiency(HELD_UP), "At most 85%"),
        (flow_health.efficiency_read(HELD_UP), "Time from start to finish"),
        (flow_health.efficiency(UNTOLD), ""),
        (flow_health.efficiency_read(UNTOLD), "No label tells of waiting"),
        (flow_health.efficiency_read(FEW), "Too little was finished"),
        (flow_health.efficiency_read(NONE), "Too little was finished"),
    ],
)  # fmt: skip
def test_figures_and_how_to_read_them(said: str, begins: str) -> None:
    """In plain words; what is not known is empty."""
    assert said.startswith(begins)
    assert bool(said) == bool(begins)
    assert faults(said) == []


def test_what_is_blocked_now_is_told() -> None:
    """Finished work alone would hide it."""
    assert "2 open pieces of work are blocked now." in flow_health.blocked_read(BLOCKED)
    assert "One open piece of work is blocked now." in flow_health.blocked_read(FREE)


@pytest.mark.parametrize("given", [HELD_UP, UNTOLD, FEW], ids=["known", "untold", "few"])
def test_flow_efficiency_always_says_that_it_is_provisional(given: Any) -> None:
    """Also where there is none."""
    assert "Provisional" in flow_health.efficiency_read(given)


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("blocked", "Blocked"),
        ("status::in-review", "In review"),
        ("workflow::ready-for-test", "Ready for test (workflow)"),
    ],
)
def test_states_are_named_for_readers(state: str, name: str) -> None:
    """Without the scope where it says nothing."""
    assert flow_health.state_name(state) == name
