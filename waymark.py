"""The command line: every command of ``commands/``, and what becomes of whatever they come to.

Exit codes: 0 done; 2 bad usage, configuration or missing variable, or a source that refused the
credentials (the others are still synced); 1 any other failure, in part or whole. The clock is read
here.
"""

import gc
import signal
import sys
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from commands import due, report, send, sources, tables, weeks, words
from commands.shared import DONE, EXITS, FAILED, STOPPED, WRONG, say, speak
from programme.errors import ConfigError, WaymarkError

#: In the order in which they are listed.
COMMANDS: Final = (
    sources.check,
    sources.sync,
    tables.measure,
    tables.ledger,
    tables.explain,
    tables.propose,
    weeks.snapshot,
    weeks.verify,
    weeks.restore,
    report.report,
    send.send,
    due.due,
    words.declare,
    words.note,
)

app = typer.Typer(
    help="Waymark: is a transformation programme on course?",
    epilog=EXITS,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _command in COMMANDS:
    app.command(epilog=EXITS)(_command)


def _version(wanted: bool) -> None:
    if wanted:
        from snapshots.header import APP_VERSION

        print(f"waymark {APP_VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    _: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Waymark: is a transformation programme on course?"""
    context.obj = lambda: datetime.now(UTC)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code; every failure is one sentence on stderr.

    Args:
        arguments: Of the command line, without the programme's name; by default the process's own.
    """
    speak()
    try:
        code = typer.main.get_command(app).main(
            arguments, prog_name="waymark.py", standalone_mode=False
        )
    except typer.TyperException as error:
        say(f"{error.format_message().rstrip('.')}; see `python waymark.py --help`.")
        return WRONG
    except ConfigError as error:
        say(str(error))
        return WRONG
    except WaymarkError as error:
        say(str(error))
        return FAILED
    except Exception as error:
        # Its words may quote a token or a title: the class must do.
        say(f"Waymark failed unexpectedly ({type(error).__name__}); please report it.")
        return FAILED
    if code == STOPPED:
        say("Stopped; what was synced before stays as it was.")
    return int(code or DONE)


def _stop(_number: int, _frame: object) -> None:
    """Stop as by Ctrl-C, so that browsers and processes that a command has started end with it."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    # Nearly all that a command loads it keeps to its end: to look through it for garbage as often
    # as Python does by default is a tenth of a short command's time.
    gc.set_threshold(500_000)
    sys.exit(main())
