"""Builders of records: issues with labels that change, and lines of a description."""

from collections.abc import Sequence
from typing import Any

from tests.metrics.frames import replayed
from tests.metrics.risk_frames import Risk

#: Put on at creation, and still there.
STILL = (None, None)


class Told(Risk):
    """An issue with lines: ``Told(1, "2026-01-05", record="learning", lines={"Outcome": "…"})``."""

    def __init__(
        self,
        number: int,
        created: str,
        *turns: tuple[str, str],
        labels: dict[str, tuple[str | None, str | None]] | None = None,
        record: str = "",
        lines: dict[str, str] | None = None,
        **others: Any,
    ) -> None:
        """Keep the lines beside what every issue with labels has."""
        super().__init__(number, created, *turns, labels=labels or {}, record=record, **others)
        self.lines = lines

    def history(self) -> dict[str, Any]:
        """Return its row of HISTORY."""
        return {**super().history(), "lines": self.lines}


def told_frames(issues: Sequence[Told]) -> dict[str, Any]:
    """Make every replayed frame of *issues*."""
    return replayed(issues, label_spells=[row for told in issues for row in told.label_spells()])
