"""How long grading a class takes, beside nbgrader's `autograde` on the same notebooks.

`python -m benchmarks.grading --write` keeps the table in README.md. The class hands in lesson 1
with all its pictures. For nbgrader each question is followed by a test cell of one assertion, so
nearly all of its time goes into running the notebooks, one after the other. These cells stay in
the notebooks that the course's own grader gets. Every round starts with an empty output folder.
"""

import argparse
import ast
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.report import keep
from tests.answers.neurons import ANSWERS, WRONG
from tests.teach import submissions

LESSON = "01-neurons"
CLASS = 20
SIZES = (20, 100, 500)
ROUNDS = 3
SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "course"
c.CourseDirectory.root = {root!r}
"""


def with_tests(notebook):
    """Return a notebook in which a test cell follows each cell that checks an answer."""
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        handed_in = checked(cell)
        if handed_in:
            cells.append(test_cell(len(cells), handed_in))
    return notebook | {"cells": cells}


def checked(cell):
    """Return the name that a cell hands in, or None."""
    if cell["cell_type"] != "code" or ".check(" not in "".join(cell["source"]):
        return None
    last = ast.parse("".join(cell["source"])).body[-1]
    return ast.unparse(last.value.args[0])


def test_cell(number, handed_in):
    known = {"grade": True, "solution": False, "locked": True, "task": False}
    known |= {"grade_id": f"question-{number}", "points": 1, "schema_version": 3}
    return {
        "cell_type": "code",
        "id": f"test-{number}",
        "execution_count": None,
        "metadata": {"nbgrader": known},
        "outputs": [],
        "source": f"assert {handed_in} is not ...",
    }


def hand_in(folder, count):
    """Write a class's notebooks: some questions right, some wrong, some left out."""
    rng = random.Random(0)
    for number in range(count):
        answers = {name: answer for name, answer in ANSWERS.items() if rng.random() < 0.8}
        answers |= {name: wrong for name, (wrong, _) in WRONG.items() if rng.random() < 0.3}
        notebook = with_tests(submissions.answered(LESSON, answers, pictures=True))
        submissions.write(notebook, folder / f"learner-{number:03d}" / LESSON / f"{LESSON}.ipynb")


def ours(folder, option):
    """Return the seconds that `coursekit grade` takes for a folder, see `seconds`."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        command = [sys.executable, "-m", "coursekit.teach", "grade", str(folder), option]
        return seconds([*command, "--out", str(out)])


def nbgrader(folder):
    """Return the seconds that `nbgrader autograde` takes for a folder, see `seconds`."""
    with tempfile.TemporaryDirectory() as root:
        course = Path(root)
        (course / "nbgrader_config.py").write_text(SETTINGS.format(root=root))
        source = with_tests(submissions.starter(LESSON))
        submissions.write(source, course / "source" / LESSON / f"{LESSON}.ipynb")
        shutil.copytree(folder, course / "submitted")
        command = [sys.executable, "-m", "nbgrader"]
        seconds([*command, "generate_assignment", LESSON], course)
        took = seconds([*command, "autograde", LESSON], course)
        graded = list((course / "autograded").glob(f"*/{LESSON}/*.ipynb"))
        assert len(graded) == len(list(folder.iterdir()))
        return took


def seconds(command, folder=None):
    """Return how long a command takes on the clock, and on the processors with all its children."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    how = {"cwd": folder, "env": os.environ | {"PATH": beside}}  # nbgrader calls alembic
    start, before = time.perf_counter(), processor()
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return time.perf_counter() - start, processor() - before


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told(times):
    return f"{statistics.median(times):.1f} ({min(times):.1f}–{max(times):.1f})"


def beside_nbgrader(folder):
    """Yield the table of the class, all graders taking turns."""
    hand_in(folder, CLASS)
    calls = {
        "records alone": lambda: ours(folder, "--records-only"),
        "every notebook run": lambda: ours(folder, "--execute"),
        "nbgrader autograde": lambda: nbgrader(folder),
    }
    took = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            took[name].append(call())
    bars = ("at most 2", "at most 30", "")
    rival = statistics.median(clock for clock, _ in took["nbgrader autograde"])
    yield f"| {CLASS} notebooks | seconds | bar | nbgrader's, times this | processor seconds |"
    yield "|---|---|---|---|---|"
    for (name, times), bar in zip(took.items(), bars, strict=True):
        clock, used = zip(*times, strict=True)
        ratio = rival / statistics.median(clock)
        yield f"| {name} | {told(clock)} | {bar} | {ratio:.1f} | {told(used)} |"


def by_size(folder, sizes):
    """Yield the cost of a notebook for classes of several sizes."""
    yield "| notebooks | records alone: seconds each (processor) | every notebook run |"
    yield "|---|---|---|"
    for size in sizes:
        place = folder / str(size)
        hand_in(place, size)
        each = [ours(place, option) for option in ("--records-only", "--execute")]
        shares = [f"{clock / size:.3f} ({used / size:.3f})" for clock, used in each]
        yield f"| {size} | {' | '.join(shares)} |"


def report(sizes):
    packages = ", ".join(f"{name} {version(name)}" for name in ("nbgrader", "nbclient"))
    yield (
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}; medians and ranges of {ROUNDS} rounds."
    )
    yield "To repeat: `python -m benchmarks.grading --write`."
    yield ""
    with tempfile.TemporaryDirectory() as folder:
        yield from beside_nbgrader(Path(folder) / "class")
        yield ""
        yield from by_size(Path(folder), sizes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    asked = parser.parse_args()
    lines = []
    for line in report(asked.sizes):
        print(line, flush=True)
        lines.append(line)
    if asked.write:
        keep("grading", lines)


if __name__ == "__main__":
    main()
