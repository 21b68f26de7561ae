"""Chains: the table, its rows of the programme, and what they are explained by."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pandas as pd
import pytest

from metrics import registry
from metrics.chains import MEASURE
from metrics.parts.schedules import schedules
from tests.metrics.frames import at, computed, make_facts, make_settings, replayed, rows_of
from tests.metrics.increment_frames import milestone, steadily
from tests.metrics.schedule_frames import TODAY, Part, Told, in_days, schedule_tables
from tests.reference import chains as reference
from tests.reference.cells import Row, cell

AS_OF = TODAY.isoformat()
STEADY = [2] * 12
FIGURES = ("project", "chain", "increment_count", "target_on", "p_on_time", "p80_on")


def table(projects: Mapping[str, Told], **sections: Any) -> pd.DataFrame:
    """Compute the table, the programme's rows included."""
    settings = make_settings(list(projects), **sections)
    return computed(MEASURE, schedule_tables(projects), AS_OF, settings)


#: Two pieces a week: Sign in takes one week, Pay two, Book three.
PORTAL = Told(
    STEADY, [Part("Sign in", 2, 6), Part("Pay", 2, 20, ("Sign in",)), Part("Book", 2, 13)]
)
#: Four pieces take two weeks; the risk, which comes always, ten days more.
API = Told(STEADY, [Part("Serve", 4, 30, risks=((1.0, 10),)), Part("Tidy", 2)])


def test_by_hand() -> None:
    """Book misses its date, and with it the project and the programme; it is Portal's last.

    Serve is ready on day 23 and Tidy, which has no date, on day 20: so Serve is the last of all.
    """
    found = table({"Portal": PORTAL, "Api": API})

    assert rows_of(found, *FIGURES, "decides_share") == [
        ("", "", 5, "2026-07-01", 0.0, "2026-06-24", None),
        ("", "Api: Serve", 1, "2026-07-01", 1.0, "2026-06-24", 1.0),
        ("Api", "", 2, "2026-07-01", 1.0, "2026-06-24", None),
        ("Api", "Serve", 1, "2026-07-01", 1.0, "2026-06-24", 1.0),
        ("Api", "Tidy", 1, None, None, "2026-06-21", 0.0),
        ("Portal", "", 3, "2026-06-21", 0.0, "2026-06-21", None),
        ("Portal", "Book", 1, "2026-06-14", 0.0, "2026-06-21", 1.0),
        ("Portal", "Sign in → Pay", 2, "2026-06-21", 1.0, "2026-06-14", 0.0),
    ]


def test_two_that_are_last_on_one_day_have_equal_parts() -> None:
    """Two projects at the same pace with the same work decide half of the trials each."""
    part = [Part("Pay", 2, 6)]
    found = table({"Portal": Told(STEADY, part), "Api": Told(STEADY, part)})

    assert rows_of(found[found["project"] == ""], "chain", "decides_share") == [
        ("", None),
        ("Api: Pay", 0.5),
        ("Portal: Pay", 0.5),
    ]


def test_key_increments_alone_are_promised() -> None:
    """What they wait for is in their chains, and everything else in none."""
    found = table({"Portal": PORTAL}, project={"increments": {"key": ["Pay"]}})

    assert rows_of(found, *FIGURES, "decides_share") == [
        ("", "", 1, "2026-06-21", 1.0, "2026-06-14", None),
        ("", "Portal: Sign in → Pay", 2, "2026-06-21", 1.0, "2026-06-14", 1.0),
        ("Portal", "", 1, "2026-06-21", 1.0, "2026-06-14", None),
        ("Portal", "Sign in → Pay", 2, "2026-06-21", 1.0, "2026-06-14", 1.0),
    ]


NEW = Told([2] * 6, [Part("Pay", 2, 20)])
WEEKS = "only 6 whole weeks of work are known; 7 are needed."
DONE = "No key increment has work left, so no forecast is needed."
REASONS = {
    "one project": (
        {"Portal": NEW},
        [
            ("", "", f"We cannot forecast this yet because {WEEKS}"),
            ("Portal", "", f"We cannot forecast this yet because {WEEKS}"),
            ("Portal", "Pay", f"We cannot forecast this yet because {WEEKS}"),
        ],
    ),
    "one of two": (
        {"Portal": NEW, "Api": Told(STEADY, [Part("Serve", 2, 6)])},
        [
            ("", "", f"We cannot forecast this yet because in Portal {WEEKS}"),
            ("Api", "", ""),
            ("Api", "Serve", ""),
            ("Portal", "", f"We cannot forecast this yet because {WEEKS}"),
            ("Portal", "Pay", f"We cannot forecast this yet because {WEEKS}"),
        ],
    ),
    "nothing left": (
        {"Portal": Told(STEADY, [Part("Pay", 0, 20), Part("", 3)])},
        [("", "", DONE), ("Portal", "", DONE)],
    ),
    "too slow": (
        {"Portal": Told([1, *[0] * 5] * 6, [Part("Pay", 90, 20)])},
        [
            (
                project,
                chain,
                "We cannot forecast this yet because at the present pace it would take more than "
                "2 years.",
            )
            for project, chain in (("", ""), ("", "Portal: Pay"), ("Portal", ""), ("Portal", "Pay"))
        ],
    ),
}


@pytest.mark.parametrize(("projects", "expected"), REASONS.values(), ids=REASONS)
def test_no_date_has_a_reason(projects: dict[str, Told], expected: list[tuple[str, ...]]) -> None:
    """The programme has no date while the key increments of a project have none."""
    found = table(projects)

    assert rows_of(found, "project", "chain", "no_forecast_reason") == expected
    assert (found["p80_on"].isna() == (found["no_forecast_reason"] != "")).all()


def test_a_chance_that_is_not_known_is_empty() -> None:
    """A date that has passed is missed whatever the pace; so is every other date with it."""
    unknown = table({"Portal": NEW})
    missed = table({"Portal": Told([2] * 6, [Part("Pay", 2, -1), Part("Book", 2, 20)])})

    assert rows_of(unknown, "p_on_time", "decides_share") == [(None, None)] * 2 + [(None, None)]
    assert rows_of(missed, "chain", "p_on_time", "decides_share") == [
        ("", 0.0, None),
        ("", 0.0, None),
        ("Book", None, None),
        ("Pay", 0.0, None),
    ]


def test_a_risk_register_has_no_chains() -> None:
    """It holds no work."""
    settings = make_settings({"Risks": "risk-register"})

    found = computed(MEASURE, schedule_tables({}), AS_OF, settings)

    assert rows_of(found, "project", "chain", "no_forecast_reason") == [("", "", DONE)]


@pytest.mark.parametrize("seed", range(4))
def test_the_reference_agrees(seed: int) -> None:
    """Three projects with what they draw alike, in plain loops over the same trials."""
    dice = Random(seed)
    projects, key = {}, ["A", "B", "D"] if seed % 2 else []
    for name in ("Api", "Portal", "Web"):
        weeks = [dice.choice([0, 1, 1, 2, 3, 5]) for _ in range(dice.choice([6, 15, 15, 15, 15]))]
        parts: list[Part] = []
        for title in "ABCDEF":
            before = [part.title for part in parts if dice.random() < 0.3]
            target = dice.choice([None, -2, *range(10, 200, 10)])
            risks = [(dice.random(), dice.randint(5, 50)) for _ in range(dice.choice([0, 0, 2]))]
            left = dice.choice([0, 1, 2, 4, 8])
            parts.append(Part(title, left, target, tuple(before), tuple(risks)))
        projects[name] = Told(weeks, parts)
    settings = make_settings(list(projects), project={"increments": {"key": key}})
    tables = schedule_tables(projects)
    found = schedules(tables, tables["risks"], as_of=at(AS_OF), settings=settings)
    plans = []
    for name, told in projects.items():
        known = len(told.weeks) >= 7
        plans.append(
            reference.Plan(
                name,
                [
                    reference.Increment(
                        part.title,
                        not key or part.title in key,
                        part.left,
                        in_days(part.target),
                        list(part.after),
                        found[name].finished(part.title).tolist() if known else [],
                    )
                    for part in told.parts
                ],
            )
        )

    made = computed(MEASURE, tables, AS_OF, settings)

    expected = {_key(row): row for row in reference.table(plans, TODAY)}
    columns = list(next(iter(expected.values())))
    rows = [dict(zip(columns, row, strict=True)) for row in rows_of(made, *columns)]
    assert {_key(row) for row in rows} == expected.keys()
    for row in rows:
        for column, value in expected[_key(row)].items():
            told_here = row[column]
            if isinstance(told_here, float):
                assert told_here == pytest.approx(float(str(value)), abs=1e-6), (row, column)
            else:
                assert ("" if told_here is None else str(told_here)) == cell(value), (row, column)


def _key(row: Row) -> tuple[str, str]:
    return str(row["project"]), str(row["chain"])


def test_a_chain_is_explained_by_what_must_be_done_first() -> None:
    """The open items of the increments whose turn comes before its last, and of that one."""
    work = [
        *steadily("", [2] * 12, 1),
        *steadily("Sign in", [], 2, first=101),
        *steadily("Pay", [], 1, first=201),
        *steadily("Book", [], 1, first=301),
    ]
    due = {"Sign in": "2026-07-05", "Book": "2026-08-02", "Pay": "2026-09-06"}
    milestones = [row for title, day in due.items() for row in milestone(title, (AS_OF, day))]
    settings = make_settings(project={"order": {"Pay": ["Sign in"]}})
    facts = make_facts(milestones=milestones)
    frames = replayed(
        work, increment_spells=[row for one in work for row in one.increment_spells()]
    )
    chosen = registry.needed(["chains"])
    tables = registry.run(chosen, facts, frames, as_of=at(AS_OF), settings=settings)

    def numbers(project: str, chain: str) -> list[str]:
        assert MEASURE.explain is not None
        assert ((tables["chains"][["project", "chain"]] == [project, chain]).all(axis=1)).any()
        named = MEASURE.explain(
            {**frames, **tables},
            {"project": project, "chain": chain},
            as_of=at(AS_OF),
            settings=settings,
        )
        assert set(named["column"]) == {"p80_on", "p_on_time"}
        return sorted(set(named["item"].str.rpartition("#")[2]))

    assert numbers("Portal", "Book") == ["101", "102", "301"]
    assert numbers("Portal", "Sign in → Pay") == ["101", "102", "201", "301"]
    assert numbers("", "Portal: Sign in → Pay") == ["101", "102", "201", "301"]
    assert numbers("Portal", "") == numbers("", "") == ["101", "102", "201", "301"]
