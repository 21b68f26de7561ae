"""In both forms, the events of an issue lead to what the forge says of it now."""

import gzip
import json
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

Json = dict[str, Any]
AS_OF = "2026-11-16T07:00:00"
GITHUB = ("highways-online", "council-tax-online")


def read(made: dict[str, bytes], folder: str, name: str) -> Any:
    """Return the content of a file of the demonstration."""
    path = f"{folder}/{name}.json"
    data = made[path] if path in made else gzip.decompress(made[f"{path}.gz"])
    return json.loads(data)


@pytest.fixture(params=GITHUB)
def github(request: pytest.FixtureRequest, made: dict[str, bytes]) -> tuple[list[Json], list[Json]]:
    """Issues and events of a folder in GitHub's form."""
    return read(made, request.param, "issues"), read(made, request.param, "events")


@pytest.fixture
def gitlab(made: dict[str, bytes]) -> tuple[list[Json], list[Json]]:
    """Issues of the folder in GitLab's form, and their events as one list, oldest first."""
    events = []
    for rank, kind in enumerate(("label", "milestone", "state")):
        for iid, rows in read(made, "care-online", f"resource_{kind}_events").items():
            events += [(row["created_at"], rank, row["id"], int(iid), row) for row in rows]
    ordered = sorted(events, key=lambda event: event[:4])
    return read(made, "care-online", "issues"), [{**e[4], "iid": e[3]} for e in ordered]


def now(title: str) -> str:
    """Return the present title of a milestone: events keep the title of their day."""
    return {"Council tax online": "Pay and spread the cost"}.get(title, title)


def test_github_events_lead_to_the_issue(github: tuple[list[Json], list[Json]]) -> None:
    """State, reason, closing time, labels and milestone follow from the events."""
    issues, events = github
    for issue in issues:
        state, reason, closed_at, milestone = "open", None, None, None
        labels: set[str] = set()
        for event in events:
            if event["issue"]["number"] != issue["number"]:
                continue
            match event["event"]:
                case "closed":
                    state, reason = "closed", event["state_reason"]
                    closed_at = event["created_at"]
                case "reopened":
                    state, reason, closed_at = "open", "reopened", None
                case "labeled":
                    labels.add(event["label"]["name"])
                case "unlabeled":
                    labels.remove(event["label"]["name"])
                case "milestoned":
                    milestone = now(event["milestone"]["title"])
                case "demilestoned":
                    assert milestone == now(event["milestone"]["title"])
                    milestone = None
        assert (state, closed_at) == (issue["state"], issue["closed_at"])
        assert reason == issue["state_reason"]
        assert labels == {label["name"] for label in issue["labels"]}
        assert milestone == (issue["milestone"] or {}).get("title")


def test_gitlab_events_lead_to_the_issue(gitlab: tuple[list[Json], list[Json]]) -> None:
    """State, closing time, labels and milestone follow from the three lists of events."""
    issues, events = gitlab
    for issue in issues:
        state, closed_at, milestone = "opened", None, None
        labels: set[int] = set()
        names: dict[int, str] = {}
        for event in (event for event in events if event["iid"] == issue["iid"]):
            if "state" in event:
                state = {"closed": "closed", "reopened": "opened"}[event["state"]]
                closed_at = event["created_at"] if state == "closed" else None
            elif "label" in event:
                key = event["label"]["id"]
                names[key] = event["label"]["name"]
                (labels.add if event["action"] == "add" else labels.remove)(key)
            elif event["action"] == "add":
                milestone = event["milestone"]["id"]
            elif milestone == event["milestone"]["id"]:
                milestone = None
        assert (state, closed_at) == (issue["state"], issue["closed_at"])
        assert sorted(names[key] for key in labels) == issue["labels"]
        assert milestone == (issue["milestone"] or {}).get("id")


def test_ids_and_instants_grow(github: tuple[list[Json], list[Json]]) -> None:
    """Events come oldest first with growing ids; none is before its issue or after the clock."""
    issues, events = github
    created = {issue["number"]: issue["created_at"] for issue in issues}
    assert all(
        a["id"] < b["id"] and a["created_at"] <= b["created_at"] for a, b in pairwise(events)
    )
    for event in events:
        assert created[event["issue"]["number"]] <= event["created_at"] < AS_OF
    numbers = [issue["number"] for issue in issues]
    assert numbers == list(range(1, len(issues) + 1))
    assert [created[number] for number in numbers] == sorted(created.values())


def test_started_before_finished(
    github: tuple[list[Json], list[Json]], gitlab: tuple[list[Json], list[Json]]
) -> None:
    """The label that says work has begun comes before the first closing."""
    seen: dict[Any, str] = {}
    for event in github[1]:
        key = event["issue"]["number"]
        if event["event"] == "labeled" and event["label"]["name"] == "status::in-progress":
            seen[key] = "started"
        if event["event"] == "closed" and key not in seen:
            seen[key] = "closed"
    late = []
    for event in gitlab[1]:
        if event.get("state") == "closed":
            seen.setdefault(("gitlab", event["iid"]), event["created_at"])
        elif event.get("label", {}).get("name") == "status::in-progress":
            closed = seen.get(("gitlab", event["iid"]))
            late += [event] if event["action"] == "add" and closed else []
    assert not late
    starts = [event["issue"]["number"] for event in github[1] if _is_start(event)]
    assert all(seen[number] == "started" for number in starts)


def _is_start(event: Json) -> bool:
    return bool(event["event"] == "labeled" and event["label"]["name"] == "status::in-progress")


def test_milestones_count_their_issues(made: dict[str, bytes]) -> None:
    """GitHub's counts of a milestone agree with the list of issues."""
    for folder in GITHUB:
        issues = read(made, folder, "issues")
        for milestone in read(made, folder, "milestones"):
            held = [
                issue["state"]
                for issue in issues
                if (issue["milestone"] or {}).get("number") == milestone["number"]
            ]
            assert milestone["open_issues"] == held.count("open")
            assert milestone["closed_issues"] == held.count("closed")


def test_observations_end_where_the_list_stands(made: dict[str, bytes]) -> None:
    """A year of Mondays, oldest first; the last one saw what the list of milestones says."""
    for folder in (*GITHUB, "care-online"):
        lines = made[f"{folder}/observations.jsonl"].decode().splitlines()
        seen = [json.loads(line) for line in lines]
        instants = [datetime.fromisoformat(row["observed_at"]) for row in seen]
        assert len(seen) == 53
        assert all((b - a).days == 7 for a, b in pairwise(instants))
        assert seen[-1]["milestones"] == read(made, folder, "milestones")
