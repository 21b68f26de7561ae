"""Try the tests of measures on mutants of ``metrics/``, by hand: docs/mutants.md.

The mutants are mutmut's, and so is the switch between them. Its runner starts pytest anew for each
of ten thousand; this one collects the tests once and forks a child for each mutant. The child runs
the tests that reach the mutated line until one fails: those first that failed for its siblings,
then those of modules with a name alike, then the quickest few of each other file.
"""

import argparse
import fnmatch
import json
import os
import pickle
import random
import resource
import sys
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage
from hypothesis import HealthCheck, Phase, settings
from mutmut.__main__ import create_mutants
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

T = TypeVar("T")
_FOLDER: Final = Path("mutants")
_VERDICTS: Final = Path("verdicts.jsonl")
_KILLED, _SURVIVED, _UNREACHED, _ENDLESS = "killed", "survived", "unreached", "endless"
#: What a child may use: seconds of the processor beside a multiple of its tests' own, and bytes.
_SECONDS, _TIMES, _MEMORY = 20, 5, 6 * 2**30


class Reach(NamedTuple):
    """What running every test once has shown; tests go by their place.

    Attributes:
        lines: By module, and by line of its mutated file, the tests that run it.
        seconds: Of the processor, by test.
        failing: Tests that fail without a mutant: those that read the source.
    """

    lines: dict[str, dict[int, set[int]]]
    seconds: list[float]
    failing: list[int]


def main() -> None:
    """Make the mutants, try those asked for, and print what was killed of each module."""
    asked = _arguments()
    _FOLDER.mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    create_mutants(1)
    os.chdir(_FOLDER)
    sys.path[0] = os.getcwd()  # so that the mutated modules are found, not the true ones
    options = ["-q", "-s", "--tb=native", "--assert=plain", "-m", "not deep and not browser"]
    sys.exit(pytest.main([*options, *asked.tests], plugins=[_Trial(asked)]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants")
    parser.add_argument("names", nargs="*", default=["*"], help="patterns of mutants' names")
    parser.add_argument("--tests", nargs="+", default=["tests/metrics"])
    parser.add_argument("--again", action="store_true", help="those that were not killed before")
    parser.add_argument("--budget", type=float, default=5.0, help="seconds of tests for a mutant")
    parser.add_argument("--slowest", type=float, default=2.0, help="seconds of a test, at most")
    parser.add_argument("--examples", type=int, default=10, help="of each property")
    return parser.parse_args()


class _Trial:
    """The plug-in that tries mutants where pytest would run tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.killers: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def pytest_collection_finish(self) -> None:
        """Try few examples of every property, and look for no simpler one when it fails."""
        settings.register_profile(
            "mutants",
            deadline=None,
            derandomize=True,
            database=None,
            max_examples=self.asked.examples,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = session.items
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        reach = _in_child(lambda: _reach(items))
        chosen = _chosen(self.asked, _read())
        print(f"{len(chosen)} mutants, {len(items)} tests, {sum(reach.seconds):.0f} s")
        for place in reach.failing:
            print(f"left out, for it fails without a mutant: {items[place].nodeid}")
        with _VERDICTS.open("a", encoding="utf-8") as file:
            for name in chosen:
                began = time.monotonic()
                verdict, by = self._try(name, items, reach)
                took = round(time.monotonic() - began, 3)
                line = {"name": name, "verdict": verdict, "by": by, "seconds": took}
                print(json.dumps(line), file=file, flush=True)
        _report(_read())
        return True

    def _try(self, name: str, items: Sequence[pytest.Item], reach: Reach) -> tuple[str, str]:
        """Return the verdict on one mutant, and the test that killed it."""
        killers, seconds = self.killers[_function(name)], reach.seconds
        places = [
            place
            for place in _reaching(name, reach)
            if seconds[place] <= self.asked.slowest and place not in reach.failing
        ]
        places = _ordered(places, items, _module(name), killers, seconds)
        spent = list(accumulate(seconds[place] for place in places))
        places = places[: 1 + bisect_right(spent, self.asked.budget)]
        if not places:
            return _UNREACHED, ""

        def tried() -> int | None:
            set_mutant_under_test(name)
            allowed = _SECONDS + int(_TIMES * sum(seconds[place] for place in places))
            resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            return next((place for place in places if _fails(items[place])), None)

        try:
            killer = _in_child(tried)
        except ChildProcessError:
            return _ENDLESS, ""
        if killer is None:
            return _SURVIVED, ""
        killers[killer] += 1
        return _KILLED, items[killer].nodeid


def _module(name: str) -> str:
    return name.rpartition(".x")[0]


def _function(name: str) -> str:
    return name.rpartition("__mutmut_")[0]


def _reach(items: Sequence[pytest.Item]) -> Reach:
    set_mutant_under_test("")
    seconds, failing = [], []
    coverage = Coverage(data_file=None, source=["metrics"], config_file=False)
    coverage.start()
    for place, item in enumerate(items):
        coverage.switch_context(str(place))
        began = time.process_time()
        if _fails(item):
            failing.append(place)
        seconds.append(time.process_time() - began)
    coverage.stop()
    data = coverage.get_data()
    lines = {
        path.removeprefix(f"{os.getcwd()}/").removesuffix(".py").replace("/", "."): {
            line: {int(context) for context in contexts if context}
            for line, contexts in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    return Reach(lines, seconds, failing)


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _reaching(name: str, reach: Reach) -> set[int]:
    """Return the tests that run the line of the original that a mutant changes."""
    text, spans = _mutated(_module(name))
    first, last = spans[f"{_function(name).rpartition('.')[2]}__mutmut_orig"]
    begin, end = spans[name.rpartition(".")[2]]
    original, mutant = text[first - 1 : last], text[begin - 1 : end]
    pairs = zip(original, mutant, strict=False)
    changed = (n for n, (old, new) in enumerate(pairs) if old != new and "__mutmut_" not in new)
    line = first + next(changed, 1)
    lines = reach.lines.get(_module(name), {})
    # Of a statement over several lines not every one counts as run.
    run = [n for n in lines if first < n <= line and lines[n]]
    return lines[max(run)] if run else set()


@cache
def _mutated(module: str) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """Return the lines of a mutated file, and where in it each function is."""
    path = f"{module.replace('.', '/')}.py"
    spans = json.loads(Path(f"{path}.spans").read_text(encoding="utf-8"))["spans"]
    return Path(path).read_text(encoding="utf-8").splitlines(), spans


def _ordered(
    places: Sequence[int],
    items: Sequence[pytest.Item],
    module: str,
    killers: Mapping[int, int],
    seconds: Sequence[float],
) -> list[int]:
    """Put tests in the order in which they are likely to fail."""
    about = _words(module.rpartition(".")[2])
    met: Counter[Path] = Counter()
    keys = {}
    for place in sorted(places, key=lambda place: seconds[place]):
        path = items[place].path
        alike = about & _words(path.stem.removeprefix("test_"))
        keys[place] = (-killers[place], 0 if alike else met[path])
        met[path] += 1
    return sorted(keys, key=lambda place: keys[place])


def _words(name: str) -> set[str]:
    """Return what a module is about, in the singular."""
    return {word.rstrip("s") for word in name.split("_")} - {"data", "in"}


def _in_child(work: Callable[[], T]) -> T:
    """Do *work* in a forked process.

    Raises:
        ChildProcessError: It ended without an answer: out of time or memory, or in a crash.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            answer = pickle.dumps(work())
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise ChildProcessError
    found: T = pickle.loads(answer)
    return found


def _read() -> dict[str, str]:
    """Return the last verdict on each mutant by its name."""
    if not _VERDICTS.exists():
        return {}
    lines = map(json.loads, _VERDICTS.read_text(encoding="utf-8").splitlines())
    return {line["name"]: line["verdict"] for line in lines}


def _chosen(asked: argparse.Namespace, before: Mapping[str, str]) -> list[str]:
    """Name the mutants to try, shuffled: a run that is cut short has tried a random sample."""
    known = [
        name
        for path in sorted(Path("metrics").rglob("*.py.meta"))
        for name in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if any(fnmatch.fnmatch(name, wanted) for wanted in asked.names)
    ]
    wanted = {_SURVIVED, _UNREACHED} if asked.again else {None}
    chosen = [name for name in known if before.get(name) in wanted]
    random.Random(0).shuffle(chosen)
    return chosen


def _report(verdicts: Mapping[str, str]) -> None:
    """Print how many of the mutants of each module were killed; an endless one is killed."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, verdict in verdicts.items():
        counts[_module(name)][verdict] += 1
    for module, count in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
        killed = count[_KILLED] + count[_ENDLESS]
        print(f"{module:40} {killed:5} of {count.total():5}  {100 * killed / count.total():5.1f} %")


if __name__ == "__main__":
    main()
