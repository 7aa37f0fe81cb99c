"""A time limit for a learner's function: it counts what that takes, however busy the machine is.

A trace function looks every few instructions at the time that this thread has computed, and raises
when it is up. Python removes a trace function that has raised, and a loop may swallow what was
raised (`except: pass`). So the exception puts the trace back in place as soon as it is thrown away;
the next instruction then lies outside the `try` that caught it.

Whoever waits (`time.sleep`) computes nothing: there a timer signal looks how long the thread has
stood still of its own will, which Linux can tell from waiting for a processor. Elsewhere, and off
the main thread, a limit far behind ends it at the next instruction.

What this cannot stop: one long call into C that computes, such as `sum(itertools.count())`; a loop
inside the very handler that caught the exception; a trace of the learner's own.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")
EVERY = 50  # instructions between two looks at the clock
LOOK = 0.25  # seconds between two looks at a thread that may be waiting
FAR = 40  # times the limit, on the wall clock
DEEPEST = 2_000  # calls within calls, whatever recursion limit somebody has set


class OutOfTime(BaseException):
    """Time is up. A BaseException, so that `except Exception` does not hold it.

    waited: whether it went by in waiting.
    """

    def __init__(self, resume: Callable[[], None], waited: bool) -> None:
        self._resume, self.waited = resume, waited

    def __del__(self) -> None:
        self._resume()


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return `call()`, or raise OutOfTime after it has computed, or waited, for so many seconds.

    >>> within(1, lambda: 1 + 1)
    2
    """
    over, late, depth, count = False, False, 0, 0
    end, far = time.thread_time() + seconds, time.monotonic() + FAR * seconds
    caller = sys._getframe()
    deepest = min(0.7 * sys.getrecursionlimit(), DEEPEST)  # the trace itself needs some room

    def watch(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal depth, count
        if over or frame.f_code in ours:
            return None
        depth += {"call": 1, "return": -1}.get(event, 0)
        if depth > deepest:
            raise RecursionError("the function calls itself again and again")
        count += 1
        if late or count % EVERY == 0:
            look()
        frame.f_trace_opcodes = True  # a loop on one line has no other event
        return watch

    def look() -> None:
        # Nothing may hold the exception but the code that catches it: no local name here. From now
        # on each instruction is looked at, so that one outside the `try` that caught it comes soon.
        nonlocal late
        late = time.thread_time() > end or time.monotonic() > far
        if time.thread_time() > end:
            raise OutOfTime(resume, False)
        if time.monotonic() > far:
            raise OutOfTime(resume, True)

    def resume() -> None:
        if over:
            return
        sys.settrace(watch)
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and frame is not caller:
            frame.f_trace, frame.f_trace_opcodes = watch, True
            frame = frame.f_back

    ours = (OutOfTime.__del__.__code__, resume.__code__, look.__code__)
    before = sys.gettrace()
    with _interrupted_if_it_waits(seconds, resume):
        sys.settrace(watch)
        try:
            return call()
        finally:
            over = True
            sys.settrace(before)


@contextmanager
def _interrupted_if_it_waits(seconds: float, resume: Callable[[], None]) -> Iterator[None]:
    """Raise OutOfTime in this thread once it has waited for so long, where that can be told."""
    main = current_thread() is main_thread()
    if not main or not hasattr(signal, "setitimer") or _waited() is None:
        yield
        return
    start = _waited() or 0.0

    def ring(_number: int, _frame: FrameType | None) -> None:
        if (_waited() or 0.0) - start > seconds:
            raise OutOfTime(resume, True)

    before = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)


def _waited() -> float | None:
    """Return for how long this thread has not wanted to run, or None where nobody can tell.

    Source: Documentation/scheduler/sched-stats.rst of Linux: nanoseconds on a processor, and
    nanoseconds waiting for one.
    """
    try:
        computed, queued, _ = Path("/proc/thread-self/schedstat").read_text().split()
    except (OSError, ValueError):
        return None
    return time.monotonic() - (int(computed) + int(queued)) / 1e9
