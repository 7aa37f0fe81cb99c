"""What the notebook called right the sheet calls right, however the function was written."""

import random
import subprocess
import sys

import pytest

from coursekit.classroom import rooms
from coursekit.classroom.assessment import assess
from coursekit.classroom.notebook import Cell, Notebook
from coursekit.classroom.room import Limits

BESIDE = "import numpy as np\n\n\ndef minus_exp(z):\n    return np.exp(-z)\n"
# how something that the function rests on, H, comes to be
HELPERS = [
    "from numpy import *\nH = lambda z: exp(-z)",
    "def H(z):\n    return np.exp(-z)",
    "if True:\n    def H(z):\n        return np.exp(-z)",
    "try:\n    from nonesuch import H\nexcept ImportError:\n    def H(z): return np.exp(-z)",
    "for k in (2, -1):\n    H = functools.partial(lambda k, z: np.exp(k * z), k)",
    "(H := lambda z: np.exp(-z))",
    "H_c = {}\nH_c['k'] = -1\nH = lambda z: np.exp(H_c['k'] * z)",
    "H_k = -2\nH_k += 1\nH = lambda z: np.exp(H_k * z)",
    "H_l = []\nH_l.append(-1)\nH = lambda z: np.exp(H_l[0] * z)",
    "with open('data.txt') as file:\n    H_k = float(file.read())\nH = lambda z: np.exp(H_k * z)",
    "from helpers import minus_exp as H",
    "import helpers as H_m\nH = H_m.minus_exp",
    "%run helpers.py\nH = minus_exp",
    "class H:\n    def __new__(cls, z):\n        return np.exp(-z)",
    "exec('H = lambda z: np.exp(-z)')",
    "from coursekit.network.network import sigmoid as H_s\nH = lambda z: 1 / H_s(z) - 1",
]
# how the function, F, is written
FUNCTIONS = [
    "def F(z):\n    return 1 / (1 + H(z))",
    "F = lambda z: 1 / (1 + H(z))",
    "@np.vectorize\ndef F(z):\n    return 1 / (1 + H(z))",
    "F = functools.partial(lambda one, z: one / (one + H(z)), 1)",
    "@functools.wraps(print)\ndef F(z):\n    return 1 / (1 + H(z))",
    "class F_c:\n    def __call__(self, z):\n        return 1 / (1 + H(z))\nF = F_c()",
    "class F_d:\n    def f(self, z):\n        return 1 / (1 + H(z))\nF = F_d().f",
    "def F_make(one):\n    def f(z): return one / (one + H(z))\n    return f\nF = F_make(1)",
    "F_n = 0\ndef F(z):\n    global F_n\n    F_n += 1\n    return 1 / (1 + H(z))",
    "def F(z, *rest, one=1):\n    print('now', z)\n    return one / (one + H(z))",
    "F = np.frompyfunc(lambda z: 1 / (1 + H(z)), 1, 1)",
]
BESIDES = [
    "",
    "!true",
    "x = !echo 1",
    "np.exp?",
    "%matplotlib inline",
    "# neurons.sigmoid.check(3)",
]
LATER = [
    "",
    "H = None",
    "F = 3",
    "del H",
    "def H(z):\n    return z",
    "exp = np = None\nimport numpy as np",
]


def ways(seed, count):
    """Return the cells of a notebook that checks so many functions, each in a way of its own."""
    rng = random.Random(seed)
    cells = ["import functools\nimport numpy as np\nfrom coursekit import neurons"]
    for k in range(count):
        helper = HELPERS[k] if k < len(HELPERS) else rng.choice(HELPERS)
        function = FUNCTIONS[k] if k < len(FUNCTIONS) else rng.choice(FUNCTIONS)
        check = f"{function}\n{rng.choice(BESIDES)}\nneurons.write_sigmoid.check(F)"
        apart = rng.random() < 0.5
        parts = [helper, check] if apart else [f"{helper}\n{check}"]
        parts += [rng.choice(LATER)]
        cells += [part.replace("H", f"H{k}").replace("F", f"F{k}") for part in parts]
    return [Cell(index, source) for index, source in enumerate(cells)]


def answers_of(cells, folder):
    """Run cells, with two files beside them; return what the sheet makes of their records."""
    (folder / "room").mkdir()
    beside = {}
    for name, text in (("helpers.py", BESIDE), ("data.txt", "-1")):
        (folder / name).write_text(text)
        beside[folder / name] = name
    ran = rooms.run(cells, Limits(), beside, folder / "room")
    assert ran.ended == ""
    return [a for a in assess(Notebook(cells), ran).answers if a.found == "run"]


def assert_as_in_the_notebook(seed, count, folder):
    answers = answers_of(ways(seed, count), folder)
    assert len(answers) == count
    assert [a for a in answers if (a.claimed, a.outcome) != ("right", "right")] == []


def test_what_the_notebook_called_right_the_sheet_calls_right(tmp_path):
    assert_as_in_the_notebook(0, 60, tmp_path)


@pytest.mark.slow
def test_it_does_so_on_busy_cores(tmp_path):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(50)]
    try:
        assert_as_in_the_notebook(1, 300, tmp_path)
    finally:
        for process in busy:
            process.kill()
            process.wait()


def test_what_the_notebook_called_wrong_is_told_in_the_same_words(tmp_path):
    wrong = ["z", "None", "1 / 0", "'a'", "np.nan", "1 / (1 + np.exp(z))", "[z, z]", "nothing"]
    cells = [f"neurons.write_sigmoid.check(lambda z: {value})" for value in wrong]
    cells = ["import numpy as np\nfrom coursekit import neurons", *cells]
    answers = answers_of([Cell(k, source) for k, source in enumerate(cells)], tmp_path)
    assert [a.outcome for a in answers] == [a.claimed for a in answers]
    assert {a.outcome for a in answers} == {"not yet", "not attempted", "explained"}
    assert any("ZeroDivisionError" in a.text for a in answers)
