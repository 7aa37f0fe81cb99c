"""Long work leaves the kernel's loop free, and ends the same however it is driven."""

import asyncio
import threading
import time

import pytest

from coursekit.explorers.background import SLICE, Background


class Count:
    """Work of a known number of short pieces that can be taken up again."""

    def __init__(self, pieces, seconds=0.002):
        self.pieces, self.seconds, self.count, self.slices = pieces, seconds, 0, 0
        self.work = Background(self.begin, self.after)

    def begin(self):
        while self.count < self.pieces:
            time.sleep(self.seconds)
            self.count += 1
            yield

    def after(self):
        self.slices += 1


async def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.001)


def test_other_work_of_the_loop_goes_on_between_slices():
    async def scene():
        count, gaps = Count(100), []
        count.work.start()
        while not count.work.done:
            before = time.perf_counter()
            await asyncio.sleep(0)
            gaps.append(time.perf_counter() - before)
        return count, gaps

    count, gaps = asyncio.run(scene())
    assert count.count == 100
    assert count.slices > 3
    assert sorted(gaps)[len(gaps) // 2] < 2 * SLICE


def test_it_pauses_and_goes_on():
    async def scene():
        count = Count(60)
        count.work.start()
        await until(lambda: count.count > 5)
        count.work.pause()
        held = count.count
        await asyncio.sleep(0.1)
        assert count.count == held < 60
        assert not count.work.running
        count.work.start()
        await until(lambda: count.work.done)
        assert count.count == 60

    asyncio.run(scene())


def test_starting_one_pauses_the_other():
    async def scene():
        first, second = Count(1000), Count(20)
        first.work.start()
        await until(lambda: first.count > 2)
        second.work.start()
        held = first.count
        await until(lambda: second.work.done)
        assert first.count == held
        assert not first.work.running
        first.work.pause()

    asyncio.run(scene())


def test_without_a_loop_only_finish_works():
    count = Count(5)
    count.work.start()
    assert not count.work.running
    count.work.finish()
    assert count.work.done
    assert count.count == 5
    assert count.slices == 1


def test_an_interrupt_of_finish_loses_nothing():
    count = Count(10)
    whole, stop = count.begin, [True]

    def interrupted():
        for piece in whole():
            if count.count == 4 and stop.pop(0):
                raise KeyboardInterrupt
            yield piece

    count.work._begin = interrupted
    with pytest.raises(KeyboardInterrupt):
        count.work.finish()
    assert count.count == 4
    assert not count.work.done
    count.work._begin = whole
    count.work.finish()
    assert count.count == 10


def test_work_that_fails_is_not_tried_for_ever():
    async def scene():
        tries = []

        def broken():
            tries.append(1)
            raise ValueError("no")
            yield

        work = Background(broken, lambda: None)
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        work.start()
        await asyncio.sleep(0.1)
        assert tries == [1]
        assert not work.running

    asyncio.run(scene())


def on_another_thread(calls):
    """Make these calls as a page's messages do: on a thread with a loop of its own."""

    async def make():
        for call in calls:
            call()
            await asyncio.sleep(0.003)

    thread = threading.Thread(target=lambda: asyncio.run(make()))
    thread.start()
    return thread


def test_buttons_on_another_thread_pause_and_go_on_where_the_cells_run():
    async def scene():
        count, places = Count(300), set()
        piece = count.begin

        def noted():
            for step in piece():
                places.add(threading.current_thread())
                yield step

        count.work._begin = noted
        thread = on_another_thread([count.work.start, count.work.pause, count.work.start] * 20)
        while thread.is_alive():
            await asyncio.sleep(0.002)
        count.work.finish()
        assert count.count == 300
        assert places == {threading.main_thread()}
        thread = on_another_thread([count.work.pause])
        thread.join()

    asyncio.run(scene())


def test_a_pause_from_another_thread_holds():
    async def scene():
        count = Count(1000)
        count.work.start()
        await until(lambda: count.count > 3)
        on_another_thread([count.work.pause, count.work.start, count.work.pause]).join()
        await asyncio.sleep(0.05)
        held = count.count
        await asyncio.sleep(0.1)
        assert count.count == held

    asyncio.run(scene())


def test_pausing_and_going_on_at_once_leaves_one_row_of_slices():
    async def scene():
        count = Count(40, seconds=0.03)  # a piece a slice
        for _ in range(10):
            count.work.start()
            count.work.pause()
        count.work.start()
        gaps = []
        while not count.work.done:
            before = time.perf_counter()
            await asyncio.sleep(0)
            gaps.append(time.perf_counter() - before)
        assert max(gaps) < 0.2  # eleven rows would follow each other without a break: 0.33 s

    asyncio.run(scene())


def test_work_that_gives_back_lets_what_it_held_go_on():
    async def scene():
        first = Count(60)
        second = Count(5)
        second.work = Background(second.begin, second.after, gives_back=True)
        first.work.start()
        await until(lambda: first.count > 2)
        second.work.start()
        assert not first.work.running
        await until(lambda: first.work.done)
        assert second.work.done

    asyncio.run(scene())
