"""Made-up GitHub repositories in REST form, as large and as odd as a test needs."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

Row = dict[str, Any]
BEGUN = datetime(2024, 1, 1, 9, tzinfo=UTC)
_LABELS = ("bug", "risk", "probability::high", "impact::low", "status::in-progress", "Docs")


def instant(at: datetime) -> str:
    """Write an instant as GitHub does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def issue(number: int, **values: Any) -> Row:
    """Make one issue, whose author and body name a person."""
    at = instant(BEGUN + timedelta(hours=number))
    return {
        "number": number,
        "id": 10_000 + number,
        "title": f"Issue {number}",
        "state": "open",
        "state_reason": None,
        "locked": False,
        "user": {"login": "person-0001", "id": 1, "type": "User"},
        "labels": [],
        "assignees": [{"login": "person-0002", "id": 2}],
        "milestone": None,
        "created_at": at,
        "updated_at": at,
        "closed_at": None,
        "body": "Body written by @person-0001 (person-0001@example.org)",
        **values,
    }


def event(number: int, kind: str, at: datetime, **values: Any) -> Row:
    """Make one event of issue *number*; its id follows from how late it is."""
    return {
        "id": int(at.timestamp() * 1000) + number,
        "event": kind,
        "created_at": instant(at),
        "actor": {"login": "person-0003", "id": 3},
        "issue": {"number": number},
        **values,
    }


def repository(count: int, *, events_each: int = 6, seed: int = 1) -> dict[str, list[Row]]:
    """Make *count* issues with their events; the same *seed* gives the same rows."""
    dice = random.Random(seed)
    milestones = [
        {
            "number": number,
            "id": 900 + number,
            "title": f"Increment {number}",
            "description": "Outcome: Carers see their visits\nWritten by @person-0004",
            "state": "open",
            "creator": {"login": "person-0004", "id": 4},
            "open_issues": 1,
            "closed_issues": 0,
            "created_at": instant(BEGUN),
            "updated_at": instant(BEGUN),
            "due_on": f"2024-0{number}-28T08:00:00Z",
            "closed_at": None,
        }
        for number in range(1, 6)
    ]
    issues: list[Row] = []
    events: list[Row] = []
    for number in range(1, count + 1):
        at = BEGUN + timedelta(hours=number)
        held: list[str] = []
        row = issue(number)
        for _ in range(events_each):
            at += timedelta(minutes=dice.randrange(1, 600))
            kind = dice.choice(["labeled", "unlabeled", "closed", "reopened", "milestoned"])
            if kind == "labeled" and (free := [name for name in _LABELS if name not in held]):
                held.append(dice.choice(free))
                events.append(event(number, kind, at, label={"name": held[-1]}))
            elif kind == "unlabeled" and held:
                gone = held.pop(dice.randrange(len(held)))
                events.append(event(number, kind, at, label={"name": gone}))
            elif kind == "closed" and row["state"] == "open":
                reason = dice.choice(["completed", "not_planned", "duplicate"])
                row |= {"state": "closed", "state_reason": reason, "closed_at": instant(at)}
                events.append(event(number, kind, at, state_reason=reason))
            elif kind == "reopened" and row["state"] == "closed":
                row |= {"state": "open", "state_reason": "reopened", "closed_at": None}
                events.append(event(number, kind, at))
            elif kind == "milestoned" and row["milestone"] is None:
                joined = dice.choice(milestones)
                row["milestone"] = joined
                events.append(event(number, kind, at, milestone={"title": joined["title"]}))
            else:
                events.append(event(number, "subscribed", at))
        row["labels"] = [{"name": name, "color": "ededed"} for name in held]
        row["updated_at"] = instant(at)
        issues.append(row)
    events.sort(key=lambda entry: (entry["created_at"], entry["id"]))
    return {"issues": issues, "milestones": milestones, "events": events, "labels": []}
