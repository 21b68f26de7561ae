"""Whom a report goes to: names of environment variables made into Apprise's services.

An address holds secrets. It is read here, kept by Apprise, and named nowhere.
"""

import logging
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from apprise import Apprise, AppriseAsset

from programme.errors import ConfigError
from programme.settings_report import Send

Kind = Literal["mail", "chat"]

# Apprise's log names hosts and people, and urllib3's debug log the paths in which webhooks carry
# their keys. What went wrong is told by ``reports.send`` in its own words.
logging.getLogger("apprise").disabled = True
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

#: No redirect is followed: it would carry the message, and perhaps its key, to another host. No
#: picture is named: whoever read the message would fetch it from Apprise's site.
ASSET: Final = AppriseAsset(
    app_id="Waymark",
    app_desc="Waymark",
    app_url="",
    async_mode=False,
    http_redirects=False,
    image_url_mask="",
    image_url_logo="",
    storage_mode="memory",
)


@dataclass(frozen=True)
class Target:
    """Somebody whom something is sent to.

    Attributes:
        name: Of the variable, and a number where it leads to several: ``WAYMARK_MAIL 2``.
        kind: Whether it takes the whole report, or a line.
        service: Apprise's; never printed.
    """

    name: str
    kind: Kind
    service: Any = field(repr=False, compare=False)


def targets(send: Send, environ: Mapping[str, str]) -> tuple[Target, ...]:
    """Return everybody whom something is sent to, in the order of the configuration.

    Whoever an address leads to is a target of its own, so that one that is wrong holds up no other
    one, and what a target took is not sent to it again because another one did not.

    Args:
        send: ``[report.send]``.
        environ: The environment.

    Raises:
        ConfigError: If a variable is not set, or holds no address that Apprise can send to.
    """
    missing = missing_variables(send, environ)
    if missing:
        raise ConfigError(missing[0])
    named: list[tuple[Kind, str]] = [
        *(("mail", name) for name in send.mail_env),
        *(("chat", name) for name in send.chat_env),
    ]
    return tuple(
        target for kind, name in named for target in _targets(kind, name, environ[name].strip())
    )


def missing_variables(send: Send, environ: Mapping[str, str]) -> list[str]:
    """Return a sentence for each variable that is not set, before any network."""
    return [
        f"The environment variable {name} is not set; [report.send] sends what the address in it "
        "leads to (docs/report.md)."
        for name in (*send.mail_env, *send.chat_env)
        if not environ.get(name, "").strip()
    ]


def _targets(kind: Kind, name: str, addresses: str) -> Iterator[Target]:
    made = Apprise(asset=ASSET)
    if not made.add(addresses):
        raise ConfigError(
            f"The environment variable {name} holds no address that Apprise can send to; "
            "docs/report.md says how they are written."
        )
    services = [one for service in made for one in _apart(service)]
    for place, service in enumerate(services, 1):
        # Apprise would wait between two tries, too.
        service.request_rate_per_sec = 0
        yield Target(name if len(services) == 1 else f"{name} {place}", kind, service)


def _apart(service: Any) -> Iterator[Any]:
    """Yield a service once for each of those whom it leads to."""
    people = getattr(service, "targets", None)
    if not isinstance(people, list) or len(people) < 2:
        yield service
        return
    for person in people:
        alone = copy(service)
        alone.targets = [person]
        yield alone
