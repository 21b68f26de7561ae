"""Whether this dashboard is reached from this machine alone, so that whoever reads may write."""

from collections.abc import Iterable, Mapping
from functools import cache
from ipaddress import ip_address
from typing import Final

import psutil

#: What a proxy adds: then the reader may be anybody, wherever the dashboard listens.
_PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def may_write(headers: Mapping[str, str]) -> bool:
    """Say whether a reader may write: nobody from elsewhere can reach this process.

    Args:
        headers: Of the reader's request.
    """
    names = {name.lower() for name in headers}
    return not names.intersection(_PASSED_ON) and _listens_here_alone()


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
