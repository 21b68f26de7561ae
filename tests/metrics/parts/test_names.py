"""Which label or milestone an event means by the name or id it gives."""

import pytest

from metrics.parts.names import Names, Sighting


def names() -> Names:
    """Make names of which k1 was renamed at 10; k2 and k7 bore its old name for a while later."""
    return Names(
        [
            Sighting("k1", "Old", 0, 10),
            Sighting("k1", "New", 10, None),
            Sighting("k2", "Old", 20, 30),
            Sighting("k2", "Other", 30, None),
            Sighting("k7", "Old", 40, 50),
            Sighting("k7", "Last", 50, None),
            Sighting("k8", "Still", 10, None),
            Sighting("k9", "Still", 20, 30),
            Sighting("k9", "No more", 30, None),
            Sighting("k3", "Twice", 0, None),
            Sighting("k4", "TWICE", 0, None),
            Sighting("k5", "Same", 5, None),
            Sighting("k6", "Same", 6, None),
        ]
    )


@pytest.mark.parametrize(
    ("key", "name", "at", "expected"),
    [
        pytest.param("k1", "Other", 0, "k1", id="by id, whatever the name"),
        pytest.param("", "Old", 0, "k1", id="who bore the name then, from its first instant on"),
        pytest.param("", "Old", 9, "k1", id="until the last"),
        pytest.param("", "Old", 20, "k2", id="who bore it later"),
        pytest.param("", "Old", 15, "k7", id="whom we saw last with it, when nobody bore it"),
        pytest.param("", "Old", 30, "k7", id="as it is given up"),
        pytest.param("", "Old", 60, "k7", id="when nobody does any more"),
        pytest.param("", "Still", 5, "k8", id="who bears it now, not who was seen with it last"),
        pytest.param("", "New", 5, "k1", id="who bears it now, when nobody did yet"),
        pytest.param("", "Same", 0, "k6", id="the last of several that bear it now"),
        pytest.param("", "Same", 5, "k5", id="the one that did then"),
        pytest.param("", "Same", 9, "k6", id="the last of several that did then"),
        pytest.param("", "OTHER", 5, "k2", id="in other letters, if only one is called so"),
        pytest.param("", "twice", 5, "twice", id="in letters that fit two: itself"),
        pytest.param("", "Old name", 5, "Old name", id="a name nobody bore is itself"),
        pytest.param("gone", "Nobody", 5, "Nobody", id="though it comes with an unknown id"),
        pytest.param("gone", "", 5, "gone", id="an id without a name"),
        pytest.param("gone", "New", 5, "k1", id="an unknown id with a known name"),
    ],
)
def test_an_event_means(key: str, name: str, at: int, expected: str) -> None:
    """By id, else by the names observed, else by a unique match without regard to case."""
    assert names().key(key, name, at) == expected


def test_keys_have_their_present_name() -> None:
    """A key nobody knows is its own name."""
    assert [names().name(key) for key in ("k1", "k2", "gone")] == ["New", "Other", "gone"]
    assert [names().knows(key) for key in ("k1", "Old", "gone", "")] == [True, False, False, False]


def test_a_name_met_on_an_issue_is_learnt_unless_it_was_observed() -> None:
    """Observations of the list itself count more."""
    known = names()
    known.learn("k1", "Wrong")
    known.learn("m1", "Met")

    assert known.name("k1") == "New"
    assert known.name("m1") == "Met"
    assert [known.key("", name, 0) for name in ("Met", "met", "Wrong")] == ["m1", "m1", "Wrong"]


def test_an_id_that_only_events_give_means_what_bears_its_last_name() -> None:
    """Else it is a thing of its own, now gone."""
    known = names()
    known.follow("e1", "new")
    known.follow("e2", "Gone")
    known.follow("e1", "Other")
    known.follow("k2", "New")
    known.follow("e3", "Old")

    assert [known.key(key, "", 0) for key in ("e1", "e2", "e3", "k2")] == ["k1", "e2", "k7", "k2"]
    assert [known.name(known.key(key, "", 0)) for key in ("e1", "e2")] == ["New", "Gone"]
    assert [known.knows(key) for key in ("e1", "e2")] == [True, True]


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        pytest.param("k1", "Old", True, id="an id that is known"),
        pytest.param("", "Old", False, id="a name that was borne"),
        pytest.param("", "Nobody", True, id="a name that nobody bore"),
    ],
)
def test_what_is_settled_means_the_same_at_every_instant(
    key: str, name: str, expected: bool
) -> None:
    """So it is looked up once."""
    assert names().settled(key, name) == expected
