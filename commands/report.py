"""The command that writes the report of a week, and what it shares with those that send it."""

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
    require_folder,
    say,
)
from programme.errors import ConfigError, WaymarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from programme.settings import Settings
    from snapshots.edition import Edition
    from snapshots.weeks import Weeks
    from store import Store

Which = Annotated[
    str,
    typer.Option(
        "--week", metavar="WEEK", help="latest, live, or an ISO week: 2026-W47, 2026-W47-r1."
    ),
]


def report(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")],
    week: Which = "latest",
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMS",
            help="html, pdf, pptx, zip, ics: one, or several with commas. [default: html]",
            show_default=False,
        ),
    ] = None,
    config: Config = DEFAULT_CONFIG,
) -> int:
    """Write the report of a week, a file for each format."""
    from snapshots.package import write_files

    forms = _forms(",".join(form) if form else "html")
    require_folder(out)
    settings = load(config)
    now = clock(context, settings)()
    with opened(settings) as (settings, store), progress() as show:
        edition, weeks = chosen(settings, store, week, config, now)
        made = pack(edition, weeks, forms, now=now, show=show, whole=True)
    if made:
        write_files(made, out)
        print(f"wrote {', '.join(made)} to {out}")
    return DONE if len(made) == len(forms) else FAILED


def pack(
    edition: "Edition",
    weeks: "Weeks",
    forms: "Iterable[str]",
    *,
    now: datetime,
    show: "Callable[[str], None]",
    whole: bool = False,
) -> dict[str, bytes]:
    """Return the files of an edition by name; of a form that cannot be made it is said why.

    Args:
        edition: What is told.
        weeks: Those that are frozen.
        forms: Of ``reports.files.FORMS``.
        now: Aware instant at which they are written.
        show: Told which one is being written.
        whole: Whether a zip file is for whoever runs Waymark, not for readers.
    """
    from reports import files

    made = {}
    for form in forms:
        show(f"Writing {form}")
        try:
            content = files.file(edition, form, now=now, weeks=weeks, whole=whole)
        except WaymarkError as error:
            say(str(error))
        else:
            made[files.file_name(edition, form)] = content
    return made


def _forms(text: str) -> list[str]:
    from reports.files import FORMS

    forms = list(dict.fromkeys(part.strip().lower() for part in text.split(",")))
    for form in forms:
        if form not in FORMS:
            raise ConfigError(f"--format {form!r} is not known; choose from {', '.join(FORMS)}.")
    return forms


def chosen(
    settings: "Settings", store: "Store", week: str, config: Path, now: datetime
) -> "tuple[Edition, Weeks]":
    """Return the edition that was asked for, and the frozen weeks.

    Args:
        settings: The programme's.
        store: Where its weeks are kept.
        week: ``latest``, ``live`` or the name of a week.
        config: The configuration's file.
        now: Aware instant; the live edition is of it.

    Raises:
        ConfigError: If *week* names no week.
        WaymarkError: If it is not frozen, or nothing was synced yet.
    """
    from programme.config_file import sha256
    from reports.files import LIVE
    from snapshots.edition import Edition
    from snapshots.measure import measure
    from snapshots.weeks import Weeks

    weeks = Weeks.of(store, settings.programme.name)
    if week != LIVE:
        return weeks.edition(week), weeks
    live = measure(settings, store, as_of=now, config_sha256=sha256(config), warn=say)
    return Edition(live, settings), weeks
