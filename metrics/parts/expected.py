"""How large an increment is expected to be while it has not been broken down.

``[projects.expected_items]`` says so. The larger of what is counted and what is expected is its
size, from which a forecast counts what is left to do, until the declared day of refinement.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from metrics.parts.percentile import percentile
from programme.settings_projects import Expected, Project


def expected_counts(
    project: Project, finished: Iterable[int], waiting: Iterable[str], day: date
) -> dict[str, int]:
    """Return how many pieces of work each increment is expected to have.

    Args:
        project: Whose increments these are.
        finished: Pieces of work of each of its finished increments, dropped ones left out.
        waiting: Titles of those that are not finished.
        day: Local date; one that is refined on it, or was before, is counted alone.

    Returns:
        By title, of those that are still expected to have a size; none where it would be the median
        of finished increments and there is none yet.
    """
    sizes = [count for count in finished if count]
    median = int(percentile(sizes, 0.5)) if sizes else None
    found = {}
    for title in waiting:
        said = project.expected.get(title.strip())
        if said is not None and not _refined(said, day):
            size = median if said.items is None else said.items
            if size is not None:
                found[title] = size
    return found


def still_to_come(expected: Mapping[str, int], counted: Mapping[str, int]) -> dict[str, int]:
    """Return how many pieces are expected in each increment beyond those *counted* in it."""
    return {title: max(size - counted.get(title, 0), 0) for title, size in expected.items()}


def _refined(said: Expected, day: date) -> bool:
    return said.refined_on is not None and said.refined_on <= day
