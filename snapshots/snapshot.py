"""Every table of one programme at one moment, under one header."""

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Snapshot:
    """What pages, reports and written tables are drawn from.

    Attributes:
        header: The fields of ``header.json``; instants and dates are ISO text, unknown is None.
        tables: Each measure's table by name.
    """

    header: dict[str, Any]
    tables: dict[str, pd.DataFrame]
