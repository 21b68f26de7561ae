"""Whatever goes wrong at a forge, the store is as without it, or the source says why it failed."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from _pytest.mark.structures import ParameterSet

from tests.forges import faults
from tests.forges.server import Fault
from tests.store_contents import contents, last_runs
from tests.sync.disturbed import WAIT_AT_MOST_MINUTES, Bench, benches_of_both, no_canary

PLACES = ("first page", "middle", "last", "milestones", "events")
TIMES = {"once": 1, "for ever": 1_000_000}


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Bench]]:
    """Both forges, by name."""
    with benches_of_both(tmp_path_factory) as both:
        yield both


def _cases() -> Iterator[ParameterSet]:
    """Every case; the ordinary run has two of each kind, at places that take turns."""
    for forge, kinds in faults.FAULTS.items():
        for number, kind in enumerate(kinds):
            places = _places(kind)
            ordinary = {
                ("once", places[number % len(places)]),
                ("for ever", places[(number + 2) % len(places)]),
            }
            for often, place in product(TIMES, places):
                marks = [] if (often, place) in ordinary else [pytest.mark.deep]
                name = f"{forge}-{kind}-{place}-{often}"
                yield pytest.param(forge, kind, place, often, id=name, marks=marks)


def _first_cases() -> Iterator[ParameterSet]:
    """Every fault, once; the ordinary run has some of the question what GitHub's schema has."""
    for forge, kinds in faults.FAULTS.items():
        for kind in kinds:
            for place in [*_places(kind), *(["fields"] if forge == faults.GITHUB else [])]:
                ordinary = place == "fields" and kind in faults.QUERIES_ALONE
                marks = [] if ordinary else [pytest.mark.deep]
                yield pytest.param(forge, kind, place, id=f"{forge}-{kind}-{place}", marks=marks)


def _places(kind: str) -> list[str]:
    # GitHub gives milestones by REST.
    return [p for p in PLACES if p != "milestones" or kind not in faults.QUERIES_ALONE]


@pytest.mark.parametrize(("forge", "kind", "place", "often"), list(_cases()))
def test_a_fault(
    benches: dict[str, Bench],
    caplog: pytest.LogCaptureFixture,
    forge: str,
    kind: str,
    place: str,
    often: str,
) -> None:
    """The rows are as undisturbed, or as before with a reason; the next sync completes."""
    bench = benches[forge]
    url = bench.store()
    fault = replace(faults.FAULTS[forge][kind](), match=bench.places[place](), times=TIMES[often])
    _disturb(bench, url, fault, caplog)
    assert not bench.sync(url).failed
    assert contents(url) == bench.after


@pytest.mark.parametrize(("forge", "kind", "place"), list(_first_cases()))
def test_a_fault_of_the_first_sync(
    benches: dict[str, Bench],
    caplog: pytest.LogCaptureFixture,
    forge: str,
    kind: str,
    place: str,
) -> None:
    """As of any other; of a source that failed there is nothing but that."""
    bench = benches[forge]
    url = bench.store("empty")
    fault = replace(faults.FAULTS[forge][kind](), match=bench.places[place]())
    _disturb(bench, url, fault, caplog, first=True)
    assert not bench.sync(url).failed
    assert contents(url) == bench.whole


def _disturb(
    bench: Bench, url: str, fault: Fault, caplog: pytest.LogCaptureFixture, first: bool = False
) -> None:
    """Sync while *fault* strikes, and look at what came of it."""
    caplog.set_level(logging.DEBUG)
    bench.seconds_waited.clear()
    times = fault.times
    with bench.struck(fault):
        result = bench.sync(url)
    assert fault.times < times
    found = contents(url)
    if result.failed:
        nothing = {**dict.fromkeys(bench.whole, []), "sources": bench.whole["sources"]}
        assert found == (nothing if first else bench.before)
        assert result.message.endswith(".")
        assert result.source in result.message
        assert last_runs(url) == {result.source: ("failed", result.message)}
    else:
        assert found == (bench.whole if first else bench.after)
        assert last_runs(url) == {result.source: ("ok", "")}
    assert sum(bench.seconds_waited) <= WAIT_AT_MOST_MINUTES * 60
    no_canary(caplog, bench.folder, str(result))
