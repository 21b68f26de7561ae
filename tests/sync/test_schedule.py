"""The store is kept fresh while the dashboard runs."""

import asyncio
import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from programme.settings_report import WEEKDAYS
from store import open_store
from sync.schedule import keep_fresh
from tests.loops import run

CONFIG = """\
[programme]
name = "Portal"
outcome = "It works."
sro_role = "Director"
started_on = 2026-01-05
{clock}
[[projects]]
name = "Portal"
sources = [{{ kind = "recorded", path = "recorded" }}]
[sync]
refresh_minutes = 7
[report]
rebuild_weeks = 0
"""


def configuration(folder: Path, clock: str = "") -> Path:
    """Write a configuration with an empty recorded source."""
    (folder / "recorded").mkdir()
    (folder / "recorded" / "issues.json").write_text(json.dumps([]), encoding="utf-8")
    path = folder / "config.toml"
    path.write_text(CONFIG.format(clock=clock), encoding="utf-8")
    return path


def waits(config: Path, count: int) -> list[float]:
    """Run until the wait after *count* others; give the seconds of each."""
    seen: list[float] = []

    async def wait(seconds: float) -> None:
        seen.append(seconds)
        if len(seen) > count:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run(keep_fresh(config, wait=wait))
    return seen


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the commands that were begun: processes that only note that they were."""
    noted, command = tmp_path / "begun", tmp_path / "waymark.py"
    command.write_text(
        f"import sys\nwith open({str(noted)!r}, 'a') as file:\n"
        "    print(*sys.argv[1:-2], file=file)\n"
        "if sys.argv[1] == 'sync':\n    sys.exit('recorded: issues.json cannot be read.')\n"
    )
    noted.touch()
    monkeypatch.setattr("sync.schedule.COMMAND", command)
    return noted


def test_every_so_many_minutes_a_sync_is_run(tmp_path: Path, begun: Path) -> None:
    """The first one comes after the first wait."""
    assert waits(configuration(tmp_path), 1) == [7 * 60, 7 * 60]
    assert begun.read_text().splitlines() == ["due", "sync --no-weeks", "due"]


def test_after_a_sync_what_is_due_is_done(tmp_path: Path) -> None:
    """The last whole week is frozen by itself, once there is something to freeze."""
    config = configuration(tmp_path)
    text = config.read_text(encoding="utf-8")
    today = WEEKDAYS[datetime.now(UTC).weekday()]
    config.write_text(text.replace("[report]", f'[report]\nday = "{today}"'), encoding="utf-8")
    waits(config, 1)

    store = open_store(f"sqlite:///{tmp_path}/data/waymark.db")
    assert [one.basis for one in store.weeks("Portal")] == ["recorded"]
    store.close()


def test_a_demonstration_is_left_alone(tmp_path: Path, begun: Path) -> None:
    """Its clock stands still, and so does its data."""
    waits(configuration(tmp_path, "as_of = 2026-11-16T07:00:00Z"), 2)

    assert begun.read_text().splitlines() == ["due"] * 3


def test_without_tokens_syncing_is_left_to_others(
    tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A dashboard that holds no token says nothing about it, hour after hour."""
    monkeypatch.delenv("NO_SUCH_TOKEN", raising=False)
    config = configuration(tmp_path)
    forge = '{ kind = "github", repository = "a/b", token_env = "NO_SUCH_TOKEN" }'
    text = config.read_text(encoding="utf-8").replace("sources = [", f"sources = [{forge}, ")
    config.write_text(text, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        waits(config, 2)

    assert begun.read_text().splitlines() == ["due"] * 3
    assert not caplog.records


def test_a_configuration_that_cannot_be_read_is_waited_for(tmp_path: Path) -> None:
    """The page says what is wrong; the schedule goes on."""
    assert waits(tmp_path / "nowhere.toml", 1) == [60, 60]


def test_a_failed_sync_is_said_in_the_log_and_tried_again(
    tmp_path: Path, begun: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In the command's own sentence, which names the source."""
    with caplog.at_level(logging.ERROR):
        assert len(waits(configuration(tmp_path), 2)) == 3

    said = [record.getMessage() for record in caplog.records]
    assert said == ["recorded: issues.json cannot be read."] * 2


def test_a_sync_that_cannot_even_be_started_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine short of memory or processes for a moment goes on later."""
    config = configuration(tmp_path)
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-python"))

    assert len(waits(config, 2)) == 3
    assert [record.getMessage().split(" (")[0] for record in caplog.records] == [
        "waymark.py due could not be started",
        "waymark.py sync could not be started",
        "waymark.py due could not be started",
        "waymark.py sync could not be started",
        "waymark.py due could not be started",
    ]
