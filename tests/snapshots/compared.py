"""What changed between two editions, as tests ask for it."""

from typing import Any

import pandas as pd

from snapshots.compare import compare
from snapshots.edition import Edition

PAY = {"increment": "Pay online", "url": "https://github.com/a/b/milestone/1"}


def told(before: Edition, after: Edition) -> list[tuple[Any, ...]]:
    """Return kind, values, effect and sentence of what changed, in order."""
    table = compare(before, after).changes
    assert table["order"].tolist() == list(range(1, len(table) + 1))
    columns = ["kind", "before", "after", "effect_days", "sentence"]
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in table[columns].itertuples(index=False)
    ]


def sentences(before: Edition, after: Edition, kind: str = "") -> list[str]:
    """Return the sentences of what changed; of one kind alone if it is given."""
    return [row[-1] for row in told(before, after) if kind in {"", row[0]}]


def collected(*sources: str) -> list[dict[str, Any]]:
    """Make the rows of the sources table of *sources*, which were all read."""
    return [{"source": name, "last_ok_at": "2026-03-01T00:00:00Z"} for name in sources]


def weekly(counts: list[int], signal: str = "none", run: int = 0) -> list[dict[str, Any]]:
    """Make rows of the run chart."""
    return [
        {
            "project": "",
            "week_start": pd.Timestamp("2025-12-29") + pd.Timedelta(weeks=n),
            "finished_count": value,
            "median_count": 6,
            "signal": signal if n >= len(counts) - run else "none",
        }
        for n, value in enumerate(counts)
    ]
