"""A snapshot as files: CSV tables, a CSVW description beside each, and the header."""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pandas as pd

from metrics.parts.record import Record
from programme import frames
from programme.errors import WaymarkError
from programme.frames import Contract
from snapshots.cells import cells
from snapshots.contracts import contracts, records
from snapshots.snapshot import Snapshot

#: Name of the file that holds the header.
HEADER: Final = "header.json"
_DATATYPES: Final = {
    frames.TEXT: "string",
    frames.AT: "datetime",
    frames.ON: "date",
    frames.COUNT: "integer",
    "int64": "integer",
    frames.DAYS: "decimal",
    "float64": "decimal",
    frames.FLAG: "boolean",
    "bool": "boolean",
}

#: Rows printed together: texts of a million rows take a gigabyte while they wait to be written.
_ROWS_AT_ONCE: Final = 20_000


def table_csv(table: pd.DataFrame, contract: Contract) -> bytes:
    """Return *table* as RFC 4180 CSV: UTF-8, CRLF, one header row, sorted by its key columns.

    Args:
        table: A frame that keeps *contract*; other columns are left out.
        contract: Names, order and dtypes of the columns.

    Returns:
        The same bytes for the same rows, whatever their order.

    Raises:
        FrameError: If a value cannot be written.
    """
    # Text is sorted as it stands in the file, so that the file itself is in order.
    places = list(zip(*(_sortable(table[name]) for name in contract.keys), strict=True))
    if any(before >= after for before, after in pairwise(places)):  # they seldom are
        table = table.take(sorted(range(len(places)), key=places.__getitem__))
    del places
    lines = [_lines([contract.columns])]
    for first in range(0, len(table), _ROWS_AT_ONCE):
        some = table.iloc[first : first + _ROWS_AT_ONCE]
        lines.append(_lines(zip(*(cells(some[name]) for name in contract.columns), strict=True)))
    return b"".join(lines)


def _sortable(column: pd.Series) -> list[Any]:
    if column.dtype == frames.dtype(frames.TEXT):
        return cells(column)
    values: list[Any] = column.to_numpy().tolist()
    return values


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def description(record: Record) -> dict[str, Any]:
    """Describe a table's CSV file, column by column, as CSV on the Web (CSVW) does."""
    contract = record.table
    provisional = "Provisional: the definition may change. " if record.provisional else ""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{contract.name}.csv",
        "dc:title": record.question,
        "dc:description": f"{provisional}{record.definition} How to read it: {record.reads_as} "
        f"What misleads: {record.misleads} Unit: {record.unit}. Source: {record.source}.",
        "dialect": {
            "encoding": "utf-8",
            "header": True,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "datatype": _DATATYPES[column.dtype],
                    # An empty text cell says something (project: the whole programme).
                    "required": not column.empty and column.dtype != frames.TEXT,
                    "dc:description": column.meaning,
                }
                for name, column in contract.columns.items()
            ],
            "primaryKey": contract.keys,
        },
    }


def header_json(header: Mapping[str, Any]) -> bytes:
    """Return the header as indented JSON with its keys in order."""
    return _json(header)


def write_tables(snapshot: Snapshot, out: Path) -> list[Path]:
    """Write the snapshot's tables, their descriptions and ``header.json`` into *out*.

    For result and errors see ``write_files``.
    """
    return write_files(files_of(snapshot), out)


def write_files(files: Mapping[str, bytes], out: Path) -> list[Path]:
    """Write *files*, content by name, into the folder *out*.

    Everything is written aside first and then moved into place, the last one last; other files in
    *out* are left alone.

    Returns:
        The paths written.

    Raises:
        WaymarkError: If *out* cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        # Inside, not beside: *out* may be a disk of its own, into which nothing can be moved.
        aside = Path(tempfile.mkdtemp(prefix=".new-", dir=out))
        try:
            for name, content in files.items():
                (aside / name).write_bytes(content)
            for name in files:
                os.replace(aside / name, out / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise WaymarkError(
            f"{out} cannot be written: {error.strerror or type(error).__name__}."
        ) from error
    return [out / name for name in files]


def printed(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Return each table as CSV, by its name."""
    return {
        name: table_csv(tables[name], contract)
        for name, contract in contracts().items()
        if name in tables
    }


def files_of(snapshot: Snapshot) -> dict[str, bytes]:
    """Return every file of a snapshot by name: tables, their descriptions, the header last."""
    tables = snapshot.printed or printed(snapshot.tables)
    files = {f"{name}.csv": content for name, content in tables.items()}
    for name, record in records().items():
        if name in tables:
            files[f"{name}.csv-metadata.json"] = _json(description(record))
    return {**files, HEADER: header_json(snapshot.header)}


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
