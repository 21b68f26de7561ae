"""What labels and titles say of how urgent work is, and of what it has in common."""

import pytest

from metrics.parts.belonging import UNMARKED, Trait, telling, traits, urgency
from programme.settings_labels import Labels

URGENCIES: dict[tuple[str, ...], int] = {
    (): UNMARKED,
    ("bug", "team::web"): UNMARKED,
    ("priority::critical",): 0,
    ("Priority: Must have",): 0,
    ("moscow/must",): 0,
    ("P1",): 1,
    ("Risk = high",): 1,
    ("high value",): 1,
    ("value::medium",): UNMARKED,
    ("could-have",): 3,
    ("low-priority",): 3,
    ("priority::4",): 4,
    ("MoSCoW: won't have",): 4,
    # The most urgent one counts; what tells none is passed over.
    ("priority::low", "risk::high"): 1,
    ("priority::later", "severity::low"): 3,
    # Only in a scope of its own does a word or a number tell urgency.
    ("1",): UNMARKED,
    ("high",): UNMARKED,
    ("points::1",): UNMARKED,
}


@pytest.mark.parametrize(("labels", "expected"), URGENCIES.items(), ids=str)
def test_urgency(labels: tuple[str, ...], expected: int) -> None:
    """Lower comes first."""
    assert urgency(labels) == expected


def test_traits() -> None:
    """Words without regard to case; no short, joining or numbered ones; no state, no urgency."""
    found = traits(
        "Pay ONLINE with 2026 cards; online!",
        ["Team: Web", "status::doing", "P1", "blocked"],
        ["forge.example/app#7"],
        Labels(),
    )

    assert found == {
        Trait("parent", "forge.example/app#7"),
        Trait("label", "team::web"),
        Trait("word", "online"),
        Trait("word", "cards"),
    }


def test_what_all_have_in_common_tells_nothing() -> None:
    """It is left out; of nothing, nothing is left."""
    one, other = Trait("word", "refund"), Trait("label", "web")

    assert telling([frozenset({one, other}), frozenset({one})]) == [{other}, set()]
    assert telling([]) == []
