"""Write the demonstration's recorded data: ``python -m sample.make [FOLDER]``.

The same bytes come out on every run: chance is seeded and no clock is read.
"""

import gzip
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from sample import github_form, gitlab_form
from sample.project import repository
from sample.records import Repository
from sample.story import load
from sample.working_days import AS_OF

_STORIES = ("steady", "slipping", "rescued")
_FORMS = {"github": github_form, "gitlab": gitlab_form}
#: Files above this size are compressed.
_LARGE = 300_000
_WEEKS_OBSERVED = 52


def contents() -> dict[str, bytes]:
    """Return every file of the demonstration, by its path below the folder."""
    made: dict[str, bytes] = {}
    for name in _STORIES:
        story = load(Path(__file__).parent / "stories" / f"{name}.toml")
        form = _FORMS[story.forge]
        whole = repository(story)
        for file, rows in form.files(whole).items():
            made |= _file(f"{story.folder}/{file}.json", _compact(rows))
        made[f"{story.folder}/observations.jsonl"] = _observations(whole, form)
    return made


def main(folder: Path) -> None:
    """Write all files below *folder*."""
    for path, data in contents().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _file(path: str, data: bytes) -> dict[str, bytes]:
    if len(data) <= _LARGE:
        return {path: data + b"\n"}
    return {f"{path}.gz": gzip.compress(data + b"\n", mtime=0)}


def _observations(whole: Repository, form: ModuleType) -> bytes:
    """Write what a sync each Monday at six, for a year, would have seen of the milestones."""
    last = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 6, tzinfo=UTC)
    lines = []
    for weeks in range(_WEEKS_OBSERVED, -1, -1):
        at = last - timedelta(weeks=weeks)
        seen = {
            "observed_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "milestones": form.milestones_at(whole, at),
        }
        lines.append(_compact(seen) + b"\n")
    return b"".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
