"""How soon a picture follows the mouse that has grabbed it, and how many steps a second play shows.

    python -m benchmarks.handles [--rounds 2] [--write]

Each handle is moved to and fro, each move after a rest: from the move to the new picture. Beside
it stands a key press on the slider of the empty callback (`echo`). Then lesson 5's descent plays.
"""

from statistics import median

from benchmarks.in_lab import (
    PACKAGES,
    REMARK,
    SETTINGS,
    WATCH,
    frames_between,
    measured,
    middle,
    run_wide,
    wait_for_frame,
)
from benchmarks.report import run, table
from tests.browser.test_handles import LESSONS, NAMES, TABLE, picture_of
from tests.browser.test_handles import middle as place_of

MOVES, REACH = 10, 16  # of the picture's own pixels
PLAY = 4  # seconds
QUICK = {"as `make lab`": (*SETTINGS["as `make lab`"], 1280, 800)}
ECHO, DESCENT = "echo", "descent, playing"
CELLS = {
    ECHO: ["from benchmarks import routes\nroutes.echo()"],
    **{
        name: [f"{LESSONS}{picture}().at(**{state})"]
        for name, (picture, state, *_) in zip(NAMES, TABLE, strict=True)
    },
    DESCENT: [f"{LESSONS}training.descent()"],
}


def measure(opened, name, first):
    """Return milliseconds from an input to its picture, or frames a second while it plays."""
    page = run_wide(opened, name)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH, ".bench-label" if name == ECHO else ".ck-picture")
    if name == DESCENT:
        page.locator(".ck-live button", has=page.locator(".fa-play")).click()
        page.wait_for_timeout(500)
        start = page.evaluate("performance.now()")
        page.wait_for_timeout(1000 * PLAY)
        figures = {"fps": frames_between(page, start, page.evaluate("performance.now()"))}
    elif name == ECHO:
        slider = page.locator(".bench-slider .noUi-handle")
        acts = [lambda key=key: slider.press(key) for key in ("ArrowRight", "ArrowLeft")]
        figures = {"wait": _median_wait(page, acts)}
    else:
        _, k = picture_of(TABLE[NAMES.index(name)])
        x, y, scale = place_of(page, page.locator(".ck-live"), k)
        page.mouse.move(x, y)
        page.mouse.down()
        reach = REACH * scale
        acts = [lambda by=by: page.mouse.move(x + by, y - by) for by in (reach, -reach)]
        figures = {"wait": _median_wait(page, acts)}
        page.mouse.up()
    page.close()
    return figures


def _median_wait(page, acts):
    waits = [wait_for_frame(page, act, 500) for act in acts * (MOVES // 2)]
    return median(wait for wait in waits if wait)


def tables(rounds):
    """Yield the table; what is more than the empty callback is taken in each round."""
    (setting,) = QUICK
    results = measured({setting: CELLS}, QUICK, rounds, measure)
    base = results[setting, ECHO]
    yield from table("grabbed", "move → picture", "more than the empty callback")
    yield f"| the empty callback: a key press | {middle(base, 'wait'):.0f} ms | |"
    more = []
    for name in NAMES:
        runs = results[setting, name]
        more.append(median(a["wait"] - b["wait"] for a, b in zip(runs, base, strict=True)))
        yield f"| {name} | {middle(runs, 'wait'):.0f} ms | {more[-1]:+.0f} ms |"
    yield f"| **median** | | **{median(more):+.0f} ms** (bar: + 20 ms) |"
    yield ""
    fps = middle(results[setting, DESCENT], "fps")
    yield f"Play of lesson 5's descent shows **{fps:.0f}** steps a second (bar: 20)."


if __name__ == "__main__":
    run("handles", tables, PACKAGES, REMARK, rounds=2)
