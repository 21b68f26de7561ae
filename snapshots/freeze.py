"""Freeze a week: measure it as it was at its end, and keep that for good."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings
from programme.settings_report import WEEKDAYS
from programme.weeks import WEEK, iso_week, local_date, monday_of
from snapshots import frozen_settings, week_names
from snapshots.measure import Progress, assemble, measure_each, require_synced
from snapshots.measured import Measured
from snapshots.pack import packed
from snapshots.package import files_of
from snapshots.seal import sealed
from snapshots.snapshot import Snapshot
from snapshots.statements import reason_of, role_of, said
from snapshots.told import Earlier, look_back, with_earlier
from store import Chained, Frozen, FrozenAlready, Store


@dataclass(frozen=True)
class Correction:
    """Why a frozen week is frozen once more.

    Attributes:
        reason: In a sentence; names, e-mail addresses and phone numbers are masked.
        role: Who corrects it; a role, never a person.
    """

    reason: str
    role: str


def freeze(
    settings: Settings,
    store: Store,
    week: str,
    *,
    config_sha256: str,
    now: datetime,
    correction: Correction | None = None,
    progress: Progress = lambda done, of: None,
    warn: Callable[[str], None] = lambda sentence: None,
) -> Chained:
    """Measure a week as of its Sunday's 24:00 and keep it.

    It is *recorded* if it is taken in the week that follows, or if every source had been synced by
    its end; else it is *rebuilt* from events that were seen later.

    Args:
        settings: The programme's.
        store: Where its sources were synced to, and where the week is kept.
        week: ISO week, ``2026-W47``.
        config_sha256: Hash of the configuration's bytes.
        now: Aware instant.
        correction: Given, the week becomes a revision of the one that is frozen.
        progress: Told how far the measuring is.
        warn: Told why the week is compared with none, where an earlier one is damaged.

    Raises:
        ConfigError: If the week is not over, or ended before the programme began; if the reason or
            the role of a correction is missing or too long.
        WaymarkError: If it is frozen already and is not to be corrected, or is to be corrected and
            is not frozen; if nothing was synced, or the store fails.
    """
    _require_whole(settings, week, now)
    revised = {
        "revised_reason": reason_of(settings, correction.reason) if correction else None,
        "revised_by_role": role_of(settings, correction.role) if correction else None,
    }
    kept = store.weeks(settings.programme.name)
    basis, revision = _place(settings, store, kept, week, now, correction)
    require_synced(settings, store)
    names = [project.name for project in settings.projects]
    as_of = week_names.ends_at(week, settings.programme.zone)
    told = {
        "basis": basis,
        "revision": revision,
        **revised,
        "taken_late": basis == "recorded" and _late(settings, week, now),
    }
    # Years of weeks are looked back at while other processes measure.
    with ThreadPoolExecutor(1) as aside:
        earlier = aside.submit(look_back, store, settings.programme.name, kept, week)
        measured = measure_each(
            settings, store, names, as_of=as_of, runs_until=now, progress=progress
        )
        return keep(
            settings,
            store,
            week,
            measured,
            config_sha256=config_sha256,
            now=now,
            told=told,
            look=earlier.result,
            warn=warn,
        )


def keep(
    settings: Settings,
    store: Store,
    week: str,
    measured: Measured,
    *,
    config_sha256: str,
    now: datetime,
    told: dict[str, Any],
    look: Callable[[], Earlier],
    warn: Callable[[str], None] = lambda sentence: None,
) -> Chained:
    """Put a measured week together with what is said of it and what changed, and keep it.

    Args:
        settings: The programme's.
        store: Where it is kept.
        week: ISO week.
        measured: What all projects came to at its end.
        config_sha256: Hash of the configuration's bytes.
        now: Aware instant.
        told: Fields of the header on how it was taken.
        look: Looks back at the weeks before it, or gives what was found.
        warn: As for ``freeze``.

    Raises:
        WaymarkError: If this revision of the week is there, or the store fails.
    """
    # Parts of a second would not be in the header, by which every column of the store is verified.
    taken_at = now.replace(microsecond=0)
    snapshot = assemble(
        settings,
        measured,
        as_of=week_names.ends_at(week, settings.programme.zone),
        taken_at=taken_at,
        config_sha256=config_sha256,
    )
    frozen_with = frozen_settings.dump(settings)
    header = {
        **snapshot.header,
        **told,
        **said(settings, store, week, now=now),
        "settings_sha256": hashlib.sha256(frozen_with).hexdigest(),
    }
    whole = with_earlier(settings, replace(snapshot, header=header), look, warn=warn)

    def make(previous_sha256: str | None) -> Frozen:
        return _frozen(whole, week, taken_at, frozen_with, previous_sha256)

    return store.freeze(settings.programme.name, make)


def _frozen(
    whole: Snapshot,
    week: str,
    taken_at: datetime,
    frozen_with: bytes,
    previous_sha256: str | None,
) -> Frozen:
    bound = sealed(replace(whole, header={**whole.header, "previous_sha256": previous_sha256}))
    content = packed({**files_of(bound), frozen_settings.NAME: frozen_with})
    return Frozen(
        week=week,
        basis=bound.header["basis"],
        revision=bound.header["revision"],
        taken_at=taken_at,
        sha256=bound.header["sha256"],
        previous_sha256=previous_sha256,
        content=content,
        content_sha256=hashlib.sha256(content).hexdigest(),
    )


def due(settings: Settings, kept: list[Chained], now: datetime) -> str | None:
    """Return the week that is to be frozen by itself now; None = none is.

    That is the last whole week, from the day of the report on, until it is recorded.

    Args:
        settings: The programme's.
        kept: What is frozen already.
        now: Aware instant.
    """
    zone = settings.programme.zone
    week = week_names.last_whole(now, zone)
    recorded = any(one.week == week and one.basis == "recorded" for one in kept)
    begun = week >= iso_week(settings.programme.started_on)
    waits = local_date(now, zone) < _report_day(settings, week)
    return None if recorded or waits or not begun else week


def _require_whole(settings: Settings, week: str, now: datetime) -> None:
    if week_names.ends_at(week, settings.programme.zone) > now:
        raise ConfigError(f"{week} is not over yet; a week is frozen after its Sunday.")
    if week < iso_week(settings.programme.started_on):
        raise ConfigError(f"{week} ended before the programme started.")


def _place(
    settings: Settings,
    store: Store,
    kept: list[Chained],
    week: str,
    now: datetime,
    correction: Correction | None,
) -> tuple[str, int]:
    """Return the basis and the revision that a snapshot of *week* would have."""
    basis = _basis(settings, store, week, now)
    of_week = [one for one in kept if one.week == week]
    if correction is None:
        if any(one.basis == basis for one in of_week):
            raise FrozenAlready(
                f'{week} is frozen already; to correct it, add --revise --reason "…" --role "…".'
            )
        return basis, 0
    if not of_week:
        raise WaymarkError(f"{week} is not frozen, so there is nothing to correct.")
    recorded = any(one.basis == "recorded" for one in of_week)
    basis = "recorded" if recorded else "rebuilt"
    return basis, 1 + max(one.revision for one in of_week if one.basis == basis)


def _basis(settings: Settings, store: Store, week: str, now: datetime) -> str:
    ended = week_names.ends_at(week, settings.programme.zone)
    if now < ended + WEEK:
        return "recorded"
    return "recorded" if all_synced(settings, store, ended) else "rebuilt"


def all_synced(settings: Settings, store: Store, until: datetime) -> bool:
    """Say whether every source had been synced well by an instant."""
    runs = store.last_runs(until, settings.source_names)
    return all(run["last_ok_at"] is not None for run in runs.values())


def _report_day(settings: Settings, week: str) -> date:
    after = WEEKDAYS.index(settings.report.day)
    return monday_of(week) + WEEK + timedelta(days=after)


def _late(settings: Settings, week: str, now: datetime) -> bool:
    return local_date(now, settings.programme.zone) > _report_day(settings, week)
