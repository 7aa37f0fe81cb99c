"""How quickly a picture follows a slider, measured in a real JupyterLab from event to pixel.

A mouse drags the real slider to and fro, 60 events a second for five seconds. In the page, each
animation frame looks which value the picture shows (by its bar code) and whether there is a
picture at all. Run it from the repository: `python -m benchmarks.live_picture [--write]`.
"""

import io
from pathlib import Path
from statistics import median, quantiles

from PIL import Image

from benchmarks.in_lab import (
    EXTENSION,
    PACKAGES,
    REMARK,
    drag,
    grab,
    measured,
    middle,
    positions,
    run_wide,
)
from benchmarks.report import run, table

CODE = (16, 8)  # the black and the white cell with which the bar code opens, in pixels
NO_ECHO = {"JUPYTER_WIDGETS_ECHO": "0"}
LEVERS = {
    "no lever": ([], {}),
    "echo off": ([], NO_ECHO),
    "quiet kernel": ([], {"COURSEKIT_QUICK": "1"}),
    "quick server": (EXTENSION, {"COURSEKIT_QUICK": "0"}),
    "quick server, quiet kernel (as `make lab`)": (EXTENSION, {}),
    "all three": (EXTENSION, NO_ECHO),
}
WATCH = Path(__file__).with_name("watch.js").read_text()


def look_while_dragging(page):
    """Drag again, at leisure, and return how many of the screenshots on the way have no picture."""
    box, (width, height) = page.locator(".ck-picture").bounding_box(), CODE
    clip = {"x": box["x"], "y": box["y"] + box["height"] - height, "width": width, "height": height}
    grab(page)
    blank = 0
    for event, (x, y) in enumerate(positions(page)):
        page.mouse.move(x, y)
        if event % 5 == 0:
            shot = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")
            first, second = shot.getpixel((2, 4)), shot.getpixel((shot.width - 3, 4))
            blank += not (first < 128 < second)
    page.mouse.up()
    return blank


def measure(opened, route, first):
    """Return one run's figures; in the first round, look for blank frames in screenshots, too."""
    page = run_wide(opened, route)
    page.evaluate(WATCH)
    page.evaluate("route => window.watchSlider(route)", route)
    pace = drag(page)
    page.wait_for_timeout(2500)
    got = figures(page.evaluate("window.stopWatching()")) | {"pace": pace}
    if first and route == "live":
        got["blank"] += look_while_dragging(page)
    page.close()
    return got


def figures(log):
    """Turn the page's log into frames a second, latencies, and what went wrong."""
    events, frames = log["events"], log["frames"]
    sent = [
        [at for at, value in events if value == frame[1] and at <= frame[0]] for frame in frames
    ]
    waits = [frame[0] - at[-1] for frame, at in zip(frames, sent, strict=True) if at]
    (began, _), (ended, last) = events[0], events[-1]
    return {
        "fps": 1000 * sum(at <= ended for at, _ in frames) / (ended - began),
        "median": median(waits),
        "p95": quantiles(waits, n=20)[-1],
        "last": frames[-1][1] == last,
        "backlog": max(0.0, frames[-1][0] - ended),
        "blank": log["blank"],
    }


def tables(rounds, levers):
    """Yield the table; ratios are to `interact` in the same round."""
    chosen, cells = dict(list(LEVERS.items())[:levers]), {}
    for lever in chosen:
        routes = ("interact", "live", "echo") if lever == "no lever" else ("live", "echo")
        cells[lever] = {r: [f"from benchmarks import routes\nroutes.{r}()"] for r in routes}
    results = measured(cells, chosen, rounds, measure)
    base = results["no lever", "interact"]
    yield from table(
        *("levers", "route", "frames a second", "event → pixel, median / p95"),
        *("× interact's frames", "of its latency", "last value shown", "after release"),
        *("blank frames", "events a second"),
    )
    for (lever, route), runs in results.items():
        yield (
            f"| {lever} | {route} | {middle(runs, 'fps'):.1f} | "
            f"{middle(runs, 'median'):.0f} / {middle(runs, 'p95'):.0f} ms | "
            f"{middle(runs, 'fps', base):.1f} | {middle(runs, 'median', base):.2f} | "
            f"{'yes' if all(r['last'] for r in runs) else 'NO'} | "
            f"{max(r['backlog'] for r in runs):.0f} ms | {sum(r['blank'] for r in runs)} | "
            f"{middle(runs, 'pace'):.0f} |"
        )


if __name__ == "__main__":
    run("live picture", tables, PACKAGES, REMARK, rounds=3, levers=len(LEVERS))
