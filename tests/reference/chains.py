"""``chains.csv``: the chance of several dates at once, counted trial by trial (no reasons).

The days on which increments are finished are given: one list of trials for each, in the same order
of trials for all of them. NEVER stands for a trial that does not end.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from tests.reference.cells import Row
from tests.reference.forecast import weeks
from tests.reference.plan import now
from tests.reference.programme import Programme
from tests.reference.schedule import chance_of

NEVER: Final = 10_000_000
SUNDAY: Final = 6
_MILLIONTH: Final = Decimal("0.000001")


@dataclass
class Increment:
    """An open increment of a project.

    Attributes:
        title: Its title.
        key: Whether it is a key increment.
        left: Pieces of work left.
        target: The date worked to.
        after: Titles of those it waits for.
        days: From today until it is finished, in each trial; empty if no forecast is made.
    """

    title: str
    key: bool
    left: int
    target: date | None
    after: list[str]
    days: list[int]


@dataclass
class Plan:
    """The increments of a project in the order of their turns."""

    project: str
    increments: list[Increment]


def table(plans: list[Plan], today: date) -> list[Row]:
    """Give the rows of each project and of the programme."""
    rows: list[Row] = []
    ends: list[tuple[str, Increment, Row]] = []
    every: list[Increment] = []
    for plan in plans:
        working = [one for one in plan.increments if one.left]
        key = [one for one in working if one.key]
        every += key
        rows.append({"project": plan.project, "chain": "", **_figures(key, today)})
        own = []
        for last in key:
            if any(last.title in _before(plan, other.title) for other in key):
                continue
            path = _path(plan, last)
            name = _joined([one.title for one in path])
            own.append((name, last, _figures(path, today)))
        for name, _, row in own:
            rows.append({"project": plan.project, "chain": name, **row})
        _share_out(rows, sorted(own, key=lambda one: one[0]), plan.project)
        ends += [(f"{_quoted(plan.project, ':')}: {name}", last, row) for name, last, row in own]
    rows.append({"project": "", "chain": "", **_figures(every, today)})
    if all(last.days for _, last, _ in ends):
        programme: list[Row] = [{"project": "", "chain": name, **row} for name, _, row in ends]
        _share_out(programme, sorted(ends, key=lambda one: one[0]), "")
        rows += [row for row in programme if row["decides_share"]]
    return rows


def _before(plan: Plan, title: str) -> set[str]:
    """Return all that an increment waits for, through others as well."""
    found: set[str] = set()
    for one in plan.increments:
        if one.title == title:
            for earlier in one.after:
                found |= {earlier} | _before(plan, earlier)
    return found


def _path(plan: Plan, last: Increment) -> list[Increment]:
    """Go back from the last increment, each time to the one that is finished last most often."""
    working = [one for one in plan.increments if one.left]
    earlier = [one for one in working if one.title in _before(plan, last.title)]
    between: set[str] = set()
    for one in earlier:
        between |= _before(plan, one.title)
    nearest = [one for one in earlier if one.title not in between]
    if not nearest:
        return [last]
    most = nearest[-1]
    if most.days:
        shares = _last_shares([(one.title, one) for one in nearest])
        # The later turn wins where two are last as often.
        most = max(nearest, key=lambda one: (shares[one.title], plan.increments.index(one)))
    return [*_path(plan, most), last]


def _last_shares(ends: list[tuple[str, Increment]]) -> dict[str, Fraction]:
    """Return by name the share of trials in which each is finished last."""
    counts: Counter[tuple[str, int]] = Counter()
    trials = len(ends[0][1].days)
    for days in zip(*(one.days for _, one in ends), strict=True):
        latest = max(days)
        tied = [name for (name, _), day in zip(ends, days, strict=True) if day == latest]
        counts.update((name, len(tied)) for name in tied)
    return {
        name: sum(
            (Fraction(count, size * trials) for (of, size), count in counts.items() if of == name),
            start=Fraction(0),
        )
        for name, _ in ends
    }


def _share_out(rows: list[Row], ends: list[tuple[str, Increment, Row]], project: str) -> None:
    """Write into the rows of a project how often each chain decides; they add up to 1."""
    told: dict[str, Decimal] = {}
    if ends and all(last.days for _, last, _ in ends):
        shares = _last_shares([(name, last) for name, last, _ in ends])
        total, printed = Fraction(0), Decimal(0)
        for name, _, _ in ends:
            total += shares[name]
            exact = Decimal(total.numerator) / Decimal(total.denominator)
            now = exact.quantize(_MILLIONTH, ROUND_HALF_UP)
            told[name] = now - printed
            printed = now
    for row in rows:
        if row["project"] == project:
            row["decides_share"] = told.get(str(row["chain"]))


def _figures(held: list[Increment], today: date) -> Row:
    targets = [one.target for one in held if one.target]
    return {
        "increment_count": len(held),
        "target_on": max(targets, default=None),
        "p_on_time": _on_time([one for one in held if one.target], today),
        "p80_on": _p80(held, today),
    }


def _on_time(dated: list[Increment], today: date) -> Decimal | None:
    if not dated:
        return None
    ahead = [(one.target - today).days for one in dated if one.target]
    if min(ahead) < 0:
        return Decimal(0)
    if not all(one.days for one in dated):
        return None
    made = 0
    for days in zip(*(one.days for one in dated), strict=True):
        made += all(d < NEVER and d <= most for d, most in zip(days, ahead, strict=True))
    return Decimal(repr(chance_of(made / len(dated[0].days))))


def _p80(held: list[Increment], today: date) -> date | None:
    """Return the 80% date; None if there is none, or half the trials take more than 104 weeks."""
    if not held or not all(one.days for one in held):
        return None
    last = [max(days) for days in zip(*(one.days for one in held), strict=True)]
    longest = today + timedelta(weeks=104) - timedelta(days=1)
    while longest.weekday() != SUNDAY:
        longest += timedelta(days=1)
    if weeks(last, 0.5) > (longest - today).days:
        return None
    days = weeks(last, 0.8)
    return None if days >= NEVER else today + timedelta(days=days)


def _joined(titles: list[str]) -> str:
    return " → ".join(_quoted(title, "→") for title in titles)


def _quoted(text: str, mark: str) -> str:
    plain = mark not in text and text[:1] != '"'
    return text if plain else '"' + text.replace('"', '""') + '"'


def of_programme(programme: Programme) -> list[Row]:
    """Give the rows of a programme as it stands."""
    plans = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        schedule = now(programme, team)
        key = team.settings.increments.key
        plans.append(
            Plan(
                team.settings.name,
                [
                    Increment(
                        one.title,
                        not key or one.title.strip() in key,
                        one.left,
                        one.target,
                        list(one.after),
                        # Without a pace no chance of any day is known.
                        [] if schedule.chance(one.title, date.max) is None
                        else schedule.days(one.title).tolist(),
                    )
                    for one in schedule.planned
                    if one.title
                ],
            )
        )  # fmt: skip
    return table(plans, programme.day(programme.as_of))
