"""Time everything that a forecast asks of a large programme, beginning with its draws.

    python -m bench.schedules                 # 50 projects of 20 increments, 10,000 trials

Prints seconds for each step and the most memory used. Histories, risks, dependencies, gates and
quiet periods are invented; every second increment is late.
"""

import argparse
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from metrics.parts.cut_line import Cutter
from metrics.parts.forecast import outlook
from metrics.parts.pace import Past
from metrics.parts.planned_weeks import PlannedWeeks
from metrics.parts.room import WANTED
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.schedules import worked
from metrics.parts.threats import Threat
from programme.settings_calendar import Calendar, QuietPeriod

TODAY = date(2026, 11, 23)
WEEKS = 80
IDENTITY = "A large programme"
CALENDAR = Calendar(
    country="GB",
    subdivision="ENG",
    quiet=(QuietPeriod(name="Election", **{"from": date(2027, 3, 22)}, to=date(2027, 5, 6)),),
)


def schedule(number: int, increments: int) -> Schedule:
    """Return the schedule of an invented project."""
    dice = np.random.default_rng(number)
    finished = dice.poisson(4, WEEKS)
    finished[dice.random(WEEKS) < 0.1] = 0
    past = Past(
        finished,
        dice.poisson(4, WEEKS),
        np.datetime64(TODAY) - 7 * np.arange(WEEKS, 0, -1),
        PlannedWeeks(
            dice.integers(60, 90, WEEKS).astype(float),
            dice.poisson(1.5, WEEKS).astype(float),
            dice.poisson(0.8, WEEKS).astype(float),
            finished.astype(float),
            np.round(finished * 0.8),
        ),
    )
    planned, through = [], 0
    for place in range(increments):
        left = int(dice.integers(2, 18))
        through += left
        likely = timedelta(weeks=through / 4 + 1) * dice.choice([1.3, 2.6])
        planned.append(
            Planned(
                f"Increment {place}",
                left,
                TODAY + likely,
                after=(f"Increment {place - 3}",) if place % 4 == 3 else (),
                gates=(TODAY + likely, TODAY + likely * 1.2) if place % 7 == 5 else (),
                threats=tuple(
                    Threat(f"{number}/{place}/{risk}", 0.3, 14) for risk in range(place % 3)
                ),
            )
        )
    ahead = outlook(past, TODAY, IDENTITY, open_shares=worked(CALENDAR))
    return Schedule(tuple(planned), ahead, past.parallel(WEEKS), IDENTITY)


def main() -> None:
    """Time each step over all projects, one after the other as a page asks for them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--increments", type=int, default=20)
    given = parser.parse_args()
    spent: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        since = time.process_time()
        made = work()
        spent[step] = spent.get(step, 0.0) + time.process_time() - since
        return made

    late = cut = 0
    latest = []
    for number in range(given.projects):
        one = timed("schedules", lambda: schedule(number, given.increments))  # noqa: B023
        titles = one.order
        timed("finish days", lambda: [one.finished(title) for title in titles])  # noqa: B023
        timed("dates", lambda: [one.dates(title) for title in titles])  # noqa: B023
        chances = timed("chances", lambda: [one.chance(title) for title in titles])  # noqa: B023
        timed("risks", lambda: [_without_each(one, title) for title in titles])  # noqa: B023
        waiting = [title for title, chance in zip(titles, chances, strict=True)
                   if chance is not None and chance < WANTED]  # fmt: skip
        lines = timed("cut lines", lambda: _lines(one, waiting))  # noqa: B023
        late, cut = late + len(waiting), cut + sum(line is not None for line in lines)
        latest.append(timed("joint chance", lambda: _all_in_time(one)))  # noqa: B023
    timed("joint chance", lambda: np.logical_and.reduce(latest).mean())
    for step, seconds in spent.items():
        print(f"{step:14} {seconds:6.2f} s")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'in all':14} {sum(spent.values()):6.2f} s; {most:,.0f} MiB")
    print(f"{given.projects * given.increments} increments, {late} late, {cut} with a cut line")


def _without_each(one: Schedule, title: str) -> list[object]:
    return [
        one.outlook.dates_of(lambda: one.without(title, threat.item))  # noqa: B023
        for threat in one.by_title[title].threats
    ]


def _lines(one: Schedule, titles: list[str]) -> list[object]:
    cutter = Cutter(one, {}, ())
    targets = {planned.title: planned.target for planned in one.planned}
    return [cutter.line(title, target) for title in titles if (target := targets[title])]


def _all_in_time(one: Schedule) -> np.ndarray:
    in_time = [
        one.finished(planned.title) <= (planned.target - TODAY).days
        for planned in one.planned
        if planned.target
    ]
    together: np.ndarray = np.logical_and.reduce(in_time)
    return together


if __name__ == "__main__":
    main()
