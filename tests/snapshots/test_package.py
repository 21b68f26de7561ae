"""A snapshot on disk: strict CSV, its description, and the header."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import items, registry
from programme import frames
from programme.errors import WaymarkError
from programme.frames import AT, COUNT, DAYS, FLAG, ON, TEXT, Column, Contract
from snapshots.package import description, header_json, table_csv, write_tables
from snapshots.snapshot import Snapshot
from tests.metrics.frames import Issue, at, make_settings, replayed

TABLE = Contract(
    "samples",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "seen_on": Column(ON, "day", key=True, empty=False),
        "title": Column(TEXT, "title"),
        "count": Column(COUNT, "count"),
        "days": Column(DAYS, "days"),
        "seen_at": Column(AT, "instant"),
        "shown": Column(FLAG, "flag"),
    },
)


def strict_csv(content: bytes) -> list[list[str]]:
    """Parse RFC 4180 to the letter; anything else is an AssertionError."""
    text = content.decode("utf-8")
    records: list[list[str]] = []
    position = 0
    while position < len(text):
        record = []
        while True:
            if text[position : position + 1] == '"':
                position += 1
                field = ""
                while True:
                    end = text.index('"', position)
                    field += text[position:end]
                    position = end + 1
                    if text[position : position + 1] != '"':
                        break
                    field += '"'
                    position += 1
            else:
                end = position
                while text[end] not in ',\r\n"':
                    end += 1
                field = text[position:end]
                position = end
            record.append(field)
            if text[position : position + 1] == ",":
                position += 1
                continue
            assert text[position : position + 2] == "\r\n"
            position += 2
            break
        records.append(record)
    assert len({len(record) for record in records}) == 1
    return records


def make_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Make a frame of TABLE."""
    columns = list(TABLE.columns)
    table = pd.DataFrame([{name: row.get(name) for name in columns} for row in rows])
    return frames.conform(table.reindex(columns=columns), TABLE)


def test_an_empty_table_is_its_header_row() -> None:
    """With CRLF at its end."""
    assert table_csv(frames.empty(TABLE), TABLE) == (
        b"project,seen_on,title,count,days,seen_at,shown\r\n"
    )


def test_rows_are_sorted_by_key_and_cells_printed_plainly() -> None:
    """Dates in order, the programme's rows (empty project) first."""
    table = make_table(
        [
            {"project": "B", "seen_on": pd.Timestamp("2026-01-05"), "title": 'Say "hi", twice\nor'},
            {"project": "", "seen_on": pd.Timestamp("2026-11-05"), "count": 3, "days": 2.50},
            {
                "project": "",
                "seen_on": pd.Timestamp("2026-01-12"),
                "seen_at": pd.Timestamp("2026-01-12T09:30:00Z"),
                "shown": True,
            },
        ]
    )

    assert strict_csv(table_csv(table, TABLE)) == [
        list(TABLE.columns),
        ["", "2026-01-12", "", "", "", "2026-01-12T09:30:00Z", "true"],
        ["", "2026-11-05", "", "3", "2.5", "", ""],
        ["B", "2026-01-05", 'Say "hi", twice\nor', "", "", "", ""],
    ]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(texts, st.dates(), texts, st.none() | st.integers(-(2**53), 2**53)), max_size=6
    ),
    st.randoms(use_true_random=False),
)
def test_every_cell_comes_back(rows: list[tuple[Any, ...]], random: Any) -> None:
    """Whatever text a forge holds; the order of rows leaves the bytes as they are."""
    records = [
        {"project": project, "seen_on": pd.Timestamp(day), "title": title, "count": count}
        for project, day, title, count in rows
    ]
    content = table_csv(make_table(records), TABLE)
    shuffled = random.sample(records, len(records))

    found = strict_csv(content)[1:]

    def plain(cell: str) -> str:
        return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r\0") else cell

    # An apostrophe of the title's own stays; only ours is taken off again.
    expected = sorted(
        (plain(p), day.isoformat(), plain(t), "" if n is None else str(n)) for p, day, t, n in rows
    )
    assert sorted((plain(p), day, plain(t), n) for p, day, t, n, *_ in found) == expected
    assert all(cell[:1] not in set("=+@\t\r\0") for row in found for cell in row)
    assert [row[:2] for row in found] == sorted(row[:2] for row in found)
    assert table_csv(make_table(shuffled), TABLE) == content


@pytest.mark.parametrize("measure", registry.measures(), ids=lambda measure: measure.table.name)
def test_every_table_is_described_column_by_column(measure: Any) -> None:
    """CSVW names the file, and of every column name, datatype and meaning."""
    told = description(measure)

    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
    assert told["url"] == f"{measure.table.name}.csv"
    assert measure.definition in told["dc:description"]
    assert f"What misleads: {measure.misleads}" in told["dc:description"]
    assert [column["name"] for column in told["tableSchema"]["columns"]] == list(
        measure.table.columns
    )
    for column in told["tableSchema"]["columns"]:
        assert column["dc:description"]
        assert column["datatype"] in {
            "string",
            "date",
            "datetime",
            "integer",
            "decimal",
            "boolean",
        }
        assert (column["datatype"] == "date") == column["name"].endswith(
            ("_on", "week_start", "week_end")
        )
        assert (column["datatype"] == "datetime") == column["name"].endswith("_at")
    assert told["tableSchema"]["primaryKey"] == measure.table.keys


def make_snapshot(title: str = "A piece of work") -> Snapshot:
    """Make a snapshot of one table."""
    table = items.items(
        replayed([Issue(1, "2026-01-06", title=title)]),
        as_of=at("2026-01-31"),
        settings=make_settings(),
    )
    return Snapshot(
        {"programme": "Pflege für alle", "as_of": "2026-01-31T00:00:00Z"}, {"items": table}
    )


def test_a_provisional_measure_is_described_as_such() -> None:
    """And no other."""
    told = {m.table.name: description(m)["dc:description"] for m in registry.measures()}

    assert [name for name, text in told.items() if text.startswith("Provisional: ")] == [
        "flow_efficiency"
    ]


def test_tables_are_written_with_description_and_header(tmp_path: Path) -> None:
    """And nothing else is left beside them."""
    out = tmp_path / "new" / "tables"

    written = write_tables(make_snapshot("=cmd|' /C calc'!A0"), out)

    names = ["header.json", "items.csv", "items.csv-metadata.json"]
    assert sorted(path.name for path in written) == names
    assert sorted(path.name for path in out.iterdir()) == names
    assert [path.name for path in out.parent.iterdir()] == ["tables"]
    rows = strict_csv((out / "items.csv").read_bytes())
    assert rows[1][3] == "'=cmd|' /C calc'!A0"
    assert json.loads((out / "header.json").read_text(encoding="utf-8")) == {
        "as_of": "2026-01-31T00:00:00Z",
        "programme": "Pflege für alle",
    }


def test_writing_again_replaces_the_tables_and_leaves_other_files(tmp_path: Path) -> None:
    """The same snapshot gives the same bytes."""
    write_tables(make_snapshot("Before"), tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write_tables(make_snapshot(), tmp_path)
    once = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_tables(make_snapshot(), tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == once
    assert once["notes.txt"] == b"mine"
    assert b"Before" not in once["items.csv"]


def test_a_folder_on_another_disk_is_written_as_well(tmp_path: Path) -> None:
    """A volume of a container, say: nothing can be moved into it from beside it."""
    disk = Path("/dev/shm")
    if not disk.is_dir() or disk.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    with tempfile.TemporaryDirectory(dir=disk) as volume:
        out = tmp_path / "tables"
        out.symlink_to(volume)

        write_tables(make_snapshot(), out)

        assert sorted(os.listdir(volume)) == ["header.json", "items.csv", "items.csv-metadata.json"]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """It names the folder."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(WaymarkError, match=r"file cannot be written: .+\.$"):
        write_tables(make_snapshot(), tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_header_keys_stand_in_order() -> None:
    """Whatever order they were made in."""
    assert header_json({"b": None, "a": "é"}).decode() == '{\n  "a": "é",\n  "b": null\n}\n'
