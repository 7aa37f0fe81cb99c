"""The kit on the versions that the browser's site offers, and without threads or processes.

What differs there from the other tests is tried: the pictures, the explorers and the live view on
its matplotlib, its Pillow and their kin. That Python, 3.14, is taken if it is at hand; the site's
own tests read every file of the kit with it.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# Of these the site has its own versions; all else is as in the other tests.
STANDS_ON = (
    *("numpy", "matplotlib", "contourpy", "kiwisolver", "pillow", "fonttools", "pyparsing"),
    *("ipywidgets", "traitlets", "comm", "anywidget", "psygnal", "platformdirs", "threadpoolctl"),
)
NEEDED = ("pytest", "hypothesis", "autograd", "filelock", "fsrs", "nbformat")
# These start threads or processes themselves; the one left out beside them is long, about strings.
WRITERS = "test_six_writers_killed_at_random_lose_nothing_they_were_promised"
TRIED = (
    *("coursekit/page", "coursekit/pictures", "coursekit/lessons"),
    *("tests/pictures", "tests/lessons"),
    *("tests/questions/test_progress.py", "tests/questions/test_question.py"),
    *("--deselect", f"tests/questions/test_progress.py::{WRITERS}"),
    *("--ignore=tests/pictures/test_background.py", "--ignore=tests/pictures/test_sharing.py"),
)
STARTS_SOMETHING = {"threading", "_thread", "multiprocessing", "subprocess", "concurrent"}
STARTS_NOTHING = {"RLock", "current_thread", "main_thread"}  # a browser has these, too
QUIETLY = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.lite.like_a_browser")
MINUTES = 8  # two or three on a machine that has nothing else to do


def test_what_a_lesson_runs_can_start_neither_threads_nor_processes():
    for path in (ROOT / "coursekit").rglob("*.py"):
        if path.parent.name in ("classroom", "command"):  # no lesson runs these
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules = {alias.name.split(".")[0] for alias in node.names}
                assert not modules & STARTS_SOMETHING, path
            if isinstance(node, ast.ImportFrom) and node.module in STARTS_SOMETHING:
                assert {alias.name for alias in node.names} <= STARTS_NOTHING, path


@pytest.mark.slow
def test_the_kit_runs_on_the_versions_of_the_site(site, tmp_path):
    lock = json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text())["packages"]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    pins |= {name: lock[name]["version"] for name in STANDS_ON}
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("\n".join(f"{name}=={version}" for name, version in pins.items()))
    python = tmp_path / "env" / "bin" / "python"
    newest = shutil.which("python3.14") or sys.executable
    subprocess.run([newest, "-m", "venv", tmp_path / "env"], check=True)
    install = [python, "-m", "pip", "install", "--quiet", "-c", constraints, *STANDS_ON, *NEEDED]
    subprocess.run(install, check=True)
    tests = subprocess.run(
        [python, *QUIETLY, *TRIED, "-m", "not slow and not browser"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        timeout=60 * MINUTES,
        capture_output=True,
        text=True,
    )
    assert tests.returncode == 0, tests.stdout[-3000:] + tests.stderr[-3000:]
    assert "passed" in tests.stdout
