"""Events played back one by one lead to what the forge says now, or data quality says why not.

The player knows no rule but the order of events: a label is on once it was put on under the very
name it bears now, and what no event tells is not so. Whatever it misses is either named on the
data-quality page, under a check that gives the reason, or wrong.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from metrics import registry
from metrics.data_quality import explain
from metrics.parts.replay import replay
from programme.config_file import load
from programme.settings import Settings
from programme.settings_sources import RecordedSource
from snapshots.facts import facts
from store import open_store
from tests.conftest import ROOT, Command
from tests.recordings import write_config
from tests.reference.generated import write_programme
from tests.reference.recorded import Issue, Recording, read

#: The checks that tell why an aspect of an issue differs.
REASONS = {
    "state": {
        "closed_before_created",
        "closing_event_missing",
        "closing_reason_changed",
        "reopening_event_missing",
    },
    "labels": {"label_not_in_events", "label_renamed", "label_without_event"},
    "milestone": {"milestone_not_in_events", "milestone_renamed", "milestone_without_event"},
}
#: Generated programmes whose increments are milestones, in either forge's form.
SEEDS = (8, pytest.param(3, marks=pytest.mark.deep))


class Ended(NamedTuple):
    """What an issue has come to."""

    state: str
    labels: frozenset[str]
    milestone: str


def said(issue: Issue, recording: Recording) -> Ended:
    """Return what the forge says now."""
    titles = {milestone.id: milestone.title for milestone in recording.looks[-1][1]}
    return Ended(
        (issue.reason or "completed") if issue.closed else "open",
        frozenset(name for name, _ in issue.labels),
        titles[issue.milestone] if issue.milestone is not None else "",
    )


def played(issue: Issue) -> Ended:
    """Return what the issue's events alone lead to."""
    state, labels, milestone = "open", set[str](), ""
    for event in issue.events:
        if event.kind == "closed":
            # What a closing does not tell is what the forge says of the last one.
            state = event.reason or issue.reason or "completed"
        elif event.kind == "reopened":
            state = "open"
        elif event.kind == "labeled":
            labels.add(event.name)
        elif event.kind == "unlabeled":
            labels.discard(event.name)
        elif event.kind == "milestoned":
            milestone = event.name
        elif event.name == milestone:
            milestone = ""
    return Ended(state, frozenset(labels), milestone)


def differing(recording: Recording) -> Iterator[tuple[str, str]]:
    """Yield the aspects and the addresses of the issues whose events lead elsewhere."""
    if not any(issue.events for issue in recording.issues):
        return  # the source tells no events, which is told of it as a whole
    for issue in recording.issues:
        if issue.moved:
            continue  # it is gone from here, which is told by itself
        for aspect, now, then in zip(
            Ended._fields, said(issue, recording), played(issue), strict=True
        ):
            if now != then:
                yield aspect, issue.url


def named(run: Command, config: Path) -> dict[tuple[str, str], set[str]]:
    """Sync; return the addresses of the issues that each project and check names."""
    code, printed, said_of_it = run("sync", "--no-weeks", "--config", config)
    assert code == 0, printed + said_of_it
    settings = load(config)
    as_of = moment(settings)
    with closing(open_store(settings.store.url)) as store:
        known = facts(store.read(as_of, settings.source_names), settings)
    replayed = replay(known, as_of=as_of, settings=settings)
    needed = registry.needed(["data_quality"])
    given = registry.given(needed, known, replayed, as_of=as_of, settings=settings)
    given |= registry.compute(needed, given, as_of=as_of, settings=settings)
    found = {}
    for key in given["data_quality"][["project", "check"]].itertuples(index=False, name=None):
        if any(key[1] in checks for checks in REASONS.values()):
            row = dict(zip(("project", "check"), key, strict=True))
            told = explain(given, row, as_of=as_of, settings=settings)
            found[key] = set(told["url"])
    return found


def unexplained(run: Command, config: Path) -> list[tuple[str, str, str]]:
    """Return what differs without being named under one of its reasons."""
    reasons, settings = named(run, config), load(config)
    return [
        (project.name, aspect, url)
        for project, source in settings.sources
        if project.increments.from_ == "milestones"
        for aspect, url in differing(
            read(_folder(source), settings.programme.zone, moment(settings), "milestones")
        )
        if not any(url in reasons.get((project.name, check), ()) for check in REASONS[aspect])
    ]


def moment(settings: Settings) -> datetime:
    """Return the moment that is asked for: the programme's, else now."""
    return settings.programme.as_of or datetime.now(UTC)


def _folder(source: object) -> Path:
    assert isinstance(source, RecordedSource)
    return source.path


def test_real_history(run: Command, tmp_path: Path, shared_data: Path) -> None:
    """Of 341 issues these differ: four by a label renamed, two by one that no event puts on."""
    config = write_config(tmp_path / "config.toml", shared_data / "bitcoin-core-gui")

    assert unexplained(run, config) == []

    numbers = {"label_renamed": (5, 7, 117, 252), "label_without_event": (392, 429)}
    assert named(run, config) == {
        ("Project 1", check): {f"https://github.com/bitcoin-core/gui/issues/{n}" for n in found}
        for check, found in numbers.items()
    }


def test_demonstration(run: Command, tmp_path: Path) -> None:
    """In either forge's form."""
    config = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    config.write_text(text.replace('"sample/', f'"{ROOT}/sample/'), encoding="utf-8")

    assert unexplained(run, config) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_generated(seed: int, run: Command, tmp_path: Path) -> None:
    """With events that are missing, tie, or name what was called otherwise once."""
    assert unexplained(run, write_programme(tmp_path, seed)) == []
