"""Lists of decisions, achievements and learnings: their sentences for none, one and many."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from programme.wording import records
from tests.wording.lint import faults


def decisions(many: int) -> pd.DataFrame:
    """Make open decisions."""
    return pd.DataFrame({"state": ["open"] * many})


def achievements(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    """Make achievements of (kind, who_benefits, shown)."""
    table = pd.DataFrame(rows, columns=["kind", "who_benefits", "shown"])
    return table.astype({"shown": "boolean"})


def learnings(*changed: str) -> pd.DataFrame:
    """Make learnings of what was changed."""
    return pd.DataFrame({"what_we_changed": pd.Series(changed, dtype="str")})


WELL = ("increment", "Carers", True)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (records.waiting(decisions(0)), "No decision waits for the sponsor."),
        (records.waiting(decisions(1)), "One decision waits for the sponsor."),
        (records.waiting(decisions(3)), "3 decisions wait for the sponsor."),
        (records.finished(achievements()), "Nothing has been finished yet."),
        (records.finished(achievements(WELL)), "One thing is finished."),
        (
            records.finished(achievements(WELL, ("increment", "", False))),
            "2 things are finished. One does not say who it helps. "
            "One milestone has not been shown yet.",
        ),
        (
            records.finished(achievements(*[("increment", "", False)] * 2, ("record", "x", False))),
            "3 things are finished. 2 do not say who they help. "
            "2 milestones have not been shown yet.",
        ),
        (records.learned(learnings()), "Nothing has been noted yet."),
        (records.learned(learnings("We test.")), "One thing was noted."),
        (records.learned(learnings("", "x")), "2 things were noted. One waits for a change."),
        (
            records.learned(learnings("", "", "x")),
            "3 things were noted. 2 wait for a change.",
        ),
    ],
)
def test_none_one_and_many(told: str, said: str) -> None:
    """Each is a written sentence that keeps the rules."""
    assert told == said
    assert faults(told) == []


@pytest.mark.parametrize(
    ("state", "said"),
    [("decided", "Decided 5 June 2026"), ("withdrawn", "Withdrawn 5 June 2026")],
)
def test_what_became_of_a_decision(state: str, said: str) -> None:
    """In a word, and when."""
    row = SimpleNamespace(state=state, closed_on=pd.Timestamp("2026-06-05"))

    assert records.outcome(row) == said


@pytest.mark.parametrize(
    ("show_on", "said"),
    [(pd.Timestamp("2026-11-27"), "Show and tell 27 November 2026"), (pd.NaT, "")],
)
def test_a_show_and_tell(show_on: Any, said: str) -> None:
    """On its day; nothing is made up where there is none."""
    assert records.show_and_tell(SimpleNamespace(show_on=show_on)) == said


@pytest.mark.parametrize(
    "prompt",
    [
        *(records.SAY_WHO, records.NOT_SHOWN, records.NO_DEMO, records.NOT_CHANGED),
        *(records.SAY_WHAT_IF, records.SAY_WHEN),
    ],
)
def test_prompts_blame_nobody(prompt: str) -> None:
    """They say what to write, or what is still to come."""
    assert faults(prompt) == []
