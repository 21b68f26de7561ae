"""Cut GitHub's published GraphQL schema down to what the replayed forge can answer.

Run as ``python -m tests.forges.trim_schema FULL.graphql[.gz]``; writes ``github.graphql`` beside
this file. Types and fields are left out, none is changed.
"""

import gzip
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    Node,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    UnionTypeDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

TRIMMED = Path(__file__).with_name("github.graphql")
NOTICE = """\
# Cut from GitHub's published GraphQL schema (npm @octokit/graphql-schema),
# Copyright (c) GitHub 2025. MIT licence: see LICENSE-github-schema.md.
# Made by tests/forges/trim_schema.py.

"""
_EVENT = {"id", "createdAt", "actor"}
#: Fields that are kept of each type; persons stay in, so that tests see that nobody asks for them.
KEPT: dict[str, set[str]] = {
    "Query": {"id", "rateLimit", "repository", "viewer"},
    "Repository": {
        "id", "databaseId", "name", "nameWithOwner", "hasIssuesEnabled", "isArchived", "isPrivate",
        "issue", "issues", "labels", "milestone", "milestones", "url",
    },
    "Issue": {
        "id", "databaseId", "number", "title", "body", "bodyText", "state", "stateReason",
        "createdAt", "updatedAt", "closedAt", "closed", "locked", "milestone", "labels",
        "timelineItems", "author", "assignees", "url", "projectItems", "repository", "parent",
        "subIssuesSummary",
    },
    "SubIssuesSummary": {"completed", "percentCompleted", "total"},
    "ParentIssueAddedEvent": {*_EVENT, "parent"},
    "ParentIssueRemovedEvent": {*_EVENT, "parent"},
    "ProjectV2ItemConnection": {"edges", "nodes", "pageInfo", "totalCount"},
    "ProjectV2ItemEdge": {"cursor", "node"},
    "ProjectV2Item": {"id", "creator", "fieldValueByName", "isArchived"},
    "ProjectV2ItemFieldNumberValue": {"id", "creator", "number"},
    "ProjectV2ItemFieldTextValue": {"id", "creator", "text"},
    "ProjectV2": {"id", "creator", "title"},
    "ProjectV2ItemFieldSingleSelectValue": {"id", "creator", "name", "optionId"},
    "ProjectV2ItemFieldIterationValue": {
        "id", "creator", "duration", "iterationId", "startDate", "title",
    },
    "IssueConnection": {"edges", "nodes", "pageInfo", "totalCount"},
    "IssueEdge": {"cursor", "node"},
    "Label": {"id", "name", "color", "description", "createdAt", "updatedAt", "isDefault"},
    "LabelConnection": {"edges", "nodes", "pageInfo", "totalCount"},
    "LabelEdge": {"cursor", "node"},
    "Milestone": {
        "id", "number", "title", "description", "state", "dueOn", "createdAt", "updatedAt",
        "closedAt", "creator", "url",
    },
    "MilestoneConnection": {"edges", "nodes", "pageInfo", "totalCount"},
    "MilestoneEdge": {"cursor", "node"},
    "IssueTimelineItemsConnection": {
        "edges", "nodes", "pageInfo", "totalCount", "filteredCount", "pageCount", "updatedAt",
    },
    "IssueTimelineItemsEdge": {"cursor", "node"},
    "ClosedEvent": {*_EVENT, "stateReason", "url"},
    "ReopenedEvent": {*_EVENT, "stateReason"},
    "LabeledEvent": {*_EVENT, "label"},
    "UnlabeledEvent": {*_EVENT, "label"},
    "MilestonedEvent": {*_EVENT, "milestoneTitle"},
    "DemilestonedEvent": {*_EVENT, "milestoneTitle"},
    "RenamedTitleEvent": {*_EVENT, "currentTitle", "previousTitle"},
    "SubscribedEvent": _EVENT,
    "MentionedEvent": _EVENT,
    "ReferencedEvent": _EVENT,
    "LockedEvent": _EVENT,
    "UnlockedEvent": _EVENT,
    "AssignedEvent": _EVENT,
    "UnassignedEvent": _EVENT,
    "Actor": {"login"},
    "User": {"id", "login", "name", "email"},
    "UserConnection": {"edges", "nodes", "pageInfo", "totalCount"},
    "UserEdge": {"cursor", "node"},
    "Node": {"id"},
    "PageInfo": {"endCursor", "hasNextPage", "hasPreviousPage", "startCursor"},
    "RateLimit": {"cost", "limit", "nodeCount", "remaining", "resetAt", "used"},
}  # fmt: skip


def trimmed(document: DocumentNode) -> DocumentNode:
    """Return *document* with the types and fields of KEPT, and what their arguments need."""
    seen: set[str] = set()
    chosen: list[Any] = []
    for node in document.definitions:
        name = getattr(getattr(node, "name", None), "value", "")
        if name in seen:
            continue  # the published file repeats some
        if name in KEPT and isinstance(
            node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode
        ):
            chosen.append(_cut(node, KEPT[name]))
        elif name in {"IssueTimelineItems", "ProjectV2ItemFieldValue"} and isinstance(
            node, UnionTypeDefinitionNode
        ):
            chosen.append(
                replace(
                    node, types=tuple(kind for kind in node.types or () if kind.name.value in KEPT)
                )
            )
        else:
            continue
        seen.add(name)
    while missing := _named(chosen) - seen:
        seen |= missing
        chosen += [
            node
            for node in document.definitions
            if isinstance(
                node,
                EnumTypeDefinitionNode | InputObjectTypeDefinitionNode | ScalarTypeDefinitionNode,
            )
            and node.name.value in missing
        ]
    return DocumentNode(definitions=_bare(tuple(chosen)))


def _cut(node: Any, kept: set[str]) -> Any:
    fields: dict[str, Any] = {}
    for field in node.fields:
        if field.name.value in kept:
            fields.setdefault(field.name.value, field)
    return replace(
        node,
        fields=tuple(fields.values()),
        interfaces=tuple(kind for kind in node.interfaces or () if kind.name.value in KEPT),
    )


def _named(nodes: list[Any]) -> set[str]:
    """Return the names of all types that *nodes* refer to."""
    found: set[str] = set()

    class Names(Visitor):
        def enter_named_type(self, node: NamedTypeNode, *_: Any) -> None:
            found.add(node.name.value)

    for node in nodes:
        visit(node, Names())
    return found


def _bare(node: Any) -> Any:
    """Drop descriptions and directives."""
    if isinstance(node, tuple):
        return tuple(map(_bare, node))
    if not isinstance(node, Node):
        return node
    parts = {key: _bare(getattr(node, key)) for key in node.keys if key != "loc"}
    return replace(
        node,
        **{
            **parts,
            **({"description": None} if "description" in parts else {}),
            **({"directives": ()} if "directives" in parts else {}),
        },
    )


def main(full: Path) -> None:
    """Read the full schema and write the trimmed one."""
    text = gzip.decompress(full.read_bytes()) if full.suffix == ".gz" else full.read_bytes()
    document = trimmed(parse(text.decode(), no_location=True))
    TRIMMED.write_text(NOTICE + print_ast(document), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
