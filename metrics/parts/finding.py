"""What a data-quality check says of one project."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

import pandas as pd

SHOWN_EXAMPLES: Final = 3


class Finding(NamedTuple):
    """One row of ``data_quality.csv`` before it is written.

    Attributes:
        project: Project it speaks of.
        check: Short name, such as ``no_increment``.
        severity: ``info``, ``warning`` or ``error``.
        named: Everything it was found on, in order; the first three are shown.
        sentence: What was met and what it does to which figure, without blame.
    """

    project: str
    check: str
    severity: Literal["info", "warning", "error"]
    named: tuple[str, ...]
    sentence: str

    @property
    def examples(self) -> str:
        """The first of *named*, in one cell."""
        return "; ".join(self.named[:SHOWN_EXAMPLES])


def named_by_project(found: pd.DataFrame, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Group what a check found.

    Args:
        found: Rows with ``project`` and the column *name*.
        name: Column that names what was found.

    Yields:
        Project and distinct names, each in order; nothing for a project without any.
    """
    names: defaultdict[str, set[str]] = defaultdict(set)
    for project, one in zip(found["project"].tolist(), found[name].tolist(), strict=True):
        names[project].add(one)
    for project in sorted(names):
        yield project, distinct(names[project])


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* without repeats, in order."""
    return tuple(sorted(set(names)))


def counted(number: int, one: str, many: str) -> str:
    """Return "1 issue has" or "4 issues have": the number with the words that go with it."""
    return f"{number} {one if number == 1 else many}"
