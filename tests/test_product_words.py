"""What the product says of itself names only files that it ships."""

import re
import subprocess
from pathlib import PurePath

import pytest

from tests.conftest import ROOT

_DOCUMENT = re.compile(r"[\w./-]*\w\.md\b")
_TOLD = {".css", ".json", ".md", ".py", ".toml"}


def shipped() -> list[PurePath]:
    """Return every file of the product, by its path from the root."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [PurePath(line) for line in listed.stdout.splitlines()]


FILES = shipped()
DOCUMENTS = {path.name for path in FILES if path.suffix == ".md"}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.suffix in _TOLD and path.parts[0] not in {"sample", "tests"}],
    ids=str,
)
def test_no_text_points_at_a_document_that_is_not_there(path: PurePath) -> None:
    """A reader who follows the words finds the page."""
    named = _DOCUMENT.findall((ROOT / path).read_text(encoding="utf-8"))

    assert not [name for name in named if PurePath(name).name not in DOCUMENTS]
