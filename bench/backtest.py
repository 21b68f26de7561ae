"""How far the forecast can be believed: past weeks of real histories, and what then happened.

    python -m bench.backtest [--data ../shared/data] [--weeks 60] [--skip NAME …]

Stands at every 4th week that has 12 weeks behind it and 365 days of data ahead, in each recorded
history of 60 weeks or more, and asks three forecasters for the day on which the next k items will
be finished: k = 4, 8 and 13 weeks of the median weekly finished count of the 26 weeks before, 3 at
least. Nothing later than that week is told to them, and none may refuse. Finished milestones with a
date are asked about on the same weeks while they were open. Prints the mean pinball loss over p50,
p80 and p95 of the logarithm of days, and how often each held. What ours has tuned (``sureness``)
is tuned anew for each history, on the others. Takes about two minutes.
"""

import argparse
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from bench.histories import History, histories
from metrics.parts.forecast import outlook
from metrics.parts.pace import Past
from metrics.parts.percentile import rank
from metrics.parts.simulation import TRIALS, Pace
from metrics.parts.sureness import share_for

CHANCES: Final = (0.5, 0.8, 0.95)
LONGEST: Final = 365
#: Weeks that are simulated: the first that ends after the longest forecast.
_HORIZON: Final = LONGEST // 7 + 1
_STEP = 4
_BEHIND = 12
_IDENTITY = "Backtest"
#: Shares of trials among which a level is chosen.
_SHARES: Final = np.arange(1, 200) / 200


@dataclass(frozen=True)
class Stand:
    """A past week from whose end a history is forecast.

    Attributes:
        history: Its name.
        past: The history's whole weeks from its first finished item on.
        daily: Items finished on each of these days.
        known: How many of the weeks are over.
        today: The Monday after them, as an ordinal.
        asked: Items to be finished, and the days it took: 1 to LONGEST.
    """

    history: str
    past: Past
    daily: np.ndarray
    known: int
    today: int
    asked: tuple[tuple[int, int], ...]


def stands(history: History, *, milestones: bool = False) -> Iterator[Stand]:
    """Yield the weeks from which a history is forecast.

    Args:
        history: The history.
        milestones: Ask for its dated milestones, not for the next items.
    """
    first, last = history.finished[0], history.finished[-1]
    monday = first - (first - 1) % 7
    weeks = -(-(last + 1 - monday) // 7)
    # What was created before the first finished item is not known to any week.
    daily, arrived = (
        np.bincount(days[days >= monday] - monday, minlength=7 * weeks)[: 7 * weeks]
        for days in (history.finished, history.created)
    )
    past = Past(*(counts.reshape(-1, 7).sum(axis=1) for counts in (daily, arrived)))
    for known in range(_BEHIND, weeks, _STEP):
        today = int(monday + 7 * known)
        if today + LONGEST > last:
            return
        if milestones:
            asked = tuple(_of_milestones(history, today))
        else:
            asked = tuple(_of_items(history, past.finished[:known], today))
        yield Stand(history.name, past, daily, known, today, asked)


def _of_items(history: History, finished: np.ndarray, today: int) -> Iterator[tuple[int, int]]:
    ahead = history.finished[history.finished >= today]
    for weeks in (4, 8, 13):
        count = max(3, round(float(np.median(finished[-26:])) * weeks))
        yield count, _days(int(ahead[count - 1]) if count <= len(ahead) else math.inf, today)


def _of_milestones(history: History, today: int) -> Iterator[tuple[int, int]]:
    """Ask for each that is open: what it and those due before it still hold then."""
    queue = 0
    for milestone in history.milestones:
        if milestone.closed < today:
            continue
        held = (milestone.created < today) & (milestone.finished >= today)
        queue += int(held.sum())
        if held.any():
            yield queue, _days(milestone.closed, today)


def _days(on: float, today: int) -> int:
    return int(min(max(on - today + 1, 1), LONGEST))


def last_weeks(stand: Stand, count: int, dice: np.random.Generator) -> np.ndarray:
    """Bootstrap the counts of the last 12 weeks; give the days of each trial, sorted."""
    sample = stand.past.finished[stand.known - _BEHIND : stand.known]
    drawn = sample[dice.integers(0, len(sample), (_HORIZON, TRIALS))]
    return _sorted_days(drawn, count, 7)


def last_days(stand: Stand, count: int, dice: np.random.Generator) -> np.ndarray:
    """Draw days with replacement from the last 30; give the days of each trial, sorted."""
    sample = stand.daily[7 * stand.known - 30 : 7 * stand.known]
    drawn = sample[dice.integers(0, len(sample), (LONGEST, TRIALS))]
    return _sorted_days(drawn, count, 1)


def _sorted_days(drawn: np.ndarray, count: int, length: int) -> np.ndarray:
    done = np.count_nonzero(np.cumsum(drawn, axis=0, dtype=np.int32) < count, axis=0) + 1
    return np.sort(np.minimum(done * length, LONGEST)).astype(np.int16)


def product(stand: Stand, counts: Iterable[int]) -> Iterator[np.ndarray]:
    """Simulate as the product does; give the days of each trial, sorted, for each count."""
    pace = Pace(stand.past.sample(stand.known), _IDENTITY)
    for count in counts:
        if pace.stands_still:
            yield np.full(TRIALS, LONGEST, dtype=np.int16)
        else:
            # Only up to the longest forecast: the rest is all the same.
            shares = [pace.share_done(count, weeks) for weeks in range(1, _HORIZON + 1)]
            done = np.rint(np.array(shares) * TRIALS).astype(int)
            days = np.minimum(7 * np.arange(1, _HORIZON + 2), LONGEST).astype(np.int16)
            yield np.repeat(days, np.diff([0, *done, TRIALS]))


def refused(stand: Stand, count: int) -> bool:
    """Say whether the product gives no date."""
    ahead = outlook(stand.past, date.fromordinal(stand.today), _IDENTITY, known=stand.known)
    return bool(ahead.dates(count).reason)


def at_shares(days: np.ndarray, shares: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return the nearest-rank percentiles of sorted trials: cases by shares."""
    ranks = [rank(float(share), days.shape[1]) - 1 for share in shares]
    return np.take(days, ranks, axis=1)


def losses(told: np.ndarray, actual: np.ndarray) -> np.ndarray:
    """Return the pinball loss of each case: the mean over CHANCES, on the logarithm of days.

    Source: Koenker and Bassett (1978), "Regression quantiles".
    """
    off = np.log(actual)[:, None] - np.log(told)
    chances = np.array(CHANCES)
    mean: np.ndarray = np.where(off >= 0, chances * off, (chances - 1) * off).mean(axis=1)
    return mean


def held(told: np.ndarray, actual: np.ndarray) -> np.ndarray:
    """Return the share of cases that were finished by the day told, for each column."""
    share: np.ndarray = (actual[:, None] <= told).mean(axis=0)
    return share


def fitted(days: np.ndarray, actual: np.ndarray) -> list[float]:
    """Return for each chance the share of trials by whose day that many of the cases held."""
    shares = held(at_shares(days, _SHARES), actual)
    return [float(_SHARES[np.abs(shares - chance).argmin()]) for chance in CHANCES]


def left_out(days: np.ndarray, actual: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Forecast each history with the levels fitted on the others."""
    told = np.empty((len(days), len(CHANCES)))
    for name in np.unique(names):
        own = names == name
        told[own] = at_shares(days[own], fitted(days[~own], actual[~own]))
    return told


@dataclass(frozen=True)
class Scored:
    """All cases: what was asked, what happened, and the trials of the three forecasters."""

    names: np.ndarray
    actual: np.ndarray
    refused: np.ndarray
    weekly: np.ndarray
    daily: np.ndarray
    ours: np.ndarray


def scored(stood: Iterable[Stand]) -> Scored:
    """Ask all forecasters about all cases."""
    dice = np.random.default_rng(1)
    names: list[str] = []
    actual: list[int] = []
    no_date: list[bool] = []
    weekly: list[np.ndarray] = []
    daily: list[np.ndarray] = []
    ours: list[np.ndarray] = []
    for stand in stood:
        ours += product(stand, [count for count, _ in stand.asked])
        for count, days in stand.asked:
            names.append(stand.history)
            actual.append(days)
            no_date.append(refused(stand, count))
            weekly.append(last_weeks(stand, count, dice))
            daily.append(last_days(stand, count, dice))
    return Scored(*(np.array(column) for column in (names, actual, no_date, weekly, daily, ours)))


def report(found: Scored, told: dict[str, np.ndarray]) -> None:
    """Print each forecaster over all cases, and each history, the worst of ours first."""
    best = min(losses(told[name], found.actual).mean() for name in list(told)[:2])
    print(f"\n{len(found.actual):,} cases; the product refuses {int(found.refused.sum())}\n")
    print("| forecaster | loss | less than the better baseline | p50, p80, p95 held |")
    print("|---|---|---|---|")
    for name, dates in told.items():
        loss = losses(dates, found.actual).mean()
        holds = ", ".join(f"{100 * share:.1f}" for share in held(dates, found.actual))
        print(f"| {name} | {loss:.4f} | {100 * (1 - loss / best):.1f}% | {holds} |")
    shown = list(told)[:3]
    print(f"\n| history | cases | refused | {' | '.join(shown)} |")
    print(f"|---|---|---|{'---|' * len(shown)}")
    names = np.unique(found.names)
    worst = losses(told[shown[2]], found.actual)
    for name in sorted(names, key=lambda name: -worst[found.names == name].mean()):
        own = found.names == name
        cells = []
        for dates in (told[forecaster] for forecaster in shown):
            loss = losses(dates[own], found.actual[own]).mean()
            holds = "/".join(f"{100 * share:.0f}" for share in held(dates[own], found.actual[own]))
            cells.append(f"{loss:.3f}, {holds}")
        print(f"| {name} | {own.sum()} | {found.refused[own].sum()} | {' | '.join(cells)} |")


def forecasts(found: Scored, levels: Callable[[Scored], np.ndarray]) -> dict[str, np.ndarray]:
    """Return the days that each forecaster tells, the two baselines first, then ours."""
    return {
        "12 weeks": at_shares(found.weekly, CHANCES),
        "30 days": at_shares(found.daily, CHANCES),
        "Waymark": levels(found),
        "Waymark, levels as shipped": at_shares(found.ours, [share_for(p) for p in CHANCES]),
        "Waymark, trials alone": at_shares(found.ours, CHANCES),
    }


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weeks", type=int, default=60)
    parser.add_argument("--skip", nargs="*", default=[], help="histories to leave out")
    given = parser.parse_args()
    known = [
        history
        for history in histories(given.data)
        if history.name not in given.skip
        and history.finished[-1] - history.finished[0] >= 7 * given.weeks
    ]
    found = scored(stand for history in known for stand in stands(history))
    print("The next items")
    report(found, forecasts(found, lambda cases: left_out(cases.ours, cases.actual, cases.names)))
    print("\nLevels fitted on all of them:", fitted(found.ours, found.actual))
    dated = [stand for history in known for stand in stands(history, milestones=True)]
    if any(stand.asked for stand in dated):
        print("\nDated milestones, with the levels fitted on the next items of the other histories")
        asked = scored(dated)
        report(asked, forecasts(asked, lambda cases: _from_others(cases, found)))


def _from_others(asked: Scored, found: Scored) -> np.ndarray:
    told = np.empty((len(asked.actual), len(CHANCES)))
    for name in np.unique(asked.names):
        others, own = found.names != name, asked.names == name
        levels = fitted(found.ours[others], found.actual[others])
        told[own] = at_shares(asked.ours[own], levels)
    return told


if __name__ == "__main__":
    main()
