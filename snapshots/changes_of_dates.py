"""Changes of dates: forecasts, dates worked to, what was agreed, and increments come and gone."""

from collections.abc import Iterator, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

import pandas as pd

from programme.wording import changed_dates as say
from programme.wording.changes import PROGRAMME, REMEASURED, both
from programme.wording.ratings import named
from snapshots.both import FORECAST, Both, Row
from snapshots.edition import Edition
from snapshots.same_increments import Increment, Matched

#: So long after a date was agreed anew, it is compared with the one first agreed, too (rule C3).
BOTH_BASELINES_DAYS: Final = 12 * 7


def changes_of_dates(editions: Both) -> Iterator[Row]:
    """Yield what changed of the dates of the programme and its increments."""
    yield from _programme(editions)
    for pair in editions.increments.matched:
        if pair.after["increment"]:
            yield from _Dates(editions, pair).rows()
    later = max(editions.before.today, editions.after.today)
    for row in editions.increments.added:
        if row["increment"] and row["state"] != "removed":
            yield _added(row, editions)
    for row in editions.increments.removed:
        if row["increment"] and row["state"] != "removed":
            yield _removed(row, later, editions)


def end(row: Increment) -> date | None:
    """Return the day on which an increment was finished, else its 80% date; None if not known."""
    return _day(row, "finished_on" if row["state"] == "finished" else "p80_on")


def movement(pair: Matched) -> int | None:
    """Return by how many days the end of an increment moved; + is later, None if not known."""
    return _days(end(pair.before), end(pair.after))


class _Agreement(NamedTuple):
    """A date that was agreed, and when; None where that is not known."""

    on: date
    agreed_on: date | None


class _Dates:
    """The dates of one increment in both editions."""

    def __init__(self, editions: Both, pair: Matched) -> None:
        self._editions = editions
        self._old, self._new = pair
        self._pair = pair
        self._name = _named(pair.after, editions)
        self._agreed = [
            _agreements(edition, row)
            for edition, row in zip((editions.before, editions.after), pair, strict=True)
        ]

    def rows(self) -> Iterator[Row]:
        """Yield what changed, from its name to its dates."""
        if self._old["increment"] != self._new["increment"]:
            was = _named(self._old, self._editions)
            said = say.renamed(self._name, was)
            yield self._row(
                "increment_renamed", said, self._old["increment"], self._new["increment"]
            )
        states = self._old["state"], self._new["state"]
        match states:
            case (_, "removed") if states[0] != "removed":
                later = max(self._editions.before.today, self._editions.after.today)
                yield self._row("increment_removed", say.removed(self._name, later), *states)
            case ("removed", _) if states[1] != "removed":
                yield _added(self._new, self._editions)
            case ("open", "finished"):
                yield self._finished()
            case ("finished", "open"):
                yield self._reopened()
            case ("open", "open"):
                yield from self._forecast()
                yield from self._target()
                yield from self._agreed_anew()

    def _row(
        self, kind: str, said: str, before: Any, after: Any, effect_days: float | None = None
    ) -> Row:
        project, increment = str(self._new["project"]), str(self._new["increment"])
        return Row(kind, said, project, increment, "", _cell(before), _cell(after), effect_days)

    def _remeasured(self) -> bool:
        return self._editions.rests_on_changed(FORECAST)

    def _comparable(self) -> bool:
        """Say whether the increment is forecast from the same in both editions."""
        return self._new["project"] not in self._editions.partial

    def _finished(self) -> Row:
        on = _day(self._new, "finished_on")
        moved = self._movement()
        said = say.finished(self._name, on, moved)
        return self._row("increment_finished", said, _day(self._old, "p80_on"), on, moved)

    def _reopened(self) -> Row:
        until = _day(self._new, "p80_on")
        said = say.reopened(self._name, until)
        was = _day(self._old, "finished_on")
        return self._row("increment_reopened", said, was, until, self._movement())

    def _movement(self) -> int | None:
        if self._remeasured() or not self._comparable():
            return None
        return movement(self._pair)

    def _forecast(self) -> Iterator[Row]:
        if self._comparable():
            reason = str(self._new.get("no_forecast_reason", ""))
            told = _forecast(self._name, self._old, self._new, reason, self._remeasured())
            if told:
                yield self._row("forecast", *told)

    def _target(self) -> Iterator[Row]:
        old, new = _day(self._old, "target_on"), _day(self._new, "target_on")
        known = "target_on" in self._old and "target_on" in self._new
        if not known or old == new:
            return
        if old is not None and new is not None:
            said = say.planned(self._name, (new - old).days, new, self._stands(new))
        elif new is not None:
            said = say.planned_first(self._name, new, self._stands(new))
        elif old is not None:
            said = say.planned_no_more(self._name, old)
        else:
            return
        yield self._row("target", said, old, new, _days(old, new))

    def _agreed_anew(self) -> Iterator[Row]:
        old, new = (agreed[-1] if agreed else None for agreed in self._agreed)
        was, now = (agreement and agreement.on for agreement in (old, new))
        if was == now:
            return
        if was and new is not None:
            at = _day(self._new, "target_on")
            stands = self._stands(at) if at else ""
            said = say.agreed_anew(self._name, was, new.on, new.agreed_on, stands)
        elif now:
            said = say.agreed_first(self._name, now)
        elif was:
            said = say.agreed_no_more(self._name, was)
        else:
            return
        yield self._row("rebaseline", said, was, now, _days(was, now))

    def _stands(self, at: date) -> str:
        """Say how the date worked to stands to the first and, of late, to the last baseline."""
        first = _day(self._new, "baseline_on")
        agreed = self._agreed[1]
        last = agreed[-1] if len(agreed) > 1 else None
        today = self._editions.after.today
        if last and last.agreed_on and (today - last.agreed_on).days > BOTH_BASELINES_DAYS:
            last = None
        return say.stands(
            _days(first, at),
            agreed=bool(agreed),
            since_last=_days(last.on, at) if last else None,
            last_agreed_on=last.agreed_on if last else None,
        )


def _programme(editions: Both) -> Iterator[Row]:
    """Yield the movement of the day on which the whole programme is finished."""
    tables = editions.pair("projects", "p80_on", "no_forecast_reason")
    if tables is None or not editions.whole:
        return
    old, new = (table[table["project"] == ""].to_dict("records") for table in tables)
    if old and new:
        reason = str(new[0]["no_forecast_reason"])
        remeasured = editions.rests_on_changed(FORECAST)
        told = _forecast(PROGRAMME, old[0], new[0], reason, remeasured)
        if told:
            said, before, after, moved = told
            yield Row("forecast", said, "", "", "", _cell(before), _cell(after), moved)


def _forecast(
    name: str, old: Increment, new: Increment, reason: str, remeasured: bool
) -> tuple[str, date | None, date | None, int | None] | None:
    """Return a sentence, both forecasts and the days between them; None where nothing changed."""
    before, after = _day(old, "p80_on"), _day(new, "p80_on")
    known = "p80_on" in old and "p80_on" in new
    if not known or before == after:
        return None
    moved = None if remeasured else _days(before, after)
    if after is None:
        said = say.forecast_lost(name, reason)
    elif before is None:
        said = say.forecast_found(name, after)
    elif moved is None:
        said = both(name, say.likely(after), say.likely(before), REMEASURED)
    else:
        said = say.moved(name, moved, after)
    return said, before, after, moved


def _agreements(edition: Edition, row: Increment) -> Sequence[_Agreement]:
    """Return what had been agreed of an increment by the day of an edition, first to last."""
    found = edition.baseline(SimpleNamespace(project=row["project"], increment=row["increment"]))
    if found is None:
        return ()
    if isinstance(found, date):
        return (_Agreement(found, None),)
    return [_Agreement(one.date, one.agreed_on) for one in found if one.agreed_on <= edition.today]


def _added(row: Increment, editions: Both) -> Row:
    pieces = int(row["item_count"]) - int(row["dropped_count"])
    until = _day(row, "target_on")
    said = say.added(_named(row, editions), pieces, until)
    project, increment = str(row["project"]), str(row["increment"])
    return Row("increment_added", said, project, increment, "", "", _cell(until))


def _removed(row: Increment, by: date, editions: Both) -> Row:
    said = say.removed(_named(row, editions), by)
    project, increment = str(row["project"]), str(row["increment"])
    return Row("increment_removed", said, project, increment, "", str(row["state"]), "removed")


def _named(row: Increment, editions: Both) -> str:
    return named(str(row["increment"]), str(row["project"]) if editions.several else "")


def _day(row: Increment, column: str) -> date | None:
    """Return a date of a row; None where it is empty or an older edition has no such column."""
    value = row.get(column)
    return None if value is None or pd.isna(value) else value.date()


def _days(before: date | None, after: date | None) -> int | None:
    return None if before is None or after is None else (after - before).days


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
