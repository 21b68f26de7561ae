"""From a forge's sub-issues and iterations to increments, through the store."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from metrics.parts.replay import replay
from programme.settings import Settings
from snapshots.facts import facts
from sources import github
from store import open_store
from tests.forges.github import GithubForge
from tests.forges.github_data import event, instant, issue

TOKEN = "canary-token-of-the-test"


def day(number: int) -> datetime:
    """Return noon of a day in March 2024."""
    return datetime(2024, 3, number, 12, tzinfo=UTC)


def synced(forge: GithubForge, store: Any, settings: Settings, at: datetime) -> None:
    """Pull what changed into the store."""
    ((project, source),) = settings.sources
    with store.writing(source.name, "github", at) as writer:
        for batch in github.pull(
            forge.source,
            project=project,
            settings=settings,
            token=TOKEN,
            cursor=store.cursor(source.name),
        ):
            writer.write(batch)


def told(store: Any, settings: Settings, as_of: datetime) -> list[tuple[int, str, str, Any]]:
    """Return what each issue was in as of an instant: number, increment, from, until."""
    known = store.read(as_of, [source.name for _, source in settings.sources])
    made = replay(facts(known, settings), as_of=as_of, settings=settings)
    return [
        (
            row.number,
            row.increment,
            f"{row.from_at:%d %B}",
            None if pd.isna(row.until_at) else f"{row.until_at:%d %B}",
        )
        for row in made["increment_spells"].itertuples()
    ]


def test_sub_issues_move_when_events_say_so(tmp_path: Path) -> None:
    """The past is told as it was, before the first sync and between two."""
    data = {
        "issues": [issue(1, title="Pay"), issue(2, title="Book"), issue(3, parent=1)],
        "events": [event(3, "parent_issue_added", day(5), parent=1)],
    }
    store = open_store(f"sqlite:///{tmp_path}/waymark.db")
    with GithubForge(data, repository="exampleton/care", token=TOKEN) as forge:
        settings = forge.settings(increments={"from": "parents"})
        synced(forge, store, settings, day(10))
        forge.data["issues"][2] |= {"parent": 2, "updated_at": instant(day(15))}
        forge.data["events"] += [
            event(3, "parent_issue_removed", day(15), parent=1),
            event(3, "parent_issue_added", day(15), parent=2, id=9_999_999_999_999),
        ]
        synced(forge, store, settings, day(20))

        assert told(store, settings, day(4)) == []
        assert told(store, settings, day(12)) == [(3, "Pay", "05 March", None)]
        assert told(store, settings, day(25)) == [
            (3, "Pay", "05 March", "15 March"),
            (3, "Book", "15 March", None),
        ]
    store.close()


def test_iterations_move_when_they_are_seen_to(tmp_path: Path) -> None:
    """GitHub tells no history of them: it grows from the first sync on."""

    def sprint(number: int) -> list[dict[str, Any]]:
        start = f"2024-03-{number:02}"
        return [{"Iteration": {"iterationId": f"i{number}", "title": f"Sprint {number}",
                               "startDate": start, "duration": 14}}]  # fmt: skip

    data = {"issues": [issue(1, boards=sprint(4))]}
    store = open_store(f"sqlite:///{tmp_path}/waymark.db")
    with GithubForge(data, repository="exampleton/care", token=TOKEN) as forge:
        settings = forge.settings(increments={"from": "iterations"})
        synced(forge, store, settings, day(10))
        forge.data["issues"][0] |= {"boards": sprint(18), "updated_at": instant(day(15))}
        synced(forge, store, settings, day(20))

        created = "01 January"
        assert told(store, settings, day(12)) == [(1, "Sprint 4", created, None)]
        assert told(store, settings, day(25)) == [
            (1, "Sprint 4", created, "20 March"),
            (1, "Sprint 18", "20 March", None),
        ]
    store.close()
