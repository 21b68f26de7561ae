"""What people said, in the store: the last word by an instant counts, earlier ones stay."""

import pytest

from store import Declaration, Note, Store, open_store
from tests.builders import at

CARE, WEEK = "Care", "2026-W02"


def declared(day: float, rating: str, programme: str = CARE) -> Declaration:
    """Make a declaration of a day."""
    return Declaration(programme, at(day), rating, "Because.", "Director")


def noted(day: float, text: str, week: str = WEEK, programme: str = CARE) -> Note:
    """Make a note of a day."""
    return Note(programme, week, at(day), text, "Programme manager")


@pytest.mark.parametrize(
    ("day", "rating"),
    [(0.9, None), (1, "green"), (4.9, "green"), (5, "red"), (300, "red")],
)
def test_the_last_rating_by_an_instant(store: Store, day: float, rating: str | None) -> None:
    """Its own instant included; another programme's is another's."""
    for one in (declared(5, "red"), declared(1, "green"), declared(2, "amber", "Roads")):
        store.declare(one)
    found = store.declared(CARE, at(day))

    assert (found.rating if found else None) == rating


def test_of_two_at_one_instant_the_later_one_counts(store: Store) -> None:
    """A clock that stands still, as that of a demonstration, does not hide a correction."""
    for rating in ("green", "red"):
        store.declare(declared(1, rating))
        store.write_note(noted(1, rating))

    assert store.declared(CARE, at(1)) == declared(1, "red")
    assert store.note(CARE, WEEK, at(1)) == noted(1, "red")


@pytest.mark.parametrize(
    ("day", "text"), [(0.9, None), (1, "Quiet."), (4.9, "Quiet."), (5, "Busy.")]
)
def test_the_last_note_on_a_week(store: Store, day: float, text: str | None) -> None:
    """Of that week and that programme alone."""
    for one in (
        noted(1, "Quiet."),
        noted(5, "Busy."),
        noted(2, "Another week.", week="2026-W03"),
        noted(2, "Another programme.", programme="Roads"),
    ):
        store.write_note(one)
    found = store.note(CARE, WEEK, at(day))

    assert (found.text if found else None) == text


def test_it_is_there_for_the_next_process(url: str) -> None:
    """And whoever holds pages ready learns that something was said."""
    first = open_store(url)
    revisions = [first.revision()]
    first.declare(declared(1, "green"))
    revisions.append(first.revision())
    first.write_note(noted(2, "Wrote “grün” ✓"))
    revisions.append(first.revision())
    first.close()
    second = open_store(url)

    assert len(set(revisions)) == 3
    assert second.revision() == revisions[-1]
    assert second.declared(CARE, at(9)) == declared(1, "green")
    assert second.note(CARE, WEEK, at(9)) == noted(2, "Wrote “grün” ✓")
    second.close()
