"""What was planned at each week's beginning, and in which order it was to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from metrics.parts.cuts import cut_at
from metrics.parts.increment_history import Increment
from metrics.parts.measure import Frames
from metrics.parts.observed_increments import increments
from metrics.parts.turns import by_date, in_turn, waits
from metrics.parts.week_steps import Steps, steps
from metrics.parts.weekly import OPEN, Grid
from programme.settings import Settings
from programme.settings_projects import Project


@dataclass(frozen=True)
class Plans:
    """The increments of the projects of a grid, week by week.

    Attributes:
        steps: Of all items, with the increments by number.
        planned: bool, increments by weeks: whether it was open at the week's beginning, and its
            first date agreed. The last row is of work in none.
        turn: bool in the same shape: whether its turn had come by the week's end.
        waiting: bool, projects by weeks: whether an open increment held open work at its beginning.
    """

    steps: Steps
    planned: np.ndarray
    turn: np.ndarray
    waiting: np.ndarray


def plans(grid: Grid, inputs: Frames, *, as_of: datetime, settings: Settings) -> Plans:
    """Tell for each week which increments were planned, and whose turn it was.

    Args:
        grid: Of all items.
        inputs: ``facts.milestones`` and ``increment_spells``.
        as_of: Aware instant.
        settings: For the programme's start and time zone, its projects, their baselines and order.
    """
    found = _increments(grid, inputs, settings)
    numbers = {
        (one.project, one.title): number
        for number, one in enumerate(one for told in found.values() for one in told)
    }
    known = steps(grid, inputs["increment_spells"], numbers)
    counts = _open_counts(known, len(numbers), len(grid.ends))
    planned = np.zeros((len(numbers) + 1, len(grid.weeks)), dtype=bool)
    turn = np.zeros_like(planned)
    waiting = np.zeros((len(found), len(grid.weeks)), dtype=bool)
    projects = {project.name: project for project in settings.projects}
    first = 0
    for place, (name, ours) in enumerate(found.items()):
        rows = slice(first, first + len(ours))
        made = _Project(projects[name], ours, counts[rows], grid)
        planned[rows] = made.planned(_agreed(ours, as_of, settings))
        turn[rows], waiting[place] = made.turns()
        first += len(ours)
    return Plans(known, planned, turn, waiting)


def _increments(grid: Grid, inputs: Frames, settings: Settings) -> dict[str, list[Increment]]:
    """Return the increments of each project of the grid."""
    by_name = {project.name: project for project in settings.projects}
    owner = {source.name: project.name for project, source in settings.sources}
    spells, milestones = inputs["increment_spells"], inputs["facts.milestones"]
    # Divided once: to look each project's rows up among all takes the square of the projects.
    its_spells = dict(iter(spells.groupby(spells["source"].map(owner))))
    its_milestones = dict(iter(milestones.groupby("project")))
    its_work = dict(iter(grid.items.groupby("project")))
    return {
        name: increments(
            by_name[name],
            its_milestones.get(name, milestones.iloc[:0]),
            its_work.get(name, grid.items.iloc[:0]),
            its_spells.get(name, spells.iloc[:0]),
        )
        for name in grid.projects
    }


def _open_counts(known: Steps, increments: int, ends: int) -> np.ndarray:
    """Count the open items of each increment at each week's end."""
    held = (known.state == OPEN) & (known.held >= 0)
    row = known.held[held] * (ends + 1)
    change = np.bincount(row + known.first[held], minlength=increments * (ends + 1))
    change -= np.bincount(row + known.until[held], minlength=increments * (ends + 1))
    counts: np.ndarray = change.reshape(increments, ends + 1).cumsum(axis=1)[:, :-1]
    return counts


def _agreed(told: Sequence[Increment], as_of: datetime, settings: Settings) -> list[int | None]:
    """Return the cut at which the first date of each increment was agreed."""
    programme = settings.programme
    now = cut_at(as_of)
    return [one.baseline(now, programme.started_on, programme.zone)[1] for one in told]


class _Project:
    """The increments of one project at each week's beginning."""

    def __init__(
        self, project: Project, told: Sequence[Increment], counts: np.ndarray, grid: Grid
    ) -> None:
        """Find out which are waiting when.

        Args:
            project: Whose order counts.
            told: Its increments.
            counts: Open items, increments by week ends.
            grid: For its weeks.
        """
        self._project, self._told, self._counts = project, told, counts
        self._cuts = grid.ends[:-1].tolist()
        self._eves = [monday.date() - timedelta(days=1) for monday in grid.weeks["week_start"]]
        self._waiting = np.array(
            [
                [waits(one, cut, count) for cut, count in zip(self._cuts, row, strict=False)]
                for one, row in zip(told, counts.tolist(), strict=True)
            ],
            dtype=bool,
        ).reshape(len(told), len(self._cuts))

    def planned(self, agreed: Sequence[int | None]) -> np.ndarray:
        """Say of each increment in which weeks it was waiting and had been agreed by then."""
        never = np.iinfo(np.int64).max
        since = np.array([never if cut is None else cut for cut in agreed], dtype=np.int64)
        planned: np.ndarray = self._waiting & (since[:, None] <= np.array(self._cuts))
        return planned

    def turns(self) -> tuple[np.ndarray, np.ndarray]:
        """Say of each increment in which weeks its turn came; and of each week if any waited.

        The turn comes to the first of those that hold open work, and to the next one as soon as
        the one before it has none left.
        """
        holding = self._waiting & (self._counts[:, :-1] > 0)
        left = self._counts[:, 1:] > 0
        turn = np.zeros_like(holding)
        some: np.ndarray = np.any(holding, axis=0)
        place = {one.title: number for number, one in enumerate(self._told)}
        for week in np.flatnonzero(some).tolist():
            waiting = [self._told[number] for number in np.flatnonzero(holding[:, week]).tolist()]
            dated = by_date(waiting, self._cuts[week], self._eves[week])
            for title in in_turn(dated, self._project.order):
                turn[place[title], week] = True
                if left[place[title], week]:
                    break
        return turn, some
