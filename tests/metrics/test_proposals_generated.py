"""Proposals for generated increments, held against futures that the generator draws itself.

The generator knows the rate at which each project finishes work, which Waymark has to guess from
the past: its own simulation goes on at that rate.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from metrics import registry
from metrics.parts.forecast import outlook
from metrics.parts.oversize import oversized
from metrics.parts.past_weeks import pasts
from metrics.parts.split_increments import proposals
from tests.metrics.frames import at, make_facts, make_settings, replayed
from tests.metrics.increment_frames import Work, milestone

TODAY = date(2026, 6, 1)
#: From 5 January to today.
WEEKS = 21
PROJECTS = 10
LABELS = ("priority::high", "Risk: critical", "could-have", "team::web", "team::api", "bug")
WORDS = ("refund", "receipt", "card", "letter", "reminder", "sign-in", "search", "report")


class Drawn(NamedTuple):
    """One increment, the only one of its project.

    Attributes:
        rate: Mean number of pieces finished a week.
        work: Its pieces, and those finished before.
        waits: Numbers of open pieces: the first waits for the second.
        parents: What open pieces are part of, by number.
        target: The date worked to.
    """

    project: str
    rate: float
    work: list[Work]
    waits: list[tuple[int, int]]
    parents: dict[int, str]
    target: date


def drawn(project: str, dice: np.random.Generator) -> Drawn:
    """Draw an increment that is too large by its number of pieces, or by its days."""
    rate = float(dice.uniform(1.5, 6))
    finished = dice.poisson(rate, WEEKS)
    finished[-3:] += 1
    days = [
        (TODAY - timedelta(days=7 * (WEEKS - week) - 2)).isoformat()
        for week, count in enumerate(finished)
        for _ in range(count)
    ]
    work = [
        Work(number, "2026-01-05", (day, "finished"), project=project, started="2026-01-05",
             increment="Pay" if dice.random() < 0.2 else "")
        for number, day in enumerate(days, 1)
    ]  # fmt: skip
    count = int(dice.integers(42, 110))
    numbers = range(1001, 1001 + count)
    work += [
        Work(
            number, "2026-01-05", project=project, increment="Pay",
            title=" ".join(dice.choice(WORDS, 3)),
            labels=list(dice.choice(LABELS, int(dice.integers(0, 3)), replace=False)),
        )
        for number in numbers
    ]  # fmt: skip
    some = dice.choice(numbers, (int(dice.integers(0, count)), 2))
    waits = sorted({(int(one), int(other)) for one, other in some if one > other or one % 7 == 0})
    parents = {int(n): f"forge.example/epics#{n % 5}" for n in numbers if dice.random() < 0.5}
    target = TODAY + timedelta(days=int(7 * count / rate * dice.uniform(0.6, 1)))
    return Drawn(project, rate, work, waits, parents, target)


def measured(cases: list[Drawn], settings: Any) -> dict[str, pd.DataFrame]:
    """Return the frames and tables that the proposals of these increments rest on, and these."""
    links = [
        *((c.project, n, "blocker", f"forge.example/{c.project.lower()}#{other}")
          for c in cases for n, other in c.waits),
        *((c.project, n, "parent", key) for c in cases for n, key in c.parents.items()),
    ]  # fmt: skip
    facts = make_facts(
        milestones=[
            row
            for case in cases
            for row in milestone(
                "Pay", ("2026-01-05", case.target.isoformat()), project=case.project
            )
        ],
        links=[
            {"source": project.lower(), "number": number, "kind": kind, "link_key": key,
             "seen_from": at("2026-01-05"), "asked_from": at("2026-01-05")}
            for project, number, kind, key in links
        ],
    )  # fmt: skip
    work = [issue for case in cases for issue in case.work]
    spells = replayed(
        work,
        increment_spells=[row for issue in work for row in issue.increment_spells()],
        label_spells=[row for issue in work for row in issue.carried()],
    )
    chosen = registry.needed(["proposals"])
    as_of = at(TODAY.isoformat())
    given = registry.given(chosen, facts, spells, as_of=as_of, settings=settings)
    return given | registry.compute(chosen, given, as_of=as_of, settings=settings)


def in_a_circle(numbers: set[int], waits: list[tuple[int, int]]) -> bool:
    """Say whether each of *numbers* leads to every other one by *waits*."""
    for start in numbers:
        met = {start}
        while more := {other for one, other in waits if one in met} - met:
            met |= more
        if not numbers <= met:
            return False
    return True


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.deep) for seed in range(2, 21))]
)
def test_every_proposal_keeps_its_promises(seed: int) -> None:
    """Ten increments a seed; 200 of them in ``make test-deep``."""
    dice = np.random.default_rng(seed)
    settings = make_settings([f"P{number}" for number in range(PROJECTS)])
    cases = [drawn(project.name, dice) for project in settings.projects]
    known = measured(cases, settings)
    proposed = {one.project: one.parts for one in proposals(known, at(TODAY.isoformat()), settings)}

    for case in cases:
        rows = known["proposals"].query("project == @case.project").to_dict("records")
        found = [set(part.items["number"]) for part in proposed[case.project]]
        assert [len(part) for part in found] == [row["item_count"] for row in rows]
        assert len(rows) > 2
        whole, parts = found[0], found[1:]
        # No item is lost, and none is in two parts.
        assert whole == {issue.number for issue in case.work if len(issue.turns) == 1}
        assert sorted(n for part in parts for n in part) == sorted(whole)
        # Nothing waits for a later part.
        part_of = {number: place for place, part in enumerate(parts) for number in part}
        assert all(part_of[one] >= part_of[other] for one, other in case.waits)
        _of_the_right_size(known, case, rows[1:], parts, settings)
        _sooner(case, [len(part) for part in parts], dice)


def _of_the_right_size(
    known: dict[str, pd.DataFrame],
    case: Drawn,
    rows: list[dict[Any, Any]],
    parts: list[set[int]],
    settings: Any,
) -> None:
    """Hold each part to the rules of increments, as if it began today; or it says why not."""
    first_on = known["items"].groupby("project")["created_on"].min()
    known_weeks = pasts(first_on, known["throughput"], known["planned_work"])
    ahead = outlook(known_weeks[case.project], TODAY, settings.programme.name)
    for row, part in zip(rows, parts, strict=True):
        if oversized(TODAY, ahead.p80(len(part)), len(part), settings.increments):
            if len(part) == 1:
                assert row["why"].startswith("One piece of work alone is likely to take")
            else:
                assert "wait for one another in a circle" in row["why"]
                assert in_a_circle(part, case.waits)


def _sooner(case: Drawn, sizes: list[int], dice: np.random.Generator) -> None:
    """Late is what people cannot use by the target: all of it unsplit, its later parts split."""
    done = dice.poisson(case.rate, (2000, (case.target - TODAY).days // 7)).sum(axis=1)
    late = [float((done < through).mean()) for through in np.cumsum(sizes)]
    unsplit = late[-1]
    split = float(np.average(late, weights=sizes))
    assert unsplit > 0
    assert split < unsplit
