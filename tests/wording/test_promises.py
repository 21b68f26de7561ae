"""The promise ledger in sentences."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from programme.wording import promises
from tests.wording.lint import faults

ZONE = ZoneInfo("Europe/London")


def ledger(*told: tuple[str | None, str], increment: str = "Pay") -> pd.DataFrame:
    """Return promises of a milestone, each with its date and who told of it."""
    frame = pd.DataFrame(told, columns=["promised_on", "basis"])
    frame["promised_on"] = pd.to_datetime(frame["promised_on"])
    return frame.assign(project="Care", increment=increment, order=range(1, len(told) + 1))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([("2026-05-01", "baseline"), ("2026-05-01", "observed")], "Pay: 1 May 2026, as at first."),
        (
            [("2026-05-01", "baseline"), ("2026-05-20", "rebaseline"), ("2026-05-20", "observed")],
            "Pay: first 1 May 2026, changed once; 20 May 2026 now, 19 days later in all.",
        ),
        (
            [("2026-05-01", "observed"), ("2026-06-01", "observed"), ("2026-05-01", "observed")],
            "Pay: first 1 May 2026, changed twice; 1 May 2026 now, the same day in the end.",
        ),
        (
            [("2026-05-01", "observed"), (None, "observed")],
            "Pay: first 1 May 2026, changed once; no date stands now.",
        ),
    ],
    ids=["held", "agreed-anew", "back-again", "taken-away"],
)
def test_first_and_last(told: list[tuple[str | None, str]], said: str) -> None:
    """The first promise is always told; what only says again what stood is no change."""
    found = promises.summary("Pay", promises.changes(ledger(*told)))

    assert found == said
    assert faults(found) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"basis": "baseline", "agreed_on": pd.Timestamp("2026-01-06"), "role": "SRO",
             "reason": "First plan"},
            "Agreed on 6 January 2026 by the SRO. First plan.",
        ),
        ({"basis": "baseline"}, "Agreed."),
        (
            {"basis": "rebaseline", "agreed_on": pd.Timestamp("2026-01-25"), "role": "Board",
             "reason": "late"},
            "Agreed anew on 25 January 2026 by the Board. Late.",
        ),
        ({"basis": "observed", "seen_at": pd.Timestamp("2026-06-01T23:30Z")},
         "Seen on 2 June 2026."),
        ({"basis": "observed", "seen_at": pd.Timestamp("2026-01-01T09:00Z"), "order": 1},
         "First seen on 1 January 2026."),
        ({"basis": "rebuilt", "seen_at": pd.Timestamp("2026-01-01T09:00Z"), "order": 1},
         "First seen on 1 January 2026, after the time that is told of."),
    ],
    ids=["baseline", "bare-date", "agreed-anew", "seen-in-summer-time", "first-seen", "rebuilt"],
)  # fmt: skip
def test_who_told_of_it(values: dict[str, Any], said: str) -> None:
    """A role, a day and a reason where it was agreed; the sync's local day where it was seen."""
    given = {"order": 2, "agreed_on": pd.NaT, "seen_at": pd.NaT, "role": "", "reason": ""}
    told = promises.told_by(SimpleNamespace(**(given | values)), ZONE)

    assert told == said
    assert faults(told) == []


@pytest.mark.parametrize(
    ("moved", "order", "said"),
    [(pd.NA, 1, "First promise"), (19, 2, "19 days later"), (-1, 2, "one day earlier"),
     (0, 3, "The same day"), (pd.NA, 2, "Not known")],
)  # fmt: skip
def test_movements(moved: Any, order: int, said: str) -> None:
    """In days, with their way in words."""
    assert promises.moved(SimpleNamespace(moved_days=moved, order=order)) == said


def test_the_finding() -> None:
    """How many dates have changed since they were first promised."""
    held = ledger(("2026-05-01", "baseline"), ("2026-05-01", "observed"), increment="Book")
    moved = ledger(("2026-05-01", "observed"), ("2026-06-01", "observed"))

    assert promises.finding(held) == "The only milestone stands at the date first promised."
    assert promises.finding(pd.concat([held, moved])) == (
        "1 of 2 dates has changed since the first promise."
    )
