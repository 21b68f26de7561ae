"""Written tables, read again."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme import frames
from programme.errors import WaymarkError
from programme.frames import Column, Contract
from snapshots.package import table_csv
from snapshots.read import read_table

TABLE = Contract(
    "sample",
    {
        "key": Column(frames.COUNT, "number", key=True, empty=False),
        "text": Column(frames.TEXT, "text"),
        "on": Column(frames.ON, "date"),
        "at": Column(frames.AT, "instant"),
        "count": Column(frames.COUNT, "count"),
        "days": Column(frames.DAYS, "days"),
        "flag": Column(frames.FLAG, "flag"),
        "sure": Column("bool", "flag", empty=False),
    },
)
DATES = st.dates(pd.Timestamp("0001-01-01").date(), pd.Timestamp("9999-12-31").date())
ROWS = st.fixed_dictionaries(
    {
        "text": st.one_of(st.just(""), st.text(), st.text("'=+-@\t\r\n\"", max_size=6)),
        "on": st.one_of(st.none(), DATES),
        "at": st.one_of(
            st.none(), st.datetimes(pd.Timestamp(1900, 1, 1), pd.Timestamp(2199, 1, 1))
        ),
        "count": st.one_of(st.none(), st.integers(-(10**9), 10**9)),
        "days": st.one_of(st.none(), st.integers(-(10**9), 10**9).map(lambda n: n / 10**6)),
        "flag": st.one_of(st.none(), st.booleans()),
        "sure": st.booleans(),
    }
)


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame that keeps TABLE, instants to the second."""
    made = pd.DataFrame([{"key": n, **row} for n, row in enumerate(rows)], columns=[*TABLE.columns])
    made["at"] = [None if v is None else pd.Timestamp(v, tz="UTC").floor("s") for v in made["at"]]
    made["on"] = np.array([v or "NaT" for v in made["on"]], dtype="datetime64[us]")
    return frames.conform(made, TABLE)


@given(st.lists(ROWS, max_size=5))
def test_a_table_that_was_written_is_read_as_it_was(rows: list[dict[str, Any]]) -> None:
    """Whatever stands in it: formulas, line breaks, quotes, nothing at all."""
    table = frame(rows)
    # What no file in UTF-8 can hold is written as a question mark.
    table["text"] = table["text"].str.encode("utf-8", "replace").str.decode("utf-8")
    written = table_csv(table, TABLE)
    read = read_table(written, TABLE)

    pd.testing.assert_frame_equal(read, table, check_index_type=False)
    assert table_csv(read, TABLE) == written


def test_what_an_earlier_version_did_not_write_is_empty() -> None:
    """And what this one does not know is left out."""
    known = Contract("sample", {name: TABLE.columns[name] for name in ("key", "text", "days")})
    read = read_table(b"key,text,later\r\n1,a,x\r\n", known)

    assert read[["key", "text"]].to_dict("list") == {"key": [1], "text": ["a"]}
    assert read["days"].isna().all()


@pytest.mark.parametrize(
    "content", [b"", b'key\r\n"1', b"key,text\r\n1\r\n", b"key\r\none\r\n"], ids=repr
)
def test_what_is_no_such_table_is_refused(content: bytes) -> None:
    """In one sentence that names the file."""
    with pytest.raises(WaymarkError, match="sample.csv cannot be read"):
        read_table(content, TABLE)
