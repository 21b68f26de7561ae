"""The demonstration tells what sample/README.md says it tells, in the data themselves."""

import gzip
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from programme.config_file import load
from programme.labels import record_type
from programme.settings import Settings
from programme.weeks import whole_weeks

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
SPLIT_ON = date(2026, 6, 8)


@pytest.fixture(scope="module")
def settings() -> Settings:
    """The configuration that Waymark comes with."""
    return load(ROOT / "config.toml")


def read(made: dict[str, bytes], folder: str, name: str) -> Any:
    """Return the content of a file of the demonstration."""
    path = f"{folder}/{name}.json"
    return json.loads(made[path] if path in made else gzip.decompress(made[f"{path}.gz"]))


def labels_of(issue: Json) -> list[str]:
    """Return the names of an issue's labels, in either form."""
    return [label["name"] if isinstance(label, dict) else label for label in issue["labels"]]


def issues_of(made: dict[str, bytes], folder: str) -> list[Json]:
    """Return the issues of a folder without pull requests."""
    return [issue for issue in read(made, folder, "issues") if "pull_request" not in issue]


def work_of(made: dict[str, bytes], folder: str, settings: Settings) -> list[Json]:
    """Return the issues of a folder that are work."""
    return [
        issue
        for issue in issues_of(made, folder)
        if record_type(labels_of(issue), settings.labels, "delivery") is None
    ]


def seen_dues(made: dict[str, bytes], folder: str, number: int) -> list[tuple[str, str, str]]:
    """Return (week, title, due date) of a milestone in each observation."""
    rows = [json.loads(line) for line in made[f"{folder}/observations.jsonl"].splitlines()]
    return [
        (
            row["observed_at"][:10],
            seen["title"],
            (seen["due_on"] if "due_on" in seen else seen["due_date"])[:10],
        )
        for row in rows
        for seen in row["milestones"]
        if seen.get("iid", seen.get("number")) == number
    ]


def number_of(made: dict[str, bytes], folder: str, title: str) -> int:
    """Return the number of a milestone."""
    seen = next(row for row in read(made, folder, "milestones") if row["title"] == title)
    return int(seen["iid"] if "iid" in seen else seen["number"])


def moves(seen: list[tuple[str, str, str]]) -> list[int]:
    """Return the days of every move of a due date, later is positive."""
    dates = [date.fromisoformat(due) for _, _, due in seen]
    return [(b - a).days for a, b in zip(dates, dates[1:], strict=False) if a != b]


def finished_by_week(issues: list[Json]) -> list[int]:
    """Count closings by week of the programme, by the day that the forge gives."""
    weeks = Counter(
        (date.fromisoformat(issue["closed_at"][:10]) - date(2025, 5, 19)).days // 7
        for issue in issues
        if issue["closed_at"]
    )
    return [weeks[week] for week in range(78)]


def test_clock_is_pinned_to_a_monday_morning(settings: Settings) -> None:
    """The programme has run for 18 months of whole weeks when its clock stops."""
    as_of = settings.programme.as_of
    assert as_of == datetime(2026, 11, 16, 7, tzinfo=UTC)
    assert len(whole_weeks(settings.programme.started_on, as_of, settings.programme.zone)) == 78


def test_three_projects_on_two_forges(made: dict[str, bytes], settings: Settings) -> None:
    """Some 900 pieces of work, 250 to 350 a project; each source is a folder of sample/."""
    folders = [source.name for _, source in settings.sources]
    assert folders == ["highways-online", "care-online", "council-tax-online"]
    counts = [len(work_of(made, folder, settings)) for folder in folders]
    assert 850 <= sum(counts) <= 950
    assert all(250 <= count <= 350 for count in counts)
    assert all(project.people and project.people >= 5 for project in settings.projects)


def test_steady_project_keeps_its_dates(made: dict[str, bytes]) -> None:
    """Of eleven or more small increments one date moved; each was closed by the date it had."""
    milestones = read(made, "highways-online", "milestones")
    closed = [row for row in milestones if row["state"] == "closed"]
    assert len(closed) >= 10
    for row in closed:
        assert row["closed_at"][:10] <= row["due_on"][:10]
        assert row["closed_issues"] <= 40
    dated = [row for row in milestones if row["due_on"]]
    moved = [row for row in dated if moves(seen_dues(made, "highways-online", row["number"]))]
    assert [row["title"] for row in moved] == ["Winter gritting"]


def test_slipping_project_runs_parallel_to_the_diagonal(made: dict[str, bytes]) -> None:
    """Every seven weeks the date of the key increment moves by seven weeks, then once more."""
    number = number_of(made, "care-online", "Prove who you are")
    seen = seen_dues(made, "care-online", number)
    assert moves(seen) == [49, 49, 49, 49, 21]
    away = {
        week: (date.fromisoformat(due) - date.fromisoformat(week)).days for week, _, due in seen
    }
    summer = [days for week, days in away.items() if "2026-04-20" <= week <= "2026-09-14"]
    assert 25 <= min(summer)
    assert max(summer) <= 75


def test_slipping_project_grows(made: dict[str, bytes]) -> None:
    """More was added to the key increment after it was planned than it had then."""
    held = [
        issue["created_at"][:10]
        for issue in issues_of(made, "care-online")
        if (issue["milestone"] or {}).get("title") == "Prove who you are"
        and "risk" not in labels_of(issue)
    ]
    assert sum(day > "2025-11-14" for day in held) > sum(day <= "2025-11-14" for day in held) > 20


def test_oversized_increment_is_split_on_a_known_week(made: dict[str, bytes]) -> None:
    """Some seventy items shared one milestone; on one day most of them left it for two more."""
    events = read(made, "council-tax-online", "events")
    left = [
        event["issue"]["number"]
        for event in events
        if event["event"] == "demilestoned" and event["created_at"].startswith(str(SPLIT_ON))
    ]
    taken = Counter(
        event["milestone"]["title"]
        for event in events
        if event["event"] == "milestoned"
        and event["created_at"].startswith(str(SPLIT_ON))
        and event["issue"]["number"] in left
    )
    assert set(taken) == {"See your bill and balance", "Discounts and exemptions"}
    number = number_of(made, "council-tax-online", "Pay and spread the cost")
    rows = [json.loads(line) for line in made["council-tax-online/observations.jsonl"].splitlines()]
    before = next(
        seen
        for row in rows
        if row["observed_at"].startswith(str(SPLIT_ON))
        for seen in row["milestones"]
        if seen["number"] == number
    )
    assert before["title"] == "Council tax online"
    assert 68 <= before["open_issues"] + before["closed_issues"] <= 90


def test_rescued_dates_come_back(made: dict[str, bytes]) -> None:
    """The date moved out three times before the split and back three times from it on."""
    number = number_of(made, "council-tax-online", "Pay and spread the cost")
    found = moves(seen_dues(made, "council-tax-online", number))
    assert [days > 0 for days in found] == [True, True, True, False, False, False]


def test_rescued_pace_recovers(made: dict[str, bytes], settings: Settings) -> None:
    """Twenty weeks after the split finish twice as much as twenty weeks before it."""
    weeks = finished_by_week(work_of(made, "council-tax-online", settings))
    split = (SPLIT_ON - date(2025, 5, 19)).days // 7
    assert sum(weeks[split : split + 20]) >= 1.8 * sum(weeks[split - 20 : split])


def test_christmas_and_summer_show(made: dict[str, bytes], settings: Settings) -> None:
    """Christmas weeks close next to nothing; August finishes less than September."""
    weeks = [0] * 78
    for _, source in settings.sources:
        found = finished_by_week(work_of(made, source.name, settings))
        weeks = [a + b for a, b in zip(weeks, found, strict=True)]
    christmas = (date(2025, 12, 22) - date(2025, 5, 19)).days // 7
    assert max(weeks[christmas : christmas + 2]) <= 4
    august, september = (
        (date(2026, month, day) - date(2025, 5, 19)).days // 7 for month, day in ((8, 3), (9, 7))
    )
    assert sum(weeks[august : august + 4]) < sum(weeks[september : september + 4])


def test_records_are_told(made: dict[str, bytes], settings: Settings) -> None:
    """Risks, decisions that wait, achievements and learnings stand in the projects."""
    kinds: Counter[tuple[str, bool]] = Counter()
    held: list[list[str]] = []
    for _, source in settings.sources:
        for issue in issues_of(made, source.name):
            labels = labels_of(issue)
            kind = record_type(labels, settings.labels, "delivery")
            if kind:
                kinds[kind, issue["state"] == "closed"] += 1
            if kind == "risk":
                held.append([*labels, issue["state"]])
    assert kinds["decision", False] == 2
    assert kinds["achievement", True] >= 8
    assert kinds["learning", True] >= 5
    sized = re.compile("probability|risk::")
    assert (
        sum(labels[-1] != "closed" and not sized.search(" ".join(labels)) for labels in held) == 2
    )
    assert sum("outcome::happened" in labels for labels in held) == 1
    for category in ("security", "data-protection", "supplier"):
        assert any(f"risk-category::{category}" in labels for labels in held)


def test_life_is_in_it(made: dict[str, bytes], settings: Settings) -> None:
    """Reopened and dropped work, work without a start label, odd characters, people, a bucket."""
    titles: list[str] = []
    for _, source in settings.sources:
        work = work_of(made, source.name, settings)
        titles += [issue["title"] for issue in work]
        assert any("wontfix" in labels_of(issue) for issue in work)
        started = sum("status::in-progress" in labels_of(issue) for issue in work)
        assert 0 < started < len(work)
        backlog = [i for i in work if (i["milestone"] or {}).get("title") == "Backlog"]
        assert len(backlog) >= 5
        assert all(
            "user-" in json.dumps(issue["author" if "author" in issue else "user"])
            for issue in work
        )
    text = "\n".join(titles)
    assert all(sign in text for sign in ("£", "ŵ", "🚧", "@user-", "@exampleton.example", "01632"))
    github = read(made, "highways-online", "events")
    assert any(event["event"] == "reopened" for event in github)
    assert any(event.get("state_reason") == "not_planned" for event in github)
    assert {event["event"] for event in github} >= {"assigned", "mentioned", "renamed"}
