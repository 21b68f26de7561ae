"""Every cell of the tables, made a second time from their definitions alone."""

import csv
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from pathlib import Path

import pytest

from programme.config_file import load as load_settings
from tests.histories import PROGRAMMES, STARTED_ON
from tests.reference.generated import write_programme
from tests.reference.programme import load
from tests.reference.recorded import instant
from tests.reference.tables import TABLES, make
from waymark import main

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 12
#: Seeds whose programmes have parents, iterations and milestones of both forges, quiet periods,
#: gates, an order, issues that wait in circles, and sized risks in increments.
SEEDS = (0, 4, 19, 28)
#: The largest of them are for the deep run.
_LARGE = (4, 19)
#: One trial of ten thousand ends at a day's edge.
_EDGES = (35,)
#: Recorded histories that take longest, with nothing that smaller ones lack.
_LONG = (
    *("mozilla", "rust-sample", "pyart", "tls13-spec"),
    *("moq-transport", "httpwg-http-extensions"),
)


def waymark(*arguments: str | Path) -> None:
    """Run a command in this process; it must go well."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = main([str(argument) for argument in arguments])
    assert code == 0, printed.getvalue()


def differences(config: Path, *, edges: bool = False) -> list[str]:
    """Sync and measure a programme; list the cells that the reference makes otherwise.

    Args:
        config: Names its sources.
        edges: Whether a trial of it ends at a day's edge, and may count on either side.
    """
    out = config.parent / "tables"
    waymark("sync", "--no-weeks", "--config", config)
    waymark("measure", "--config", config, "--out", out)
    as_of = instant(json.loads((out / "header.json").read_text(encoding="utf-8"))["as_of"])
    programme = load(load_settings(config), as_of)
    found = []
    for name, (_, key) in TABLES.items():
        expected = make(programme, name)
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            written = {tuple(row[k] for k in key): row for row in csv.DictReader(file)}
        for at in sorted(expected.keys() | written.keys()):
            place = f"{name} {'/'.join(at)}"
            if at not in expected or at not in written:
                found.append(f"{place}: only {'Waymark' if at in written else 'the reference'}")
                continue
            for column, cell in expected[at].items():
                if column == "title" and not _plain(written[at][column]):
                    continue
                if cell != written[at][column] and not (
                    edges and _of_one_trial(column, cell, written[at])
                ):
                    found.append(f"{place} {column}: {written[at][column]!r} not {cell!r}")
    return found


def _of_one_trial(column: str, cell: str, row: dict[str, str]) -> bool:
    """Say whether a share differs by one trial of ten thousand, as one that ends at a day's edge.

    The reference shares out the pace in fractions, Waymark in floating point.
    """
    if column != "decides_share" or not cell or not row[column]:
        return False
    return abs(Decimal(cell) - Decimal(row[column])) <= Decimal("0.0001")


def _plain(title: str) -> bool:
    """Say whether nothing was masked in a title as personal."""
    return "removed]" not in title


def report(found: list[str]) -> str:
    """Show the first differences."""
    return "\n".join([f"{len(found)} cells differ (Waymark's first):", *found[:SHOWN]])


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.deep] * (name in _LONG)) for name in STARTED_ON]
)
def test_real_history(name: str, tmp_path: Path, shared_data: Path) -> None:
    """Waymark's cells are the reference's, for each recorded history."""
    projects = "".join(
        f'[[projects]]\nname = "{folder}"\n'
        f'sources = [{{ kind = "recorded", path = "{shared_data / folder}" }}]\n'
        for folder in PROGRAMMES[name]
    )
    config = tmp_path / "config.toml"
    config.write_text(
        f'[programme]\nname = "{name}"\noutcome = "It works."\nsro_role = "Director"\n'
        # A second between sync and measure would make two instants of one.
        f"started_on = {STARTED_ON[name]}\nas_of = 2026-11-22T09:00:00Z\n{projects}",
        encoding="utf-8",
    )

    found = differences(config)

    assert not found, report(found)


@pytest.mark.deep
def test_demonstration(tmp_path: Path) -> None:
    """Waymark's cells are the reference's, for the demonstration."""
    config = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    config.write_text(text.replace('"sample/', f'"{ROOT}/sample/'), encoding="utf-8")

    found = differences(config)

    assert not found, report(found)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.deep] * (seed in _LARGE)) for seed in SEEDS]
)
def test_generated(seed: int, tmp_path: Path) -> None:
    """Waymark's cells are the reference's, for programmes made up to be awkward."""
    found = differences(write_programme(tmp_path, seed))

    assert not found, report(found)


@pytest.mark.deep
@pytest.mark.parametrize("seed", [*({*range(40)} - {*SEEDS}), *range(100, 300)])
def test_many_generated(seed: int, tmp_path: Path) -> None:
    """The same for many more of them."""
    found = differences(write_programme(tmp_path, seed), edges=seed in _EDGES)

    assert not found, report(found)
