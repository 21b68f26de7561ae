"""A new measure is one file: it appears everywhere else by itself."""

import html
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import metrics
from metrics.registry import measures
from programme import frames
from scripts import measures as documents
from snapshots import contracts
from tests.views.snapshot import PROJECTS, shown
from views.downloads import csv
from views.pages import PAGES
from waymark import main

MODULE = '''
"""Births: how many pieces of work there ever were."""

import pandas as pd

from metrics.parts.measure import Measure
from metrics.parts.work import delivery_projects
from programme import frames
from programme.frames import COUNT, TEXT, Column, Contract

TABLE = Contract(
    "births",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "born_count": Column(COUNT, "items created | ever", empty=False),
    },
)


def births(inputs, *, as_of, settings):
    """Count the items of each project."""
    items = inputs["items"]
    rows = [(name, int((items["project"] == name).sum())) for name in delivery_projects(settings)]
    return frames.conform(pd.DataFrame(rows, columns=list(TABLE.columns)), TABLE)


MEASURE = Measure(
    table=TABLE,
    inputs=("items",),
    compute=births,
    question="How many pieces of work were there ever?",
    unit="pieces of work",
    definition="All pieces of work, counted.",
    formula="born_count = count(items)",
    reads_as="It never falls.",
    misleads="It forgets what was deleted.",
    source="This test",
    page="",
)
'''


@pytest.fixture
def births(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put one more file into the room of measures, for one test."""
    (tmp_path / "births.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(metrics, "__path__", [*metrics.__path__, str(tmp_path)])
    _forget()
    yield
    sys.modules.pop("metrics.births", None)
    _forget()


def _forget() -> None:
    contracts.contracts.cache_clear()
    contracts.records.cache_clear()


def _help(name: str) -> None:
    import streamlit as st

    from programme import frames
    from snapshots.contracts import contracts
    from tests.views.snapshot import shown
    from views import about

    st.cache_data.clear()
    tables = {name: frames.empty(contracts()[name])} if name in contracts() else {}
    about.show(shown(**tables))


def _read(name: str = "births") -> str:
    app = AppTest.from_function(_help, args=(name,), default_timeout=60).run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.usefixtures("births")
def test_it_is_among_the_tables_with_its_description(tmp_path: Path) -> None:
    """`measure` writes it as CSV, and its words beside it."""
    config = tmp_path / "config.toml"
    config.write_text(
        '[programme]\nname = "P"\noutcome = "O."\nsro_role = "R"\nstarted_on = 2026-01-05\n'
        f'[[projects]]\nname = "A"\nsources = [{{ kind = "recorded", path = "{tmp_path}" }}]\n',
        encoding="utf-8",
    )
    (tmp_path / "issues.json").write_text("[]", encoding="utf-8")
    out = tmp_path / "tables"

    assert main(["sync", "--no-weeks", "--config", str(config)]) == 0
    assert main(["measure", "--config", str(config), "--out", str(out)]) == 0

    assert (out / "births.csv").read_bytes() == b"project,born_count\r\nA,0\r\n"
    told = json.loads((out / "births.csv-metadata.json").read_text(encoding="utf-8"))
    assert told["dc:title"] == "How many pieces of work were there ever?"
    assert "All pieces of work, counted. How to read it: It never falls." in told["dc:description"]
    assert "What misleads: It forgets what was deleted." in told["dc:description"]


@pytest.mark.usefixtures("births")
def test_it_is_in_the_documents() -> None:
    """In README's table and with all its words in docs/metrics.md."""
    readme = documents.with_table(documents.README.read_text(encoding="utf-8"))

    assert "How many pieces of work were there ever?" in readme
    section = documents.page().split("## births\n")[1].split("\n## ")[0]
    for words in (
        "All pieces of work, counted.",
        "born_count = count(items)",
        "It never falls.",
        "It forgets what was deleted.",
        "This test",
        "| born_count | items created \\| ever |",
    ):
        assert words in section


@pytest.mark.usefixtures("births")
def test_it_is_on_the_page_of_help_with_its_table() -> None:
    """As long as no page draws it, whoever asks gets the figures."""
    text = _read()

    assert "How many pieces of work were there ever?" in text
    assert "It never falls." in text
    assert "What misleads: It forgets what was deleted." in text
    assert 'href="tables/births.csv"' in text
    assert "Download births, CSV" in text


@pytest.mark.usefixtures("births")
def test_no_small_team_stands_alone_in_its_table() -> None:
    """Nobody has to remember it for each measure."""
    rows = pd.DataFrame({"project": list(PROJECTS), "born_count": [3, 2, 1]})
    table = frames.conform(rows, contracts.contracts()["births"])
    given = shown(births=table)
    small = [project.model_copy(update={"people": 1}) for project in given.settings.projects[:2]]
    projects = (*small, *given.settings.projects[2:])
    changed = given.settings.model_copy(update={"projects": projects})

    content = csv("births", replace(given, settings=changed)).decode()

    assert content.split() == ["project,born_count"]


def test_every_measure_is_on_the_page_of_help() -> None:
    """With its question, how to read it, and a page that is there or its table."""
    text = html.unescape(_read())

    for measure in measures():
        assert measure.question in text
        assert measure.reads_as in text
        assert measure.page in {"", *(page.TITLE for page in PAGES)}
    assert "births" not in text
    assert "tables/items.csv" not in text
