"""The page of decisions, achievements and learnings: all of them, and what is to be written."""

from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from metrics.achievements import TABLE as ACHIEVEMENTS
from metrics.decisions import TABLE as DECISIONS
from metrics.learnings import TABLE as LEARNINGS
from programme.frames import Contract
from tests.metrics.frames import frame
from views.records import MOST_ROWS

HOSTILE = "<script>alert(1)</script>"


def made(contract: Contract, *rows: dict[str, Any]) -> pd.DataFrame:
    """Make a table; what is not said is in order."""
    told = {
        "title": "Pay online", "project": "Care portal", "state": "open", "kind": "increment",
        "opened_on": "2026-11-02", "finished_on": "2026-11-03", "noted_on": "2026-11-04",
        "shown": False, "url": "https://forge.example/1",
    }  # fmt: skip
    given = [
        {
            **{name: told[name] for name in contract.columns if name in told},
            "item": f"i#{at}",
            **row,
        }
        for at, row in enumerate(rows)
    ]
    return frame(contract, given)


def drawn(**tables: pd.DataFrame) -> str:
    """Return the HTML of the page."""

    def page(tables: dict) -> None:  # type: ignore[type-arg]  # its source alone is run
        from tests.views.snapshot import shown
        from views import records

        records.show(shown(**tables))

    app = AppTest.from_function(page, args=(tables,), default_timeout=60).run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def test_nothing_yet() -> None:
    """Three sentences, no empty table and no download."""
    text = drawn()

    assert "No decision waits for the sponsor." in text
    assert "Nothing has been finished yet." in text
    assert "Nothing has been noted yet." in text
    assert "<table" not in text
    assert "Download" not in text


def test_decisions() -> None:
    """The most urgent first, with what is still to be written; closed ones below."""
    text = drawn(
        decisions=made(
            DECISIONS,
            {"title": "Undated", "needed_by": "soon <b>"},
            {"title": "Later", "needed_by_on": "2026-12-04", "text": "The pilot moves."},
            {"title": "Sooner", "needed_by_on": "2026-11-27", "owner_role": "head-of-digital"},
            {"title": "Taken", "state": "decided", "closed_on": "2026-11-10"},
            {"title": "Dropped", "state": "withdrawn", "closed_on": "2026-11-12"},
        )
    )

    places = [text.index(f"<bdi>{name}</bdi>") for name in
              ("Sooner", "Later", "Undated", "Dropped", "Taken")]  # fmt: skip
    assert places == sorted(places)
    for said in (
        *("3 decisions wait for the sponsor.", "Say by when", "soon &lt;b&gt;", "The pilot moves."),
        *("Say what happens if we wait", "Head of digital", "Not named"),
        *("Decided 10 November 2026", "Withdrawn 12 November 2026", "tables/decisions.csv"),
    ):
        assert said in text


def test_achievements() -> None:
    """The latest first; prompts where nobody is told of, and where nothing can be seen."""
    text = drawn(
        achievements=made(
            ACHIEVEMENTS,
            {"title": "Old", "finished_on": "2026-01-03", "who_benefits": "Carers",
             "demo_url": "https://show.example/old", "shown": True},
            {"title": "Unseen", "text": "Carers pay at once"},
            {"title": "Record", "kind": "record", "text": "Record"},
            {"title": "Shown", "show_on": "2026-11-27", "shown": True},
        )
    )  # fmt: skip

    assert text.index("<bdi>Unseen</bdi>") < text.index("<bdi>Old</bdi>")
    assert "4 things are finished. 3 do not say who they help." in text
    assert 'href="https://show.example/old"' in text
    assert text.count("Say who this helps") == 3
    assert text.count("Finished but not yet shown") == 1
    assert "No link" in text
    assert "Show and tell 27 November 2026" in text
    assert "Carers pay at once" in text
    assert text.count("<bdi>Record</bdi>") == 1, "an outcome that is the title is said once"


def test_learnings() -> None:
    """The latest first, with what happened, what was learned and what was changed."""
    text = drawn(
        learnings=made(
            LEARNINGS,
            {"title": "Old", "noted_on": "2026-01-03", "what_we_changed": "We test."},
            {"title": "New", "what_happened": "It failed.", "text": HOSTILE},
        )
    )

    assert text.index("<bdi>New</bdi>") < text.index("<bdi>Old</bdi>")
    for said in ("2 things were noted. One waits for a change.", "It failed.", "We test.",
                 "Change not yet made", "Not written"):  # fmt: skip
        assert said in text
    assert HOSTILE not in text


def test_long_lists_end() -> None:
    """The rest is in the download."""
    rows = [{"title": f"Number {at}"} for at in range(MOST_ROWS + 7)]

    text = drawn(learnings=made(LEARNINGS, *rows))

    assert text.count("Number ") == MOST_ROWS
    assert "7 more are in the download." in text
