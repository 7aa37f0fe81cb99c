"""How long grading a class takes, beside nbgrader's `autograde` on the same notebooks.

`python -m benchmarks.grading --write` keeps the table in README.md. The class hands in lesson 1
with all its pictures. For nbgrader each question is followed by a test cell of one assertion, so
nearly all of its time goes into running the notebooks, one after the other. These cells stay in
the notebooks that the course's own grader gets. Every round starts with an empty output folder.
"""

import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.report import run, table
from benchmarks.seeds import spread
from tests.answers.neurons import ANSWERS, WRONG
from tests.classroom import submissions

LESSON = "01-neurons"
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
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and ".check(" in source:
            handed_in = ast.unparse(ast.parse(source).body[-1].value.args[0])
            cells.append(test_cell(len(cells), handed_in))
    return notebook | {"cells": cells}


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
        command = [str(Path(sys.executable).with_name("coursekit")), "grade", str(folder), option]
        return seconds([*command, "--out", f"{place}/out"])


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


# how it is graded, what does it, and how many seconds it may take
WAYS = {
    "records alone": (lambda folder: ours(folder, "--records-only"), "at most 2"),
    "every notebook run": (lambda folder: ours(folder, "--execute"), "at most 30"),
    "nbgrader autograde": (nbgrader, ""),
}


def beside_nbgrader(folder, count, rounds):
    """Yield the table of the class, all graders taking turns."""
    hand_in(folder, count)
    took = [[grade(folder) for grade, _ in WAYS.values()] for _ in range(rounds)]
    columns = [list(zip(*each, strict=True)) for each in zip(*took, strict=True)]
    rival = median(columns[-1][0])
    heads = "seconds", "bar", "nbgrader's, times this", "processor seconds"
    yield from table(f"{count} notebooks", *heads)
    for (name, (_, bar)), (clock, used) in zip(WAYS.items(), columns, strict=True):
        clocks, processors = (spread(each, "{:.1f}", 1) for each in (clock, used))
        yield f"| {name} | {clocks} | {bar} | {rival / median(clock):.1f} | {processors} |"


def by_size(folder, sizes):
    """Yield the cost of a notebook for classes of several sizes."""
    yield from table("notebooks", "records alone: seconds each (processor)", "every notebook run")
    for size in sizes:
        place = folder / str(size)
        hand_in(place, size)
        each = [ours(place, option) for option in ("--records-only", "--execute")]
        shares = [f"{clock / size:.3f} ({used / size:.3f})" for clock, used in each]
        yield f"| {size} | {' | '.join(shares)} |"


def tables(notebooks, sizes, rounds):
    """Yield both tables."""
    with tempfile.TemporaryDirectory() as folder:
        yield from beside_nbgrader(Path(folder) / "class", notebooks, rounds)
        yield ""
        yield from by_size(Path(folder), sizes)


if __name__ == "__main__":
    remark = "; medians and ranges of {rounds} rounds"
    how = {"notebooks": 20, "sizes": (20, 100, 500), "rounds": 3}
    run("grading", tables, ["nbgrader", "nbclient"], remark, **how)
