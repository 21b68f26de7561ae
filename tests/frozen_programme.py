"""A programme whose last whole week is frozen, for tests of commands: made once, then copied."""

import shutil
from pathlib import Path

import waymark
from tests.recordings import write_config, write_recording

#: The last whole week on the Monday morning on which its clock stands.
WEEK = "2026-W06"
_CLOCK = "as_of = 2026-02-09T09:00:00Z"


def make(folder: Path) -> Path:
    """Make it in *folder*: ``waymark.db`` with the week, ``synced.db`` as it was before."""
    write_recording(folder / "app")
    config = write_config(folder / "config.toml", folder / "app", programme=_CLOCK)
    for command in ("sync", "snapshot"):
        assert waymark.main([command, "--config", str(config)]) == 0
        if command == "sync":
            shutil.copy(folder / "waymark.db", folder / "synced.db")
    return folder


def copied(made: Path, folder: Path, store: str = "waymark.db", more: str = "") -> Path:
    """Copy it into *folder*, to be changed, and return its configuration.

    Args:
        made: As ``make`` left it.
        folder: Of the copy.
        store: Which of its stores.
        more: More text for the configuration.
    """
    config = folder / "config.toml"
    config.write_text((made / "config.toml").read_text() + more)
    shutil.copy(made / store, folder / "waymark.db")
    return config
