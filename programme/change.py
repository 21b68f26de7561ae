"""A change of a project's plan that somebody tries out; nothing of it is ever kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Change:
    """What would be different; titles and items that are not in the plan change nothing.

    Attributes:
        left_out: By title of an increment, how many of its pieces of work are left out.
        retired: The risks that are dealt with, by item.
        targets: By title of an increment, another date to work to.
        pace: How much is finished for every piece of work that is finished now; 1 = as it is.
    """

    left_out: Mapping[str, int] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    targets: Mapping[str, date] = field(default_factory=dict)
    pace: float = 1.0

    @property
    def count(self) -> int:
        """How many things it changes."""
        faster = int(self.pace != 1.0)
        return len(self.left_out) + len(self.retired) + len(self.targets) + faster
