"""What holds increments up besides work: risks that happen or not, and gates."""

import numpy as np
import pytest

from metrics.parts.simulation import TRIALS
from metrics.parts.threats import Threat, delay, held_until
from tests.reference import trials

NAME = "Programme"
SUPPLIER = Threat("forge.example/portal#7", 0.35, 20)
SECURITY = Threat("forge.example/portal#8", 0.65, 5)


@pytest.mark.parametrize(("probability", "days"), [(0, {0}), (1, {9})], ids=["never", "always"])
def test_what_is_certain(probability: float, days: set[int]) -> None:
    """A risk of 0 never happens, one of 1 in every trial."""
    assert days == set(delay(NAME, [Threat("a#1", probability, 9)]).tolist())


def test_without_risks_nothing_is_delayed() -> None:
    """Days of nothing are 0, in every trial."""
    assert delay(NAME, []).tolist() == [0] * TRIALS


def test_risks_happen_as_often_as_they_say_and_each_by_itself() -> None:
    """Both happen in 0.35 times 0.65 of the trials, and their days add up."""
    days = delay(NAME, [SUPPLIER, SECURITY])

    assert set(days.tolist()) == {0, 5, 20, 25}
    assert (days >= 20).mean() == pytest.approx(0.35, abs=0.015)
    assert (days == 25).mean() == pytest.approx(0.35 * 0.65, abs=0.015)


def test_dealing_with_one_leaves_the_others_as_they_are() -> None:
    """Whichever is dealt with, and in whatever order they are told."""
    both = delay(NAME, [SUPPLIER, SECURITY])

    assert (both == delay(NAME, [SECURITY, SUPPLIER])).all()
    assert (both - delay(NAME, [SUPPLIER]) == delay(NAME, [SECURITY])).all()


def test_a_risk_that_grows_happens_where_it_happened_before() -> None:
    """And in more trials; elsewhere or under another name it is another risk."""
    less, more = (delay(NAME, [Threat("a#1", p, 1)]) for p in (0.2, 0.3))

    assert (less <= more).all()
    assert less.sum() < more.sum()
    assert (less != delay(NAME, [Threat("a#2", 0.2, 1)])).any()
    assert (less != delay("Another", [Threat("a#1", 0.2, 1)])).any()


def test_the_plain_writing_draws_the_same() -> None:
    """The reference takes the bits apart by itself."""
    expected = 20 * trials.happens(NAME, SUPPLIER.item, SUPPLIER.probability)

    assert (delay(NAME, [SUPPLIER]) == expected).all()


@pytest.mark.parametrize(
    ("gates", "until"),
    [
        pytest.param([], [0, 9, 10, 11, 30], id="none"),
        pytest.param([10], [10, 10, 10, 11, 30], id="one"),
        pytest.param([-3, 5, 10, 24], [5, 10, 10, 24, 30], id="the-first-on-or-after"),
        pytest.param([-3], [0, 9, 10, 11, 30], id="all-have-passed"),
    ],
)
def test_gates(gates: list[int], until: list[int]) -> None:
    """Work passes on the first gate on or after it; after the last one it waits for nothing."""
    assert until == held_until(np.array([0, 9, 10, 11, 30]), gates).tolist()


@pytest.mark.parametrize(("impact_days", "days"), [(0, 0), (0.5, 1), (2, 2), (2.5, 3), (7.77, 8)])
def test_days_are_rounded_up(impact_days: float, days: int) -> None:
    """A risk never costs less than was written down."""
    assert Threat.scored("portal#1", 0.5, impact_days).days == days
