"""How long it takes to begin: to import the parts, and from the wheel alone to the first drag.

`python -m benchmarks.start --write` keeps the tables in README.md. Imports count seconds of the
processor, beyond those of numpy. The second table installs the wheel with an empty cache.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.report import run, table
from tests import installed, lab

NUMPY = "import numpy"
# what → the code, what is taken off, and the bar in seconds
IMPORTS = {
    "the maths, beyond numpy": (
        "from coursekit.network import descend, mnist",
        NUMPY,
        0.3,
    ),
    "a lesson's questions, beyond numpy": ("from coursekit import cost; dir(cost)", NUMPY, 0.6),
    "`coursekit --help`": ("from coursekit.command.cli import main; main(['--help'])", None, 0.2),
}
COMMAND = "neural-networks-crash-course"


def processor_seconds(code, rounds):
    """Return the median of what a fresh Python takes for some code."""

    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return median(once() for _ in range(rounds))


def first_drag():
    """Yield what happens from an empty folder to the first dragged slider, and when it is done."""
    with installed.elsewhere() as folder:
        wheel = installed.wheel_in(folder)
        learner = installed.Learner(folder / "learner", Path(sys.executable).parent)
        uvx = ["uvx", "--no-cache", "--from", str(wheel), COMMAND]
        begin = time.perf_counter()
        learner.types(*uvx, "--version")
        yield "the packages are there (uv, nothing cached)", time.perf_counter() - begin
        env = installed.Environment(folder / "env")
        env.uv("pip", "install", "--quiet", wheel)
        learner = installed.Learner(folder / "second", env.folder / "bin")
        with lab.browser() as chromium:
            begin = time.perf_counter()
            with learner.starting(COMMAND, "start") as address:
                yield "JupyterLab answers", time.perf_counter() - begin
                page = lab.open_notebook(chromium, address, "00-start.ipynb")
                yield "the first page and its kernel are there", time.perf_counter() - begin
                before = time.perf_counter()
                lab.run_all(page)
                yield "of which ours: its cells have run", time.perf_counter() - before
                installed.drag(page)
                yield "the first slider has been dragged", time.perf_counter() - begin


def tables(rounds):
    """Yield what imports cost, and how long a learner waits."""
    yield from table("import", "seconds of the processor", "bar")
    for name, (code, less, bar) in IMPORTS.items():
        seconds = processor_seconds(code, rounds)
        seconds -= processor_seconds(less, rounds) if less else 0
        yield f"| {name} | {seconds:.2f} | {bar} |"
    yield ""
    yield from table("from an empty folder with the wheel", "seconds")
    for name, seconds in first_drag():
        yield f"| {name} | {seconds:.1f} |"


if __name__ == "__main__":
    run("start", tables, ("jupyterlab", "ipywidgets", "anywidget"), rounds=5)
