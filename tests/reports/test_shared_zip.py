"""The zip file that readers take away: a team of three stands in it no more than on pages."""

import csv
import io
import json
from pathlib import Path
from typing import cast

import pytest

from programme.errors import WaymarkError
from programme.settings import Settings
from reports import files
from snapshots.edition import Edition
from snapshots.pack import unpacked
from snapshots.restore import restore
from snapshots.shared import NOT_OF_WORK
from snapshots.weeks import Weeks
from store import Store, open_store
from tests.views import snapshot as believable
from tests.views.snapshot import AS_OF, shown


class _Kept(Weeks):
    """Frozen weeks whose zip file is known by its words."""

    def content(self, edition: Edition) -> bytes:
        return b"as frozen"


KEPT = _Kept(cast(Store, None), "", ())
#: The next smallest team is shown together with the one of three: else that could be worked out.
SMALL = {"Highways", "Care portal"}


def edition(people: int) -> Edition:
    """Return a frozen week of three teams, one of them of so many *people*."""
    given = shown()
    told = believable.settings().model_dump(mode="json", exclude_none=True)
    told["projects"][2]["people"] = people
    header = {**given.header, "basis": "recorded", "revision": 0, "sha256": "ab12" * 16}
    given.snapshot.header.update(header)
    return Edition(given.snapshot, Settings.model_validate_json(json.dumps(told)))


def test_a_small_team_does_not_stand_alone_in_any_table() -> None:
    """Nor does whoever it is shown together with; all teams together do."""
    made = unpacked(files.file(edition(3), "zip", now=AS_OF, weeks=KEPT))
    alone = {}
    for name, content in made.items():
        if name.endswith(".csv") and name.removesuffix(".csv") not in NOT_OF_WORK:
            rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
            alone[name] = {row.get("project", "") for row in rows}

    assert alone["throughput.csv"] == {"", "Council tax", "Other teams"}
    assert not [name for name, projects in alone.items() if projects & SMALL]
    assert json.loads(made["header.json"])["withheld_projects"] == sorted(SMALL)


@pytest.mark.parametrize(("people", "whole"), [(3, True), (7, False), (7, True)])
def test_else_it_is_the_file_that_was_frozen(people: int, whole: bool) -> None:
    """Where no team is small, and for whoever runs Waymark and keeps it to restore."""
    made = files.file(edition(people), "zip", now=AS_OF, weeks=KEPT, whole=whole)

    assert made == b"as frozen"


def test_what_was_left_out_cannot_be_restored(tmp_path: Path) -> None:
    """Who tries is told where the whole one is."""
    content = files.file(edition(3), "zip", now=AS_OF)
    store = open_store(f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(WaymarkError, match="2026-W47 lacks the work of small teams; restore the"):
        restore(store, "Adult social care online", [content])

    assert not store.weeks("Adult social care online")
    store.close()
