"""``waymark.py check`` says what data quality found in what was synced last."""

from pathlib import Path

from tests.conftest import Command
from tests.recordings import write_config, write_recording


def test_check_tells_of_what_was_synced(run: Command, tmp_path: Path) -> None:
    """Nothing before the first sync; then what ``measure`` would write."""
    config = write_config(tmp_path / "config.toml", write_recording(tmp_path / "app"))
    code, before, _ = run("check", "--config", config)
    assert (code, "Data quality" in before) == (0, False)
    assert run("sync", "--no-weeks", "--config", config)[0] == 0

    code, after, _ = run("check", "--config", config)

    assert code == 0
    assert "Data quality, of what was synced last: " in after
    assert " to know." in after
