"""Text on a slide: measured rather too wide than too narrow, made smaller, cut at a word."""

import string
import zlib
from pathlib import Path

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.slides.text import Line, clean, cut, fitted, height, line_count, width

WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=25),
    min_size=1,
    max_size=20,
).map(" ".join)
MORE = "More is in the report."
SENTENCE = "The supplier of the identity check is late, and nobody else can do it before spring. "


def helvetica(bold: str) -> dict[int, int]:
    """Read the widths of a font that matplotlib brings along, in thousandths of its size."""
    file = Path(matplotlib.get_data_path(), "fonts/pdfcorefonts", f"Helvetica{bold}.afm")
    found = {}
    for row in file.read_text("latin-1").splitlines():
        if row.startswith("C "):
            fields = row.split()
            found[int(fields[1])] = int(fields[4])
    return found


@pytest.mark.parametrize("bold", ["", "-Bold"], ids=["plain", "bold"])
@pytest.mark.parametrize(
    "text",
    [SENTENCE, SENTENCE.upper(), "ill-fitting: 17 + 4 = 21?", string.ascii_letters, "Risk"],
    ids=["sentence", "capitals", "narrow", "letters", "word"],
)
def test_text_is_never_wider_than_measured(text: str, bold: str) -> None:
    """Held against the metrics of Helvetica, which Arial and Liberation Sans follow."""
    widths = helvetica(bold)
    real = sum(widths[ord(letter)] for letter in text) / 1000 * 12
    measured = width(text, 12, bold=bool(bold))
    assert real <= measured <= real * 1.2


def test_letters_of_other_scripts_have_a_width() -> None:
    """Accents add nothing; a letter that fills a square counts as one."""
    assert width("e", 12) == pytest.approx(width("é", 12))
    assert width("e", 12) == pytest.approx(width("e\u0301", 12))
    assert width("服务", 10) >= 20


@given(WORDS)
def test_cut_text_fits_and_is_a_beginning(text: str) -> None:
    """Whatever the text: no more lines than asked for, and what is left stands in it."""
    told = clean(text)
    shown = cut(told, 200, 12, lines=2)
    assert line_count(shown, 200, 12) <= 2 or shown == "…"
    assert shown == told or told.startswith(shown.removesuffix("…"))


def test_text_is_cut_at_a_word() -> None:
    """Not within one, and without what stood between two."""
    shown = cut(SENTENCE.strip(), 200, 12, lines=2)
    assert shown.endswith("…")
    told = shown.removesuffix("…")
    assert SENTENCE.startswith(told)
    assert SENTENCE[len(told)] in " ,."


def test_word_that_is_wider_than_its_room_is_cut_within() -> None:
    """There is no other place."""
    assert cut("W" * 100, 120, 12, lines=1) == "W" * 9 + "…"


@given(st.lists(WORDS, min_size=1, max_size=12), st.integers(15, 300))
def test_paragraphs_fit_their_box(texts: list[str], tall: int) -> None:
    """However many and long they are, and however low the box."""
    lines = [Line(clean(text) or "x", about="" if len(text) % 2 else "Why:") for text in texts]
    told, size = fitted(lines, 260, tall, largest=18, more=MORE)
    assert height(told, 260, size) <= tall + 1e-6
    assert 12 <= size <= 18
    assert told == lines or tall < 52 or told[-1].text == MORE


def test_text_is_made_smaller_before_it_is_cut() -> None:
    """As long as 12 points will do."""
    lines = [Line(SENTENCE * 2), Line(SENTENCE)]
    told, size = fitted(lines, 300, 130, largest=18, more=MORE)
    assert told == lines
    assert 12 <= size < 18


def test_asides_are_left_out_first() -> None:
    """They are the first thing that nobody misses, so nothing says that they are gone."""
    lines = [Line(SENTENCE), Line(SENTENCE * 3, aside=True), Line(SENTENCE)]
    told, _ = fitted(lines, 300, 80, largest=18, more=MORE)
    assert [lines[0], lines[2]] == told


@given(st.text(max_size=60))
def test_clean_text_can_be_written_to_a_file_of_xml(text: str) -> None:
    """Every character that XML refuses is gone, and clean text stays as it is."""
    shown = clean(text)
    assert shown == clean(shown)
    assert zlib.crc32(shown.encode()) >= 0  # no lone surrogate
    assert not any(ord(letter) < 32 for letter in shown)
