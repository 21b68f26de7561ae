"""The only way to the network: a guarded ``requests`` session, used under both forges' clients.

Holds, whatever a client or a forge does: reads only; one configured origin; https and public
addresses unless ``network.allow_private``; 10 s timeouts; a cap on answers; at most three
repetitions; no wait beyond ``sync.wait_at_most_minutes``; every request counted.
"""

import io
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.models import PreparedRequest, Response
from requests.utils import get_environ_proxies

from programme.errors import RateLimitError, SourceError
from programme.settings import Settings
from sources import certificates, failures, pauses, waits
from sources.answers import read_body
from sources.gates import gate_of
from sources.pauses import Pause
from sources.public_addresses import POOLS, PrivateAddressError
from sources.read_only import ReadOnly
from sources.waits import Again

TIMEOUT_SECONDS: Final = 10
MAX_REDIRECTS: Final = 3
USER_AGENT: Final = "Waymark (reads issues and milestones)"
# With any other a client would send a query on as something else.
_KEEPS_METHOD: Final = frozenset({307, 308})
_BROKEN_OFF: Final = "its forge to answer in full"

# Its debug log quotes addresses, which may hold a secret where a forge leads us to them.
logging.getLogger("urllib3").setLevel(logging.INFO)


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
        # No cookies: forges need none, and the jar is not made to be read by many threads at once.
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
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


class Guard(HTTPAdapter):
    """The adapter that refuses, counts, repeats and waits (see the module)."""

    def __init__(self, source: failures.ForgeSource, settings: Settings) -> None:
        """Take the one origin from ``source.url`` and the limits from *settings*."""
        self.source = source
        self._allow_private = settings.network.allow_private
        self._read_only = ReadOnly(source, allow_http=self._allow_private)
        self.origin = self._read_only.origin
        self.request_count = 0
        self._wait_at_most = settings.sync.wait_at_most_minutes * 60
        self._tls = certificates.trusting(settings.network.ca_file)
        self._counting = threading.Lock()
        self._pauses = pauses.current()
        self._gate = gate_of(self.origin, settings.sync.requests_at_once)
        # As many connections are kept as may be in use, or urllib3 complains of each one more.
        super().__init__(max_retries=0, pool_maxsize=settings.sync.requests_at_once)

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
            RateLimitError: If the forge asks for a wait that is too long, or for one every time.
            SourceError: If the request may not be sent or no whole answer came.
        """
        self._read_only.require(request)
        proxies = get_environ_proxies(request.url or "")
        waited = 0.0
        for attempt in range(len(waits.BACKOFF) + 1):
            last = attempt == len(waits.BACKOFF)
            try:
                with self._turn(waited) as waited:
                    response, again = self._once(request, proxies, attempt)
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                if last or not waits.may_pass(error):
                    raise failures.unreachable(self.source, error) from None
                self._pause(_BROKEN_OFF, waits.BACKOFF[attempt])
                continue
            if again is None or (last and not again.asked):
                return self._final(request, response)
            if last:
                raise self._asked_to_wait(again.seconds, waited)
            if not again.asked:
                self._pause(again.reason, again.seconds)
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    @contextmanager
    def _turn(self, waited: float) -> Iterator[float]:
        """Hold a place among those who ask; give for how many seconds was waited in all.

        Raises:
            RateLimitError: If that would be longer than is allowed.
        """
        while True:
            waited += self._queue(waited)
            with self._gate.slots:
                # Whoever had the place before us may have been told to wait.
                if self._gate.closing(self.source.caller) is None:
                    yield waited
                    return

    def _queue(self, waited: float) -> float:
        """Wait while the host wants none of our requests; return for how many seconds.

        Raises:
            RateLimitError: If that is longer than is allowed after *waited* seconds.
        """
        caller = self.source.caller
        queued = 0.0
        # Another source's answer may have closed the gate anew while we waited.
        while closing := self._gate.closing(caller):
            left = max(closing.until - time.monotonic(), 0.0)
            if waited + queued + left > self._wait_at_most:
                raise self._asked_to_wait(left, waited + queued)
            self._pause(closing.reason, left)
            self._gate.open(caller, closing)
            queued += left
        return queued

    def _pause(self, reason: str, seconds: float) -> None:
        self._pauses.wait(Pause(self.source.name, reason, seconds))

    def _final(self, request: PreparedRequest, response: Response) -> Response:
        """Return an answer that needs no repetition, unless no client may have it."""
        if response.is_redirect and request.method == "POST":
            if response.status_code not in _KEEPS_METHOD:
                raise self._read_only.elsewhere()
        elif response.status_code == 202:
            raise failures.odd_answer(self.source)  # PyGithub would ask again for ever
        return response

    def _asked_to_wait(self, seconds: float, waited: float) -> RateLimitError:
        return failures.asked_to_wait(
            self.source,
            waits.instant(time.time() + seconds),
            waited=waited > 0,
            too_long=waited + seconds > self._wait_at_most,
        )

    def _once(
        self, request: PreparedRequest, proxies: Any, attempt: int
    ) -> tuple[Response, Again | None]:
        """Send once and read the whole answer; also say whether to ask again.

        Whoever gets our place at the host must find its gate as the answer leaves it.
        """
        with self._counting:
            self.request_count += 1
        timeout = (TIMEOUT_SECONDS, TIMEOUT_SECONDS)
        try:
            response = super().send(request, stream=True, timeout=timeout, proxies=proxies)
            body = read_body(response, self.source)
        except PrivateAddressError:
            raise SourceError(
                f"{self.source.name}: {self.origin[1]} is a private address; if that is meant, "
                "set network.allow_private = true."
            ) from None
        # Hand on what was read as if it came from the wire, already decoded.
        response.raw = io.BytesIO(body)
        response.headers.pop("Content-Encoding", None)
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            if response.status_code == 200 and request.method != "HEAD":
                raise requests.exceptions.InvalidJSONError from None
            answer = None
        again = waits.again(
            response.status_code, response.headers, answer, attempt=attempt, now=time.time()
        )
        if again is not None and again.asked:
            self._gate.close(self.source.caller, again.seconds, again.reason)
        return response, again
