"""`where`: where the lessons and the learner's progress are, and which versions work together."""

import argparse
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from coursekit.command import lessons
from coursekit.command.cli import DISTRIBUTION, called
from coursekit.questions import progress

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab")


def command(arguments):
    """Print it, a line each, for a person or for a report of something that does not work."""
    argparse.ArgumentParser(
        prog=f"{called()} where",
        description="Say where lessons and progress are, and which versions these are.",
        epilog=f"example: {called()} where",
    ).parse_args(arguments)
    here = [folder for folder in (Path(), Path(lessons.FOLDER)) if lessons.is_folder(folder)]
    file = progress.folder() / "progress.json"
    rows = {
        "your lessons": here[0].absolute() if here else "none in this folder",
        "your progress": file if file.exists() else f"{file} (nothing yet)",
        "the course": f"{version(DISTRIBUTION)}, lessons in {lessons.source()}",
        "Python": f"{platform.python_version()} on {platform.platform()}",
        **{name: _version(name) for name in PACKAGES},
    }
    for name, told in rows.items():
        print(f"{name + ':':<15} {told}")
    return 0


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
