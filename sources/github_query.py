"""The GraphQL documents: what is asked of GitHub, and no field that names a person.

Checked against GitHub's published schema in tests. Fields that older GitHub Enterprise lacks are
asked for only where the schema has them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

#: Entries of an issue's labels and timeline a page; 100 issues x (100 + 100) nodes stay far below
#: the 500,000 that GitHub allows.
INNER_PAGE = 100
ISSUE_REASON = "Issue.stateReason"
ISSUE_DUPLICATE = "Issue.stateReason(enableDuplicate)"
CLOSED_REASON = "ClosedEvent.stateReason"
PROJECT_ITEMS = "Issue.projectItems"
OPTIONAL = (ISSUE_REASON, ISSUE_DUPLICATE, CLOSED_REASON, PROJECT_ITEMS)

#: Projects (the boards) of one issue that are looked at for its size.
_BOARDS = 20
_SIZE = f"""projectItems(first: {_BOARDS}) {{ nodes {{
          fieldValueByName(name: $field) {{ ... on ProjectV2ItemFieldNumberValue {{ number }} }}
        }} }}"""

INTROSPECTION = """\
query Fields {
  issue: __type(name: "Issue") { fields { name args { name } } }
  closed: __type(name: "ClosedEvent") { fields { name } }
}
"""
COUNT = """\
query Count($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { issues(first: 1) { totalCount } }
}
"""
SIZES = f"""\
query Sizes($owner: String!, $name: String!, $field: String!) {{
  repository(owner: $owner, name: $name) {{
    issues(first: 1) {{ nodes {{ {_SIZE} }} }}
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


class Rest(NamedTuple):
    """Where an issue's labels and timeline go on; None = all of it is known."""

    number: int
    labels_after: str | None
    events_after: str | None


def available(answer: dict[str, Any]) -> tuple[str, ...]:
    """Return which of OPTIONAL a schema has, from the answer to INTROSPECTION."""
    issue = _field(answer.get("issue"), "stateReason")
    if issue is None:
        found = set()
    else:
        found = {ISSUE_REASON}
        if any(argument.get("name") == "enableDuplicate" for argument in issue.get("args") or ()):
            found.add(ISSUE_DUPLICATE)
    if _field(answer.get("closed"), "stateReason") is not None:
        found.add(CLOSED_REASON)
    if _field(answer.get("issue"), "projectItems") is not None:
        found.add(PROJECT_ITEMS)
    return tuple(name for name in OPTIONAL if name in found)


def issues(optional: Iterable[str], *, since: bool, total: bool = True, sizes: bool = False) -> str:
    """Return the query for a page of issues, oldest change first.

    With *total*, it also asks how many issues there are, changed or not; with *sizes*, for the
    number that each issue has in a field of the projects that it is in.

    Its variables: ``owner``, ``name``, ``first``, ``after``; with *since*, ``since``; with *sizes*,
    ``field``.
    """
    reasons = set(optional)
    reason = ""
    if ISSUE_REASON in reasons:
        reason = "stateReason" + ("(enableDuplicate: true)" if ISSUE_DUPLICATE in reasons else "")
    return f"""\
query Issues($owner: String!, $name: String!, $first: Int!, $after: String\
{", $since: DateTime!" if since else ""}{", $field: String!" if sizes else ""}) {{
  repository(owner: $owner, name: $name) {{
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
        timelineItems(first: {INNER_PAGE}, itemTypes: [{_TIMELINE_KINDS}]) {{ ...Timeline }}
        {_SIZE if sizes else ""}
      }}
    }}
  }}
}}
{_LABELS}{_timeline(reasons)}"""


def rest(wanted: Sequence[Rest], optional: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """Return the query for the further labels and timeline of issues ``i0``, ``i1``, ….

    Returns:
        The document and its variables but for ``owner`` and ``name``.
    """
    parts: list[str] = []
    variables: dict[str, Any] = {}
    fragments: set[str] = set()
    for place, (number, labels_after, events_after) in enumerate(wanted):
        inner = []
        if labels_after is not None:
            variables[f"l{place}"] = labels_after
            fragments.add(_LABELS)
            inner.append(f"labels(first: {INNER_PAGE}, after: $l{place}) {{ ...Labels }}")
        if events_after is not None:
            variables[f"e{place}"] = events_after
            fragments.add(_timeline(set(optional)))
            inner.append(
                f"timelineItems(first: {INNER_PAGE}, after: $e{place}, "
                f"itemTypes: [{_TIMELINE_KINDS}]) {{ ...Timeline }}"
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


_LABELS = f"""\
fragment Labels on LabelConnection {{ {_PAGE_INFO} nodes {{ id name }} }}
"""


def _timeline(optional: set[str]) -> str:
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
    ... on DemilestonedEvent {{ id createdAt milestoneTitle }}
  }}
}}
"""


def _field(kind: Any, name: str) -> dict[str, Any] | None:
    fields = kind.get("fields") if isinstance(kind, dict) else None
    return next((field for field in fields or () if field.get("name") == name), None)
