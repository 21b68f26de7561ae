"""``waymark.py report``: a week as files, each format by itself."""

from pathlib import Path

import pytest

from tests.conftest import Command
from tests.frozen_programme import WEEK, copied
from tests.sentences import is_one_sentence


@pytest.fixture
def config(frozen_programme: Path, tmp_path: Path) -> Path:
    """The configuration of a programme whose last whole week is frozen."""
    return copied(frozen_programme, tmp_path)


def test_the_latest_week_as_html(run: Command, config: Path) -> None:
    """That is what is written unless something else is asked for."""
    out = config.parent / "new" / "out"
    name = f"test-{WEEK}.html"
    assert run("report", "--out", out, "--config", config) == (0, f"wrote {name} to {out}\n", "")
    assert [path.name for path in out.iterdir()] == [name]
    assert "<!doctype html>" in (out / name).read_text(encoding="utf-8")[:100].lower()


def test_several_formats(run: Command, config: Path) -> None:
    """Each once, however they are written, in the order in which they were asked for."""
    out = config.parent / "out"
    code, printed, err = run("report", "--format", "zip, ICS,zip", "--out", out, "--config", config)
    assert (code, err) == (0, "")
    assert printed == f"wrote test-{WEEK}.zip, test-{WEEK}.ics to {out}\n"
    assert (out / f"test-{WEEK}.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_formats_one_by_one(run: Command, config: Path) -> None:
    """An option that is given twice counts twice."""
    out = config.parent / "out"
    given = ("--format", "zip", "--format", "ics")
    code, printed, _ = run("report", *given, "--out", out, "--config", config)
    assert (code, printed) == (0, f"wrote test-{WEEK}.zip, test-{WEEK}.ics to {out}\n")


def test_a_week_is_the_same_file_every_time(run: Command, config: Path) -> None:
    """Others in the folder are left alone."""
    out = config.parent / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    contents = []
    for _ in range(2):
        assert run("report", "--format", "zip", "--out", out, "--config", config)[0] == 0
        contents.append((out / f"test-{WEEK}.zip").read_bytes())
    assert contents[0] == contents[1]
    assert (out / "mine.txt").read_text() == "mine"


def test_the_live_figures(run: Command, config: Path) -> None:
    """Under a name of their own."""
    out = config.parent / "out"
    found = run("report", "--week", "live", "--format", "zip,ics", "--out", out, "--config", config)
    assert found == (0, f"wrote test-live.zip, test-live.ics to {out}\n", "")


def test_without_a_browser_there_is_no_pdf(
    run: Command, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are written; that one is missing is said, and is a failure."""
    monkeypatch.setenv("WAYMARK_CHROMIUM", str(config.parent / "nowhere"))
    monkeypatch.setenv("PATH", str(config.parent))
    out = config.parent / "out"
    code, printed, err = run("report", "--format", "pdf,zip", "--out", out, "--config", config)
    assert (code, printed) == (1, f"wrote test-{WEEK}.zip to {out}\n")
    assert "WAYMARK_CHROMIUM" in err
    assert is_one_sentence(err) or err.count("\n") == 1

    alone = run("report", "--format", "pdf", "--out", config.parent / "new", "--config", config)
    assert alone == (1, "", err)
    assert not (config.parent / "new").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--format", "docx"], 2, "--format 'docx' is not known; choose from html, pdf, pptx, zip"),
        (["--format", "html,"], 2, "--format '' is not known; choose from html, pdf"),
        (["--week", "next"], 2, "'next' names no week; write it as 2026-W47, or 2026-W47-r1."),
        (["--week", "2026-W05"], 1, "2026-W05 is not frozen; run `python waymark.py snapshot"),
        (["--week", f"{WEEK}-r7"], 1, f"{WEEK}-r7 is not frozen; run `python waymark.py"),
    ],
)
def test_what_cannot_be_written(
    run: Command, config: Path, arguments: list[str], code: int, said: str
) -> None:
    """One sentence, and no folder is made."""
    out = config.parent / "out"
    found = run("report", *arguments, "--out", out, "--config", config)

    assert found[:2] == (code, "")
    assert found[2].startswith(said)
    assert is_one_sentence(found[2])
    assert not out.exists()


def test_out_is_a_folder(run: Command, config: Path) -> None:
    """Which a file is not."""
    code, _, err = run("report", "--out", config, "--config", config)
    assert (code, err) == (2, f"--out {config} is a file; name a folder.\n")
    assert run("report", "--config", config)[0] == 2
    below = run("report", "--format", "zip", "--out", config / "below", "--config", config)
    assert below[0] == 1
    assert is_one_sentence(below[2])


def test_before_anything_is_frozen(run: Command, frozen_programme: Path, tmp_path: Path) -> None:
    """It is said how to freeze a week; the live figures can be had."""
    config = copied(frozen_programme, tmp_path, "synced.db")
    out = tmp_path / "out"
    assert run("report", "--out", out, "--config", config) == (
        1,
        "",
        "No week is frozen yet; run `python waymark.py snapshot`.\n",
    )
    live = run("report", "--week", "live", "--format", "zip", "--out", out, "--config", config)
    assert live[0] == 0


def test_a_week_that_was_changed_is_not_written(run: Command, config: Path) -> None:
    """Whatever its form."""
    import sqlite3

    connection = sqlite3.connect(config.parent / "waymark.db")
    with connection:
        connection.execute("UPDATE weeks SET content = zeroblob(9)")
    connection.close()
    for form in ("html", "zip"):
        code, printed, err = run(
            "report", "--format", form, "--out", config.parent / "out", "--config", config
        )
        assert (code, printed) == (1, "")
        assert "is not as it was frozen; run `python waymark.py verify`." in err
