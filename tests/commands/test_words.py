"""``waymark.py declare`` and ``note``: what people say, on the report of the week it is for."""

import json
from pathlib import Path

import pytest

from snapshots.pack import unpacked
from tests.conftest import Command
from tests.frozen_programme import WEEK, copied
from tests.sentences import is_one_sentence

LATE = ("declare", "--rating", "amber", "--reason", "The supplier is late.", "--role", "SRO")


@pytest.fixture
def config(frozen_programme: Path, tmp_path: Path) -> Path:
    """The configuration of a synced programme of which nothing is frozen yet."""
    return copied(frozen_programme, tmp_path, "synced.db")


def header(run: Command, config: Path) -> dict[str, object]:
    """Return the header of the newest week, from its zip file."""
    out = config.parent / "out"
    assert run("report", "--format", "zip", "--out", out, "--config", config)[0] == 0
    (path,) = out.iterdir()
    found: dict[str, object] = json.loads(unpacked(path.read_bytes())["header.json"])
    return found


def test_it_stands_on_the_week_that_is_frozen_next(run: Command, config: Path) -> None:
    """With the role, never a name; the later of two notes takes the place of the first."""
    role = "PM, pm@example.org"
    assert run(*LATE, "--config", config) == (0, "declared amber by SRO\n", "")
    for text in ("First.", "Thanks to @canary and\ncanary@example.org."):
        noted = run("note", "--text", text, "--role", role, "--config", config)
        assert noted[0] == 0
    assert noted == (0, f"noted on {WEEK}: 7 words\n", "")
    assert run("snapshot", "--config", config)[0] == 0
    found = header(run, config)

    assert found["note"] == "Thanks to [name removed] and [name removed]."
    assert found["note_by_role"] == "PM, [name removed]"
    assert (found["declared_rating"], found["declared_by_role"]) == ("amber", "SRO")
    assert found["declared_reason"] == "The supplier is late."
    # What is said after a week is frozen is for the next one.
    after = run("note", "--text", "Next.", "--role", "PM", "--config", config)
    assert after == (0, "noted on 2026-W07: one word\n", "")
    assert header(run, config) == found


def test_a_note_from_a_file(run: Command, config: Path) -> None:
    """Of a week that is named; a mark at the beginning of the file is none of its words."""
    path = config.parent / "note.txt"
    path.write_text("Two\nwords\n", encoding="utf-8-sig")
    found = run("note", "--file", path, "--week", "2026-W05", "--role", "PM", "--config", config)
    assert found == (0, "noted on 2026-W05: 2 words\n", "")


def test_ratings_are_read_in_any_case(run: Command, config: Path) -> None:
    """As people write them."""
    found = run(
        *("declare", "--rating", "GREEN", "--reason", "Fine.", "--role", "SRO", "--config", config)
    )
    assert found == (0, "declared green by SRO\n", "")


@pytest.mark.parametrize(
    ("rating", "reason", "role", "said"),
    [
        ("blue", "Because.", "SRO", "'blue' is no rating; declare green, amber or red."),
        ("", "Because.", "SRO", "No rating is chosen; declare green, amber or red."),
        ("red", " ", "SRO", "The reason is missing."),
        ("red", "x" * 401, "SRO", "The reason is longer than 400 characters."),
        ("red", "Because.", "", "The role is missing."),
        ("red", "Because.", "x" * 81, "The role is longer than 80 characters."),
    ],
)
def test_what_cannot_be_declared(
    run: Command, config: Path, rating: str, reason: str, role: str, said: str
) -> None:
    """One sentence."""
    arguments = ("--rating", rating, "--reason", reason, "--role", role)
    assert run("declare", *arguments, "--config", config) == (2, "", f"{said}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--text", "word " * 151], "The note has 151 words; 150 are the most."),
        (["--text", "x" * 1501], "The note is longer than 1500 characters."),
        (["--text", " \n"], "The note is missing."),
        ([], "Give the note with --text or with --file."),
        (["--text", "A", "--file", "b"], "Give the note with --text or with --file."),
        (["--text", "A", "--week", "2026-W08"], "2026-W08 has not begun yet."),
        (["--text", "A", "--week", "W08"], "'W08' names no week; write it as 2026-W47, or"),
        (["--text", "A", "--week", f"{WEEK}-r1"], f"--week names a revision; write it as {WEEK}."),
    ],
)
def test_what_cannot_be_noted(run: Command, config: Path, arguments: list[str], said: str) -> None:
    """One sentence."""
    code, out, err = run("note", *arguments, "--role", "PM", "--config", config)

    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert is_one_sentence(err)


@pytest.mark.parametrize("words", [150, 149])
def test_a_note_of_as_many_words_as_may_be(run: Command, config: Path, words: int) -> None:
    """Is kept whole."""
    found = run("note", "--text", "word " * words, "--role", "PM", "--config", config)
    assert found == (0, f"noted on {WEEK}: {words} words\n", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"\xff\xfe\x00", "is not text in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read(
    run: Command, config: Path, content: bytes | None, said: str
) -> None:
    """One sentence."""
    path = config.parent / "note.txt"
    if content is not None:
        path.write_bytes(content)
    found = run("note", "--file", path, "--role", "PM", "--config", config)
    assert found == (1, "", f"{path} {said}\n")


def test_without_a_role_nothing_is_said(run: Command, config: Path) -> None:
    """It is the command line's own mistake."""
    for command in (("note", "--text", "A"), ("declare", "--rating", "red", "--reason", "B")):
        code, out, err = run(*command, "--config", config)
        assert (code, out) == (2, "")
        assert err.startswith("Missing option '--role'")
