"""What is due by itself: past weeks, the week's report, what is kept for too long, what is sent."""

import os
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from commands.report import Which, chosen
from commands.shared import (
    DEFAULT_CONFIG,
    DONE,
    FAILED,
    Config,
    clock,
    load,
    opened,
    progress,
    say,
)
from programme.errors import WaymarkError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.settings import Settings
    from reports.deliver import Outcome, Sender
    from snapshots.edition import Edition
    from snapshots.weeks import Weeks
    from store import Store

_STATES: Final = {"sent": "sent", "before": "sent earlier"}
#: Whoever is named today is not sent the reports of years.
_RECENT: Final = timedelta(days=7)
#: What is attached to a mail; the PDF only where there is a browser to print it.
_PACK: Final = ("html", "pdf", "pptx", "zip", "ics")


def due(context: typer.Context, config: Config = DEFAULT_CONFIG) -> int:
    """Do what is due: rebuild past weeks once, freeze the last one on its day, send, tidy up.

    The dashboard runs this by itself; without one, let a timer run it after each sync.
    """
    from programme.config_file import sha256
    from programme.wording.words import count
    from snapshots.freeze import due as due_week
    from snapshots.freeze import freeze
    from snapshots.rebuild import rebuild
    from snapshots.retention import tidy
    from store import FrozenAlready

    settings = load(config)
    ticking = clock(context, settings)
    now, programme = ticking(), settings.programme.name
    digest = sha256(config)
    with opened(settings) as store, progress() as show:
        if not store.synced([source.name for _, source in settings.sources]):
            return DONE  # there is nothing to freeze yet
        rebuilt = rebuild(
            settings,
            store,
            config_sha256=digest,
            now=now,
            progress=lambda done, of: show(f"Rebuilt {done} of {of} past weeks"),
        )
        if rebuilt:
            print(f"rebuilt {count(len(rebuilt), 'past week', 'past weeks')}")
        if week := due_week(settings, store.weeks(programme), now):
            # Another process may have frozen it meanwhile: the rest is still to be done.
            with suppress(FrozenAlready):
                freeze(settings, store, week, config_sha256=digest, now=now)
                print(f"froze {week}")
        for line in tidy(settings, store, now=now):
            print(line)
        failed = _send(settings, store, config, context)
    return FAILED if failed else DONE


def send(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    week: Which = "latest",
) -> int:
    """Send the report of a week to everybody whom report.send names, once."""
    from reports.send import send_week

    settings = load(config)
    now = clock(context, settings)()
    with opened(settings) as store, progress() as show:
        edition, weeks = chosen(settings, store, week, config, now)
        show("Writing the report")
        sender = _sender(settings, store, context)
        outcomes = send_week(
            settings, sender, edition, lambda: _pack(edition, weeks, now), environ=os.environ
        )
    if not outcomes:
        say("Nobody is named in [report.send] of the configuration.")
    return FAILED if _told(outcomes) else DONE


def _send(settings: "Settings", store: "Store", config: Path, context: typer.Context) -> bool:
    """Send the newest report, and what cannot wait; say whether something failed."""
    from reports.alerts import alerts
    from reports.send import send_alerts, send_week
    from snapshots.weeks import Weeks

    named = settings.report.send
    if not (named.mail_env or named.chat_env):
        return False
    now = clock(context, settings)()
    weeks = Weeks.of(store, settings.programme.name)
    sender = _sender(settings, store, context)
    outcomes: list[Outcome] = []
    newest = weeks.edition("latest") if weeks.names else None
    if newest and newest.header["basis"] == "recorded" and newest.taken_at > now - _RECENT:
        outcomes += send_week(
            settings, sender, newest, lambda: _pack(newest, weeks, now), environ=os.environ
        )
    if named.alerts:
        live, _ = chosen(settings, store, "live", config, now)
        told = alerts(newest, live, now=now)
        outcomes += send_alerts(settings, sender, told, environ=os.environ)
    return _told(outcomes)


def _sender(settings: "Settings", store: "Store", context: typer.Context) -> "Sender":
    from reports.deliver import Sender

    return Sender(
        programme=settings.programme.name,
        kept=store,
        clock=clock(context, settings),
        wait=time.sleep,
    )


def _pack(edition: "Edition", weeks: "Weeks", now: datetime) -> dict[str, bytes]:
    from reports import files

    frozen = (lambda: weeks.content(edition)) if edition.frozen else None
    made = {}
    for form in _PACK:
        try:
            made[files.file_name(edition, form)] = files.file(edition, form, now=now, frozen=frozen)
        except WaymarkError as error:
            say(str(error))
    return made


def _told(outcomes: "Iterable[Outcome]") -> bool:
    """Say what became of each message; return whether one failed."""
    failed = False
    for outcome in outcomes:
        if outcome.state == "failed":
            say(f"{outcome.target}: {outcome.message}")
            failed = True
        else:
            print(f"{outcome.target}: {_STATES[outcome.state]}")
    return failed
