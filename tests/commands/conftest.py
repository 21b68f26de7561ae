"""What tests of several commands begin with."""

from pathlib import Path

import pytest

from tests.recordings import write_config, write_recording


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A programme with two recorded sources, not synced yet."""
    return write_config(
        tmp_path / "config.toml",
        write_recording(tmp_path / "app"),
        write_recording(tmp_path / "api"),
    )
