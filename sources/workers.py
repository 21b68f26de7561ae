"""A few threads that do what is submitted to them, and that keep no process alive."""

import contextvars
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Self, TypeVar

Answer = TypeVar("Answer")


class Workers:
    """Threads as those of a ThreadPoolExecutor, but an interrupted process ends without them.

    A context manager: when its block ends, what has not begun is dropped and what is under way is
    waited for, unless the process is being interrupted.
    """

    def __init__(self, count: int) -> None:
        """Start *count* threads."""
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name="worker", daemon=True) for _ in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        """Take work."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        """Drop what has not begun, wait for what is under way unless the process is interrupted."""
        self._closed.set()
        for _ in self._threads:
            self._waiting.put(None)
        if kind is None or issubclass(kind, Exception):
            for thread in self._threads:
                thread.join()

    def submit(self, work: Callable[[], Answer]) -> "Future[Answer]":
        """Let a thread call *work* in our context in its turn; return what will hold its answer."""
        answer: Future[Answer] = Future()
        context = contextvars.copy_context()

        def do() -> None:
            if self._closed.is_set():
                answer.cancel()
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(context.run(work))
            except BaseException as error:
                answer.set_exception(error)

        self._waiting.put(do)
        return answer

    def _run(self) -> None:
        while work := self._waiting.get():
            work()
