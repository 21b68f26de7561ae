"""The matrix of states is made for all items and weeks at once."""

import time

import numpy as np
import pandas as pd

from metrics.parts import weekly
from programme import frames
from tests.metrics.frames import at, frame, make_settings

ITEMS = 10_000


def test_ten_thousand_items_over_150_weeks_take_less_than_two_seconds() -> None:
    """Three spells each; on the third the item is finished for good."""
    first = pd.Timestamp("2023-01-02", tz="UTC")
    created = first + pd.to_timedelta(np.arange(ITEMS) % 900, unit="D")
    number = np.arange(ITEMS)
    history = pd.DataFrame(
        {
            "source": "portal",
            "number": number,
            "project": "Portal",
            "record": "",
            "created_at": created,
            "started_at": created,
        }
    )
    spells = pd.concat(
        [
            pd.DataFrame(
                {
                    "source": "portal",
                    "number": number,
                    "from_at": created + pd.Timedelta(days=20 * turn),
                    "until_at": created + pd.Timedelta(days=20 * (turn + 1))
                    if turn < 2
                    else pd.NaT,
                    "state": state,
                }
            )
            for turn, state in enumerate(("open", "dropped", "finished"))
        ]
    ).astype({"until_at": frames.AT})
    settings = make_settings(programme={"started_on": "2023-01-02"})

    began = time.perf_counter()
    grid = weekly.grid(history, spells, as_of=at("2025-11-20"), settings=settings)
    table = grid.counted({"finished": grid.states[:, 1:] == weekly.FINISHED})
    took = time.perf_counter() - began

    assert grid.states.shape == (ITEMS, 151)
    assert table["finished"].iloc[-1] == ITEMS
    assert took < 2


def test_no_weeks_and_no_items_give_empty_matrices() -> None:
    """Before the first week is whole there is nothing to count."""
    empty = frame(frames.HISTORY, []), frame(frames.STATE_SPELLS, [])

    grid = weekly.grid(*empty, as_of=at("2026-01-06"), settings=make_settings())

    assert grid.states.shape == (0, 0)
    assert len(grid.counted({"open": grid.states})) == 0
