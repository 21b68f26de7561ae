"""``waymark.py propose``: the checklist it writes, and what it says when it cannot."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command
from tests.recordings import milestone, write_config, write_recording

LIMITS = "[increments]\nmax_items = 2\n"
#: Marks of Markdown, a tag, a character that turns the line round, and a second line.
HOSTILE = "Pay *now* [x](javascript:1) <script> `a` \u202e\n# b | c"


def recording(folder: Path, titles: dict[int, str] | None = None) -> Path:
    """Write three open pieces of work in the increment *Pay online*."""
    write_recording(folder)
    path = folder / "issues.json"
    issues = json.loads(path.read_text(encoding="utf-8"))
    for issue in issues:
        title = (titles or {}).get(issue["number"], f"Piece {issue['number']}")
        issue |= {"labels": [], "milestone": milestone(30), "title": title}
    path.write_text(json.dumps(issues), encoding="utf-8")
    return folder


@pytest.fixture
def config(tmp_path: Path, run: Command) -> Path:
    """A synced programme with an increment of three pieces, one more than allowed."""
    folder = recording(tmp_path / "app", {2: HOSTILE})
    path = write_config(tmp_path / "config.toml", folder, more=LIMITS)
    assert run("sync", "--config", path)[0] == 0
    return path


def test_a_checklist_of_each_part(run: Command, config: Path, tmp_path: Path) -> None:
    """Every piece has a box and a link; what a forge wrote is plain text; twice the same bytes."""
    out = tmp_path / "split.md"
    wanted = ["propose", "--increment", "Pay online", "--out", out, "--config", config]
    wanted += ["--as-of", "2026-02-01"]
    code, printed, err = run(*wanted)

    assert (code, printed, err) == (0, f"wrote 2 parts to {out}\n", "")
    link = "[github.com/exampleton/app#{0}](<https://github.com/exampleton/app/issues/{0}>)"
    assert out.read_text(encoding="utf-8").splitlines() == [
        "# How Pay online could be split",
        "",
        "Project 1, 1 February 2026. It holds 3 pieces of work, more than 2. "
        "Split off a part that people can use on its own.",
        "",
        "As it is: 3 open pieces of work; no forecast.",
        "",
        "## Part 1 of 2",
        "",
        '2 open pieces of work; no forecast. 2 of 2 have the word "piece".',
        "",
        f"- [ ] {link.format(1)} Piece 1",
        f"- [ ] {link.format(3)} Piece 3",
        "",
        "## Part 2 of 2",
        "",
        "One open piece of work; no forecast. "
        "It has nothing in common with others that labels, links or titles tell.",
        "",
        f"- [ ] {link.format(2)} "
        r"Pay \*now\* \[x\](javascript:1) \<script\> \`a\`  # b \| c",
    ]
    before = out.read_bytes()
    assert run(*wanted)[0] == 0
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--increment", "Pay onlin"], 'did you mean "Pay online"?'),
        (["--increment", "\u202eZebra"], 'There is no increment "Zebra"; there is "Pay online".'),
        (["--increment", ""], 'There is no increment ""'),
        (["--increment", "Pay online", "--project", "Project"], 'did you mean "Project 1"?'),
        (["--increment", "Pay online", "--as-of", "today"], "neither an instant"),
        (["--increment", "Pay online", "--out", "."], "is a folder; name a file."),
        ([], "Missing option"),
    ],
    ids=["near", "none", "empty", "project", "time", "folder", "missing"],
)
def test_bad_usage(
    run: Command, config: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    """One sentence and 2; nothing on stdout, and no file."""
    out = tmp_path / "split.md"
    code, printed, err = run("propose", "--out", out, *arguments, "--config", config)

    assert (code, printed) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert not out.exists()


def test_an_increment_of_a_right_size(run: Command, config: Path, tmp_path: Path) -> None:
    """There is nothing to split, which is a failure to do what was asked."""
    config.write_text(config.read_text().replace("max_items = 2", "max_items = 3"))
    out = tmp_path / "split.md"
    code, _, err = run("propose", "--increment", "Pay online", "--out", out, "--config", config,
                       "--as-of", "2026-02-01")  # fmt: skip

    assert code == 1
    assert err == '"Pay online" of Project 1 is not too large; there is nothing to split.\n'
    assert not out.exists()


def test_one_title_in_two_projects(run: Command, tmp_path: Path) -> None:
    """The project must be named; then it is that project's increment alone."""
    folders = [recording(tmp_path / name) for name in ("app", "api")]
    config = write_config(tmp_path / "config.toml", *folders, more=LIMITS)
    assert run("sync", "--config", config)[0] == 0
    out = tmp_path / "split.md"
    wanted = ["propose", "--increment", "Pay online", "--out", out, "--config", config]
    wanted += ["--as-of", "2026-02-01"]

    code, _, err = run(*wanted)
    assert code == 2
    assert "Project 1 and Project 2 each have an increment" in err
    assert run(*wanted, "--project", "Project 2")[0] == 0
    assert "Project 2, 1 February 2026." in out.read_text(encoding="utf-8")


def test_before_any_sync(run: Command, tmp_path: Path) -> None:
    """One sentence says to sync first."""
    config = write_config(tmp_path / "config.toml", recording(tmp_path / "app"))
    out = tmp_path / "split.md"
    code, printed, err = run("propose", "--increment", "Pay", "--out", out, "--config", config)

    assert (code, printed) == (1, "")
    assert "waymark.py sync" in err


def test_a_file_that_cannot_be_written(run: Command, config: Path, tmp_path: Path) -> None:
    """One sentence names it."""
    out = tmp_path / "no" / "split.md"
    code, _, err = run("propose", "--increment", "Pay online", "--out", out, "--config", config,
                       "--as-of", "2026-02-01")  # fmt: skip

    assert code == 1
    assert err == f"{out} cannot be written: No such file or directory.\n"


def test_it_is_documented() -> None:
    """README and docs/propose.md name the command."""
    for path in (ROOT / "README.md", ROOT / "docs" / "propose.md"):
        assert "waymark.py propose --increment" in path.read_text(encoding="utf-8")
