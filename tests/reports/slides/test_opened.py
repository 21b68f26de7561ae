"""The deck as LibreOffice opens it: every slide, every chart with its figures, nothing repaired."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from reports.slides.deck import slides
from tests.reports.slides import weeks
from tests.reports.slides.decks import C, cached

pytestmark = pytest.mark.deep
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
MADE = {"full": weeks.full, "empty": weeks.empty, "hostile": weeks.hostile}


def converted(deck: Path, form: str) -> Path:
    """Open a deck in LibreOffice and save it in another form."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-impress)")
    folder = deck.parent / form
    profile = f"-env:UserInstallation=file://{deck.parent / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, str(deck)], check=True, capture_output=True, timeout=300)
    return folder / f"{deck.stem}.{form}"


def charts(path: Path) -> list[dict[str, list[Any]]]:
    """Return the values of each chart's series by their names."""
    return [
        {name: values for name, _, values in map(cached, _series(shape.chart))}
        for slide in Presentation(str(path)).slides
        for shape in slide.shapes
        if shape.has_chart
    ]


def _series(chart: Any) -> list[ET.Element]:
    return list(ET.fromstring(chart.part.blob).iter(f"{C}ser"))


@pytest.mark.parametrize("name", MADE)
def test_libreoffice_shows_every_slide_and_keeps_every_chart(name: str, tmp_path: Path) -> None:
    """As many pages as slides; saved again, charts are charts still, with the same figures."""
    deck = tmp_path / f"{name}.pptx"
    deck.write_bytes(slides(MADE[name](), now=NOW))

    pages = converted(deck, "pdf").read_bytes().count(b"/Type/Page/")
    again = converted(deck, "pptx")

    assert pages == len(Presentation(str(deck)).slides)
    assert charts(deck) == charts(again)
