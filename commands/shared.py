"""What commands share: their options, exit codes, progress and how they speak."""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from programme.errors import ConfigError, WaymarkError

if TYPE_CHECKING:
    from rich.progress import Progress

    from programme.settings import Settings
    from store import Store

DONE, FAILED, WRONG, STOPPED = 0, 1, 2, 130

EXITS = (
    "Exit codes: 0 done; 2 bad usage, a wrong configuration, a missing variable, or a source that "
    "refused the credentials, whatever else failed; 1 any other failure."
)
Config = Annotated[Path, typer.Option("--config", metavar="PATH", help="The configuration.")]
DEFAULT_CONFIG = Path("config.toml")
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
Clock = Callable[[], datetime]


def clock(context: typer.Context, settings: "Settings") -> Clock:
    """Return the clock: the pinned one of a demonstration, else the one that the command is given.

    Args:
        context: Of the command; its object is the machine's clock.
        settings: The programme's.
    """
    pinned = settings.programme.as_of
    return (lambda: pinned) if pinned else cast(Clock, context.obj)


def instant(context: typer.Context, as_of: str | None, settings: "Settings") -> datetime:
    """Return the instant that was asked for, by default now.

    Raises:
        ConfigError: If *as_of* is no instant.
    """
    from programme.instants import parse

    if as_of is None:
        return clock(context, settings)()
    return parse(as_of, settings.programme.zone)


def load(config: Path) -> "Settings":
    """Read the configuration.

    Raises:
        ConfigError: If it cannot be used.
    """
    from programme.config_file import load as load_file

    return load_file(config)


@contextmanager
def opened(configured: "Settings") -> Iterator[tuple["Settings", "Store"]]:
    """Open the programme's store and close it at the end.

    Gives with it the settings, with the repositories that were found under owners and groups.

    Raises:
        WaymarkError: If it cannot be used.
    """
    from store import open_store

    store = open_store(configured.store.url)
    try:
        yield store.expanded(configured), store
    finally:
        store.close()


def require_folder(out: Path) -> None:
    """Refuse a file where a folder is asked for; one that is not there yet can be made.

    Raises:
        ConfigError: If it is a file.
    """
    if os.path.isfile(out):  # Path.is_file raises where the name is too long
        raise ConfigError(f"--out {out} is a file; name a folder.")


def read(file: Path) -> bytes:
    """Read a file.

    Raises:
        WaymarkError: If it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WaymarkError(f"{file} cannot be read: {reason}.") from error


def write(out: Path, text: str) -> None:
    """Write a file of text, whole or not at all.

    Raises:
        WaymarkError: If it cannot be written.
    """
    try:
        if out.exists() and not out.is_file():  # such as /dev/stdout, which nothing may replace
            out.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            return
        aside = out.with_name(f".new-{out.name}")
        try:
            aside.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            aside.replace(out)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WaymarkError(f"{out} cannot be written: {reason}.") from error


def exit_code(*, failed: bool, refused: bool) -> int:
    """Return the code of a command of whose sources some failed or refused the credentials."""
    return WRONG if refused else FAILED if failed else DONE


@contextmanager
def bars() -> Iterator["Progress"]:
    """Give lines on stderr that tell how far something is; they are gone once it has ended."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}", markup=False)
    with Progress(
        *(SpinnerColumn(), text, TimeElapsedColumn()),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,  # it would send stdout to stderr
    ) as shown:
        yield shown


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show a line of progress on a terminal; elsewhere stderr is for errors alone."""
    if not sys.stderr.isatty():
        yield lambda sentence: None
        return
    with bars() as progress:
        task = progress.add_task("Starting", total=None)
        yield lambda sentence: progress.update(task, description=sentence)


def print_lines(lines: Iterable[str]) -> None:
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


def _aloud(sentence: str) -> None:
    print(sentence, file=sys.stderr)


_VOICE: ContextVar[Callable[[str], None]] = ContextVar("voice", default=_aloud)


def say(sentence: str) -> None:
    """Say a sentence on stderr, on one line, or as the command under way has all said."""
    _VOICE.get()(" ".join(sentence.split()))


def speak(voice: Callable[[str], None] = _aloud) -> None:
    """Let *voice* say, from now on, what is said; by default a line of text each."""
    _VOICE.set(voice)
