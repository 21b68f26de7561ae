"""Builders of risks: issues whose labels change."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from metrics import registry
from metrics.parts import schedules
from programme import frames
from tests.metrics.frames import Issue, at, replayed


class Risk(Issue):
    """An issue with labels: ``Risk(1, "2026-01-05", labels={"risk::high": ("2026-01-05", None)})``.

    A label's value is (put on, taken off); None = from creation, or still on.
    """

    def __init__(
        self,
        number: int,
        created: str,
        *turns: tuple[str, str],
        labels: dict[str, tuple[str | None, str | None]],
        record: str = "risk",
        **others: Any,
    ) -> None:
        """Keep the labels beside what every issue has."""
        super().__init__(number, created, *turns, record=record, **others)
        self.labels = labels

    def label_spells(self) -> list[dict[str, Any]]:
        """Return its rows of LABEL_SPELLS."""
        return [
            {
                "source": self.source,
                "number": self.number,
                "label": name,
                "from_at": at(start) if start else self.created,
                "until_at": at(end) if end else pd.NaT,
            }
            for name, (start, end) in self.labels.items()
        ]


def register(risks: Sequence[Risk]) -> dict[str, Any]:
    """Make every replayed frame of *risks*, and the tables of a programme that plans nothing."""
    spells = [row for risk in risks for row in risk.label_spells()]
    return replayed(risks, label_spells=spells) | {
        measure.table.name: frames.empty(measure.table)
        for measure in registry.measures()
        if measure.table.name in schedules.INPUTS
    }
