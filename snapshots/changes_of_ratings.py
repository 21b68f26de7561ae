"""Changes of ratings, indicated and declared, and of the pace."""

from collections.abc import Iterator

import pandas as pd

from programme.wording import changes as say
from programme.wording import pace
from snapshots.both import COUNTS, RATING, Both, Row


def changes_of_ratings(editions: Both) -> Iterator[Row]:
    """Yield the ratings that changed, each with the test that moved it (rule C8)."""
    yield from _declared(editions)
    tables = editions.pair("projects", "indicated_rating", "rating_reason")
    if tables is None:
        return
    old, new = ({str(row["project"]): row for row in table.to_dict("records")} for table in tables)
    for project in sorted(old.keys() & new.keys()):
        was, now = (str(one[project]["indicated_rating"]) for one in (old, new))
        # A single project is rated as the programme is.
        if was == now or project in editions.partial or (project and not editions.several):
            continue
        reason = str(new[project]["rating_reason"])
        said = say.rated(project or say.PROGRAMME, now, was, reason, _why(editions, project))
        yield Row("rating", said, project, before=was, after=now)


def _why(editions: Both, project: str) -> str:
    """Say why two ratings cannot be compared; empty where they can."""
    if editions.rests_on_changed(RATING):
        return say.REMEASURED
    return "" if project or editions.whole else say.PARTIAL


def _declared(editions: Both) -> Iterator[Row]:
    was, now = (
        edition.header["declared_rating"] or "" for edition in (editions.before, editions.after)
    )
    if was != now:
        reason = str(editions.after.header["declared_reason"] or "")
        yield Row("declared_rating", say.declared(now, was, reason), before=was, after=now)


def changes_of_pace(editions: Both) -> Iterator[Row]:
    """Yield where the run chart shows another signal than before; nothing else is news (C9)."""
    tables = editions.pair("run_chart", "week_start", "finished_count", "median_count", "signal")
    if tables is None or editions.rests_on_changed(COUNTS):
        return
    old, new = (dict(list(table.groupby("project"))) for table in tables)
    for project in sorted(old.keys() & new.keys()):
        compared = project not in editions.partial if project else editions.whole
        if not compared or (project and not editions.several):
            continue
        charts = [one[project].sort_values("week_start", ignore_index=True) for one in (old, new)]
        was, now = map(_signal, charts)
        if was != now:
            said = say.pace(pace.signal(charts[1]), project)
            yield Row("pace", said, project, before=was, after=now)


def _signal(chart: pd.DataFrame) -> str:
    """Return what a run chart shows at its end: risen | dropped | crossings | none."""
    signals = set(chart["signal"].unique())
    run = pace.latest_shift(chart) if "shift" in signals else chart.head(0)
    if not run.empty:
        return pace.way(run)
    return "crossings" if "crossings" in signals else "none"
