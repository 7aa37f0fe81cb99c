"""Long work in short slices: a kernel with one thread still answers its controls.

Between two slices the kernel has time for whatever has arrived: a slider, a button, the next cell.
A later cell that needs the result does the rest at once, with the same outcome.
"""

from asyncio import get_running_loop
from threading import RLock, current_thread, main_thread
from time import perf_counter as clock

from coursekit.network.stepper import one_thread

SLICE = 0.02  # seconds of work
PAUSE = 0.005  # seconds for everything else; a message passes through several hands
_home = None  # the kernel's own loop


def home():
    """Return the loop in which the kernel runs its cells, or None where there is none.

    A page's messages may come on a thread with a loop of its own (JupyterLab's subshells). The work
    goes on where the cells do, so that no two threads ever do it at once.
    """
    global _home
    if current_thread() is main_thread():
        try:
            _home = get_running_loop()
        except RuntimeError:
            _home = None
    return _home


class Background:
    """Work that goes on by itself while the kernel has nothing else to do.

    begin: returns an iterator each of whose steps is a short piece of work. It is called again
        when work was interrupted, and must then take it up where it was left.
    after_slice: called after each slice, and when the work is done.
    gives_back: whether work that it put on hold goes on when it is done.

    Only one piece of work goes on at a time: to start one pauses another.

    >>> done = []
    >>> work = Background(lambda: (done.append(k) for k in range(3)), lambda: None)
    >>> work.finish()
    >>> done, work.done
    ([0, 1, 2], True)
    """

    _current: "Background | None" = None  # the one that goes on now

    def __init__(self, begin, after_slice, *, gives_back=False):
        self._begin, self._after_slice, self._gives_back = begin, after_slice, gives_back
        self._pieces, self._held, self._lock = None, None, RLock()
        self.running, self.done, self._turn = False, False, 0
        home()

    def start(self):
        """Go on in slices; without a kernel nothing happens until `finish`."""
        loop, other = home(), Background._current
        if self.running or self.done or loop is None:
            return
        if other:
            other.pause()
            other._after_slice()
            self._held = other if self._gives_back else None
        Background._current, self.running = self, True
        self._turn += 1  # a slice of an earlier turn, still waiting, is not to go on beside this
        loop.call_soon_threadsafe(loop.call_later, PAUSE, self._slice, loop, self._turn)

    def pause(self):
        """Stop after the present slice; `start` and `finish` go on from there."""
        self.running = False
        if Background._current is self:
            Background._current = None

    def finish(self):
        """Do all that is left now. An interrupt leaves what is done so far, and can be resumed."""
        self.pause()
        while not self.done:
            self._work(float("inf"))
        self._end()

    def _slice(self, loop, turn):
        if not self.running or turn != self._turn:
            return
        self._work(clock() + SLICE)
        if self.done:
            self.pause()
            self._end()
        else:
            self._after_slice()
            loop.call_later(PAUSE, self._slice, loop, turn)

    def _end(self):
        self._after_slice()
        held, self._held = self._held, None
        if held:
            held.start()
            held._after_slice()

    def _work(self, until):
        """Do pieces until the time is up or all is done."""
        with self._lock:
            self._pieces = self._pieces or self._begin()
            try:
                with one_thread():
                    for _ in self._pieces:
                        if clock() > until:
                            return
                self.done = True
            except BaseException:
                self._pieces = None  # a generator that was interrupted is over: begin another
                self.pause()
                self._after_slice()
                raise
