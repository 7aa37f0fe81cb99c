"""Long work in short slices: a kernel with one thread still answers its controls.

Between two slices the kernel has time for whatever has arrived: a slider, a button, the next cell.
A later cell that needs the result does the rest at once, with the same outcome.
"""

import asyncio
import time

from coursekit.network.stepper import one_thread

SLICE = 0.02  # seconds of work
PAUSE = 0.005  # seconds for everything else; a message passes through several hands


class Background:
    """Work that goes on by itself while the kernel has nothing else to do.

    begin: returns an iterator each of whose steps is a short piece of work. It is called again
        when work was interrupted, and must then take it up where it was left.
    after_slice: called after each slice, and when the work is done.

    Only one piece of work goes on at a time: to start one pauses another.

    >>> done = []
    >>> work = Background(lambda: (done.append(k) for k in range(3)), lambda: None)
    >>> work.finish()
    >>> done, work.done
    ([0, 1, 2], True)
    """

    _running = None  # the one that goes on now

    def __init__(self, begin, after_slice):
        self._begin, self._after_slice = begin, after_slice
        self._pieces = self._next = None
        self.done = False

    @property
    def running(self):
        """Whether it goes on by itself."""
        return self._next is not None

    def start(self):
        """Go on in slices; without a kernel nothing happens until `finish`."""
        if self.running or self.done:
            return
        other = Background._running
        if other:
            other.pause()
            other._after_slice()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        Background._running = self
        self._next = loop.call_later(PAUSE, self._slice)

    def pause(self):
        """Stop after the present slice; `start` and `finish` go on from there."""
        if self.running:
            self._next.cancel()
            self._next = Background._running = None

    def finish(self):
        """Do all that is left now. An interrupt leaves what is done so far, and can be resumed."""
        self.pause()
        while not self.done:
            self._work(float("inf"))
        self._after_slice()

    def _slice(self):
        self.pause()
        self._work(time.perf_counter() + SLICE)
        self.start()
        self._after_slice()

    def _work(self, until):
        """Do pieces until the time is up or all is done."""
        self._pieces = self._pieces or self._begin()
        try:
            with one_thread():
                for _ in self._pieces:
                    if time.perf_counter() > until:
                        return
            self.done = True
        except BaseException:
            self._pieces = None  # a generator that was interrupted is over: begin another
            raise
