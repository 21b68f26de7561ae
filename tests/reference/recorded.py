"""A recorded folder's JSON as plain objects, the same for both forges."""

import gzip
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
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
    waits_for: tuple[str, ...]
    description: str


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
    description: str


@dataclass(frozen=True)
class Recording:
    """A folder: its issues, and its milestones at every look, oldest first."""

    issues: tuple[Issue, ...]
    looks: tuple[tuple[datetime, tuple[Milestone, ...]], ...]


def read(folder: Path, zone: ZoneInfo, now: datetime, increments: str) -> Recording:
    """Read a folder whose ``milestones.json`` is what the forge says ``now``.

    Where increments are parents or iterations, these take the place of the milestones.
    """
    gitlab = not (folder / "events.json").exists() and not (folder / "events.json.gz").exists()
    raw_issues = _json(folder, "issues") or []
    gitlab = gitlab and any("iid" in issue for issue in raw_issues)
    events = _gitlab_events(folder, increments) if gitlab else _github_events(folder)
    # GitHub's form tells of no waiting.
    links = (_json(folder, "issue_links") if gitlab else None) or {}
    issues = []
    for raw in raw_issues:
        if raw.get("pull_request"):
            continue
        told = sorted(events.get(_number(raw), []), key=lambda e: (e.at, e.order))
        waits = _waits_for(links.get(str(_number(raw)), []))
        issues.append(_issue(raw, tuple(told), increments, waits))
    if increments in ("parents", "iterations"):
        groups = _groups(folder, raw_issues, zone, now, increments)
        return Recording(tuple(issues), ((now, groups),))
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


def _waits_for(links: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the addresses of the issues that one waits for."""
    waits = [
        f"{urlsplit(raw['web_url']).netloc}/{raw['references']['full']}"
        for raw in links
        if raw["link_type"] == "is_blocked_by"
    ]
    return tuple(dict.fromkeys(waits))


def _issue(
    raw: dict[str, Any], events: tuple[Event, ...], increments: str, waits: tuple[str, ...]
) -> Issue:
    milestone = _milestone_id(raw["milestone"]) if raw.get("milestone") else None
    if increments == "parents":
        milestone = _parent_id(raw)
        events = tuple(event for event in events if "milestoned" not in event.kind)
    elif increments == "iterations":
        milestone = (raw.get("iteration") or {}).get("id")
        if "number" in raw:  # a recording of GitHub has none
            events = tuple(event for event in events if "milestoned" not in event.kind)
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
        milestone=milestone,
        created_at=instant(raw["created_at"]),
        updated_at=instant(raw["updated_at"]),
        closed_at=_instant(raw.get("closed_at")),
        events=events,
        weight=raw.get("weight"),
        waits_for=waits,
        description=raw.get("body") or raw.get("description") or "",
    )


def _parent_id(raw: dict[str, Any]) -> int | None:
    """Return the number of an issue's parent at GitHub, the id of its epic at GitLab."""
    if "iid" in raw:
        return (raw.get("epic") or {}).get("id")
    address = raw.get("parent_issue_url")
    return int(address.rpartition("/")[2]) if address else None


def _groups(
    folder: Path, issues: list[dict[str, Any]], zone: ZoneInfo, now: datetime, increments: str
) -> tuple[Milestone, ...]:
    """Return the parents or iterations as milestones; what a list tells counts most."""
    found: dict[int, Milestone] = {}
    if increments == "parents":
        for raw in issues:
            if raw.get("epic"):
                epic = {"state": "opened", **raw["epic"]}
                found[epic["id"]] = _milestone(epic, zone, group=True)
        numbers = {_parent_id(raw) for raw in issues if "number" in raw}
        for raw in issues:
            if "number" in raw and raw["number"] in numbers:
                issue = {**raw, "title": raw["title"].strip()}
                found[raw["number"]] = _milestone(issue, zone, group=True)
        for raw in _json(folder, "epics") or []:
            found[raw["id"]] = _milestone(raw, zone, group=True)
        return tuple(found.values())
    told = [raw["iteration"] for raw in issues if raw.get("iteration")]
    for rows in (_json(folder, "resource_iteration_events") or {}).values():
        told += [raw["iteration"] for raw in rows]
    for raw in [*told, *(_json(folder, "iterations") or [])]:
        title = raw["title"] or f"Iteration {raw['start_date']} to {raw['due_date']}"
        # Nobody closes an iteration: it ends with its last day.
        day = date.fromisoformat(raw["due_date"])
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        state = "closed" if end <= now else "active"
        ended = (end - timedelta(seconds=1)).isoformat() if end <= now else None
        told_now = {**raw, "title": title, "state": state, "closed_at": ended}
        found[raw["id"]] = _milestone(told_now, zone, group=True)
    return tuple(found.values())


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


def _gitlab_events(folder: Path, increments: str) -> dict[int, list[Event]]:
    events: dict[int, list[Event]] = {}
    words = {
        ("label", "add"): "labeled",
        ("label", "remove"): "unlabeled",
        ("milestone", "add"): "milestoned",
        ("milestone", "remove"): "demilestoned",
    }
    for what in ("label", "milestone", "state"):
        if what == "milestone" and increments == "iterations":
            what = "iteration"
        for number, rows in (_json(folder, f"resource_{what}_events") or {}).items():
            for raw in rows:
                known = "milestone" if what == "iteration" else what
                kind = raw["state"] if what == "state" else words[known, raw["action"]]
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


def _milestone(raw: dict[str, Any], zone: ZoneInfo, *, group: bool = False) -> Milestone:
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
        # Of parents and iterations nothing is kept.
        description="" if group else raw.get("description") or "",
    )


def _milestone_id(raw: dict[str, Any]) -> int:
    """Return what tells it from the others of its source: GitHub's number, GitLab's id."""
    return int(raw["number"] if "number" in raw else raw["id"])


def _instant(text: str | None) -> datetime | None:
    return instant(text) if text else None
