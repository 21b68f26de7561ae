"""Twenty sources, whose sync is killed or meets another one: the store is as undisturbed."""

import json
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store_contents import contents, last_runs
from tests.sync.processes import Programme, programme

_KILLS = 100
_IN_ORDINARY_RUN = 2


@pytest.fixture(
    scope="module",
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.xdist_group("postgresql"), pytest.mark.deep]),
    ],
)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Programme]:
    """The programme over either database."""
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" else ""
    with programme(tmp_path_factory.mktemp("many"), server) as made:
        yield made


@pytest.fixture(scope="module")
def seconds(made: Programme) -> float:
    """How long an undisturbed sync takes."""
    began = time.monotonic()
    process = made.begin(made.copy())
    process.join()
    return time.monotonic() - began


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=[] if seed < _IN_ORDINARY_RUN else [pytest.mark.deep])
        for seed in range(_KILLS)
    ],
)
def test_a_killed_sync(made: Programme, seconds: float, seed: int) -> None:
    """Whatever it was doing: each row is of before or after, and the next sync completes."""
    url = made.copy()
    process = made.begin(url)
    time.sleep(seconds * random.Random(seed).random())
    process.kill()
    process.join()
    # On a machine that has become quicker it may have ended before its time came.
    assert process.exitcode in {-signal.SIGKILL, 0}
    assert made.before
    assert made.after
    between = contents(url)
    for table, rows in between.items():
        assert set(rows) <= {*made.before[table], *made.after[table]}
    again = made.begin(url)
    again.join()
    assert again.exitcode == 0
    assert contents(url) == made.after


@pytest.mark.parametrize(
    "apart",
    [0.0, *(pytest.param(apart, marks=pytest.mark.deep) for apart in (0.2, 0.4, 0.6, 0.8))],
)
def test_two_syncs_at_once(made: Programme, seconds: float, apart: float, tmp_path: Path) -> None:
    """Nothing is there twice or lost; where one was slower, it says that the other stands.

    It failed nowhere, since what is known is good and fresh, and no run says so.
    """
    url = made.copy()
    outs = [tmp_path / "first.json", tmp_path / "second.json"]
    first = made.begin(url, outs[0])
    time.sleep(seconds * apart)
    second = made.begin(url, outs[1])
    for process in (first, second):
        process.join()
        assert process.exitcode == 0
    ended: dict[str, list[str]] = {}
    for out in outs:
        for source, message in json.loads(out.read_text()):
            ended.setdefault(source, []).append(message)
    for source, messages in ended.items():
        assert "" in messages
        stands = f"{source}: another sync of it ended meanwhile, and its result stands."
        assert set(messages) <= {"", stands}
    assert contents(url) == made.after
    assert {state for state, _ in last_runs(url).values()} == {"ok"}
