"""Frozen weeks taken out of one store and brought into another."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from programme.errors import WaymarkError
from snapshots import archive
from snapshots.pack import packed, unpacked
from snapshots.restore import restore
from snapshots.seal import seal
from snapshots.verify import verify
from snapshots.weeks import Weeks
from store import Store, open_store
from tests.snapshots.frozen import frozen, synced

PROGRAMME = "Social care online"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The zip files of three weeks, oldest first."""
    with synced(tmp_path_factory.mktemp("taken")) as (settings, store):
        kept = [frozen(settings, store, week) for week in ("2026-W04", "2026-W05", "2026-W06")]
        return [archive.content(store, PROGRAMME, one) for one in kept]


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A new store."""
    return open_store(f"sqlite:///{tmp_path}/new.db")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_all_weeks_come_back_byte_for_byte(
    taken: list[bytes], empty: Store, order: Sequence[int]
) -> None:
    """In whatever order they are named; what they say is what they said."""
    assert restore(empty, PROGRAMME, [taken[place] for place in order]) == 3
    weeks = Weeks.of(empty, PROGRAMME)

    assert verify(empty, PROGRAMME).broken == ""
    assert [weeks.content(weeks.edition(name)) for name in weeks.names] == taken
    assert weeks.edition("latest").header["iso_week"] == "2026-W06"


def test_a_week_without_the_one_before_it_is_refused(taken: list[bytes], empty: Store) -> None:
    """With what is there and what is not."""
    with pytest.raises(WaymarkError, match="one snapshot was restored; 2026-W06 cannot be"):
        restore(empty, PROGRAMME, [taken[0], taken[2]])

    assert restore(empty, PROGRAMME, taken[1:]) == 2


def test_a_week_that_is_given_twice_is_kept_once(taken: list[bytes], empty: Store) -> None:
    """As where a folder and one of its files are both named."""
    assert restore(empty, PROGRAMME, [*taken, taken[1]]) == 3


def test_weeks_that_are_there_are_refused(taken: list[bytes], empty: Store) -> None:
    """Nothing is overwritten, nothing doubled."""
    restore(empty, PROGRAMME, taken)
    with pytest.raises(WaymarkError, match="no snapshots were restored; 2026-W04 cannot be"):
        restore(empty, PROGRAMME, taken[:1])

    assert len(empty.weeks(PROGRAMME)) == 3


@pytest.mark.parametrize("files", [{}, {"header.json": b"{}"}, {"header.json": b"no"}])
def test_a_zip_file_of_something_else_is_refused(empty: Store, files: dict[str, bytes]) -> None:
    """In one sentence, also where its manifest agrees with it."""
    with pytest.raises(WaymarkError, match="has no header of a snapshot"):
        restore(empty, PROGRAMME, [packed(files)])


def test_the_weeks_of_another_programme_are_refused(taken: list[bytes], empty: Store) -> None:
    """Before anything is kept."""
    with pytest.raises(WaymarkError, match="is of Social care online, and config.toml of Other"):
        restore(empty, "Other", taken)

    assert not empty.weeks("Other")


def test_a_week_that_was_changed_is_refused(taken: list[bytes], empty: Store) -> None:
    """Also where whoever did so made a new manifest."""
    files = unpacked(taken[0])
    files["risks.csv"] += b"x"

    with pytest.raises(WaymarkError, match="2026-W04 is not as it was frozen"):
        restore(empty, PROGRAMME, [packed(files)])


def resealed(content: bytes, *without: str, **header: Any) -> bytes:
    """Return a week whose header was changed by somebody who made its hashes anew."""
    files = {name: one for name, one in unpacked(content).items() if name not in without}
    told = {**json.loads(files["header.json"]), **header}
    told["settings_sha256"] = hashlib.sha256(files.get("settings.json", b"")).hexdigest()
    tables = {n.removesuffix(".csv"): one for n, one in files.items() if n.endswith(".csv")}
    files["header.json"] = json.dumps({**told, "sha256": seal(told, tables)}).encode()
    return packed(files)


@pytest.mark.parametrize(
    "header",
    [
        {"taken_at": "yesterday"},
        {"taken_at": "2026-02-01T00:00:00"},
        {"taken_at": ["2026-02-01T00:00:00Z"]},
        {"iso_week": "<script>"},
        {"iso_week": "2026-W99"},
        {"iso_week": ["2026-W04"]},
        {"revision": "x"},
        {"revision": -1},
        {"revision": 10**30},
        {"basis": "<b>"},
        {"previous_sha256": [1]},
        {"previous_sha256": "x"},
    ],
    ids=str,
)
def test_a_header_that_no_week_has_is_refused(
    taken: list[bytes], empty: Store, header: dict[str, Any]
) -> None:
    """Its hash may agree with it: it would make every page fail."""
    with pytest.raises(WaymarkError, match="header of a zip file is not that of a frozen week"):
        restore(empty, PROGRAMME, [resealed(taken[0], **header)])

    assert not empty.weeks(PROGRAMME)


def test_a_week_without_settings_is_refused(taken: list[bytes], empty: Store) -> None:
    """Nothing can be drawn without them."""
    with pytest.raises(WaymarkError, match="2026-W04 is not as it was frozen"):
        restore(empty, PROGRAMME, [resealed(taken[0], "settings.json")])


def test_two_weeks_that_follow_on_the_same_one_are_refused(
    taken: list[bytes], empty: Store
) -> None:
    """One of them would be left out, and nobody told."""
    with pytest.raises(WaymarkError, match="Two of the zip files follow on the same week"):
        restore(empty, PROGRAMME, [*taken, resealed(taken[1], note="Another story.")])

    assert not empty.weeks(PROGRAMME)


def test_a_file_made_to_fill_a_machine_is_not_unpacked(empty: Store) -> None:
    """A megabyte that comes to a gigabyte, and a small one that lies about its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"{n}.csv", bytes(10_000_000))
    bomb = out.getvalue()
    sizes = (10_000_000).to_bytes(4, "little")
    tracemalloc.start()
    for content in (bomb, bomb.replace(sizes, (10).to_bytes(4, "little"))):
        with pytest.raises(WaymarkError, match="not a snapshot's zip file, or it is damaged"):
            restore(empty, PROGRAMME, [content])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 5_000_000


def test_two_files_of_one_name_are_refused(taken: list[bytes], empty: Store) -> None:
    """Who reads the first one would read something else than who reads the last."""
    content = io.BytesIO(taken[0])
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("header.json", unpacked(taken[0])["header.json"])
    with pytest.raises(WaymarkError, match="not a snapshot's zip file, or it is damaged"):
        restore(empty, PROGRAMME, [content.getvalue()])
