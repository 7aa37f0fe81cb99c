"""Where the lessons are, and the learner's copies of them.

Beside its copies a folder keeps RECORD: the version they came from and what each cell said then.
`update` compares with it, so that it knows what the learner changed and what the course did.
"""

import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path

from coursekit.command.cli import DISTRIBUTION

FOLDER = "neural-networks-crash-course"
RECORD = ".neural-networks-crash-course.json"
CHECKOUT = Path(__file__).parents[2] / "notebooks"
PACKED = Path(__file__).parents[1] / "notebooks"


def source():
    """Return the folder with the course's own lessons: in the package, or in a checkout."""
    return PACKED if PACKED.is_dir() else CHECKOUT


def lessons():
    """Return the paths of the course's own lessons, in their order."""
    return sorted(source().glob("*.ipynb"))


def find(name):
    """Return the file name of a lesson that is called by its number, or by a part of its name.

    >>> find("3"), find("4"), find("cost")
    ('03-cost.ipynb', '04-chain-rule.ipynb', '03-cost.ipynb')

    Raises ValueError for a name that no lesson has.
    """
    names = [path.name for path in lessons()]
    wanted = name.lower().zfill(3 if name[-1:].isalpha() else 2)
    for fits in (lambda n: n.startswith(f"{wanted}-"), lambda n: name.lower() in n[:-6]):
        if found := [n for n in names if fits(n)]:
            return found[0]
    known = ", ".join(n.partition("-")[0].lstrip("0") or "0" for n in names)
    raise ValueError(f"there is no lesson {name!r}: the lessons are {known}")


def is_folder(folder):
    """Tell whether a folder holds copies that this program has made."""
    return (folder / RECORD).is_file()


def record(folder):
    """Return what is known of a folder's copies, {"version": …, "lessons": {name: told}}.

    Each is told by the "digest" of its file and its "cells", id → [type, text]. A record that is
    missing or damaged knows of none.
    """
    try:
        known = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {"version": str(known["version"]), "lessons": dict(known["lessons"])}
    except (OSError, ValueError, TypeError, KeyError):
        return {"version": "", "lessons": {}}


def keep_record(folder, known):
    """Write down what `record` returned, with what has changed in it."""
    write_whole(folder / RECORD, json.dumps(known).encode())


def told(content):
    """Return what the record says of a lesson's file."""
    cells = json.loads(content)["cells"]
    return {"digest": digest(content), "cells": {cell["id"]: list(body(cell)) for cell in cells}}


def body(cell):
    """Return what a cell says, whatever it has put out: its type and its text."""
    text = cell["source"]
    return cell["cell_type"], text if isinstance(text, str) else "".join(text)


def digest(content):
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def copy_missing(folder):
    """Copy into a folder what lessons it has not, over nothing; return the names of the copies."""
    folder.mkdir(parents=True, exist_ok=True)
    known, copied = record(folder), []
    for path in lessons():
        content = path.read_bytes()
        if write_new(folder / path.name, content):
            known["lessons"][path.name] = told(content)
            copied.append(path.name)
    if copied:
        keep_record(folder, known | {"version": known["version"] or version(DISTRIBUTION)})
    return copied


def write_new(path, content):
    """Write a file that was not there, whole or not at all; return whether it was not there."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(content)
    except BaseException:
        path.unlink()
        raise
    return True


def write_whole(path, content):
    """Write a file whole, or leave what was there."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)
