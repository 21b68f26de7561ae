"""What changed between two editions."""

from dataclasses import replace
from typing import Any

import pytest

from snapshots.compare import with_changes
from snapshots.edition import Edition
from tests.views.snapshot import settings, snapshot


def edition(**header: Any) -> Edition:
    """Return the believable snapshot with other fields in its header."""
    made = snapshot()
    return Edition(replace(made, header={**made.header, **header}), settings())


def test_with_nothing_before_the_table_is_there_and_empty() -> None:
    """The first report has nothing to compare with, and its header says so."""
    made = with_changes(edition(sha256="0" * 64), None)

    assert made.tables["changes"].empty
    assert made.header["compared_with_week"] is None
    assert made.header["compared_with_rating"] is None
    assert "sha256" not in made.header
    assert made.identity == snapshot().identity


@pytest.mark.parametrize(("declared", "told"), [(None, "red"), ("green", "green")])
def test_the_header_names_the_week_compared_with(declared: str | None, told: str) -> None:
    """And the rating of that week: the declared one where there is one."""
    before = edition(iso_week="2026-W46", declared_rating=declared)

    made = with_changes(edition(), before)

    assert made.header["compared_with_week"] == "2026-W46"
    assert made.header["compared_with_rating"] == told
    assert made.identity != snapshot().identity
