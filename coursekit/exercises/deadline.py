"""A time limit for a learner's function, wherever Python runs: no signals, no threads.

A trace function looks at the clock before every instruction and raises when time is up. Python
removes a trace function that has raised, and a loop may swallow what was raised
(`except: pass`). So the exception puts the trace back in place as soon as it is thrown away; the
next instruction then lies outside the `try` that caught it.

What this cannot stop: one long call into C, such as `sum(itertools.count())` or a huge product of
matrices; a loop inside the very handler that caught the exception; a trace of the learner's own.
"""

import sys
import time


class OutOfTime(BaseException):
    """Time is up. A BaseException, so that `except Exception` does not hold it."""

    def __init__(self, resume):
        self._resume = resume

    def __del__(self):
        self._resume()


def within(seconds, call):
    """Return `call()`, or raise OutOfTime after `seconds` of running Python.

    >>> within(1, lambda: 1 + 1)
    2
    """
    end = time.monotonic() + seconds
    caller, over, depth = sys._getframe(), False, 0
    deepest = 0.7 * sys.getrecursionlimit()  # Python stumbles when the trace itself has no room

    def watch(frame, event, _argument):
        nonlocal depth
        if over or frame.f_code in ours:
            return None
        depth += {"call": 1, "return": -1}.get(event, 0)
        if depth > deepest:
            raise RecursionError("the function calls itself again and again")
        if time.monotonic() > end:
            # Nothing may hold the exception but the code that catches it: no local name here.
            raise OutOfTime(resume)
        frame.f_trace_opcodes = True  # a loop on one line has no other event
        return watch

    def resume():
        if over:
            return
        sys.settrace(watch)
        frame = sys._getframe(2)
        while frame is not None and frame is not caller:
            frame.f_trace, frame.f_trace_opcodes = watch, True
            frame = frame.f_back

    ours = (OutOfTime.__del__.__code__, resume.__code__)
    before = sys.gettrace()
    sys.settrace(watch)
    try:
        return call()
    finally:
        over = True
        sys.settrace(before)
