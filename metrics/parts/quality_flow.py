"""Data-quality checks of figures that should agree with one another."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from metrics.parts.finding import Finding
from metrics.parts.measure import Frames
from programme.settings import Settings
from programme.wording.words import number

#: Off by more than half.
FARTHEST: Final = 0.5


def scan_littles_law(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find projects whose work under way is far from pace times time (Little's law)."""
    table = inputs["flow_health"]
    found = table[(table["littles_law_ratio"] - 1).abs().gt(FARTHEST).fillna(False)]
    for row in found.itertuples():
        # A ratio and no count: what one small team has under way is nobody's business.
        sentence = (
            f"{number(row.littles_law_ratio)} times as much work is under way at the end of a week "
            "as pace and time from start to finish suggest; some starts or finishes may not be in "
            "the records, which touches age and cycle time."
        )
        yield Finding(str(row.project), "littles_law", "info", (), sentence)
