"""How large increments are expected to be until they have been broken down."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from metrics.parts.expected import expected_counts, still_to_come
from programme.settings_projects import Project

TODAY = date(2026, 3, 9)
CASES: dict[str, tuple[dict[str, Any], list[int], dict[str, int]]] = {
    "nothing is said": ({}, [8], {}),
    "a number": ({"Pay": 30}, [8], {"Pay": 30}),
    "until tomorrow": ({"Pay": {"items": 30, "refined_on": "2026-03-10"}}, [], {"Pay": 30}),
    "until today": ({"Pay": {"items": 30, "refined_on": "2026-03-09"}}, [], {}),
    "the median of finished ones": (
        {"Pay": {"refined_on": "2026-03-10"}},
        [9, 4, 0, 30],
        {"Pay": 9},
    ),
    "of two the lower": ({"Pay": {"refined_on": "2026-03-10"}}, [4, 9], {"Pay": 4}),
    "none is finished yet": ({"Pay": {"refined_on": "2026-03-10"}}, [0], {}),
    "of one that is finished or unknown": ({"Old": 30}, [8], {}),
}


@pytest.mark.parametrize(("said", "finished", "expected"), CASES.values(), ids=CASES)
def test_what_is_expected(
    said: Mapping[str, Any], finished: Sequence[int], expected: dict[str, int]
) -> None:
    """What the configuration says, else the median of finished increments that hold anything."""
    project = Project.model_validate(
        {
            "name": "Portal",
            "sources": [{"kind": "recorded", "path": "app"}],
            "expected_items": said,
        }
    )
    assert expected_counts(project, finished, ["Pay", "Book"], TODAY) == expected


def test_the_larger_of_counted_and_expected_counts() -> None:
    """More than expected is no less."""
    expected = {"Pay": 30, "Book": 5, "Renew": 2}
    found = still_to_come(expected, {"Pay": 12, "Book": 9})

    assert found == {"Pay": 18, "Book": 0, "Renew": 2}
