"""``waymark.py send`` and ``due``: the report goes to whoever is named, once."""

from pathlib import Path

import pytest

import waymark
from tests.conftest import Command
from tests.frozen_programme import copied
from tests.recordings import write_config, write_recording
from tests.reports.receivers import Webhook

SEND = '[report.send]\nchat_env = ["WAYMARK_TEST_CHAT"]\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a synced programme whose last whole week is frozen, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    path = write_config(folder / "config.toml", write_recording(folder / "app"), more=SEND)
    for command in ("sync", "snapshot"):
        assert waymark.main([command, "--config", str(path)]) == 0
    return folder


@pytest.fixture
def config(made: Path, tmp_path: Path) -> Path:
    """Its configuration, with a store of its own."""
    return copied(made, tmp_path)


def test_a_variable_that_is_not_set(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a mistake of the configuration, told in one sentence."""
    monkeypatch.delenv("WAYMARK_TEST_CHAT", raising=False)
    code, printed, err = run("send", "--config", config)
    assert (code, printed) == (2, "")
    assert err.startswith("The environment variable WAYMARK_TEST_CHAT is not set")
    assert err.count("\n") == 1


def test_a_week_is_sent_once(run: Command, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live figures are another thing to send."""
    with Webhook() as chat:
        monkeypatch.setenv("WAYMARK_TEST_CHAT", f"json://127.0.0.1:{chat.port}/")
        assert run("send", "--config", config)[:2] == (0, "WAYMARK_TEST_CHAT: sent\n")
        assert run("send", "--config", config)[:2] == (0, "WAYMARK_TEST_CHAT: sent earlier\n")
        assert run("send", "--week", "live", "--config", config)[0] == 0
    titles = [request.json["title"] for request in chat.requests]
    assert len(titles) == 2
    assert "Figures as at" in titles[1]


def test_what_is_due_is_sent_once(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report, and an alert of the date that has been seen to move since its week."""
    with Webhook() as chat:
        monkeypatch.setenv("WAYMARK_TEST_CHAT", f"json://127.0.0.1:{chat.port}/")
        for _ in range(2):
            assert run("due", "--config", config)[0] == 0
    titles = [request.json["title"] for request in chat.requests]
    assert titles[0].startswith("Test: Not rated. Week ")
    assert titles[1:] == ["Test: ‘Pay online’ from 25 January 2026 to 4 February 2026"]


def test_nobody_is_named(run: Command, config: Path) -> None:
    """That is said, and nothing is wrong."""
    config.write_text(config.read_text(encoding="utf-8").replace(SEND, ""), encoding="utf-8")
    code, printed, err = run("send", "--config", config)
    assert (code, printed) == (0, "")
    assert err.endswith("Nobody is named in [report.send] of the configuration.\n")
