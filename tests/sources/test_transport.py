"""What the guarded session lets through to a forge, how often, and how long it waits."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from programme.errors import ConfigError, RateLimitError, SourceError
from programme.settings import Settings
from programme.settings_sources import GithubSource
from sources import answers, pauses, transport, waits
from sources.transport import Session, open_session
from tests.certificates import self_signed
from tests.forges.server import Fault, Forge, Reply, Request

CANARY = "canary-token-of-the-transport"
HEADERS = {"Authorization": f"token {CANARY}", "PRIVATE-TOKEN": CANARY}
QUERY = {"query": "query A { a }", "variables": {}}


class Echo(Forge):
    """Answers every request with the same object."""

    def answer(self, request: Request) -> Reply:
        """Say yes."""
        return Reply(200, {"ok": True})


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "BACKOFF", (0.0, 0.0, 0.0))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def forge() -> Iterator[Echo]:
    """A server that says yes."""
    with Echo() as forge:
        yield forge


def settings(url: str, *, private: bool = True, **sections: Any) -> Settings:
    """A programme with one source at *url*."""
    return Settings.model_validate(
        {
            "programme": {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"},
            "projects": [{"name": "A", "sources": [source(url).model_dump()]}],
            "network": {"allow_private": private, **sections.pop("network", {})},
            **sections,
        }
    )


def source(url: str) -> GithubSource:
    """A repository at *url*."""
    return GithubSource(kind="github", repository="o/r", url=url, token_env="GITHUB_TOKEN")


def session(url: str, **options: Any) -> Session:
    """A guarded session for it."""
    return open_session(source(url), settings(url, **options))


def answering(reply: Reply, times: int = 1) -> Fault:
    """A fault that answers *reply* whatever was asked."""
    return Fault(lambda request, due: reply, times=times)


def watched(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Wait no more; return the list to which whole seconds of waits will be added."""
    slept: list[float] = []

    def rest(ended: threading.Event, seconds: float) -> bool:
        slept.append(round(seconds))
        return ended.is_set()

    monkeypatch.setattr(pauses, "rest", rest)
    return slept


def one_sentence(error: BaseException) -> str:
    """Return the message of *error* after making sure that a user could be shown it."""
    message = str(error)
    assert message.endswith(".")
    assert "\n" not in message
    assert ". " not in message
    assert CANARY not in message
    assert "o/r" in message
    return message


@pytest.mark.parametrize(
    ("method", "path", "json"),
    [
        pytest.param("GET", "/repos", None, id="get"),
        pytest.param("HEAD", "/repos", None, id="head"),
        pytest.param("POST", "/graphql", QUERY, id="query"),
        pytest.param("POST", "/api/graphql", QUERY, id="enterprise-query"),
    ],
)
def test_reading_is_let_through(forge: Echo, method: str, path: str, json: Any) -> None:
    """GET, HEAD and a GraphQL query reach the forge, with the token."""
    answer = session(forge.origin).request(method, forge.origin + path, json=json, headers=HEADERS)
    assert answer.ok
    assert [entry.method for entry in forge.requests] == [method]
    assert forge.requests[0].headers["authorization"] == f"token {CANARY}"


@pytest.mark.parametrize(
    ("method", "path", "json"),
    [
        *(
            pytest.param(method, "/graphql", None, id=method.lower())
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "LOCK")
        ),
        pytest.param("POST", "/repos", QUERY, id="post-elsewhere"),
        pytest.param("POST", "/graphql", {"query": "mutation { a }"}, id="mutation"),
        pytest.param("POST", "/graphql", {"query": "{ a } mutation { b }"}, id="hidden-mutation"),
        pytest.param("POST", "/graphql", None, id="empty-post"),
    ],
)
def test_nothing_that_could_write_leaves(forge: Echo, method: str, path: str, json: Any) -> None:
    """Every other method, and every document that is no query, is stopped before the network."""
    guarded = session(forge.origin)
    with pytest.raises(SourceError) as caught:
        guarded.request(method, forge.origin + path, json=json, headers=HEADERS)
    assert "only reads" in one_sentence(caught.value)
    assert (forge.requests, guarded.request_count) == ([], 0)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda forge: f"http://localhost:{forge.port}/x", id="other-name"),
        pytest.param(lambda forge: f"http://127.0.0.1:{forge.port + 1}/x", id="other-port"),
        pytest.param(lambda forge: f"https://127.0.0.1:{forge.port}/x", id="other-scheme"),
        pytest.param(lambda forge: f"http://127.0.0.1:{forge.port}@evil.example/x", id="userinfo"),
    ],
)
def test_only_the_configured_origin_is_reached(forge: Echo, other: Callable[[Echo], str]) -> None:
    """Neither a direct request nor a redirect takes the token to another host, port or scheme."""
    guarded = session(forge.origin)
    with pytest.raises(SourceError) as caught:
        guarded.get(other(forge), headers=HEADERS)
    assert "another address" in one_sentence(caught.value)
    with Echo() as elsewhere:
        for location in (other(forge), elsewhere.origin + "/stolen"):
            reply = Reply(302, None, {"Location": location})
            forge.add_fault(answering(reply))
            with pytest.raises(SourceError) as caught:
                guarded.get(forge.origin + "/x", headers=HEADERS)
            assert "another address" in one_sentence(caught.value)
        assert elsewhere.requests == []
    assert len(forge.requests) == guarded.request_count == 2


def test_a_redirect_within_the_host_is_followed_and_counted(forge: Echo) -> None:
    """A renamed repository answers from its new path, with the token."""
    reply = Reply(301, b"<html>moved</html>", {"Location": "/repositories/1?page=2"})
    forge.add_fault(Fault(lambda request, due: reply))
    guarded = session(forge.origin)
    assert guarded.get(forge.origin + "/repos/o/r", headers=HEADERS).json() == {"ok": True}
    assert [entry.path for entry in forge.requests] == ["/repos/o/r", "/repositories/1"]
    assert forge.requests[1].headers["authorization"] == f"token {CANARY}"
    assert guarded.request_count == 2


def test_a_query_is_not_redirected(forge: Echo) -> None:
    """Clients would turn it into something else."""
    forge.add_fault(Fault(lambda request, due: Reply(301, {}, {"Location": "/api/graphql"})))
    with pytest.raises(SourceError) as caught:
        session(forge.origin).post(forge.origin + "/graphql", json=QUERY)
    assert "another address" in one_sentence(caught.value)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254",
     "100.64.0.1", "0.0.0.0", "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]",
     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_refused_by_default(host: str) -> None:
    """A host that leads into the own network is not asked, whatever its name."""
    guarded = session(f"https://{host}", private=False)
    with pytest.raises(SourceError) as caught:
        guarded.get(f"https://{host}/x", headers=HEADERS)
    assert "network.allow_private" in one_sentence(caught.value)


def test_a_name_that_turns_private_between_look_up_and_connection_is_refused(
    forge: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS may be told to answer otherwise the second time; nothing is sent then."""
    real = socket.getaddrinfo
    answers = [("8.8.8.8", 443), ("127.0.0.1", forge.port)]

    def look_up(host: str, port: int, *args: Any, **options: Any) -> Any:
        if host != "git.example":
            return real(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", answers.pop(0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(SourceError) as caught:
        session("https://git.example", private=False).get("https://git.example/x", headers=HEADERS)
    assert "network.allow_private" in one_sentence(caught.value)
    assert answers == []
    assert forge.requests == []


def test_requests_at_once_are_limited_per_host(forge: Echo) -> None:
    """Sources of one host share its patience, however many sync at the same time."""
    at_work: list[int] = []
    most: list[int] = []

    def count(request: Request, due: Reply) -> Reply:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.05)
        at_work.pop()
        return due

    forge.add_fault(Fault(count, times=99))
    sync = {"requests_at_once": 2}
    sessions = [session(forge.origin, sync=sync) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(lambda guarded: guarded.get(forge.origin + "/x").ok, sessions)
        assert all(answers)
    assert max(most) == 2


def test_as_many_at_once_as_may_be_are_no_news(
    forge: Echo, caplog: pytest.LogCaptureFixture
) -> None:
    """Threads of one session, each with its connection: nothing stands on stderr about it."""
    together = threading.Barrier(16, timeout=5)

    def answer(request: Request, due: Reply) -> Reply:
        together.wait()
        return due

    forge.add_fault(Fault(answer, times=16))
    guarded = session(forge.origin, sync={"requests_at_once": 16})
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(lambda _: guarded.get(forge.origin + "/x").ok, range(16)))
    assert [record.getMessage() for record in caplog.records] == []


def test_no_cookie_is_kept(forge: Echo) -> None:
    """Threads share a session, and a jar that one fills while another reads it may break."""
    forge.add_fault(answering(Reply(200, {}, {"Set-Cookie": "place=7; Path=/"})))
    guarded = session(forge.origin)
    for _ in range(2):
        assert guarded.get(forge.origin + "/x").ok
    assert not guarded.cookies
    assert "cookie" not in forge.requests[1].headers


def test_plain_http_needs_a_word_in_the_configuration() -> None:
    """It sends the token in the clear; the sentence names the key."""
    with pytest.raises(ConfigError) as caught:
        session("http://git.example", private=False)
    assert "network.allow_private" in one_sentence(caught.value)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(None), id="reset"),
        pytest.param(Fault(cut=0.5), id="truncated"),
        pytest.param(Fault(lambda request, due: Reply(500, {})), id="500"),
        pytest.param(Fault(lambda request, due: Reply(502, b"<html>")), id="502"),
        pytest.param(Fault(lambda request, due: Reply(429, {}, {"Retry-After": "0"})), id="429"),
        pytest.param(
            Fault(lambda request, due: Reply(403, {"message": "x"}, {"Retry-After": "0"})),
            id="secondary-limit",
        ),
        pytest.param(
            Fault(
                lambda request, due: Reply(
                    200,
                    {"errors": [{"type": "RATE_LIMITED"}]},
                    {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"},
                )
            ),
            id="graphql-limit",
        ),
    ],
)
@pytest.mark.parametrize(("failures", "passes"), [(1, True), (3, True), (4, False)])
def test_passing_failures_are_repeated_three_times(
    forge: Echo, monkeypatch: pytest.MonkeyPatch, fault: Fault, failures: int, passes: bool
) -> None:
    """The fourth failure in a row is final; every attempt counts as a request."""
    monkeypatch.setattr(pauses, "rest", lambda ended, seconds: False)
    forge.add_fault(replace(fault, times=failures))
    guarded = session(forge.origin)

    def ask() -> int:
        return guarded.post(forge.origin + "/graphql", json=QUERY).status_code

    if passes:
        assert ask() == 200
        assert guarded.request_count == len(forge.requests) == failures + 1
    else:
        try:
            assert ask() in {500, 502}
        except SourceError as error:
            one_sentence(error)
        assert guarded.request_count == len(forge.requests) == 4


def test_an_error_of_the_forge_is_no_wait(forge: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no wait is allowed, a server's own error is still told as what it is."""
    monkeypatch.setattr(pauses, "rest", lambda ended, seconds: False)
    forge.add_fault(Fault(lambda request, due: Reply(500, {}), times=9))
    guarded = session(forge.origin, sync={"wait_at_most_minutes": 0})
    assert guarded.get(forge.origin + "/x").status_code == 500


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_other_refusals_are_not_repeated(forge: Echo, status: int) -> None:
    """Asking again would not help; the client turns them into words."""
    forge.add_fault(Fault(lambda request, due: Reply(status, {"message": "no"}), times=9))
    guarded = session(forge.origin)
    assert guarded.get(forge.origin + "/x").status_code == status
    assert guarded.request_count == 1


def _http_date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        pytest.param(429, {}, {"Retry-After": "7200"}, id="retry-after"),
        pytest.param(429, {}, {"Retry-After": _http_date(7200)}, id="retry-after-date"),
        pytest.param(503, {}, {"Retry-After": "7200"}, id="maintenance"),
        pytest.param(
            403, {"message": "API rate limit exceeded for user"},
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 7200)},
            id="primary",
        ),
        pytest.param(
            200, {"errors": [{"type": "RATE_LIMITED"}]},
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 7200)},
            id="graphql",
        ),
        pytest.param(
            429, {},
            {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(time.time()) + 7200)},
            id="gitlab",
        ),
    ],
)  # fmt: skip
def test_a_wait_beyond_the_limit_is_refused_at_once(
    forge: Echo, status: int, body: Any, headers: dict[str, str]
) -> None:
    """The sentence and ``reset_at`` say until when; nobody sleeps."""
    forge.add_fault(Fault(lambda request, due: Reply(status, body, headers)))
    begun = time.monotonic()
    with pytest.raises(RateLimitError) as caught:
        session(forge.origin, sync={"wait_at_most_minutes": 30}).get(forge.origin + "/x")
    assert time.monotonic() - begun < 5
    assert "sync.wait_at_most_minutes" in one_sentence(caught.value)
    assert caught.value.reset_at is not None
    left = caught.value.reset_at - datetime.now(UTC)
    assert timedelta(minutes=90) < left < timedelta(minutes=121)  # collected some time before


def test_waits_for_one_request_add_up(forge: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three waits of a minute do not fit into two."""
    slept = watched(monkeypatch)
    forge.add_fault(Fault(lambda request, due: Reply(429, {}, {"Retry-After": "60"}), times=9))
    with pytest.raises(RateLimitError, match="longer in all than we may"):
        session(forge.origin, sync={"wait_at_most_minutes": 2}).get(forge.origin + "/x")
    assert slept == [60.0, 60.0]


def test_a_short_wait_that_is_asked_for_every_time_is_not_called_long(
    forge: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is given up then is asking; more minutes in the configuration would not help."""
    slept = watched(monkeypatch)
    forge.add_fault(Fault(lambda request, due: Reply(429, {}, {"Retry-After": "5"}), times=9))
    with pytest.raises(RateLimitError) as caught:
        session(forge.origin).get(forge.origin + "/x")
    assert (slept, len(forge.requests)) == ([5, 5, 5], 4)
    sentence = one_sentence(caught.value)
    assert "as often as we ask again" in sentence
    assert "longer" not in sentence
    assert "wait_at_most" not in sentence
    assert caught.value.reset_at is not None


def test_a_secondary_limit_without_a_time_waits_a_minute_then_more(
    forge: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As GitHub asks for."""
    slept = watched(monkeypatch)
    body = {"message": "You have exceeded a secondary rate limit"}
    forge.add_fault(Fault(lambda request, due: Reply(403, body), times=2))
    assert session(forge.origin).get(forge.origin + "/x").ok
    assert slept == [60.0, 120.0]


def test_an_answer_in_gzip_is_read_and_capped(forge: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cap holds for what it unpacks to."""
    packed = gzip.compress(b'{"a": "' + b"x" * 100_000 + b'"}')
    reply = Reply(200, packed, {"Content-Encoding": "gzip"})
    forge.add_fault(Fault(lambda request, due: reply, times=2))
    guarded = session(forge.origin)
    assert len(guarded.get(forge.origin + "/x").json()["a"]) == 100_000
    monkeypatch.setattr(answers, "BODY_BYTES", 50_000)
    with pytest.raises(SourceError) as caught:
        guarded.get(forge.origin + "/x")
    assert "too large" in one_sentence(caught.value)


def test_an_answer_that_drips_is_given_up(forge: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then never trips the timeout; the whole answer has one, too."""
    monkeypatch.setattr(answers, "BODY_SECONDS", 0.3)
    forge.add_fault(Fault(drip_seconds=0.05))
    with pytest.raises(SourceError) as caught:
        session(forge.origin).get(forge.origin + "/x")
    assert "too slow" in one_sentence(caught.value)


def test_a_forge_that_does_not_answer_is_given_up(
    forge: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the timeout, three times more."""
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.2)
    forge.add_fault(Fault(delay_seconds=1, times=9))
    with pytest.raises(SourceError) as caught:
        session(forge.origin).get(forge.origin + "/x")
    assert "did not answer in time" in one_sentence(caught.value)
    assert len(forge.requests) == 4


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(200, b"<html>Sign in</html>"), id="html"),
        pytest.param(Reply(200, b'{"a": '), id="half-json"),
        pytest.param(Reply(200, b"\xff\xfe\x00"), id="bytes"),
        pytest.param(Reply(202, {}), id="not-ready"),
        pytest.param(Reply(200, b"[" * 100_000), id="bottomless"),
    ],
)
def test_what_is_not_json_is_said(forge: Echo, reply: Reply) -> None:
    """A proxy's sign-in page is no answer, also when asked again."""
    forge.add_fault(Fault(lambda request, due: reply, times=4))
    with pytest.raises(SourceError) as caught:
        session(forge.origin).get(forge.origin + "/x")
    assert "not the JSON" in one_sentence(caught.value)


def test_an_unknown_host_and_a_closed_port_are_told_apart(forge: Echo) -> None:
    """Both name the source and the way out."""
    with pytest.raises(SourceError) as caught:
        session("http://no-such-host.invalid").get("http://no-such-host.invalid/x")
    assert "no-such-host.invalid is not known" in one_sentence(caught.value)
    with Echo() as gone:
        address = gone.origin
    with pytest.raises(SourceError) as caught:
        session(address).get(address + "/x")
    assert "refuses connections" in one_sentence(caught.value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key."""
    return self_signed(tmp_path_factory.mktemp("tls"))


def test_a_certificate_must_be_trusted(certificate: Path) -> None:
    """An own authority is named in ``network.ca_file``; the token goes nowhere before."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Echo(tls=context) as forge:
        with pytest.raises(SourceError) as caught:
            session(forge.origin).get(forge.origin + "/x", headers=HEADERS)
        assert "network.ca_file" in one_sentence(caught.value)
        assert forge.requests == []
        trusting = session(forge.origin, network={"ca_file": str(certificate)})
        assert trusting.get(forge.origin + "/x", headers=HEADERS).ok


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_that_cannot_be_used_is_named(tmp_path: Path, content: str | None) -> None:
    """Missing or no certificate: a mistake of the configuration."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=r"network\.ca_file: .*ca\.pem"):
        session("https://git.example", network={"ca_file": str(path)})


def test_a_proxy_is_used_and_spared(forge: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY takes the request, by a name that only the proxy knows; NO_PROXY goes past it."""
    monkeypatch.setenv("HTTP_PROXY", forge.origin)
    inside = "http://forge.inside.example"
    assert session(inside).get(inside + "/x", headers=HEADERS).ok
    assert forge.requests[0].headers["host"] == "forge.inside.example"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Echo() as direct:
        assert session(direct.origin).get(direct.origin + "/x").ok
        assert len(direct.requests) == 1
    assert len(forge.requests) == 1


def test_a_proxy_that_refuses_is_said(forge: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tunnel to an https forge that the proxy does not open; the token stays here."""
    monkeypatch.setenv("HTTPS_PROXY", forge.origin.replace("://", f"://user:{CANARY}@"))
    with pytest.raises(SourceError) as caught:
        session("https://git.example", private=False).get("https://git.example/", headers=HEADERS)
    assert "HTTPS_PROXY" in one_sentence(caught.value)
