"""Editions that a deck is drawn from: a full week, an empty one, one full of hostile titles."""

from dataclasses import replace
from typing import Any

import pandas as pd

from programme import frames
from snapshots.contracts import contracts
from snapshots.edition import Edition
from tests.views.snapshot import shown

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script> <a:t>&amp;",
    "![i](http://evil.example/x.png) **bold** $x$",
    "\u202eright to left مرحبا",
    "bell\x07 null\x00 escape\x1b end",
    "服务" * 90,
    "W" * 400,
    "A title that goes on and on, as titles do that somebody wrote in a hurry " * 8,
)
#: Of a week that was frozen, and compared with the one before.
FROZEN = {"basis": "recorded", "compared_with_week": "2026-W46", "compared_with_rating": "amber"}


def full(said: dict[str, Any] | None = None, **tables: pd.DataFrame) -> Edition:
    """Return a frozen week with something in every block; *said* are fields of the header."""
    given = shown(
        **{
            "decisions": decisions("Release without payments", "Agree the charge"),
            "achievements": achievements("Carers can upload documents"),
            "learnings": learnings("The first migration failed"),
            "changes": changes("Pay for support is planned 44 days later.", "One risk is new."),
            **tables,
        }
    )
    header = {**given.header, **FROZEN, "sha256": "ab12" * 16, **(said or {})}
    return Edition(replace(given.snapshot, header=header), given.settings)


def empty() -> Edition:
    """Return a week of a programme in which nothing was ever written down."""
    said = {
        "indicated_rating": "not_rated",
        "rating_reason": "No data has been collected yet",
        "data_through_at": None,
        "compared_with_week": None,
    }
    return full(said, **{name: frames.empty(kept) for name, kept in contracts().items()})


def hostile() -> Edition:
    """Return a week in which every title was written to break what shows it."""
    tables = dict(shown().snapshot.tables)
    told = {}
    for name, column in (
        ("increments", "increment"),
        ("milestone_trend", "increment"),
        ("risks", "title"),
    ):
        names = sorted({str(one) for one in tables[name][column]} - {""})
        bad = {one: HOSTILE[place % len(HOSTILE)] for place, one in enumerate(names)}
        told[name] = tables[name].assign(**{column: tables[name][column].replace(bad)})
    return full(
        {"note": HOSTILE[7], "note_by_role": "Programme manager", "rating_reason": HOSTILE[7]},
        **told,
        decisions=decisions(*HOSTILE),
        achievements=achievements(*HOSTILE),
        learnings=learnings(*HOSTILE),
        changes=changes(*HOSTILE * 6),
    )


def decisions(*titles: str) -> pd.DataFrame:
    """Return decisions that wait for the sponsor."""
    return _records(
        "decisions", titles, needed_by_on="2026-12-04", state="open", opened_on="2026-11-02"
    )


def achievements(*titles: str) -> pd.DataFrame:
    """Return what people can use since last week."""
    return _records("achievements", titles, finished_on="2026-11-17", kind="record", shown=False)


def learnings(*titles: str) -> pd.DataFrame:
    """Return what was learned last week."""
    return _records("learnings", titles, noted_on="2026-11-18", what_happened="It failed.")


def changes(*sentences: str) -> pd.DataFrame:
    """Return what has changed since the week before."""
    rows = pd.DataFrame({"sentence": sentences})
    rows = rows.assign(order=range(1, len(rows) + 1), kind="target", effect_days=7.0)
    return _conform("changes", rows)


def _records(name: str, titles: tuple[str, ...], **cells: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"title": titles, "project": "Care portal"})
    rows["item"] = [f"github.example.org/council/care#{number}" for number in range(len(rows))]
    return _conform(name, rows.assign(text="What follows from it.", **cells))


def _conform(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    contract = contracts()[name]
    whole = rows.reindex(columns=list(contract.columns))
    for column, kept in contract.columns.items():
        if kept.dtype == frames.ON:
            whole[column] = pd.to_datetime(whole[column])
        elif kept.dtype == frames.TEXT:
            whole[column] = whole[column].astype("object").fillna("")
    return frames.conform(whole, contract)
