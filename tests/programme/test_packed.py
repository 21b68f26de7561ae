"""Batches that are put aside come back as they were."""

import pytest

from programme.packed import packed, unpacked
from programme.rows import Batch, Link
from tests.builders import at, make_event, make_item, make_label, make_milestone


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(Batch(), id="empty"),
        pytest.param(
            Batch(
                (
                    make_item(
                        lines={"Outcome": "Ünïcode"}, size=1.5, links=(Link("parent", "a#1"),)
                    ),
                ),
                (make_event(), make_event(key="2", at=at(3.00001))),
                (make_milestone(),),
                (make_label(),),
                (make_milestone(kind="iteration"),),
                seen_at=at(5),
                numbers=frozenset({1, 2}),
                cursor="{}",
                requests=3,
                skipped_count=1,
                anew=True,
            ),
            id="all there is",
        ),
        pytest.param(Batch((make_item(),), milestones=(), labels=()), id="lists without entries"),
    ],
)
def test_what_is_packed_is_unpacked(batch: Batch) -> None:
    """Every field, and None is still told from an empty list."""
    assert list(unpacked(packed([batch, batch]))) == [(batch, batch)]


def test_half_a_character_is_replaced() -> None:
    """As the database has it replaced; a forge's JSON may hold it in any text."""
    batch = Batch((make_item(item="a\ud800#1", title="Ünïcode \udfff"),), (make_event(),))
    ((item, *_),) = [one.items for one in next(unpacked(packed([batch])))]
    assert (item.item, item.title) == ("a\ufffd#1", "Ünïcode \ufffd")


def test_what_was_packed_apart_comes_apart() -> None:
    """One pack after another, as they were appended."""
    assert list(unpacked(b"")) == []
    assert list(unpacked(packed([Batch()]) + packed([]))) == [(Batch(),), ()]


@pytest.mark.parametrize("content", [b"not packed", packed([Batch()])[:-3]])
def test_what_makes_no_sense_is_told(content: bytes) -> None:
    """Another version may have packed it: then everything is read again."""
    with pytest.raises(ValueError, match=r"not compressed|JSON"):
        list(unpacked(content))
