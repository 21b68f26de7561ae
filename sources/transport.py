"""The only way to the network: a guarded ``requests`` session, used under both forges' clients.

Holds, whatever a client or a forge does: reads only; one configured origin; https and public
addresses unless ``network.allow_private``; 10 s timeouts; a cap on answers; at most three
repetitions; no wait beyond ``sync.wait_at_most_minutes``; every request counted.
"""

import io
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.models import PreparedRequest, Response
from requests.utils import get_environ_proxies

from programme.errors import AuthError, ConfigError, RateLimitError, SourceError
from programme.settings import Settings
from sources import failures, waits
from sources.public_addresses import POOLS, PrivateAddressError
from sources.queries_only import is_query_body

TIMEOUT_SECONDS: Final = 10
BODY_SECONDS: Final = 120
BODY_BYTES: Final = 64 * 1024 * 1024
MAX_REDIRECTS: Final = 3
USER_AGENT: Final = "Waymark (reads issues and milestones)"
_TRANSIENT: Final = frozenset({500, 502, 503, 504})
_PORTS: Final = {"https": 443, "http": 80}
# One gate a host for the whole process: sources of one host share its patience.
_GATES: dict[tuple[str, int], threading.BoundedSemaphore] = {}
_GATES_LOCK = threading.Lock()


class Session(requests.Session):
    """A guarded session for one source.

    Attributes:
        guard: The adapter that every request of the session goes through.
    """

    def __init__(self, guard: "Guard") -> None:
        """Send every request through *guard*."""
        super().__init__()
        self.guard = guard
        # No .netrc, which would send a password nobody configured; the guard looks up proxies.
        self.trust_env = False
        self.max_redirects = MAX_REDIRECTS
        self.headers["User-Agent"] = USER_AGENT
        self.mount("https://", guard)
        self.mount("http://", guard)

    @property
    def request_count(self) -> int:
        """HTTP requests made so far, repetitions and redirects included."""
        return self.guard.request_count


def open_session(source: failures.ForgeSource, settings: Settings) -> Session:
    """Open a session that reaches the host of *source* and no other.

    Raises:
        ConfigError: If the source's url or ``network.ca_file`` cannot be used.
    """
    return Session(Guard(source, settings))


@contextmanager
def asking(source: failures.ForgeSource, settings: Settings) -> Iterator[Session]:
    """Give a session as ``open_session`` does, closed at the end; failures tell its requests."""
    with closing(open_session(source, settings)) as session:
        try:
            yield session
        except SourceError as error:
            error.request_count = session.request_count
            raise


def usable_token(source: failures.ForgeSource, token: str) -> str:
    """Return *token* without blanks around it.

    Raises:
        AuthError: If it is empty or holds what no header can carry.
    """
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable():
        raise AuthError(
            f"{source.name}: what stands in {source.token_env} is not an access token; "
            "put one there."
        )
    return token


class Guard(HTTPAdapter):
    """The adapter that refuses, counts, repeats and waits (see the module)."""

    def __init__(self, source: failures.ForgeSource, settings: Settings) -> None:
        """Take the one origin from ``source.url`` and the limits from *settings*."""
        self.source = source
        self.origin = _origin(urlsplit(source.url))
        self.request_count = 0
        self._allow_private = settings.network.allow_private
        self._wait_at_most = settings.sync.wait_at_most_minutes * 60
        self._tls = _tls_context(settings.network.ca_file)
        self._counting = threading.Lock()
        with _GATES_LOCK:
            at_once = settings.sync.requests_at_once
            key = (self.origin[1], at_once)
            self._gate = _GATES.setdefault(key, threading.BoundedSemaphore(at_once))
        scheme, host, _ = self.origin
        if scheme not in _PORTS or not host:
            raise ConfigError(
                f"{source.name}: url must be an address such as https://{host or 'host'}."
            )
        if scheme == "http" and not self._allow_private:
            raise ConfigError(
                f"{source.name}: url must begin with https://; plain http sends the token in the "
                "clear and needs network.allow_private = true."
            )
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make direct connections with our certificates, to public addresses only."""
        super().init_poolmanager(*args, **kwargs, ssl_context=self._tls)
        if not self._allow_private:
            self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Trust the same certificates through a proxy; names are its to resolve and to judge."""
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=self._tls)

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send *request* if it may be sent; repeat it and wait within the limits.

        Returns:
            The last answer, its body read; clients raise on a refusal (401, 404, …) themselves.

        Raises:
            RateLimitError: If the forge asks for a longer wait than is allowed.
            SourceError: If the request may not be sent or no whole answer came.
        """
        self._refuse(request)
        proxies = get_environ_proxies(request.url or "")
        waited = 0.0
        for attempt in range(len(waits.BACKOFF) + 1):
            last = attempt == len(waits.BACKOFF)
            try:
                response, answer = self._once(request, proxies)
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                if last or not _may_pass(error):
                    raise failures.unreachable(self.source, error) from None
                time.sleep(waits.BACKOFF[attempt])
                continue
            headers, now = response.headers, time.time()
            if waits.is_limit(response.status_code, headers, answer):
                wait = waits.seconds_to_wait(headers, attempt, now)
            elif response.status_code in _TRANSIENT and not last:
                asked = headers.get("Retry-After", "")
                if not asked.isdecimal():  # it asks for nothing: no limit can be exceeded
                    time.sleep(waits.BACKOFF[attempt])
                    continue
                wait = float(asked)
            elif response.is_redirect and request.method == "POST":
                raise self._elsewhere()  # clients would send the query on as something else
            elif response.status_code == 202:
                raise failures.odd_answer(self.source)  # PyGithub would ask again for ever
            else:
                return response
            if last or waited + wait > self._wait_at_most:
                until = waits.reset_at(headers, wait, now)
                when = f" until {until:%d %B %Y %H:%M} UTC" if until else ""
                raise RateLimitError(
                    f"{self.source.name} asks us to wait{when}, longer than we may; sync again "
                    "then, or raise sync.wait_at_most_minutes.",
                    reset_at=until,
                )
            waited += wait
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    def _refuse(self, request: PreparedRequest) -> None:
        """Raise unless *request* reads from the configured origin."""
        if _origin(urlsplit(request.url or "")) != self.origin:
            raise self._elsewhere()
        if request.method in {"GET", "HEAD"}:
            return
        path = urlsplit(request.url or "").path
        body = request.body
        if not (
            request.method == "POST"
            and path.endswith("/graphql")
            and isinstance(body, str | bytes | None)
            and is_query_body(body)
        ):
            raise SourceError(
                f"{self.source.name}: a request that could write was stopped, since Waymark only "
                "reads; please report this."
            )

    def _elsewhere(self) -> SourceError:
        return SourceError(
            f"{self.source.name} sends us to another address, which could steal the token; "
            "put the forge's present address into url."
        )

    def _once(self, request: PreparedRequest, proxies: Any) -> tuple[Response, Any]:
        """Send once and read the whole answer; also return its JSON, None where it has none."""
        with self._counting:
            self.request_count += 1
        timeout = (TIMEOUT_SECONDS, TIMEOUT_SECONDS)
        try:
            with self._gate:
                response = super().send(request, stream=True, timeout=timeout, proxies=proxies)
                body = self._read(response)
        except PrivateAddressError:
            raise SourceError(
                f"{self.source.name}: {self.origin[1]} is a private address; if that is meant, "
                "set network.allow_private = true."
            ) from None
        # Hand on what was read as if it came from the wire, already decoded.
        response.raw = io.BytesIO(body)
        response.headers.pop("Content-Encoding", None)
        try:
            answer = json.loads(body) if body else None
        except (ValueError, RecursionError):
            if response.ok and not response.is_redirect:
                raise failures.odd_answer(self.source) from None
            answer = None
        return response, answer

    def _read(self, response: Response) -> bytes:
        deadline = time.monotonic() + BODY_SECONDS
        body = bytearray()
        while chunk := response.raw.read1(65536, decode_content=True):
            body += chunk
            if len(body) > BODY_BYTES or time.monotonic() > deadline:
                response.raw.close()
                raise SourceError(
                    f"{self.source.name} gave an answer too large or too slow to take in; "
                    "check url, or try later."
                )
        response.raw.release_conn()
        return bytes(body)


def _origin(url: SplitResult) -> tuple[str, str, int | None]:
    """Return scheme, host and port; port None where it makes no sense."""
    try:
        port = url.port or _PORTS.get(url.scheme)
    except ValueError:
        port = None
    return url.scheme, url.hostname or "", port


def _tls_context(ca_file: str) -> ssl.SSLContext:
    """Trust the system's authorities and the configured one; urllib3 adds certifi's."""
    if not ca_file:
        return _system_tls_context()
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f"network.ca_file: {ca_file} is not a readable file of certificates in PEM form."
        ) from error
    return context


@cache
def _system_tls_context() -> ssl.SSLContext:
    """Read the system's authorities once: it takes longer than a request."""
    return ssl.create_default_context()


def _may_pass(error: Exception) -> bool:
    """Say whether asking again may help: not with a wrong certificate or a circle of redirects."""
    return isinstance(
        error, requests.ConnectionError | requests.Timeout | urllib3.exceptions.HTTPError
    ) and not isinstance(error, requests.exceptions.SSLError)
