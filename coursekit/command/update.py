"""`update`: bring the lessons of this version into a learner's folder, and lose nothing there.

A lesson that was never touched is replaced. One that was is merged (`merging.py`), and as it was
before it is kept in EARLIER. Where there is nothing to compare with, the newer lesson comes beside.
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path

from coursekit.command import lessons
from coursekit.command.cli import DISTRIBUTION, called, sorry
from coursekit.command.merging import merge

EARLIER = "earlier"


def command(arguments):
    """Update, and return the exit code."""
    asked = _parser().parse_args(arguments)
    folder = _folder(asked.folder)
    if folder is None:
        place = asked.folder or Path().absolute()
        return sorry("update", f"{place} holds no lessons of {called()} start; name their folder")
    try:
        for line in update(folder):
            print(line)
    except OSError as problem:
        reason = f"{problem.strerror or problem}: {problem.filename or ''}".rstrip(": ")
        return sorry("update", f"the lessons cannot be written ({reason})")
    print(f"The lessons in {folder.absolute()} are those of version {version(DISTRIBUTION)}.")
    return 0


def update(folder):
    """Update every lesson of a folder; yield a line for each that needed something."""
    known = lessons.record(folder)
    for path in lessons.lessons():
        content, copy = path.read_bytes(), folder / path.name
        was = known["lessons"].get(path.name)
        if was and not copy.exists():
            continue  # the learner removed it
        done, says = _bring(copy, content, was, known["version"])
        if says:
            yield f"{path.name}: {says}"
        if done:
            known["lessons"][path.name] = lessons.told(content)
            lessons.keep_record(folder, known)
    lessons.keep_record(folder, known | {"version": version(DISTRIBUTION)})


def _bring(copy, content, was, version_before):
    """Bring one lesson; return whether the copy follows it now, and what to tell or ""."""
    if lessons.write_new(copy, content):
        return True, "new"
    present = copy.read_bytes()
    if present == content:
        return True, ""
    if was and was["digest"] == lessons.digest(present):
        lessons.write_whole(copy, content)
        return True, "newer"
    mine, new = _notebook(present), json.loads(content)
    if was is None or mine is None:
        why = "is no notebook that can be read" if mine is None else "did not come from here"
        return False, _beside(copy, content, why)
    if was["cells"] == lessons.told(content)["cells"]:
        return True, ""
    merged = merge(was["cells"], mine["cells"], new["cells"])
    kept = _keep(copy, present, version_before)
    minor = max(mine.get("nbformat_minor", 0), new["nbformat_minor"])
    text = json.dumps(mine | {"cells": merged.cells, "nbformat_minor": minor}, indent=1)
    lessons.write_whole(copy, f"{text}\n".encode())
    below = f"; {merged.doubled} newer below cells that you had changed" * bool(merged.doubled)
    return True, f"newer, with your work in it{below}. As it was: {kept.relative_to(copy.parent)}"


def _notebook(content):
    """Return a notebook's JSON, or None for what cannot be merged."""
    try:
        found = json.loads(content)
        for cell in found["cells"]:
            lessons.body(cell)
        return found if found["nbformat"] == 4 else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _beside(copy, content, why):
    place = copy.with_stem(f"{copy.stem}-{version(DISTRIBUTION)}")
    lessons.write_new(place, content)
    return f"it {why}, so it stays as it is; the newer lesson is {place.name}"


def _keep(copy, content, version_before):
    """Keep a copy as it was before this update; return where."""
    folder = copy.parent / EARLIER
    folder.mkdir(exist_ok=True)
    number = 1
    while not lessons.write_new(
        place := folder / f"{copy.stem}-{version_before}-{number}.ipynb", content
    ):
        number += 1
    return place


def _folder(named):
    choices = [named] if named else [Path(), Path(lessons.FOLDER)]
    return next(filter(lessons.is_folder, choices), None)


def _parser():
    parser = argparse.ArgumentParser(
        prog=f"{called()} update",
        description="Bring this version's lessons into your folder. What you wrote stays.",
        epilog=f"example: {called()} update {lessons.FOLDER}",
    )
    told = f"where your copies are (default: this folder, or {lessons.FOLDER} in it)"
    parser.add_argument("folder", nargs="?", type=Path, help=told)
    return parser
