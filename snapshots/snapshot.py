"""Every table of one programme at one moment, under one header."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Snapshot:
    """What pages, reports and written tables are drawn from.

    Attributes:
        header: The fields of ``header.json``; instants and dates are ISO text, unknown is None. One
            that is only shown has no ``sha256``, since that asks for every table to be printed.
        tables: Each measure's table by name.
        identity: Differs from that of any snapshot that may hold something else.
        printed: Each table as CSV by name, once it has been printed.
    """

    header: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    identity: str = ""
    printed: Mapping[str, bytes] = field(default_factory=dict, repr=False)
