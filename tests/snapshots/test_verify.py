"""Whatever is changed in a frozen week is found, and the week is named."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from programme.settings import Settings
from snapshots import archive
from snapshots.freeze import Correction
from snapshots.pack import packed, unpacked
from snapshots.verify import verify
from store import Store, open_store
from tests.metrics.frames import at
from tests.snapshots.frozen import WEEK, frozen, settings_of, synced

PROGRAMME = "Social care online"
Chain = tuple[Settings, Store]
CORRECTION = Correction("A date was wrong.", "Programme manager")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds two frozen weeks, and the second one corrected."""
    folder = tmp_path_factory.mktemp("made")
    with synced(folder) as (settings, store):
        frozen(settings, store, "2026-W05")
        frozen(settings, store)
        frozen(settings, store, correction=CORRECTION)
    return folder


@pytest.fixture
def chain(made: Path, tmp_path: Path) -> Iterator[tuple[Settings, Store]]:
    """A copy of that store, to be changed."""
    settings = settings_of(tmp_path)
    shutil.copy(made / "waymark.db", tmp_path)
    store = open_store(settings.store.url)
    yield settings, store
    store.close()


def change(settings: Settings, statement: str, **values: object) -> None:
    """Change the database behind the store's back."""
    engine = create_engine(settings.store.url)
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def test_what_nobody_touched_is_as_it_was(chain: Chain) -> None:
    """The newest hash stands for all of it, also on a printed report."""
    _, store = chain
    found = verify(store, PROGRAMME)
    newest = store.weeks(PROGRAMME)[-1].sha256

    assert (found.count, found.removed_count, found.broken) == (3, 0, "")
    assert found.sha256 == newest


@pytest.mark.parametrize(
    ("assignment", "broken"),
    [
        ("week = '2026-W04'", "2026-W04: what the store says of it"),
        ("basis = 'rebuilt'", f"{WEEK}: what the store says of it"),
        ("revision = 7", f"{WEEK}-r7: what the store says of it"),
        ("taken_at = '2026-02-09 10:00:00.000000'", f"{WEEK}: what the store says of it"),
        ("taken_at = '2026-02-09 09:00:00.000001'", f"{WEEK}: what the store says of it"),
        ("sha256 = 'f00'", f"{WEEK}: what the store says of it"),
        ("previous_sha256 = 'f00'", f"{WEEK}: it does not follow"),
        ("content_sha256 = 'f00'", f"{WEEK}: its bytes have been changed"),
        ("content = NULL", f"{WEEK}: it was deleted, and nothing says when"),
        ("removed_at = '2026-02-09 10:00:00.000000'", f"{WEEK}: it is marked as deleted"),
        ("position = 9", "one snapshot before it is missing"),
    ],
)
def test_any_column_that_was_changed_is_found(chain: Chain, assignment: str, broken: str) -> None:
    """Of the second of three; the first is as it was."""
    settings, store = chain
    change(settings, f"UPDATE weeks SET {assignment} WHERE position = 2")

    assert broken in verify(store, PROGRAMME).broken


def test_a_week_that_was_taken_out_is_missed(chain: Chain) -> None:
    """By the one that follows."""
    settings, store = chain
    change(settings, "DELETE FROM weeks WHERE position = 2")

    assert verify(store, PROGRAMME).broken == f"{WEEK}-r1: one snapshot before it is missing."


@pytest.fixture
def kept(chain: Chain) -> bytes:
    """The bytes of the second of the three."""
    _, store = chain
    return archive.content(store, PROGRAMME, store.weeks(PROGRAMME)[1])


def flipped(content: bytes, place: int, by: int) -> bytes:
    """Return *content* with one byte changed."""
    return bytes([*content[:place], content[place] ^ by, *content[place + 1 :]])


@pytest.mark.parametrize("step", [997, pytest.param(7, marks=pytest.mark.deep)])
def test_any_byte_that_was_flipped_is_found(chain: Chain, kept: bytes, step: int) -> None:
    """Wherever it is: in a table, in the header, between the files of the zip file."""
    settings, store = chain
    statement = "UPDATE weeks SET content = :content WHERE position = 2"
    missed = []
    for place in range(0, len(kept), step):
        change(settings, statement, content=flipped(kept, place, 1 + place % 255))
        if verify(store, PROGRAMME).broken != f"{WEEK}: its bytes have been changed.":
            missed.append(place)

    assert not missed


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [("projects.csv", b"not_rated", b"green"), ("settings.json", b"0.8", b"0.1")],
)
def test_whoever_hides_a_change_is_found_by_the_hash_of_all(
    chain: Chain, kept: bytes, name: str, was: bytes, becomes: bytes
) -> None:
    """The bytes agree with their hash, the manifest with its files: the header does not."""
    files = unpacked(kept)
    assert was in files[name]
    content = packed({**files, name: files[name].replace(was, becomes)})
    settings, store = chain
    change(
        settings,
        "UPDATE weeks SET content = :content, content_sha256 = :sha256 WHERE position = 2",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )

    assert verify(store, PROGRAMME).broken == f"{WEEK}: its hash is not that of its content."


@pytest.mark.parametrize("header", [b"{", b"[]", b"{}", None], ids=["cut", "list", "empty", "none"])
def test_what_has_no_header_is_no_snapshot(chain: Chain, kept: bytes, header: bytes | None) -> None:
    """However its bytes agree with their hashes; the week is named all the same."""
    files = {name: one for name, one in unpacked(kept).items() if name != "header.json"}
    content = packed(files if header is None else {**files, "header.json": header})
    settings, store = chain
    change(
        settings,
        "UPDATE weeks SET content = :content, content_sha256 = :sha256 WHERE position = 2",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )

    assert verify(store, PROGRAMME).broken == f"{WEEK}: it is no snapshot any more."


def test_a_week_kept_for_long_enough_leaves_a_chain_that_holds(tmp_path: Path) -> None:
    """Its hashes stay, and the day on which it was deleted."""
    with synced(tmp_path) as (settings, store):
        frozen(settings, store, "2026-W05")
        frozen(settings, store, now=at("2026-02-10T09:00"))
        removed = store.remove_weeks(PROGRAMME, at("2026-02-10T00:00"), at("2033-02-14T09:00"))
        found = verify(store, PROGRAMME)
        first = store.weeks(PROGRAMME)[0]

    assert [one.week for one in removed] == ["2026-W05"]
    assert (found.count, found.removed_count, found.broken) == (2, 1, "")
    assert first.removed_at == at("2033-02-14T09:00")
