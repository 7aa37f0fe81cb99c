"""Machines that are not to be had here, as far as they can be played: Windows, and odd settings."""

import subprocess
import sys

import pytest

from coursekit.command.cli import TEACHERS

# What Windows' Python lacks is taken away once others' libraries are in, which know their system.
WINDOWS = """
import os, signal, socket, sys
import anywidget, filelock, ipykernel, IPython, ipywidgets, jinja2, matplotlib.figure, nbclient
import nbformat, platformdirs, psutil, subprocess, threadpoolctl
for home, names in {
    os: "fork forkpty geteuid getuid killpg register_at_fork sched_getaffinity setsid",
    signal: "SIGALRM SIGKILL alarm setitimer", socket: "AF_UNIX",
}.items():
    for name in names.split():
        delattr(home, name)
for name in "fcntl grp pty pwd resource termios".split():
    sys.modules[name] = None
"""
LATEX = "import matplotlib; matplotlib.rcParams['text.usetex'] = True\n"
LESSON = """
import importlib, pkgutil, coursekit
for module in pkgutil.walk_packages(coursekit.__path__, "coursekit."):
    if not module.name.endswith(("__main__", "classroom.room")):  # a room is POSIX's, and a program
        importlib.import_module(module.name)
from coursekit import cost, neurons
neurons.weighted_sum.ask()
neurons.weighted_sum.check(-0.3)
def sigmoid(z):
    while True: pass
neurons.write_sigmoid.check(sigmoid)
neurons.one_neuron(); cost.landscape()
from coursekit.command.cli import main
def tried(*arguments):
    try: main(arguments)
    except SystemExit as end: return end.code
print("\\u2212 ends", tried("where"), [tried(name, "--help") for name in """
LESSON += f"{TEACHERS!r}])"


@pytest.mark.parametrize(
    ("before", "options", "console"),
    [
        (WINDOWS, (), "ascii"),
        pytest.param(WINDOWS, (), "cp1252", marks=pytest.mark.slow),
        pytest.param(LATEX, ("-OO",), "utf-8", marks=pytest.mark.slow),  # all libraries anew
    ],
    ids=["Windows", "Windows, western", "without docstrings, with LaTeX asked for"],
)
def test_a_lesson_opens_asks_and_checks(tmp_path, before, options, console):
    done = subprocess.run(
        [sys.executable, *options, "-c", before + LESSON],
        env={"COURSEKIT_HOME": str(tmp_path), "PYTHONIOENCODING": console, "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode(console)
    assert said.rstrip().endswith(" ends 0 [0, 0, 0, 0]")
    assert "your progress:" in said
    assert (tmp_path / "progress.json").exists()
