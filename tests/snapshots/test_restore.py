"""Frozen weeks taken out of one store and brought into another."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from programme.errors import WaymarkError
from snapshots import archive
from snapshots.pack import packed, unpacked
from snapshots.restore import restore
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
