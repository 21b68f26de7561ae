"""What a pull took is held in little memory and comes out as it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rows import Batch
from store import pulled
from store.pulled import Pulled
from tests.builders import at, make_event, make_item

_BATCHES = [
    Batch((make_item(1), make_item(2)), cursor="a"),
    Batch((make_item(3),), (make_event(key="1", at=at(3)), make_event(key="2", at=at(4)))),
    Batch((make_item(1, title="Later"),), cursor="b"),
    Batch((make_item(4),)),
    Batch((make_item(5),), numbers=frozenset({1, 2, 4, 5}), cursor="c"),
]


@pytest.fixture(params=[1, 2, 3, 5_000], ids=lambda size: f"{size} rows unpacked")
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack after so many rows."""
    monkeypatch.setattr(pulled, "_UNPACKED_AT_MOST", request.param)


def _taken(batches: list[Batch]) -> Pulled:
    taken = Pulled()
    for batch in batches:
        taken.add(batch)
    return taken


@pytest.mark.usefixtures("small")
def test_batches_come_out_as_they_came() -> None:
    """In their order, with all that they hold."""
    taken = _taken(_BATCHES)
    assert list(taken) == _BATCHES
    assert (taken.item_count, taken.cursor, taken.there) == (6, "c", {1, 2, 4, 5})


@pytest.mark.usefixtures("small")
def test_the_last_word_on_an_item_counts() -> None:
    """An item comes in the last batch that tells of it, and not at all once it is gone."""
    told = [
        (item.number, item.title) for batch in _taken(_BATCHES).settled() for item in batch.items
    ]
    assert told == [(2, "Issue 2"), (1, "Later"), (4, "Issue 4"), (5, "Issue 5")]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("count", "kept"), [(0, 0), (1, 1), (2, 1), (3, 3), (4, 3), (5, 3)], ids=str
)
def test_what_broke_off_is_kept_up_to_its_last_cursor(count: int, kept: int) -> None:
    """The numbers of all end a pull, and may be what it broke off for: they are asked for anew."""
    again = Pulled(_taken(_BATCHES[:count]).unfinished())
    assert list(again) == _BATCHES[:kept]
    assert again.cursor == (None, "a", "a", "b")[kept]
    assert set(again.changes()) == {item.number for b in _BATCHES[:kept] for item in b.items}


@given(st.lists(st.sampled_from(_BATCHES[:4]), max_size=12), st.integers(1, 4))
def test_what_is_gone_on_from_may_break_off_again(batches: list[Batch], rows: int) -> None:
    """However often it is kept and gone on from, nothing of it changes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pulled, "_UNPACKED_AT_MOST", rows)
        once = Pulled(_taken(batches).unfinished())
        assert list(Pulled(once.unfinished())) == list(once)
        once.add(_BATCHES[0])
        assert list(once)[-1] == _BATCHES[0]


@pytest.mark.parametrize("content", [b"nonsense", b"x\x9c\x03\x00\x00\x00\x00\x01"], ids=str)
def test_what_another_version_kept_is_not_gone_on_from(content: bytes) -> None:
    """The pull then begins anew."""
    assert list(Pulled(_taken(_BATCHES).unfinished() + content)) == []
