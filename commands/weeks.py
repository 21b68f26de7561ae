"""Commands on frozen weeks: freeze one, verify all, bring weeks back; and past ones rebuilt."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import (
    DEFAULT_CONFIG,
    DONE,
    FAILED,
    Config,
    clock,
    load,
    opened,
    progress,
    read,
    say,
)
from programme.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from programme.settings import Settings
    from snapshots.freeze import Correction
    from store import Store

Week = Annotated[
    str | None,
    typer.Option(
        "--week",
        metavar="WEEK",
        help="ISO week, as in 2026-W47. [default: the last whole one]",
        show_default=False,
    ),
]


def snapshot(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    week: Week = None,
    revise: Annotated[
        bool, typer.Option("--revise", help="Correct a frozen week; the first one stays.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is corrected.")
    ] = "",
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="Who corrects it: a role, no name.")
    ] = "",
) -> int:
    """Freeze a week: its figures are kept as they were at its end, for good."""
    from programme.config_file import sha256
    from snapshots import week_names
    from snapshots.freeze import freeze

    settings = load(config)
    correction = _correction(revise, reason, role)
    now = clock(context, settings)()
    chosen = whole_week(week) or week_names.last_whole(now, settings.programme.zone)
    with opened(settings) as (settings, store), progress() as show:
        kept = freeze(
            settings,
            store,
            chosen,
            config_sha256=sha256(config),
            now=now,
            correction=correction,
            progress=lambda done, of: show(f"Measured {done} of {of} projects"),
            warn=say,
        )
    called = week_names.name(kept.week, kept.revision)
    print(f"froze {called} ({kept.basis}), sha256 {kept.sha256}")
    return DONE


def whole_week(name: str | None) -> str | None:
    """Return the ISO week that an option names; None where it was not given.

    Raises:
        ConfigError: If it names no week, or a revision of one.
    """
    from snapshots import week_names

    if name is None:
        return None
    found = week_names.parse(name)
    if found.revision is not None:
        raise ConfigError(f"--week names a revision; write it as {found.week}.")
    return found.week


def _correction(revise: bool, reason: str, role: str) -> "Correction | None":
    from snapshots.freeze import Correction

    if not revise:
        if reason or role:
            raise ConfigError("--reason and --role go with --revise.")
        return None
    if not (reason.strip() and role.strip()):
        raise ConfigError('--revise needs --reason "…" and --role "…".')
    return Correction(reason, role)


def rebuild_past(
    settings: "Settings", store: "Store", config: Path, now: datetime, show: "Callable[[str], None]"
) -> int:
    """Rebuild the weeks before the first report, which only the first sync finds missing.

    Args:
        settings: The programme's.
        store: Where they are kept.
        config: The configuration's file.
        now: Aware instant.
        show: Told how far it is.

    Returns:
        How many were rebuilt.

    Raises:
        WaymarkError: If the store fails.
    """
    from programme.config_file import sha256
    from snapshots.rebuild import rebuild

    return len(
        rebuild(
            settings,
            store,
            config_sha256=sha256(config),
            now=now,
            progress=lambda done, of: show(f"Rebuilt {done} of {of} past weeks"),
        )
    )


def verify(config: Config = DEFAULT_CONFIG) -> int:
    """Check that every frozen week is as it was frozen, and follows on the one before it."""
    from programme.wording.words import count
    from snapshots.verify import verify as verify_chain

    settings = load(config)
    with opened(settings) as (settings, store):
        found = verify_chain(store, settings.programme.name)
    if found.broken:
        say(found.broken)
        return FAILED
    if not found.count:
        print("no week is frozen yet")
        return DONE
    verified = count(found.count, "frozen snapshot", "frozen snapshots")
    left = f", {found.removed_count} of them deleted after their time" * bool(found.removed_count)
    print(f"verified {verified}{left}; the newest has sha256 {found.sha256}")
    return DONE


def restore(
    files: Annotated[
        list[Path], typer.Argument(metavar="ZIP...", help="Zip files that `report` wrote.")
    ],
    config: Config = DEFAULT_CONFIG,
) -> int:
    """Bring frozen weeks back into a store that has none, from their zip files."""
    from programme.wording.words import count
    from snapshots.restore import restore as restore_weeks

    settings = load(config)
    contents = [read(file) for file in files]
    with opened(settings) as (settings, store):
        restored = restore_weeks(store, settings.programme.name, contents)
    print(f"restored {count(restored, 'frozen snapshot', 'frozen snapshots')}")
    return DONE
