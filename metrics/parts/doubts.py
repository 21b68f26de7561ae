"""Doubts: where events do not lead to what the forge says, or leave it to be taken for granted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.parts.happenings import Events, Issues


@dataclass(frozen=True)
class Doubt:
    """What one check has against some issues; an issue may be there more than once.

    Attributes:
        check: Name of the check.
        issues: Places of the issues.
        details: What was met, one text for each.
    """

    check: str
    issues: np.ndarray
    details: Sequence[str]


def doubt(check: str, issues: np.ndarray, details: Sequence[str] | None = None) -> Doubt:
    """Return a doubt, its details empty unless they are given."""
    return Doubt(check, issues, [""] * len(issues) if details is None else details)


def renamed(check: str, moves: Events, present: np.ndarray) -> Doubt:
    """Return the issues whose events name a label or a milestone otherwise than it is called now.

    Args:
        check: Name of the check.
        moves: Events that put something on issues, or take it off.
        present: Of each, the present name of what it means.
    """
    other = np.flatnonzero((moves.name != present) & moves.name.astype(bool))
    found = zip(moves.issue[other].tolist(), moves.name[other], present[other], strict=True)
    met = sorted({(issue, f"{then}, now {now}") for issue, then, now in found})
    return Doubt(
        check,
        np.array([issue for issue, _ in met], dtype=np.int64),
        [detail for _, detail in met],
    )


def tells(events: Events, of: Issues) -> np.ndarray:
    """Say of each issue whether its source tells events, as far as these had happened by then.

    What happened after the forge was heard could not have told of anything before.
    """
    telling = np.zeros(len(of.sources), dtype=bool)
    telling[of.source[events.issue[events.at <= of.heard[events.issue]]]] = True
    told: np.ndarray = telling[of.source]
    return told
