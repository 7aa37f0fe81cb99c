"""Hostile submissions, run: they gain nothing, are noticed, and harm nobody else."""

import csv
import json
import os
import time

import pytest

from coursekit.teach import executing, grade_command, landlock
from coursekit.teach.reading import Cell
from tests.answers.neurons import ANSWERS, WRONG
from tests.teach import submissions

IMPORT = "from coursekit.exercises import neurons"
RIGHT = f"z = {ANSWERS['weighted_sum']}\nneurons.weighted_sum.check(z)"
WRONG_ONE = f"z = {WRONG['weighted_sum'][0]}\nneurons.weighted_sum.check(z)"
FORGE = """
from IPython.display import display
from coursekit.exercises.feedback import RECORD
display({RECORD: {"exercise": "neurons.weighted_sum", "learner": None, "variant": 0, "attempt": 1,
                  "answer": 123.0, "outcome": "right", "slip": None}}, raw=True)
"""
# name → the cells, of which the first imports the questions
HOSTILE = {
    "ends-python": ["import os\nos._exit(0)", RIGHT],
    "endless": ["while True: pass", RIGHT],
    "forges": [FORGE, WRONG_ONE],
    "forks": ["import os\nwhile True: os.fork()", RIGHT],
    "gigabyte": ["print('x' * 10**9)", RIGHT],
    "links-out": ["import os\nos.symlink(OUTSIDE, 'way-out')\nos.chdir('way-out')", RIGHT],
    "memory": ["hog = [bytearray(10**8) for _ in range(100)]", RIGHT],
    "patches": ["import numpy as np\nnp.allclose = lambda *a, **k: True", WRONG_ONE],
    "patches-kit": [
        "from coursekit.exercises.feedback import Outcome\n"
        "neurons.weighted_sum.judge = lambda *a, **k: Outcome('right')",
        WRONG_ONE,
    ],
    "says-right": ["print('Right. Three products and the bias, added up.')"],
    "stubborn": ["while True:\n    try:\n        while True: pass\n    except BaseException: pass"],
    "vandal": [
        "import os, shutil\nshutil.rmtree(OUTSIDE, True)\n"
        "for path, _, files in os.walk(os.path.dirname(OUTSIDE)):\n    for name in files:\n"
        "        try: os.remove(os.path.join(path, name))\n        except OSError: pass",
        RIGHT,
    ],
    "writes": ["with open('big', 'wb') as f:\n    while True: f.write(b'x' * 10**6)", RIGHT],
    "writes-much": [
        "import os, time\nfor n in range(20): os.posix_fallocate(os.open(f'{n}', 66), 0, 10**8)\n"
        "time.sleep(2)",
        RIGHT,
    ],
}  # fmt: skip
# whose own right answer comes up all the same
BELIEVED = {"endless", "links-out", "vandal", "writes"}


def snapshot(folder):
    """Return path → content or link of all that lies in a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        kept = os.readlink(path) if path.is_symlink() else path.is_file() and path.read_bytes()
        found[str(path)] = (kept, stat.st_mode, stat.st_mtime_ns)
    return found


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory):
    """Grade all of them in one folder, beside two honest learners; return what there is then."""
    home = tmp_path_factory.mktemp("class")
    folder, outside = home / "in", home / "precious"
    outside.mkdir()
    (outside / "thesis").write_text("years of work")
    for name, cells in HOSTILE.items():
        cells = [cell.replace("OUTSIDE", repr(str(outside))) for cell in cells]
        submissions.write(submissions.code(IMPORT, *cells), folder / name / "x.ipynb")
    honest = {name: ANSWERS[name] for name in ("weighted_sum", "write_sigmoid", "first_layer")}
    submissions.write(submissions.answered("01-neurons", honest), folder / "aaa-honest" / "x.ipynb")
    submissions.write(submissions.answered("01-neurons", honest), folder / "zzz-honest" / "x.ipynb")
    whole = json.dumps(submissions.starter("01-neurons"))
    (folder / "cut").mkdir()
    (folder / "cut" / "x.ipynb").write_text(whole[: len(whole) // 2])
    (folder / "link").mkdir()
    (folder / "link" / "x.ipynb").symlink_to(outside / "thesis")
    before, start = snapshot(home), time.monotonic()
    limits = ["--cell-seconds", "3", "--notebook-seconds", "12", "--memory", "700"]
    out = home.parent / f"{home.name}-out"
    assert grade_command.command([str(folder), "--out", str(out), "--execute", *limits]) == 0
    with (out / "grades.csv").open(encoding="utf-8-sig") as file:
        rows = {row["learner"]: row for row in csv.DictReader(file)}
    return {"rows": rows, "before": before, "after": snapshot(home), "start": start, "out": out}


def test_no_file_outside_the_output_folder_is_changed(aftermath):
    if not landlock.version():
        pytest.skip("this system has no Landlock")
    assert aftermath["after"] == aftermath["before"]


def test_no_other_learner_loses_a_grade(aftermath):
    for name in ("aaa-honest", "zzz-honest"):
        row = aftermath["rows"][name]
        assert row["neurons.weighted_sum"] == "right"
        assert row["neurons.first_layer"] == "right"  # chosen by button: the saved answer stands
        assert row["neurons.write_sigmoid"] == "right"
        assert row["score"] == "3"
        assert row["remarks"].replace("zzz", "aaa") == "the same file as that of aaa-honest"


@pytest.mark.parametrize("name", HOSTILE)
def test_it_gains_nothing(name, aftermath):
    worth = "right" if name in BELIEVED else ""
    worth = "not yet" if name in ("forges", "patches", "patches-kit") else worth
    assert aftermath["rows"][name]["neurons.weighted_sum"] == worth


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("ends-python", "a cell ends Python"),
        ("ends-python", "the code calls os._exit"),
        ("forges", "the code imports coursekit.exercises.feedback.RECORD"),
        ("forks", "running it was ended"),
        ("forks", "the code calls os.fork"),
        ("memory", "it took more than 700 MB of memory"),
        ("patches", "the code replaces numpy.allclose"),
        ("patches-kit", "the code replaces coursekit.exercises.neurons.weighted_sum.judge"),
        ("stubborn", "it took longer than 3 s"),
        ("writes-much", "it wrote more than 500 MB"),
        ("cut", "it breaks off in the middle"),
        ("link", "a link to another place, which is not followed"),
    ],
)
def test_it_is_noticed(name, remark, aftermath):
    assert remark in aftermath["rows"][name]["remarks"]


@pytest.mark.parametrize(
    ("cells", "run"),
    [
        (["from coursekit import one_neuron", "one_neuron()"], [0]),
        (["from coursekit import one_neuron as n", "n(3)", "m = n()"], [0, 2]),
        (["from coursekit import one_neuron", "one_neuron(print())"], [0, 1]),
        (["from coursekit import one_neuron", "def one_neuron(): ...", "one_neuron()"], [0, 1, 2]),
        (["from coursekit import learner", 'learner("ada")'], [0, 1]),
        (["one_neuron()", "%magic", "1 +"], [0, 1, 2]),
    ],
)
def test_only_a_cell_that_shows_a_picture_of_the_course_is_passed_over(cells, run):
    parsed = [Cell(index, source) for index, source in enumerate(cells)]
    assert [cell.index for cell in executing.worth_running(parsed)] == run


def test_nothing_is_left_running_or_lying_about(aftermath):
    assert not (aftermath["out"] / "work").exists()
    alive = [pid for pid in filter(str.isdigit, os.listdir("/proc")) if _sits_in(pid, "work/job-")]
    assert alive == []


def _sits_in(pid, place):
    try:
        return place in os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return False
