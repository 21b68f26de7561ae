"""What data quality found: which figure it touches, and how ``waymark.py check`` tells of it."""

import re
from pathlib import Path
from typing import Final

import pandas as pd

from programme.wording import quality
from programme.wording.quality import told

DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "data-quality.md"


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Make what is read of the table: project, weight and sentence."""
    return pd.DataFrame(list(rows), columns=["project", "severity", "sentence"])


def test_the_weightiest_come_first() -> None:
    """What is only to be known is counted, and not told line by line."""
    found = table(
        ("A", "info", "One."), ("A", "warning", "Two."), ("B", "error", "Three."),
        ("B", "info", "Four."),
    )  # fmt: skip

    assert list(told(found)) == [
        "Data quality, of what was synced last: 1 to mend, 1 to look at, 2 to know.",
        "  B: Three.",
        "  A: Two.",
    ]


def test_no_more_than_twenty_are_told() -> None:
    """The page shows the others."""
    lines = list(told(table(*[("A", "warning", f"{n}.") for n in range(22)])))

    assert len(lines) == 22
    assert lines[-1] == "  and 2 more, which the page Data quality shows"


def test_nothing_found_is_said() -> None:
    """Instead of nothing."""
    assert list(told(table())) == ["Data quality, of what was synced last: nothing was found."]


def test_every_check_touches_one_figure() -> None:
    """As docs/data-quality.md lists the checks; what another version checked touches none known."""
    documented = re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    known = [check for checks in quality.TOUCHED.values() for check in checks]

    assert sorted(known) == sorted(documented)
    assert [quality.place(check) for check in known] == sorted(map(quality.place, known))
    assert quality.touches("no_increment") == "Forecast dates"
    assert quality.touches("of another version") == ""
    assert quality.place("of another version") > max(map(quality.place, known))
