"""What ``measure`` writes, held to RFC 4180 and to CSV on the Web, whatever titles say."""

import csv
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW

from tests.conftest import ROOT
from tests.snapshots.test_package import strict_csv
from waymark import main

#: Titles that would run, break a line or a quote, or be taken for another.
HOSTILE = (
    "=SUM(A1:A9)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+1", "'", '"', '","', "a,b",
    "a\r\nb", "=cmd|' /C calc'!A0", "﻿=1", "\u2028=1", "خدمة", "🙂", " =1", "\0=1", "'tis",
    '=HYPERLINK("https://evil.example","x")',
)  # fmt: skip
RISKY = tuple("=+-@\t\r\0")
LINES = 'Outcome: =1+1\nWho benefits: @everyone, +44\nNeeded by: -1\nWhat happened: "x",\nDemo: =2'
TABLES_WITH_TITLES = ("items", "risks", "decisions", "achievements", "learnings", "increments")


def written(folder: Path, config: str) -> Path:
    """Sync and measure a programme; return the folder of its tables."""
    path, out = folder / "config.toml", folder / "out"
    path.write_text(config, encoding="utf-8")
    assert main(["sync", "--no-weeks", "--config", str(path)]) == 0
    assert main(["measure", "--config", str(path), "--out", str(out)]) == 0
    return out


def hostile(folder: Path) -> str:
    """Record a repository whose every text is hostile; return a configuration that reads it."""
    source = folder / "hostile"
    source.mkdir()
    milestones = [
        {
            "number": number, "id": number, "title": title, "description": LINES,
            "state": "closed" if number % 2 else "open", "due_on": "2026-12-18T08:00:00Z",
            "created_at": "2026-01-05T09:00:00Z", "updated_at": "2026-02-05T09:00:00Z",
            "closed_at": "2026-02-05T09:00:00Z" if number % 2 else None,
            "html_url": f"https://forge.example/council/=x/milestone/{number}",
        }
        for number, title in enumerate(HOSTILE, 1)
    ]  # fmt: skip
    kinds = ("", "risk", "decision::sponsor", "achievement", "learning")
    issues = [
        _issue(number, title, kind, milestones[number % len(milestones)])
        for number, (title, kind) in enumerate(
            ((title, kind) for title in HOSTILE for kind in kinds), 1
        )
    ]
    (source / "issues.json").write_text(json.dumps(issues), encoding="utf-8")
    (source / "milestones.json").write_text(json.dumps(milestones), encoding="utf-8")
    return """
[programme]
name = "=Programme"
outcome = "@Outcome"
sro_role = "+Director"
started_on = 2026-01-05
as_of = 2026-03-01T09:00:00Z
[[projects]]
name = "-Project"
people = 9
sources = [{ kind = "recorded", path = "hostile" }]
"""


def _issue(number: int, title: str, kind: str, milestone: dict[str, Any]) -> dict[str, Any]:
    closed = number % 3 == 0 or kind == "achievement"
    return {
        "id": number, "number": number, "title": title, "body": LINES,
        "state": "closed" if closed else "open",
        "state_reason": "completed" if closed else None,
        "labels": [{"id": at, "name": name} for at, name in enumerate((kind, "=label"), 1) if name],
        "milestone": milestone, "created_at": "2026-01-06T09:00:00Z",
        "updated_at": "2026-02-06T09:00:00Z",
        "closed_at": "2026-02-06T09:00:00Z" if closed else None,
        "html_url": f"https://forge.example/council/hostile/issues/{number}",
    }  # fmt: skip


def mistakes(description: Path) -> list[str]:
    """Return what is wrong with a table that lies beside its description."""
    table = CSVW(str(description), validate=True)
    try:
        return [] if table.is_valid else [str(one.message) for one in table.warnings]
    except ValueError as error:  # a key that comes twice
        return [str(error)]


@pytest.fixture(scope="module", params=["demonstration", "hostile"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the demonstration, and those of a programme of hostile titles."""
    base = tmp_path_factory.mktemp(request.param)
    if request.param == "hostile":
        return written(base, hostile(base))
    config = (ROOT / "config.toml").read_text(encoding="utf-8")
    config = config.replace('path = "sample/', f'path = "{ROOT}/sample/')
    return written(base, config.replace("sqlite:///data/", f"sqlite:///{base}/"))


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address can be reached, not even our own."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_every_table_is_strict_csv(folder: Path) -> None:
    """RFC 4180 to the letter: CRLF, quotes where they belong, as many fields in each row."""
    tables = sorted(folder.glob("*.csv"))
    assert len(tables) > 20

    for table in tables:
        content = table.read_bytes()
        records = strict_csv(content)
        assert not content.startswith("﻿".encode()), table.name
        with table.open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == records, table.name


def test_no_cell_of_text_is_a_formula(folder: Path) -> None:
    """Cells of text that begin so have an apostrophe; numbers alone may begin with a minus."""
    for table in sorted(folder.glob("*.csv")):
        told = json.loads((folder / f"{table.name}-metadata.json").read_text(encoding="utf-8"))
        text = [column["datatype"] == "string" for column in told["tableSchema"]["columns"]]
        _, *rows = strict_csv(table.read_bytes())
        for row in rows:
            for is_text, cell in zip(text, row, strict=True):
                if is_text:
                    assert not cell.startswith(RISKY), (table.name, cell)
                elif cell.startswith(RISKY):
                    float(cell)


def test_every_description_validates(folder: Path, offline: None) -> None:
    """As CSV on the Web, by a library that is not ours: types, required cells, primary keys."""
    descriptions = sorted(folder.glob("*.csv-metadata.json"))
    assert [path.name.removesuffix("-metadata.json") for path in descriptions] == sorted(
        path.name for path in folder.glob("*.csv")
    )

    for path in descriptions:
        assert mistakes(path) == [], path.name


def test_a_mistake_would_be_found(folder: Path, tmp_path: Path) -> None:
    """The library looks: a wrong date and a key that comes twice do not pass."""
    name = "decisions.csv"
    description = tmp_path / f"{name}-metadata.json"
    description.write_bytes((folder / description.name).read_bytes())
    header, first, *_ = (folder / name).read_bytes().split(b"\r\n")
    for rows in ([first, first], [first.replace(b"2026-", b"26-")]):
        (tmp_path / name).write_bytes(b"\r\n".join([header, *rows, b""]))

        assert mistakes(description)


def test_hostile_titles_arrive_whole(tmp_path: Path) -> None:
    """One apostrophe taken off gives the title back, in every table that shows titles."""
    out = written(tmp_path, hostile(tmp_path))

    shown = set()
    for name in TABLES_WITH_TITLES:
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cell = row.get("title", row.get("increment", ""))
                marked = cell.startswith("'") and cell.lstrip("'").startswith(RISKY)
                shown.add(cell[1:] if marked else cell)
    plain = {"=SUM(A1:A9)", "+1", "-1", "'=1", "''+1", "'", '"', '","', "a,b", "خدمة", "🙂", "'tis"}
    assert plain <= shown
    assert not any("\r" in title or "\n" in title or "\0" in title for title in shown)
