"""Threads that do what is submitted to them."""

import contextvars
import threading
import time

import pytest

from sources.workers import Workers


def test_work_is_done_side_by_side() -> None:
    """As much at once as there are threads: each of two waits for the other."""
    both = threading.Barrier(2, timeout=5)
    with Workers(2) as workers:
        answers = [workers.submit(both.wait) for _ in range(2)]
        assert sorted(answer.result() for answer in answers) == [0, 1]


def test_work_has_the_context_of_whoever_submits_it() -> None:
    """What is set for a sync holds for all its sources."""
    word = contextvars.ContextVar("word", default="none")
    with Workers(1) as workers:
        word.set("ours")
        assert workers.submit(word.get).result() == "ours"


def test_a_failure_is_the_answer() -> None:
    """It is raised where the answer is asked for, and the thread goes on."""
    with Workers(1) as workers:
        failing = workers.submit(lambda: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            failing.result()
        assert workers.submit(lambda: 7).result() == 7


def test_work_that_was_called_off_is_not_done() -> None:
    """The thread goes on with the next."""
    begun, over = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> bool:
        begun.set()
        return over.wait(5)

    with Workers(1) as workers:
        workers.submit(slow)
        assert begun.wait(5)
        called_off = workers.submit(lambda: done.append("called off"))
        assert called_off.cancel()
        over.set()
        assert workers.submit(lambda: 7).result(timeout=5) == 7
    assert done == []


def test_what_waits_is_dropped_at_the_end() -> None:
    """What is under way is waited for, what has not begun never begins."""
    begun = threading.Event()
    done: list[str] = []

    def slow() -> None:
        begun.set()
        time.sleep(0.05)
        done.append("slow")

    with Workers(1) as workers:
        workers.submit(slow)
        waiting = workers.submit(lambda: done.append("next"))
        begun.wait(5)
    assert done == ["slow"]
    assert waiting.cancelled()


def test_an_interrupted_process_waits_for_nothing() -> None:
    """Ctrl-C ends a sync at once, whatever a forge is doing."""
    never = threading.Event()

    def interrupted() -> None:
        with Workers(1) as workers:
            workers.submit(lambda: never.wait(60))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    never.set()
