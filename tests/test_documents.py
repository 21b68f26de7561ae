"""README and docs/ say what the code does."""

import re

import pytest

from metrics.registry import measures
from scripts.readme import README, with_table
from tests.conftest import ROOT


def test_the_table_of_measures_in_readme_is_the_present_one() -> None:
    """`python -m scripts.readme` brings it up to date."""
    text = README.read_text(encoding="utf-8")

    assert text == with_table(text)


def test_every_measure_says_what_it_asks_and_how_to_read_it() -> None:
    """A measure without words cannot be shown to a sponsor."""
    for measure in measures():
        assert measure.question.endswith("?")
        assert measure.unit
        assert measure.reads_as.endswith(".")
        assert measure.source


@pytest.mark.parametrize("measure", measures(), ids=lambda measure: str(measure.table.name))
def test_docs_name_the_columns_of_every_table_in_their_order(measure: object) -> None:
    """docs/tables.md is a public interface."""
    contract = measure.table  # type: ignore[attr-defined]
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    entry = re.search(rf"^- `{contract.name}\.csv`: (.*?)(?=^- `|^$)", text, re.S | re.M)

    assert entry is not None
    # What stands in brackets explains a column; a sentence after the list explains the table.
    named = re.sub(r"\([^()]*\)|`[^`]*`", "", entry[1].replace("**", ""))
    listed = re.split(r"\.(\s|$)", named)[0]
    assert list(contract.columns) == [word.strip() for word in listed.split(",")]


LINKS = [
    (path, target)
    for path in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "target"), LINKS, ids=[f"{p.name}: {t}" for p, t in LINKS])
def test_links_between_documents_lead_somewhere(path: object, target: str) -> None:
    """A link to a file that is not there is a promise not kept."""
    assert (path.parent / target).exists()  # type: ignore[attr-defined]
