"""Drift, slip count and slip rate from week ends (domain.md S5.7)."""

from datetime import date

import pandas as pd
import pytest

from metrics.parts.slips import Slip, slip


def trend(*targets: str | None) -> pd.DataFrame:
    """Make an increment's rows at consecutive week ends."""
    return pd.DataFrame(
        {
            "week_end": pd.date_range("2026-01-11", periods=len(targets), freq="7D"),
            "target_on": pd.to_datetime(pd.Series(list(targets), dtype="object")),
        }
    )


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        pytest.param([], Slip(), id="none"),
        pytest.param(["2026-06-01"], Slip(), id="one-point-is-no-movement"),
        pytest.param(["2026-06-01", "2026-06-01"], Slip(0, 0, 0), id="steady"),
        pytest.param(["2026-06-01", "2026-06-08"], Slip(7, 1, 1), id="parallel-to-time"),
        pytest.param(["2026-06-01", "2026-06-02"], Slip(1, 1, 1 / 7), id="a-single-day-is-a-slip"),
        # Six week ends: +7, 0, +14, -3, +10. The last four movements add up to 21 in 28 days.
        pytest.param(
            ["2026-06-01", "2026-06-08", "2026-06-08", "2026-06-22", "2026-06-19", "2026-06-29"],
            Slip(10, 3, 0.75), id="six-week-ends"),
        pytest.param(
            ["2026-06-08", "2026-06-01", "2026-06-01"], Slip(0, 0, -0.5), id="pulled-forward"),
        pytest.param([None, "2026-06-01", None, "2026-06-15"], Slip(14, 1, 1),
                     id="weeks-without-a-date-are-passed-over"),
        pytest.param([None, None], Slip(), id="never-dated"),
    ],
)  # fmt: skip
def test_slip(targets: list[str | None], expected: Slip) -> None:
    """Movement between consecutive week ends, over as many as there are."""
    assert expected == slip(trend(*targets))


def test_year_9999() -> None:
    """A bucket date in the year 9999 is moved to and from without overflow."""
    targets = pd.Series(["2026-06-01", "9999-12-31"]).astype("datetime64[us]")
    table = pd.DataFrame(
        {"week_end": pd.date_range("2026-01-11", periods=2, freq="7D"), "target_on": targets}
    )

    days = (date(9999, 12, 31) - date(2026, 6, 1)).days
    assert slip(table) == Slip(days, 1, days / 7)
