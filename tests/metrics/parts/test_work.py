"""Which issues are work, and where each stands among others."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from metrics.parts.work import by_state, coded, delivery_projects, places, work_items
from tests.metrics.frames import Issue, make_settings, replayed


def test_work_is_what_delivery_projects_do() -> None:
    """Neither records nor anything in a register, in the order of the configuration."""
    settings = make_settings({"Portal": "delivery", "Risks": "risk-register", "Api": "delivery"})
    issues = [
        Issue(1, "2026-01-06"),
        Issue(2, "2026-01-06", record="decision"),
        Issue(3, "2026-01-06", project="Risks"),
        Issue(4, "2026-01-06", project="Api"),
        Issue(5, "2026-01-06", project="Elsewhere"),
    ]

    work = work_items(replayed(issues)["history"], settings)

    assert delivery_projects(settings) == ("Portal", "Api")
    assert work["number"].tolist() == [1, 4]
    assert work.index.tolist() == [0, 1]


@pytest.mark.parametrize("names", ["", "a", "ab", "abcd", "abcde", "edcba"])
def test_texts_have_the_place_of_their_name(names: str) -> None:
    """And -1 where it is none of them, of few names as of many."""
    texts = list("cabbage")

    found = coded(pd.Series(texts, dtype="str"), list(names))

    assert found.tolist() == [names.find(text) for text in texts]
    assert found.dtype == np.int64


NUMBERS = {"dense": [1, 2, 3], "far apart": [7, 1_000_000, 3]}
SOURCES = {"one source": ["a"], "two sources": ["b", "a"]}


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("sources", SOURCES.values(), ids=SOURCES)
def test_rows_find_the_issue_that_they_speak_of(sources: list[str], numbers: list[int]) -> None:
    """By source and number; -1 = none of them."""
    known = list(product(sources, numbers))
    asked = [*reversed(known), ("a", 0), ("a", max(numbers) + 2), ("elsewhere", 3)]

    found = places(*(pd.DataFrame(rows, columns=["source", "number"]) for rows in (asked, known)))

    assert found.tolist() == [known.index(row) if row in known else -1 for row in asked]
    assert found.dtype == np.int64


def test_nothing_is_found_among_no_issues() -> None:
    """Nor by no rows."""
    none = pd.DataFrame({"source": pd.Series([], dtype="str"), "number": np.array([], np.int64)})
    one = pd.DataFrame({"source": ["a"], "number": [1]})

    assert places(one, none).tolist() == [-1]
    assert places(none, one).tolist() == []


def test_an_item_is_in_the_count_of_its_state() -> None:
    """And all are items."""
    counts = by_state(pd.DataFrame({"state": ["open", "finished", "dropped"]}))

    assert {name: flags.tolist() for name, flags in counts.items()} == {
        "item_count": [True, True, True],
        "finished_count": [False, True, False],
        "dropped_count": [False, False, True],
        "remaining_count": [True, False, False],
    }
