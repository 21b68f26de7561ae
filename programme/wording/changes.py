"""What changed between two editions, in sentences: ratings, pace, method, and how all is told."""

from collections.abc import Collection
from datetime import date

from programme.wording.ratings import rating_word
from programme.wording.weeks import number
from programme.wording.words import count, day, listing, sentence, title

NOTHING = "Nothing that we track has changed."
#: A reason is cut where it would be a page.
LONGEST_REASON = 300
SMALL_TEAMS = "The work and the ratings of teams of fewer than five people are not listed."
PROGRAMME = "The whole programme"
#: Why there is no difference of two values (rules C2 and C7).
REMEASURED = "how we measure this changed"
PARTIAL = "not all that it is made of is in both reports"
#: Of each group of changes, in the order in which they are read.
HEADINGS = {
    "ratings": "Ratings",
    "dates": "Dates",
    "risks": "What could go wrong",
    "decisions": "Decisions",
    "scope": "Work",
    "pace": "Pace",
    "method": "How this was compared",
}
#: What is defined, by the section of the settings that defines it.
_DEFINITIONS = {
    "formulas": "formulas",
    "labels": "what labels mean",
    "ratings": "limits of ratings",
    "increments": "limits of size",
    "measures": "sizes of work",
    "calendar": "days worked",
}


def ago(weeks: int) -> str:
    """Return how far back an edition is (rule C1): ``last week``, ``2 weeks ago``.

    Args:
        weeks: Between the two; 0 = an earlier issue of the same week, less = a later week.
    """
    if weeks == 0:
        return "an earlier issue of this week"
    if weeks == 1:
        return "last week"
    return f"{count(abs(weeks), 'week', 'weeks')} {'ago' if weeks > 0 else 'later'}"


def introduction(weeks: int) -> str:
    """Return what a list of changes is compared with: ``Compared with 2 weeks ago.``."""
    return f"Compared with {ago(weeks)}."


def introduction_live(taken_on: date, today: date) -> str:
    """Return what a list of changes up to now is compared with (rule C10).

    Args:
        taken_on: Local date on which the last report was taken.
        today: Local date of the live figures.
    """
    ago = (today - taken_on).days
    report = f"{taken_on:%A}’s report" if 0 < ago < 7 else f"the report of {day(taken_on)}"
    if not ago:
        report = "today’s report"
    return f"Changed since {report}."


def introduction_rebuilt(iso_week: str) -> str:
    """Return what a list of changes up to now is compared with, where nobody reported that week.

    Args:
        iso_week: The week, rebuilt from events.
    """
    return f"Changed since the end of week {number(iso_week)}."


def both(name: str, after: str, before: str, why: str = REMEASURED) -> str:
    """Show two values that cannot be compared (rule C2).

    Args:
        name: Of what they are values of, as a subject.
        after: The value now.
        before: The value before.
        why: Why there is no difference.
    """
    return f"{name}: {after} now, {before} before; {why}."


def rated(name: str, rating: str, previous: str, reason: str, why: str = "") -> str:
    """Say that the rating that figures point to changed, with the test that moved it (rule C8).

    Args:
        name: Of what is rated, as a subject.
        rating: The rating now.
        previous: The rating before.
        reason: What the test found that decides now.
        why: Why the two cannot be compared; empty where they can.
    """
    is_now, was = rating_word(rating), rating_word(previous)
    if why:
        said = both(name, is_now, was, why)
    elif rating == "not_rated":
        said = f"{name} is not rated any more (was {was})."
    else:
        said = f"{name} is rated {is_now} now (was {was})."
    return f"{said} {sentence(reason)}".rstrip()


def declared(rating: str, previous: str, reason: str) -> str:
    """Say that the rating that the team declares changed; empty = none is declared.

    Args:
        rating: The rating now.
        previous: The rating before.
        reason: In the words of whoever declared it; may be empty.
    """
    if not rating:
        return f"The programme team declares no rating any more (was {rating_word(previous)})."
    was = f"was {rating_word(previous)}" if previous else "none was declared before"
    said = f"The programme team rates this {rating_word(rating)} now ({was})."
    given = title(reason, LONGEST_REASON).rstrip(".")
    return f"{said} Reason given: ‘{given}’." if given else said


def pace(said: str, project: str) -> str:
    """Say that the run chart shows another signal (rule C9).

    Args:
        said: What it shows now, of ``pace.signal``.
        project: Empty = the whole programme.
    """
    return f"{project}: {said}" if project else said


def definitions(changed: Collection[str]) -> str:
    """Say that how we measure changed (rule C2).

    Args:
        changed: Names of what is defined otherwise; see ``_DEFINITIONS``.
    """
    what = listing([_DEFINITIONS[name] for name in _DEFINITIONS if name in changed])
    return f"How we measure this changed: {what}. No difference is given of what rests on that."


def regrouped(project: str) -> str:
    """Say that the increments of a project come from elsewhere (rule C2)."""
    return f"{project} is divided in another way than before, so its parts are not compared."


def source(name: str, project: str) -> str:
    """Say that a source is left out (rule C7).

    Args:
        name: Of the source.
        project: Whose sums and forecasts are not compared for that.
    """
    return (
        f"{title(name)} is missing in one of the two reports and left out of both. "
        f"So the forecasts, risk total, rating and pace of {project} are not compared."
    )


def project(name: str, *, new: bool) -> str:
    """Say that a project is in one edition alone."""
    return f"{name} is {'new in this report' if new else 'not in this report any more'}."


def basis(*, earlier: bool) -> str:
    """Say that one of the two weeks was rebuilt from events and the other recorded in its time."""
    which = "week compared with" if earlier else "later week"
    return f"The {which} was rebuilt from events; the other was recorded at the time."


def gap(weeks: int) -> str:
    """Say that the editions are not of two weeks that follow one another (rule C1)."""
    return f"This is compared with {ago(weeks)}, not with the week before."
