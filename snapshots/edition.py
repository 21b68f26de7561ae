"""One edition of a programme's figures, live or of a frozen week: what pages and reports draw."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from programme import frames
from programme.settings import Settings
from programme.settings_projects import Agreed
from programme.weeks import local_date
from snapshots.contracts import contracts
from snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class Edition:
    """A snapshot with the settings it was made with; nothing else is needed to draw it.

    Attributes:
        snapshot: What is drawn.
        settings: The settings it was made with; those of a frozen week are frozen with it.
    """

    snapshot: Snapshot
    settings: Settings

    @property
    def header(self) -> dict[str, Any]:
        """The fields of ``header.json``."""
        return self.snapshot.header

    @property
    def frozen(self) -> bool:
        """Whether it is of a frozen week; else it is the live one."""
        return bool(self.header["basis"] != "live")

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the snapshot; empty where its version did not make it yet."""
        made = self.snapshot.tables.get(name)
        return frames.empty(contracts()[name]) if made is None else made

    @property
    def identity(self) -> str:
        """Identity of the snapshot, by which drawn figures are kept."""
        return self.snapshot.identity

    @property
    def zone(self) -> ZoneInfo:
        """The programme's time zone."""
        return self.settings.programme.zone

    @cached_property
    def as_of(self) -> datetime:
        """The instant of the figures."""
        return datetime.fromisoformat(self.header["as_of"])

    @cached_property
    def taken_at(self) -> datetime:
        """The instant at which the figures were taken."""
        return datetime.fromisoformat(self.header["taken_at"])

    @cached_property
    def data_through(self) -> datetime | None:
        """The oldest of the sources' last good syncs; None before any."""
        text = self.header["data_through_at"]
        return datetime.fromisoformat(text) if text else None

    @property
    def today(self) -> date:
        """Local date of the figures."""
        return local_date(self.as_of, self.zone)

    @property
    def demonstration(self) -> bool:
        """Whether the clock is pinned."""
        return self.settings.programme.as_of is not None

    def agreed(self, row: Any) -> bool:
        """Say whether the first date of an increment was agreed; else it was only seen.

        Args:
            row: A row of the increments table.
        """
        return self.baseline(row) is not None

    def baseline(self, row: Any) -> Agreed | None:
        """Return what config.toml says was agreed for an increment; None where it says nothing.

        Args:
            row: A row of the increments table.
        """
        plans = {project.name: project.baselines for project in self.settings.projects}
        agreed = {title.strip(): what for title, what in plans.get(row.project, {}).items()}
        return agreed.get(str(row.increment).strip())

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The (project, increment) pairs that decide the rating; empty = all of them."""
        if not any(project.increments.key for project in self.settings.projects):
            return []
        increments = self.table("increments")
        chosen = {p.name: p.increments.key for p in self.settings.projects}
        return [
            (project, increment)
            for project, increment in zip(
                increments["project"], increments["increment"], strict=True
            )
            if not chosen.get(project) or increment in chosen[project]
        ]
