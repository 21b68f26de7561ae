"""One issue, said in a few words and replayed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from metrics.parts.replay import replay
from programme import frames
from programme.settings import Settings

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def day(number: float) -> datetime:
    """Return the instant *number* days after START."""
    return START + timedelta(days=number)


SEEN, AS_OF = day(90), day(100)
SETTINGS: dict[str, Any] = {
    "programme": {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"},
    "projects": [{"name": "Portal", "sources": [{"kind": "recorded", "path": "/tmp/portal"}]}],
}


def told(
    item: dict[str, Any] | None = None,
    events: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    labels: list[tuple[str, str]] = (),  # type: ignore[assignment]
    milestones: list[dict[str, Any]] = (),  # type: ignore[assignment]
    label_sightings: list[dict[str, Any]] = (),  # type: ignore[assignment]
    as_of: datetime = AS_OF,
    **settings: Any,
) -> dict[str, pd.DataFrame]:
    """Replay one issue, created on day 0 and seen on day 90."""
    row = {
        "source": "s",
        "number": 1,
        "project": "Portal",
        "item": "s#1",
        "title": "T",
        "state": "open",
        "reason": "",
        "milestone_key": "",
        "created_at": day(0),
        "updated_at": day(80),
        "closed_at": pd.NaT,
        "seen_from": SEEN,
        "gone_at": pd.NaT,
        "size": pd.NA,
        "url": "",
        "lines": {},
    } | (item or {})
    happened = [
        {
            "source": "s",
            "number": 1,
            "at": day(at),
            "position": place,
            "kind": kind,
            "label_key": more.get("key", "") if "label" in kind else "",
            "label": more.get("name", "") if "label" in kind else "",
            "milestone_key": more.get("key", "") if "milestone" in kind else "",
            "milestone": more.get("name", "") if "milestone" in kind else "",
            "reason": more.get("reason", ""),
        }
        for place, (at, kind, more) in enumerate(events)
    ]
    facts = {
        "items": [row],
        "item_labels": [
            {"source": "s", "number": 1, "label_key": key, "label": name} for key, name in labels
        ],
        "events": happened,
        "milestones": [
            {
                "source": "s",
                "seen_from": SEEN,
                "seen_until": pd.NaT,
                "project": "Portal",
                "state": "open",
                "due_on": pd.NaT,
                "start_on": pd.NaT,
                "created_at": day(0),
                "updated_at": day(0),
                "closed_at": pd.NaT,
                "url": "",
                "lines": {},
                "kind": "",
            }
            | entry
            for entry in milestones
        ],
        "labels": [
            {"source": "s", "seen_from": day(0), "seen_until": pd.NaT} | entry
            for entry in label_sightings
        ],
    }
    contracts = {contract.name: contract for contract in frames.FACTS}
    typed = {
        name: frames.conform(pd.DataFrame(rows), contracts[name])
        if rows
        else frames.empty(contracts[name])
        for name, rows in facts.items()
    }
    before = {name: frame.copy(deep=True) for name, frame in typed.items()}
    out = replay(typed, as_of=as_of, settings=Settings.model_validate(SETTINGS | settings))
    for name, frame in typed.items():
        pd.testing.assert_frame_equal(before[name], frame)
    for contract in frames.REPLAYED:
        frames.check(out[contract.name], contract)
    return out


def noted(out: dict[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Return the doubts as (check, detail)."""
    return list(out["doubts"][["check", "detail"]].itertuples(index=False, name=None))


def days(frame: pd.DataFrame, what: str) -> list[tuple[Any, ...]]:
    """Return spells as (what, first day, last day or None)."""

    def number(at: pd.Timestamp) -> float | None:
        return None if pd.isna(at) else (at - START) / timedelta(days=1)

    return [
        (row[what], number(row["from_at"]), number(row["until_at"]))
        for row in frame.to_dict("records")
    ]


CLOSED = {"state": "closed", "closed_at": day(10), "reason": "completed"}
MILESTONES = [{"milestone_key": "1", "title": "Alpha"}, {"milestone_key": "2", "title": "Beta"}]
