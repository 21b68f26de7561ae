"""Whether this dashboard is reached from this machine alone, so that whoever reads may write."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from ipaddress import ip_address
from typing import Final

import psutil

#: What a proxy adds: then the reader may be anybody, wherever the dashboard listens.
_PASSED_ON: Final = re.compile(r"forwarded|x-forwarded-.*|x-real-ip|via", re.IGNORECASE)
_HERE: Final = re.compile(r"(localhost|127(\.\d+){3}|\[::1\])(:\d+)?", re.IGNORECASE)


def may_write(headers: Mapping[str, str]) -> bool:
    """Say whether a reader may write: nobody from elsewhere can reach this process.

    Args:
        headers: Of the reader's request. The host that the reader's browser asked for must be this
            machine, too: a proxy that says nothing of itself may still pass that on.
    """
    if any(_PASSED_ON.fullmatch(name) for name in headers):
        return False
    host = next((value for name, value in headers.items() if name.lower() == "host"), "")
    return bool(_HERE.fullmatch(host)) and _listens_here_alone()


@cache
def _listens_here_alone() -> bool:
    """Say whether every address at which this process listens is of this machine itself.

    Where the system does not tell, nobody may write.
    """
    try:
        connections = psutil.Process().net_connections(kind="tcp")
    except psutil.Error:
        return False
    return here_alone(one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN)


def here_alone(addresses: Iterable[str]) -> bool:
    """Say whether *addresses* are all of this machine itself; not where there is none."""
    found = list(addresses)
    return bool(found) and all(ip_address(address).is_loopback for address in found)
