"""Connections that reach public addresses only, whatever a name is said to stand for."""

import ipaddress
import socket
from typing import Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddressError(Exception):
    """A name led to an address that is not public."""


class _PublicConnection(HTTPConnection):
    """Connects to public addresses only, before and after the name was resolved for good."""

    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except OSError:
            found = []  # connecting fails in the same way, and says so
        _refuse_private(*(str(entry[4][0]) for entry in found))
        connection = super()._new_conn()
        try:
            _refuse_private(str(connection.getpeername()[0]))
        except BaseException:
            connection.close()
            raise
        return connection


class _PublicTlsConnection(_PublicConnection, HTTPSConnection):
    pass


class _PublicHttp(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicHttps(HTTPSConnectionPool):
    ConnectionCls = _PublicTlsConnection


#: For urllib3's ``PoolManager.pool_classes_by_scheme``.
POOLS: Final = {"http": _PublicHttp, "https": _PublicHttps}


def _refuse_private(*addresses: str) -> None:
    for text in addresses:
        address = ipaddress.ip_address(text.split("%")[0])
        if isinstance(address, ipaddress.IPv6Address):
            # Forms that stand for an IPv4 address.
            inner = address.ipv4_mapped or address.sixtofour
            if address in _NAT64:
                inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
            address = inner or address
        if not address.is_global or address.is_multicast:
            raise PrivateAddressError
