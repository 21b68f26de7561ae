"""Labels that issues carry and that nothing here reads: told, so that none is silently misread."""

from collections.abc import Mapping
from typing import NamedTuple

from metrics.parts.belonging import tells_urgency
from metrics.parts.risk_scores import Reader
from metrics.parts.spells import bears
from programme.label_lines import Line, line, risk_like
from programme.labels import marks, matches, work_state
from programme.settings import Settings
from programme.settings_labels import Labels
from programme.settings_projects import Project


class UnreadLabel(NamedTuple):
    """A label that is not understood.

    Attributes:
        label: As the team writes it.
        issue_count: How many issues carry it.
        risk_like: Whether it looks as if it spoke of risks, decisions or what is held up.
        line: What would have it understood; None if no line of the configuration would.
    """

    label: str
    issue_count: int
    risk_like: bool
    line: Line | None


def unread_labels(
    carried: Mapping[str, Mapping[str, int]], settings: Settings
) -> list[UnreadLabel]:
    """Return the labels that are not understood.

    Args:
        carried: By source, how many issues carry each label.
        settings: For what labels mean, and where increments and sizes come from.

    Returns:
        Those that look like risks first; of each kind the most used first, then by name.
    """
    reader = Reader(settings.labels)
    counts: dict[str, int] = {}
    for project, source in settings.sources:
        for label, count in carried.get(source.name, {}).items():
            if not _understood(label, project, settings, reader):
                counts[label] = counts.get(label, 0) + count
    found = [
        UnreadLabel(label, count, risk_like(label), line(label, settings.labels))
        for label, count in counts.items()
    ]
    return sorted(found, key=lambda one: (not one.risk_like, -one.issue_count, one.label))


def _understood(label: str, project: Project, settings: Settings, reader: Reader) -> bool:
    mapping = settings.labels
    score = reader.score((label,))
    if score.doubts:
        return False
    told = (
        *(score.probability, score.impact_days, score.impact_gbp, score.proximity_weeks),
        score.actual_days,
    )
    if any(value is not None for value in told) or score.happened:
        return True
    if score.category or score.treatment or score.owner_role or _of_work(label, mapping):
        return True
    prefixes = (project.increments.prefix, settings.measures.size_label)
    if any(prefix and bears(label, prefix) for prefix in prefixes):
        return True
    # Urgency is heeded where an increment is split; of what looks like a risk that is not enough.
    return tells_urgency(label) and line(label, mapping) is None


def _of_work(label: str, mapping: Labels) -> bool:
    listed = (*mapping.type.not_done, *mapping.started.any_of)
    return bool(marks(label, mapping) or work_state(label, mapping)) or matches(label, listed)
