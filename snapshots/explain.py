"""Which items make the figures of one row of a table, worked out from the store on demand."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from metrics import registry
from metrics.parts.measure import Measure
from metrics.parts.replay import replay
from programme import frames
from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings
from programme.wording.words import listing, quoted
from snapshots.facts import facts
from snapshots.measure import require_synced
from store import Store

#: How the command line may name the whole programme, whose rows have an empty project.
PROGRAMME: Final = ("", "-", "programme")
_SHOWN: Final = 5


def explain(
    settings: Settings, store: Store, table: str, key: Sequence[str], *, as_of: datetime
) -> pd.DataFrame:
    """Name the items behind each figure of one row.

    Only the projects that the key names are read, and only the measures that the table needs are
    computed; the figures are those of ``measure`` for the same instant.

    Args:
        settings: The programme's.
        store: Where its sources were synced to.
        table: Name of a table of the snapshot.
        key: The values of its key columns in order, dates as ``2026-11-09``. The whole programme's
            project is empty; ``-``, or ``programme`` unless a project has that name, means it too.
        as_of: Aware instant; what happened exactly then has happened.

    Returns:
        EXPLAINED; figures that are empty in the row have no part.

    Raises:
        ConfigError: If there is no such table or row, or the key has too few or too many parts.
        WaymarkError: If the table cannot be explained, nothing was ever synced, or the store fails.
    """
    measures = {measure.table.name: measure for measure in registry.measures()}
    measure = _measure(table, measures)
    wanted = _key(measure, key, settings)
    narrowed = _narrowed(measure, wanted, settings)
    require_synced(settings, store)
    known = facts(store.read(as_of, narrowed.source_names), narrowed)
    replayed = replay(known, as_of=as_of, settings=narrowed)
    chosen = registry.needed([table])
    given = registry.given(chosen, known, replayed, as_of=as_of, settings=narrowed)
    tables = registry.compute(chosen, given, as_of=as_of, settings=narrowed)
    if wanted.get("project") == "":
        tables = registry.total(chosen, tables, as_of=as_of, settings=narrowed)
    row = _row(measure, tables[table], wanted)
    given |= tables
    # What is made of other tables is not there; no explanation asks for it.
    asked = (*measure.inputs, *measure.explain_inputs)
    inputs = {name: given[name] for name in asked if name in given}
    assert measure.explain is not None
    found = measure.explain(inputs, wanted, as_of=as_of, settings=narrowed)
    frames.check(found, frames.EXPLAINED)
    empty = [name for name, value in row.items() if pd.isna(value)]
    return found[~found["column"].isin(empty)].reset_index(drop=True)


def _measure(table: str, measures: Mapping[str, Measure]) -> Measure:
    if table not in measures:
        near = difflib.get_close_matches(table, measures, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {listing(sorted(measures))}."
        raise ConfigError(f"There is no table {quoted(table)}; {hint}")
    if measures[table].explain is None:
        raise WaymarkError(f"The table {table} cannot say which items make its figures.")
    return measures[table]


def _key(measure: Measure, key: Sequence[str], settings: Settings) -> dict[str, Any]:
    """Read the parts of a key as the table holds them."""
    contract = measure.table
    if len(key) != len(contract.keys):
        raise ConfigError(
            f"A row of {contract.name} is named by {listing(contract.keys)}, "
            f"{'one value' if len(contract.keys) == 1 else 'one value each'} in this order "
            f"(found {len(key)})."
        )
    wanted: dict[str, Any] = dict(zip(contract.keys, key, strict=True))
    names = {project.name for project in settings.projects}
    if wanted.get("project") in PROGRAMME and wanted["project"] not in names:
        wanted["project"] = ""
    for name in contract.keys:
        if contract.columns[name].dtype == frames.ON:
            try:
                wanted[name] = pd.Timestamp(date.fromisoformat(wanted[name]))
            except ValueError:
                raise ConfigError(
                    f"{quoted(wanted[name])} is no date, as in 2026-11-09; "
                    f"{name} is the {contract.columns[name].meaning}."
                ) from None
    return wanted


def _narrowed(measure: Measure, wanted: Mapping[str, Any], settings: Settings) -> Settings:
    """Return the settings with no more projects than the row is made from."""
    if "source" in wanted:
        ours = [p for p, source in settings.sources if source.name == wanted["source"]]
        if not ours:
            raise _no_row(measure, wanted, settings.source_names)
    elif wanted["project"] == "":
        if measure.total is None:
            raise _no_row(measure, wanted, (project.name for project in settings.projects))
        return settings
    else:
        ours = [project for project in settings.projects if project.name == wanted["project"]]
        if not ours:
            raise _no_row(measure, wanted, (project.name for project in settings.projects))
    # A copied model would keep the sources that it has once told.
    fields = {name: getattr(settings, name) for name in Settings.model_fields}
    return Settings.model_construct(**{**fields, "projects": tuple(ours)})


def _row(measure: Measure, table: pd.DataFrame, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of the key; a row that is not there is told with some that are."""
    found = table
    for name, value in wanted.items():
        rows = found[found[name] == value]
        if rows.empty:
            raise _no_row(measure, wanted, _texts(found[name]), name)
        found = rows
    row: dict[str, Any] = found.iloc[0].to_dict()
    return row


def _no_row(
    measure: Measure, wanted: Mapping[str, Any], there: Iterable[str], column: str = ""
) -> ConfigError:
    """Say that a row is not there, and which values its first unknown column may have."""
    column = column or next(iter(wanted))
    values = sorted(set(there))
    # Of weeks the latest are of interest, of names the first are as good as any.
    shown = values[-_SHOWN:] if measure.table.columns[column].dtype == frames.ON else values
    some = ", ".join(quoted(value) for value in shown[:_SHOWN])
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    missing = next(iter(_texts(pd.Series([wanted[column]]))))
    return ConfigError(
        f"{measure.table.name} has no row with {column} {quoted(missing)}; "
        + (f"there are {some}{more}." if values else "there is none at all.")
    )


def _texts(values: pd.Series) -> list[str]:
    return [
        value.date().isoformat() if isinstance(value, datetime) else str(value) for value in values
    ]
