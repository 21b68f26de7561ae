"""The GraphQL documents: what is asked of GitHub, and no field that names a person.

Checked against GitHub's published schema in tests. What may be left out is in github_optional.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sources.github_optional import (
    BLOCKER_EVENTS,
    CLOSED_REASON,
    ISSUE_DUPLICATE,
    ISSUE_REASON,
    NOTHING_MORE,
    PARENT_EVENTS,
    STATUS_EVENTS,
    TYPE_EVENTS,
    Wanted,
)

#: Entries of an issue's labels and timeline a page; 100 issues x (100 + 100) nodes stay far below
#: the 500,000 that GitHub allows.
INNER_PAGE = 100
#: Projects (the boards) of one issue that are looked at for its size, iteration and status.
_BOARDS = 20
#: Issues that one issue waits for; GitHub itself allows no more than 50.
_BLOCKERS = 50
_SIZE = "size: fieldValueByName(name: $size) { ... on ProjectV2ItemFieldNumberValue { number } }"
_ITERATION = """iteration: fieldValueByName(name: $iteration) {
          ... on ProjectV2ItemFieldIterationValue { iterationId title startDate duration } }"""
_STATUS = """status: fieldValueByName(name: $status) {
          ... on ProjectV2ItemFieldSingleSelectValue { name } }"""
#: The one field of a board whose changes GitHub tells as events.
_WITH_EVENTS = "status"

COUNT = """\
query Count($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { issues(first: 1) { totalCount } }
}
"""
SIZES = f"""\
query Sizes($owner: String!, $name: String!, $size: String!) {{
  repository(owner: $owner, name: $name) {{
    issues(first: 1) {{ nodes {{ projectItems(first: 1) {{ nodes {{ {_SIZE} }} }} }} }}
  }}
}}
"""
NUMBERS = """\
query Numbers($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: 100, after: $after, orderBy: {field: CREATED_AT, direction: ASC}) {
      pageInfo { hasNextPage endCursor }
      nodes { number }
    }
  }
}
"""
_TIMELINE_KINDS = (
    "CLOSED_EVENT, REOPENED_EVENT, LABELED_EVENT, UNLABELED_EVENT, MILESTONED_EVENT, "
    "DEMILESTONED_EVENT"
)
_PAGE_INFO = "pageInfo { hasNextPage endCursor }"
_LABELS = f"""\
fragment Labels on LabelConnection {{ {_PAGE_INFO} nodes {{ id name }} }}
"""
_OTHER = "id number repository { nameWithOwner }"
_PARENT = f"""\
fragment Parent on Issue {{ {_OTHER} title state createdAt updatedAt closedAt }}
"""


class Rest(NamedTuple):
    """Where an issue's labels and timeline go on; None = all of it is known."""

    number: int
    labels_after: str | None
    events_after: str | None


def issues(
    optional: Iterable[str], *, since: bool, total: bool = True, wanted: Wanted = NOTHING_MORE
) -> str:
    """Return the query for a page of issues, oldest change first.

    With *total*, it also asks how many issues there are, changed or not; of each issue, also what
    is *wanted*.

    Its variables: ``owner``, ``name``, ``first``, ``after``; with *since*, ``since``; those of the
    wanted fields.
    """
    reasons = set(optional)
    reason = ""
    if ISSUE_REASON in reasons:
        reason = "stateReason" + ("(enableDuplicate: true)" if ISSUE_DUPLICATE in reasons else "")
    return f"""\
query Issues($owner: String!, $name: String!, $first: Int!, $after: String\
{", $since: DateTime!" if since else ""}\
{"".join(f", ${field}: String!" for field in wanted.fields)}) {{
  repository(owner: $owner, name: $name) {{
    databaseId nameWithOwner
    {"all: issues(first: 1) { totalCount }" if total else ""}
    issues(
      first: $first
      after: $after
      orderBy: {{field: UPDATED_AT, direction: ASC}}
      {"filterBy: {since: $since}" if since else ""}
    ) {{
      {_PAGE_INFO}
      nodes {{
        number title body state {reason}
        createdAt updatedAt closedAt
        milestone {{ number }}
        labels(first: {INNER_PAGE}) {{ ...Labels }}
        timelineItems(first: {INNER_PAGE}, itemTypes: [{_kinds(reasons, wanted)}]) {{ ...Timeline }}
        {_more(wanted)}
      }}
    }}
  }}
}}
{_LABELS}{_timeline(reasons, wanted)}{_PARENT if wanted.parents else ""}"""


def counts(instants: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the query for how many issues changed at or after each of *instants*: ``c0``, ….

    Returns:
        The document and its variables but for ``owner`` and ``name``.
    """
    variables = {f"s{place}": instant for place, instant in enumerate(instants)}
    declared = "".join(f", ${name}: DateTime!" for name in variables)
    parts = "\n".join(
        f"    c{place}: issues(filterBy: {{since: $s{place}}}) {{ totalCount }}"
        for place in range(len(instants))
    )
    return (
        f"query Counts($owner: String!, $name: String!{declared}) {{\n"
        f"  repository(owner: $owner, name: $name) {{\n{parts}\n  }}\n}}\n",
        variables,
    )


def rest(
    asked: Sequence[Rest], optional: Iterable[str], wanted: Wanted = NOTHING_MORE
) -> tuple[str, dict[str, Any]]:
    """Return the query for the further labels and timeline of issues ``i0``, ``i1``, ….

    Returns:
        The document and its variables but for ``owner`` and ``name``.
    """
    parts: list[str] = []
    variables: dict[str, Any] = {}
    fragments: set[str] = set()
    reasons = set(optional)
    for place, (number, labels_after, events_after) in enumerate(asked):
        inner = []
        if labels_after is not None:
            variables[f"l{place}"] = labels_after
            fragments.add(_LABELS)
            inner.append(f"labels(first: {INNER_PAGE}, after: $l{place}) {{ ...Labels }}")
        if events_after is not None:
            variables[f"e{place}"] = events_after
            fragments.add(_timeline(reasons, wanted))
            if wanted.parents and PARENT_EVENTS in reasons:
                fragments.add(_PARENT)
            inner.append(
                f"timelineItems(first: {INNER_PAGE}, after: $e{place}, "
                f"itemTypes: [{_kinds(reasons, wanted)}]) {{ ...Timeline }}"
            )
        parts.append(f"    i{place}: issue(number: {number}) {{ {' '.join(inner)} }}")
    declared = ["$owner: String!", "$name: String!", *(f"${name}: String" for name in variables)]
    return (
        f"query Rest({', '.join(declared)}) {{\n"
        "  repository(owner: $owner, name: $name) {\n"
        + "\n".join(parts)
        + "\n  }\n}\n"
        + "".join(sorted(fragments)),
        variables,
    )


def _more(wanted: Wanted) -> str:
    """Return the fields of an issue that are *wanted*."""
    asked = []
    if wanted.fields:
        kinds = {"size": _SIZE, "iteration": _ITERATION, "status": _STATUS}
        held = [kinds[name] for name in wanted.fields]
        asked.append(f"projectItems(first: {_BOARDS}) {{ nodes {{ {' '.join(held)} }} }}")
    if wanted.parents:
        asked.append("parent { ...Parent } subIssuesSummary { total }")
    if wanted.blockers:
        asked.append(f"blockedBy(first: {_BLOCKERS}) {{ nodes {{ {_OTHER} }} }}")
    if wanted.types:
        asked.append("issueType { id name }")
    return " ".join(asked)


def _kinds(optional: set[str], wanted: Wanted) -> str:
    """Return the kinds of event that are asked for."""
    kinds = [_TIMELINE_KINDS]
    if wanted.parents and PARENT_EVENTS in optional:
        kinds.append("PARENT_ISSUE_ADDED_EVENT, PARENT_ISSUE_REMOVED_EVENT")
    if wanted.blockers and BLOCKER_EVENTS in optional:
        kinds.append("BLOCKED_BY_ADDED_EVENT, BLOCKED_BY_REMOVED_EVENT")
    if wanted.types and TYPE_EVENTS in optional:
        kinds.append("ISSUE_TYPE_ADDED_EVENT, ISSUE_TYPE_CHANGED_EVENT, ISSUE_TYPE_REMOVED_EVENT")
    if _moves(optional, wanted):
        kinds.append("PROJECT_V2_ITEM_STATUS_CHANGED_EVENT, REMOVED_FROM_PROJECT_V2_EVENT")
    return ", ".join(kinds)


def _moves(optional: set[str], wanted: Wanted) -> bool:
    return wanted.status.casefold() == _WITH_EVENTS and STATUS_EVENTS in optional


def _timeline(optional: set[str], wanted: Wanted) -> str:
    parents = blockers = types = moves = ""
    if wanted.parents and PARENT_EVENTS in optional:
        parents = """
    ... on ParentIssueAddedEvent { id createdAt parent { ...Parent } }
    ... on ParentIssueRemovedEvent { id createdAt parent { ...Parent } }"""
    if wanted.blockers and BLOCKER_EVENTS in optional:
        blockers = f"""
    ... on BlockedByAddedEvent {{ id createdAt blockingIssue {{ {_OTHER} }} }}
    ... on BlockedByRemovedEvent {{ id createdAt blockingIssue {{ {_OTHER} }} }}"""
    if wanted.types and TYPE_EVENTS in optional:
        types = """
    ... on IssueTypeAddedEvent { id createdAt issueType { id name } }
    ... on IssueTypeChangedEvent { id createdAt issueType { id name } prevIssueType { id name } }
    ... on IssueTypeRemovedEvent { id createdAt issueType { id name } }"""
    if _moves(optional, wanted):
        moves = """
    ... on ProjectV2ItemStatusChangedEvent {
      id createdAt previousStatus status project { id }
    }
    ... on RemovedFromProjectV2Event { id createdAt project { id } }"""
    reason = " stateReason" if CLOSED_REASON in optional else ""
    return f"""\
fragment Timeline on IssueTimelineItemsConnection {{
  {_PAGE_INFO}
  nodes {{
    __typename
    ... on ClosedEvent {{ id createdAt{reason} }}
    ... on ReopenedEvent {{ id createdAt }}
    ... on LabeledEvent {{ id createdAt label {{ id name }} }}
    ... on UnlabeledEvent {{ id createdAt label {{ id name }} }}
    ... on MilestonedEvent {{ id createdAt milestoneTitle }}
    ... on DemilestonedEvent {{ id createdAt milestoneTitle }}{parents}{blockers}{types}{moves}
  }}
}}
"""
