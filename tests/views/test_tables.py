"""Tables: every kind of cell, headings with scope, foreign text escaped."""

import pandas as pd
import pytest

from views.tables import cell, table


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (pd.Timestamp("2026-11-02"), '<span class="date">2 November 2026</span>'),
        (pd.array([1], dtype="Int64")[0], "1"),
        (1204, "1,204"),
        (3.5, "3.5"),
        (0, "0"),
        (True, "Yes"),
        (pd.array([False], dtype="boolean")[0], "No"),
        ("<b>", "<bdi>&lt;b&gt;</bdi>"),
        ("", ""),
        (pd.NA, '<span class="missing">Not known</span>'),
        (pd.NaT, '<span class="missing">Not known</span>'),
    ],
    ids=str,
)
def test_cells(value: object, said: str) -> None:
    """One is a number and not a yes; what is missing says so."""
    assert cell(value) == said


def test_a_table_is_real_and_reachable() -> None:
    """Headings have a scope, the region has a name and can be reached by keyboard."""
    made = table(
        pd.DataFrame({"a": ["x"], "n": [2]}), {"a": "A", "n": "N"}, caption="C", row_heading="a"
    )
    assert 'role="region" aria-label="C" tabindex="0"' in made
    assert '<th scope="col" role="columnheader">A</th>' in made
    assert '<th scope="row" role="rowheader"><bdi>x</bdi></th>' in made
    assert '<td class="number" role="cell" data-label="N"><div>2</div></td>' in made


def test_a_yes_or_no_stands_where_words_do() -> None:
    """It is no number to be lined up on the right."""
    made = table(pd.DataFrame({"y": [True]}), {"y": "Y"}, caption="C")
    assert '<td role="cell" data-label="Y"><div>Yes</div></td>' in made
