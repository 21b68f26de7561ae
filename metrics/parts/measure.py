"""The record that makes a function a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from metrics.parts.record import Record
from programme.settings import Settings

Frames = Mapping[str, pd.DataFrame]
#: The values of a row's key columns by name, as the table holds them.
Key = Mapping[str, Any]


class Compute(Protocol):
    """A pure function from frames to one frame."""

    def __call__(self, inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
        """Compute the table from *inputs*, which it never changes."""
        ...


class Total(Protocol):
    """A pure function from the projects' tables to the rows of the whole programme."""

    def __call__(self, tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
        """Compute the rows with an empty ``project``.

        Args:
            tables: The measure's own table of all projects, and by name the tables that it asks
                for, which have their programme's rows already.
            as_of: Aware instant.
            settings: The whole programme's.
        """
        ...


class Explain(Protocol):
    """A pure function that names the items behind one row of the table."""

    def __call__(
        self, inputs: Frames, key: Key, *, as_of: datetime, settings: Settings
    ) -> pd.DataFrame:
        """Name what each figure of a row is made of.

        Args:
            inputs: What ``compute`` gets and the frames of ``explain_inputs``, of the row's project
                or of several; of all projects for a row of the whole programme.
            key: Of a row that the table has.
            as_of: Aware instant.
            settings: Of these projects.

        Returns:
            EXPLAINED. Over the items of a column ``amount`` adds up to the cell, for every count
            and every sum of days; a percentile is explained by the item that stands at its rank,
            a forecast date by the open items that had to be finished until then.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """One table of the snapshot, and how to make it.

    A table is made project by project, so that only what changed is made again; whatever a measure
    says of the whole programme is worked out from these tables.

    Attributes:
        inputs: Names of the frames and of other measures' tables that it needs.
        compute: The pure function, of one project or of several at once.
        total: Makes the programme's rows; None where the table has none.
        explain: Names the items behind a row; None where that cannot be said.
        explain_inputs: Frames and tables that ``explain`` and ``total`` need beyond *inputs*.
    """

    inputs: tuple[str, ...]
    compute: Compute
    total: Total | None = None
    explain: Explain | None = None
    explain_inputs: tuple[str, ...] = ()
