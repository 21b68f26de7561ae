"""Issue types and the status on boards of GitHub, read as labels: asked for where wanted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from programme.rows import Batch
from sources import github
from tests.forges.github import GithubForge
from tests.forges.github_data import event, issue, repository
from tests.sources.conftest import TOKEN, Serve

DAY = datetime(2024, 3, 1, 9, tzinfo=UTC)
TYPES, STATUS = {"type": True}, {"status": "Status"}
MOVED = "project_v2_item_status_changed"


def pull(forge: GithubForge, fields: Any, cursor: str | None = None) -> list[Batch]:
    """Pull for a programme that reads these fields as labels."""
    settings = forge.settings(labels={"fields": fields})
    project = settings.projects[0]
    return list(
        github.pull(forge.source, project=project, settings=settings, token=TOKEN, cursor=cursor)
    )


def labels(batches: list[Batch]) -> dict[int, list[str]]:
    """Return the names of every issue's labels."""
    return {row.number: [label.name for label in row.labels] for b in batches for row in b.items}


def told(batches: list[Batch]) -> list[tuple[str, str | None, int]]:
    """Return the events in order: what happened to which label, after how many hours."""
    rows = sorted((row for batch in batches for row in batch.events), key=lambda row: row.position)
    return [(row.kind, row.label, (row.at - DAY) // timedelta(hours=1)) for row in rows]


def moved(hour: int, before: str, now: str, board: str = "Team") -> dict[str, Any]:
    """Make an event of a changed status."""
    at = DAY + timedelta(hours=hour)
    return event(1, MOVED, at, previous_status=before, status=now, project=board)


def board(status: str) -> dict[str, Any]:
    """Make the place on a board of an issue that has this status."""
    return {"Status": {"name": status, "optionId": "f75ad846"}}


def test_a_type_is_a_label_with_its_history(serve: Serve) -> None:
    """``type::Risk`` makes a risk, as a label of that name would; its lines are kept."""
    later = [DAY + timedelta(hours=hour) for hour in range(3)]
    forge = serve(
        [issue(1, type="Risk", body="Outcome: late\nNot kept"), issue(2)],
        [
            event(1, "issue_type_added", later[0], issue_type="Bug"),
            event(1, "issue_type_changed", later[1], issue_type="Risk", prev_issue_type="Bug"),
            event(2, "issue_type_removed", later[2], issue_type="Bug"),
        ],
    )
    batches = pull(forge, TYPES)

    assert labels(batches) == {1: ["type::Risk"], 2: []}
    assert sorted(told(batches), key=lambda entry: entry[2]) == [
        ("labelled", "type::Bug", 0),
        ("unlabelled", "type::Bug", 1),
        ("labelled", "type::Risk", 1),
        ("unlabelled", "type::Bug", 2),
    ]
    assert [dict(row.lines) for batch in batches for row in batch.items] == [
        {"Outcome": "late"},
        {},
    ]
    assert batches[0].items[0].labels[0].key == batches[0].events[2].label_key


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            [
                moved(0, "", "Todo"),
                moved(1, "Todo", "🏗 In progress"),
                moved(2, "🏗 In progress", ""),
            ],
            [
                ("labelled", "status::Todo", 0),
                ("unlabelled", "status::Todo", 1),
                ("labelled", "status::In progress", 1),
                ("unlabelled", "status::In progress", 2),
            ],
        ),
        (
            [moved(0, "", "Done"), moved(1, "", "Done", "Other"), moved(2, "Done", "Todo")],
            [("labelled", "status::Done", 0), ("labelled", "status::Todo", 2)],
        ),
        (
            [
                moved(0, "", "Done"),
                event(1, "removed_from_project_v2", DAY + timedelta(hours=1), project="Team"),
            ],
            [("labelled", "status::Done", 0), ("unlabelled", "status::Done", 1)],
        ),
        ([moved(0, "", "Done", "forbidden")], []),
        (
            [moved(0, "Todo", "Done")],
            [("unlabelled", "status::Todo", 0), ("labelled", "status::Done", 0)],
        ),
    ],
    ids=["moves", "two boards", "taken off the board", "a hidden board", "a first status untold"],
)
def test_moves_on_boards_are_events_of_labels(
    serve: Serve, events: list[Any], expected: list[Any]
) -> None:
    """A status is on while it is that of any board."""
    assert told(pull(serve([issue(1)], events), STATUS)) == expected


def test_a_type_is_followed_by_its_id(serve: Serve) -> None:
    """GitHub tells events by the name that it bears now: a new name makes no new events."""
    forge = serve([issue(1, type="Bug")], [event(1, "issue_type_added", DAY, issue_type="Bug")])
    (row,) = [row for batch in pull(forge, TYPES) for row in batch.events]

    assert "Bug" not in row.key
    assert "Bug" not in str(row.label_key)


def test_the_status_of_several_boards(serve: Serve) -> None:
    """Each once; boards that are hidden, or have no such field, tell none."""
    boards = [board("Todo"), board("Todo"), board("In review / QA"), {"hidden": True}, {"Other": 3}]
    forge = serve([issue(1, boards=boards), issue(2, boards=[{"Status": "a text"}])])

    assert labels(pull(forge, STATUS)) == {1: ["status::Todo", "status::In review QA"], 2: []}


def test_another_field_has_no_history(serve: Serve) -> None:
    """GitHub tells events of the field that it calls Status alone."""
    row = issue(1, boards=[{"Stage": {"name": "Alpha", "optionId": "1"}}])
    forge = serve([row], [moved(0, "", "Todo")])
    batches = pull(forge, {"status": "Stage"})

    assert labels(batches) == {1: ["status::Alpha"]}
    assert told(batches) == []
    assert "PROJECT_V2" not in " ".join(forge.documents())


@pytest.mark.parametrize(
    ("fields", "options", "changes", "warning"),
    [
        (TYPES, {"without": ("Issue.issueType", "IssueTypeChangedEvent")}, {}, "no issue types"),
        (TYPES, {"without": ("IssueTypeChangedEvent",)}, {}, ""),
        (STATUS, {"without": ("Issue.projectItems",)}, {}, "the field Status cannot be read"),
        (STATUS, {"without": ("ProjectV2ItemStatusChangedEvent",)}, {}, ""),
        (STATUS, {}, {"boards": "forbidden"}, "so its issues have no status"),
    ],
    ids=["no types", "no events of them", "no boards", "no events of moves", "hidden boards"],
)
def test_what_a_forge_lacks_is_left_out(
    serve: Serve, fields: Any, options: Any, changes: Any, warning: str
) -> None:
    """Without complaint in a sync; ``check`` says it."""
    forge = serve([issue(1, **changes), issue(2, **changes)], **options)
    batches = pull(forge, fields)

    assert labels(batches) == {1: [], 2: []}
    assert batches[-1].numbers == frozenset({1, 2})
    settings = forge.settings(labels={"fields": fields})
    warned = github.check(forge.source, settings=settings, token=TOKEN).warnings
    assert [warning in text for text in warned] == [True] * bool(warning)


def test_nothing_more_is_asked_for_by_default(serve: Serve) -> None:
    """Neither fields nor events; and another setting reads every issue again."""
    forge = serve([issue(1, type="Bug", boards=[board("Todo")])])
    first = pull(forge, {})

    assert labels(first) == {1: []}
    asked = " ".join(forge.documents()[-1:])
    assert not [name for name in ("issueType", "projectItems", "PROJECT_V2") if name in asked]
    both = labels(pull(forge, {**TYPES, **STATUS}, first[-1].cursor))
    assert both == {1: ["type::Bug", "status::Todo"]}


def test_fields_cost_no_request(serve: Serve) -> None:
    """A full pull asks as often as one without them."""
    data = repository(240)
    for row in data["issues"]:
        row |= {"type": "Bug", "boards": [board("Todo")]}
    forge = serve(data["issues"], data["events"])
    pull(forge, {})
    plain = len(forge.requests)
    pull(forge, {**TYPES, **STATUS})

    assert len(forge.requests) == 2 * plain
