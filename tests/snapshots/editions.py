"""Small editions to compare: tables of a few rows, every other column at its plainest."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pandas as pd

from programme import frames
from programme.frames import COUNT, FLAG, TEXT
from programme.settings import Settings
from programme.weeks import iso_week
from snapshots.contracts import contracts
from snapshots.edition import Edition
from snapshots.header import LIVE, NOTHING_SAID
from snapshots.snapshot import Snapshot

#: What a column that may not be empty holds where a test does not say.
_PLAIN = {COUNT: 0, FLAG: False, TEXT: "", "bool": False, "int64": 0}
#: Sunday 24:00 of the ISO week 1 of 2026.
_FIRST_END = datetime(2026, 1, 5, tzinfo=UTC)
_DEFAULTS: dict[str, dict[str, Any]] = {
    "increments": {"project": "Care", "state": "open", "indicated_rating": "not_rated"},
    "items": {"project": "Care", "state": "open", "created_on": "2026-01-05"},
    "risks": {"project": "Care", "state": "open"},
    "decisions": {"project": "Care", "state": "open", "opened_on": "2026-01-05"},
    "projects": {"indicated_rating": "not_rated"},
    "run_chart": {"signal": "none"},
    "sources": {"project": "Care", "kind": "github", "state": "ok"},
}


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Return a table of a snapshot; columns that a row does not give are plain or empty."""
    if not rows:
        return _empty(name)
    contract = contracts()[name]
    plain = {
        column: None if meant.empty and meant.dtype != TEXT else _PLAIN.get(meant.dtype)
        for column, meant in contract.columns.items()
    }
    whole = pd.DataFrame([{**plain, **_DEFAULTS.get(name, {}), **row} for row in rows])
    for column, meant in contract.columns.items():
        if meant.dtype in {frames.ON, frames.AT}:
            whole[column] = pd.to_datetime(whole[column], utc=meant.dtype == frames.AT)
    return frames.conform(whole, contract)


@cache
def _empty(name: str) -> pd.DataFrame:
    return frames.empty(contracts()[name])


@cache
def _one_project() -> Settings:
    return make_settings()


def make_settings(projects: tuple[str, ...] = ("Care",), **sections: Any) -> Settings:
    """Return settings with *projects*; a dict instead of a name gives more of one."""
    listed = [
        {"name": name, "people": 9, "sources": [{"kind": "recorded", "path": f"/nowhere/{name}"}]}
        for name in projects
    ]
    baselines = sections.pop("baselines", None)
    if baselines:
        listed[0]["baselines"] = baselines
    increments = sections.pop("increments_of", None)
    if increments:
        listed[0]["increments"] = increments
    return Settings.model_validate(
        {
            "programme": {
                "name": "Online", "outcome": "O.", "sro_role": "Director",
                "started_on": "2025-01-06",
            },
            "projects": listed,
            **sections,
        }
    )  # fmt: skip


def make_edition(
    week: int = 10,
    *,
    settings: Settings | None = None,
    header: dict[str, Any] | None = None,
    without: tuple[str, ...] = (),
    **rows: list[dict[str, Any]],
) -> Edition:
    """Return the edition of a week of 2026, as frozen at its end.

    Args:
        week: ISO week.
        settings: By default of one project, Care.
        header: Fields that are otherwise than usual.
        without: Tables that it lacks, as an older snapshot does.
        rows: Of tables by name; all others are empty.
    """
    as_of = _FIRST_END + timedelta(weeks=week - 1)
    fields = {
        "definitions_version": "1+0",
        "iso_week": iso_week((as_of - timedelta(days=1)).date()),
        "as_of": as_of.isoformat(),
        "taken_at": (as_of + timedelta(hours=7)).isoformat(),
        "indicated_rating": "not_rated",
        **NOTHING_SAID,
        **LIVE,
        "basis": "recorded",
        **(header or {}),
    }
    names = set(contracts()) - {"changes"} - set(without)
    tables = {name: table(name, *rows.get(name, [])) for name in names}
    return Edition(Snapshot(fields, tables, f"{week}"), settings or _one_project())
