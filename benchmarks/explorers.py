"""How quickly each of the course's explorers follows a slider, in a real JupyterLab.

The same drag as in `benchmarks.live_picture`: 60 events a second for five seconds, and every few
explorers the empty callback (`echo`) to compare with. Then single key presses, each after a rest:
from the press to the new picture. `python -m benchmarks.explorers [--write]`.
"""

from importlib import import_module
from statistics import median

from benchmarks.in_lab import (
    PACKAGES,
    REMARK,
    SETTINGS,
    WATCH,
    drag,
    frames_between,
    measured,
    middle,
    run_wide,
    wait_for_frame,
)
from benchmarks.report import run, table
from coursekit.lessons import TITLES

# those that need a training or a drawing first, see `benchmarks.pad`, and those without a slider
ELSEWHERE = {"train_digits", "draw_digit", "first_layer", "mistakes", "layers", "progress_map"}
EXPLORERS = [
    f"{lesson}.{picture}"
    for lesson in TITLES
    for picture in import_module(f"coursekit.lessons.{lesson}").PICTURES
    if picture not in ELSEWHERE
]
# the slider that is dragged, where that of the explorer's choice has too few values
SLIDERS = {
    "neurons.one_neuron": "w0",
    "neurons.digit_neuron": "rows",
    "matrix_activation.one_layer": "w",
    "matrix_activation.digit_reader": "through",
    "cost.squares": "a00",
    "chain_rule.two_nudges": "z",
    "chain_rule.one_chain": "knobs",
    "chain_rule.long_chain": "w1",
    "chain_rule.paths": "knobs",
    "chain_rule.averages": "w1",
    "chain_rule.practice_two": "knobs",
}
# what uncovers a picture, step by step or at once
STEPS = ("terms", "rows", "through", "squares", "step")
TICKED = {"whole": True, "slope": True, "fog": False, "hide": False}
PRESSES = 10
SMALLER = "as `make lab`, 1280 × 800"
WINDOWS = SETTINGS | {SMALLER: (*SETTINGS["as `make lab`"], 1280, 800)}
GROUP = 5  # explorers that follow one empty callback


def cell(name):
    """Return the code that opens an explorer with a wide slider to drag."""
    lesson, _ = name.split(".")
    slider = repr(SLIDERS[name]) if name in SLIDERS else "explorer.main"
    return (
        f"from benchmarks.explorers import reveal\nfrom coursekit import {lesson}\n"
        f"explorer = {name}()\nreveal(explorer, {slider})\n"
        f"slider = explorer.controls[{slider}]\nslider = getattr(slider, 'amount', slider)\n"
        "slider.add_class('bench-slider')\nslider.layout.width = '800px'\nexplorer"
    )


def reveal(explorer, dragged):
    """Bring an explorer to where all of its picture is shown, but for the control to drag."""
    if explorer.name.endswith("practice_two"):
        explorer.uncover()
    for name, control in explorer.controls.items():
        if name in STEPS and name != dragged:
            control.value = control.max
        elif name in TICKED:
            control.value = TICKED[name]
    return explorer


def measure(opened, name, first):
    """Return frames a second while dragging, and milliseconds from a key press to its picture."""
    page = run_wide(opened, name)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH, ".bench-label" if name.startswith("echo") else ".ck-picture")
    page.wait_for_timeout(300)
    start = page.evaluate("performance.now()")
    drag(page)
    fps = frames_between(page, start, page.evaluate("performance.now()"))
    page.wait_for_timeout(2500)
    handle = page.locator(".bench-slider :is(.noUi-handle, input[type=range])")
    waits = [
        wait_for_frame(page, lambda key=key: handle.press(key), 600)
        for key in ("ArrowRight", "ArrowLeft") * (PRESSES // 2)
    ]
    page.close()
    return {"fps": fps, "press": median(wait for wait in waits if wait)}  # None: at its end


def tables(rounds, explorers):
    """Yield the table; ratios are to the empty callback before it in the same round."""
    cells, echo_of = {}, {}
    for k, name in enumerate(EXPLORERS[:explorers]):
        echo_of[name] = f"echo {k // GROUP}"
        cells[echo_of[name]] = ["from benchmarks import routes\nroutes.echo()"]
        cells[name] = [cell(name)]
    results = measured(dict.fromkeys(WINDOWS, cells), WINDOWS, rounds, measure)
    heads = ((f"{setting}: frames a second", "×", "key → picture", "more") for setting in WINDOWS)
    yield from table("explorer", *(head for four in heads for head in four))
    ratios = {setting: [] for setting in WINDOWS}
    for name, echo in echo_of.items():
        line = [name]
        for setting in WINDOWS:
            runs, base = results[setting, name], results[setting, echo]
            ratios[setting].append(middle(runs, "fps", base))
            more = median(a["press"] - b["press"] for a, b in zip(runs, base, strict=True))
            line += [f"{middle(runs, 'fps'):.1f}", f"{ratios[setting][-1]:.2f}"]
            line += [f"{middle(runs, 'press'):.0f} ms", f"{more:+.0f} ms"]
        yield f"| {' | '.join(line)} |"
    cells = " | ".join(
        f" | **{median(ratios[setting]):.2f}** (bar: 0.8) | | " for setting in WINDOWS
    )
    yield f"| **median** | {cells} |"


if __name__ == "__main__":
    run("explorers", tables, PACKAGES, REMARK, rounds=2, explorers=len(EXPLORERS))
