"""What a source hands to the store: an allow-list of fields, and no person among them.

Instants are aware UTC datetimes. Keys are the forge's ids as text. A row holds what the forge said
at one moment; when that moment was is the store's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

#: Kinds of event that make or end a link between issues, or to an iteration.
LINK_EVENTS = ("parented", "unparented", "iterated", "uniterated", "blocked", "unblocked")
#: Kinds of event that move something; every other kind of a forge is dropped.
EVENT_KINDS = (
    "closed",
    "reopened",
    "labelled",
    "unlabelled",
    "milestoned",
    "demilestoned",
    *LINK_EVENTS,
)
#: How one issue may belong with others: it is part of one, done in one, or waits for some.
LinkKind = Literal["parent", "iteration", "blocker"]
LINK_KINDS: tuple[LinkKind, ...] = ("parent", "iteration", "blocker")
#: A larger size is a slip of the pen and not known.
LARGEST_SIZE = 1_000_000
#: Names of the description lines that are kept (docs/privacy.md).
KEPT_LINES = (
    "Outcome",
    "Done when",
    "Demo",
    "Who benefits",
    "What happened",
    "What we learned",
    "What we changed",
    "Needed by",
)


class LabelRef(NamedTuple):
    """A label on an item: the forge's id of it (its name where there is no id) and its name."""

    key: str
    name: str


class Link(NamedTuple):
    """What an issue is part of (parent, iteration) or waits for (blocker).

    The key is ``host/owner/repo#number`` in lower case for an issue, whatever repository it is in;
    else the forge's id with the kind before it, as in ``iteration:90``.
    """

    kind: LinkKind
    key: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One issue as the forge describes it now.

    Attributes:
        number: The number people see (GitHub number, GitLab iid).
        item: ``host/owner/repo#number``, the name used in every table.
        title: Masked (no ``@word``, e-mail address or phone number).
        state: ``open`` or ``closed``.
        reason: Of the last closing: ``completed``, ``not_planned``, ``duplicate`` or ``moved``;
            None where the forge does not say, and for every open item.
        labels: In the forge's order, names masked.
        milestone_key: The forge's id of its milestone.
        created_at, updated_at, closed_at: Instants; ``closed_at`` is None for an open item.
        url: ``https`` address of the issue, or empty.
        lines: ``Name: value`` lines kept from the description of a record (see KEPT_LINES), masked.
        size: From 0 to 1,000,000 with at most 3 places, where the configured source of sizes is the
            forge's weight or a field of its projects; None = not known.
        links: All that the forge has of the kinds that were asked for; None = nothing was asked. At
            most one parent and one iteration.
    """

    number: int
    item: str
    title: str
    state: Literal["open", "closed"]
    reason: str | None
    labels: tuple[LabelRef, ...]
    milestone_key: str | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    url: str
    lines: Mapping[str, str] = field(default_factory=dict)
    size: float | None = None
    links: tuple[Link, ...] | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One immutable thing that happened to an issue.

    Attributes:
        number: The issue's number.
        key: The forge's id of the event, unique within the source.
        at: When it happened.
        position: Order among events of one item at the same instant: the id where the forge's ids
            are numbers of one series, else the place in the forge's own order.
        kind: One of EVENT_KINDS.
        label_key, label: For (un)labelled: id where the forge gives one, and the name it bore.
        milestone_key, milestone: For (de)milestoned: the same. For (un)parented, (un)iterated and
            (un)blocked: the key of the link, and the title of what it leads to if that is known.
        reason: For closed, where the forge says it: ``completed``, ``not_planned``, ``duplicate``.
    """

    number: int
    key: str
    at: datetime
    position: int
    kind: str
    label_key: str | None = None
    label: str | None = None
    milestone_key: str | None = None
    milestone: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone, parent or iteration as the forge describes it now.

    Attributes:
        key: The forge's id (GitHub: the milestone's number, GitLab: its global id); of a parent or
            iteration the key of the links that lead to it.
        title: Masked.
        state: ``open`` or ``closed``.
        due: As the forge wrote it: an ISO date (GitLab) or instant (GitHub), which measures
            read in the programme's time zone; None without.
        start: ISO date, None without (GitHub has none).
        created_at, updated_at, closed_at: Instants where known; GitLab gives no closing time.
        url: ``https`` address, or empty.
        lines: ``Name: value`` lines kept from the description, masked.
        kind: Empty for a milestone.
    """

    key: str
    title: str
    state: Literal["open", "closed"]
    due: str | None
    start: str | None
    created_at: datetime | None
    updated_at: datetime | None
    closed_at: datetime | None
    url: str
    lines: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["", "parent", "iteration"] = ""


@dataclass(frozen=True, slots=True)
class RepositoryRow:
    """One repository or project of an owner or group, as the forge describes it now.

    Attributes:
        key: The forge's id of it, which stays when it is renamed or handed to another owner.
        path: ``owner/name``; on GitLab with every group.
        topics: In no order.
        archived: Whether nothing in it can change any more.
        fork: Whether it was made as a copy of another one.
        has_issues: Whether issues are switched on.
    """

    key: str
    path: str
    topics: frozenset[str] = frozenset()
    archived: bool = False
    fork: bool = False
    has_issues: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of what a pull found; the store writes batches in the order they come.

    Attributes:
        items: Issues that are new or may have changed; one issue comes at most once in a pull.
        events: Their events, all that the forge tells (known ones are recognised by key).
        milestones: The source's whole list, or None when this batch does not speak of milestones.
        labels: The source's whole list, or None likewise.
        groups: Parents and iterations that this batch tells of, never the whole list.
        repositories: All of an owner or group, or None when this batch does not speak of them.
        repository: Which one the items are of and what it is called now, if the forge said so.
        seen_at: When the forge said so, if that was not now (a recorded observation).
        numbers: In the last batch of a full pull, the number of every issue that exists: items of
            the store that are not among them are gone. None otherwise.
        cursor: Where the next pull goes on once this batch is stored; None = unchanged.
        requests: HTTP requests made for this batch, retries included.
        skipped_count: Answers passed over on purpose (pull requests in a recorded list).
        anew: Whether the pull begins from the beginning with this batch, whatever it was to go on
            from: what one that broke off has read is then forgotten.
    """

    items: tuple[ItemRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] | None = None
    labels: tuple[LabelRef, ...] | None = None
    groups: tuple[MilestoneRow, ...] = ()
    repositories: tuple[RepositoryRow, ...] | None = None
    repository: RepositoryRow | None = None
    seen_at: datetime | None = None
    numbers: frozenset[int] | None = None
    cursor: str | None = None
    requests: int = 0
    skipped_count: int = 0
    anew: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What ``check`` found out about one source.

    Attributes:
        source: Its name.
        summary: What would be pulled, one sentence ("412 issues, 9 milestones").
        scopes: The token's scopes as the forge names them; empty where it does not say.
        expires_at: When the token expires, if the forge says so.
        warnings: One plain sentence each.
        requests: HTTP requests made.
        lines: Of an owner or group: which repositories are taken and which are left out, and why.
    """

    source: str
    summary: str
    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None
    warnings: tuple[str, ...] = ()
    requests: int = 0
    lines: tuple[str, ...] = ()
