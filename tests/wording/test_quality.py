"""What data quality found, as ``waymark.py check`` tells of it."""

import pandas as pd

from programme.wording.quality import told


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
