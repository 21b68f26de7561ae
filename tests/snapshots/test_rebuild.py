"""Weeks from before the first report, rebuilt from events."""

from pathlib import Path

import pytest

from snapshots import archive
from snapshots.rebuild import missing, rebuild
from snapshots.verify import verify
from store import open_store
from tests.metrics.frames import at
from tests.snapshots.frozen import CONFIG, MONDAY, frozen, settings_of, synced

PROGRAMME = "Social care online"
STARTED = {"started_on": "2026-01-19"}
ALL = ["2026-W04", "2026-W05", "2026-W06"]


def test_the_past_is_rebuilt_once_and_said_to_be(tmp_path: Path) -> None:
    """As far as the programme goes back, oldest first, each compared with the one before."""
    with synced(tmp_path, programme=STARTED) as (settings, store):
        told: list[tuple[int, int]] = []
        made = rebuild(
            settings,
            store,
            config_sha256=CONFIG,
            now=MONDAY,
            progress=lambda done, of: told.append((done, of)),
        )
        again = rebuild(settings, store, config_sha256=CONFIG, now=MONDAY)
        headers = [archive.edition(store, PROGRAMME, one).header for one in made]

        assert [one.week for one in made] == ALL
        assert told == [(1, 3), (2, 3), (3, 3)]
        assert again == []
        assert {one.basis for one in made} == {"rebuilt"}
        assert [one["compared_with_week"] for one in headers] == [None, *ALL[:-1]]
        assert verify(store, PROGRAMME).broken == ""


def test_a_rebuilding_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    """Each week is kept as soon as it is made."""

    def stop(done: int, _: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with synced(tmp_path, programme=STARTED) as (settings, store):
        with pytest.raises(KeyboardInterrupt):
            rebuild(settings, store, config_sha256=CONFIG, now=MONDAY, progress=stop)
        rest = rebuild(settings, store, config_sha256=CONFIG, now=MONDAY)

        assert [one.week for one in rest] == ALL[1:]
        assert verify(store, PROGRAMME).broken == ""


def test_what_another_process_rebuilds_meanwhile_is_left_to_it(tmp_path: Path) -> None:
    """As a timer and the dashboard may be at it at once; the chain stays whole."""
    with synced(tmp_path, programme=STARTED) as (settings, store):

        def meanwhile(done: int, _: int) -> None:
            if done == 1:
                rebuild(settings, store, config_sha256=CONFIG, now=MONDAY)

        made = rebuild(settings, store, config_sha256=CONFIG, now=MONDAY, progress=meanwhile)
        kept = store.weeks(PROGRAMME)

        assert [one.week for one in made] == ALL[:1]
        assert [one.week for one in kept] == ALL
        assert verify(store, PROGRAMME).broken == ""


@pytest.mark.parametrize(("weeks", "expected"), [(0, []), (1, ALL[2:]), (2, ALL[1:]), (26, ALL)])
def test_how_many_weeks(tmp_path: Path, weeks: int, expected: list[str]) -> None:
    """As many as the configuration says, from the last whole one back."""
    settings = settings_of(tmp_path, programme=STARTED, report={"rebuild_weeks": weeks})

    assert missing(settings, [], MONDAY) == expected


def test_only_what_lies_before_the_first_report_is_rebuilt(tmp_path: Path) -> None:
    """A week that nobody froze in time later stays a gap, which is said."""
    with synced(tmp_path, programme=STARTED) as (settings, store):
        kept = frozen(settings, store, "2026-W05", now=at("2026-02-02T09:00"))

        assert missing(settings, [kept], at("2026-03-02T09:00")) == ALL[:1]


def test_nothing_is_rebuilt_from_half_of_the_sources(tmp_path: Path) -> None:
    """What is frozen stays as it is, so that all must be there."""
    settings = settings_of(tmp_path, programme=STARTED)
    store = open_store(settings.store.url)

    assert rebuild(settings, store, config_sha256=CONFIG, now=MONDAY) == []
    store.close()


def test_a_recorded_week_goes_before_a_rebuilt_one(tmp_path: Path) -> None:
    """Both stay in the chain."""
    with synced(tmp_path, programme=STARTED, report={"rebuild_weeks": 1}) as (settings, store):
        rebuild(settings, store, config_sha256=CONFIG, now=MONDAY)
        frozen(settings, store)
        kept = store.weeks(PROGRAMME)

        assert missing(settings, kept, MONDAY) == []
        assert [one.basis for one in kept] == ["rebuilt", "recorded"]
        assert [one.basis for one in archive.newest(kept).values()] == ["recorded"]
