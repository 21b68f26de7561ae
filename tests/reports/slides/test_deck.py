"""The deck: at most eight slides, charts and tables that can be edited, nothing that overflows."""

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from charts.risk_burndown import risk_burndown_chart
from programme.wording import origin
from programme.wording import slides as wording
from programme.wording.changes import SMALL_TEAMS
from reports.slides.deck import slides
from snapshots.contracts import records
from snapshots.edition import Edition
from tests.reports.slides import weeks
from tests.reports.slides.decks import sheet
from tests.reports.slides.test_charts import plain

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
WEEKS: dict[str, Callable[[], Edition]] = {
    "full": weeks.full,
    "empty": weeks.empty,
    "hostile": weeks.hostile,
    "rebuilt": lambda: weeks.full({"basis": "rebuilt", "compared_with_week": None}),
}
every_week = pytest.mark.parametrize("name", WEEKS)


@cache
def week(name: str) -> Edition:
    """Return an edition, made once."""
    return WEEKS[name]()


@cache
def made_of(name: str) -> bytes:
    """Return an edition's deck, made once."""
    return slides(week(name), now=NOW)


@cache
def deck(made: bytes) -> Any:
    """Open a deck, to be read alone."""
    return Presentation(io.BytesIO(made))


def shapes(made: bytes) -> Iterator[tuple[Any, Any]]:
    """Yield every shape with its slide."""
    return ((slide, shape) for slide in deck(made).slides for shape in slide.shapes)


def texts(slide: Any) -> list[str]:
    """Return what a slide says outside its tables and charts."""
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@every_week
def test_deck_has_at_most_eight_wide_slides(name: str) -> None:
    """16:9, and as many for a year of silence as for a full week, but for the changes."""
    made = deck(made_of(name))
    assert made.slide_width * 9 == made.slide_height * 16
    compared = bool(week(name).header["compared_with_week"])
    assert len(made.slides) == 7 + compared <= 8


@every_week
def test_titles_are_findings_and_differ(name: str) -> None:
    """Whoever jumps from title to title hears another one each time."""
    titles = [slide.shapes.title.text_frame.text for slide in deck(made_of(name)).slides]
    assert all(title.strip() for title in titles)
    assert len(set(titles)) == len(titles)


@every_week
def test_no_picture_and_no_empty_placeholder(name: str) -> None:
    """Charts are chart parts with a workbook; nothing waits to be clicked."""
    for _, shape in shapes(made_of(name)):
        assert shape.shape_type != MSO_SHAPE_TYPE.PICTURE
        if shape.has_text_frame:
            assert shape.text_frame.text.strip(), shape.name
        if shape.shape_type == MSO_SHAPE_TYPE.CHART:
            assert shape.has_chart
            assert shape.chart.part.chart_workbook.xlsx_part is not None
    with zipfile.ZipFile(io.BytesIO(made_of(name))) as file:
        assert not [
            entry for entry in file.namelist() if re.search(r"media/|\.(jpe?g|png)$", entry)
        ]


@every_week
def test_charts_and_tables_are_told_in_words(name: str) -> None:
    """A text alternative each, with what a chart comes to in figures."""
    for _, shape in shapes(made_of(name)):
        if shape.has_chart or shape.has_table:
            words = shape._element.nvGraphicFramePr.cNvPr.get("descr")
            assert len(words) > 20
            assert not shape.has_chart or re.search(r"\d", words)


@every_week
def test_notes_define_the_measures(name: str) -> None:
    """The definition of each table that a slide names, as its record has it."""
    edition = week(name)
    for slide in deck(made_of(name)).slides:
        notes = slide.notes_slide.notes_text_frame.text
        named = re.findall(r"(\w+)\.csv", texts(slide)[-2])
        for table in named:
            assert records()[table].definition in notes
            assert table in edition.snapshot.tables
        assert origin.edition(edition.header) in notes


@every_week
def test_every_slide_says_which_figures_these_are(name: str) -> None:
    """The week, how far the data goes, the configuration, and where the items are listed."""
    edition = week(name)
    for number, slide in enumerate(deck(made_of(name)).slides, start=1):
        footer, page = texts(slide)[-2:]
        assert origin.edition(edition.header) in footer
        assert ("Data through " in footer) == (edition.data_through is not None)
        assert f"Configuration {edition.header['config_sha256'][:12]}" in footer
        assert ".csv" in footer
        assert page == str(number)


def test_rebuilt_revised_and_late_weeks_say_so_on_every_slide() -> None:
    """And why, where the figures are described."""
    said = {
        "basis": "rebuilt",
        "revision": 1,
        "revised_reason": "a label was read wrongly",
        "revised_by_role": "Head of Digital",
        "taken_late": True,
    }
    made = slides(weeks.full(said), now=NOW)
    for slide in deck(made).slides:
        assert (
            "Rebuilt from events · Taken late · Week 47 of 2026, correction 1 · "
            in texts(slide)[-2]
        )
    cells = [
        cell.text
        for _, shape in shapes(made)
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert "Number 1. A label was read wrongly. (Head of Digital)" in cells
    assert "Rebuilt from events" in cells


@every_week
def test_text_is_12_points_or_more_in_a_font_that_machines_have(name: str) -> None:
    """On slides and in tables; charts are tested by themselves."""
    for _, shape in shapes(made_of(name)):
        for paragraph in paragraphs(shape):
            for run in paragraph.runs:
                assert run.font.size >= Pt(12)
                assert run.font.name == "Arial"


@every_week
def test_text_fits_its_box(name: str) -> None:
    """Set again with the widths of Helvetica, word by word, as a program would."""
    for _, shape in shapes(made_of(name)):
        if shape.has_text_frame and shape.name != "Slide number":
            assert tall(shape) <= shape.height / Pt(1) + 1, (shape.name, shape.text_frame.text)


@every_week
def test_shapes_lie_on_the_slide_and_not_on_one_another(name: str) -> None:
    """Each has its own place."""
    made = deck(made_of(name))
    for slide in made.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height, s.name) for s in slide.shapes]
        for left, top, right, bottom, label in boxes:
            assert 0 <= left < right <= made.slide_width, label
            assert 0 <= top < bottom <= made.slide_height, label
        for one, other in itertools.combinations(boxes, 2):
            apart = (
                one[2] <= other[0] + 2 or other[2] <= one[0] + 2
                or one[3] <= other[1] + 2 or other[3] <= one[1] + 2
            )  # fmt: skip
            assert apart, (one[4], other[4])


def test_charts_hold_the_figures_of_the_tables() -> None:
    """Every week of the risk table is in the workbook of its chart, to the last digit."""
    edition = week("full")
    found = {
        shape.name.removeprefix("Chart: "): sheet(shape.chart.part.chart_workbook.xlsx_part.blob)
        for _, shape in shapes(made_of("full"))
        if shape.has_chart
    }
    assert set(found) == {"risk-burndown", "throughput", "milestone-trend"}
    for chart, table, columns in (
        ("risk-burndown", "risk_burndown", ["week_end", "exposure_days"]),
        ("throughput", "run_chart", ["week_start", "finished_count"]),
    ):
        rows = edition.table(table)
        rows = rows[rows["project"] == ""][columns].tail(len(found[chart]) - 1)
        wanted = [[plain(cell) for cell in row] for row in rows.itertuples(index=False)]
        assert wanted == [row[:2] for row in found[chart][1:]]


def test_alternative_text_is_the_chart_in_words() -> None:
    """The same words as on the page."""
    burndown = week("full").table("risk_burndown")
    chart = risk_burndown_chart(burndown[burndown["project"] == ""], place="")
    said = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for _, shape in shapes(made_of("full"))
        if shape.has_chart
    ]
    assert chart.description in said


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://github.example.org/council/care/issues/7", 1),
        ("http://github.example.org/council/care/issues/7", 0),
        ("javascript:alert(1)", 0),
        ("", 0),
    ],
)
def test_titles_lead_to_the_forge_by_https_alone(url: str, links: int) -> None:
    """Whatever else an address is, it stays text in the notes."""
    usable = weeks.achievements("Carers can upload documents").assign(url=url)
    sixth = deck(slides(weeks.full(achievements=usable), now=NOW)).slides[5]
    found = [
        run.hyperlink.address
        for shape in sixth.shapes
        for paragraph in paragraphs(shape)
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert found == [url] * links


def test_what_does_not_fit_is_in_the_notes() -> None:
    """All of it, whatever the slide could show."""
    notes = deck(made_of("hostile")).slides[6].notes_slide.notes_text_frame.text
    assert notes.count("A title that goes on and on, as titles do") >= 8 * 6


@pytest.mark.parametrize(
    ("count", "waiting", "changed"),
    [
        (0, "No decision waits for you. ", "Nothing that we track has changed since week 46"),
        (1, "One decision waits for you. ", "One thing has changed since week 46"),
        (9, "9 decisions wait for you. ", "9 things have changed since week 46"),
    ],
    ids=["none", "one", "many"],
)
def test_decisions_and_changes_are_counted_in_titles(
    count: int, waiting: str, changed: str
) -> None:
    """None, one and many are written sentences."""
    edition = weeks.full(
        decisions=weeks.decisions(*["Agree the charge"] * count),
        changes=weeks.changes(*["One risk is new."] * count),
    )
    made = deck(slides(edition, now=NOW)).slides
    titles = [slide.shapes.title.text_frame.text for slide in made]
    assert titles[1].startswith(waiting)
    assert titles[6] == changed


def test_a_small_teams_work_is_neither_on_the_slide_nor_in_its_notes() -> None:
    """Both say that it is left out, and the title does not say that nothing changed."""
    rows = weeks.changes("Highways: the pace has dropped.").assign(kind="pace", project="Highways")
    whole = weeks.full(changes=rows)
    projects = tuple(
        project.model_copy(update={"people": 2 if project.name == "Highways" else 9})
        for project in whole.settings.projects
    )
    small = whole.settings.model_copy(update={"projects": projects})
    slide = deck(slides(replace(whole, settings=small), now=NOW)).slides[6]
    assert slide.shapes.title.text_frame.text == "One thing has changed since week 46"
    for said in ("\n".join(texts(slide)), slide.notes_slide.notes_text_frame.text):
        assert "dropped" not in said
        assert SMALL_TEAMS in said


@pytest.mark.parametrize(
    ("usable", "learned", "title"),
    [
        (0, 0, "Nothing new can be used, and nothing was noted as learned"),
        (1, 0, "One thing people can now use; nothing was noted as learned"),
        (0, 2, "Nothing new can be used; 2 things learned"),
        (3, 1, "3 things people can now use; one thing learned"),
    ],
)
def test_what_is_new_is_counted_in_the_title(usable: int, learned: int, title: str) -> None:
    """None, one and many are written sentences."""
    assert title == wording.learned_title(usable, learned)


@every_week
def test_same_edition_gives_the_same_bytes(name: str) -> None:
    """Whenever it is drawn: the file tells when the week was taken, and nobody's name."""
    edition = week(name)
    assert made_of(name) == slides(edition, now=NOW)
    told = deck(made_of(name)).core_properties
    assert told.created == told.modified == edition.taken_at.replace(tzinfo=None)
    assert {told.author, told.last_modified_by} == {"Waymark"}
    with zipfile.ZipFile(io.BytesIO(made_of(name))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"Canny" not in b"".join(file.read(entry) for entry in file.namelist())


def test_relations_of_the_file_lead_to_parts_that_it_has() -> None:
    """What was left out of the template is asked for nowhere, so that nothing needs repair."""
    with zipfile.ZipFile(io.BytesIO(made_of("full"))) as file:
        names = set(file.namelist())
        kinds = file.read("[Content_Types].xml").decode()
        for part in re.findall(r'PartName="/([^"]+)"', kinds):
            assert part in names
        for entry in (name for name in names if name.endswith(".rels")):
            base = Path(entry).parent.parent
            inside = re.sub(r"<[^>]+External[^>]+>", "", file.read(entry).decode())
            for target in re.findall(r'Target="([^"]+)"', inside):
                path = Path("/", base, target) if not target.startswith("/") else Path(target)
                assert str(path.resolve().relative_to("/")) in names, (entry, target)


def paragraphs(shape: Any) -> Iterator[Any]:
    """Yield the paragraphs of a text box or of a table's cells."""
    if shape.has_text_frame:
        yield from shape.text_frame.paragraphs
    if shape.has_table:
        for row in shape.table.rows:
            for cell in row.cells:
                yield from cell.text_frame.paragraphs


def tall(shape: Any) -> float:
    """Return how tall the text of a box is, in points."""
    frame = shape.text_frame
    edges = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
    total = 0.0
    for place, paragraph in enumerate(frame.paragraphs):
        told = paragraph._p.find("{*}pPr")
        indent = float(told.get("marL", 0)) / 12_700 if told is not None else 0.0
        size = max(run.font.size / Pt(1) for run in paragraph.runs) if paragraph.runs else 12.0
        lines, used = 1, 0.0
        for word, bold in words(paragraph):
            wide = sum(letter_width(letter, bold) for letter in word) * size
            if used and used + wide > edges - indent:
                lines, used = lines + 1, 0.0
            lines += int(wide // (edges - indent))
            used += wide % (edges - indent)
        total += lines * size * 1.17
        if place and paragraph.space_before:
            total += paragraph.space_before / Pt(1)
    return total


def words(paragraph: Any) -> Iterator[tuple[str, bool]]:
    """Yield the words of a paragraph, each with the space after it, and whether it is bold."""
    for run in paragraph.runs:
        for word in re.findall(r"\S+\s*", run.text):
            yield word, bool(run.font.bold)


def letter_width(letter: str, bold: bool) -> float:
    """Return the width of a letter in its size, of Helvetica where that has it."""
    return HELVETICA[bold].get(letter, 1.0 if ord(letter) > 0x2E7F else 0.6)


def _helvetica(name: str) -> dict[str, float]:
    file = Path(matplotlib.get_data_path(), "fonts/pdfcorefonts", f"{name}.afm")
    rows = (row.split() for row in file.read_text("latin-1").splitlines() if row.startswith("C "))
    return {chr(int(row[1])): int(row[4]) / 1000 for row in rows if int(row[1]) > 0}


HELVETICA = {False: _helvetica("Helvetica"), True: _helvetica("Helvetica-Bold")}
