"""Commands that send: the report of a week, and whatever is due to be sent."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from commands.report import Which, chosen, pack
from commands.shared import DEFAULT_CONFIG, DONE, FAILED, Config, clock, load, opened, progress, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


def send(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    week: Which = "latest",
) -> int:
    """Send the report of a week to everybody whom report.send names, once."""
    settings = load(config)
    now = clock(context, settings)()
    with opened(settings) as (settings, store), progress() as show:
        edition, weeks = chosen(settings, store, week, config, now)
        sender = _sender(settings, store, context)
        outcomes = _sent(settings, sender, edition, weeks, now, show)
    if not outcomes:
        say("Nobody is named in [report.send] of the configuration.")
    return FAILED if _told(outcomes) else DONE


def send_due(
    settings: "Settings",
    store: "Store",
    config: Path,
    context: typer.Context,
    show: "Callable[[str], None]",
) -> bool:
    """Send the newest report, and what cannot wait, where somebody is named to send it to.

    Args:
        settings: The programme's.
        store: Where its weeks are kept, and what was sent.
        config: The configuration's file.
        context: Of the command.
        show: Told how far it is.

    Returns:
        Whether something failed, which is said.

    Raises:
        ConfigError: If a variable is not set or holds no address.
        WaymarkError: If a week is not as it was frozen, or the store fails.
    """
    from reports.alerts import alerts
    from reports.send import send_alerts
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
        outcomes += _sent(settings, sender, newest, weeks, now, show)
    if named.alerts:
        live, _ = chosen(settings, store, "live", config, now)
        told = alerts(newest, live, now=now)
        outcomes += send_alerts(settings, sender, told, environ=os.environ)
    return _told(outcomes)


def _sent(
    settings: "Settings",
    sender: "Sender",
    edition: "Edition",
    weeks: "Weeks",
    now: datetime,
    show: "Callable[[str], None]",
) -> "list[Outcome]":
    """Send the report of a week with its files, which are made only where somebody lacks them."""
    from reports.send import send_week

    return send_week(
        settings,
        sender,
        edition,
        lambda: pack(edition, weeks, _PACK, now=now, show=show),
        environ=os.environ,
    )


def _sender(settings: "Settings", store: "Store", context: typer.Context) -> "Sender":
    from reports.deliver import Sender

    return Sender(
        programme=settings.programme.name,
        kept=store,
        clock=clock(context, settings),
        wait=time.sleep,
    )


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
