"""The floors: what fetching alone takes, with nothing kept and nothing checked.

GitHub: eight threads of plain ``requests`` read the lists of issues, events, milestones and labels
by REST. GitLab: asyncio streams read the issues and the three lists of events of each.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from bench.replayed import REPOSITORY, TOKEN, Asked

_THREADS: Final = 8
_EVENT_LISTS: Final = (
    "resource_state_events",
    "resource_label_events",
    "resource_milestone_events",
)


def github(origin: str) -> int:
    """Fetch everything of a GitHub repository; return how many rows came."""
    own = local()

    def page(address: str) -> requests.Response:
        if not hasattr(own, "session"):
            own.session = requests.Session()
            own.session.headers["Authorization"] = f"Bearer {TOKEN}"
        answer: requests.Response = own.session.get(address, timeout=60)
        answer.raise_for_status()
        return answer

    lists = ("issues?state=all", "issues/events?", "milestones?state=all", "labels?")
    base = f"{origin}/api/v3/repos/{REPOSITORY}-0"
    count = 0
    with ThreadPoolExecutor(_THREADS) as threads:
        addresses = [f"{base}/{name}&per_page=100" for name in lists]
        rest = []
        for address, first in zip(addresses, threads.map(page, addresses), strict=True):
            count += len(first.json())
            last = first.links.get("last", {}).get("url", "page=1").rpartition("page=")[2]
            rest += [f"{address}&page={number}" for number in range(2, int(last) + 1)]
        count += sum(threads.map(lambda address: len(page(address).json()), rest))
    return count


def gitlab(origin: str, at_once: int) -> int:
    """Fetch everything of a GitLab project, so many requests at once; return how many rows came."""
    return asyncio.run(_gitlab(origin, at_once))


def again(origin: str, asked: list[Asked], at_once: int) -> int:
    """Send requests again that were sent before, so many at once; return how many bytes came."""

    async def all_of_them() -> int:
        connections = _Connections(origin)
        await connections.open(at_once)
        answers = (connections.ask(*entry) for entry in asked)
        return sum(len(body) for body, _ in await asyncio.gather(*answers))

    return asyncio.run(all_of_them())


class _Connections:
    """A few connections to one host, each for one request at a time."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._host = urlsplit(origin).netloc
        self._free: asyncio.LifoQueue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = (
            asyncio.LifoQueue()
        )

    async def open(self, count: int) -> None:
        for _ in range(count):
            self._free.put_nowait(await asyncio.open_connection(*self._host.split(":")))

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[bytes, str]:
        """Return the body of the answer, and where the list goes on."""
        reader, writer = await self._free.get()
        try:
            writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nPRIVATE-TOKEN: {TOKEN}\r\n"
                f"Authorization: Bearer {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            answer = await reader.readexactly(int(headers["Content-Length"]))
        finally:
            self._free.put_nowait((reader, writer))
        link = headers.get("Link", "")
        following = link.partition('>; rel="next"')[0].rpartition("<")[2] if "next" in link else ""
        return answer, following.removeprefix(self._origin)


async def _gitlab(origin: str, at_once: int) -> int:
    connections = _Connections(origin)
    await connections.open(at_once)
    base = f"/api/v4/projects/{REPOSITORY.replace('/', '%2F')}-0"

    async def rows_of(path: str) -> tuple[list[dict[str, Any]], str]:
        body, following = await connections.ask("GET", path)
        return json.loads(body), following

    count = 0
    lists: list[asyncio.Task[tuple[list[dict[str, Any]], str]]] = []
    for name in ("milestones", "labels"):
        count += len((await rows_of(f"{base}/{name}?per_page=100"))[0])
    path = (
        f"{base}/issues?scope=all&with_labels_details=true&order_by=updated_at&sort=asc"
        "&pagination=keyset&per_page=100"
    )
    while path:
        rows, path = await rows_of(path)
        count += len(rows)
        lists += [
            asyncio.create_task(rows_of(f"{base}/issues/{row['iid']}/{name}?per_page=100"))
            for row in rows
            for name in _EVENT_LISTS
        ]
    return count + sum(len(rows) for rows, _ in await asyncio.gather(*lists))
