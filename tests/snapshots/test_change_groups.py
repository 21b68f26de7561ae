"""Changes as they are read: in groups, the counts of one increment in one sentence."""

import pandas as pd
import pytest

from snapshots.change_groups import grouped, only_method, shareable_changes, told_count
from snapshots.changes import GROUPS, TABLE
from tests.snapshots.editions import table


def changes(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return a table of changes: kind, project, increment and value of each."""
    return table(
        TABLE.name,
        *(
            {"order": n, "kind": kind, "project": project, "increment": increment,
             "after": after, "sentence": f"{kind} of {increment or project or 'all'}."}
            for n, (kind, project, increment, after) in enumerate(rows, 1)
        ),
    )  # fmt: skip


TOLD = changes(
    ("forecast", "Care", "Pay", "2027-03-12"),
    ("forecast", "Care", "Sign in", "2027-01-12"),
    ("rating", "", "", "red"),
    ("scope_added", "Care", "Pay", "3"),
    ("scope_added", "Tax", "", "1"),
    ("scope_finished", "Care", "Pay", "5"),
    ("scope", "Care", "Pay", "15 of 41 finished"),
    ("pace", "Care", "", "dropped"),
    ("gap", "", "", ""),
)


@pytest.mark.parametrize("several", [False, True])
def test_groups_stand_in_their_order_and_sentences_in_the_table_s(several: bool) -> None:
    """An increment's counts are told together, where the first of them stands."""
    care, tax = (" (Care)", " (Tax)") if several else ("", "")

    assert dict(grouped(TOLD, several=several)) == {
        "ratings": ("rating of all.",),
        "dates": ("forecast of Pay.", "forecast of Sign in."),
        "scope": (
            f"3 pieces of work were added to ‘Pay’{care} and 5 were finished.",
            f"One piece of work was added to what is not yet planned{tax}.",
            "scope of Pay.",
        ),
        "pace": ("pace of Care.",),
        "method": ("gap of all.",),
    }
    assert list(dict(grouped(TOLD, several=several))) == [
        name for name in GROUPS if name not in {"risks", "decisions"}
    ]


def test_nothing_changed() -> None:
    """A gap between the weeks is no change of what is tracked."""
    assert grouped(changes(), several=True) == ()
    assert only_method(changes())
    assert only_method(changes(("gap", "", "", "")))
    assert not only_method(TOLD)


def test_no_small_team_s_work_is_told_on_its_own() -> None:
    """Its dates are the programme's; what it did in a week is one person's, perhaps."""
    rated = changes(("rating", "Care", "", "red"), ("rating", "Tax", "", "red"))

    kept = shareable_changes(TOLD, frozenset({"Care"}))
    still = shareable_changes(rated, frozenset({"Care"}))

    assert kept[["kind", "project"]].to_numpy().tolist() == [
        ["forecast", "Care"], ["forecast", "Care"], ["rating", ""],
        ["scope_added", "Tax"], ["gap", ""],
    ]  # fmt: skip
    assert still["project"].tolist() == ["Tax"]


def test_as_many_changes_are_told_as_are_read_in_the_list() -> None:
    """An increment's counts are one; how it was compared is none, nor is a small team's work."""
    assert told_count(TOLD, frozenset()) == 7
    assert told_count(TOLD, frozenset({"Care"})) == 4
    assert told_count(changes(("basis", "", "", "live"), ("gap", "", "", "")), frozenset()) == 0
