"""How quickly a picture follows a slider, measured in a real JupyterLab from event to pixel.

A mouse drags the real slider to and fro, 60 events a second for five seconds. In the page, each
animation frame looks which value the picture shows (by its bar code) and whether there is a
picture at all. Run it from the repository: `python -m benchmarks.live_picture [--write]`.
"""

import argparse
import io
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import nbformat
from PIL import Image

from benchmarks.report import keep
from benchmarks.scene import CELL, WIDTH
from tests.lab import browser, jupyter_lab, open_notebook, run_all

ROOT = Path(__file__).parent.parent

EVENTS_A_SECOND, SECONDS = 60, 5
EXTENSION = ["--ServerApp.jpserver_extensions={'coursekit.quick': True}"]
NO_ECHO = {"JUPYTER_WIDGETS_ECHO": "0"}
PATCH, NO_PATCH = {"COURSEKIT_QUICK": "1"}, {"COURSEKIT_QUICK": "0"}
# name → (server options, the kernels' environment, routes)
LEVERS = {
    "no lever": ([], {}, ("interact", "live", "echo")),
    "echo off": ([], NO_ECHO, ("live", "echo")),
    "quiet kernel": ([], PATCH, ("live", "echo")),
    "quick server": (EXTENSION, NO_PATCH, ("live", "echo")),
    "quick server, quiet kernel (as `make lab`)": (EXTENSION, {}, ("live", "echo")),
    "all three": (EXTENSION, NO_ECHO, ("live", "echo")),
}
WATCH = Path(__file__).with_name("watch.js").read_text()


def notebook(route):
    """Return a notebook that opens one route."""
    cell = nbformat.v4.new_code_cell(f"from benchmarks import routes\nroutes.{route}()")
    return nbformat.v4.new_notebook(
        cells=[cell], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )


def positions(page):
    """Yield where the mouse should be, event by event: to and fro along the slider, twice."""
    track = page.locator(".bench-slider .noUi-base").bounding_box()
    y = track["y"] + track["height"] / 2
    for event in range(EVENTS_A_SECOND * SECONDS):
        phase = event / 75 % 2
        yield track["x"] + (0.02 + 0.96 * min(phase, 2 - phase)) * track["width"], y


def grab(page):
    """Press the mouse button on the slider's handle."""
    handle = page.locator(".bench-slider .noUi-handle").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
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


def look_while_dragging(page):
    """Drag again, at leisure, and return how many of the screenshots on the way have no picture."""
    corner = page.locator(".ck-picture").bounding_box()
    size = CELL * corner["width"] / WIDTH
    clip = {
        "x": corner["x"],
        "y": corner["y"] + corner["height"] - size,
        "width": 2 * size,
        "height": size,
    }
    grab(page)
    blank = 0
    for event, (x, y) in enumerate(positions(page)):
        page.mouse.move(x, y)
        if event % 5 == 0:
            shot = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")
            first, second = shot.getpixel((2, 4)), shot.getpixel((shot.width - 3, 4))
            blank += not (first < 128 < second)  # the bar code opens with black, then white
    page.mouse.up()
    return blank


def measure(chromium, address, route, look):
    """Return one run's figures as a dict; `look` for blank frames in screenshots, too."""
    page = open_notebook(chromium, address, f"{route}.ipynb", width=1900, height=1100)
    run_all(page)
    page.evaluate(WATCH)
    page.evaluate("route => window.watchSlider(route)", route)
    pace = drag(page)
    page.wait_for_timeout(2500)
    log = page.evaluate("window.stopWatching()")
    got = figures(log, pace)
    if look and route == "live":
        got["blank"] += look_while_dragging(page)
    page.close()
    return got


def figures(log, pace):
    """Turn the page's log into frames a second, latencies, and what went wrong."""
    events, frames = log["events"], log["frames"]
    latencies = []
    for frame in frames:
        sent = [at for at, value in events if value == frame[1] and at <= frame[0]]
        if sent:
            latencies.append(frame[0] - sent[-1])
    span = (events[-1][0] - events[0][0]) / 1000
    during = [frame for frame in frames if frame[0] <= events[-1][0]]
    return {
        "fps": len(during) / span,
        "median": statistics.median(latencies),
        "p95": statistics.quantiles(latencies, n=20)[-1],
        "last": frames[-1][1] == events[-1][1],
        "backlog": max(0.0, frames[-1][0] - events[-1][0]),
        "blank": log["blank"],
        "pace": pace,
    }


def run(rounds):
    """Measure all levers and routes, round by round; return {(lever, route): [figures, …]}."""
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for round_number in range(rounds):
            for lever, (options, env, routes) in LEVERS.items():
                for route in routes:
                    path = Path(folder) / f"{route}.ipynb"
                    nbformat.write(notebook(route), path)
                env = env | {"PYTHONPATH": str(ROOT)}
                with (
                    jupyter_lab(folder, env=env, options=options) as address,
                    browser() as chromium,
                ):
                    for route in routes:
                        got = measure(chromium, address, route, look=round_number == 0)
                        results.setdefault((lever, route), []).append(got)
                        print(round_number, lever, route, json.dumps(got), file=sys.stderr)
    return results


def table(results):
    """Return the results as a markdown table; ratios are to `interact` in the same round."""
    lines = [
        "| levers | route | frames a second | event → pixel, median / p95 | × interact's frames |"
        " of its latency | last value shown | after release | blank frames | events a second |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    baseline = results["no lever", "interact"]
    for (lever, route), runs in results.items():
        mid = {key: statistics.median(r[key] for r in runs) for key in ("fps", "median", "p95")}
        faster = statistics.median(r["fps"] / b["fps"] for r, b in zip(runs, baseline, strict=True))
        share = statistics.median(
            r["median"] / b["median"] for r, b in zip(runs, baseline, strict=True)
        )
        lines.append(
            f"| {lever} | {route} | {mid['fps']:.1f} | {mid['median']:.0f} / {mid['p95']:.0f} ms"
            f" | {faster:.1f} | {share:.2f} | {'yes' if all(r['last'] for r in runs) else 'NO'}"
            f" | {max(r['backlog'] for r in runs):.0f} ms | {sum(r['blank'] for r in runs)}"
            f" | {statistics.median(r['pace'] for r in runs):.0f} |"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    asked = parser.parse_args()
    names = ("jupyterlab", "ipywidgets", "ipykernel", "matplotlib")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    text = (
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; medians of {asked.rounds} rounds.\n"
        "To repeat: `python -m benchmarks.live_picture --write`.\n\n"
        f"{table(run(asked.rounds))}"
    )
    print(text)
    if asked.write:
        keep("live picture", [text])


if __name__ == "__main__":
    main()
