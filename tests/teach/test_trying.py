"""A learner's function runs in a process of its own, whatever it does there."""

import os
import time

import numpy as np
import pytest

from coursekit.exercises.functions import Elsewhere, Function
from coursekit.exercises.neurons import write_sigmoid
from coursekit.teach import landlock
from coursekit.teach.records import exercises
from coursekit.teach.trying import decode, encode

SIGMOID = "1 / (1 + np.exp(-z))"
FUNCTIONS = [e for e in exercises().values() if isinstance(e, Function)]
confined = pytest.mark.skipif(not landlock.version(), reason="this system has no Landlock")


def function(body):
    return "def sigmoid(z):\n" + "".join(f"    {line}\n" for line in body.split("\n"))


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.id)
def test_inputs_and_results_of_every_question_can_cross_over_as_data(exercise):
    def there(cases):
        return decode(encode([exercise.reference(*case) for case in decode(encode(cases))]))

    for number in range(5):
        outcome = exercise.judge(Elsewhere(there), None, number)
        assert outcome == exercise.judge(exercise.reference, None, number)


@pytest.mark.parametrize(
    "source",
    [
        function(f"return {SIGMOID}"),
        f"sigmoid = lambda z: {SIGMOID}\n",
        f"neurons.write_sigmoid.check(lambda z: {SIGMOID})\n",
        "    " + function(f"return {SIGMOID}").replace("\n", "\n    ").rstrip(" "),
        function(f"import math\nreturn {SIGMOID}"),
    ],
)
def test_a_function_in_any_honest_form_is_made_from_its_source(source, trial):
    assert write_sigmoid.judge(trial(source)).name == "right"


def test_it_may_rest_on_other_cells(trial):
    source = function("return squeeze(z)")
    assert write_sigmoid.judge(trial(source)).name == "explained"
    helpers = ["1 / 0", f"def squeeze(z):\n    return {SIGMOID}"]
    assert write_sigmoid.judge(trial(source, helpers)).name == "right"


@pytest.mark.parametrize(
    "value",
    ["None", "'a'", "True", "np.True_", "1j", "{}", "range(3)", "np.exp", "[1, [2]]", "object()",
     "np.nan", "10 ** 500", "[0] * 20000", "np.array(['a'])", "np.array([1j])", "[]", "z.nothing",
     "np.zeros((2, 2))", "map(str, [])", "[None, 1]", "1 / 0", "np.float32(0.5)", "b''"],
)  # fmt: skip
def test_what_is_no_right_result_is_told_as_in_the_notebook(value, trial):
    names = {"np": np}
    source = function(f"return {value}")
    exec(source, names)
    here, there = write_sigmoid.judge(names["sigmoid"]), write_sigmoid.judge(trial(source))
    assert (here.name, here.slip) == (there.name, there.slip)
    if "stops in line" not in here.text:  # there, the line can be told as well
        assert here.text == there.text


def test_an_error_is_told_with_the_learner_s_line(trial):
    text = write_sigmoid.judge(trial(function("y = z\nreturn 1 / (y - y)"))).text
    assert "line 3, `return 1 / (y - y)`, with ZeroDivisionError" in text


HOSTILE = {
    "loop": "while True: pass",
    "loop in C": "import itertools\nreturn sum(itertools.count())",
    "fork": "import os\nwhile True: os.fork()",
    "memory": "return bytearray(10**11)",
    "exit": "import os\nos._exit(0)",
    "crash": "import ctypes\nctypes.string_at(0)",
    "the course": "from coursekit.exercises import neurons\nneurons.write_sigmoid.reference(z)",
    "depth": "return sigmoid(z)",
    "disk": "f = open('x', 'wb')\nwhile True: f.write(b'x' * 10**6)",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_function_is_ended_and_explained(name, trial, tmp_path):
    start = time.monotonic()
    outcome = write_sigmoid.judge(trial(function(HOSTILE[name])))
    assert outcome.name == "explained", outcome
    assert time.monotonic() - start < 20
    assert write_sigmoid.judge(trial(function(f"return {SIGMOID}"))).name == "right"
    assert list(tmp_path.glob("job-*")) == []


def test_a_process_that_moves_away_is_ended_as_well(trial, tmp_path):
    away = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\n"
    marked = away + f"return {SIGMOID}"
    assert write_sigmoid.judge(trial(function(marked))).name == "right"
    alive = [pid for pid in filter(str.isdigit, os.listdir("/proc")) if _sits_in(pid, tmp_path)]
    assert alive == []


def _sits_in(pid, folder):
    try:
        return os.readlink(f"/proc/{pid}/cwd").startswith(str(folder))
    except OSError:
        return False


@confined
@pytest.mark.parametrize(
    "attack",
    [
        "open(P, 'w')",
        "open(P).read()",
        "os.remove(P)",
        "os.truncate(P, 0)",
        "os.rename(P, 'x')",
        "shutil.rmtree(os.path.dirname(P))",
    ],
)
def test_no_file_outside_can_be_read_or_changed(attack, trial, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("as it was")
    body = f"import os, shutil\nP = {str(precious)!r}\ntry:\n    {attack}\n"
    body += f"except OSError:\n    return {SIGMOID}"
    assert write_sigmoid.judge(trial(function(body))).name == "right"
    assert precious.read_text() == "as it was"


@pytest.mark.skipif(landlock.version() < 6, reason="this system's Landlock lets signals pass")
def test_no_signal_reaches_the_grader(trial):
    body = f"import os\ntry:\n    os.kill({os.getpid()}, 0)\nexcept PermissionError:\n"
    assert write_sigmoid.judge(trial(function(f"{body}    return {SIGMOID}"))).name == "right"


def test_nothing_of_the_teacher_s_environment_is_handed_on(trial, monkeypatch):
    monkeypatch.setenv("A_SECRET", "42")
    body = f"import os\nassert 'A_SECRET' not in os.environ\nreturn {SIGMOID}"
    assert write_sigmoid.judge(trial(function(body))).name == "right"


def test_what_crosses_over_is_data():
    case = (np.array([[1, 2], [3, 4]], np.int16), [np.array(0.5), 2], (1e-300, -0.0))
    for mine, theirs in zip(case, decode(encode(case)), strict=True):
        assert np.array_equal(np.asarray(mine, object), np.asarray(theirs, object))
    assert decode(encode(case))[0].dtype == np.int16
