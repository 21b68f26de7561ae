"""Send the report of a week, and alerts, to everybody whom the configuration names."""

from collections.abc import Mapping, Sequence

from programme.settings import Settings
from reports.alerts import Alert
from reports.deliver import Outcome, Parcel, Sender
from reports.message import Message, alert_message, chat, mail
from reports.narrative import narrative
from reports.targets import Kind, Target, targets
from snapshots import week_names
from snapshots.edition import Edition


def send_week(
    settings: Settings,
    sender: Sender,
    edition: Edition,
    pack: Mapping[str, bytes],
    *,
    environ: Mapping[str, str],
) -> list[Outcome]:
    """Send the report of one edition: mail with the pack, and a line to the chats.

    A week that was corrected is another thing to send, and so are live figures of another moment.

    Args:
        settings: Those in force now, which say whom it is sent to.
        sender: Sends it.
        edition: What is sent.
        pack: Files to be attached, by name.
        environ: The environment, which holds the addresses.

    Returns:
        What became of it for each target; empty where there is none. A failure to send is not
        raised.

    Raises:
        ConfigError: If a variable is not set or holds no address, before anything is sent.
    """
    send = settings.report.send
    to = targets(send, environ)
    if not to:
        return []
    blocks = narrative(edition, now=sender.clock())
    messages: dict[Kind, Message] = {
        "mail": mail(edition, blocks, address=send.address, attached=list(pack)),
        "chat": chat(edition, blocks, address=send.address),
    }

    def write(target: Target, _: Sequence[str]) -> Parcel:
        return Parcel(messages[target.kind], pack if target.kind == "mail" else {})

    return sender.send(to, [_identity(edition)], write)


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
