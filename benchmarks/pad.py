"""How soon lesson 5's network is trained, and how soon a drawing is read, in a real JupyterLab.

    python -m benchmarks.pad [--rounds 3] [--write]

The training runs in the background while its picture is drawn; it counts from pressing the cell to
the sentence. The pad is drawn on by a mouse: single moves, each after a rest, from the event to
the new picture; then a scribble of five seconds with 60 events a second.
"""

import time
from math import cos, sin
from statistics import median

from benchmarks.in_lab import (
    EVENTS_A_SECOND,
    PACKAGES,
    REMARK,
    SECONDS,
    SETTINGS,
    WATCH,
    frames_between,
    measured,
    middle,
    wait_for_frame,
)
from benchmarks.report import run, table

CELLS = [
    "from coursekit import training\ndigits = training.train_digits()\ndigits",
    "training.draw_digit(digits)",
]
MOVES = 40
TRAINED = """() => [...document.querySelectorAll('.ck-sentence')].some(
  sentence => /10 of 10 epochs: more than 93 %/.test(sentence.textContent))"""


def measure(opened, name, first):
    """Return seconds to the end of the training, and how the pad follows."""
    page = opened(name, (1400, 1500))
    began = time.perf_counter()
    _run_cell(page, 0)
    page.wait_for_function(TRAINED, timeout=120_000)
    trained = time.perf_counter() - began
    _run_cell(page, 1)
    pad = page.locator(".ck-pad")
    pad.wait_for()
    pad.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    page.evaluate(WATCH, ".ck-live:has(.ck-pad) .ck-picture")
    box = pad.bounding_box()

    def go(share):
        angle = 12.6 * share
        x, y = 0.5 + 0.35 * cos(angle) * (1 - share / 3), 0.5 + 0.38 * sin(0.8 * angle)
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])

    go(0)
    page.mouse.down()
    waits = []
    for move in range(1, MOVES + 1):
        page.wait_for_timeout(150)
        waits.append(wait_for_frame(page, lambda move=move: go(move / MOVES), 250))
    page.mouse.up()
    go(0)
    page.mouse.down()
    first, start = page.evaluate("performance.now()"), time.perf_counter()
    for event in range(EVENTS_A_SECOND * SECONDS):
        go(event / (EVENTS_A_SECOND * SECONDS))
        time.sleep(max(0.0, start + (event + 1) / EVENTS_A_SECOND - time.perf_counter()))
    fps = frames_between(page, first, page.evaluate("performance.now()"))
    page.close()
    waits = sorted(filter(None, waits))
    p95 = waits[int(0.95 * len(waits))]
    shown = {"median": median(waits), "p95": p95, "answered": len(waits), "fps": fps}
    return {"trained": trained} | shown


def _run_cell(page, number):
    page.locator(".jp-CodeCell").nth(number).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def tables(rounds):
    """Yield the table."""
    got = measured({setting: {"pad": CELLS} for setting in SETTINGS}, SETTINGS, rounds, measure)
    yield from table(
        *("levers", "trained, from the key to the sentence", "stroke → picture, median / p95"),
        *("moves that got a picture of their own", "frames a second in a scribble"),
    )
    for (setting, _), runs in got.items():
        yield (
            f"| {setting} | {middle(runs, 'trained'):.1f} s | "
            f"{middle(runs, 'median'):.0f} / {middle(runs, 'p95'):.0f} ms | "
            f"{middle(runs, 'answered'):.0f} of {MOVES} | {middle(runs, 'fps'):.1f} |"
        )


if __name__ == "__main__":
    run("pad", tables, PACKAGES, REMARK, rounds=3)
