"""Hostile submissions, run: they gain nothing, are noticed, and harm nobody else."""

import csv
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from coursekit.classroom import grade_command, landlock, rooms
from coursekit.classroom.notebook import Cell
from coursekit.classroom.room import Limits
from tests.answers.neurons import ANSWERS, WRONG
from tests.classroom import submissions

IMPORT = "from coursekit import neurons"
RIGHT = f"z = {ANSWERS['weighted_sum']}\nneurons.weighted_sum.check(z)"
WRONG_ONE = f"z = {WRONG['weighted_sum'][0]}\nneurons.weighted_sum.check(z)"
FORGE = """
from IPython.display import display
from coursekit.questions.session import RECORD
display({RECORD: {"exercise": "neurons.weighted_sum", "learner": None, "variant": 0, "attempt": 1,
                  "answer": 123.0, "outcome": "right", "slip": None}}, raw=True)
"""
FUNCTION = "import numpy as np\ndef sigmoid(z):\n    BODY\n    return 1 / (1 + np.exp(-z))\n"
WRITE = f"{FUNCTION}neurons.write_sigmoid.check(sigmoid)"
# name → the cells after the import; what the sum and the function are worth; words of a remark
HOSTILE = {
    "ends-python": (["import os\nos._exit(0)", RIGHT], "", "", "it ends Python"),
    "endless": (["while True: pass", RIGHT], "right", "", "it took longer than 4 s"),
    "forges": ([FORGE, WRONG_ONE], "not yet", "", ""),
    "forks": (["import os\nwhile True: os.fork()", RIGHT], "", "", "running it was ended"),
    "gigabyte": (["print('x' * 10**9)", RIGHT], "", "", ""),
    "links": (["import os\nos.symlink(OUTSIDE, 'way')\nos.chdir('way')", RIGHT], "right", "", ""),
    "memory": (
        ["hog = bytearray(b'x') * 9 * 10**8\nimport time\ntime.sleep(60)"],
        "", "", "more than 700 MB",
    ),
    "nests": (
        ["import os, time\nfor _ in range(1000): os.mkdir('d'), os.chdir('d')\ntime.sleep(2)"],
        "", "", "folders within folders",
    ),
    "patches": (["import numpy\nnumpy.all = lambda *a: True", WRONG_ONE], "not yet", "", ""),
    "says-right": (["print('Right. Three products and the bias, added up.')"], "", "", ""),
    "stubborn": (
        ["while True:\n    try:\n        while True: pass\n    except BaseException: pass"],
        "",
        "",
        "it took longer than 4 s",
    ),
    "surrogate": ([r'neurons.layers_in_words.check("\ud83d is half")', RIGHT], "right", "", ""),
    "vandal": (
        ["import os, shutil\nshutil.rmtree(OUTSIDE, True)\n"
         "for path, _, files in os.walk(os.path.dirname(OUTSIDE)):\n    for name in files:\n"
         "        try: os.remove(os.path.join(path, name))\n        except OSError: pass", RIGHT],
        "right", "", "",
    ),
    "writes": (
        ["with open('big', 'wb') as f:\n    while True: f.write(b'x' * 10**6)", RIGHT],
        "right", "", "",
    ),
    "writes-much": (
        ["import os, time\nfor n in range(20): os.posix_fallocate(os.open(f'{n}', 66), 0, 10**8)\n"
         "time.sleep(2)"], "", "", "it wrote more than 500 MB",
    ),
    "loops-in-c": (
        [RIGHT, WRITE.replace("BODY", "import itertools; sum(itertools.count())")],
        "right", "", "it took longer than 4 s",
    ),
    "crashes": (
        [RIGHT, WRITE.replace("BODY", "import ctypes; ctypes.string_at(0)")], "right", "", "",
    ),
    "away": (
        [WRITE.replace("BODY", "import os, time; os.fork() or (os.setsid(), time.sleep(600))")],
        "", "right", "",
    ),
    "looks-for-secrets": (
        [WRITE.replace("BODY", "import os; assert 'A_SECRET' not in os.environ")], "", "right", "",
    ),
}  # fmt: skip


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
    for name, (cells, *_) in HOSTILE.items():
        cells = [cell.replace("OUTSIDE", repr(str(outside))) for cell in cells]
        submissions.write(submissions.code(IMPORT, *cells), folder / name / "x.ipynb")
    honest = {name: ANSWERS[name] for name in ("weighted_sum", "write_sigmoid", "first_layer")}
    for name in ("aaa", "zzz"):
        submissions.write(submissions.answered("01-neurons", honest), folder / name / "x.ipynb")
    whole = json.dumps(submissions.starter("01-neurons"))
    for name in ("cut", "link", "fakes"):
        (folder / name).mkdir()
    (folder / "cut" / "x.ipynb").write_text(whole[: len(whole) // 2])
    (folder / "link" / "x.ipynb").symlink_to(outside / "thesis")
    for fake in ("coursekit/__init__.py", "numpy/__init__.py"):
        (folder / "fakes" / fake).parent.mkdir()
        (folder / "fakes" / fake).write_text(f"open({str(outside / 'mark')!r}, 'w')")
    submissions.write(submissions.code(IMPORT, RIGHT), folder / "fakes" / "x.ipynb")
    before, out = snapshot(home), home.parent / f"{home.name}-out"
    limits = ["--cell-seconds", "4", "--learner-seconds", "60", "--memory", "700"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("A_SECRET", "42")
        assert grade_command.command([str(folder), "--out", str(out), "--execute", *limits]) == 0
    with (out / "grades.csv").open(encoding="utf-8-sig") as file:
        rows = {row["learner"]: row for row in csv.DictReader(file)}
    return {"rows": rows, "before": before, "after": snapshot(home), "out": out}


def test_no_file_outside_the_output_folder_is_changed(aftermath):
    if rooms.confinement() == "limits":
        pytest.skip("this system has neither bubblewrap nor Landlock")
    assert aftermath["after"] == aftermath["before"]


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_no_other_learner_loses_a_grade(name, aftermath):
    row = aftermath["rows"][name]
    assert row["neurons.weighted_sum"] == row["neurons.write_sigmoid"] == "right"
    assert row["neurons.first_layer"] == "right"  # chosen by button: the saved answer stands
    assert row["score"] == "3"


@pytest.mark.parametrize("name", HOSTILE)
def test_it_gains_nothing_and_is_noticed(name, aftermath):
    _, the_sum, function, remark = HOSTILE[name]
    row = aftermath["rows"][name]
    assert row["neurons.weighted_sum"] == the_sum
    assert row["neurons.write_sigmoid"] == function
    assert remark in row["remarks"]


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("cut", "it breaks off in the middle"),
        ("link", "a link to another place, which is not followed"),
        ("fakes", ""),
    ],
)
def test_a_file_that_is_odd_is_a_row_with_a_remark(name, remark, aftermath):
    assert remark in aftermath["rows"][name]["remarks"]


def test_the_teacher_reads_what_kept_the_code_in_its_room(aftermath):
    page = (aftermath["out"] / "for-the-teacher.html").read_text()
    assert f"Learners&#39; code ran under {rooms.confinement()}" in page


def test_nothing_is_left_running_or_lying_about(aftermath):
    assert not (aftermath["out"] / "work").exists()
    here = str(aftermath["out"] / "work")  # each room's processes begin in a folder of it
    assert [pid for pid in filter(str.isdigit, os.listdir("/proc")) if _sits_in(pid, here)] == []


def _sits_in(pid, place):
    try:
        return os.readlink(f"/proc/{pid}/cwd").startswith(place)
    except OSError:
        return False


@pytest.mark.parametrize("one", ["keeper", "worker"])
def test_a_kernel_ends_with_its_keeper_however_that_ends(one, tmp_path, monkeypatch):
    """Else a run that fails or is killed leaves kernels behind that nobody will end."""
    monkeypatch.setattr(
        rooms, "confinement", lambda: "Landlock"
    )  # under bubblewrap they end as one
    before = set(psutil.Process().children())
    with ThreadPoolExecutor() as pool:
        cells = [Cell(0, "import time\ntime.sleep(100)")]
        ended = pool.submit(rooms.run, cells, Limits(), {}, tmp_path)
        while len(family := _family(before)) < 3:  # keeper, worker, kernel
            assert not ended.done()
            time.sleep(0.05)
        family[0 if one == "keeper" else 1].kill()
        if one == "keeper":
            with pytest.raises(rooms.Lost):
                ended.result()
        else:
            assert "ended from within" in ended.result().ended
    assert psutil.wait_procs(family, timeout=60)[1] == []
    assert list(tmp_path.iterdir()) == []


def _family(before):
    """Return this process's new children and theirs, in the order of generations."""
    return [c for child in set(psutil.Process().children()) - before
            for c in (child, *child.children(recursive=True))]  # fmt: skip


CONFINED = pytest.mark.skipif(not landlock.version(), reason="this system has no Landlock")


@pytest.mark.parametrize("how", ["bubblewrap", pytest.param("Landlock", marks=CONFINED)])
def test_no_file_outside_can_be_read_or_changed(how, tmp_path, monkeypatch):
    if how == "bubblewrap" and rooms.confinement() != how:
        pytest.skip("bubblewrap is not installed here")
    monkeypatch.setattr(rooms, "confinement", lambda: how)
    precious, room = tmp_path / "precious", tmp_path / "room"
    precious.write_text("as it was")
    room.mkdir()
    attacks = ["open(P, 'w')", "open(P).read()", "os.remove(P)", "os.truncate(P, 0)",
               "os.rename(P, 'x')", "shutil.rmtree(os.path.dirname(P))"]  # fmt: skip
    if how == "bubblewrap":
        attacks += ["os.chmod(P, 0o777)", "os.utime(P)", "os.listdir(os.path.dirname(P))[1]",
                    "socket.create_connection(('1.1.1.1', 53))"]  # fmt: skip
    start = f"import os, shutil, socket\nP = {str(precious)!r}\nOUT = (OSError, IndexError)"
    cells = [start, *(f"try:\n    {a}\nexcept OUT:\n    1 / 0" for a in attacks)]
    cells = [Cell(k, source) for k, source in enumerate(cells)]
    ran = rooms.run(cells, Limits(), {}, room)
    assert list(ran.stopped.values()) == ["ZeroDivisionError"] * len(attacks)
    assert precious.read_text() == "as it was"


def test_running_needs_what_it_names(monkeypatch):
    monkeypatch.setattr(rooms, "find_spec", lambda name: None if name == "nbclient" else name)
    with pytest.raises(ImportError, match="pip install 'neural-networks-crash-course\\[teach\\]'"):
        rooms.require()


def test_its_processes_import_nothing_from_where_they_stand(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    for name in ("coursekit", "psutil", "json", "numpy"):
        (tmp_path / f"{name}.py").write_text("1 / 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p not in ("", str(tmp_path))])
    assert (
        rooms.run([Cell(0, "import coursekit.questions")], Limits(), {}, tmp_path / "in").ended
        == ""
    )
