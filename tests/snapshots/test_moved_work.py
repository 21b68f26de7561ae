"""The work behind the movement of dates, piece by piece with its link."""

from dataclasses import replace
from typing import Any

from snapshots.both import Both
from snapshots.moved_work import moved_work
from snapshots.scope_between import scope_between
from tests.snapshots.editions import make_edition

BEFORE = {1: ("Pay", "open"), 2: ("Pay", "open"), 3: ("Book", "open"), 4: ("Pay", "finished")}
AFTER = {1: ("Pay", "finished"), 3: ("Pay", "open"), 4: ("Pay", "open"), 5: ("Book", "open")}


def items(told: dict[int, tuple[str, str]]) -> list[dict[str, Any]]:
    """Return rows of the table ``items``."""
    return [
        {
            "item": f"a/b#{number}", "increment": title, "state": state, "title": f"Piece {number}",
            "url": f"https://a/b/{number}",
        }
        for number, (title, state) in told.items()
    ]  # fmt: skip


def test_each_piece_with_its_link() -> None:
    """What is gone is called as it was; the counts are those that the bridge is made from."""
    before, after = make_edition(10, items=items(BEFORE)), make_edition(11, items=items(AFTER))

    found = moved_work(Both(before, after))

    rows = found[["increment", "flow", "title", "url"]].itertuples(index=False, name=None)
    assert sorted(rows) == [
        ("Book", "added", "Piece 5", "https://a/b/5"),
        ("Book", "dropped", "Piece 3", "https://a/b/3"),
        ("Pay", "added", "Piece 3", "https://a/b/3"),
        ("Pay", "dropped", "Piece 2", "https://a/b/2"),
        ("Pay", "finished", "Piece 1", "https://a/b/1"),
        ("Pay", "reopened", "Piece 4", "https://a/b/4"),
    ]
    counted = scope_between(before.table("items"), after.table("items"))
    sizes = found.groupby(["project", "increment", "flow"]).size()
    assert {at: n for at, n in sizes.items()} == {
        (*place, flow): n for place, flows in counted.items() for flow, n in flows.items() if n
    }


def test_an_edition_without_items() -> None:
    """Older ones lack the table, and nothing is told."""
    before, after = make_edition(10, items=items(BEFORE)), make_edition(11, items=items(AFTER))
    tables = {name: one for name, one in before.snapshot.tables.items() if name != "items"}
    older = replace(before, snapshot=replace(before.snapshot, tables=tables))

    assert moved_work(Both(older, after)).empty
