"""The main job on real histories, to the end: sync, measure, and the identities in every row."""

import gzip
import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.conftest import ROOT
from tests.histories import PROGRAMMES, STARTED_ON
from waymark import main

ADDRESS = re.compile(rb"person-\d+@")
CONTACT = re.compile(r"(?<!\w)@\w|[\w.+-]+@[\w-]+\.\w+")


def waymark(*arguments: str | Path) -> tuple[int, str]:
    """Run a command in this process; give its exit code and all that it printed."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = main([str(argument) for argument in arguments])
    return code, printed.getvalue()


def configuration(folder: Path, name: str, data: Path) -> Path:
    """Write a configuration with one project a history."""
    projects = "\n".join(
        f'[[projects]]\nname = "{source}"\n'
        f'sources = [{{ kind = "recorded", path = "{data / source}" }}]'
        for source in PROGRAMMES[name]
    )
    path = folder / "config.toml"
    path.write_text(
        f'[programme]\nname = "{name}"\noutcome = "It works."\nsro_role = "Director"\n'
        f"started_on = {STARTED_ON[name]}\n{projects}\n",
        encoding="utf-8",
    )
    return path


def logins(value: Any) -> Iterator[str]:
    """Yield every login, name and address in people's fields."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key in {"login", "username", "email"} and isinstance(entry, str):
                yield entry
            yield from logins(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from logins(entry)


# The largest takes as long as all others together.
@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=[pytest.mark.deep] * (name == "mozilla")) for name in PROGRAMMES
    ],
)
def measured(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> tuple[str, Path, str]:
    """Sync and measure one programme; give its name, its folder, and all that was printed."""
    folder = tmp_path_factory.mktemp(request.param)
    config = configuration(folder, request.param, shared_data)

    synced = waymark("sync", "--no-weeks", "--config", config)
    # A whole second, which is what the header tells.
    now = (datetime.now(UTC) + timedelta(seconds=1)).replace(microsecond=0).isoformat()
    wrote = waymark("measure", "--config", config, "--as-of", now, "--out", folder / "tables")

    assert (0, 0) == (synced[0], wrote[0]), synced[1] + wrote[1]
    last = synced[1].strip().splitlines()[-1]
    count = len(PROGRAMMES[request.param])
    assert re.fullmatch(rf"synced {count} sources, \d+ items changed, 0 requests", last)
    return request.param, folder, synced[1] + wrote[1]


def table(folder: Path, name: str) -> pd.DataFrame:
    """Read a table as it was written, the programme's rows under an empty project."""
    return pd.read_csv(folder / "tables" / f"{name}.csv", keep_default_na=False, na_values=[])


def raw(path: Path) -> bytes:
    """Read a file that may be compressed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def counts(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of counts; an empty cell counts 0 here."""
    return pd.to_numeric(frame[column]).fillna(0).astype(int)


def test_every_week_of_throughput_and_flow_keeps_the_identities(
    measured: tuple[str, Path, str],
) -> None:
    """What is open now is what was open, and what came and went."""
    _, folder, _ = measured
    throughput, flow = table(folder, "throughput"), table(folder, "flow")

    assert len(throughput) == len(flow) > 0
    for project, rows in flow.groupby("project"):
        weeks = throughput[throughput["project"] == project]
        backlog, wip = counts(rows, "backlog_count"), counts(rows, "wip_count")
        done = counts(rows, "finished_total") + counts(rows, "dropped_total")
        assert (counts(rows, "arrived_total") == done + backlog + wip).all()
        moved = (
            counts(weeks, "arrived_count")
            - counts(weeks, "finished_count")
            - counts(weeks, "dropped_count")
            + counts(weeks, "reopened_count")
        )
        still_open = (backlog + wip).to_numpy()
        assert (still_open[1:] - still_open[:-1] == moved.to_numpy()[1:]).all()


@pytest.mark.parametrize(("name", "week"), [("throughput", "week_start"), ("flow", "week_end")])
def test_projects_add_up_to_the_programme(
    name: str, week: str, measured: tuple[str, Path, str]
) -> None:
    """The row without a project is the sum of the others."""
    _, folder, _ = measured
    frame = table(folder, name)
    numbers = [column for column in frame.columns if column.endswith(("_count", "_total"))]
    values = frame[numbers].apply(lambda column: pd.to_numeric(column).fillna(0))
    sums = values[frame["project"] != ""].groupby(frame[week]).sum()
    programme = values[frame["project"] == ""].set_index(frame[frame["project"] == ""][week])

    pd.testing.assert_frame_equal(programme.sort_index(), sums, check_dtype=False)


def test_every_issue_is_counted_once(measured: tuple[str, Path, str], shared_data: Path) -> None:
    """Pull requests are not issues, and no issue is lost."""
    name, folder, _ = measured
    expected = 0
    for source in PROGRAMMES[name]:
        path = shared_data / source / "issues.json"
        text = raw(path if path.exists() else path.with_suffix(".json.gz"))
        expected += sum(1 for issue in json.loads(text) if not issue.get("pull_request"))

    assert table(folder, "sources")["item_count"].astype(int).sum() == expected


TOLD = {
    cells[0]: [int(cell) for cell in cells[1:6]]
    for line in (ROOT / "docs" / "real-histories.md").read_text(encoding="utf-8").splitlines()
    if (cells := [cell.strip() for cell in line.strip("| ").split("|")])[0] in PROGRAMMES
}


@pytest.mark.parametrize("name", TOLD)
def test_the_document_of_histories_counts_as_the_recordings_do(
    name: str, shared_data: Path
) -> None:
    """Counted from the issues alone: pull requests, issues, finished, dropped and open."""
    path = shared_data / name / "issues.json"
    issues = json.loads(raw(path if path.exists() else path.with_suffix(".json.gz")))
    work = [issue for issue in issues if not issue.get("pull_request")]
    closed = [issue for issue in work if issue["state"] == "closed"]
    dropped = [
        issue
        for issue in closed
        if issue["state_reason"] == "not_planned"
        or {label["name"] for label in issue["labels"] or []} & {"wontfix", "duplicate", "invalid"}
    ]

    assert len(TOLD) == 5
    assert TOLD[name] == [
        len(issues) - len(work),
        len(work),
        len(closed) - len(dropped),
        len(dropped),
        len(work) - len(closed),
    ]


def test_the_document_of_histories_counts_as_waymark_does(
    measured: tuple[str, Path, str],
) -> None:
    """The same figures stand in the table of projects."""
    name, folder, _ = measured
    if name not in TOLD:
        pytest.skip("the document does not tell of it")
    whole = table(folder, "projects").iloc[0]
    names = ["item_count", "finished_count", "dropped_count", "remaining_count"]

    assert [int(whole[column]) for column in names] == TOLD[name][1:]


def test_nobody_is_stored_or_printed(measured: tuple[str, Path, str], shared_data: Path) -> None:
    """Every byte of the store, the tables and the output is searched."""
    name, folder, printed = measured
    people: set[str] = set()
    for source in PROGRAMMES[name]:
        for path in (shared_data / source).glob("*.json*"):
            people |= set(logins(json.loads(raw(path))))
    kept = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    haystack = kept + printed.encode()

    # An owner's name is in the address of every issue, and "ghost" is an ordinary word.
    owners = {part for name in table(folder, "items")["item"] for part in name.split("/")[1:-1]}
    people -= owners | {"ghost"}
    assert [login for login in people if login.encode() in haystack] == []
    assert ADDRESS.search(haystack) is None
    assert b"Body written by" not in haystack


def test_titles_hold_no_word_with_an_at_sign(measured: tuple[str, Path, str]) -> None:
    """Titles are masked on the way in."""
    _, folder, _ = measured

    assert [t for t in table(folder, "items")["title"] if CONTACT.search(t)] == []


def test_the_same_store_and_instant_give_equal_bytes(measured: tuple[str, Path, str]) -> None:
    """A table can be made again, years later."""
    _, folder, _ = measured
    at = json.loads((folder / "tables" / "header.json").read_text(encoding="utf-8"))["as_of"]
    config, again = folder / "config.toml", folder / "again"
    code, printed = waymark("measure", "--config", config, "--as-of", at, "--out", again)
    assert code == 0, printed

    first, second = (
        {path.name: path.read_bytes() for path in tables.iterdir()}
        for tables in (folder / "tables", again)
    )
    assert first == second
    assert "header.json" in first
