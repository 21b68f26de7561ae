"""When increments will be ready, as a list: which are likely to miss their dates, in sentences."""

from datetime import date
from typing import Any, Final

import pandas as pd

from programme.wording import dates
from programme.wording.words import chance, count, day, known, number, sentence, title

#: From this chance on a date is kept rather than missed, and from this one it can be promised.
EVEN: Final = 0.5
SURE: Final = 0.8


def least_sure_first(increments: pd.DataFrame, *, today: date) -> pd.DataFrame:
    """Return open, named increments, the one least likely to make its date first.

    Args:
        increments: increments table.
        today: Local date of the snapshot; dates before it are missed, whatever the forecast.

    Returns:
        Its rows; those whose chance is not known stand last, by date and name.
    """
    is_open = increments[(increments["state"] == "open") & (increments["increment"] != "")]
    sure = is_open["p_on_time"].mask(_passed(is_open, today), 0.0)
    ordered = is_open.assign(_sure=sure).sort_values(
        ["_sure", "target_on", "p80_on", "project", "increment"],
        na_position="last",
        kind="stable",
    )
    return ordered.drop(columns="_sure")


def latest_first(increments: pd.DataFrame) -> pd.DataFrame:
    """Return increments, the one finished last first; those not finished stand last."""
    return increments.sort_values(["finished_on", "project", "increment"], ascending=False)


def _passed(increments: pd.DataFrame, today: date) -> pd.Series:
    """Say of each whether its date has passed with work left."""
    left = increments["remaining_count"] + increments["not_broken_down_count"]
    gone = (increments["target_on"] < pd.Timestamp(today)) & (left > 0)
    return gone.fillna(False).astype(bool)


def headline(increments: pd.DataFrame, *, today: date) -> str:
    """State how many open increments are likely to miss the date they work to.

    Args:
        increments: Rows of the increments table.
        today: Local date of the snapshot.
    """
    named = increments[increments["increment"] != ""]
    rows = least_sure_first(named, today=today)
    if rows.empty:
        done = len(named) and (named["state"] == "finished").all()
        return "Every milestone is finished" if done else "No milestone is open"
    dated = rows[rows["target_on"].notna()]
    if dated.empty:
        return (
            "The open milestone has no date to work to"
            if len(rows) == 1
            else f"None of {number(len(rows))} open milestones has a date to work to"
        )
    sure = dated["p_on_time"].mask(_passed(dated, today), 0.0)
    missed, unsure = int((sure < EVEN).sum()), int(((sure >= EVEN) & (sure < SURE)).sum())
    if sure.isna().all():
        return "We cannot say yet whether open milestones will make their dates"
    all_dated = len(dated) == len(rows)
    # Of some perhaps nothing can be said, so not all need be sure where none is unsure.
    first = missed or unsure or int((sure >= SURE).sum())
    verb = "is" if first == 1 else "are"
    subject = _share(first, len(dated), all_dated=all_dated)
    if not missed and not unsure:
        return f"{subject} {verb} at least 4 in 5 sure of the date worked to"
    if not missed:
        return f"{subject} {verb} less than 4 in 5 sure of the date worked to"
    is_or_are = "is" if unsure == 1 else "are"
    more = f", and {number(unsure)} more {is_or_are} less than 4 in 5 sure" if unsure else ""
    return f"{subject} {verb} likely to miss the date worked to{more}"


def _share(some: int, dated: int, *, all_dated: bool) -> str:
    """Return ``2 of 9 open increments``, or all of them."""
    if some == dated:
        return _every(dated, all_dated=all_dated)
    return f"{'One' if some == 1 else number(some)} of {number(dated)} {_named(dated, all_dated)}"


def _every(dated: int, *, all_dated: bool) -> str:
    head = {1: "The" if all_dated else "The one", 2: "Both"}.get(dated, f"All {number(dated)}")
    return f"{head} {_named(dated, all_dated)}"


def _named(dated: int, all_dated: bool) -> str:
    return f"open milestone{'' if dated == 1 else 's'}{'' if all_dated else ' with a date'}"


def progress(row: Any) -> str:
    """Say how much of an increment is finished, and how much more is expected.

    Args:
        row: A row of the increments table.
    """
    scope = int(row.finished_count) + int(row.remaining_count)
    more = f", about {number(row.not_broken_down_count)} more expected"
    done = f"{number(row.finished_count)} of {number(scope)} finished" if scope else "nothing in it"
    return done + (more if row.not_broken_down_count else "")


def warnings(row: Any) -> list[str]:
    """Return what a reader must know of an increment's size: too large, not broken down yet.

    Args:
        row: A row of the increments table.
    """
    large = "too large" if row.oversized else ""
    rough = "not broken down yet" if row.not_broken_down_count else ""
    return [word for word in (large, rough) if word]


def brief(row: Any) -> str:
    """Return progress and size on one short line, or the day on which it was finished.

    Args:
        row: A row of the increments table.
    """
    if row.state == "finished":
        return day(row.finished_on) if known(row.finished_on) else "finished"
    rough = int(row.not_broken_down_count)
    scope = int(row.finished_count) + int(row.remaining_count) + rough
    about = "about " if rough else ""
    done = f"{number(row.finished_count)} of {about}{number(scope)} finished"
    return ", ".join([done if scope else "nothing in it", *(["too large"] * bool(row.oversized))])


def description(increments: pd.DataFrame, agreed: dates.Agreed = lambda _: True) -> str:
    """Describe the time line: every increment's dates in words.

    Args:
        increments: The rows drawn, of the increments table.
        agreed: Whether the first date of a row was agreed; else it was only seen.
    """
    if increments.empty:
        return "No milestone has a date."
    parts = [f"Dates of {count(len(increments), 'milestone', 'milestones')}."]
    for row in increments.itertuples():
        told = dates.all_known(row, ("19 in 20 chance by", "p95_on"), agreed=agreed(row))
        end = f"finished {brief(row)}" if known(row.finished_on) else brief(row)
        said = "; ".join([*told, end])
        parts.append(f"{title(str(row.increment))}: {said}.")
    return " ".join(parts)


def odds(row: Any, *, today: date) -> str:
    """Say how likely the date worked to is; empty where that is not known.

    Args:
        row: A row of the increments table.
        today: Local date of the snapshot.
    """
    left = row.remaining_count + row.not_broken_down_count
    if known(row.target_on) and row.target_on.date() < today and left:
        return "date has passed"
    return chance(float(row.p_on_time)) if known(row.p_on_time) else ""


def unplanned(rows: pd.DataFrame) -> str:
    """Say how much work is in no increment; empty of none.

    Args:
        rows: Rows of the increments table without a title.
    """
    left = int(rows["remaining_count"].sum())
    if not left:
        return ""
    return sentence(
        count(left, "open piece of work is", "open pieces of work are")
        + " in no milestone, and so not yet planned"
    )
