"""The page on data quality: one row a check, examples that lead to the forge."""

import pandas as pd

from tests.views.snapshot import shown
from views.data_quality import _addresses, _examples, _found_what, _touches, _weightiest_first

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


def found(*rows: tuple[str, str, int | None]) -> pd.DataFrame:
    """Return what checks found: check, severity and how many it concerns."""
    made = pd.DataFrame(list(rows), columns=["check", "severity", "item_count"])
    return made.assign(project="A", sentence="S.", examples="")


def test_what_most_rests_on_stands_first() -> None:
    """By weight, then by the figure that it touches, then by how many it concerns."""
    table = found(
        ("change_not_made", "info", 9),
        ("risk_unsized", "info", 2),
        ("overdue", "warning", 1),
        ("no_increment", "info", 3),
        ("stale_open", "info", 30),
        ("source_failed", "error", None),
        ("of another version", "info", 1),
    )

    assert [group["check"].iloc[0] for group in _weightiest_first(table)] == [
        *("source_failed", "overdue", "stale_open", "no_increment", "risk_unsized"),
        *("change_not_made", "of another version"),
    ]


def test_each_says_which_figure_it_touches() -> None:
    """A mark says more only where the figure may be wrong, or is."""
    assert _touches(found(("stale_open", "info", 1))) == "Forecast dates"
    assert "To look at" in _touches(found(("overdue", "warning", 1)))
    assert _touches(found(("overdue", "warning", 1))).startswith("Days later than first agreed")
    assert _touches(found(("of another version", "info", 1))) == "Other figures"
