"""What is asked of GitHub only where a programme wants it or the forge's schema has it.

Fields that older GitHub Enterprise lacks are found out by one introspection.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

ISSUE_REASON = "Issue.stateReason"
ISSUE_DUPLICATE = "Issue.stateReason(enableDuplicate)"
CLOSED_REASON = "ClosedEvent.stateReason"
PROJECT_ITEMS = "Issue.projectItems"
PARENT = "Issue.parent"
PARENT_EVENTS = "ParentIssueAddedEvent.parent"
BLOCKERS = "Issue.blockedBy"
BLOCKER_EVENTS = "BlockedByAddedEvent.blockingIssue"
ISSUE_TYPE = "Issue.issueType"
TYPE_EVENTS = "IssueTypeChangedEvent.prevIssueType"
STATUS_EVENTS = "ProjectV2ItemStatusChangedEvent.previousStatus"
OPTIONAL = (
    ISSUE_REASON,
    ISSUE_DUPLICATE,
    CLOSED_REASON,
    PROJECT_ITEMS,
    PARENT,
    PARENT_EVENTS,
    BLOCKERS,
    BLOCKER_EVENTS,
    ISSUE_TYPE,
    TYPE_EVENTS,
    STATUS_EVENTS,
)

INTROSPECTION = """\
query Fields {
  issue: __type(name: "Issue") { fields { name args { name } } }
  closed: __type(name: "ClosedEvent") { fields { name } }
  parented: __type(name: "ParentIssueAddedEvent") { fields { name } }
  blocked: __type(name: "BlockedByAddedEvent") { fields { name } }
  typed: __type(name: "IssueTypeChangedEvent") { fields { name } }
  moved: __type(name: "ProjectV2ItemStatusChangedEvent") { fields { name } }
}
"""


class Wanted(NamedTuple):
    """What is asked of each issue for some programmes alone.

    Attributes:
        size: Number field of GitHub Projects; empty = none.
        iteration: Iteration field of GitHub Projects; empty = none.
        parents: Whether the issue that it is a sub-issue of, and whether it has any itself.
        blockers: Whether the issues that it waits for.
        types: Whether its type.
        status: Single-select field of GitHub Projects; empty = none.
    """

    size: str = ""
    iteration: str = ""
    parents: bool = False
    blockers: bool = False
    types: bool = False
    status: str = ""

    def of(self, optional: Iterable[str]) -> "Wanted":
        """Return what of it a forge has that has the fields *optional*."""
        there = set(optional)
        return Wanted(
            self.size if PROJECT_ITEMS in there else "",
            self.iteration if PROJECT_ITEMS in there else "",
            self.parents and PARENT in there,
            self.blockers and BLOCKERS in there,
            self.types and ISSUE_TYPE in there,
            self.status if PROJECT_ITEMS in there else "",
        )

    @property
    def fields(self) -> dict[str, str]:
        """The fields of GitHub Projects, by the variable that names each."""
        named = {"size": self.size, "iteration": self.iteration, "status": self.status}
        return {variable: field for variable, field in named.items() if field}

    def without_fields(self) -> "Wanted":
        """Return what is left where projects may not be read."""
        return self._replace(size="", iteration="", status="")


NOTHING_MORE = Wanted()


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
    found |= {
        name
        for name, kind in (
            (PROJECT_ITEMS, "issue"),
            (PARENT, "issue"),
            (PARENT_EVENTS, "parented"),
            (BLOCKERS, "issue"),
            (BLOCKER_EVENTS, "blocked"),
            (ISSUE_TYPE, "issue"),
            (TYPE_EVENTS, "typed"),
            (STATUS_EVENTS, "moved"),
        )
        if _field(answer.get(kind), name.partition(".")[2]) is not None
    }
    return tuple(name for name in OPTIONAL if name in found)


def _field(kind: Any, name: str) -> dict[str, Any] | None:
    fields = kind.get("fields") if isinstance(kind, dict) else None
    return next((field for field in fields or () if field.get("name") == name), None)
