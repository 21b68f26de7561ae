"""Data-quality checks of events: where they do not lead to what the forge says now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.measure import Frames
from programme.settings import Settings
from programme.wording.words import visible

_SHOWN_DETAILS: Final = 3


class _Meaning(NamedTuple):
    """What a doubt of the replay means for the figures.

    Attributes:
        severity: Of the finding.
        one, many: What was met, of one issue and of several.
        consequence: What it does to which figure.
        detailed: Whether the labels or milestones that were met are told.
    """

    severity: Literal["info", "warning"]
    one: str
    many: str
    consequence: str
    detailed: bool = False


_DOUBTS: Final = {
    "event_before_creation": _Meaning(
        "info",
        "issue has an event from before it was created",
        "issues have events from before they were created",
        "such events count from the creation on",
    ),
    "closing_event_missing": _Meaning(
        "info",
        "closed issue has no closing event",
        "closed issues have no closing event",
        "weekly counts take the closing time that the forge gives",
    ),
    "reopening_event_missing": _Meaning(
        "warning",
        "issue is open again without an event that says since when",
        "issues are open again without an event that says since when",
        "weekly counts take the time of the forge's last change",
    ),
    "closing_reason_changed": _Meaning(
        "info",
        "closed issue has another reason now than when it was closed",
        "closed issues have another reason now than when they were closed",
        "finished and dropped counts change with the forge's last change",
    ),
    "label_not_in_events": _Meaning(
        "info",
        "issue gained or lost a label without an event that says when",
        "issues gained or lost a label without an event that says when",
        "counts by label take the time of the forge's last change",
    ),
    "label_without_event": _Meaning(
        "info",
        "issue carries a label that no event puts on",
        "issues carry labels that no event puts on",
        "figures by label take such labels to have been there from the creation",
        detailed=True,
    ),
    "label_renamed": _Meaning(
        "info",
        "issue has an event that calls a label by another name than it bears now",
        "issues have events that call a label by another name than it bears now",
        "figures by label, of earlier weeks too, go by the present name",
        detailed=True,
    ),
    "milestone_not_in_events": _Meaning(
        "info",
        "issue changed its milestone without an event that says when",
        "issues changed their milestone without an event that says when",
        "counts by milestone take the time of the forge's last change",
    ),
    "milestone_without_event": _Meaning(
        "info",
        "issue is in a milestone though no event puts it there",
        "issues are in milestones though no event puts them there",
        "counts by milestone take such issues to have been there from the creation",
    ),
    "milestone_renamed": _Meaning(
        "info",
        "issue has an event that calls a milestone by another title than it bears now",
        "issues have events that call a milestone by another title than it bears now",
        "counts by milestone, of earlier weeks too, go by the present title",
        detailed=True,
    ),
}
#: Told by a check of its own.
_ELSEWHERE: Final = "closed_before_created"


def scan_doubts(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Say where events do not lead to what the forge says, by kind of doubt."""
    history: Any = inputs["history"][["source", "number", "project", "item"]]
    doubts = inputs["doubts"].merge(history, on=["source", "number"])
    for check, rows in doubts.groupby("check", sort=True):
        if check == _ELSEWHERE:
            continue
        meaning = _DOUBTS[str(check)]
        for project, named in named_by_project(rows, "item"):
            what = counted(len(named), meaning.one, meaning.many)
            if meaning.detailed:
                what += _told(rows.loc[rows["project"] == project, "detail"].tolist())
            sentence = f"{what}; {meaning.consequence}."
            yield Finding(project, str(check), meaning.severity, named, sentence)


def _told(details: Sequence[str]) -> str:
    """Return in brackets what was met, that of most issues first."""
    counts = Counter(details)
    often = sorted(counts, key=lambda detail: (-counts[detail], detail))
    shown = "; ".join(visible(detail) for detail in often[:_SHOWN_DETAILS])
    return f" ({shown}{'; and others' if len(often) > _SHOWN_DETAILS else ''})"
