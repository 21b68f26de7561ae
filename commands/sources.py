"""Commands on sources: check them, and pull what changed."""

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import (
    DEFAULT_CONFIG,
    Config,
    clock,
    exit_code,
    load,
    opened,
    print_lines,
    progress,
    say,
)
from commands.watching import Log, all_as_json, watcher
from commands.weeks import rebuild_past
from programme.errors import ConfigError

if TYPE_CHECKING:
    from programme.rows import CheckReport


def check(context: typer.Context, config: Config = DEFAULT_CONFIG) -> int:
    """Validate the configuration, reach every source and say what would be pulled.

    Of what was synced before, say which labels are not understood and what data quality found.
    """
    from programme.wording import quality as quality_words
    from programme.wording.unread_labels import told
    from snapshots.quality import quality
    from sync.check import check as check_sources
    from sync.labels import unread

    settings = load(config)
    now = clock(context, settings)()
    with progress() as show:
        results = list(
            check_sources(
                settings,
                now=now,
                environ=os.environ,
                asking=lambda source: show(f"Asking {source}"),
            )
        )
    for result in results:
        if result.report:
            _print_report(result.report)
        else:
            say(result.message)
    print_lines(told(unread(settings), settings.labels))
    found = quality(settings, as_of=now)
    if found is not None:
        print_lines(quality_words.told(found))
    return max(exit_code(failed=not result.report, refused=result.refused) for result in results)


def sync(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    full: Annotated[
        bool, typer.Option("--full", help="Pull everything afresh, and notice what is gone.")
    ] = False,
    weeks: Annotated[
        bool,
        typer.Option(
            "--weeks/--no-weeks",
            help="Whether past weeks are rebuilt from events, once, after the first sync.",
        ),
    ] = True,
    log: Annotated[
        Log,
        typer.Option(
            "--log",
            help="What is told on stderr meanwhile: bars on a terminal and else nothing (auto), "
            "lines, or a JSON object a line.",
        ),
    ] = Log.AUTO,
) -> int:
    """Pull what changed from every source into the store."""
    with all_as_json(context.obj) if log is Log.JSON else nullcontext():
        return _sync(context, config, full, weeks, log)


def _sync(context: typer.Context, config: Path, full: bool, weeks: bool, log: Log) -> int:
    from programme.config_file import missing_variables
    from sources.pauses import Pauses, using
    from sync.run import sync as sync_sources

    settings = load(config)
    if missing := missing_variables(settings):
        raise ConfigError(" ".join(missing))
    ticking = clock(context, settings)
    with opened(settings) as (settings, store):
        with watcher(log, ticking) as watching, using(Pauses(watching.paused)):
            result = sync_sources(
                settings,
                store,
                now=ticking(),
                environ=os.environ,
                full=full,
                progress=watching.reading,
                clock=ticking,
            )
            watching.ended(result)
        if log is not Log.JSON:  # which has told it already
            for source in result.sources:
                if sentence := source.message or source.notice:
                    say(sentence)
        print(result)
        if weeks:
            with progress() as show:
                rebuild_past(store.expanded(settings), store, config, ticking(), show)
    return exit_code(failed=bool(result.failures), refused=result.refused)


def _print_report(report: "CheckReport") -> None:
    scopes = f"; token scopes: {', '.join(report.scopes)}" if report.scopes else ""
    expiry = f"; token expires on {report.expires_at:%Y-%m-%d}" if report.expires_at else ""
    print(f"{report.source}: {report.summary.rstrip('.')}{scopes}{expiry}")
    print_lines(f"  {line}" for line in report.lines)
    for warning in report.warnings:
        say(warning)
