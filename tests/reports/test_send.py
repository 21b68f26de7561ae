"""Sending: to real servers on loopback, again where they fail, and each thing once."""

import logging
import ssl
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apprise.plugins.slack import NotifySlack

from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings
from reports.alerts import Alert
from reports.deliver import WAITS, Outcome, Sender, Sendings
from reports.send import send_alerts, send_week
from snapshots.edition import Edition
from store import Store, open_store
from tests.builders import at
from tests.certificates import self_signed
from tests.metrics.frames import make_settings
from tests.reports.editions import make_week
from tests.reports.receivers import Post, Webhook, post

CANARY = "hunter2-canary"
PACK = {"report-2026-W47.html": b"<p>Report", "report-2026-W47.pptx": b"\0\1\2", "dates.ics": b"x"}


@pytest.fixture
def mail() -> Iterator[Post]:
    """A mail server."""
    with post() as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Webhook]:
    """A webhook."""
    with Webhook() as made:
        yield made


@pytest.fixture(scope="module")
def week() -> Edition:
    """A week that was frozen."""
    return make_week()


def configured(**send: Any) -> Settings:
    """Make settings with ``[report.send]``; mail is sent to MAIL and CHAT unless said otherwise."""
    return make_settings(report={"send": {"mail_env": ["MAIL"], "chat_env": ["CHAT"], **send}})


def sender(kept: Sendings, waits: list[float] | None = None) -> Sender:
    """Make a sender that does not wait; *waits* takes for how long it should have."""
    wait = (waits if waits is not None else []).append
    return Sender(kept, "Social care online", lambda: at(0), wait)


def send(
    kept: Sendings,
    edition: Edition,
    environ: Mapping[str, str],
    waits: list[float] | None = None,
    **sending: Any,
) -> list[Outcome]:
    """Send a week by mail to each variable that begins with MAIL, and by chat to the others."""
    to = {
        kind: [name for name in environ if name.startswith(start)]
        for kind, start in (("mail_env", "MAIL"), ("chat_env", "CHAT"))
    }
    chosen = configured(**{**to, **sending})
    return send_week(chosen, sender(kept, waits), edition, lambda: PACK, environ=environ)


def test_the_report_by_mail_and_a_line_in_a_chat(
    mail: Post, hook: Webhook, store: Store, week: Edition
) -> None:
    """Mail has the words as text and as HTML, and the pack; a chat has the position and a link."""
    environ = {
        "MAIL": mail.address("sro@example.org"),
        "CHAT": f"json://127.0.0.1:{hook.port}/hook",
    }
    found = send(store, week, environ, address="https://waymark.example.org")

    assert found == [Outcome("MAIL", "sent", 1), Outcome("CHAT", "sent", 1)]
    ((to, made),) = mail.taken
    assert (to, made["subject"], made["from"]) == (
        "sro@example.org",
        "Adult social care online: Red. Week 47, 16 to 22 November 2026",
        "waymark@example.org",
    )
    plain, html = (made.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    for words in ("■ Red", "Decisions we need from you", "https://waymark.example.org"):
        assert words in plain.get_content()
        assert words in html.get_content()
    assert "<h2>Where we are</h2>" in html.get_content()
    attached = {
        part.get_filename(): part.get_payload(decode=True) for part in made.iter_attachments()
    }
    assert attached == PACK
    (posted,) = hook.requests
    assert posted.json["title"] == made["subject"]
    assert posted.json["message"].endswith("All figures: https://waymark.example.org")
    assert "Decisions" not in posted.json["message"]
    assert posted.json["attachments"] == []


def test_three_failures_then_success_sends_once(
    mail: Post, hook: Webhook, store: Store, week: Edition
) -> None:
    """Whoever fails is tried again a little later each time, and nobody else."""
    mail.refusals = 3
    environ = {"MAIL": mail.address("sro@example.org"), "CHAT": f"json://127.0.0.1:{hook.port}/"}
    waits: list[float] = []

    assert send(store, week, environ, waits) == [
        Outcome("CHAT", "sent", 1),
        Outcome("MAIL", "sent", 4),
    ]
    assert waits == list(WAITS)
    assert (len(mail.taken), len(hook.requests)) == (1, 1)
    assert [(one.target, one.state, one.attempts) for one in _kept(store)] == [
        ("MAIL", "sent", 4),
        ("CHAT", "sent", 1),
    ]


def _kept(store: Store, what: str = "report 2026-W47") -> Any:
    return store.sendings("Social care online", what)


def test_nothing_is_sent_again(mail: Post, store: Store, week: Edition, tmp_path: Path) -> None:
    """Not by the same process and not after a restart; a corrected week is sent anew."""
    environ = {"MAIL": mail.address("sro@example.org")}
    send(store, week, environ)
    assert send(store, week, environ) == [Outcome("MAIL", "before")]
    again = open_store(f"sqlite:///{tmp_path}/waymark.db")
    assert send(again, week, environ) == [Outcome("MAIL", "before")]
    again.close()
    corrected = make_week({"revision": 1, "revised_reason": "x", "revised_by_role": "SRO"})
    assert send(store, corrected, environ) == [Outcome("MAIL", "sent", 1)]
    assert len(mail.taken) == 2


def test_two_at_once_send_once(mail: Post, hook: Webhook, week: Edition, tmp_path: Path) -> None:
    """As many processes as like may send the same week at the same moment."""
    environ = {"MAIL": mail.address("a@example.org", "b@example.org"),
               "CHAT": f"json://127.0.0.1:{hook.port}/"}  # fmt: skip
    stores = [open_store(f"sqlite:///{tmp_path}/waymark.db") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: send(one, week, environ), stores))
    for one in stores:
        one.close()

    assert sorted(to for to, _ in mail.taken) == ["a@example.org", "b@example.org"]
    assert len(hook.requests) == 1
    states = [outcome.state for outcomes in found for outcome in outcomes]
    assert (states.count("sent"), states.count("before")) == (3, 9)


def test_a_wrong_address_holds_up_no_other(mail: Post, store: Store, week: Edition) -> None:
    """After so many tries it has failed; a later call tries it again, and it alone."""
    mail.unknown = {"gone@example.org"}
    environ = {"MAIL": mail.address("sro@example.org", "gone@example.org")}
    waits: list[float] = []

    assert send(store, week, environ, waits) == [
        Outcome("MAIL 1", "sent", 1),
        Outcome("MAIL 2", "failed", 4, "It was not taken in 4 tries; see docs/report.md."),
    ]
    assert waits == list(WAITS)
    mail.unknown = set()
    assert send(store, week, environ) == [
        Outcome("MAIL 1", "before"),
        Outcome("MAIL 2", "sent", 1),
    ]
    assert [to for to, _ in mail.taken] == ["sro@example.org", "gone@example.org"]


@pytest.mark.parametrize("fails", [True, False], ids=["refused", "taken"])
def test_no_secret_is_told(
    fails: bool,
    mail: Post,
    hook: Webhook,
    week: Edition,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """No password, key, person or host of an address stands in a log, an error or the store."""
    caplog.set_level(logging.CRITICAL, logger="mail.log")  # the mail server's own
    caplog.set_level(logging.DEBUG)
    hook.refuse(4 if fails else 0)
    mail.refusals = 4 if fails else 0
    environ = {
        "MAIL": mail.address(f"{CANARY}@example.org"),
        "MAIL_2": f"mailto://ann:{CANARY}@127.0.0.1:1/?from=a@example.org&to=b@example.org",
        "CHAT": f"json://ann:{CANARY}@127.0.0.1:{hook.port}/{CANARY}?+X-Key={CANARY}",
        "CHAT_2": f"workflows://127.0.0.1:1/{CANARY}/{CANARY}",
    }
    store = open_store(f"sqlite:///{tmp_path}/waymark.db")
    found = send(store, week, environ)
    store.close()

    states = {one.target: one.state for one in found}
    state = "failed" if fails else "sent"
    assert states == {"MAIL": state, "MAIL_2": "failed", "CHAT": state, "CHAT_2": "failed"}
    captured = capfd.readouterr()
    said = f"{caplog.text}{captured.out}{captured.err}{found!r}"
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (CANARY, "example.org", "127.0.0.1"):
        assert secret not in said
        assert secret.encode() not in written


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"MAIL": "json://127.0.0.1:{port}/"}, "The environment variable CHAT is not set"),
        ({"MAIL": " ", "CHAT": "json://127.0.0.1:{port}/"}, "variable MAIL is not set"),
        ({"MAIL": CANARY, "CHAT": "json://127.0.0.1:{port}/"}, "MAIL holds no address"),
        ({"MAIL": f"foo://{CANARY}", "CHAT": "json://127.0.0.1:{port}/"}, "MAIL holds no address"),
    ],
)
def test_mistakes_are_told_before_anything_is_sent(
    environ: dict[str, str],
    said: str,
    hook: Webhook,
    store: Store,
    week: Edition,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One sentence names the variable and not what it holds; nobody was sent anything."""
    caplog.set_level(logging.DEBUG)
    filled = {name: value.format(port=hook.port) for name, value in environ.items()}
    with pytest.raises(ConfigError, match=said) as caught:
        send(store, week, filled, mail_env=["MAIL"], chat_env=["CHAT"])
    assert CANARY not in f"{caught.value}{caplog.text}"
    assert hook.requests == []
    assert _kept(store) == []


def test_nobody_is_configured(store: Store, week: Edition) -> None:
    """Nothing is sent, and nothing is wrong."""
    assert send(store, week, {}) == []


class Broken:
    """A log that cannot be written."""

    def begin_sending(self, *_: object) -> int:
        """Fail as a store does."""
        raise WaymarkError("The store waymark.db cannot be written; the disk is full.")

    def end_sending(self, *_: object, **__: object) -> None:
        """Fail as a store does."""
        raise WaymarkError("The store waymark.db cannot be written; the disk is full.")


def test_without_a_log_nothing_is_sent(hook: Webhook, week: Edition) -> None:
    """It might be sent again and again; the freeze goes on all the same."""
    environ = {"CHAT": f"json://127.0.0.1:{hook.port}/"}
    (found,) = send(Broken(), week, environ)
    assert (found.state, found.attempts) == ("failed", 0)
    assert "disk is full" in found.message
    assert hook.requests == []


def test_broken_off(mail: Post, store: Store, week: Edition) -> None:
    """Whoever stops the command while it waits can send the rest at once."""
    mail.refusals = 1
    environ = {"MAIL": mail.address("sro@example.org")}

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    stopped = replace(sender(store), wait=stop)
    with pytest.raises(KeyboardInterrupt):
        send_week(configured(chat_env=[]), stopped, week, lambda: PACK, environ=environ)
    assert [one.state for one in _kept(store)] == ["failed"]
    assert send(store, week, environ) == [Outcome("MAIL", "sent", 1)]


def test_the_pack_is_made_for_whoever_needs_it(
    mail: Post, hook: Webhook, store: Store, week: Edition
) -> None:
    """It takes long: once for all mails, and not at all where none is left to send."""
    chats = {"CHAT": f"json://127.0.0.1:{hook.port}/"}
    environ = {"MAIL": mail.address("a@example.org", "b@example.org"), **chats}
    made = []

    def pack() -> dict[str, bytes]:
        made.append(1)
        return PACK

    for _ in range(3):
        send_week(configured(), sender(store), week, pack, environ=environ)
    send_week(configured(mail_env=[]), sender(store), make_week(), pack, environ=chats)
    assert len(made) == 1


def test_a_pack_that_cannot_be_made(mail: Post, store: Store, week: Edition) -> None:
    """It can be sent as soon as it can be made."""
    environ = {"MAIL": mail.address("sro@example.org")}

    def pack() -> dict[str, bytes]:
        raise WaymarkError("No room.")

    with pytest.raises(WaymarkError, match="No room"):
        send_week(configured(chat_env=[]), sender(store), week, pack, environ=environ)
    assert send(store, week, environ) == [Outcome("MAIL", "sent", 1)]


HOSTILE = "[Pay](https://evil.example) <!channel> <b>bold</b> & *co*"


def hostile() -> Edition:
    """A week whose forge wrote what chats and mail would obey."""
    reason = f"‘{HOSTILE}’ is late"
    return make_week({"rating_reason": reason, "programme": "Care & <b>co</b>"})


def test_hostile_words_in_mail(mail: Post, store: Store) -> None:
    """They are read as they were written."""
    send(store, hostile(), {"MAIL": mail.address("sro@example.org")})
    ((_, made),) = mail.taken
    plain, html = (made.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert HOSTILE in plain.get_content()
    assert "[Pay](https://evil.example) &lt;!channel&gt; &lt;b&gt;" in html.get_content()
    assert made["subject"].startswith("Care & <b>co</b>: Red.")


def test_teams(store: Store, tmp_path: Path) -> None:
    """A flow of Teams is given one card, by https, in which nothing is Markdown."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with Webhook(tls=context) as flow:
        environ = {"CHAT": f"workflows://127.0.0.1:{flow.port}/flow/key?verify=no"}
        assert send(store, hostile(), environ) == [Outcome("CHAT", "sent", 1)]
    (request,) = flow.requests
    assert request.path == "/workflows/flow/triggers/manual/paths/invoke"
    assert request.query["sig"] == "key"
    assert "github" not in request.body.decode()
    (card,) = request.json["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    texts = " ".join(str(part.get("text")) for part in card["content"]["body"])
    assert "\\[Pay\\]\\(" in texts
    assert "Week 47, 16 to 22 November 2026" in texts.replace("\\", "")


def test_slack(hook: Webhook, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An incoming webhook of Slack is given text in which nobody is called."""
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{hook.origin}/services")
    environ = {"CHAT": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"}
    assert send(store, hostile(), environ) == [Outcome("CHAT", "sent", 1)]
    (request,) = hook.requests
    assert request.path == "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    assert "github" not in request.body.decode()
    assert "&lt;!channel&gt;" in request.body.decode()
    assert "<!channel>" not in request.body.decode()


def alert(number: int) -> Alert:
    """Make something to be told at once."""
    return Alert(
        f"target | {number}", f"‘Step {number}’ moved", f"Step {number} moved 3 days later."
    )


def tell(store: Store, told: list[Alert], environ: Mapping[str, str], **sending: Any) -> Any:
    """Send alerts to whoever *environ* names as chats."""
    chosen = configured(mail_env=[], chat_env=list(environ), **sending)
    return send_alerts(chosen, sender(store), told, environ=environ)


def test_an_alert_is_told_once(hook: Webhook, store: Store) -> None:
    """Asked again and again, each target is told of what is new, all of it in one message."""
    environ = {"CHAT": f"json://127.0.0.1:{hook.port}/"}
    told = alert(1), alert(2), alert(3)

    assert tell(store, [told[0]], environ) == [Outcome("CHAT", "sent", 1)]
    assert tell(store, [told[0]], environ) == [Outcome("CHAT", "before")]
    assert tell(store, list(told), environ) == [Outcome("CHAT", "sent", 1)]
    assert tell(store, list(told), environ) == [Outcome("CHAT", "before")]
    assert [(one.json["title"], one.json["message"]) for one in hook.requests] == [
        ("Social care online: ‘Step 1’ moved", "Step 1 moved 3 days later."),
        (
            "Social care online: 2 things to know",
            "Step 2 moved 3 days later.\nStep 3 moved 3 days later.",
        ),
    ]


def test_alerts_that_nobody_wants(hook: Webhook, store: Store) -> None:
    """They can be turned off, and where there is none nothing is sent."""
    environ = {"CHAT": f"json://127.0.0.1:{hook.port}/"}
    assert tell(store, [alert(1)], environ, alerts=False) == []
    assert tell(store, [], environ) == []
    assert hook.requests == []
