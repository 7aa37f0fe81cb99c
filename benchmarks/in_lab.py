"""Notebooks in a real JupyterLab, measured with several settings and dragged by a real mouse."""

import json
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median

import nbformat

from tests.lab import browser, jupyter_lab, open_notebook, run_all

ROOT = Path(__file__).parent.parent
EVENTS_A_SECOND, SECONDS = 60, 5
WIDE = (1900, 1100)
PACKAGES = ("jupyterlab", "ipywidgets", "ipykernel", "anywidget", "matplotlib")
REMARK = "; medians of {rounds} rounds"
EXTENSION = ["--ServerApp.jpserver_extensions={'coursekit.page.quick': True}"]
# name → options of the server, and the kernels' environment
SETTINGS = {"no lever": ([], {}), "as `make lab`": (EXTENSION, {})}
# Notes when a new picture stands in the page, and when the last key press or pen stroke came.
WATCH = """selector => {
  const frames = [];
  let last = null;
  const look = () => {
    const image = document.querySelector(selector);
    const label = image?.textContent || last;
    const shown = image?.dataset.shown ?? (image?.complete ? image.src : label);
    if (shown && shown !== last) {
      last = shown;
      frames.push(performance.now());
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.framesSeen = () => frames;
  for (const kind of ['keydown', 'pointermove'])
    document.addEventListener(kind, () => { window.lastInput = performance.now(); }, true);
}"""


def measured(cells, settings, rounds, measure, link=nullcontext):
    """Measure notebooks round by round; return (setting, name) → [figures, …].

    cells: setting → name → the sources of a notebook's cells. settings: see `SETTINGS`; a window's
    width and height may follow.
    measure: takes a function that opens a notebook in a new page by its name, the name, and
    whether this is the first round. link: takes the server's address and yields that to open.
    """
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, sources in {n: s for each in cells.values() for n, s in each.items()}.items():
            made = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
            made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
            nbformat.write(made, Path(folder) / f"{name}.ipynb")
        for number in range(rounds):
            for setting, (options, env, *window) in settings.items():
                served = jupyter_lab(folder, env=env | {"PYTHONPATH": str(ROOT)}, options=options)
                with served as server, link(server) as address, browser() as chromium:

                    def opened(name, window=window or WIDE):
                        width, height = window
                        notebook = f"{name}.ipynb"
                        return open_notebook(
                            chromium, address, notebook, width=width, height=height
                        )

                    for name in cells[setting]:
                        got = measure(opened, name, number == 0)
                        results.setdefault((setting, name), []).append(got)
                        print(number, setting, name, json.dumps(got), file=sys.stderr)
    return results


def middle(runs, key, beside=None):
    """Return the median of a figure over the rounds, or of its ratio to another's in each."""
    if beside is None:
        return median(run[key] for run in runs)
    return median(run[key] / other[key] for run, other in zip(runs, beside, strict=True))


def run_wide(opened, name):
    """Open a notebook, in a wide page unless the setting names a window, and run it."""
    page = opened(name)
    run_all(page)
    return page


def frames_between(page, start, end):
    """Return the frames a second that the page showed between two of its own times."""
    seen = sum(start < at <= end for at in page.evaluate("window.framesSeen()"))
    return 1000 * seen / (end - start)


def wait_for_frame(page, act, milliseconds):
    """Do something and return how long after the input a new picture stood there, or None."""
    seen = len(page.evaluate("window.framesSeen()"))
    act()
    page.wait_for_timeout(milliseconds)
    after = page.evaluate("window.framesSeen()")[seen:]
    return after[0] - page.evaluate("window.lastInput") if after else None


def positions(page):
    """Yield where the mouse should be, event by event: to and fro, so that each brings a value."""
    track = page.locator(".bench-slider :is(.noUi-base, input[type=range])")
    stops = int(track.get_attribute("max") or EVENTS_A_SECOND)
    track, once = track.bounding_box(), min(stops, 1.25 * EVENTS_A_SECOND)
    y = track["y"] + track["height"] / 2
    for event in range(EVENTS_A_SECOND * SECONDS):
        phase = event / once % 2
        yield track["x"] + (0.02 + 0.96 * min(phase, 2 - phase)) * track["width"], y


def grab(page):
    """Press the mouse button on the slider's handle, or where it jumps to."""
    handle, at = page.locator(".bench-slider .noUi-handle"), next(positions(page))
    if handle.count():  # ipywidgets' own slider follows no press beside its handle
        box = handle.bounding_box()
        at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*at)
    page.mouse.down()


def drag(page):
    """Move the slider's handle at a steady pace and let go; return the events a second."""
    cdp = page.context.new_cdp_session(page)
    grab(page)
    start = time.perf_counter()
    for event, (x, y) in enumerate(positions(page)):
        wait = start + event / EVENTS_A_SECOND - time.perf_counter()
        page.wait_for_timeout(max(0, 1000 * wait))
        # `page.mouse.move` returns when the page has dealt with the event: a busy page would set
        # the pace. A mouse does not wait, and so neither does this.
        move = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
        page._loop.create_task(cdp._impl_obj.send("Input.dispatchMouseEvent", move, timeout=None))
    pace = EVENTS_A_SECOND * SECONDS / (time.perf_counter() - start)
    page.wait_for_timeout(50)
    page.mouse.up()
    return pace
