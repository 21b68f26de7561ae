"""The files of a recorded source; whatever is wrong with one is a SourceError that names it."""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from programme.errors import SourceError
from programme.rows import EventRow, ItemRow, LabelRef, MilestoneRow
from programme.settings_sources import RecordedSource
from sources import fields
from sources.fields import Json
from sources.gitlab_rows import EVENT_LISTS

Row = TypeVar("Row")
GITLAB_EVENTS = {kind: f"resource_{kind}_events" for kind in EVENT_LISTS}
GITLAB_LINKS = "issue_links"
_NAMES = (
    *("issues", "milestones", "events", "labels", "project", "epics", "iterations"),
    *(*GITLAB_EVENTS.values(), GITLAB_LINKS),
)
_OBSERVATIONS = "observations.jsonl"


@dataclass(frozen=True)
class Content:
    """All rows of a folder as it lies there now; items by number, events in the forge's order."""

    items: tuple[ItemRow, ...]
    events: tuple[EventRow, ...]
    milestones: tuple[MilestoneRow, ...]
    labels: tuple[LabelRef, ...] | None
    skipped_count: int
    groups: tuple[MilestoneRow, ...] = ()


@dataclass(frozen=True)
class Observation:
    """What a sync at an earlier instant would have seen of the milestones."""

    at: datetime
    milestones: list[Any]
    file: str


@dataclass(frozen=True)
class Folder:
    """One recorded source on disk."""

    source: RecordedSource

    def fingerprint(self) -> str:
        """Return a hash of all files that are read.

        Raises:
            SourceError: If the folder or its ``issues.json`` is missing or cannot be read.
        """
        if not os.path.isdir(self.source.path):  # Path.is_dir raises where a name is too long
            raise SourceError(
                f"{self.source.name}: the folder {self.source.path} does not exist; check path."
            )
        if self._path("issues") is None:
            raise SourceError(
                f"{self.source.name}: issues.json is missing in {self.source.path}; put the "
                "forge's issues there, or check path."
            )
        digest = hashlib.sha256()
        for path in filter(None, map(self._path, (*_NAMES, _OBSERVATIONS))):
            with self.explained(path.name), path.open("rb") as file:
                digest.update(f"{path.name}\n".encode())
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def has(self, name: str) -> bool:
        """Say whether ``name.json``, compressed or not, lies in the folder."""
        return self._path(name) is not None

    def array(self, name: str) -> list[Any]:
        """Return the array in ``name.json``, empty if there is no such file."""
        content: list[Any] = self._content(name, list, "an array")
        return content

    def table(self, name: str) -> dict[str, Any]:
        """Return the object in ``name.json``, empty if there is no such file."""
        content: dict[str, Any] = self._content(name, dict, "an object")
        return content

    def observations(self) -> list[Observation]:
        """Return the dated observations, oldest first."""
        path = self._path(_OBSERVATIONS)
        if path is None:
            return []
        found: list[Observation] = []
        for line, text in enumerate(self._text(path).splitlines(), 1):
            if not text.strip():
                continue
            file = f"line {line} of {path.name}"
            with self.explained(file):
                raw = _parsed(text)
                if not isinstance(raw, dict):
                    raise ValueError("it is not an object")
                at = fields.instant(raw, "observed_at")
                if at is None:
                    raise ValueError("observed_at is missing")
                if found and at <= found[-1].at:
                    raise ValueError("observations must be oldest first")
                found.append(Observation(at, fields.rows(raw, "milestones"), file))
        return found

    def rows(
        self, name: str, row: Callable[[Json], Row | None], raws: Iterable[Any] | None = None
    ) -> Iterator[Row]:
        """Turn every entry of an array into a row, leaving out those that give none.

        Args:
            name: Of the file without ``.json``.
            row: What turns one entry into a row.
            raws: The entries; without them those of the file are read.

        Raises:
            SourceError: Naming file and entry if one is not as the forge documents it.
        """
        file = self.file_name(name)
        for place, raw in enumerate(self.array(name) if raws is None else raws, 1):
            with self.explained(file, f"entry {place}: "):
                if not isinstance(raw, dict):
                    raise ValueError("it is not an object")
                made = row(raw)
            if made is not None:
                yield made

    def file_name(self, name: str) -> str:
        """Return the file's name as it lies in the folder, *name* itself for part of a file."""
        path = self._path(name)
        return path.name if path else name

    def _content(self, name: str, kind: type[Any], wanted: str) -> Any:
        path = self._path(name)
        if path is None:
            return kind()
        with self.explained(path.name):
            content = _parsed(self._text(path))
            if not isinstance(content, kind):
                raise ValueError(f"it does not hold {wanted}")
        return content

    def _path(self, name: str) -> Path | None:
        plain = self.source.path / (name if name == _OBSERVATIONS else f"{name}.json")
        paths = (plain, plain.with_name(f"{plain.name}.gz"))
        return next((path for path in paths if path.is_file()), None)

    def _text(self, path: Path) -> str:
        with self.explained(path.name):
            data = path.read_bytes()
            return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")

    @contextmanager
    def explained(self, file: str, where: str = "") -> Iterator[None]:
        """Turn what goes wrong with one file into a sentence, without quoting its content."""
        try:
            yield
        except SourceError:
            raise
        except json.JSONDecodeError as error:
            reason = f"it is not JSON (line {error.lineno})"
        except (gzip.BadGzipFile, EOFError, zlib.error):
            reason = "it is not a whole gzip file"
        except UnicodeDecodeError:
            reason = "it is not text in UTF-8"
        except RecursionError:
            reason = "it is nested too deeply"
        except OSError as error:
            reason = f"it cannot be read ({type(error).__name__})"
        except ValueError as error:
            reason = str(error)
        else:
            return
        raise SourceError(
            f"{self.source.name}: {file} is not as a forge gives it: {where}{reason}; "
            "record it again."
        )


def _parsed(text: str) -> Any:
    """Read JSON; what Python says of a number of thousands of digits is for programmers."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        raise ValueError("it holds a number of thousands of digits") from None
