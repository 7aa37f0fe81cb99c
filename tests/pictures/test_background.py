"""Long work leaves the kernel's loop free, and ends the same however it is driven."""

import asyncio
import threading
from itertools import pairwise

import pytest

from coursekit.pictures import background
from coursekit.pictures.background import PAUSE, SLICE, Background, home
from tests.pictures.hand_loop import HandLoop

PIECE = 0.002  # seconds


@pytest.fixture(autouse=True)
def no_other_loop():
    """Hide the loop that a browser test's Playwright may still keep running in this thread."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def loop(monkeypatch):
    """Return the kernel's loop, run by hand; its clock is the one that the work goes by."""
    loop = HandLoop()
    monkeypatch.setattr(background, "home", lambda: loop)
    monkeypatch.setattr(background, "clock", loop.time)
    return loop


class Count:
    """Work of a known number of short pieces that can be taken up again.

    stops: the count at which an error is raised, once.
    """

    def __init__(self, pieces, loop=None, stops=None, **how):
        self.pieces, self.loop, self.stops = pieces, loop, stops
        self.count, self.begun, self.slices, self.threads = 0, 0, [], set()
        self.work = Background(self.begin, self.after, **how)

    def begin(self):
        self.begun += 1
        while self.count < self.pieces:
            if self.count == self.stops:
                self.stops = None
                raise KeyboardInterrupt
            if self.loop:
                self.loop.now += PIECE
            self.threads.add(threading.current_thread())
            self.count += 1
            yield

    def after(self):
        self.slices.append((self.loop.now, self.count) if self.loop else self.count)


def test_it_works_in_slices_and_leaves_the_loop_a_pause_after_each(loop):
    count = Count(100, loop)
    count.work.start()
    loop.run()
    assert count.work.done
    ends = [end for end, _ in count.slices]
    gaps = [after - before for before, after in pairwise(ends)]
    assert len(ends) > 3
    assert max(gaps) <= PAUSE + SLICE + 2 * PIECE
    assert min(gaps) > PAUSE


@pytest.mark.parametrize("gives_back", [False, True])
def test_starting_one_holds_the_other_until_it_is_given_back(loop, gives_back):
    first, second = Count(60, loop), Count(5, loop, gives_back=gives_back)
    first.work.start()
    loop.run(0.03)
    second.work.start()
    held = first.count
    assert not first.work.running
    loop.run()
    assert (second.work.done, first.work.done) == (True, gives_back)
    assert gives_back or (first.count, first.work.running) == (held, False)


def test_pausing_and_going_on_at_once_leaves_one_row_of_slices(loop):
    count = Count(400, loop)
    for _ in range(10):
        count.work.start()
        loop.run(PAUSE / 100)  # so that a slice is waiting when it is paused
        count.work.pause()
    count.work.start()
    loop.run(PAUSE + SLICE / 2)
    assert len(count.slices) == 1


def test_it_pauses_also_from_another_thread_and_goes_on(loop):
    count = Count(60, loop)
    for calls in (("pause",), ("start", "pause")):
        count.work.start()
        loop.run(0.03)
        on_another_thread(*(getattr(count.work, call) for call in calls))
        held = count.count
        loop.run()
        assert 0 < count.count == held < 60
    count.work.start()
    loop.run()
    assert count.count == 60


def test_work_that_fails_is_not_tried_for_ever(loop):
    count = Count(60, loop, stops=15)
    count.work.start()
    with pytest.raises(KeyboardInterrupt):
        loop.run()
    loop.run()
    assert (count.begun, count.count, count.work.running) == (1, 15, False)


def test_without_a_loop_only_finish_works_and_an_interrupt_of_it_loses_nothing():
    count = Count(10, stops=4)
    count.work.start()
    assert not count.work.running
    with pytest.raises(KeyboardInterrupt):
        count.work.finish()
    assert (count.count, count.work.done) == (4, False)
    count.work.finish()
    assert (count.count, count.begun, count.slices[-1]) == (10, 2, 10)


def on_another_thread(*calls):
    """Make these calls as a page's messages do: on a thread with a loop of its own."""

    async def make():
        return [call() for call in calls]

    answers = []
    thread = threading.Thread(target=lambda: answers.extend(asyncio.run(make())))
    thread.start()
    thread.join()
    return answers


def test_buttons_on_another_thread_let_it_go_on_where_the_cells_run():
    async def scene():
        count = Count(300)
        work = count.work
        assert on_another_thread(home) == [asyncio.get_running_loop()]
        on_another_thread(work.start, work.pause, work.start)
        while not work.done:
            await asyncio.sleep(0)
        return count

    count = asyncio.run(asyncio.wait_for(scene(), 60))  # it takes milliseconds, or for ever
    assert (count.count, count.threads) == (300, {threading.main_thread()})
