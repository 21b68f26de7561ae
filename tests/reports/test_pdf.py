"""The PDF report: tagged, in pages, its words in it; and what is said where it cannot be made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from programme.errors import WaymarkError
from reports.html import html
from reports.pdf import found, pdf
from tests.reports.reports import edition
from tests.views.snapshot import AS_OF

BROWSER = found(os.environ)


def told(command: str, *arguments: str) -> str:
    """Return what a command prints."""
    done = subprocess.run([command, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(not BROWSER, reason="no browser is installed (apt install chromium)")
@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="apt install poppler-utils")
def test_it_is_tagged_and_says_what_the_page_says(tmp_path: Path) -> None:
    """For screen readers: tags, a title, a language; a few pages of A4, every block in order."""
    place = tmp_path / "report.pdf"
    place.write_bytes(pdf(html(edition(), now=AS_OF), environment=os.environ))
    facts = dict(line.split(":", 1) for line in told("pdfinfo", str(place)).splitlines())
    assert facts["Tagged"].strip() == "yes"
    assert facts["Title"].strip() == "Week 47 of 2026 – Adult social care online – Waymark"
    assert "(A4)" in facts["Page size"]
    assert 4 <= int(facts["Pages"]) <= 12
    assert b"/Lang (en-GB)" in place.read_bytes()
    words = " ".join(told("pdftotext", "-layout", str(place), "-").split())
    headings = [
        "Adult social care online",
        "Where we are",
        "What could go wrong",
        "How sure are we",
    ]
    assert sorted(headings, key=words.index) == headings
    assert "Page 1 of" in words
    assert words.count("Days of expected delay") == 1


@pytest.mark.parametrize(
    "environment", [{"PATH": ""}, {"PATH": "/usr/bin:/bin", "WAYMARK_CHROMIUM": "/nowhere/chrome"}]
)
def test_without_a_browser_it_says_what_to_do(environment: dict[str, str]) -> None:
    """In one sentence that names the way out; one that is named goes before all others."""
    with pytest.raises(WaymarkError, match="WAYMARK_CHROMIUM"):
        pdf(b"<p>x", environment=environment)


def pretended(folder: Path, script: str) -> dict[str, str]:
    """Write a browser of our own, and name it."""
    place = folder / "browser"
    place.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    place.chmod(0o755)
    return {"PATH": "/usr/bin:/bin", "WAYMARK_CHROMIUM": str(place), "WAYMARK_TOKEN": "canary"}


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """Within the time given."""
    note = tmp_path / "pid"
    script = (
        "import subprocess, time\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    with pytest.raises(WaymarkError, match="did not print the report within 2 seconds"):
        pdf(b"<p>x", environment=pretended(tmp_path, script), seconds=2)
    state = Path(f"/proc/{note.read_text()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_a_browser_that_prints_nothing_is_told_of(tmp_path: Path) -> None:
    """With the way out."""
    with pytest.raises(WaymarkError, match="printed no PDF"):
        pdf(b"<p>x", environment=pretended(tmp_path, "raise SystemExit(1)"))


def test_a_browser_is_given_no_token_and_no_network(tmp_path: Path) -> None:
    """Only what it needs of the environment; a profile that is gone afterwards."""
    script = (
        "import os, sys\n"
        "out = next(a for a in sys.argv if a.startswith('--print-to-pdf='))\n"
        "said = '\\n'.join([*sys.argv, *os.environ.values()])\n"
        "open(out.partition('=')[2], 'w').write(said)\n"
    )
    said = pdf(b"<p>x", environment=pretended(tmp_path, script)).decode()
    assert "canary" not in said
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in said
    profile = next(s for s in said.splitlines() if s.startswith("--user-data-dir="))
    assert not Path(profile.partition("=")[2]).parent.exists()
    assert ("--no-sandbox" in said) == (os.geteuid() == 0)
