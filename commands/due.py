"""What is due by itself: past weeks, the week's report, what is kept for too long, what is sent."""

from contextlib import suppress

import typer

from commands.send import send_due
from commands.shared import DEFAULT_CONFIG, DONE, FAILED, Config, clock, load, opened, progress, say
from commands.weeks import rebuild_past


def due(context: typer.Context, config: Config = DEFAULT_CONFIG) -> int:
    """Do what is due: rebuild past weeks once, freeze the last one on its day, send, tidy up.

    The dashboard runs this by itself; without one, let a timer run it after each sync.
    """
    from programme.config_file import sha256
    from programme.wording.words import count
    from snapshots.freeze import due as due_week
    from snapshots.freeze import freeze
    from snapshots.retention import tidy
    from store import FrozenAlready

    settings = load(config)
    now = clock(context, settings)()
    with opened(settings) as (settings, store), progress() as show:
        if not store.synced(settings.source_names):
            return DONE  # there is nothing to freeze yet
        if rebuilt := rebuild_past(settings, store, config, now, show):
            print(f"rebuilt {count(rebuilt, 'past week', 'past weeks')}")
        if week := due_week(settings, store.weeks(settings.programme.name), now):
            # Another process may have frozen it meanwhile: the rest is still to be done.
            with suppress(FrozenAlready):
                freeze(settings, store, week, config_sha256=sha256(config), now=now, warn=say)
                print(f"froze {week}")
        for line in tidy(settings, store, now=now):
            print(line)
        failed = send_due(settings, store, config, context, show)
    return FAILED if failed else DONE
