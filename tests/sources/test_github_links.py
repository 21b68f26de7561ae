"""Sub-issues, issue dependencies and iterations of GitHub: asked for where they are wanted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from programme.rows import Batch, EventRow, Link, MilestoneRow
from sources import github
from tests.forges.github import GithubForge
from tests.forges.github_data import BEGUN, event, instant, issue, repository
from tests.sources.conftest import TOKEN, Serve

NAME = "exampleton/care"
DAY = datetime(2024, 3, 1, 9, tzinfo=UTC)
FOREIGN = issue(7, id=7, title="Programme plan", repository="person-0007/private", state="closed")
PARENTS = {"from": "parents"}
ITERATIONS = {"from": "iterations", "field": "Sprint"}
BLOCKERS = {"blocked_by": True}


def pull(forge: GithubForge, increments: Any, cursor: str | None = None) -> list[Batch]:
    """Pull for a project whose increments are so."""
    settings = forge.settings(increments=increments)
    return list(
        github.pull(
            forge.source,
            project=settings.projects[0],
            settings=settings,
            token=TOKEN,
            cursor=cursor,
        )
    )


def links(batches: list[Batch]) -> dict[int, Any]:
    """Return kind and short key of every issue's links."""
    return {
        row.number: row.links and {(link.kind, link.key.rpartition("/")[2]) for link in row.links}
        for batch in batches
        for row in batch.items
    }


def groups(batches: list[Batch]) -> dict[str, MilestoneRow]:
    """Return parents and iterations by key."""
    return {row.key: row for batch in batches for row in batch.groups}


def sprint(name: str, start: str = "2024-03-04", days: int = 14) -> dict[str, Any]:
    """Make the place on a board of an issue that is in an iteration."""
    told = {"iterationId": f"id-{name}", "title": name, "startDate": start, "duration": days}
    return {"Sprint": told}


class TestParents:
    """An issue is part of the one that it is a sub-issue of."""

    def test_an_issue_has_the_parent_of_now_and_its_history(self, serve: Serve) -> None:
        """The parent stands beside the milestones, with its title and state."""
        forge = serve(
            [issue(1, title="Pay @person-0009 online"), issue(2, parent=1), issue(3)],
            [
                event(2, "parent_issue_added", DAY, parent=1),
                event(3, "parent_issue_added", DAY, parent=1),
                event(3, "parent_issue_removed", DAY.replace(hour=10), parent=1),
            ],
        )
        batches = pull(forge, PARENTS)

        key = f"{forge.source.name}#1".lower()
        assert links(batches) == {1: (), 2: {("parent", "care#1")}, 3: ()}
        assert [
            (row.number, row.kind, row.milestone_key, row.at)
            for batch in batches
            for row in batch.events
        ] == [
            (2, "parented", key, DAY),
            (3, "parented", key, DAY),
            (3, "unparented", key, DAY.replace(hour=10)),
        ]
        assert groups(batches) == {
            key: MilestoneRow(
                key=key,
                title="Pay [name removed] online",
                state="open",
                due=None,
                start=None,
                created_at=BEGUN.replace(hour=10),
                updated_at=BEGUN.replace(hour=10),
                closed_at=None,
                url="",
                kind="parent",
            )
        }

    def test_a_parent_that_is_closed_tells_so_itself(self, serve: Serve) -> None:
        """None of its sub-issues changed, so none is read again."""
        forge = serve([issue(1), issue(2, parent=1), issue(3)])
        first = pull(forge, PARENTS)
        closed = {"state": "closed", "closed_at": instant(DAY), "updated_at": instant(DAY)}
        forge.data["issues"][0] |= closed
        again = pull(forge, PARENTS, first[-1].cursor)

        assert 2 not in links(again)
        (told,) = groups(again).values()
        assert (told.state, told.closed_at) == ("closed", DAY)

    def test_an_issue_elsewhere_has_no_name_with_us(self, serve: Serve) -> None:
        """Its repository may bear a person's name; GitHub's opaque id tells nothing."""
        forge = serve([issue(1, parent=FOREIGN, blocked_by=[FOREIGN])])
        batches = pull(forge, {**PARENTS, **BLOCKERS})

        (told,) = groups(batches).values()
        assert (told.title, told.state, told.url) == ("Programme plan", "closed", "")
        assert told.key.startswith("issue:I_")
        assert "person-0007" not in repr(batches)

    def test_a_hidden_parent_is_none(self, serve: Serve) -> None:
        """The token may not see it; the issue itself comes."""
        hidden = event(1, "parent_issue_added", DAY, parent="forbidden")
        forge = serve([issue(1, parent="forbidden"), issue(2)], [hidden])
        batches = pull(forge, PARENTS)

        assert links(batches) == {1: (), 2: ()}
        assert [batch.events for batch in batches] == [()]


class TestBlockers:
    """An issue waits for those that it is blocked by."""

    def test_what_an_issue_waits_for_and_since_when(self, serve: Serve) -> None:
        """Links of now and the events that made and ended them."""
        forge = serve(
            [issue(1), issue(2, blocked_by=[1, 3]), issue(3)],
            [
                event(2, "blocked_by_added", DAY, blocking_issue=1),
                event(3, "blocked_by_added", DAY, blocking_issue=1),
                event(3, "blocked_by_removed", DAY.replace(hour=10), blocking_issue=1),
            ],
        )
        batches = pull(forge, BLOCKERS)

        assert links(batches) == {
            1: (),
            2: {("blocker", "care#1"), ("blocker", "care#3")},
            3: (),
        }
        told: list[EventRow] = [row for batch in batches for row in batch.events]
        assert [(row.number, row.kind) for row in told] == [
            (2, "blocked"),
            (3, "blocked"),
            (3, "unblocked"),
        ]
        assert groups(batches) == {}


class TestIterations:
    """An issue is in the iteration that a field of GitHub Projects gives it."""

    def test_the_iteration_that_begins_last_counts(self, serve: Serve) -> None:
        """Of several boards; other fields and boards that are hidden tell none."""
        forge = serve(
            [
                issue(1, boards=[sprint("7"), sprint("8", "2024-03-18", 7), {"hidden": True}]),
                issue(2, boards=[{"Other": 3}, {"Sprint": "a text"}]),
            ]
        )
        batches = pull(forge, ITERATIONS)

        assert links(batches) == {1: {("iteration", "iteration:id-8")}, 2: ()}
        (told,) = groups(batches).values()
        assert (told.title, told.start, told.due, told.kind) == (
            "8", "2024-03-18", "2024-03-24", "iteration",
        )  # fmt: skip

    def test_sizes_come_from_the_same_boards(self, serve: Serve) -> None:
        """Both fields are read at once."""
        forge = serve([issue(1, boards=[{**sprint("7"), "Points": 3}])])
        settings = forge.settings(increments=ITERATIONS, measures={"size": "field:Points"})
        (batch,) = github.pull(
            forge.source, project=settings.projects[0], settings=settings, token=TOKEN, cursor=None
        )
        assert batch.items[0].size == 3.0
        assert batch.items[0].links == (Link("iteration", "iteration:id-7"),)


@pytest.mark.parametrize(
    ("increments", "options", "changes", "warning"),
    [
        (ITERATIONS, {}, {"boards": "forbidden"}, "the field Sprint cannot be read"),
        (ITERATIONS, {"without": ("Issue.projectItems",)}, {}, "the field Sprint cannot be read"),
        (PARENTS, {"without": ("Issue.parent", "ParentIssueAddedEvent")}, {}, "no sub-issues"),
        (PARENTS, {"without": ("ParentIssueAddedEvent",)}, {"state": "open"}, ""),
        (BLOCKERS, {"without": ("Issue.blockedBy", "BlockedByAddedEvent")}, {}, "not tell which"),
    ],
    ids=["hidden boards", "no boards", "no sub-issues", "no events of them", "no dependencies"],
)
def test_what_a_forge_lacks_is_left_out(
    serve: Serve, increments: Any, options: Any, changes: Any, warning: str
) -> None:
    """Without complaint in a sync; ``check`` says it."""
    forge = serve([issue(1, **changes), issue(2, **changes)], **options)
    batches = pull(forge, increments)

    assert links(batches) == {1: (), 2: ()}
    assert batches[-1].numbers == frozenset({1, 2})
    settings = forge.settings(increments=increments)
    warned = github.check(forge.source, settings=settings, token=TOKEN).warnings
    assert [warning in text for text in warned] == [True] * bool(warning)


def test_nothing_more_is_asked_for_by_default(serve: Serve) -> None:
    """Neither fields nor kinds of event; and another setting reads every issue again."""
    forge = serve([issue(1), issue(2, parent=1)])
    first = pull(forge, {})

    assert links(first) == {1: None, 2: None}
    asked = " ".join(forge.documents())
    assert not [
        name for name in ("parent ", "blockedBy(", "PARENT_", "projectItems") if name in asked
    ]
    assert links(pull(forge, PARENTS, first[-1].cursor)) == {1: (), 2: {("parent", "care#1")}}


@pytest.mark.parametrize("increments", [{}, {**PARENTS, **BLOCKERS}, {**ITERATIONS, **BLOCKERS}])
def test_links_cost_no_request(serve: Serve, increments: Any) -> None:
    """A full pull stays within 0.011 N + 10 requests and one that finds nothing new within 5."""
    data = repository(340)
    for row in data["issues"][1:]:
        row |= {"parent": 1, "blocked_by": [1], "boards": [sprint("7")]}
    added = [replace_kind(entry) for entry in data["events"] if entry["event"] == "subscribed"]
    forge = serve(data["issues"], [*data["events"], *added])
    first = pull(forge, increments)

    assert len(forge.requests) <= 0.011 * 340 + 10
    before = len(forge.requests)
    pull(forge, increments, first[-1].cursor)
    assert len(forge.requests) - before <= 5


def replace_kind(entry: dict[str, Any]) -> dict[str, Any]:
    """Return another event of the same issue, which made it a sub-issue."""
    return {**entry, "id": entry["id"] + 500_000, "event": "parent_issue_added", "parent": 1}
