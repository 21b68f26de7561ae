"""Open risks in their squares, and how they have moved since the report before."""

import pandas as pd
import pytest

from programme.wording.risk_map import COSTS, LIKELIHOODS, risk_map, square
from tests.wording.lint import faults


def register(**risks: tuple[float, float] | str | None) -> pd.DataFrame:
    """Return rows of the risks table; a word in place of a size = closed so, None = not sized."""
    rows = []
    for item, size in risks.items():
        state = size if isinstance(size, str) else "open"
        probability, days = size if isinstance(size, tuple) else (None, None)
        rows.append(("Care", item, state, probability, days))
    table = pd.DataFrame(rows, columns=["project", "item", "state", "probability", "impact_days"])
    kinds = {"probability": "Float64", "impact_days": "Float64"}
    table = table.astype(kinds)
    return table.assign(exposure_days=table["probability"] * table["impact_days"])


@pytest.mark.parametrize(
    ("probability", "likelihood"),
    [(0, 4), (0.05, 4), (0.0999, 4), (0.1, 3), (0.2, 3), (0.3, 2), (0.4, 2), (0.5, 1), (0.65, 1),
     (0.8, 0), (0.9, 0), (1, 0)],
)  # fmt: skip
def test_bands_of_likelihood(probability: float, likelihood: int) -> None:
    """0-10-30-50-80-100%, as the sentences on risks say; each begins at its least."""
    assert square(probability, 1).likelihood == likelihood


@pytest.mark.parametrize(
    ("days", "cost"),
    [(0, 0), (2, 0), (4, 0), (4.5, 1), (7, 1), (10, 1), (11, 2), (14, 2), (21, 2), (22, 3),
     (30, 3), (44, 3), (45, 4), (60, 4), (5000, 4)],
)  # fmt: skip
def test_bands_of_days(days: float, cost: int) -> None:
    """Every level of impact as shipped has a band of its own."""
    assert square(0.2, days).cost == cost


def test_every_square_is_shaded_by_both() -> None:
    """Least where both are, most where both are; the words alone say which it is."""
    assert [square(0.05, 2).weight, square(0.4, 14).weight, square(0.9, 60).weight] == [0, 1, 2]
    assert square(0.65, 30).words == "Likely, 22 to 44 days"


BEFORE = register(same=(0.4, 14), moved=(0.4, 14), gone=(0.2, 7), dealt=(0.65, 30), grew=None)
NOW = register(
    same=(0.45, 12), moved=(0.65, 30), dealt="retired", grew=(0.9, 60), new=(0.2, 7), unknown=None
)


def test_counts_and_movement() -> None:
    """Closed risks are in no square; one that is sized only now has come."""
    found = risk_map(NOW, BEFORE)
    counts, before = found.counts()

    assert before is not None
    assert counts.sum() == 4
    assert before.sum() == 4
    assert (counts[2, 2], before[2, 2]) == (1, 2)
    assert (counts[1, 3], before[1, 3]) == (1, 1)
    assert {item: found.moved(("Care", item)) for item in ("same", "moved", "grew")} == {
        "same": "",
        "moved": "Was: Possible, 11 to 21 days",
        "grew": "New here",
    }
    assert found.movement("week 46, 9 to 15 November 2026") == (
        "Since the report of week 46, 9 to 15 November 2026: 2 came, 2 went and one moved."
    )


def test_nothing_moved() -> None:
    """It is said, but only where there is something to compare with."""
    assert risk_map(NOW, NOW).movement("week 46") == (
        "None has come, gone or moved since the report of week 46."
    )
    alone = risk_map(NOW, None)
    assert (alone.movement("week 46"), alone.moved(("Care", "new")), alone.counts()[1]) == (
        *("", ""),
        None,
    )


@pytest.mark.parametrize(
    ("risks", "said"),
    [
        (register(), "No open risk is sized, so none has a place here."),
        (register(a=None), "No open risk is sized, so none has a place here."),
        (register(a=(0.9, 14), b=(0.4, 60)),
         "No open risk is both likely and would cost 22 days or more."),
        (register(a=(0.5, 22)), "One open risk is likely and would cost 22 days or more."),
        (register(a=(0.5, 22), b=(0.9, 60)),
         "2 open risks are likely and would cost 22 days or more."),
    ],
    ids=["none", "unsized", "neither", "one", "two"],
)  # fmt: skip
def test_the_finding(risks: pd.DataFrame, said: str) -> None:
    """Those that are both likely and costly are counted."""
    assert risk_map(risks, None).finding() == said


def test_the_words_keep_the_rules() -> None:
    """Also every name of a band."""
    found = risk_map(NOW, BEFORE)
    said = [found.finding(), found.movement("week 46")]
    said += [word for _, *words in LIKELIHOODS for word in words] + [word for _, word in COSTS]

    assert [fault for text in said for fault in faults(text)] == []
