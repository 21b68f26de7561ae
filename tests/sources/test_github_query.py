"""What is asked of GitHub: fields that its schema has, and none that names a person."""

import gzip
from functools import cache
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    GraphQLSchema,
    Visitor,
    build_schema,
    extend_schema,
    parse,
    validate,
    validate_schema,
    visit,
)

from sources import github_optional as optional
from sources import github_query as query
from sources.github_optional import OPTIONAL, Wanted
from sources.github_query import Rest
from sources.queries_only import is_query
from tests.forges.github_graphql import DEPENDENCIES, execute, schema

#: Every field that is ever asked for. Add one only after making sure that it holds nobody's name,
#: login, address, comment or picture; ``body`` is read for the kept lines of records alone.
ALLOWED = {
    "__type", "fields", "name", "args",
    "repository", "issues", "totalCount", "issue", "all",
    "pageInfo", "hasNextPage", "endCursor", "nodes", "number", "title", "body", "state",
    "stateReason", "createdAt", "updatedAt", "closedAt", "milestone", "labels", "id",
    "timelineItems", "__typename", "label", "milestoneTitle", "projectItems", "fieldValueByName",
    "iterationId", "startDate", "duration", "parent", "subIssuesSummary", "total", "blockedBy",
    "blockingIssue", "nameWithOwner", "issueType", "prevIssueType", "previousStatus", "status",
    "project", "databaseId",
}  # fmt: skip
ALL = Wanted("Points", "Sprint", parents=True, blockers=True, types=True, status="Status")
DOCUMENTS = {
    "introspection": optional.INTROSPECTION,
    "count": query.COUNT,
    "numbers": query.NUMBERS,
    "issues": query.issues(OPTIONAL, since=False),
    "issues-since": query.issues(OPTIONAL, since=True),
    "issues-with-sizes": query.issues(OPTIONAL, since=True, wanted=Wanted(size="Points")),
    "issues-with-iterations": query.issues((), since=True, wanted=Wanted(iteration="Sprint")),
    "issues-with-types": query.issues(OPTIONAL, since=True, wanted=Wanted(types=True)),
    "issues-with-status": query.issues(OPTIONAL, since=True, wanted=Wanted(status="Stage")),
    "issues-with-all": query.issues(OPTIONAL, since=True, wanted=ALL),
    "rest-with-all": query.rest([Rest(n, "a", "b") for n in (1, 2)], OPTIONAL, ALL)[0],
    "sizes": query.SIZES,
    "issues-of-old": query.issues((), since=True),
    "issues-without-total": query.issues(OPTIONAL, since=False, total=False),
    "rest-of-labels": query.rest([Rest(1, "a", None)], OPTIONAL)[0],
    "rest-of-events": query.rest([Rest(1, None, "a")], ())[0],
    "rest": query.rest([Rest(n, "a", "b") for n in range(1, 51)], OPTIONAL)[0],
}
LINKS = OPTIONAL[4:]
every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


@cache
def published(contracts: Path) -> GraphQLSchema:
    """Build GitHub's whole schema, which has a few doubled fields, and what it lacks yet."""
    text = gzip.decompress((contracts / "github.graphql.gz").read_bytes()).decode()
    whole = build_schema(text, assume_valid=True)
    return extend_schema(whole, parse(DEPENDENCIES.read_text("utf-8")), assume_valid=True)


@every_document
def test_every_query_fits_the_published_schema(document: str, shared_data: Path) -> None:
    """The one that GitHub publishes, whole."""
    assert validate(published(shared_data.parent / "contracts"), parse(document)) == []


@every_document
def test_every_query_fits_the_replayed_schema(document: str) -> None:
    """The part of it that the tests replay."""
    assert validate(schema(), parse(document)) == []


def test_the_replayed_schema_is_sound() -> None:
    """Cutting left no loose end."""
    assert validate_schema(schema()) == []


def test_the_replayed_schema_is_cut_from_the_published_one(shared_data: Path) -> None:
    """Every type and field in it is GitHub's, with the same type and arguments."""
    whole = published(shared_data.parent / "contracts")
    for name, kind in schema().type_map.items():
        if name.startswith("__"):
            continue
        for field, held in getattr(kind, "fields", {}).items():
            theirs = whole.type_map[name].fields[field]  # type: ignore[attr-defined]
            assert str(held.type) == str(theirs.type)
            assert set(getattr(held, "args", ())) == set(getattr(theirs, "args", ()))


@every_document
def test_no_query_asks_for_a_person(document: str) -> None:
    """Nor for anything else that is not on the list."""
    asked: set[str] = set()

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            asked.add(node.name.value)

    visit(parse(document), Fields())
    assert asked <= ALLOWED


@every_document
def test_every_query_only_reads(document: str) -> None:
    """The transport lets it through."""
    assert is_query(document)


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ((), OPTIONAL),
        (
            ("Issue.stateReason(enableDuplicate)",),
            (optional.ISSUE_REASON, optional.CLOSED_REASON, optional.PROJECT_ITEMS, *LINKS),
        ),
        (
            ("ClosedEvent.stateReason", "Issue.projectItems"),
            (optional.ISSUE_REASON, optional.ISSUE_DUPLICATE, *LINKS),
        ),
        (("Issue.stateReason", "ClosedEvent.stateReason", "Issue.projectItems"), LINKS),
        (
            ("Issue.parent", "ParentIssueAddedEvent", "Issue.blockedBy", "BlockedByAddedEvent"),
            (*OPTIONAL[:4], *OPTIONAL[8:]),
        ),
        (
            ("Issue.issueType", "IssueTypeChangedEvent", "ProjectV2ItemStatusChangedEvent"),
            OPTIONAL[:8],
        ),
        (("IssueTypeChangedEvent",), (*OPTIONAL[:9], optional.STATUS_EVENTS)),
        (("ParentIssueAddedEvent",), (*OPTIONAL[:5], *OPTIONAL[6:])),
    ],
)
def test_what_a_server_lacks_is_found_out_and_not_asked(
    without: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """By one introspection; the query then fits that server."""
    answer = execute({}, {"query": optional.INTROSPECTION}, without)
    assert "errors" not in answer
    assert optional.available(answer["data"]) == expected
    for document in (
        query.issues(expected, since=True, wanted=ALL.of(expected)),
        query.rest([Rest(1, "a", "b")], expected, ALL.of(expected))[0],
    ):
        assert validate(schema(without), parse(document)) == []


@pytest.mark.parametrize("answer", [{}, {"issue": None, "closed": None}, {"issue": {}}])
def test_a_server_that_does_not_tell_is_asked_for_the_least(answer: dict[str, object]) -> None:
    """Introspection may be switched off."""
    assert optional.available(answer) == ()
