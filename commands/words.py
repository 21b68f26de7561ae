"""Commands that write down what people say of the programme: a rating, a note on a week."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import DEFAULT_CONFIG, DONE, Config, clock, load, opened, read
from commands.weeks import whole_week
from programme.errors import ConfigError, WaymarkError

Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="Who says so: a role, no name.")]


def declare(
    context: typer.Context,
    rating: Annotated[str, typer.Option("--rating", metavar="RATING", help="green, amber or red.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence.")],
    role: Role,
    config: Config = DEFAULT_CONFIG,
) -> int:
    """Declare the programme's rating; it stands beside the one that the figures point to."""
    from snapshots.statements import declare as declare_rating

    settings = load(config)
    now = clock(context, settings)()
    with opened(settings) as (settings, store):
        declared = declare_rating(settings, store, rating.lower(), reason, role, now=now)
    print(f"declared {declared.rating} by {declared.role}")
    return DONE


def note(
    context: typer.Context,
    role: Role,
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="The note: at most 150 words.")
    ] = "",
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Read the note from a file.")
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week",
            metavar="WEEK",
            help="ISO week, as in 2026-W47. [default: the next one to be frozen]",
            show_default=False,
        ),
    ] = None,
    config: Config = DEFAULT_CONFIG,
) -> int:
    """Write the programme manager's note on a week; it stands on the report of that week."""
    from programme.wording.words import count
    from snapshots.statements import next_week, write_note

    settings = load(config)
    if (file is None) == (not text):
        raise ConfigError("Give the note with --text or with --file.")
    now = clock(context, settings)()
    with opened(settings) as (settings, store):
        chosen = whole_week(week) or next_week(settings, store, now=now)
        said = text or _text(file or Path())
        written = write_note(settings, store, chosen, said, role, now=now)
    print(f"noted on {written.week}: {count(len(written.text.split()), 'word', 'words')}")
    return DONE


def _text(file: Path) -> str:
    try:
        return read(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WaymarkError(f"{file} is not text in UTF-8.") from error
