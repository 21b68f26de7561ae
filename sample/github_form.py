"""A repository as GitHub's REST interface gives it: issues, milestones and repository events."""

from datetime import date, datetime
from typing import Any

from sample.colours import colour, label_id
from sample.records import Change, Issue, Milestone, Repository
from sample.working_days import AS_OF

Json = dict[str, Any]
_HOST = "https://github.exampleton.example"
_EVENTS = {
    "label": "labeled",
    "unlabel": "unlabeled",
    "milestone": "milestoned",
    "demilestone": "demilestoned",
    "close": "closed",
    "reopen": "reopened",
    "rename": "renamed",
    "assign": "assigned",
    "mention": "mentioned",
}


def files(repository: Repository) -> dict[str, list[Json]]:
    """Return what GitHub answers today, by the name of the file that records it."""
    return {
        "issues": [_issue(issue, repository) for issue in repository.issues],
        "milestones": milestones_at(repository, AS_OF),
        "events": _events(repository),
    }


def milestones_at(repository: Repository, instant: datetime) -> list[Json]:
    """Return the milestones as GitHub gave them at *instant*."""
    return [
        _milestone(milestone, repository, instant)
        for milestone in repository.milestones
        if milestone.created_at <= instant
    ]


def _written(instant: datetime | None) -> str | None:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None


def _due_on(day: date | None) -> str | None:
    """Write a due date as GitHub does: midnight on the Pacific coast, in UTC."""
    return f"{day}T0{7 if day and 4 <= day.month <= 10 else 8}:00:00Z" if day else None


def _api(repository: Repository) -> str:
    return f"{_HOST}/api/v3/repos/{repository.path}"


def _person(login: str) -> Json:
    number = int(login.split("-")[1])
    return {
        "login": login,
        "id": number,
        "avatar_url": f"{_HOST}/avatars/u/{number}",
        "html_url": f"{_HOST}/{login}",
        "type": "User",
        "site_admin": False,
    }


def _label(label: str, repository: Repository) -> Json:
    number = label_id(label, repository.path)
    return {
        "id": number,
        "node_id": f"LA_{number:x}",
        "url": f"{_api(repository)}/labels/{label.replace('%', '%25')}",
        "name": label,
        "color": colour(label),
        "default": label == "wontfix",
        "description": None,
    }


def _milestone(milestone: Milestone, repository: Repository, instant: datetime) -> Json:
    held = [
        issue.closing_at(instant) is None
        for issue in repository.issues
        if issue.created_at <= instant and issue.milestone_at(instant) == milestone.key
    ]
    closed = milestone.is_closed_at(instant)
    return {
        "url": f"{_api(repository)}/milestones/{milestone.number}",
        "html_url": f"{_HOST}/{repository.path}/milestone/{milestone.number}",
        "id": label_id(milestone.key, repository.path),
        "number": milestone.number,
        "title": milestone.title_at(instant),
        "description": milestone.description_at(instant) or None,
        "creator": _person("user-01"),
        "open_issues": sum(held),
        "closed_issues": len(held) - sum(held),
        "state": "closed" if closed else "open",
        "created_at": _written(milestone.created_at),
        "updated_at": _written(milestone.updated_at(instant)),
        "due_on": _due_on(milestone.due_at(instant)),
        "closed_at": _written(milestone.closed_at) if closed else None,
    }


def _issue(issue: Issue, repository: Repository) -> Json:
    closing = issue.closing_at(None)
    kind = "pull" if issue.pull_request else "issues"
    address = f"{_HOST}/{repository.path}/{kind}/{issue.number}"
    assignees = [_person(issue.assignee)] if issue.assignee else []
    key = issue.milestone
    reopened = any(change.kind == "reopen" for change in issue.changes)
    row = {
        "url": f"{_api(repository)}/issues/{issue.number}",
        "html_url": address,
        "id": 9_000_000 + label_id(f"issue {issue.number}", repository.path),
        "number": issue.number,
        "title": issue.title,
        "user": _person(issue.author),
        "labels": [_label(label, repository) for label in issue.labels],
        "state": "closed" if closing else "open",
        "locked": False,
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "milestone": _milestone(repository.milestone(key), repository, AS_OF) if key else None,
        "comments": sum(change.kind == "mention" for change in issue.changes),
        "created_at": _written(issue.created_at),
        "updated_at": _written(issue.updated_at),
        "closed_at": _written(closing.at) if closing else None,
        "author_association": "MEMBER",
        "body": issue.body or None,
        "state_reason": (closing.value or None) if closing else "reopened" if reopened else None,
    }
    if issue.pull_request:
        row["pull_request"] = {
            "url": f"{_api(repository)}/pulls/{issue.number}",
            "html_url": address,
            "merged_at": row["closed_at"],
        }
    return row


def _events(repository: Repository) -> list[Json]:
    """Return the repository's events, oldest first, with ids that grow."""
    happened = sorted(
        ((change, issue) for issue in repository.issues for change in issue.history),
        key=lambda pair: (pair[0].at, pair[1].number),
    )
    return [
        _event(20_000_000_000 + 7 * place, change, issue, repository)
        for place, (change, issue) in enumerate(happened, 1)
    ]


def _event(number: int, change: Change, issue: Issue, repository: Repository) -> Json:
    row: Json = {
        "id": number,
        "url": f"{_api(repository)}/issues/events/{number}",
        "actor": _person(issue.author),
        "event": _EVENTS[change.kind],
        "commit_id": None,
        "created_at": _written(change.at),
        "issue": {"number": issue.number, "url": f"{_api(repository)}/issues/{issue.number}"},
    }
    match change.kind:
        case "label" | "unlabel":
            row["label"] = {"name": change.value, "color": colour(change.value)}
        case "milestone" | "demilestone":
            # Events keep the title that the milestone bore then.
            title = repository.milestone(change.value).title_at(change.at)
            row["milestone"] = {"title": title}
        case "close":
            row["state_reason"] = change.value or None
        case "rename":
            row["rename"] = {"from": change.value, "to": issue.title}
        case "assign" | "mention":
            row["assignee" if change.kind == "assign" else "actor"] = _person(change.value)
    return row
