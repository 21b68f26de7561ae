"""Open risks that nobody has looked after."""

from datetime import date

import pandas as pd
import pytest

from programme.wording.risk_ageing import ADVICE, HOW, finding, left_alone
from tests.wording.lint import faults

TODAY = date(2026, 11, 29)


def register(*risks: tuple[str, int | None, str]) -> pd.DataFrame:
    """Return rows of the risks table: day of the last change, weeks until it could hit, state."""
    table = pd.DataFrame(list(risks), columns=["changed_on", "proximity_weeks", "state"])
    return table.assign(
        item=[f"i{n}" for n in range(len(table))],
        changed_on=pd.to_datetime(table["changed_on"]).astype("datetime64[us]"),
        proximity_weeks=table["proximity_weeks"].astype("Float64"),
    )


@pytest.mark.parametrize(
    ("risk", "unchanged", "hit_by"),
    [
        (("2026-11-01", None, "open"), 28, None),
        (("2026-11-01", 12, "open"), 28, None),
        (("2026-11-01", 4, "open"), 28, None),
        (("2026-10-31", 4, "open"), 29, "2026-11-28"),
        (("2026-11-16", 1, "open"), 13, "2026-11-23"),
        (("2026-05-01", 12, "open"), 212, "2026-07-24"),
    ],
    ids=["28-days", "later", "hits-today", "hit-yesterday", "near", "both"],
)
def test_what_is_left_alone(
    risk: tuple[str, int | None, str], unchanged: int, hit_by: str | None
) -> None:
    """For 28 days or more, or past the weeks within which it could hit, whichever comes first."""
    (row,) = left_alone(register(risk), TODAY).itertuples()

    assert row.unchanged_count == unchanged
    assert (None if pd.isna(row.hit_by_on) else row.hit_by_on.date().isoformat()) == hit_by


@pytest.mark.parametrize(
    "risk",
    [("2026-11-02", 4, "open"), ("2026-11-02", None, "open"), ("2026-01-01", 4, "retired"),
     ("", 4, "open")],
    ids=["27-days", "no-proximity", "closed", "not-told"],
)  # fmt: skip
def test_what_is_not(risk: tuple[str, int | None, str]) -> None:
    """Closed risks are done with; a week that lacks the day of the last change says nothing."""
    assert left_alone(register(risk), TODAY).empty
    assert finding(left_alone(register(risk), TODAY), 1) == ""


def test_the_longest_stands_first() -> None:
    """Of equals the first by name."""
    risks = [("2026-10-01", None, "open"), ("2026-09-01", None, "open"), ("2026-10-01", 4, "open")]

    assert left_alone(register(*risks), TODAY)["item"].tolist() == ["i1", "i0", "i2"]


@pytest.mark.parametrize(
    ("risks", "said"),
    [
        ([("2026-10-01", None, "open")],
         "One of 5 open risks has not changed for 28 days or more."),
        ([("2026-10-01", 4, "open")] * 2, "2 of 5 open risks have not changed for 28 days or more. "
         "2 could have hit by now, by what their labels said."),
        ([("2026-11-16", 1, "open")], "One could have hit by now, by what its labels said."),
    ],
    ids=["one", "two", "past"],
)  # fmt: skip
def test_the_finding(risks: list[tuple[str, int | None, str]], said: str) -> None:
    """Both are counted, each by itself."""
    told = finding(left_alone(register(*risks), TODAY), 5)

    assert told == said
    assert [fault for text in (told, HOW, ADVICE) for fault in faults(text)] == []
