"""GitHub's GraphQL interface over recorded REST rows, executed on GitHub's own types."""

import base64
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    build_schema,
    execute_sync,
    extend_schema,
    parse,
    print_schema,
    validate,
)

Row = dict[str, Any]
NODE_LIMIT = 500_000
_SCHEMA = Path(__file__).with_name("github.graphql")
#: What GitHub has and its published schema does not have yet.
DEPENDENCIES = Path(__file__).with_name("github_dependencies.graphql")
_TYPENAMES = {
    "assigned": "AssignedEvent",
    "blocked_by_added": "BlockedByAddedEvent",
    "blocked_by_removed": "BlockedByRemovedEvent",
    "closed": "ClosedEvent",
    "demilestoned": "DemilestonedEvent",
    "issue_type_added": "IssueTypeAddedEvent",
    "issue_type_changed": "IssueTypeChangedEvent",
    "issue_type_removed": "IssueTypeRemovedEvent",
    "labeled": "LabeledEvent",
    "locked": "LockedEvent",
    "mentioned": "MentionedEvent",
    "milestoned": "MilestonedEvent",
    "parent_issue_added": "ParentIssueAddedEvent",
    "parent_issue_removed": "ParentIssueRemovedEvent",
    "project_v2_item_status_changed": "ProjectV2ItemStatusChangedEvent",
    "referenced": "ReferencedEvent",
    "removed_from_project_v2": "RemovedFromProjectV2Event",
    "renamed": "RenamedTitleEvent",
    "reopened": "ReopenedEvent",
    "subscribed": "SubscribedEvent",
    "unassigned": "UnassignedEvent",
    "unlabeled": "UnlabeledEvent",
    "unlocked": "UnlockedEvent",
}
_ITEM_TYPES = {
    "renamed": "RENAMED_TITLE_EVENT",
    **{kind: f"{kind.upper()}_EVENT" for kind in _TYPENAMES if kind != "renamed"},
}


@cache
def schema(without: tuple[str, ...] = ()) -> GraphQLSchema:
    """Build the schema without some parts of it.

    Args:
        without: Fields (``Type.field``), arguments (``Type.field(name)``) or kinds of event
            (``Type``).
    """
    built = build_schema(_SCHEMA.read_text(encoding="utf-8"))
    built = extend_schema(built, parse(DEPENDENCIES.read_text(encoding="utf-8")))
    for entry in without:
        if "." not in entry:
            built = _without_event(built, entry)
            continue
        path, _, argument = entry.removesuffix(")").partition("(")
        type_name, name = path.split(".")
        kind = built.type_map[type_name]
        assert isinstance(kind, GraphQLObjectType)
        if argument:
            del kind.fields[name].args[argument]
        else:
            del kind.fields[name]
    return built


def _without_event(built: GraphQLSchema, name: str) -> GraphQLSchema:
    """Return the schema without a kind of event."""
    text = print_schema(built)
    text = re.sub(rf"\| {name}\b", "", text)
    text = re.sub(rf"type {name} .*?\n}}\n", "", text, flags=re.DOTALL)
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
    return build_schema(re.sub(rf"^  {kind}\n", "", text, flags=re.MULTILINE))


def execute(root: Row, body: Row, without: tuple[str, ...] = ()) -> Row:
    """Answer one GraphQL request as GitHub does: errors come with status 200."""
    variables = body.get("variables") or {}
    kinds = schema(without)
    try:
        document = parse(body["query"])
    except GraphQLSyntaxError as error:
        return {"errors": [{"message": error.message}]}
    if wrong := validate(kinds, document):
        return {"errors": [_formatted(error) for error in wrong]}
    nodes = _node_count(document, variables)
    if nodes > NODE_LIMIT:
        message = f"This query requests up to {nodes:,} possible nodes which exceeds the maximum"
        return {"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": message}]}
    result = execute_sync(kinds, document, root, variable_values=variables)
    answer: Row = {"data": result.data}
    if result.errors:
        answer["errors"] = [_formatted(error) for error in result.errors]
    return answer


def connection(
    name: str, rows: Sequence[Any], key: Callable[[Any], list[Any]], node: Callable[[Any], Row]
) -> Callable[..., Row]:
    """Return the resolver of a connection whose cursors hold the sort key, as GitHub's do."""

    def resolve(
        info: Any, first: int | None = None, after: str | None = None, last: int | None = None,
        before: str | None = None, **_: Any,
    ) -> Row:  # fmt: skip
        asked = {field.name.value for each in info.field_nodes for field in _fields(each, info)}
        if first is None and last is None and asked & {"nodes", "edges", "pageInfo"}:
            raise _refusal(
                "MISSING_PAGINATION_BOUNDARIES",
                f"You must provide a `first` or `last` value to properly paginate the `{name}` "
                "connection.",
            )
        if not 0 <= (first or 0) <= 100 or not 0 <= (last or 0) <= 100:
            raise _refusal(
                "EXCESSIVE_PAGINATION",
                f"Requesting {first or last} records on the `{name}` connection exceeds the limit "
                "of 100 records.",
            )
        kept = list(rows)
        if after is not None:
            kept = [row for row in kept if _after(key(row), _decoded(after, name))]
        if before is not None:
            kept = [row for row in kept if _after(_decoded(before, name), key(row))]
        shown = kept[:first] if first is not None else kept[-last:] if last else kept[:0]
        cursors = [_cursor(key(row)) for row in shown]
        return {
            "totalCount": len(rows),
            "filteredCount": len(kept),
            "pageCount": len(shown),
            "nodes": lambda info: [node(row) for row in shown],
            "edges": lambda info: [
                {"cursor": cursor, "node": node(row)}
                for cursor, row in zip(cursors, shown, strict=True)
            ],
            "pageInfo": {
                "hasNextPage": first is not None and len(kept) > len(shown),
                "hasPreviousPage": after is not None,
                "startCursor": cursors[0] if cursors else None,
                "endCursor": cursors[-1] if cursors else None,
            },
        }

    return resolve


def repository_node(name: str, data: Row, label_ids: Callable[[Row], str]) -> Row:
    """Return the root value of one repository.

    Args:
        name: ``owner/name``.
        data: ``issues``, ``milestones``, ``events`` and ``labels`` in REST form.
        label_ids: The global id of a REST label.
    """
    real = [issue for issue in data["issues"] if issue.get("pull_request") is None]
    events: dict[int, list[Row]] = {}
    for event in data["events"]:
        if event.get("issue"):
            events.setdefault(event["issue"]["number"], []).append(event)
    labels = {label_ids(label): label for label in data["labels"]}

    def label_node(raw: Row) -> Row:
        known = labels.get(label_ids(raw), raw)
        return {**known, "id": label_ids(raw), "name": known["name"], "isDefault": False}

    children = Counter(str(issue.get("parent")) for issue in real)

    def issue_node(issue: Row) -> Row:
        happened = events.get(issue["number"], [])
        return {
            **_issue_node(issue, happened, label_node, label_ids, other),
            "repository": {"nameWithOwner": name},
            "subIssuesSummary": {"total": children[str(issue["number"])]},
        }

    def other(known: int | str | Row) -> Any:
        """Return an issue by its number, or one of another repository by what is told of it."""
        if known == "forbidden":
            return _refusal("FORBIDDEN", "Resource not accessible by personal access token")
        if isinstance(known, dict):
            there = {"repository": {"nameWithOwner": known["repository"]}}
            return {**_issue_node(known, [], label_node, label_ids, other), **there}
        return next((issue_node(row) for row in real if row["number"] == known), None)

    def issues(
        info: Any, orderBy: Row | None = None, filterBy: Row | None = None,  # noqa: N803
        states: list[str] | None = None, **paging: Any,
    ) -> Row:  # fmt: skip
        field = (orderBy or {}).get("field", "CREATED_AT").lower()
        kept = [issue for issue in real if not states or issue["state"].upper() in states]
        since = (filterBy or {}).get("since")
        if since:
            limit = datetime.fromisoformat(since)
            kept = [row for row in kept if datetime.fromisoformat(row["updated_at"]) >= limit]

        def key(issue: Row) -> list[Any]:
            return [issue[field], issue["number"]]

        kept.sort(key=key, reverse=(orderBy or {}).get("direction") == "DESC")
        return connection("issues", kept, key, issue_node)(info, **paging)

    def issue(info: Any, number: int) -> Row:
        for row in real:
            if row["number"] == number:
                return issue_node(row)
        raise _refusal("NOT_FOUND", f"Could not resolve to an Issue with the number of {number}.")

    return {
        "id": "R_1",
        "name": name.split("/")[1],
        "nameWithOwner": name,
        "url": f"https://github.com/{name}",
        "hasIssuesEnabled": True,
        "isArchived": False,
        "isPrivate": False,
        "issues": issues,
        "issue": issue,
        "labels": connection("labels", data["labels"], lambda raw: [raw["name"]], label_node),
        "milestones": connection(
            "milestones", data["milestones"], lambda raw: [raw["number"]], _milestone_node
        ),
    }


def root_value(name: str, repository: Row) -> Row:
    """Return what a query starts from; another repository is not found."""

    def find(info: Any, owner: str, name: str, **_: Any) -> Row:
        if f"{owner}/{name}".lower() != repository["nameWithOwner"].lower():
            raise _refusal(
                "NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'."
            )
        return repository

    return {
        "repository": find,
        "viewer": {"login": "person-9999"},
        "rateLimit": {
            "cost": 1, "limit": 5000, "nodeCount": 0, "remaining": 4999, "used": 1,
            "resetAt": "2099-01-01T00:00:00Z",
        },
    }  # fmt: skip


def opaque(*parts: object) -> str:
    """Return an id that tells nothing, as GitHub's do."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _issue_node(
    issue: Row,
    events: list[Row],
    label_node: Callable[[Row], Row],
    label_ids: Callable[[Row], str],
    other: Callable[[Any], Any],
) -> Row:
    ordered = sorted(events, key=lambda event: (event["created_at"], event["id"]))
    held = issue.get("labels") or []

    def reason(info: Any, enableDuplicate: bool = False) -> str | None:  # noqa: N803
        said = (issue.get("state_reason") or "").upper()
        return "NOT_PLANNED" if said == "DUPLICATE" and not enableDuplicate else said or None

    def timeline(info: Any, itemTypes: list[str] | None = None, **paging: Any) -> Row:  # noqa: N803
        kept = [
            event
            for event in ordered
            if event["event"] in _TYPENAMES
            and (itemTypes is None or _ITEM_TYPES[event["event"]] in itemTypes)
        ]
        return connection(
            "timelineItems",
            kept,
            lambda event: [event["created_at"], event["id"]],
            lambda event: _event_node(event, label_node, other),
        )(info, **paging)

    def boards(info: Any, **paging: Any) -> Row:
        held = issue.get("boards") or []
        if held == "forbidden":
            raise _refusal("FORBIDDEN", "Resource not accessible by personal access token")
        return connection(
            "projectItems", list(enumerate(held)), lambda entry: [entry[0]], _board_node
        )(info, **paging)

    return {
        "id": issue.get("node_id") or f"I_{opaque(issue['number'])}",
        "databaseId": issue.get("id"),
        "number": issue["number"],
        "title": issue["title"],
        "body": issue.get("body") or "",
        "bodyText": issue.get("body") or "",
        "state": issue["state"].upper(),
        "stateReason": reason,
        "createdAt": issue["created_at"],
        "updatedAt": issue["updated_at"],
        "closedAt": issue.get("closed_at"),
        "closed": issue["state"] == "closed",
        "locked": bool(issue.get("locked")),
        "url": issue.get("html_url"),
        "milestone": _milestone_node(issue["milestone"]) if issue.get("milestone") else None,
        "author": _actor(issue.get("user")),
        "assignees": connection(
            "assignees", issue.get("assignees") or [], lambda raw: [raw["login"]], _user_node
        ),
        "labels": connection(
            "labels",
            list(enumerate(held)),
            lambda entry: [entry[0], label_ids(entry[1])],
            lambda entry: label_node(entry[1]),
        ),
        "timelineItems": timeline,
        "projectItems": boards,
        "issueType": _type_node(issue.get("type")),
        "parent": lambda info: other(issue["parent"]) if issue.get("parent") else None,
        "blockedBy": connection(
            "blockedBy",
            list(enumerate(issue.get("blocked_by") or [])),
            lambda entry: [entry[0]],
            lambda entry: other(entry[1]),
        ),
    }


def _board_node(entry: tuple[int, Row]) -> Any:
    """Return an issue's place on one board, which is a table from fields to values."""
    place, fields = entry

    def value(info: Any, name: str) -> Row | None:
        if name not in fields:
            return None
        if isinstance(fields[name], dict) and "optionId" in fields[name]:
            typename = "ProjectV2ItemFieldSingleSelectValue"
            return {"__typename": typename, "id": opaque(place, name), **fields[name]}
        if isinstance(fields[name], dict):
            typename = "ProjectV2ItemFieldIterationValue"
            return {"__typename": typename, "id": opaque(place, name), **fields[name]}
        kind = "Text" if isinstance(fields[name], str) else "Number"
        return {
            "__typename": f"ProjectV2ItemField{kind}Value",
            "id": opaque(place, name),
            kind.lower(): fields[name],
        }

    if fields.get("hidden"):  # an error in a node's place is that node's alone
        return _refusal("FORBIDDEN", "Resource not accessible by personal access token")
    return {"id": opaque("board", place), "isArchived": False, "fieldValueByName": value}


def _event_node(event: Row, label_node: Callable[[Row], Row], other: Callable[[Any], Any]) -> Row:
    typename = _TYPENAMES[event["event"]]
    said = event.get("state_reason")
    return {
        "__typename": typename,
        "id": event.get("node_id") or f"EV_{opaque(event['id'])}",
        "createdAt": event["created_at"],
        "actor": _actor(event.get("actor")),
        "label": label_node(event["label"]) if event.get("label") else None,
        "milestoneTitle": (event.get("milestone") or {}).get("title"),
        "stateReason": said.upper() if said else None,
        "parent": lambda info: other(event["parent"]),
        "blockingIssue": lambda info: other(event["blocking_issue"]),
        "url": event.get("url"),
        "issueType": _type_node(event.get("issue_type")),
        "prevIssueType": _type_node(event.get("prev_issue_type")),
        "project": _project_node(event.get("project")),
        "previousStatus": event.get("previous_status"),
        "status": event.get("status"),
        "wasAutomated": False,
    }


def _type_node(name: str | None) -> Row | None:
    return {"id": f"IT_{opaque(name)}", "name": name, "isEnabled": True} if name else None


def _project_node(name: str | None) -> Any:
    if name == "forbidden":
        return _refusal("FORBIDDEN", "Resource not accessible by personal access token")
    return {"id": f"PVT_{opaque(name)}", "title": name} if name else None


def _milestone_node(raw: Row) -> Row:
    return {
        "id": raw.get("node_id") or f"MI_{opaque(raw['number'])}",
        "number": raw["number"],
        "title": raw.get("title") or "",
        "description": raw.get("description"),
        "state": (raw.get("state") or "open").upper(),
        "dueOn": raw.get("due_on"),
        "createdAt": raw.get("created_at"),
        "updatedAt": raw.get("updated_at"),
        "closedAt": raw.get("closed_at"),
        "creator": _actor(raw.get("creator")),
        "url": raw.get("html_url"),
    }


def _actor(raw: Row | None) -> Row | None:
    return {"__typename": "User", **_user_node(raw)} if raw else None


def _user_node(raw: Row) -> Row:
    login = raw["login"]
    return {"id": opaque(login), "login": login, "name": login, "email": f"{login}@example.org"}


def _refusal(kind: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"type": kind})


def _formatted(error: GraphQLError) -> Row:
    """Put an error into GitHub's form, which has its type beside the message."""
    shown: Row = {"message": error.message}
    if error.extensions and "type" in error.extensions:
        shown["type"] = error.extensions["type"]
    if error.path:
        shown["path"] = error.path
    shown["locations"] = [
        {"line": place.line, "column": place.column} for place in error.locations or ()
    ]
    return shown


def _cursor(key: list[Any]) -> str:
    return base64.b64encode(b"cursor:v2:" + json.dumps(key).encode()).decode()


def _decoded(cursor: str, name: str) -> list[Any]:
    try:
        return list(json.loads(base64.b64decode(cursor).removeprefix(b"cursor:v2:")))
    except ValueError:
        raise _refusal("INVALID_CURSOR_ARGUMENTS", f"`{cursor}` is no cursor of {name}.") from None


def _after(one: list[Any], other: list[Any]) -> bool:
    return one > other


def _fields(node: FieldNode, info: Any) -> Iterable[FieldNode]:
    """Yield the fields chosen under *node*, fragments resolved."""
    yield from _selected(node.selection_set, info.fragments)


def _selected(
    chosen: SelectionSetNode | None, fragments: dict[str, FragmentDefinitionNode]
) -> Iterable[FieldNode]:
    for part in chosen.selections if chosen else ():
        if isinstance(part, FieldNode):
            yield part
        elif isinstance(part, FragmentSpreadNode):
            yield from _selected(fragments[part.name.value].selection_set, fragments)
        elif isinstance(part, InlineFragmentNode):
            yield from _selected(part.selection_set, fragments)


def _node_count(document: DocumentNode, variables: Row) -> int:
    """Count the nodes a query may return at most, as GitHub's limit does."""
    fragments = {
        part.name.value: part
        for part in document.definitions
        if isinstance(part, FragmentDefinitionNode)
    }

    def size(field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value in {"first", "last"}:
                value = argument.value
                if isinstance(value, IntValueNode):
                    return int(value.value)
                if isinstance(value, VariableNode):
                    return int(variables.get(value.name.value) or 0)
        return 0

    def count(chosen: SelectionSetNode | None, outer: int) -> int:
        total = 0
        for field in _selected(chosen, fragments):
            own = size(field)
            total += outer * own
            total += count(field.selection_set, outer * own if own else outer)
        return total

    return sum(
        count(part.selection_set, 1)
        for part in document.definitions
        if isinstance(part, OperationDefinitionNode)
    )
