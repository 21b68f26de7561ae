"""The rows of the table ``increments``, worked out one project at a time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, cut_at, day_of, micros_of
from metrics.parts.explained import FORECAST, exposed, flagged, part
from metrics.parts.forecast import NO_WORK, NOTHING_LEFT, Dates, Outlook
from metrics.parts.increment_history import Increment
from metrics.parts.measure import Frames
from metrics.parts.observed_increments import increments
from metrics.parts.oversize import oversized
from metrics.parts.ratings import (
    Rating,
    chance_verdict,
    exposure_verdict,
    rate,
    slip_verdict,
    stale_reason,
)
from metrics.parts.schedule import Schedule
from metrics.parts.slips import Slip, slip
from metrics.parts.turns import queued
from metrics.parts.work import by_state
from programme.settings import Settings
from programme.settings_projects import Project
from programme.weeks import local_date


class ProjectRows:
    """The rows of one delivery project, which shares one pace among its increments."""

    def __init__(
        self,
        project: Project,
        work: pd.DataFrame,
        inputs: Frames,
        schedule: Schedule,
        as_of: datetime,
        settings: Settings,
    ) -> None:
        """Work out what the project's increments have in common.

        Args:
            project: The project.
            work: Rows of HISTORY that are work of it.
            inputs: As for the measure ``increments``.
            schedule: The project's.
            as_of: Aware instant.
            settings: The programme's.
        """
        self._project, self._work, self._settings = project, work, settings
        self._zone = settings.programme.zone
        self._cut, self._today = cut_at(as_of), local_date(as_of, self._zone)
        self._items = _by_increment(work)
        self._spells = _by_increment(
            inputs["increment_spells"].merge(work[["source", "number"]], on=["source", "number"])
        )
        self._told = increments(
            project, inputs["facts.milestones"], work, inputs["increment_spells"]
        )
        plan = inputs["plan"]
        ours = plan[plan["project"] == project.name].to_dict("records")
        self._plan: dict[str, dict[str, Any]] = {row["increment"]: row for row in ours}
        self._schedule = schedule
        trend = inputs["milestone_trend"]
        self._trend = _by_increment(trend[trend["project"] == project.name])
        risks = inputs["risks"]
        self._risks = _by_increment(
            risks[(risks["project"] == project.name) & (risks["state"] == "open")]
        )
        sources = inputs["sources"]
        self._stale = stale_reason(sources[sources["project"] == project.name], as_of)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the row of each increment, and of items in none."""
        for increment in self._told:
            if len(self._items[increment.title]) or increment.state(self._cut) != "not yet":
                yield self._row(increment)
        if len(self._items[""]):
            yield self._row_of_none()

    def parts(self, title: str) -> Iterator[pd.DataFrame]:
        """Yield the items behind each figure of the row of *title*, empty for work in none."""
        items = self._items[title]
        yield from flagged(items, _flags(items))
        for increment in self._told:
            if increment.title == title:
                added = self._added(title, items, self._baseline(increment)[1])
                if added is not None:
                    yield part("added_since_baseline_count", items[added])
        waiting = self._work[self._work["state"] == "open"]
        waiting = waiting[queued(self._schedule.order, title, waiting["increment"])]
        yield from (part(name, waiting) for name in (*FORECAST, "p_on_time"))
        yield exposed(self._risks[title])

    def _row(self, increment: Increment) -> dict[str, Any]:
        items = self._items[increment.title]
        counts = _counts(items)
        state, finished_on = self._state(increment, items)
        target, _ = increment.target(self._cut, self._today)
        baseline, agreed_cut = self._baseline(increment)
        added = self._added(increment.title, items, agreed_cut)
        planned = self._planned(increment.title)
        to_come = planned.get("not_broken_down_count", 0)
        left = counts["remaining_count"] + to_come
        ahead, chance = self._forecast(increment.title, state, left, len(items) + to_come, target)
        moved = slip(self._trend[increment.title])
        exposure = self._exposure(increment.title)
        started = self._started(increment, items)
        too_large = oversized(
            started or self._today,
            ahead.p80,
            counts["finished_count"] + counts["remaining_count"],
            self._settings.increments,
            begun=started is not None,
        ) if state == "open" else ""  # fmt: skip
        rating = self._rating(state, left, target, chance, ahead, moved, exposure)
        seen = increment.present(self._cut) or [m.observations[-1] for m in increment.milestones]
        return {
            "project": self._project.name,
            "increment": increment.title,
            "state": state,
            "started_on": started,
            "baseline_on": baseline,
            "target_on": target,
            "finished_on": finished_on,
            **counts,
            "added_since_baseline_count": None if added is None else int(added.sum()),
            **_dates(ahead),
            "p_on_time": chance,
            "slippage_days": _days_between(baseline, finished_on or target),
            "forecast_slippage_days": _days_between(target, ahead.p80),
            **moved._asdict(),
            "exposure_days": exposure,
            "oversized": bool(too_large),
            "oversized_reason": too_large,
            "indicated_rating": rating.value,
            "rating_reason": rating.reason,
            "url": next((observation.url for observation in seen if observation.url), ""),
            "expected_count": planned.get("expected_count"),
            "not_broken_down_count": to_come,
        }

    def _row_of_none(self) -> dict[str, Any]:
        items = self._items[""]
        counts = _counts(items)
        state = "open" if counts["remaining_count"] else "finished"
        ahead, _ = self._forecast("", state, counts["remaining_count"], len(items), None)
        return {
            "project": self._project.name,
            "increment": "",
            "state": state,
            "started_on": self._first_start(items),
            "baseline_on": None,
            "target_on": None,
            "finished_on": None,
            **counts,
            "added_since_baseline_count": None,
            **_dates(ahead),
            "p_on_time": None,
            "slippage_days": None,
            "forecast_slippage_days": None,
            **Slip()._asdict(),
            "exposure_days": self._exposure(""),
            "oversized": False,
            "oversized_reason": "",
            "indicated_rating": "not_rated",
            "rating_reason": "Work in no increment has no date to be measured against.",
            "url": "",
            "expected_count": None,
            "not_broken_down_count": 0,
        }

    def _planned(self, title: str) -> dict[str, Any]:
        """Return the row of the plan; empty of an increment that is not open."""
        return self._plan.get(title, {})

    def _state(self, increment: Increment, items: pd.DataFrame) -> tuple[str, date | None]:
        """Return the state and, if finished, the day of it."""
        if increment.milestones:
            state = increment.state(self._cut)
            closed = [seen.closed_at for seen in increment.present(self._cut) if seen.closed_at]
            if state == "finished":
                return state, day_of(max(closed), self._zone)
            return ("removed" if state == "removed" else "open"), None
        if (items["state"] == "open").any():
            return "open", None
        return "finished", day_of(int(micros_of(items["closed_at"]).max()), self._zone)

    def _baseline(self, increment: Increment) -> tuple[date | None, int | None]:
        """Return the date first agreed and the cut at which it was."""
        started_on = self._settings.programme.started_on
        return increment.baseline(self._cut, started_on, self._zone)

    def _added(self, title: str, items: pd.DataFrame, agreed_cut: int | None) -> np.ndarray | None:
        """Say of each item whether it was put in after the first agreement; None before that."""
        if agreed_cut is None:
            return None
        spells = self._spells[title]
        since, until = micros_of(spells["from_at"]), micros_of(spells["until_at"])
        then = (since < agreed_cut) & ((until == MISSING) | (until >= agreed_cut))
        before = set(compress(zip(spells["source"], spells["number"], strict=True), then))
        keys = zip(items["source"], items["number"], strict=True)
        return np.array([key not in before for key in keys], dtype=bool)

    def _forecast(
        self, title: str, state: str, left: int, item_count: int, target: date | None
    ) -> tuple[Dates, float | None]:
        if state == "removed":
            return Dates(reason="It is no longer at the forge, so no forecast is made."), None
        if state == "finished":
            return Dates(reason="It is finished, so no forecast is needed."), None
        if not item_count:
            return Dates(reason=NO_WORK), None
        if not left:
            return Dates(reason=NOTHING_LEFT), None
        chance = self._schedule.chance(title) if target else None
        return self._schedule.dates(title), chance

    def _exposure(self, title: str) -> float | None:
        """Return the expected delay of the open risks; None if there are some and none is sized."""
        known = self._risks[title]["exposure_days"]
        if len(known) and known.isna().all():
            return None
        return round(float(known.sum()), 6)

    def _started(self, increment: Increment, items: pd.DataFrame) -> date | None:
        starts = [seen.start for seen in increment.present(self._cut)]
        known = [day for day in [*starts, self._first_start(items)] if day is not None]
        return min(known, default=None)

    def _first_start(self, items: pd.DataFrame) -> date | None:
        first = items["started_at"].min()
        return None if pd.isna(first) else local_date(first, self._zone)

    def _rating(
        self,
        state: str,
        left: int,
        target: date | None,
        chance: float | None,
        ahead: Dates,
        moved: Slip,
        exposure: float | None,
    ) -> Rating:
        if state != "open" or not left:
            return Rating("not_rated", ahead.reason)
        limits = self._settings.ratings
        verdicts = [
            exposure_verdict(exposure, self._settings.risk.tolerance.total_days, limits),
            slip_verdict(moved.slip_rate, limits),
        ]
        unknown = ahead.reason
        if target is None:
            unknown = "It has no date to be measured against."
        elif chance is not None:
            verdicts.append(chance_verdict(chance, target, self._today, left, limits))
            unknown = ""
        return _early(rate(verdicts, unknown=unknown, stale=self._stale), self._schedule.outlook)


def _by_increment(frame: pd.DataFrame) -> defaultdict[str, pd.DataFrame]:
    """Return the rows of each title, of any other title none."""
    rows = frame.groupby("increment", sort=False)
    return defaultdict(lambda: frame.iloc[:0], {str(title): found for title, found in rows})


def _early(rating: Rating, ahead: Outlook) -> Rating:
    """Say that a rating rests on few weeks."""
    if rating.value == "not_rated" or not ahead.early:
        return rating
    said = f"{rating.reason} This is an early estimate, from {len(ahead.sample)} weeks of work."
    return rating._replace(reason=said)


def _counts(items: pd.DataFrame) -> dict[str, int]:
    return {name: int(flag.sum()) for name, flag in _flags(items).items()}


def _flags(items: pd.DataFrame) -> dict[str, np.ndarray]:
    """Say of each item in which counts it is."""
    flags = by_state(items)
    standing = flags["finished_count"] | flags["remaining_count"]
    return {**flags, "reopened_count": items["reopened"].to_numpy(dtype=bool) & standing}


def _dates(ahead: Dates) -> dict[str, Any]:
    return {
        "p50_on": ahead.p50,
        "p80_on": ahead.p80,
        "p95_on": ahead.p95,
        "no_forecast_reason": ahead.reason,
    }


def _days_between(earlier: date | None, later: date | None) -> float | None:
    return None if earlier is None or later is None else float((later - earlier).days)
