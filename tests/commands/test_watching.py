"""Watching a sync: JSON lines or plain ones on stderr, and never a secret among them."""

import json
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import waymark
from commands.watching import Log, watcher
from programme.rows import Batch
from sources import recorded
from sources.pauses import Pause
from sync.progress import Progress
from tests.recordings import write_config, write_recording


def _sync(tmp_path: Path, log: str, *folders: str) -> int:
    sources = [write_recording(tmp_path / folder) for folder in ("app", *folders)]
    config = write_config(tmp_path / "config.toml", *sources)
    return waymark.main(["sync", "--config", str(config), "--log", log])


def test_json_is_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its time in UTC and what happened; the last line on stdout stays."""
    assert _sync(tmp_path, "json", "api") == 0
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.err.splitlines()]
    assert all(datetime.fromisoformat(line["time"]).tzinfo == UTC for line in lines)
    assert all(line["time"].endswith("Z") for line in lines)
    events = [(line["event"], line.get("source")) for line in lines]
    of_app = [event for event, source in events if source == "app"]
    assert list(dict.fromkeys(of_app)) == ["begun", "read", "synced"]
    assert lines[-1]["event"] == "ended"
    assert (lines[-1]["sources"], lines[-1]["items_changed"]) == (2, 6)
    assert told.out.splitlines()[-1] == "synced 2 sources, 6 items changed, 0 requests"


def test_a_failure_is_an_object_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the sentence that else stands alone."""
    folder = write_recording(tmp_path / "app")
    (folder / "issues.json").write_text("[")
    config = write_config(tmp_path / "config.toml", folder)
    assert waymark.main(["sync", "--config", str(config), "--log", "json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (failed,) = [line for line in lines if line["event"] == "failed"]
    assert failed["message"].startswith("app: ")


@pytest.mark.parametrize(
    ("name", "code"), [("nowhere.toml", 2), ("config.toml", 0)], ids=["an error", "a warning"]
)
def test_all_that_is_said_is_json(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    code: int,
) -> None:
    """What ends the command, and what a library warns of, which may quote what was read."""

    def warning(*_: object, **__: object) -> Iterator[Batch]:
        warnings.warn("someone@example.org", stacklevel=1)
        return iter(())

    monkeypatch.setattr(recorded, "pull", warning)
    write_config(tmp_path / "config.toml", write_recording(tmp_path / "app"))
    config = str(tmp_path / name)
    assert waymark.main(["sync", "--no-weeks", "--config", config, "--log", "json"]) == code
    said = capsys.readouterr().err
    assert "someone" not in said
    lines = [json.loads(line) for line in said.splitlines()]
    assert sum(line["event"] == "said" for line in lines) == 1
    # The next command speaks as it always does.
    assert waymark.main(["sync", "--config", str(tmp_path / "nowhere.toml")]) == 2
    assert capsys.readouterr().err.startswith(str(tmp_path))


def test_a_mistake_of_ours_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever mends it; neither the sentence nor the place quotes what was read."""

    def broken(*_: object, **__: object) -> object:
        raise KeyError("someone@example.org")

    monkeypatch.setattr(recorded, "pull", broken)
    assert _sync(tmp_path, "json") == 1
    said = capsys.readouterr().err
    assert "someone" not in said
    (failed,) = [line for line in map(json.loads, said.splitlines()) if line["event"] == "failed"]
    assert failed["trace"][0] == "KeyError"
    assert failed["trace"][-1].startswith("commands/test_watching.py:")


def test_lines_and_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is said unless it is asked for."""
    assert _sync(tmp_path, "lines") == 0
    assert "app (1 of 1): 3 pages, 3 items, 0 requests" in capsys.readouterr().err
    assert _sync(tmp_path, "auto") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("log", "said"), [(Log.JSON, "found"), (Log.LINES, "2 repositories")])
def test_owners_are_told_as_they_are_looked_through(
    capsys: pytest.CaptureFixture[str], log: Log, said: str
) -> None:
    """What is counted of them is repositories."""
    with watcher(log, lambda: datetime(2026, 1, 5, 9, tzinfo=UTC)) as watching:
        watching.reading(Progress("h/o/*", 1, 1, 2, 3, page_count=1, finding=True))
    line = capsys.readouterr().err
    assert said in line
    if log is Log.JSON:
        assert json.loads(line) == {
            "time": "2026-01-05T09:00:00.000Z",
            "event": "found",
            "source": "h/o/*",
            "repositories": 2,
            "requests": 3,
        }


def test_a_pause_is_told_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """As it begins: what is waited for, and how long."""
    with watcher(Log.JSON, lambda: datetime(2026, 1, 5, 9, tzinfo=UTC)) as watching:
        watching.paused(Pause("h/app", "its limit", 90.0))
    assert json.loads(capsys.readouterr().err) == {
        "time": "2026-01-05T09:00:00.000Z",
        "event": "waiting",
        "source": "h/app",
        "reason": "its limit",
        "seconds": 90.0,
    }
