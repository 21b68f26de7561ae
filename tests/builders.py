"""Rows with plausible values, of which a test names only those it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from programme.rows import EventRow, ItemRow, LabelRef, MilestoneRow

#: Monday 00:00 UTC, in winter: London's midnight too.
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def at(days: float) -> datetime:
    """Return the instant *days* after MONDAY."""
    return MONDAY + timedelta(days=days)


def make_item(number: int = 1, **values: Any) -> ItemRow:
    """Make an open issue without labels or milestone, created on MONDAY."""
    labels = tuple(LabelRef(*label) for label in values.pop("labels", ()))
    base: dict[str, Any] = {
        "number": number,
        "item": f"forge.example/team/app#{number}",
        "title": f"Issue {number}",
        "state": "open",
        "reason": None,
        "labels": labels,
        "milestone_key": None,
        "created_at": MONDAY,
        "updated_at": MONDAY,
        "closed_at": None,
        "url": f"https://forge.example/team/app/issues/{number}",
    }
    return ItemRow(**{**base, **values})


def make_event(number: int = 1, key: str = "1", **values: Any) -> EventRow:
    """Make a closing of issue *number* on the day after MONDAY."""
    base: dict[str, Any] = {
        "number": number,
        "key": key,
        "at": at(1),
        "position": int(key) if key.isdigit() else 0,
        "kind": "closed",
    }
    return EventRow(**{**base, **values})


def make_milestone(key: str = "1", **values: Any) -> MilestoneRow:
    """Make an open milestone that was created on MONDAY and is due 30 days later."""
    base: dict[str, Any] = {
        "key": key,
        "title": f"Milestone {key}",
        "state": "open",
        "due": at(30).date().isoformat(),
        "start": None,
        "created_at": MONDAY,
        "updated_at": MONDAY,
        "closed_at": None,
        "url": f"https://forge.example/team/app/milestone/{key}",
    }
    return MilestoneRow(**{**base, **values})


def make_label(key: str = "1", name: str = "label") -> LabelRef:
    """Make a label with an id of its own."""
    return LabelRef(key, name)
