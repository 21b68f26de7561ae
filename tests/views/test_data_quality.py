"""The page on data quality: one row a check, examples that lead to the forge."""

import pandas as pd

from tests.views.snapshot import shown
from views.data_quality import _addresses, _examples, _found_what

HOST = "github.example.org/council/care"


def test_examples_are_links_with_short_names() -> None:
    """An issue is ``care#4`` and leads to the forge; what has no address is plain text."""
    made = _examples(
        "Highways", f"{HOST}#4; No such thing", {("Highways", f"{HOST}#4"): "https://x/4"}
    )
    assert made is not None
    assert '<a href="https://x/4" rel="noopener noreferrer"><bdi>care#4</bdi></a>' in made
    assert made.endswith(", <bdi>No such thing</bdi></span>")


def test_addresses_come_from_risks_too() -> None:
    """Work, risks and milestones have one."""
    assert _addresses(shown())[("Highways", f"{HOST}#4")].endswith("/care/issues/4")


def test_one_check_is_one_row() -> None:
    """Project by project, with the count in each sentence."""
    group = pd.DataFrame(
        {"project": ["A", "B"], "sentence": ["One is.", "2 are."], "examples": ["", ""]}
    )
    made = _found_what(group, {})
    assert made.count('class="finding-of"') == 2
    assert "<bdi>A</bdi></span><bdi>One is.</bdi>" in made
