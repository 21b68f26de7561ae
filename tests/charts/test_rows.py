"""Where rows lie: a line that runs down them is broken by the text before it alone."""

import pytest

from charts.rows import stretches


@pytest.mark.parametrize(
    ("covered", "drawn"),
    [
        ([], [(0, 100)]),
        ([50], [(0, 41), (59, 100)]),
        ([70, 30], [(0, 21), (39, 61), (79, 100)]),
        ([40, 50], [(0, 31), (59, 100)]),
        ([5, 96], [(14, 87)]),
    ],
    ids=["whole", "once", "twice", "two-lines", "at-the-ends"],
)
def test_stretches(covered: list[float], drawn: list[tuple[float, float]]) -> None:
    """Nine pixels above and below the middle of a line of text are left out."""
    assert stretches(0, 100, covered) == drawn
