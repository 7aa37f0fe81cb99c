"""`start`: copy the lessons into a folder of the learner's, and open them in JupyterLab.

JupyterLab runs as a program of its own, on a free port, with the quick messages of
`coursekit.page.quick` and without its question about news; `jupyter/` beside this file says so to
it, below the learner's own settings.
"""

import argparse
import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from coursekit.command import lessons
from coursekit.command.cli import DISTRIBUTION, called, sorry

SETTINGS, STARTUP = (Path(__file__).parent / name for name in ("jupyter", "kernel_startup.py"))
EXAMPLE = """examples:
  {called} start                      the lessons in ./{folder}, from the first page
  {called} start algebra --lesson 3   lesson 3, in the folder algebra
  {called} start -- --port=9000       whatever stands behind -- goes to JupyterLab
"""


def command(arguments):
    """Copy what lessons are missing, and become JupyterLab; return the exit code if that fails."""
    own, passed_on = _split(arguments)
    asked = _parser().parse_args(own)
    app = "notebook" if asked.notebook else "jupyterlab"
    if find_spec(app) is None:
        package = "notebook" if asked.notebook else DISTRIBUTION
        return sorry("start", f"{app} is not installed here: pip install {package}")
    try:
        opened = lessons.find(asked.lesson)
        folder = _in_place() if asked.here else _own_folder(asked.folder)
    except ValueError as problem:
        return sorry("start", problem)
    except OSError as problem:
        reason = f"{problem.strerror or problem}: {problem.filename or ''}".rstrip(": ")
        return sorry("start", f"the lessons cannot be copied ({reason}); name another folder")
    if not (folder / opened).exists():
        return sorry("start", f"{folder} has no {opened}")
    print("JupyterLab opens in your browser. Stop it here with Ctrl-C.", flush=True)
    options = ["--no-browser"] if asked.no_browser else []
    quiet = "--log-level=WARN"
    return _become([sys.executable, "-P", "-m", app, opened, quiet, *options, *passed_on], folder)


def environment():
    """Return the environment in which Jupyter finds our settings, and this Python's own kernel."""
    places = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    own = {"JUPYTER_CONFIG_PATH": os.pathsep.join(places), "JUPYTER_PREFER_ENV_PATH": "1"}
    return {"PYTHONSTARTUP": str(STARTUP)} | os.environ | own


def _split(arguments):
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:cut], arguments[cut + 1 :]


def _in_place():
    if lessons.source() != lessons.CHECKOUT:
        raise ValueError("--here opens the notebooks of a checkout, and this is none")
    return lessons.CHECKOUT


def _own_folder(folder):
    """Return the learner's folder, with every lesson in it, and say where it is."""
    folder = folder or (Path() if lessons.is_folder(Path()) else Path(lessons.FOLDER))
    folder = folder.expanduser().absolute()
    copied = lessons.copy_missing(folder)
    stand = "were copied to" if copied else "are in"
    print(f"The lessons {stand} {folder}")
    if lessons.record(folder)["version"] != version(DISTRIBUTION):
        print(f"They came with another version: {called()} update brings this one's there.")
    return folder


def _become(program, folder):
    """Run a program in a folder, in this one's place where the system can do that."""
    if os.name == "posix":
        os.chdir(folder)
        os.execve(program[0], program, environment())
    running = subprocess.Popen(program, cwd=folder, env=environment())
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:  # JupyterLab hears it too, and stops by itself
            continue


def _parser():
    parser = argparse.ArgumentParser(
        prog=f"{called()} start",
        description="Copy the lessons into a folder of yours, over nothing, and open them.",
        epilog=EXAMPLE.format(called=called(), folder=lessons.FOLDER),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    told = f"where your copies are, or go (default: {lessons.FOLDER})"
    parser.add_argument("folder", nargs="?", type=Path, help=told)
    parser.add_argument("--lesson", default="0", metavar="3", help="the lesson to open")
    parser.add_argument("--notebook", action="store_true", help="open Notebook 7 instead")
    parser.add_argument("--no-browser", action="store_true", help="only say the address")
    parser.add_argument("--here", action="store_true", help="open a checkout's own, copy nothing")
    return parser
