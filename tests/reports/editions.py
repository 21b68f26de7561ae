"""Editions of a programme that is told in a few lines, measured as the product does; no store."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from programme.settings import Settings
from snapshots.edition import Edition
from snapshots.header import header
from snapshots.snapshot import Snapshot
from tests.metrics.frames import Issue, at, make_settings
from tests.metrics.increment_frames import milestone, source, steadily, tables
from tests.views.snapshot import shown

#: Sunday 24:00, when a week has just ended.
AS_OF = "2026-05-31T23:00"
FROZEN: Final = {"basis": "recorded", "taken_at": "2026-11-23T06:00:00Z", "iso_week": "2026-W47"}


def make_edition(
    milestones: Sequence[Mapping[str, Any]] = (),
    work: Sequence[Issue] = (),
    *,
    as_of: str = AS_OF,
    taken_at: str = "2026-06-01T06:00",
    sources: Sequence[Mapping[str, Any]] | None = None,
    settings: Settings | None = None,
    said: Mapping[str, Any] | None = None,
    **project: Any,
) -> Edition:
    """Make the edition of a week that was frozen.

    Args:
        milestones: As made by ``milestone``.
        work: Issues.
        as_of: Instant of the figures.
        taken_at: Instant at which it was frozen.
        sources: Rows of SOURCES; one that was read at *as_of* if not given.
        settings: The programme's; else those of one project.
        said: Fields of the header that differ.
        project: What config.toml says of the project.
    """
    settings = settings or make_settings(project=project)
    given = [source(last_ok_at=as_of)] if sources is None else sources
    made = tables(work, milestones, as_of=as_of, settings=settings, sources=given)
    told = header(settings, made, as_of=at(as_of), taken_at=at(taken_at), config_sha256="3f2a" * 16)
    told |= {"basis": "recorded", **(said or {})}
    return Edition(Snapshot(told, made, "edition"), settings)


def two_increments(pay_on: str = "2026-09-30", **others: Any) -> Edition:
    """Make the edition of a project that pays online by *pay_on*, and has let people sign in."""
    milestones = [
        *milestone("Sign in", ("2026-01-05", "2026-03-31")),
        *milestone("Pay online", ("2026-01-05", "2026-08-31"), ("2026-05-20", pay_on), key="2"),
    ]
    milestones[0] |= {"state": "closed", "closed_at": at("2026-04-14")}
    return make_edition(milestones, steadily("Pay online", [5] * 21, 15), **others)


def make_week(said: Mapping[str, Any] | None = None, **tables: pd.DataFrame) -> Edition:
    """Make the edition of a believable programme's week that was frozen.

    Args:
        said: Fields of the header that differ.
        tables: Those that differ.
    """
    given = shown(**tables)
    header = {**given.header, **FROZEN, **(said or {})}
    return Edition(Snapshot(header, given.snapshot.tables, "week"), given.settings)
