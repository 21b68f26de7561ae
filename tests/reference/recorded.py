"""A recorded folder's JSON as plain objects, the same for both forges."""

import gzip
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

GITHUB_KINDS = ("closed", "reopened", "labeled", "unlabeled", "milestoned", "demilestoned")


@dataclass(frozen=True)
class Event:
    """Something that happened to an issue; ``name`` is a label's or a milestone's, as it was then.

    ``id`` is the label's or the milestone's, where the forge gives one.
    """

    at: datetime
    order: int
    kind: str
    name: str = ""
    id: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Issue:
    """An issue as the forge says it is now, with all that is known to have happened to it."""

    address: str
    title: str
    url: str
    closed: bool
    reason: str | None
    moved: bool
    labels: tuple[tuple[str, int | None], ...]
    milestone: int | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    events: tuple[Event, ...]
    weight: int | None


@dataclass(frozen=True)
class Milestone:
    """A milestone as one look at the forge showed it."""

    id: int
    title: str
    closed: bool
    due_on: date | None
    start_on: date | None
    created_at: datetime | None
    updated_at: datetime | None
    closed_at: datetime | None
    url: str


@dataclass(frozen=True)
class Recording:
    """A folder: its issues, and its milestones at every look, oldest first."""

    issues: tuple[Issue, ...]
    looks: tuple[tuple[datetime, tuple[Milestone, ...]], ...]


def read(folder: Path, zone: ZoneInfo, now: datetime) -> Recording:
    """Read a folder whose ``milestones.json`` is what the forge says ``now``."""
    gitlab = not (folder / "events.json").exists() and not (folder / "events.json.gz").exists()
    raw_issues = _json(folder, "issues") or []
    gitlab = gitlab and any("iid" in issue for issue in raw_issues)
    events = _gitlab_events(folder) if gitlab else _github_events(folder)
    issues = [
        _issue(raw, tuple(sorted(events.get(_number(raw), []), key=lambda e: (e.at, e.order))))
        for raw in raw_issues
        if not raw.get("pull_request")
    ]
    looks = []
    observations = folder / "observations.jsonl"
    if observations.exists():
        for line in observations.read_text(encoding="utf-8").splitlines():
            look = json.loads(line)
            seen = tuple(_milestone(raw, zone) for raw in look["milestones"])
            looks.append((instant(look["observed_at"]), seen))
    last = tuple(_milestone(raw, zone) for raw in _json(folder, "milestones") or [])
    return Recording(tuple(issues), (*looks, (now, last)))


def instant(text: str) -> datetime:
    """Read an instant; parts of a second are cut off."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)


def _json(folder: Path, name: str) -> Any:
    plain, packed = folder / f"{name}.json", folder / f"{name}.json.gz"
    if plain.exists():
        return json.loads(plain.read_bytes())
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return None


def _number(raw: dict[str, Any]) -> int:
    return int(raw["iid"] if "iid" in raw else raw["number"])


def _issue(raw: dict[str, Any], events: tuple[Event, ...]) -> Issue:
    url = raw.get("html_url") or raw["web_url"]
    host, path = re.fullmatch(r"https?://([^/]+)/(.+?)(?:/-)?/issues/\d+", url).groups()  # type: ignore[union-attr]
    labels = [
        (label, None) if isinstance(label, str) else (label["name"], label.get("id"))
        for label in raw.get("labels") or []
    ]
    duplicate = (raw.get("_links") or {}).get("closed_as_duplicate_of")
    return Issue(
        address=f"{host}/{path}#{_number(raw)}",
        title=raw["title"].strip(),
        url=url,
        closed=raw["state"] == "closed",
        reason="duplicate" if duplicate else raw.get("state_reason"),
        moved=bool(raw.get("moved_to_id")),
        labels=tuple(labels),
        milestone=_milestone_id(raw["milestone"]) if raw.get("milestone") else None,
        created_at=instant(raw["created_at"]),
        updated_at=instant(raw["updated_at"]),
        closed_at=_instant(raw.get("closed_at")),
        events=events,
        weight=raw.get("weight"),
    )


def _github_events(folder: Path) -> dict[int, list[Event]]:
    events: dict[int, list[Event]] = {}
    for raw in _json(folder, "events") or []:
        if raw["event"] not in GITHUB_KINDS:
            continue
        thing = raw.get("label") or raw.get("milestone") or {}
        event = Event(
            at=instant(raw["created_at"]),
            order=raw["id"],
            kind=raw["event"],
            name=thing.get("name") or thing.get("title") or "",
            id=thing.get("id"),
            reason=raw.get("state_reason"),
        )
        events.setdefault(raw["issue"]["number"], []).append(event)
    return events


def _gitlab_events(folder: Path) -> dict[int, list[Event]]:
    events: dict[int, list[Event]] = {}
    words = {
        ("label", "add"): "labeled",
        ("label", "remove"): "unlabeled",
        ("milestone", "add"): "milestoned",
        ("milestone", "remove"): "demilestoned",
    }
    for what in ("label", "milestone", "state"):
        for number, rows in (_json(folder, f"resource_{what}_events") or {}).items():
            for raw in rows:
                kind = raw["state"] if what == "state" else words[what, raw["action"]]
                thing = raw.get(what) if what != "state" else {}
                if thing is None or kind not in GITHUB_KINDS:
                    continue
                event = Event(
                    at=instant(raw["created_at"]),
                    order=raw["id"],
                    kind=kind,
                    name=thing.get("name") or thing.get("title") or "",
                    id=thing.get("id"),
                )
                events.setdefault(int(number), []).append(event)
    return events


def _milestone(raw: dict[str, Any], zone: ZoneInfo) -> Milestone:
    due_on = date.fromisoformat(raw["due_date"]) if raw.get("due_date") else None
    if raw.get("due_on"):
        due_on = instant(raw["due_on"]).astimezone(zone).date()
    return Milestone(
        id=_milestone_id(raw),
        title=raw["title"],
        closed=raw["state"] == "closed",
        due_on=due_on,
        start_on=date.fromisoformat(raw["start_date"]) if raw.get("start_date") else None,
        created_at=_instant(raw.get("created_at")),
        updated_at=_instant(raw.get("updated_at")),
        closed_at=_instant(raw.get("closed_at")),
        url=raw.get("html_url") or raw.get("web_url") or "",
    )


def _milestone_id(raw: dict[str, Any]) -> int:
    """Return what tells it from the others of its source: GitHub's number, GitLab's id."""
    return int(raw["number"] if "number" in raw else raw["id"])


def _instant(text: str | None) -> datetime | None:
    return instant(text) if text else None
