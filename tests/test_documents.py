"""README and docs/ say what the code does."""

import re

import pytest

from scripts.measures import PAGE, README, page, with_table
from snapshots.contracts import contracts
from tests.conftest import ROOT


def test_the_table_of_measures_in_readme_is_the_present_one() -> None:
    """`python -m scripts.measures` brings it up to date."""
    text = README.read_text(encoding="utf-8")

    assert text == with_table(text)


def test_the_page_of_measures_is_the_present_one() -> None:
    """`python -m scripts.measures` brings it up to date, too."""
    assert PAGE.read_text(encoding="utf-8") == page()


TABLES = dict(
    re.findall(
        r"^- `(\w+)\.csv`: (.*?)(?=^- `|^$)",
        (ROOT / "docs" / "tables.md").read_text(encoding="utf-8"),
        re.S | re.M,
    )
)


@pytest.mark.parametrize("name", TABLES)
def test_promised_tables_have_their_columns_in_order(name: str) -> None:
    """docs/tables.md is a public interface; a new table stands in docs/metrics.md by itself."""
    contract = contracts()[name]
    # What stands in brackets explains a column; a sentence after the list explains the table.
    named = re.sub(r"\([^()]*\)|`[^`]*`", "", TABLES[name].replace("**", ""))
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
