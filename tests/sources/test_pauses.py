"""Every pause is seen, can be ended, and holds for all that one host counts together."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from requests import Response

from programme.errors import RateLimitError, SourceError
from sources import gates, pauses
from sources.pauses import Pause, Pauses
from tests.forges.server import Fault, Forge, Reply, Request
from tests.sources.test_transport import Echo, session, watched


def limit(seconds: int = 90) -> Fault:
    """The forge asks to wait, once."""
    return Fault(lambda request, due: Reply(429, {}, {"Retry-After": str(seconds)}))


@pytest.fixture
def forge() -> Iterator[Forge]:
    """A server that says yes."""
    with Echo() as forge:
        yield forge


def test_a_pause_is_told_as_it_begins_and_seen_while_it_lasts(
    forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its source, its reason and its length."""
    told: list[Pause] = []
    seen: list[tuple[Pause, ...]] = []
    waiting = Pauses(told.append)
    monkeypatch.setattr(pauses, "rest", lambda ended, seconds: seen.append(waiting.under_way))
    forge.add_fault(limit())
    with pauses.using(waiting):
        assert session(forge.origin).get(forge.origin + "/x").ok
    assert seen == [tuple(told)]
    assert waiting.under_way == ()
    source = f"127.0.0.1:{forge.port}/o/r"
    assert str(told[0]) == f"{source} waits for the rate limit to end, 1 min 30 s"


@pytest.mark.parametrize("before", [True, False], ids=["stopped-before", "stopped-meanwhile"])
def test_a_stopped_sync_waits_for_nobody(forge: Forge, before: bool) -> None:
    """Its pauses end at once, in whichever thread; the source fails in one sentence."""
    waiting = Pauses(lambda pause: None if before else threading.Timer(0.05, waiting.stop).start())
    if before:
        waiting.stop()
    forge.add_fault(limit())
    with pauses.using(waiting), pytest.raises(SourceError, match=r"o/r was not waited for .*\.$"):
        session(forge.origin).get(forge.origin + "/x")
    assert len(forge.requests) == 1


APP = {"token_env": None, "app_id": 7, "private_key_env": "KEY"}
IN_A_FILE = {"token_env": None, "token_file": "/run/a/token"}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({}, {}, True),
        ({}, {"token_env": "OTHER_TOKEN"}, False),
        (IN_A_FILE, IN_A_FILE, True),
        (IN_A_FILE, IN_A_FILE | {"token_file": "/run/b/token"}, False),
        ({"token_env": "token"}, IN_A_FILE, False),
        (APP | {"installation_id": 8}, APP | {"installation_id": 8}, True),
        (APP | {"installation_id": 8}, APP | {"installation_id": 9}, False),
    ],
    ids=[
        "one variable",
        "two variables",
        "one file",
        "files of one name in two folders",
        "a variable and a file of one name",
        "one installation of an App",
        "two installations of an App",
    ],
)
def test_a_limit_holds_for_every_source_with_the_token(
    forge: Forge, first: dict[str, Any], second: dict[str, Any], same: bool
) -> None:
    """A forge counts by it; who goes on asking may be banned, and others need not wait."""
    forge.add_fault(limit(7200))
    one, other = session(forge.origin), session(forge.origin)
    one.guard.source = one.guard.source.model_copy(update=first)
    other.guard.source = other.guard.source.model_copy(update=second)
    with pytest.raises(RateLimitError):
        one.get(forge.origin + "/x")
    if same:
        with pytest.raises(RateLimitError, match="asks us to wait until"):
            other.get(forge.origin + "/x")
        assert len(forge.requests) == 1
    else:
        assert other.get(forge.origin + "/x").ok


def test_whoever_waited_opens_the_gate(forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock of ours that stands still must not make the next request wait again."""
    slept = watched(monkeypatch)
    forge.add_fault(limit())
    guarded = session(forge.origin)
    assert guarded.get(forge.origin + "/x").ok
    assert guarded.get(forge.origin + "/x").ok
    assert slept == [90]


def test_no_host_closes_its_gate_for_ever() -> None:
    """Whatever it says, it is asked again after a day; a shorter limit shortens nothing."""
    gate = gates.gate_of(("https", "git.example", 443), 4)
    gate.close("TOKEN", float("inf"), "the rate limit to end")
    gate.close("TOKEN", 1.0, "its maintenance to end")
    closing = gate.closing("TOKEN")
    assert closing is not None
    assert round(closing.until - time.monotonic()) == 24 * 3600
    assert closing.reason == "the rate limit to end"


def test_a_gate_that_closed_anew_meanwhile_stays_closed() -> None:
    """Whoever waited for its first closing does not open it before the second has ended."""
    gate = gates.gate_of(("https", "git.example", 443), 4)
    gate.close("TOKEN", 60, "the rate limit to end")
    first = gate.closing("TOKEN")
    gate.close("TOKEN", 90, "the rate limit to end")
    assert first is not None
    gate.open("TOKEN", first)
    second = gate.closing("TOKEN")
    assert second is not None
    gate.open("TOKEN", second)
    assert gate.closing("TOKEN") is None


def test_nobody_who_stood_in_line_asks_once_the_host_wants_a_pause(
    forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of six that one place is left to in turn, the first meets the limit and five wait for it."""
    waiting, over = Pauses(), threading.Event()
    monkeypatch.setattr(pauses, "rest", lambda ended, seconds: not over.wait(5))
    forge.add_fault(replace(limit(), delay_seconds=0.2))
    with pauses.using(waiting), ThreadPoolExecutor(6) as pool:
        sessions = [session(forge.origin, sync={"requests_at_once": 1}) for _ in range(6)]
        answers = [pool.submit(guarded.get, forge.origin + "/x") for guarded in sessions]
        while len(waiting.under_way) < 6 and not any(answer.done() for answer in answers):
            time.sleep(0.01)
        asked = len(forge.requests)
        over.set()
        assert all(answer.result(timeout=5).ok for answer in answers)
    assert asked == 1
    assert len(forge.requests) == 7


def test_an_answer_of_its_own_redirect_keeps_a_query_a_query(forge: Forge) -> None:
    """307 and 308 send the same method and body on, within the host."""

    def moved(request: Request, due: Reply) -> Reply:
        return Reply(308, None, {"Location": "/api/graphql"})

    forge.add_fault(Fault(moved))
    body = {"query": "query A { a }", "variables": {}}
    assert session(forge.origin).post(forge.origin + "/graphql", json=body).ok
    assert [(entry.method, entry.json) for entry in forge.requests] == [("POST", body)] * 2


def test_an_interrupted_sync_ends_its_pauses(forge: Forge) -> None:
    """Whoever presses Ctrl-C waits for no forge, in whichever thread the pause is."""
    waiting = Pauses()
    forge.add_fault(limit())

    def interrupt(pool: ThreadPoolExecutor) -> "Future[Response]":
        with suppress(KeyboardInterrupt), pauses.using(waiting):
            guarded = session(forge.origin)
            answer = pool.submit(guarded.get, forge.origin + "/x")
            while not waiting.under_way:
                time.sleep(0.01)
            raise KeyboardInterrupt
        return answer

    with ThreadPoolExecutor(1) as pool:
        answer = interrupt(pool)
        with pytest.raises(SourceError, match="not waited for"):
            answer.result(timeout=5)
