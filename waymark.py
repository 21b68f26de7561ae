"""The command line: check and sync the sources, write and explain what they come to, and propose.

Exit codes: 0 done; 2 bad usage, configuration or missing variable, or a source that refused the
credentials (the others are still synced); 1 any other failure, in part or whole.
"""

import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from programme.errors import ConfigError, WaymarkError

if TYPE_CHECKING:
    from programme.rows import CheckReport
    from programme.settings import Settings

DONE, FAILED, WRONG, STOPPED = 0, 1, 2, 130

_EXITS = (
    "Exit codes: 0 done; 2 bad usage, a wrong configuration, a missing variable, or a source that "
    "refused the credentials, whatever else failed; 1 any other failure."
)
app = typer.Typer(
    help="Waymark: is a transformation programme on course?",
    epilog=_EXITS,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Config = Annotated[Path, typer.Option("--config", metavar="PATH", help="The configuration.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="As it was known then: an instant with its offset, or a date (= its end in the "
        "programme's time zone). [default: now]",
        show_default=False,
    ),
]
_DEFAULT_CONFIG = Path("config.toml")


def _version(wanted: bool) -> None:
    if wanted:
        from snapshots.header import APP_VERSION

        print(f"waymark {APP_VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    _: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Waymark: is a transformation programme on course?"""


@app.command(epilog=_EXITS)
def check(config: Config = _DEFAULT_CONFIG) -> int:
    """Validate the configuration, reach every source and say what would be pulled."""
    from sync.check import check as check_sources

    settings = _settings(config)
    with _progress() as show:
        results = list(
            check_sources(
                settings,
                now=_clock(settings)(),
                environ=os.environ,
                asking=lambda source: show(f"Asking {source}"),
            )
        )
    for result in results:
        if result.report:
            _print_report(result.report)
        else:
            _say(result.message)
    return max(_exit_code(failed=not result.report, refused=result.refused) for result in results)


@app.command(epilog=_EXITS)
def sync(
    config: Config = _DEFAULT_CONFIG,
    full: Annotated[
        bool, typer.Option("--full", help="Pull everything afresh, and notice what is gone.")
    ] = False,
) -> int:
    """Pull what changed from every source into the store."""
    from programme.config_file import missing_variables
    from store import open_store
    from sync.run import sync as sync_sources

    settings = _settings(config)
    if missing := missing_variables(settings):
        raise ConfigError(" ".join(missing))
    clock = _clock(settings)
    store = open_store(settings.store.url)
    try:
        with _progress() as show:
            result = sync_sources(
                settings,
                store,
                now=clock(),
                environ=os.environ,
                full=full,
                progress=lambda at: show(
                    f"{at.source} ({at.position} of {at.source_count}): {at.item_count} items, "
                    f"{at.request_count} requests"
                ),
                clock=clock,
            )
    finally:
        store.close()
    for failure in result.failures:
        _say(failure.message)
    print(result)
    return _exit_code(failed=bool(result.failures), refused=result.refused)


@app.command(epilog=_EXITS)
def measure(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")],
    config: Config = _DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Write the tables as CSV, and header.json, into a folder."""
    from programme.config_file import sha256
    from snapshots.measure import measure as measure_programme
    from snapshots.package import write_tables
    from store import open_store

    settings = _settings(config)
    instant = _instant(as_of, settings)
    if os.path.isfile(out):  # Path.is_file raises where the name is too long
        raise ConfigError(f"--out {out} is a file; name a folder.")
    store = open_store(settings.store.url)
    try:
        with _progress() as show:
            snapshot = measure_programme(
                settings,
                store,
                as_of=instant,
                config_sha256=sha256(config),
                progress=lambda done, of: show(f"Measured {done} of {of} projects"),
            )
    finally:
        store.close()
    written = write_tables(snapshot, out)
    tables = sum(path.suffix == ".csv" for path in written)
    print(f"wrote {tables} tables and header.json to {out}")
    return DONE


@app.command(epilog=_EXITS)
def explain(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of the table.")],
    key: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...",
            help="The row: a value for each key column in the table's order, dates as 2026-11-09. "
            'The whole programme is "", - or programme.',
        ),
    ],
    config: Config = _DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Say which items make the figures of one row, with links."""
    from snapshots.explain import explain as explain_row
    from snapshots.explained_text import lines
    from store import open_store

    settings = _settings(config)
    instant = _instant(as_of, settings)
    store = open_store(settings.store.url)
    try:
        explained = explain_row(settings, store, table, key, as_of=instant)
    finally:
        store.close()
    _print_lines(lines(explained))
    return DONE


@app.command(epilog=_EXITS)
def propose(
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
    config: Config = _DEFAULT_CONFIG,
    as_of: AsOf = None,
) -> int:
    """Write how an increment could be split: a checklist of the work in each part."""
    from programme.weeks import local_date
    from snapshots.proposal_text import lines
    from snapshots.propose import propose as propose_split
    from store import open_store

    settings = _settings(config)
    instant = _instant(as_of, settings)
    if os.path.isdir(out):  # Path.is_dir raises where the name is too long
        raise ConfigError(f"--out {out} is a folder; name a file.")
    store = open_store(settings.store.url)
    try:
        proposal = propose_split(settings, store, increment, project=project, as_of=instant)
    finally:
        store.close()
    # A date means its end, which is the first instant of the day after it.
    shown = local_date(instant - timedelta(microseconds=1), settings.programme.zone)
    text = "".join(f"{line}\n" for line in lines(proposal, shown))
    _write(out, text)
    print(f"wrote {len(proposal.parts) - 1} parts to {out}")
    return DONE


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WaymarkError(f"{out} cannot be written: {reason}.") from error


def _instant(as_of: str | None, settings: "Settings") -> datetime:
    from programme.instants import parse

    return _clock(settings)() if as_of is None else parse(as_of, settings.programme.zone)


def _settings(config: Path) -> "Settings":
    from programme.config_file import load

    return load(config)


def _clock(settings: "Settings") -> Callable[[], datetime]:
    """Return the clock: the pinned one of a demonstration, else the machine's."""
    pinned = settings.programme.as_of
    return (lambda: pinned) if pinned else (lambda: datetime.now(UTC))


def _exit_code(*, failed: bool, refused: bool) -> int:
    return WRONG if refused else FAILED if failed else DONE


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show a line of progress on a terminal; elsewhere stderr is for errors alone."""
    if not sys.stderr.isatty():
        yield lambda sentence: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}", markup=False)
    with Progress(
        *(SpinnerColumn(), text, TimeElapsedColumn()),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,  # it would send stdout to stderr
    ) as progress:
        task = progress.add_task("Starting", total=None)
        yield lambda sentence: progress.update(task, description=sentence)


def _print_report(report: "CheckReport") -> None:
    scopes = f"; token scopes: {', '.join(report.scopes)}" if report.scopes else ""
    expiry = f"; token expires on {report.expires_at:%Y-%m-%d}" if report.expires_at else ""
    print(f"{report.source}: {report.summary.rstrip('.')}{scopes}{expiry}")
    for warning in report.warnings:
        _say(warning)


def _print_lines(lines: Iterable[str]) -> None:
    """Print *lines* until the reader, who may be ``head``, has enough."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer would complain again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code; every failure is one sentence on stderr.

    Args:
        arguments: Of the command line, without the programme's name; by default the process's own.
    """
    try:
        code = typer.main.get_command(app).main(
            arguments, prog_name="waymark.py", standalone_mode=False
        )
    except typer.TyperException as error:
        _say(f"{error.format_message().rstrip('.')}; see `python waymark.py --help`.")
        return WRONG
    except ConfigError as error:
        _say(str(error))
        return WRONG
    except WaymarkError as error:
        _say(str(error))
        return FAILED
    except Exception as error:
        # Its words may quote a token or a title: the class must do.
        _say(f"Waymark failed unexpectedly ({type(error).__name__}); please report it.")
        return FAILED
    if code == STOPPED:
        _say("Stopped; what was synced before stays as it was.")
    return int(code or DONE)


if __name__ == "__main__":
    # Nearly all that a command loads it keeps to its end: to look through it for garbage as often
    # as Python does by default is a tenth of a short command's time.
    gc.set_threshold(500_000)
    sys.exit(main())
