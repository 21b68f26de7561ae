"""A project as GitLab's REST interface gives it: issues, milestones and three lists of events."""

from datetime import datetime
from typing import Any

from sample.colours import colour, label_id
from sample.records import Change, Issue, Milestone, Repository
from sample.working_days import AS_OF

Json = dict[str, Any]
_HOST = "https://gitlab.exampleton.example"
_PROJECT_ID = 412
_LISTS = {
    "label": ("label", "unlabel"),
    "milestone": ("milestone", "demilestone"),
    "state": ("close", "reopen"),
}


def files(repository: Repository) -> dict[str, list[Json] | dict[str, list[Json]]]:
    """Return what GitLab answers today, by the name of the file that records it."""
    return {
        "issues": [_issue(issue, repository) for issue in repository.issues],
        "milestones": milestones_at(repository, AS_OF),
        **{f"resource_{kind}_events": _events(kind, repository) for kind in _LISTS},
    }


def milestones_at(repository: Repository, instant: datetime) -> list[Json]:
    """Return the milestones as GitLab gave them at *instant*."""
    return [
        _milestone(milestone, repository, instant)
        for milestone in repository.milestones
        if milestone.created_at <= instant
    ]


def _written(instant: datetime | None) -> str | None:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.000Z") if instant else None


def _person(login: str) -> Json:
    number = int(login.split("-")[1])
    return {
        "id": number,
        "username": login,
        "name": f"User {number:02d}",
        "state": "active",
        "avatar_url": f"{_HOST}/uploads/-/system/user/avatar/{number}/avatar.png",
        "web_url": f"{_HOST}/{login}",
    }


def _milestone(milestone: Milestone, repository: Repository, instant: datetime) -> Json:
    due = milestone.due_at(instant)
    closed = milestone.is_closed_at(instant)
    return {
        "id": 5_100 + milestone.number,
        "iid": milestone.number,
        "project_id": _PROJECT_ID,
        "title": milestone.title_at(instant),
        "description": milestone.description_at(instant),
        "state": "closed" if closed else "active",
        "created_at": _written(milestone.created_at),
        "updated_at": _written(milestone.updated_at(instant)),
        "due_date": due.isoformat() if due else None,
        "start_date": milestone.start.isoformat() if milestone.start else None,
        "expired": due is not None and due < instant.date(),
        "web_url": f"{_HOST}/{repository.path}/-/milestones/{milestone.number}",
    }


def _issue(issue: Issue, repository: Repository) -> Json:
    closing = issue.closing_at(None)
    address = f"{_HOST}/{repository.path}/-/issues/{issue.number}"
    api = f"{_HOST}/api/v4/projects/{_PROJECT_ID}"
    assignees = [_person(issue.assignee)] if issue.assignee else []
    key = issue.milestone
    return {
        "id": 88_000 + issue.number,
        "iid": issue.number,
        "project_id": _PROJECT_ID,
        "title": issue.title,
        "description": issue.body,
        "state": "closed" if closing else "opened",
        "created_at": _written(issue.created_at),
        "updated_at": _written(issue.updated_at),
        "closed_at": _written(closing.at) if closing else None,
        "closed_by": _person(issue.author) if closing else None,
        "labels": sorted(issue.labels),
        "milestone": _milestone(repository.milestone(key), repository, AS_OF) if key else None,
        "assignees": assignees,
        "author": _person(issue.author),
        "type": "ISSUE",
        "assignee": assignees[0] if assignees else None,
        "user_notes_count": sum(change.kind == "mention" for change in issue.changes),
        "merge_requests_count": 0,
        "upvotes": 0,
        "downvotes": 0,
        "due_date": None,
        "confidential": False,
        "discussion_locked": None,
        "issue_type": "issue",
        "web_url": address,
        "time_stats": {
            "time_estimate": 0,
            "total_time_spent": 0,
            "human_time_estimate": None,
            "human_total_time_spent": None,
        },
        "task_completion_status": {"count": 0, "completed_count": 0},
        "has_tasks": False,
        "_links": {
            "self": f"{api}/issues/{issue.number}",
            "notes": f"{api}/issues/{issue.number}/notes",
            "project": api,
            "closed_as_duplicate_of": None,
        },
        "references": {
            "short": f"#{issue.number}",
            "relative": f"#{issue.number}",
            "full": f"{repository.path}#{issue.number}",
        },
        "moved_to_id": None,
    }


def _events(kind: str, repository: Repository) -> dict[str, list[Json]]:
    """Return the events of one kind, by the iid of their issue; ids grow with time."""
    happened = sorted(
        (
            (change, issue)
            for issue in repository.issues
            for change in issue.history
            if change.kind in _LISTS[kind]
        ),
        key=lambda pair: (pair[0].at, pair[1].number),
    )
    lists: dict[str, list[Json]] = {str(issue.number): [] for issue in repository.issues}
    for place, (change, issue) in enumerate(happened, 1):
        lists[str(issue.number)].append(_event(kind, 70_000 + 3 * place, change, issue, repository))
    return lists


def _event(kind: str, number: int, change: Change, issue: Issue, repository: Repository) -> Json:
    row: Json = {
        "id": number,
        "user": _person(issue.author),
        "created_at": _written(change.at),
        "resource_type": "Issue",
        "resource_id": 88_000 + issue.number,
    }
    if kind == "state":
        return {**row, "state": "closed" if change.kind == "close" else "reopened"}
    action = "add" if change.kind in {"label", "milestone"} else "remove"
    if kind == "label":
        label: Json = {
            "id": label_id(change.value, repository.path),
            "name": change.value,
            "color": f"#{colour(change.value)}",
            "description": None,
        }
        return {**row, "label": label, "action": action}
    # GitLab shows the milestone as it is now, whatever it was called then.
    milestone = _milestone(repository.milestone(change.value), repository, AS_OF)
    return {**row, "milestone": milestone, "action": action}
