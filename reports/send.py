"""Send the report of a week, and alerts, to everybody whom the configuration names."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from programme.settings import Settings
from reports.alerts import Alert
from reports.deliver import Outcome, Parcel, Sender
from reports.message import alert_message, chat, mail
from reports.narrative import narrative
from reports.targets import Kind, Target, targets
from snapshots import week_names
from snapshots.edition import Edition


def send_week(
    settings: Settings,
    sender: Sender,
    edition: Edition,
    pack: Callable[[], Mapping[str, bytes]],
    *,
    environ: Mapping[str, str],
) -> list[Outcome]:
    """Send the report of one edition: mail with the pack, and a line to the chats.

    A week that was corrected is another thing to send, and so are live figures of another moment.

    Args:
        settings: Those in force now, which say whom it is sent to.
        sender: Sends it.
        edition: What is sent.
        pack: Makes the files to be attached, by name; asked only where somebody has yet to be sent
            them, since they take long to make.
        environ: The environment, which holds the addresses.

    Returns:
        What became of it for each target; empty where there is none. A failure to send is told
        here and not raised.

    Raises:
        ConfigError: If a variable is not set or holds no address, before anything is sent.
    """
    send = settings.report.send

    @cache
    def parcel(kind: Kind) -> Parcel:
        blocks = narrative(edition, now=sender.clock())
        if kind == "chat":
            return Parcel(chat(edition, blocks, address=send.address))
        files = pack()
        return Parcel(mail(edition, blocks, address=send.address, attached=list(files)), files)

    return sender.send(
        targets(send, environ), [_identity(edition)], lambda target, _: parcel(target.kind)
    )


def send_alerts(
    settings: Settings, sender: Sender, alerts: Sequence[Alert], *, environ: Mapping[str, str]
) -> list[Outcome]:
    """Tell every target of the alerts that it was not told of yet, all of them in one message.

    Args:
        settings: Those in force now.
        sender: Sends them.
        alerts: Everything that there is to tell; what was told before is left out.
        environ: The environment, which holds the addresses.

    Returns:
        As for ``send_week``.

    Raises:
        ConfigError: If a variable is not set or holds no address, before anything is sent.
    """
    send = settings.report.send
    if not send.alerts or not alerts:
        return []
    by_key = {one.key: one for one in alerts}

    def write(_: Target, new: Sequence[str]) -> Parcel:
        told = [by_key[key] for key in new]
        return Parcel(alert_message(settings.programme.name, told, address=send.address))

    return sender.send(targets(send, environ), list(by_key), write)


def _identity(edition: Edition) -> str:
    header = edition.header
    if not edition.frozen:
        return f"report live {header['as_of']}"
    return f"report {week_names.name(header['iso_week'], header['revision'])}"
