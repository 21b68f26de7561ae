"""Narratives for tests: editions with records and headers of every kind, and all they say."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd

from reports.elements import Block, Cell, Grid, Listing, Paragraph, Position
from reports.narrative import narrative
from snapshots.edition import Edition
from snapshots.snapshot import Snapshot
from tests.views.snapshot import AS_OF, settings, snapshot

TITLE = "Release without payments"
#: What somebody else wrote, as the wording rules see it: one word.
WRITTEN = "Nobody could pay! See 2026-11-01 → the p80."


def edition(header: dict[str, Any] | None = None, **tables: pd.DataFrame) -> Edition:
    """Return the test's snapshot as an edition.

    Args:
        header: Fields that differ.
        tables: Tables in place of its own, or besides them.
    """
    made = _made()
    header, held = {**made.header, **(header or {})}, {**made.tables, **tables}
    return Edition(Snapshot(header, held, made.identity), settings())


@cache
def _made() -> Snapshot:
    return snapshot()


def blocks(given: Edition, now: datetime = AS_OF) -> dict[str, Block]:
    """Return the blocks of an edition by their names."""
    return {block.name: block for block in narrative(given, now=now)}


def paragraphs(block: Block, kind: str | None = None) -> list[str]:
    """Return the texts of the paragraphs of a block, of one *kind* if it is given."""
    return [
        one.text for one in block.words if isinstance(one, Paragraph) and kind in {None, one.kind}
    ]


def entries(block: Block) -> list[tuple[str, str]]:
    """Return title and detail of everything that a block lists."""
    listings = [one for one in block.words if isinstance(one, Listing)]
    return [(entry.title, entry.detail) for one in listings for entry in one.entries]


def decisions(*needed_by: str | None, **values: Any) -> pd.DataFrame:
    """Return open decisions that are needed by these days."""
    given = {
        "owner_role": "head-of-digital", "state": "open", "needed_by": "",
        "text": "The pilot moves to March", "what_happened": WRITTEN,
    } | values  # fmt: skip
    return _rows(len(needed_by), needed_by_on=list(needed_by), **given)


def achievements(*finished: str, **values: Any) -> pd.DataFrame:
    """Return achievements that were finished on these days."""
    given = {
        "show_on": None, "demo_url": "", "who_benefits": "6,200 unpaid carers", "text": WRITTEN,
    } | values  # fmt: skip
    return _rows(len(finished), finished_on=list(finished), **given)


def learnings(*noted: str, **values: Any) -> pd.DataFrame:
    """Return learnings that were noted on these days."""
    given = {"what_happened": "It failed", "text": WRITTEN, "what_we_changed": ""} | values
    return _rows(len(noted), noted_on=list(noted), **given)


def _rows(many: int, **values: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"item": [f"a/b#{number}" for number in range(many)]})
    given = {"project": "Care portal", "title": TITLE, "url": "https://a.example/1"} | values
    for name, value in given.items():
        rows[name] = pd.to_datetime(value) if name.endswith("_on") else value
    return rows


def sentences(told: tuple[Block, ...]) -> Iterator[str]:
    """Yield every text of ours in blocks, charts included; not what somebody else wrote."""
    for block in told:
        yield block.heading
        for one in block.words:
            match one:
                case Position():
                    yield one.changed
                case Paragraph():
                    if one.kind != "note":
                        yield one.text
                case Grid():
                    yield from (one.caption, *one.headings)
                    yield from (text for row in one.rows for cell in row for text in _own(cell))
                case Listing():
                    yield one.heading
                    yield from (text for e in one.entries for text in (e.detail, e.more))
        if block.chart:
            chart = block.chart
            yield from (chart.headline, chart.subtitle, chart.how_to_read, chart.description)
            yield from chart.headings.values()


def _own(cell: Cell) -> tuple[str, ...]:
    return () if cell.foreign else (cell.text, cell.aside)


def foreign(given: Edition) -> tuple[str, ...]:
    """Return everything in an edition that somebody else wrote, the longest first."""
    tables, settings = given.snapshot.tables, given.settings
    header = given.header
    found = {
        WRITTEN, settings.programme.name, settings.programme.sro_role,
        settings.programme.digital_lead_role, *(project.name for project in settings.projects),
        *(str(header[name]) for name in ("revised_reason", "revised_by_role")),
        *tables["increments"]["increment"], *tables["risks"]["title"],
        *tables["sources"]["source"], *tables["sources"]["message"],
    }  # fmt: skip
    for name in ("decisions", "achievements", "learnings"):
        table = tables.get(name, pd.DataFrame())
        texts = ["text", "what_happened", "what_we_changed", "who_benefits", "title"]
        found |= {text for column in texts if column in table for text in table[column]}
    whole = {text for text in found if isinstance(text, str) and text}
    return tuple(sorted(whole, key=lambda text: (-len(text), text)))
