"""``snapshot``, ``verify`` and ``restore`` as a user meets them."""

import re
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.frozen_programme import WEEK, copied
from tests.sentences import is_one_sentence

REVISE = ("--revise", "--reason", "A date was wrong.", "--role", "PM")


@pytest.fixture
def config(frozen_programme: Path, tmp_path: Path) -> Path:
    """The configuration of a programme whose last whole week is frozen."""
    return copied(frozen_programme, tmp_path)


@pytest.fixture
def synced(frozen_programme: Path, tmp_path: Path) -> Path:
    """The configuration of a programme of which nothing is frozen yet."""
    return copied(frozen_programme, tmp_path, "synced.db")


def change(config: Path, statement: str) -> None:
    """Change the store behind the product's back."""
    connection = sqlite3.connect(config.parent / "waymark.db")
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_week_is_frozen_and_verified(run: Command, synced: Path) -> None:
    """By default the last whole one; what is printed can be held against a report."""
    assert run("verify", "--config", synced) == (0, "no week is frozen yet\n", "")
    code, out, err = run("snapshot", "--config", synced)
    assert (code, err) == (0, "")
    found = re.fullmatch(rf"froze {WEEK} \(recorded\), sha256 ([0-9a-f]{{64}})\n", out)
    assert found
    assert run("verify", "--config", synced) == (
        0,
        f"verified one frozen snapshot; the newest has sha256 {found[1]}\n",
        "",
    )


def test_an_older_week_and_a_correction(run: Command, config: Path) -> None:
    """The older one is rebuilt, the corrected one numbered."""
    older = run("snapshot", "--week", "2026-W03", "--config", config)
    assert older[0] == 0
    assert older[1].startswith("froze 2026-W03 (rebuilt), sha256 ")
    corrected = run("snapshot", "--week", WEEK, *REVISE, "--config", config)
    assert corrected[0] == 0
    assert corrected[1].startswith(f"froze {WEEK}-r1 (recorded), sha256 ")
    assert "verified 3 frozen snapshots;" in run("verify", "--config", config)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 1, f"{WEEK} is frozen already; to correct it, add --revise"),
        (["--week", "2026-W07"], 2, "2026-W07 is not over yet; a week is frozen after its Sunday."),
        (["--week", "2026-W01"], 2, "2026-W01 ended before the programme started."),
        (["--week", "W06"], 2, "'W06' names no week; write it as 2026-W47, or 2026-W47-r1."),
        (["--week", ""], 2, "'' names no week"),
        (["--week", "2026-W54"], 2, "'2026-W54' names no week"),
        (["--week", f"{WEEK}-r1"], 2, f"--week names a revision; write it as {WEEK}."),
        (["--revise"], 2, '--revise needs --reason "…" and --role "…".'),
        (["--revise", "--reason", "Why"], 2, "--revise needs --reason"),
        (["--revise", "--reason", " ", "--role", "PM"], 2, "--revise needs --reason"),
        (["--reason", "Why"], 2, "--reason and --role go with --revise."),
        (["--role", "PM"], 2, "--reason and --role go with --revise."),
        (["--revise", "--reason", "x" * 401, "--role", "PM"], 2, "The reason is longer than 400"),
        (["--week", "2026-W05", *REVISE], 1, "2026-W05 is not frozen, so there is nothing to"),
    ],
)
def test_what_cannot_be_frozen(
    run: Command, config: Path, arguments: list[str], code: int, said: str
) -> None:
    """One sentence, and the store stays as it was."""
    before = (config.parent / "waymark.db").read_bytes()
    found = run("snapshot", *arguments, "--config", config)

    assert (found[0], found[1]) == (code, "")
    assert found[2].startswith(said)
    assert is_one_sentence(found[2])
    assert (config.parent / "waymark.db").read_bytes() == before


def test_nothing_is_frozen_before_the_first_sync(run: Command, synced: Path) -> None:
    """Nor verified, nor is anything missing."""
    (synced.parent / "waymark.db").unlink()
    code, out, err = run("snapshot", "--config", synced)
    assert (code, out) == (1, "")
    assert err.startswith("Nothing has been synced yet")
    assert run("verify", "--config", synced)[:2] == (0, "no week is frozen yet\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE weeks SET content = zeroblob(9)", f"{WEEK}: its bytes have been changed.\n"),
        ("UPDATE weeks SET week = '2026-W04'", "2026-W04: what the store says of it is not"),
        ("UPDATE weeks SET position = 2", f"{WEEK}: one snapshot before it is missing.\n"),
    ],
)
def test_verify_names_the_week_that_was_changed(
    run: Command, config: Path, statement: str, said: str
) -> None:
    """And fails."""
    change(config, statement)
    code, out, err = run("verify", "--config", config)

    assert (code, out) == (1, "")
    assert err.startswith(said)
    assert is_one_sentence(err)


def test_what_was_deleted_after_its_time_is_told(run: Command, config: Path) -> None:
    """The chain holds; the week itself is gone, and says so."""
    change(config, "UPDATE weeks SET content = NULL, removed_at = '2033-02-14 09:00:00.000000'")
    code, out, err = run("verify", "--config", config)
    assert (code, err) == (0, "")
    assert out.startswith("verified one frozen snapshot, 1 of them deleted after their time;")
    found = run("report", "--week", WEEK, "--out", config.parent / "out", "--config", config)
    assert found == (1, "", f"{WEEK} was deleted after the time for which weeks are kept.\n")


def test_weeks_move_to_another_store(run: Command, config: Path) -> None:
    """As zip files, from which the same chain grows; other names for a week do as well."""
    out = config.parent / "out"
    assert run("snapshot", *REVISE, "--config", config)[0] == 0
    for week in (f"{WEEK}-r0", "latest"):
        written = run("report", "--week", week, "--format", "zip", "--out", out, "--config", config)
        assert written[0] == 0
    zips = sorted(out.iterdir())
    assert [path.name for path in zips] == [f"test-{WEEK}-r1.zip", f"test-{WEEK}.zip"]
    told = run("verify", "--config", config)
    (config.parent / "waymark.db").unlink()
    assert run("restore", *zips, "--config", config) == (0, "restored 2 frozen snapshots\n", "")
    assert run("verify", "--config", config) == told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory.\n"),
        (b"", "This is not a snapshot's zip file, or it is damaged.\n"),
        (b"PK\x03\x04", "This is not a snapshot's zip file, or it is damaged.\n"),
    ],
)
def test_what_cannot_be_restored(
    run: Command, synced: Path, content: bytes | None, said: str
) -> None:
    """One sentence, and nothing is kept."""
    path = synced.parent / "week.zip"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run("restore", path, "--config", synced)

    assert (code, out) == (1, "")
    assert err.endswith(said)
    assert is_one_sentence(err)
    assert run("restore", "--config", synced)[0] == 2
