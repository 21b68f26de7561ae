"""The script makes the same demonstration each time, and it is the one that is committed."""

import ast
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "sample"
FORMS = {
    "highways-online": {"issues", "milestones", "events"},
    "council-tax-online": {"issues", "milestones", "events"},
    "care-online": {
        "issues",
        "milestones",
        "resource_label_events",
        "resource_milestone_events",
        "resource_state_events",
    },
}


def plain(path: str, data: bytes) -> bytes:
    """Return what a file says, compressed or not."""
    return gzip.decompress(data) if path.endswith(".gz") else data


def test_same_bytes_each_time(tmp_path: Path, made: dict[str, bytes]) -> None:
    """Another run writes no byte otherwise, whatever the order of Python's sets is."""
    command = [sys.executable, "-m", "sample.make", str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run(command, cwd=FOLDER.parent, env=environment, check=True)
    written = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert written == made


def test_committed_files_are_current(made: dict[str, bytes]) -> None:
    """What lies in sample/ is what the script makes; compression may differ by Python."""
    lying = {
        path.relative_to(FOLDER).as_posix()
        for folder in FORMS
        for path in (FOLDER / folder).iterdir()
    }
    assert lying == set(made)
    for path, data in made.items():
        assert plain(path, data) == plain(path, (FOLDER / path).read_bytes()), path


@pytest.mark.parametrize("folder", FORMS)
def test_files_of_a_form(made: dict[str, bytes], folder: str) -> None:
    """Each folder holds the files of its forge, and observations."""
    names = {path.split("/")[1].split(".")[0] for path in made if path.startswith(folder)}
    assert names == FORMS[folder] | {"observations"}


def test_small_enough_to_clone(made: dict[str, bytes]) -> None:
    """All files together stay below three megabytes; large ones are compressed."""
    assert sum(map(len, made.values())) < 3_000_000
    for path, data in made.items():
        if path.endswith(".gz"):
            assert len(plain(path, data)) > 300_000
            assert data[4:8] == bytes(4), "the time of making is not in the file"


def test_uses_the_standard_library_alone() -> None:
    """Anybody with Python can make the demonstration."""
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names | {"sample"}, path
