"""How soon lesson 5's network is trained, and how soon a drawing is read, in a real JupyterLab.

    python -m benchmarks.pad [--rounds 3] [--write]

The training runs in the background while its picture is drawn; it counts from pressing the cell to
the sentence. The pad is drawn on by a mouse: single moves, each after a rest, from the event to
the new picture; then a scribble of five seconds with 60 events a second.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time
from importlib.metadata import version
from math import cos, sin
from pathlib import Path

import nbformat

from benchmarks.explorers import SETTINGS, WATCH
from benchmarks.live_picture import ROOT
from benchmarks.report import keep
from tests.lab import browser, jupyter_lab, open_notebook

SOURCES = (
    "from coursekit import draw_digit, train_digits\ndigits = train_digits()\ndigits",
    "draw_digit(digits)",
)
MOVES, SCRIBBLE = 40, 5.0
PASSED = """() => [...document.querySelectorAll('.ck-sentence')].some(
  sentence => /10 of 10 epochs: more than 93 %/.test(sentence.textContent))"""
# The last event before a frame is what the frame shows at the earliest.
MOVED = """() => document.addEventListener(
  'pointermove', () => { window.lastPress = performance.now(); }, true)"""


def measure(chromium, address):
    """Return seconds to the end of the training, and how the pad follows."""
    page = open_notebook(chromium, address, "pad.ipynb", width=1400, height=1500)
    page.locator(".jp-CodeCell").nth(0).locator(".cm-content").click()
    began = time.perf_counter()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(PASSED, timeout=120_000)
    trained = time.perf_counter() - began
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    pad = page.locator(".ck-pad")
    pad.wait_for()
    pad.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    page.evaluate(WATCH, ".ck-live:has(.ck-pad) .ck-picture")
    page.evaluate(MOVED)
    box = pad.bounding_box()

    def place(share):
        angle = 12.6 * share
        x, y = 0.5 + 0.35 * cos(angle) * (1 - share / 3), 0.5 + 0.38 * sin(0.8 * angle)
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    page.mouse.move(*place(0))
    page.mouse.down()
    waits = []
    for move in range(1, MOVES + 1):
        page.wait_for_timeout(150)
        seen = len(page.evaluate("window.framesSeen()"))
        page.mouse.move(*place(move / MOVES))
        page.wait_for_timeout(250)
        after = page.evaluate("window.framesSeen()")[seen:]
        if after:
            waits.append(after[0] - page.evaluate("window.lastPress"))
    page.mouse.up()
    page.mouse.move(*place(0))
    page.mouse.down()
    start, events = time.perf_counter(), 0
    first = page.evaluate("performance.now()")
    while time.perf_counter() - start < SCRIBBLE:
        page.mouse.move(*place((time.perf_counter() - start) / SCRIBBLE))
        events += 1
        time.sleep(max(0.0, start + events / 60 - time.perf_counter()))
    last = page.evaluate("performance.now()")
    page.mouse.up()
    frames = [at for at in page.evaluate("window.framesSeen()") if first < at <= last]
    page.close()
    waits.sort()
    return {
        "trained": trained,
        "median": statistics.median(waits),
        "p95": waits[int(0.95 * len(waits))],
        "answered": len(waits),
        "fps": 1000 * len(frames) / (last - first),
    }


def table(rounds):
    """Measure, round by round, and return markdown lines."""
    got = {setting: [] for setting in SETTINGS}
    with tempfile.TemporaryDirectory() as folder:
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
        nbformat.write(notebook, Path(folder) / "pad.ipynb")
        for _ in range(rounds):
            for setting, (options, env) in SETTINGS.items():
                places = env | {"PYTHONPATH": str(ROOT)}
                served = jupyter_lab(folder, env=places, options=options)
                with served as address, browser() as chromium:
                    got[setting].append(measure(chromium, address))
    lines = [
        "| levers | trained, from the key to the sentence | stroke → picture, median / p95 | moves "
        "that got a picture of their own | frames a second in a scribble |",
        "|---|---|---|---|---|",
    ]
    for setting, runs in got.items():
        mid = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        lines.append(
            f"| {setting} | {mid['trained']:.1f} s | {mid['median']:.0f} / {mid['p95']:.0f} ms | "
            f"{mid['answered']:.0f} of {MOVES} | {mid['fps']:.1f} |"
        )
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    asked = parser.parse_args()
    versions = ", ".join(
        f"{name} {version(name)}"
        for name in ("jupyterlab", "ipywidgets", "anywidget", "matplotlib")
    )
    lines = [
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; medians of {asked.rounds} rounds.",
        "To repeat: `python -m benchmarks.pad --write`.",
        "",
        *table(asked.rounds),
    ]
    print("\n".join(lines))
    if asked.write:
        keep("pad", lines)


if __name__ == "__main__":
    main()
