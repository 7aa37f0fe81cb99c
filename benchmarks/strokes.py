"""What one move of a slider costs the kernel and the network, without a browser.

Each picture's main slider goes from end to end. Bytes are those of the message to the page; the
processor's time is that of this process for the move: to compute, to move artists, to record their
strokes and to pack them. `python -m benchmarks.strokes [--write]`.
"""

import time
from importlib import import_module
from statistics import median

from benchmarks.explorers import EXPLORERS, SLIDERS, reveal
from benchmarks.report import run, table
from coursekit.pictures import live
from tests.pictures.reading import drive


def measure(name, moves):
    """Return the bytes of the first picture, of each move, and each move's milliseconds."""
    lesson, picture = name.split(".")
    explorer = getattr(import_module(f"coursekit.lessons.{lesson}"), picture)()
    dragged = SLIDERS.get(name, explorer.main)
    reveal(explorer, dragged)
    explorer.picture.display()
    explorer.picture.stage.send = lambda _, parts: told.append(len(parts[0]) if parts else 0)
    first = len(explorer.picture.strokes.everything())
    which = list(explorer.controls).index(dragged)
    sizes, times = [], []
    for place in range(moves):
        told = []
        began = time.process_time()
        drive(explorer, [(which, place)])
        if told:  # at its end a slider does not move
            times.append(1000 * (time.process_time() - began))
            sizes.append(told[0])
    return first, sizes, times


def tables(moves):
    """Yield the table and its summary."""
    live.display = lambda *_, **__: None
    yield from table("picture", "first, KB", "a move, KB: median", "largest", "processor, ms")
    rows = [(name, *measure(name, moves)) for name in EXPLORERS]
    for name, first, sizes, times in rows:
        yield (
            f"| {name} | {first / 1000:.0f} | {median(sizes) / 1000:.1f} | "
            f"{max(sizes) / 1000:.1f} | {median(times):.1f} |"
        )
    yield (
        f"| **median of all** | {median(row[1] for row in rows) / 1000:.0f} | "
        f"**{median(median(row[2]) for row in rows) / 1000:.1f}** (bar: 3) | "
        f"**{max(median(row[2]) for row in rows) / 1000:.1f}** (bar: 12; of medians) | "
        f"**{median(median(row[3]) for row in rows):.1f}** (bar: 6) |"
    )


if __name__ == "__main__":
    run("strokes", tables, ("matplotlib", "numpy"), moves=40)
