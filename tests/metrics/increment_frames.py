"""Builders of increments: milestones as they were observed, and the work in them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from metrics import registry
from programme.settings import Settings
from tests.metrics.frames import Issue, at, make_facts, replayed
from tests.metrics.risk_frames import Risk

WANTED = (
    *("sources", "items", "throughput", "planned_work", "dependencies", "plan", "risks"),
    *("milestone_trend", "increments", "projects", "forecast_scores"),
)


class Work(Issue):
    """A piece of work that stays in one increment, or moves: ``parts={"Pay": (None, None)}``.

    A part's value is (put in, taken out); None = from creation, or still.
    """

    def __init__(
        self,
        number: int,
        created: str,
        *turns: tuple[str, str],
        parts: Mapping[str, tuple[str | None, str | None]] | None = None,
        **others: Any,
    ) -> None:
        """Keep the increments beside what every issue has."""
        super().__init__(number, created, *turns, **others)
        if parts is None:
            parts = {self.increment: (None, None)} if self.increment else {}
        self.parts = parts
        self.increment = next((name for name, (_, end) in parts.items() if end is None), "")

    def increment_spells(self) -> list[dict[str, Any]]:
        """Return its rows of INCREMENT_SPELLS."""
        return [
            {
                "source": self.source,
                "number": self.number,
                "from_at": at(start) if start else self.created,
                "until_at": at(end) if end else pd.NaT,
                "increment": name,
            }
            for name, (start, end) in self.parts.items()
        ]


def steadily(
    increment: str, finished: Sequence[int], left: int, first: int = 1, **others: Any
) -> list[Work]:
    """Make work all created on 5 January 2026, of which so many items are finished each week.

    Args:
        increment: Where all of it is.
        finished: Items finished in each week from 5 January on.
        left: Items still open.
        first: Number of the first item.
        others: As for Work.
    """
    ends = [
        (date(2026, 1, 7) + timedelta(days=7 * week)).isoformat()
        for week, count in enumerate(finished)
        for _ in range(count)
    ]
    turns: list[list[tuple[str, str]]] = [[(end, "finished")] for end in ends]
    turns += [[] for _ in range(left)]
    return [
        Work(first + place, "2026-01-05", *turn, increment=increment, **others)
        for place, turn in enumerate(turns)
    ]


def milestone(
    title: str,
    *seen: tuple[str, str | None],
    key: str = "",
    project: str = "Portal",
    source: str = "",
    gone: str | None = None,
    created: str | None = "2026-01-05",
    **others: Any,
) -> list[dict[str, Any]]:
    """Return the observations of one milestone.

    Args:
        title: Its title.
        seen: Pairs of the instant from which a due date was seen, and that date.
        key: The forge's id of it; its title if not given.
        project: Its project.
        source: Its source; the project's name in lower case if not given.
        gone: When it was found gone.
        created: When it was created.
        others: Further columns of the last observation.
    """
    until = [*(start for start, _ in seen[1:]), gone]
    rows: list[dict[str, Any]] = [
        {
            "source": source or project.lower(),
            "milestone_key": key or title,
            "seen_from": at(start),
            "seen_until": at(end) if end else pd.NaT,
            "project": project,
            "title": title,
            "state": "open",
            "due_on": due,
            "created_at": at(created) if created else pd.NaT,
            "url": f"https://forge.example/milestones/{key or title}",
            "lines": {},
        }
        for (start, due), end in zip(seen, until, strict=True)
    ]
    rows[-1] |= others
    return rows


def source(name: str = "portal", last_ok_at: str = "2026-06-01", **others: Any) -> dict[str, Any]:
    """Return a row of SOURCES."""
    return {
        "source": name,
        "kind": "recorded",
        "project": name.capitalize(),
        "last_ok_at": at(last_ok_at),
        "failed": False,
        "request_count": 0,
        "event_count": 0,
        **others,
    }


def tables(
    work: Sequence[Issue],
    milestones: Sequence[Mapping[str, Any]],
    *,
    as_of: str,
    settings: Settings,
    sources: Sequence[Mapping[str, Any]] = (),
) -> dict[str, pd.DataFrame]:
    """Run the measures of WANTED as the product does; they must leave their inputs alone."""
    facts = make_facts(
        milestones=list(milestones),
        sources=list(sources),
        items=[issue.fact() for issue in work if issue.size is not None],
    )
    spells = replayed(
        work,
        increment_spells=[
            row for issue in work if isinstance(issue, Work) for row in issue.increment_spells()
        ],
        label_spells=[
            row for issue in work if isinstance(issue, Risk) for row in issue.label_spells()
        ],
    )
    kept = {name: frame.copy(deep=True) for name, frame in {**facts, **spells}.items()}
    chosen = [measure for measure in registry.measures() if measure.table.name in WANTED]
    made = registry.run(chosen, facts, spells, as_of=at(as_of), settings=settings)
    for name, frame in {**facts, **spells}.items():
        pd.testing.assert_frame_equal(frame, kept[name])
    return made
