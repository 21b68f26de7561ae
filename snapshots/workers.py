"""Where projects are measured: in this process, in some of this machine, or on a Dask cluster."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, Final, ParamSpec, TypeVar

from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings

#: Fewer issues are measured sooner than other processes have started.
WORTH_PROCESSES: Final = 20_000
ANSWERS_WITHIN_SECONDS: Final = 10


class ProcessEnded(WaymarkError):
    """The system ended a process of ours; whoever measures again at once does it no good."""


P = ParamSpec("P")
T = TypeVar("T")


class InThisProcess(Executor):
    """Does at once what it is given; the executor of a small programme."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run *fn* and return what it came to."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def workers(settings: Settings, issues: int) -> Iterator[Executor]:
    """Give the executor that is to measure so many issues.

    Args:
        settings: ``[workers] dask`` names a cluster; without one this machine does the work.
        issues: How many there are in all projects.

    Raises:
        ConfigError: If a cluster is configured and Dask is not installed.
        WaymarkError: If the cluster does not answer.
    """
    if settings.workers.dask is not None:
        with _dask(settings.workers.dask) as executor:
            yield executor
        return
    count = min(os.cpu_count() or 1, len(settings.projects))
    if count < 2 or issues < WORTH_PROCESSES:
        yield InThisProcess()
        return
    with processes(count) as executor:
        yield executor


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """Give *count* processes of this machine; whatever breaks off the block ends them at once.

    Else a command that was stopped would wait until they have done all that they were given.

    Raises:
        ProcessEnded: If the system ends one of them.
    """
    with ProcessPoolExecutor(count, mp_context=_context()) as executor:
        try:
            with _uninterrupted():
                for _ in range(count):
                    executor.submit(os.getpid)
            yield executor
        except BaseException as error:
            # Its own terminate_workers() is of Python 3.14.
            running = list(executor._processes.values())
            executor.shutdown(wait=False, cancel_futures=True)
            for process in running:
                process.terminate()
            if isinstance(error, BrokenProcessPool):
                raise ProcessEnded(
                    "The system ended a process that worked out figures, most often because "
                    "memory ran short; free some and try again."
                ) from error
            raise


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes begin: never as a copy of this one, whose threads may hold locks."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # Loaded once, for all of them.
    context.set_forkserver_preload(["snapshots.measured"])
    return context


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let what stops this process wait while others start; Ctrl-C never reaches those.

    It goes to all processes of a terminal. This one ends the others: what they would say of it is
    no sentence, and one that is only starting is not known here yet. On Windows nothing waits.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it lets signals through again
    # For those that start, which inherit it. Threads of libraries take the signal for this one.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    waiting: list[int] = []
    main = threading.current_thread() is threading.main_thread()
    stops = (signal.SIGINT, signal.SIGTERM) if main else ()
    before = {each: signal.signal(each, lambda n, _: waiting.append(n)) for each in stops}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    for number in waiting:
        signal.raise_signal(number)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError(
            "workers.dask needs Dask; run: .venv/bin/pip install distributed"
        ) from error
    try:
        client: Any = Client(address, timeout=ANSWERS_WITHIN_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]  # it has no types
    except OSError as error:
        raise WaymarkError(f"The scheduler {address} of workers.dask does not answer.") from error
    with client:
        yield client.get_executor(pure=False)
