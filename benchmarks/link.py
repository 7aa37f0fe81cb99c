"""How a picture follows a slider over a link of 20 Mbit/s and 40 ms: as strokes, and as pixels.

A proxy on this machine stands between the page and its JupyterLab, which is started as `make lab`
starts it. The same drag as in `benchmarks.live_picture`. `python -m benchmarks.link [--write]`.
"""

import asyncio
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

from benchmarks.in_lab import PACKAGES, REMARK, SETTINGS, measured, middle
from benchmarks.live_picture import measure
from benchmarks.report import run, table
from tests.lab import Address

BITS, DELAY = 20e6, 0.02  # a second each way, and seconds one way
ROUTES = ("pixels", "live", "echo")


@contextmanager
def slow(address):
    """Yield an address at which a server is reached over the slow link."""
    loop, target = asyncio.new_event_loop(), urlsplit(address.base)
    free = {"up": 0.0, "down": 0.0}  # when the line has sent all that it was given

    async def deliver(queue, writer):
        while item := await queue.get():
            at, data = item
            await asyncio.sleep(max(0, at - loop.time()))
            writer.write(data)
        writer.close()

    async def carry(way, reader, writer):
        queue = asyncio.Queue()
        delivery = loop.create_task(deliver(queue, writer))
        try:
            while data := await reader.read(16_384):
                free[way] = max(free[way], loop.time()) + 8 * len(data) / BITS
                queue.put_nowait((free[way] + DELAY, data))
        except ConnectionError:
            pass  # the page was closed
        queue.put_nowait(None)
        await delivery

    async def connect(reader, writer):
        to_reader, to_writer = await asyncio.open_connection(target.hostname, target.port)
        await asyncio.gather(carry("up", reader, to_writer), carry("down", to_reader, writer))

    server = loop.run_until_complete(asyncio.start_server(connect, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield Address(f"http://127.0.0.1:{port}", address.pages, address.query, address.folder)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def tables(rounds):
    """Yield the table; ratios are to pixels in the same round."""
    setting = "as `make lab`"
    cells = {setting: {r: [f"from benchmarks import routes\nroutes.{r}()"] for r in ROUTES}}
    only = {setting: SETTINGS[setting]}
    results = measured(cells, only, rounds, measure, link=slow)
    base = results[setting, "pixels"]
    yield from table("route", "frames a second", "× pixels", "event → pixel, median / p95")
    for (_, route), runs in results.items():
        yield (
            f"| {route} | {middle(runs, 'fps'):.1f} | {middle(runs, 'fps', base):.1f} | "
            f"{middle(runs, 'median'):.0f} / {middle(runs, 'p95'):.0f} ms |"
        )


if __name__ == "__main__":
    run("link", tables, PACKAGES, REMARK, rounds=3)
