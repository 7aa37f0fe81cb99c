"""What a notebook's kernel says of names: that a lesson is there, and where a missing one is."""

import subprocess
import sys

from coursekit.command.start import STARTUP

SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
shell.safe_execfile(sys.argv[1], shell.user_ns, raise_exceptions=True)
assert not {name for name in shell.user_ns if "install" in name}
for source in ("cost.landscape()", "np", "nonesuch", "from coursekit import cost, neurons",
               "cost.zero_cost.check(A)"):
    print("§", source)
    shell.run_cell(source, store_history=True)
"""


def test_a_forgotten_first_cell_is_named_and_a_lesson_says_that_it_is_ready(home):
    ran = [sys.executable, "-c", SHELL, str(STARTUP)]
    told = subprocess.run(ran, capture_output=True, text=True, check=True).stdout
    said = dict(part.split("\n", 1) for part in told.split("§ ")[1:])
    for name, line in (("cost", "from coursekit import cost"), ("np", "import numpy as np")):
        answer = said["cost.landscape()" if name == "cost" else name]
        assert answer.startswith(f"`{name}` is not here yet. Run the cell with `{line}`")
        assert "Traceback" not in answer
    assert "NameError: name 'nonesuch' is not defined" in said["nonesuch"]
    ready = "Lesson 3 · Cost is ready.\nLesson 1 · Neurons is ready.\n"
    assert said["from coursekit import cost, neurons"] == ready
    assert said["cost.zero_cost.check(A)"].startswith('Put the letter in quotes: check("A").')
