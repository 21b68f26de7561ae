"""The hand-worked register, from a forge's JSON to the file of a frozen week.

42.35 days with one risk not sized, then 25.65 with the bridge between: the figures are worked by
hand in docs/labels.md.
"""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import Command
from tests.forges import story
from tests.forges.github import GithubForge
from tests.forges.gitlab import Contents, GitlabForge
from tests.forges.story import Step, Told
from tests.recordings import write_config

#: Two whole weeks and some hours after the programme's start.
NOW = datetime(2026, 1, 19, 9, tzinfo=UTC)
BRIDGE = ("new_days", "raised_days", "lowered_days", "retired_days", "happened_days")


def january(day: int, hour: int = 9) -> datetime:
    """Return an instant of January 2026."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def risk(
    number: int,
    day: int,
    labels: Iterable[str],
    *steps: tuple[int, str, str],
    born_with: bool = False,
) -> Told:
    """Tell a risk that appeared on a day of January, then (day, kind, label) one after the other.

    Its first labels are put on a minute later, as people do, or were there without any event.
    """
    at = january(day)
    first = [] if born_with else [Step(at.replace(minute=1), "labelled", name) for name in labels]
    told = Told(number, f"Risk {number}", "A risk.", at, "maker-1", labels=[*labels])
    told.steps = first + [Step(january(when), kind, label) for when, kind, label in steps]
    for _, kind, label in steps:
        if kind == "labelled":
            told.labels.append(label)
        elif kind == "unlabelled":
            told.labels.remove(label)
        else:
            told.closed_at = max(step.at for step in told.steps)
    return told


REGISTER = [
    risk(1, 5, ["Probability: High", "impact::high"],
         (13, "unlabelled", "Probability: High"), (13, "labelled", "probability::medium")),
    risk(2, 5, ["likelihood/low", "consequence = very high"],
         (14, "labelled", "outcome::happened"), (14, "closed", "")),
    risk(3, 6, ["risk::medium"], born_with=True),
    risk(4, 7, ["risk", "probability::35%", "impact-days::15"]),
    risk(5, 8, ["risk"]),
    risk(6, 15, ["probability::medium", "impact::low"]),
]  # fmt: skip


def forge_of(kind: str) -> GithubForge | GitlabForge:
    """Return a forge that answers with the register and takes the token t."""
    if kind == "github":
        return GithubForge(story.github_files(REGISTER), repository="exampleton/care")
    return GitlabForge(Contents(story.gitlab_files(REGISTER), token="t"))


def burndown(text: bytes) -> list[dict[str, str]]:
    """Read the file of the table."""
    return list(csv.DictReader(io.StringIO(text.decode())))


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_from_the_forge_to_the_written_week(
    kind: str, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Synced over HTTP, frozen, and written: the live table and the frozen file say the same."""
    monkeypatch.setenv("TOKEN", "t")
    with forge_of(kind) as forge:
        source = {
            "kind": kind,
            "repository" if kind == "github" else "project": "exampleton/care",
            "url": forge.origin,
            "token_env": "TOKEN",
        }
        config = write_config(
            tmp_path / "config.toml",
            source,
            programme=f"as_of = {NOW:%Y-%m-%dT%H:%M:%SZ}",
            more="[network]\nallow_private = true\n[risk.tolerance]\ntotal_days = 30",
        )
        code, said, wrong = run("sync", "--no-weeks", "--config", config)
    assert (code, wrong) == (0, "")
    assert said.startswith("synced 1 sources, 6 items changed, ")
    for command in (
        ("measure", "--out", tmp_path / "live"),
        ("snapshot", "--week", "2026-W03"),
        ("report", "--week", "2026-W03", "--format", "zip", "--out", tmp_path / "week"),
    ):
        code, _, wrong = run(*command, "--config", config)
        assert code == 0, wrong

    live = burndown((tmp_path / "live" / "risk_burndown.csv").read_bytes())
    (packed,) = (tmp_path / "week").glob("*.zip")
    with ZipFile(packed) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("risk_burndown.csv"))
        frozen = burndown(archive.read(name))

    assert live == frozen
    columns = ("week_end", "open_count", "unsized_count", "exposure_days", *BRIDGE)
    for project, limit in (("", "30"), ("Project 1", "")):
        rows = [row for row in frozen if row["project"] == project]
        assert [tuple(row[name] for name in columns) for row in rows] == [
            ("2026-01-11", "5", "1", "42.35", "42.35", "0", "0", "0", "0"),
            ("2026-01-18", "5", "1", "25.65", "2.8", "0", "7.5", "0", "12"),
        ]
        assert {row["tolerance_days"] for row in rows} == {limit}
