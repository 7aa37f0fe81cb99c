"""How quickly each of the course's explorers follows a slider, in a real JupyterLab.

The same drag as in `benchmarks.live_picture`: 60 events a second for five seconds, and `interact`
on that benchmark's scene in the same round to compare with. Then single key presses, each after a
rest: from the press to the new picture. `python -m benchmarks.explorers [--write]`.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import nbformat

import coursekit
from benchmarks.live_picture import EXTENSION, ROOT, drag
from benchmarks.report import keep
from tests.lab import browser, jupyter_lab, open_notebook, run_all

# explorer → the slider that is dragged; None for its main one
SLIDERS = {
    "one_neuron": None,
    "digit_neuron": "image",  # its rows are few
    "layers": None,
    "one_layer": "w",  # its terms are few
    "digit_reader": None,
    "cost_squares": None,
    "cost_along_weight": None,
    "landscape": None,
    "two_nudges": "z",
    "one_chain": None,
    "long_chain": "w1",  # its steps are few
    "paths": None,
    "averages": "w1",
    "practice_two": None,
    "descent": None,
    "small_descent": None,
    "fifty_starts": None,
    "by_heart": None,
    "two_curves": None,
}
SETTINGS = {"no lever": ([], {}), "as `make lab`": (EXTENSION, {})}
PRESSES = 10
WATCH = """selector => {
  const frames = [];
  let last = null, on = true;
  const look = () => {
    const image = document.querySelector(selector);
    if (image?.complete && image.src !== last) {
      last = image.src;
      frames.push(performance.now());
    }
    if (on) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.framesSeen = () => frames;
  window.lastPress = 0;
  document.addEventListener('keydown', () => { window.lastPress = performance.now(); }, true);
}"""


def cell(name):
    """Return the code that opens an explorer, or the baseline, with a wide slider to drag."""
    if name == "interact":
        return "from benchmarks import routes\nroutes.interact()"
    slider = repr(SLIDERS[name]) if SLIDERS[name] else "explorer.main"
    opened = "explorer.uncover()\n" if name == "practice_two" else ""
    return (
        f"import coursekit\nexplorer = coursekit.{name}()\n{opened}"
        f"slider = explorer.controls[{slider}]\nslider = getattr(slider, 'amount', slider)\n"
        "slider.add_class('bench-slider')\nslider.layout.width = '800px'\nexplorer"
    )


def measure(chromium, address, name):
    """Return frames a second while dragging, and milliseconds from a key press to its picture."""
    page = open_notebook(chromium, address, f"{name}.ipynb", width=1900, height=1100)
    run_all(page)
    page.wait_for_timeout(1000)
    image = ".jp-OutputArea-output img" if name == "interact" else ".ck-picture"
    page.evaluate(WATCH, image)
    page.wait_for_timeout(300)
    start = page.evaluate("performance.now()")
    drag(page)
    end = page.evaluate("performance.now()")
    frames = [at for at in page.evaluate("window.framesSeen()") if start < at <= end]
    page.wait_for_timeout(2500)
    handle, waits = page.locator(".bench-slider .noUi-handle"), []
    for press in range(PRESSES):
        seen = len(page.evaluate("window.framesSeen()"))
        handle.press("ArrowLeft" if press % 2 else "ArrowRight")
        page.wait_for_timeout(600)
        after = page.evaluate("window.framesSeen()")[seen:]
        if after:  # at its end a slider does not move
            waits.append(after[0] - page.evaluate("window.lastPress"))
    page.close()
    return {"fps": 1000 * len(frames) / (end - start), "press": statistics.median(waits)}


def run(rounds):
    """Measure everything, round by round; return {(setting, name): [figures, …]}."""
    results, names = {}, ["interact", *SLIDERS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            cells = [nbformat.v4.new_code_cell(cell(name))]
            nbformat.write(
                nbformat.v4.new_notebook(cells=cells, metadata=kernel),
                Path(folder) / f"{name}.ipynb",
            )
        for round_number in range(rounds):
            for setting, (options, env) in SETTINGS.items():
                places = env | {"PYTHONPATH": str(ROOT)}
                with (
                    jupyter_lab(folder, env=places, options=options) as address,
                    browser() as chromium,
                ):
                    for name in names if setting == "no lever" else SLIDERS:
                        got = measure(chromium, address, name)
                        results.setdefault((setting, name), []).append(got)
                        print(round_number, setting, name, json.dumps(got), file=sys.stderr)
    return results


def table(results):
    """Return the results as a markdown table; ratios are to `interact` in the same round."""
    baseline = results["no lever", "interact"]
    lines = [
        "| explorer | "
        + " | ".join(f"{setting}: frames a second | × | key → picture | ×" for setting in SETTINGS)
        + " |",
        "|---" * (1 + 4 * len(SETTINGS)) + "|",
    ]
    for name in ["interact", *SLIDERS]:
        line = f"| {name} "
        for setting in SETTINGS:
            runs = results.get((setting, name))
            if runs is None:
                line += "| " * 4
                continue
            ratios = {
                key: statistics.median(r[key] / b[key] for r, b in zip(runs, baseline, strict=True))
                for key in ("fps", "press")
            }
            mid = {key: statistics.median(r[key] for r in runs) for key in ("fps", "press")}
            line += f"| {mid['fps']:.1f} | {ratios['fps']:.1f} "
            line += f"| {mid['press']:.0f} ms | {ratios['press']:.2f} "
        lines.append(line + "|")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    asked = parser.parse_args()
    missing = {name for name, home in coursekit._HOMES.items() if ".explorers." in home}
    missing -= {*SLIDERS, "open_shared", "presenting"}
    if missing:
        parser.error(f"no slider is named for {', '.join(sorted(missing))}")
    names = ("jupyterlab", "ipywidgets", "ipykernel", "matplotlib")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    text = (
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; medians of {asked.rounds} rounds.\n"
        "To repeat: `python -m benchmarks.explorers --write`.\n\n"
        f"{table(run(asked.rounds))}"
    )
    print(text)
    if asked.write:
        keep("explorers", [text])


if __name__ == "__main__":
    main()
