"""Data-quality checks of labels that contradict each other, or the state of their issue."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.label_time import states_of
from metrics.parts.measure import Frames
from metrics.parts.spells import bears
from metrics.parts.work import is_work
from programme.labels import BLOCKED, WAITING, after_prefix, marks, matches, record_of
from programme.settings import Settings

#: These are told beside the state of work.
_BESIDE: Final = frozenset({BLOCKED, WAITING})


def scan_open_not_done(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open work with a label that means it is not going to be done."""
    meant = settings.labels.type.not_done
    found = _where(_of_work(inputs, settings), lambda name: matches(name, meant))
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "open piece of work carries", "open pieces of work carry")
        sentence = (
            f"{what} a label that means not done; remaining work and its forecast count such "
            "work until it is closed."
        )
        yield Finding(project, "open_not_done", "info", named, sentence)


def scan_two_kinds(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open issues whose labels make them records of two kinds."""
    history = inputs["history"]
    registers = {project.name for project in settings.projects if project.kind == "risk-register"}
    held = _held(inputs, history[(history["record"] != "") & ~history["project"].isin(registers)])
    said = held.assign(mark=_by_name(held, lambda name: marks(name, settings.labels)))
    found = [
        {"project": project, "item": item}
        for (project, item), rows in said.groupby(["project", "item"], sort=True)
        if len(_kinds(rows["mark"].tolist())) > 1
    ]
    for project, named in named_by_project(
        pd.DataFrame(found, columns=["project", "item"]), "item"
    ):
        what = counted(len(named), "open issue has", "open issues have")
        sentence = (
            f"{what} labels of two kinds of record; each stands in the first table alone of "
            "risks, decisions, achievements and learnings."
        )
        yield Finding(project, "record_two_kinds", "warning", named, sentence)


def scan_two_states(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open work with labels of two states at once; blocked and waiting go with any."""
    held = _of_work(inputs, settings)
    states = states_of(held, settings.labels)
    found = held.assign(state=[states.get(str(label), "") for label in held["label"]])
    found = found[~found["state"].isin(["", *_BESIDE])]
    for project, named in named_by_project(_with_several(found, "state"), "item"):
        what = counted(len(named), "open piece of work carries", "open pieces of work carry")
        sentence = f"{what} labels of two states at once; time in states counts such work in both."
        yield Finding(project, "state_two_labels", "info", named, sentence)


def scan_several_increments(
    inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[Finding]:
    """Find open work with the labels of several increments."""
    held = _of_work(inputs, settings)
    for project in settings.projects:
        prefix = project.increments.prefix
        if project.increments.from_ != "labels":
            continue
        ours = held[held["project"] == project.name]
        ours = _where(ours, partial(bears, prefix=prefix))
        parts = [after_prefix(str(label), prefix) for label in ours["label"]]
        found = _with_several(ours.assign(increment=parts), "increment")
        for name, named in named_by_project(found, "item"):
            what = counted(len(named), "open piece of work carries", "open pieces of work carry")
            sentence = (
                f"{what} the labels of several milestones; such work counts in the one whose label "
                "was put on last."
            )
            yield Finding(name, "several_increments", "warning", named, sentence)


def _of_work(inputs: Frames, settings: Settings) -> pd.DataFrame:
    history = inputs["history"]
    return _held(inputs, history[is_work(history, settings)])


def _held(inputs: Frames, issues: pd.DataFrame) -> pd.DataFrame:
    """Return the labels that the open ones of *issues* carry: ``project``, ``item``, ``label``."""
    spells = inputs["label_spells"]
    still = spells.loc[spells["until_at"].isna(), ["source", "number", "label"]]
    wanted = issues.loc[issues["state"] == "open", ["source", "number", "project", "item"]]
    return still.merge(wanted, on=["source", "number"])


def _by_name(held: pd.DataFrame, value: Callable[[str], int]) -> np.ndarray:
    """Return what *value* gives for each label, int64; each name is asked for once."""
    codes, names = pd.factorize(held["label"])
    told = np.array([int(value(str(name))) for name in names], dtype=np.int64)
    found: np.ndarray = told[codes]
    return found


def _where(held: pd.DataFrame, test: Callable[[str], bool]) -> pd.DataFrame:
    """Return the rows whose label passes *test*."""
    return held[_by_name(held, test).astype(bool)]


def _with_several(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of issues that have more than one value in *column*."""
    count = rows.groupby(["project", "item"])[column].transform("nunique")
    return rows[count > 1]


def _kinds(found: list[int]) -> set[str]:
    """Return the kinds of record that the marks of an issue's labels tell, alone or together."""
    together = 0
    for mark in found:
        together |= mark
    return {kind for kind in map(record_of, (*found, together)) if kind}
