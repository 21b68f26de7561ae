"""Data-quality checks of risks: labels that say two things, or nothing we know."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.finding import Finding, counted, named_by_project
from metrics.parts.measure import Frames
from metrics.parts.risk_scores import TWO_VALUES, UNKNOWN_VALUE, Reader
from programme.settings import Settings

_CONSEQUENCES: Final = {
    TWO_VALUES: (
        "risk has two values of one kind",
        "risks have two values of one kind",
        "the graver one counts in the expected delay",
    ),
    UNKNOWN_VALUE: (
        "risk has a label whose value is not known",
        "risks have a label whose value is not known",
        "that part of the risk is empty, and without a size it is not in the expected delay",
    ),
}


def scan_risk_labels(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open risks whose labels are not understood, or contradict each other."""
    history = inputs["history"]
    risks = history[(history["record"] == "risk") & (history["state"] == "open")]
    spells = inputs["label_spells"]
    held = spells[spells["until_at"].isna()].merge(
        risks[["source", "number", "project", "item"]], on=["source", "number"]
    )
    reader = Reader(settings.labels)
    doubts = [
        {"project": project, "item": item, "check": doubt.check}
        for (project, item), rows in held.groupby(["project", "item"], sort=True)
        for doubt in reader.score(rows["label"].tolist()).doubts
    ]
    for check, (one, many, consequence) in _CONSEQUENCES.items():
        found = pd.DataFrame(
            [doubt for doubt in doubts if doubt["check"] == check], columns=["project", "item"]
        )
        for project, named in named_by_project(found, "item"):
            sentence = f"{counted(len(named), one, many)}; {consequence}."
            yield Finding(project, check, "warning", named, sentence)


def scan_unsized_risks(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open risks without a probability or without an impact in days."""
    table = inputs["risks"]
    found = table[(table["state"] == "open") & ~_sized(table)]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "open risk is", "open risks are")
        sentence = f"{what} not sized yet; the expected delay leaves such risks out."
        yield Finding(project, "risk_unsized", "info", named, sentence)


def scan_unplaced_risks(inputs: Frames, as_of: datetime, settings: Settings) -> Iterator[Finding]:
    """Find open sized risks that are in no open increment, so that no forecast counts them."""
    table, increments = inputs["risks"], inputs["increments"]
    waiting = increments[(increments["state"] == "open") & (increments["increment"] != "")]
    titles = set(zip(waiting["project"], waiting["increment"], strict=True))
    open_now = table[(table["state"] == "open") & _sized(table)]
    places = zip(open_now["project"], open_now["increment"], strict=True)
    found = open_now[np.array([place not in titles for place in places], dtype=bool)]
    for project, named in named_by_project(found, "item"):
        what = counted(len(named), "sized risk is", "sized risks are")
        sentence = f"{what} in no open milestone; no forecast of a date counts such risks."
        yield Finding(project, "risk_unplaced", "info", named, sentence)


def _sized(risks: pd.DataFrame) -> pd.Series:
    """Say of each risk whether it is sized; the column may be nullable, and unknown is no size."""
    return risks["sized"].astype("boolean").fillna(False)
