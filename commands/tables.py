"""Commands on the live figures: write them, the promises alone, what they are made of, a split."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from commands.shared import (
    DEFAULT_CONFIG,
    DONE,
    AsOf,
    Config,
    instant,
    load,
    opened,
    print_lines,
    progress,
    require_folder,
    say,
    write,
)
from programme.errors import ConfigError


def measure(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")],
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Write the tables as CSV, and header.json, into a folder."""
    from programme.config_file import sha256
    from snapshots.measure import measure as measure_programme
    from snapshots.package import write_tables

    settings = load(config)
    at = instant(context, as_of, settings)
    require_folder(out)
    with opened(settings) as (settings, store), progress() as show:
        snapshot = measure_programme(
            settings,
            store,
            as_of=at,
            config_sha256=sha256(config),
            progress=lambda done, of: show(f"Measured {done} of {of} projects"),
            warn=say,
        )
    written = write_tables(snapshot, out)
    tables = sum(path.suffix == ".csv" for path in written)
    print(f"wrote {tables} tables and header.json to {out}")
    return DONE


def ledger(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The ledger, CSV.")],
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Write every date that was promised of each increment, and who moved it when."""
    from metrics.promises import TABLE
    from snapshots.measure import measure_each, require_synced
    from snapshots.package import table_csv

    settings = load(config)
    at = instant(context, as_of, settings)
    if os.path.isdir(out):  # Path.is_dir raises where the name is too long
        raise ConfigError(f"--out {out} is a folder; name a file.")
    names = [project.name for project in settings.projects]
    with opened(settings) as (settings, store):
        require_synced(settings, store)
        wanted = frozenset({TABLE.name})
        measured = measure_each(settings, store, names, as_of=at, tables=wanted)
    promises = measured.tables[TABLE.name]
    write(out, table_csv(promises, TABLE).decode("utf-8"))
    print(f"wrote {len(promises)} promises to {out}")
    return DONE


def explain(
    context: typer.Context,
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of the table.")],
    key: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...",
            help="The row: a value for each key column in the table's order, dates as 2026-11-09. "
            'The whole programme is "", - or programme.',
        ),
    ],
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Say which items make the figures of one row, with links."""
    from snapshots.explain import explain as explain_row
    from snapshots.explained_text import lines

    settings = load(config)
    at = instant(context, as_of, settings)
    with opened(settings) as (settings, store):
        explained = explain_row(settings, store, table, key, as_of=at)
    print_lines(lines(explained))
    return DONE


def propose(
    context: typer.Context,
    increment: Annotated[
        str, typer.Option("--increment", metavar="NAME", help="The increment that is too large.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The checklist, Markdown.")],
    project: Annotated[
        str | None,
        typer.Option(
            "--project", metavar="NAME", help="Its project, if several have such an increment."
        ),
    ] = None,
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Write how an increment could be split: a checklist of the work in each part."""
    from programme.weeks import local_date
    from snapshots.proposal_text import lines
    from snapshots.propose import propose as propose_split

    settings = load(config)
    at = instant(context, as_of, settings)
    if os.path.isdir(out):  # Path.is_dir raises where the name is too long
        raise ConfigError(f"--out {out} is a folder; name a file.")
    with opened(settings) as (settings, store):
        proposal = propose_split(settings, store, increment, project=project, as_of=at)
    # A date means its end, which is the first instant of the day after it.
    shown = local_date(at - timedelta(microseconds=1), settings.programme.zone)
    text = "".join(f"{line}\n" for line in lines(proposal, shown))
    write(out, text)
    print(f"wrote {len(proposal.parts) - 1} parts to {out}")
    return DONE
