"""Time everything that a forecast asks of a large programme, beginning with its draws.

    python -m bench.schedules                 # 50 projects of 20 increments, 10,000 trials

Prints processor time for each step, the time of all in as many processes as the machine has cores,
and the most memory used. Histories, risks, dependencies, gates and
quiet periods are invented; every second increment is late.
"""

import argparse
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

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


class Measured(NamedTuple):
    """What one project took.

    Attributes:
        seconds: Processor time by step.
        late: How many of its increments are.
        cut: How many of these have a cut line.
        in_time: Whether all make their dates, in every trial.
        most: Most memory of the process so far, MiB.
    """

    seconds: dict[str, float]
    late: int
    cut: int
    in_time: np.ndarray
    most: float


def measured(number: int, increments: int) -> Measured:
    """Do everything for one project."""
    seconds: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        since = time.process_time()
        made = work()
        seconds[step] = time.process_time() - since
        return made

    one = timed("schedules", lambda: schedule(number, increments))
    titles = one.order
    timed("finish days", lambda: [one.finished(title) for title in titles])
    timed("dates", lambda: [one.dates(title) for title in titles])
    chances = timed("chances", lambda: {title: one.chance(title) for title in titles})
    timed("risks", lambda: [_without_each(one, title) for title in titles])
    late = [title for title, chance in chances.items() if chance is not None and chance < WANTED]
    lines = timed("cut lines", lambda: _lines(one, late))
    in_time = timed("joint chance", lambda: _all_in_time(one))
    cut = sum(line is not None for line in lines)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(seconds, len(late), cut, in_time, most)


def main() -> None:
    """Measure all projects in some processes, and all of them together at the end."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--increments", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    since = time.perf_counter()
    with ProcessPoolExecutor(given.processes) as executor:
        work = partial(measured, increments=given.increments)
        done = list(executor.map(work, range(given.projects)))
    np.logical_and.reduce([one.in_time for one in done]).mean()
    taken = time.perf_counter() - since
    for step in done[0].seconds:
        print(f"{step:14} {sum(one.seconds[step] for one in done):6.2f} s of a processor")
    most = given.processes * max(one.most for one in done)
    print(f"in all {taken:.2f} s in {given.processes} processes, {most:,.0f} MiB at most")
    late, cut = (sum(counts) for counts in zip(*((one.late, one.cut) for one in done), strict=True))
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
