"""A made-up history of issues, told once and written down in either forge's REST form."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
LABELS = (
    "Bug",
    "status::in-progress",
    "risk",
    "probability::high",
    "wontfix",
    "size/L",
    "décision",
)
MILESTONES = ("Book an assessment", "Pay online", "Tell us about a change")


@dataclass(frozen=True)
class Step:
    """Something that happened: ``labelled`` … ``reopened``, as programme.rows names it."""

    at: datetime
    kind: str
    thing: str = ""


@dataclass
class Told:
    """One issue, with what it came to."""

    number: int
    title: str
    body: str
    created_at: datetime
    author: str
    steps: list[Step] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    milestone: str | None = None
    closed_at: datetime | None = None
    is_other: bool = False  # a pull request at GitHub, a test case at GitLab

    @property
    def updated_at(self) -> datetime:
        """When the last thing happened."""
        return max([self.created_at, *(step.at for step in self.steps)])


def tell(count: int, seed: int = 7) -> list[Told]:
    """Make *count* issues, every tenth of which is none; steps often share their instant."""
    dice = random.Random(seed)
    told = []
    for number in range(1, count + 1):
        author = f"maker-{dice.randrange(40)}"
        issue = Told(
            number=number,
            title=dice.choice(
                [
                    f"Let carers see visit {number}",
                    f"Ask @{author} about form {number}",
                    f"خطأ في النموذج {number} 🙂",
                    f"Ring 020 7946 {number:04} or mail {author}@council.example",
                    f"Follow up {author}'s note {number}",
                ]
            ),
            body=f"Written by @{author} ({author}@council.example)\n\n"
            f"- **Needed by:** 2026-03-{dice.randrange(1, 29):02} for @{author}\nSecret: {author}",
            created_at=BEGIN + timedelta(hours=dice.randrange(2000)),
            author=author,
            is_other=number % 10 == 0,
        )
        at = issue.created_at
        for _ in range(dice.randrange(9)):
            at += timedelta(hours=dice.choice([0, 0, 5, 70]))
            _happen(issue, at, dice)
        told.append(issue)
    return told


def _happen(issue: Told, at: datetime, dice: random.Random) -> None:
    match dice.choice(["label", "label", "milestone", "state"]):
        case "label":
            name = dice.choice(LABELS)
            gone = name in issue.labels
            (issue.labels.remove if gone else issue.labels.append)(name)
            issue.steps.append(Step(at, "unlabelled" if gone else "labelled", name))
        case "milestone" if issue.milestone:
            issue.steps.append(Step(at, "demilestoned", issue.milestone))
            issue.milestone = None
        case "milestone":
            issue.milestone = dice.choice(MILESTONES)
            issue.steps.append(Step(at, "milestoned", issue.milestone))
        case _:
            issue.closed_at = None if issue.closed_at else at
            issue.steps.append(Step(at, "closed" if issue.closed_at else "reopened"))


def until(told: list[Told], at: datetime) -> list[Told]:
    """Return what *told* was at an earlier instant."""
    earlier = []
    for issue in told:
        if issue.created_at > at:
            continue
        then = replace(issue, steps=[], labels=[], milestone=None, closed_at=None)
        for step in issue.steps:
            if step.at <= at:
                _take(then, step)
        earlier.append(then)
    return earlier


def _take(issue: Told, step: Step) -> None:
    """Let *step* happen to *issue*."""
    issue.steps.append(step)
    match step.kind:
        case "labelled":
            issue.labels.append(step.thing)
        case "unlabelled":
            issue.labels.remove(step.thing)
        case "milestoned":
            issue.milestone = step.thing
        case "demilestoned":
            issue.milestone = None
        case kind:
            issue.closed_at = step.at if kind == "closed" else None


def stamp(at: datetime | None) -> str | None:
    """Write an instant as GitLab does."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z" if at else None


def whole_seconds(at: datetime | None) -> str | None:
    """Write an instant as GitHub does."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def person(name: str) -> dict[str, Any]:
    """Make a user object that fits both forges."""
    return {
        "id": 4000 + int(name.rpartition("-")[2]),
        "login": name,
        "username": name,
        "name": name.replace("-", " ").title(),
        "email": f"{name}@council.example",
        "type": "User",
        "avatar_url": f"https://avatars.example/{name}",
        "web_url": f"https://forge.example/{name}",
    }


def github_files(told: list[Told], repository: str = "exampleton/care") -> dict[str, Any]:
    """Write it down as GitHub's REST interface would: files by name."""
    home = f"https://github.com/{repository}"
    milestones = {
        title: {
            "number": place,
            "title": title,
            "state": "open",
            "description": "Outcome: carers wait less\nAsk @maker-1",
            "due_on": f"2026-0{place + 3}-01T08:00:00Z",
            "created_at": "2026-01-05T09:00:00Z",
            "updated_at": "2026-01-05T09:00:00Z",
            "closed_at": None,
            "creator": person("maker-1"),
            "html_url": f"{home}/milestone/{place}",
        }
        for place, title in enumerate(MILESTONES, 1)
    }
    issues = [
        {
            "id": 7000 + issue.number,
            "number": issue.number,
            "html_url": f"{home}/issues/{issue.number}",
            "title": issue.title,
            "body": issue.body,
            "user": person(issue.author),
            "assignees": [],
            "labels": [{"name": name, "color": "ededed"} for name in issue.labels],
            "milestone": milestones[issue.milestone] if issue.milestone else None,
            "state": "closed" if issue.closed_at else "open",
            "state_reason": "completed" if issue.closed_at else None,
            "created_at": whole_seconds(issue.created_at),
            "updated_at": whole_seconds(issue.updated_at),
            "closed_at": whole_seconds(issue.closed_at),
            **({"pull_request": {"url": f"{home}/pulls"}} if issue.is_other else {}),
        }
        for issue in told
    ]
    words = {"labelled": "labeled", "unlabelled": "unlabeled"}
    events: list[dict[str, Any]] = []
    for issue, step in sorted(_steps(told), key=lambda entry: entry[1].at):
        event: dict[str, Any] = {
            "id": 90_000 + len(events),
            "event": words.get(step.kind, step.kind),
            "created_at": whole_seconds(step.at),
            "actor": person(issue.author),
            "issue": {"number": issue.number},
        }
        if step.kind.endswith("labelled"):
            event["label"] = {"name": step.thing, "color": "ededed"}
        if step.kind.endswith("milestoned"):
            event["milestone"] = {"title": step.thing}
        events += [event, {**event, "event": "subscribed", "id": 95_000 + len(events)}]
    labels = [{"name": name, "color": "ededed"} for name in _labels(told)]
    return {
        "issues": issues,
        "milestones": list(milestones.values()),
        "events": events,
        "labels": labels,
    }


def gitlab_files(
    told: list[Told], project: str = "exampleton/care", host: str = "https://gitlab.example"
) -> dict[str, Any]:
    """Write it down as GitLab's REST interface would; the last milestone is an ancestor group's."""
    home = f"{host}/{project}"
    labels = {
        name: {"id": place, "name": name, "color": "#ededed", "description": None}
        for place, name in enumerate(_labels(told), 501)
    }
    milestones = {
        title: {
            "id": place,
            "iid": place - 900,
            "title": title,
            "state": "active",
            "description": "Outcome: carers wait less\nAsk @maker-1",
            "due_date": f"2026-0{place - 897}-01",
            "start_date": "2026-01-05",
            "created_at": "2026-01-05T09:00:00.000Z",
            "updated_at": "2026-01-05T09:00:00.000Z",
            "web_url": f"{home}/-/milestones/{place - 900}",
            **({"group_id": 3} if title == MILESTONES[-1] else {"project_id": 77}),
        }
        for place, title in enumerate(MILESTONES, 901)
    }
    issues = [
        {
            "id": 7000 + issue.number,
            "iid": issue.number,
            "project_id": 77,
            "web_url": f"{home}/-/issues/{issue.number}",
            "title": issue.title,
            "description": issue.body,
            "author": person(issue.author),
            "assignees": [],
            "closed_by": person(issue.author) if issue.closed_at else None,
            "labels": [labels[name] for name in issue.labels],
            "milestone": milestones[issue.milestone] if issue.milestone else None,
            "state": "closed" if issue.closed_at else "opened",
            "created_at": stamp(issue.created_at),
            "updated_at": stamp(issue.updated_at),
            "closed_at": stamp(issue.closed_at),
            "issue_type": "test_case" if issue.is_other else "issue",
            "moved_to_id": None,
            "confidential": False,
        }
        for issue in told
    ]
    events: dict[str, dict[str, list[dict[str, Any]]]] = {"label": {}, "milestone": {}, "state": {}}
    # A later state of the same story has the same events with the same ids.
    ordered = sorted(_steps(told), key=lambda entry: entry[1].at)
    for place, (issue, step) in enumerate(ordered, 100):
        kind = next((kind for kind in ("label", "milestone") if kind in step.kind), "state")
        event = {
            "id": place,
            "user": person(issue.author),
            "created_at": stamp(step.at),
            "resource_type": "Issue",
            "resource_id": 7000 + issue.number,
        }
        if kind == "state":
            event["state"] = step.kind
        else:
            event[kind] = (labels if kind == "label" else milestones)[step.thing]
            event["action"] = "remove" if step.kind.startswith(("un", "de")) else "add"
        events[kind].setdefault(str(issue.number), []).append(event)
    return {
        "issues": issues,
        "milestones": list(milestones.values()),
        "labels": list(labels.values()),
        **{f"resource_{kind}_events": lists for kind, lists in events.items()},
    }


def record(folder: Path, files: dict[str, Any]) -> Path:
    """Write *files* into *folder* as a recorded source has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def _labels(told: list[Told]) -> list[str]:
    """Return the labels of the repository: those that issues bear or once bore among them."""
    named = (step.thing for issue in told for step in issue.steps if step.kind.endswith("labelled"))
    borne = (name for issue in told for name in issue.labels)
    return list(dict.fromkeys([*LABELS, *named, *borne]))


def _steps(told: list[Told]) -> Iterator[tuple[Told, Step]]:
    return ((issue, step) for issue in told for step in issue.steps)
