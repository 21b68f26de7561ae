"""The record that makes a function a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from programme.frames import Contract
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


@dataclass(frozen=True)
class Measure:
    """One table of the snapshot and how to make, name and read it.

    A table is made project by project, so that only what changed is made again; whatever a measure
    says of the whole programme is worked out from these tables.

    Attributes:
        table: Contract of the table; its name is the file's name.
        inputs: Names of the frames and of other measures' tables that it needs.
        compute: The pure function, of one project or of several at once.
        question: What a reader wants to know ("How much work is finished each week?").
        unit: Unit of its figures.
        definition: What its figures are, in one or two sentences for a programme manager.
        formula: The same in plain text with the names of columns, a line each.
        reads_as: One sentence on how to read it.
        misleads: What misleads whoever reads it, in one or two honest sentences.
        source: Where the definition comes from.
        page: Title of the page that draws it; empty where none does yet, and then the page of help
            leads to the table.
        total: Makes the programme's rows; None where the table has none.
        provisional: Whether its definition is still being tried and may change; whoever shows it
            says so.
        explain: Names the items behind a row; None where that cannot be said.
        explain_inputs: Frames and tables that ``explain`` and ``total`` need beyond *inputs*.
    """

    table: Contract
    inputs: tuple[str, ...]
    compute: Compute
    question: str
    unit: str
    definition: str
    formula: str
    reads_as: str
    misleads: str
    source: str
    page: str
    total: Total | None = None
    provisional: bool = False
    explain: Explain | None = None
    explain_inputs: tuple[str, ...] = ()
