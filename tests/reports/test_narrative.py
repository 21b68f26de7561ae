"""The narrative: eight blocks in a fixed order, whatever the week was like."""

from typing import Any

import pandas as pd
import pytest

from reports.elements import Block, Listing, Paragraph
from reports.narrative import narrative
from snapshots.edition import Edition
from snapshots.snapshot import Snapshot
from tests.views.snapshot import AS_OF, shown

ORDER = [
    *("position", "decisions", "ready", "risks"),
    *("pace", "achievements", "learnings", "sureness"),
]


def edition(header: dict[str, Any] | None = None, **tables: pd.DataFrame) -> Edition:
    """Return the test's snapshot as an edition; *header* and *tables* replace what it holds."""
    given = shown(**tables)
    made = given.snapshot
    return Edition(
        Snapshot({**made.header, **(header or {})}, made.tables, made.identity), given.settings
    )


def blocks(given: Edition) -> dict[str, Block]:
    """Return its blocks by name."""
    return {block.name: block for block in narrative(given, now=AS_OF)}


def paragraphs(block: Block) -> list[str]:
    """Return the paragraphs of a block."""
    return [one.text for one in block.words if isinstance(one, Paragraph)]


@pytest.mark.parametrize("rating", ["green", "amber", "red", "not_rated"])
def test_blocks_stand_in_their_order(rating: str) -> None:
    """Bad news is never below good news: achievements stand below risks even in a red week."""
    told = narrative(edition({"indicated_rating": rating}), now=AS_OF)

    assert [block.name for block in told] == ORDER
    assert [block.name for block in told if block.chart] == ["risks", "pace"]


def test_the_milestone_that_decides_the_rating_is_in_the_table() -> None:
    """The last of the next milestones gives way to it, and block 3 speaks of it."""
    deciding = "‘Pay for support’ (Care portal) has about a 20% chance of making 31 March 2027."
    ready = blocks(edition({"rating_reason": deciding}))["ready"]
    grid, said = ready.words
    names = [row[0].text for row in grid.rows]  # type: ignore[union-attr]

    assert names == ["Follow a repair", "Discounts: single occupier", "Pay for support"]
    assert isinstance(said, Paragraph)
    assert (said.about, said.text) == (
        "Pay for support",
        "To be 4 in 5 sure, plan for 28 May 2027.",
    )


def test_ratings_of_projects_are_listed() -> None:
    """Each with its word, in block 1."""
    position = blocks(edition())["position"]
    listed = [one for one in position.words if isinstance(one, Listing)]

    assert [entry.title for entry in listed[0].entries] == [
        "Care portal",
        "Council tax",
        "Highways",
    ]
    assert {entry.rating for entry in listed[0].entries} <= {"green", "amber", "red", "not_rated"}
