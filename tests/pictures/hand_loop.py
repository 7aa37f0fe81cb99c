"""A loop and a clock that a test runs by hand: nothing waits, nothing depends on the load."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count


@dataclass
class HandLoop:
    """As much of an event loop as pictures use; `now` goes on only when calls are run."""

    now: float = 0.0
    waiting: list = field(default_factory=list)
    numbers: count = field(default_factory=count)

    def time(self):
        return self.now

    def call_later(self, delay, call, *args):
        handle = Handle(call, args)
        heappush(self.waiting, (self.now + delay, next(self.numbers), handle))
        return handle

    def call_soon_threadsafe(self, call, *args):
        return self.call_later(0, call, *args)

    def run(self, seconds=float("inf")):
        """Make the calls of the next seconds, with all that they ask for, or all there will be."""
        end = self.now + seconds
        while self.waiting and self.waiting[0][0] <= end:
            at, _, handle = heappop(self.waiting)
            self.now = max(self.now, at)
            if not handle.cancelled:
                handle.call(*handle.args)
        self.now = max(self.now, end) if seconds < float("inf") else self.now


@dataclass
class Handle:
    """A call that is waited for."""

    call: object
    args: tuple
    cancelled: bool = False

    def cancel(self):
        self.cancelled = True
