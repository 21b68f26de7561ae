"""What is still to do, in sentences."""

import pandas as pd
import pytest

from programme.wording import flow


def stocks(*waiting: int) -> pd.DataFrame:
    """Return rows of the flow table without a start signal."""
    frame = pd.DataFrame({"backlog_count": waiting}).astype("Int64")
    return frame.assign(wip_count=pd.array([pd.NA] * len(frame), dtype="Int64"))


def moved(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    """Return rows of the throughput table: added, finished, dropped, reopened."""
    names = ["arrived_count", "finished_count", "dropped_count", "reopened_count"]
    return pd.DataFrame(rows, columns=names).astype("Int64")


@pytest.mark.parametrize(
    ("left", "weekly", "said"),
    [
        pytest.param(
            stocks(155, 191),
            moved((155, 0, 0, 0), (60, 30, 4, 10)),
            "191 pieces of work are still to do, 191 more than at the start of these weeks.",
            id="the-first-week-counts-too",
        ),
        pytest.param(
            stocks(8),
            moved((2, 5, 1, 0)),
            "8 pieces of work are still to do, 4 fewer than at the start of these weeks.",
            id="one-week",
        ),
        pytest.param(
            stocks(9, 8),
            moved((3, 1, 1, 0), (1, 3, 0, 1)),
            "8 pieces of work are still to do, as many as at the start of these weeks.",
            id="as-many",
        ),
        pytest.param(stocks(), moved(), "", id="no-week"),
    ],
)
def test_growth_is_what_the_movements_add_up_to(
    left: pd.DataFrame, weekly: pd.DataFrame, said: str
) -> None:
    """Added less finished and dropped, plus reopened, from before the first week shown."""
    assert flow.growth(left, weekly) == said


def test_sizes_are_said_beside_counts_where_they_are_configured() -> None:
    """In the team's own unit, and never instead."""
    left = stocks(8).assign(backlog_size=[20.5], wip_size=pd.array([pd.NA], dtype="Float64"))
    weekly = moved((2, 5, 1, 0)).assign(arrived_size=[3.0], finished_size=[1200.0])

    assert flow.sizes(left, weekly, "points") == (
        "By size (points): 3 added and 1,200 finished in these weeks, 20.5 still to do. "
        "Work without a size adds nothing here."
    )
    unknown = left.assign(backlog_size=pd.array([pd.NA], dtype="Float64"))
    assert flow.sizes(unknown, weekly, "points") == ""
    assert flow.sizes(stocks(), weekly, "points") == ""
