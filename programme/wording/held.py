"""Whether past dates came true: shares and sentences."""

import math
from typing import Final, NamedTuple

import pandas as pd

from programme.wording.words import count, number, sentence

#: Fewer forecasts than this say nothing about whether dates can be believed.
FEWEST: Final = 10
_ALLOW: Final = "Allow for more time than they say."
_PROMISES: Final = {
    "held_p50": ("Even chance (1 in 2)", 50),
    "held_p80": ("4 in 5 chance", 80),
    "held_p95": ("19 in 20 chance", 95),
}


class Promise(NamedTuple):
    """How often the dates of one chance came true.

    Attributes:
        name: What a reader calls the chance.
        should: How many of 100 should come true.
        told: Dates told.
        held: Of them come true.
    """

    name: str
    should: int
    told: int
    held: int

    @property
    def percent(self) -> int:
        """How many of 100 came true, to whole ones; there must be one told."""
        return math.floor(100 * self.held / self.told + 0.5)

    @property
    def away(self) -> int:
        """Return 1 or -1 if more or fewer came true than chance explains, else 0.

        Chance explains two standard errors of as many cases that do not depend on one another.
        """
        share = self.should / 100
        off = self.held - self.told * share
        usual = 2 * math.sqrt(self.told * share * (1 - share))
        return 0 if abs(off) <= usual else (1 if off > 0 else -1)


def promises(scores: pd.DataFrame) -> list[Promise]:
    """Count for each chance the dates told and come true; none where too few were told.

    Args:
        scores: Rows of the forecast_scores table.
    """
    if len(scores) < FEWEST:
        return []
    return [
        Promise(name, should, int(scores[flag].count()), int(scores[flag].sum()))
        for flag, (name, should) in _PROMISES.items()
        if scores[flag].notna().any()
    ]


def headline(scores: pd.DataFrame) -> str:
    """Return the finding: how many dates with a 4 in 5 chance came true, without a full stop.

    Args:
        scores: Rows of the forecast_scores table.
    """
    if scores.empty:
        return "Nobody can say yet whether our dates come true"
    if len(scores) < FEWEST:
        return "Too few forecasts to say whether our dates come true"
    told, held = len(scores), int(scores["held_p80"].sum())
    return (
        f"Of {number(told)} past ‘4 in 5’ dates, {_some(held)} came true; "
        f"about {number(math.floor(told * 0.8 + 0.5))} should have"
    )


def meaning(scores: pd.DataFrame) -> str:
    """Say what the finding means for whoever plans with our dates.

    Args:
        scores: Rows of the forecast_scores table.
    """
    if scores.empty:
        return (
            "No milestone has been finished of which a date was forecast. "
            "The first one will show here."
        )
    if len(scores) < FEWEST:
        told = count(len(scores), "past forecast", "past forecasts")
        return f"{sentence(told)[:-1]} can be held against what happened. {FEWEST} are needed."
    away = _away(scores)
    if away < 0:
        return f"That is fewer than chance explains: our dates were too early. {_ALLOW}"
    if away > 0:
        return (
            "That is more than chance explains: our dates were too late. "
            "Work is likely to be finished before them."
        )
    return "That is as near as chance lets us expect, so the dates can be taken as they stand."


def brief(scores: pd.DataFrame) -> str:
    """Say how many dates came true, and to allow for more time where too few did.

    Empty where nobody can say.

    Args:
        scores: Rows of the forecast_scores table.
    """
    if len(scores) < FEWEST:
        return ""
    return f"{headline(scores)}. {_ALLOW if _away(scores) < 0 else ''}".strip()


def _away(scores: pd.DataFrame) -> int:
    return next(one.away for one in promises(scores) if one.should == 80)


def basis(scores: pd.DataFrame) -> str:
    """Say which forecasts these are, and what cannot be seen from them.

    Args:
        scores: Rows of the forecast_scores table.
    """
    text = (
        "We stood at the end of every fourth week and told the dates again, "
        "from nothing but what was known then."
    )
    if scores.empty:
        return text
    milestones = len(scores[["project", "increment"]].drop_duplicates())
    reported = int((scores["basis"] == "published").sum())
    if reported == len(scores):
        text = "These dates stood in weekly reports."
    elif reported:
        text += f" Where a week was reported, as {_times(reported)} here, its own dates stand."
    return (
        f"{text} These are {count(len(scores), 'forecast', 'forecasts')} of "
        f"{count(milestones, 'finished milestone', 'finished milestones')}. "
        "Forecasts of one milestone resemble one another. "
        "Milestones still open are not counted, however late they are, "
        "so this looks better than it is."
    )


def _times(number_of: int) -> str:
    return {1: "once", 2: "twice"}.get(number_of, f"{number(number_of)} times")


def description(scores: pd.DataFrame) -> str:
    """Return the chart in words: each chance with its figures.

    Args:
        scores: Rows of the forecast_scores table.
    """
    return " ".join(
        f"{one.name}: {_some(one.held)} of {number(one.told)} dates came true, "
        f"{one.percent} in 100, where {one.should} in 100 should have."
        for one in promises(scores)
    )


def _some(held: int) -> str:
    return number(held) if held else "none"
