"""Cut lines: which increments get one, and what the table says of it."""

from typing import Any

import pandas as pd
import pytest

from metrics import registry
from metrics.cut_lines import MEASURE
from tests.metrics.frames import at, make_facts, make_settings, replayed, rows_of
from tests.metrics.increment_frames import Work, milestone, steadily

AS_OF = "2026-06-01"
#: Four pieces are finished a week, in turn: 8 more take 2 weeks, 20 take 5, 40 take 10.
PACE = {"First": [4] * 21}


def known(*targets: str | None, **sections: Any) -> tuple[dict[str, pd.DataFrame], Any]:
    """Return the tables of three increments of 8, 12 and 20 pieces, and the settings.

    Args:
        targets: Dates worked to of the three.
        sections: Of the configuration.
    """
    sizes = {"First": 8, "Second": 12, "Third": 20}
    work: list[Work] = []
    for title, count in sizes.items():
        work += steadily(title, PACE.get(title, []), count, first=len(work) + 1)
    milestones = [
        row
        for title, target in zip(sizes, targets, strict=True)
        for row in milestone(title, ("2026-01-05", target))
    ]
    facts = make_facts(milestones=milestones, items=[issue.fact() for issue in work])
    spells = replayed(
        work, increment_spells=[row for issue in work for row in issue.increment_spells()]
    )
    settings = make_settings(increments={"max_items": 200}, **sections)
    chosen = registry.needed(["cut_lines"])
    given = registry.given(chosen, facts, spells, as_of=at(AS_OF), settings=settings)
    return given | registry.compute(chosen, given, as_of=at(AS_OF), settings=settings), settings


def test_a_late_increment_has_a_row_for_each_thing_to_drop() -> None:
    """By hand: 40 pieces until the third is finished, 32 fit into its 8 weeks."""
    tables, _ = known("2026-06-14", "2026-07-05", "2026-07-26")
    assert rows_of(tables["cut_lines"], *tables["cut_lines"]) == [
        ("Portal", "Third", "First", None, 8, "2026-07-26", 1.0, "2026-06-01", "")
    ]


@pytest.mark.parametrize(
    ("third", "key", "dropped", "why"),
    [
        ("2026-07-26", ["First", "Third"], "Second", ""),  # what is key stays
        ("2026-07-26", ["First", "Second"], "", "No cut"),
        ("2026-05-31", [], "", "Its date has passed."),
        ("2026-08-09", [], None, None),  # in time
        (None, [], None, None),  # no date to be late for
    ],
)
def test_which_increments_have_one(
    third: str | None, key: list[str], dropped: str | None, why: str | None
) -> None:
    """Those that are late; where nothing helps the row says why."""
    tables, _ = known("2026-06-14", "2026-07-05", third, project={"increments": {"key": key}})
    found = tables["cut_lines"].query("increment == 'Third'").to_dict("records")
    if dropped is None:
        assert found == []
    else:
        assert [row["dropped"] for row in found] == [dropped]
        assert found[0]["why_not"].startswith(why or "")
        assert bool(found[0]["why_not"]) == (not dropped)


def test_a_row_is_explained_by_what_is_dropped() -> None:
    """The open pieces of an increment that is dropped as a whole."""
    tables, settings = known("2026-06-14", "2026-07-05", "2026-07-26")
    key = {"project": "Portal", "increment": "Third", "dropped": "First"}
    assert MEASURE.explain is not None
    found = MEASURE.explain(tables, key, as_of=at(AS_OF), settings=settings)
    assert set(found["column"]) == {"item_count"}
    assert len(found) == 8
