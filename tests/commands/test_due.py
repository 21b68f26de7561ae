"""``waymark.py due``: what a timer runs after each sync, as often as it likes."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.frozen_programme import WEEK, copied
from tests.reports.receivers import post

MAIL = "WAYMARK_TEST_MAIL"
SEND = f'[report.send]\nmail_env = ["{MAIL}"]\nalerts = false\n'


@pytest.fixture
def config(frozen_programme: Path, tmp_path: Path) -> Path:
    """The configuration of a synced programme of which nothing is frozen yet."""
    return copied(frozen_programme, tmp_path, "synced.db")


@pytest.fixture
def sending(frozen_programme: Path, tmp_path: Path) -> Path:
    """The configuration of one that sends its reports by mail."""
    return copied(frozen_programme, tmp_path, "synced.db", SEND)


def test_the_week_is_frozen_once(run: Command, config: Path) -> None:
    """The second time there is nothing to do, and nothing is said."""
    assert run("due", "--config", config) == (0, f"froze {WEEK}\n", "")
    assert run("due", "--config", config) == (0, "", "")
    assert "verified one frozen snapshot;" in run("verify", "--config", config)[1]


def test_a_week_that_another_process_freezes_meanwhile(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left to that one; the rest is still done, and nothing has failed."""
    run("due", "--config", config)
    monkeypatch.setattr("snapshots.freeze.due", lambda *_: WEEK)
    assert run("due", "--config", config) == (0, "", "")


def test_the_past_is_rebuilt_once(run: Command, config: Path) -> None:
    """Before the first week is recorded, so that it has something to be compared with."""
    text = config.read_text().replace("rebuild_weeks = 0", "rebuild_weeks = 2")
    config.write_text(text)
    found = run("due", "--config", config)
    assert found == (0, f"rebuilt 2 past weeks\nfroze {WEEK}\n", "")
    assert run("due", "--config", config) == (0, "", "")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("[report]", '[report]\nday = "Wednesday"'),
        ("2026-02-09T09:00:00Z", "2026-01-06T09:00:00Z"),
    ],
    ids=["its day has not come", "no week is whole"],
)
def test_before_its_day_nothing_is_due(run: Command, config: Path, was: str, becomes: str) -> None:
    """Nothing is done, nothing is said."""
    config.write_text(config.read_text().replace(was, becomes))
    assert run("due", "--config", config) == (0, "", "")


def test_before_the_first_sync_nothing_is_due(run: Command, config: Path) -> None:
    """A timer may be there before the sources are."""
    (config.parent / "waymark.db").unlink()
    assert run("due", "--config", config) == (0, "", "")


def test_what_was_kept_for_long_enough_is_deleted(
    run: Command, config: Path, frozen_programme: Path
) -> None:
    """After the years of the configuration; the chain holds, and the deleted week is named."""
    shutil.copy(frozen_programme / "waymark.db", config.parent)
    text = config.read_text().replace("2026-02-09T09:00:00Z", "2033-02-09T09:00:01Z")
    config.write_text(text)
    code, out, err = run("due", "--config", config)
    assert (code, err) == (0, "")
    assert out == f"froze 2033-W05\ndeleted after 7 years: {WEEK}\n"
    assert "1 of them deleted after their time" in run("verify", "--config", config)[1]
    assert run("due", "--config", config) == (0, "", "")


def test_the_report_is_mailed_once(
    run: Command, sending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the day on which it is frozen, with the files."""
    monkeypatch.setenv("WAYMARK_CHROMIUM", "nowhere")
    with post() as mail:
        monkeypatch.setenv(MAIL, mail.address("board@example.org"))
        first = run("due", "--config", sending)
        second = run("due", "--config", sending)
    ((address, message),) = mail.taken
    names = [part.get_filename() for part in message.iter_attachments()]

    assert first[:2] == (0, f"froze {WEEK}\n{MAIL}: sent\n")
    assert second[0] == 0
    assert address == "board@example.org"
    assert names == [f"test-{WEEK}.{form}" for form in ("html", "pptx", "zip", "ics")]


def test_a_mail_that_cannot_be_sent_blocks_nothing(
    run: Command, sending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The week is frozen; the failure is said, is in the exit code, and is tried again."""
    monkeypatch.setattr("commands.send.time.sleep", lambda seconds: None)
    monkeypatch.setenv("WAYMARK_CHROMIUM", "nowhere")
    with post() as mail:
        monkeypatch.setenv(MAIL, mail.address("board@example.org"))
        mail.refusals = 100
        code, out, err = run("due", "--config", sending)
        assert (code, out) == (1, f"froze {WEEK}\n")
        assert f"{MAIL}: " in err
        assert "127.0.0.1" not in err
        mail.refusals = 0
        again = run("due", "--config", sending)
    assert again[:2] == (0, f"{MAIL}: sent\n")
    assert len(mail.taken) == 1


def test_a_missing_address_blocks_nothing(
    run: Command, sending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a mistake of the configuration, said after the week is safe."""
    monkeypatch.delenv(MAIL, raising=False)
    code, out, err = run("due", "--config", sending)
    assert (code, out) == (2, f"froze {WEEK}\n")
    assert MAIL in err
    assert "verified one frozen snapshot;" in run("verify", "--config", sending)[1]
