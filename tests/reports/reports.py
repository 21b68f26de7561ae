"""Editions with everything in them that a report can tell, some of it written by strangers."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from programme import frames
from snapshots.changes import TABLE as CHANGES
from snapshots.contracts import contracts
from snapshots.edition import Edition
from snapshots.snapshot import Snapshot
from tests.views.snapshot import settings, snapshot

#: What a stranger may call a thing.
HOSTILE: Final = (
    "<script>document.title='taken'</script><img src=http://tracker.example/x.png>",
    '"><a href="javascript:alert(1)">x</a>',
    "{{ 7 * 7 }} {% include 'x' %} $x^2$",
    "خدمة \u202e<i>1</i> (a)\x00",
)


def edition(*, said: dict[str, Any] | None = None, **tables: pd.DataFrame) -> Edition:
    """Return the edition of a recorded week.

    Args:
        said: Fields of the header that differ.
        tables: Tables that differ, by name.
    """
    made = snapshot()
    header = made.header | {"basis": "recorded", "sha256": "c" * 64, "previous_sha256": "b" * 64}
    header |= {"compared_with_week": "2026-W46", "compared_with_rating": "amber"}
    whole = {**made.tables, "changes": changes(), **tables}
    return Edition(Snapshot(header | (said or {}), whole, made.identity), settings())


def hostile() -> Edition:
    """Return an edition in which strangers have named every increment and risk."""
    made = snapshot().tables
    named = _renamed(made["increments"], "increment")
    return edition(
        increments=named.assign(url="javascript:alert(1)"),
        milestone_trend=_renamed(made["milestone_trend"], "increment"),
        risks=_renamed(made["risks"], "title").assign(url='https://x.example/"><script>'),
        said={"programme": HOSTILE[0], "outcome": HOSTILE[1], "rating_reason": HOSTILE[2]},
    )


def empty() -> Edition:
    """Return the edition of a programme of which nothing is known yet."""
    made = edition(said={"data_through_at": None, "compared_with_week": None})
    kept = contracts()
    nothing = {name: frames.empty(kept[name]) for name in made.snapshot.tables}
    return replace(made, snapshot=replace(made.snapshot, tables=nothing))


def changes() -> pd.DataFrame:
    """Return three changes: one later, one earlier, one of which nothing is known."""
    rows = [
        (1, "forecast", "Care portal", "Pay for support", 18.0, "It moved 18 days later."),
        (2, "risk_retired", "Highways", "", -3.0, "One risk was dealt with."),
        (3, "pace", "", "", None, "The pace has dropped."),
    ]
    table = pd.DataFrame(
        rows, columns=["order", "kind", "project", "increment", "effect_days", "sentence"]
    ).assign(item="", before="", after="")
    return frames.conform(table[list(CHANGES.columns)], CHANGES)


def _renamed(table: pd.DataFrame, column: str) -> pd.DataFrame:
    order = {name: n for n, name in enumerate(dict.fromkeys(table[column]))}
    return table.assign(
        **{
            column: [
                f"{HOSTILE[order[name] % len(HOSTILE)]} {order[name]}" if name else ""
                for name in table[column]
            ]
        }
    )
