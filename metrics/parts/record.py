"""The record that says what a table is and how to read it."""

from dataclasses import dataclass

from programme.frames import Contract


@dataclass(frozen=True, kw_only=True)
class Record:
    """One table of the snapshot in words for its readers.

    Attributes:
        table: Contract of the table; its name is the file's name.
        question: What a reader wants to know ("How much work is finished each week?").
        unit: Unit of its figures.
        definition: What its figures are, in one or two sentences for a programme manager.
        formula: The same in plain text with the names of columns, a line each.
        reads_as: One sentence on how to read it.
        misleads: What misleads whoever reads it, in one or two honest sentences.
        source: Where the definition comes from.
        page: Title of the page that draws it; empty where none does yet, and then the page of help
            leads to the table.
        provisional: Whether its definition is still being tried and may change; whoever shows it
            says so.
    """

    table: Contract
    question: str
    unit: str
    definition: str
    formula: str
    reads_as: str
    misleads: str
    source: str
    page: str
    provisional: bool = False
