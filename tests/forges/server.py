"""A small HTTP server on loopback that keeps a log of requests and fails on demand."""

import json
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep  # bound here: tests watch how the client sleeps
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """One request as it arrived.

    Attributes:
        method: ``GET``, ``POST``, ….
        path: Without its query.
        query: Parameters, the last of each name.
        headers: Names in lower case.
        body: As it came.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """One answer; its body is made JSON unless it is bytes."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The bytes of the body."""
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass
class Fault:
    """Something to go wrong with the next matching requests.

    Attributes:
        reply: What to answer instead, from the answer that was due; None breaks the connection.
        times: How often it still happens.
        skip: How many matching requests pass before.
        match: Which requests it strikes.
        delay_seconds: How long the answer takes.
        cut: Fraction of the body that is sent before the connection breaks.
        drip_seconds: Pause after each byte of the body.
    """

    reply: Callable[[Request, Reply], Reply] | None = lambda request, reply: reply
    times: int = 1
    skip: int = 0
    match: Callable[[Request], bool] = lambda request: True
    delay_seconds: float = 0.0
    cut: float | None = None
    drip_seconds: float = 0.0


class Forge:
    """Base of the replayed forges; a context manager that serves while it is open.

    Attributes:
        requests: Every request so far, in order of arrival.
        mistakes: What went wrong in the forge itself; the first is raised when it closes.
        still: Held while an answer is made; whoever changes rows while others ask holds it, too.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        """Listen on a free port; with *tls*, by https."""
        self.requests: list[Request] = []
        self.mistakes: list[Exception] = []
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self.still = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.forge = self
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.scheme = "http" if tls is None else "https"
        self.port: int = self._server.server_address[1]

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        serve = self._server.serve_forever
        threading.Thread(target=serve, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        if self.mistakes:
            raise self.mistakes[0]

    def answer(self, request: Request) -> Reply:
        """Return what the forge says to *request*."""
        raise NotImplementedError

    def due(self, request: Request) -> Reply:
        """Return what is said to *request*: it is all of one moment."""
        with self.still:
            return self.answer(request)

    def add_fault(self, fault: Fault) -> None:
        """Let *fault* strike the next matching requests."""
        with self._lock:
            self._faults.append(fault)

    def mend(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._faults.clear()

    def take_fault(self, request: Request) -> Fault | None:
        """Log *request* and return the fault that strikes it."""
        with self._lock:
            self.requests.append(request)
            for fault in self._faults:
                if fault.times and fault.match(request):
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    forge: Forge

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep mistakes of the forge itself; clients that hang up are part of the tests."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.forge.mistakes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the log of requests as objects only."""

    def do_GET(self) -> None:  # noqa: N802 (the base class names its hooks so)
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # whoever asked was killed meanwhile
            self.close_connection = True
            return None
        request = Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        fault = self.server.forge.take_fault(request)
        if fault is None:
            return self._send(self.server.forge.due(request))
        sleep(fault.delay_seconds)
        if fault.reply is None:
            return self._reset()
        reply = fault.reply(request, self.server.forge.due(request))
        if fault.cut is not None:
            return self._send(reply, cut=fault.cut)
        return self._send(reply, drip_seconds=fault.drip_seconds)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def _send(self, reply: Reply, *, cut: float | None = None, drip_seconds: float = 0.0) -> None:
        content = reply.content
        headers = {
            "Date": self.date_time_string(),
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(content)),
            **reply.headers,
        }
        reason = responses.get(reply.status, "")
        head = f"HTTP/1.1 {reply.status} {reason}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in headers.items()
        )
        body = b"" if self.command == "HEAD" else content
        if cut is not None:
            body = body[: int(len(body) * cut)]
            self.close_connection = True
        # One write: two small ones would wait for each other's acknowledgement.
        self.wfile.write(head.encode("latin-1") + b"\r\n" + (b"" if drip_seconds else body))
        if drip_seconds:
            for byte in body:
                sleep(drip_seconds)
                self.wfile.write(bytes([byte]))

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
