"""Finding what was handed in: files of any name, in folders of any depth, and whose they are.

Whose a file is, is told by its place:

1. The first folder below the one that is graded names the learner. Folders that are named as a
   lesson is ("01-neurons") are passed over.
2. A file that lies in no such folder names the learner itself, without the lesson's name and
   without what copying adds: "ada-01-neurons (1).ipynb" is Ada's.
3. Moodle's and Canvas's downloads are known by their form. They also tell the number under which
   the grade is to be uploaded.

A regular expression may name the learner instead: `collect(folder, learner="…")`.
"""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from coursekit.exercises.course import LESSONS

LARGEST = 100_000_000  # bytes of a notebook; a lesson with its pictures has one million
DEEPEST = 20  # folders within folders
PASSED_OVER = {"__MACOSX"}
NOTEBOOKS = {".ipynb"}
PERHAPS = {".json", ".txt", ""}  # what a browser makes of a notebook's name
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_\w+?_(?P<rest>.*)", re.DOTALL)
CANVAS = re.compile(r"(?P<name>[^_]+?)(_LATE)?_(?P<id>\d+)_\d+_.+", re.DOTALL)
LESSON = re.compile(rf"[\s_-]*(?:{'|'.join(map(re.escape, LESSONS))})[\s_-]*", re.IGNORECASE)
COPY = re.compile(r"(?:\s*\(\d+\)|-Copy\d+|\.ipynb)+$", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Learner:
    """Who handed something in.

    name: as folder or file say it. moodle, canvas: the number in their download, or "".
    """

    name: str
    moodle: str = ""
    canvas: str = ""


@dataclass(frozen=True)
class HandedIn:
    """One file: where it lies, what it is called below the folder, and whose it is."""

    path: Path
    place: str
    learner: Learner


@dataclass(frozen=True)
class Collected:
    """All that a folder holds.

    notebooks: what may be graded. remarks: (learner, text) on everything else.
    """

    notebooks: tuple[HandedIn, ...]
    remarks: tuple[tuple[Learner, str], ...]


def collect(folder, learner=None):
    """Return what was handed in, sorted by place. Nothing is opened, and no link is followed.

    learner: a regular expression to find in a file's place; its group "learner", or its first
    group, or all of it, is the learner's name.
    """
    found = []
    remarks = []
    for path, kind in _files(Path(folder)):
        place = path.relative_to(folder).as_posix()
        who = whose(place, learner)
        if kind:
            remarks.append((who, f"{shown(place)}: {kind}"))
        elif path.suffix.lower() in NOTEBOOKS | PERHAPS:
            found.append(HandedIn(path, place, who))
        else:
            remarks.append((who, f"{shown(place)}: {_other(path)}"))
    return Collected(tuple(found), tuple(remarks))


def whose(place, pattern=None):
    """Return the learner of a file.

    >>> whose("ada/01-neurons.ipynb").name, whose("01-neurons/emmy.ipynb").name
    ('ada', 'emmy')
    >>> whose("ada_01-neurons (1).ipynb").name, whose("01-neurons.ipynb").name
    ('ada', '01-neurons')
    >>> whose("Ada Lovelace_123_assignsubmission_file_/x.ipynb")
    Learner(name='Ada Lovelace', moodle='123', canvas='')
    >>> whose("lovelaceada_LATE_17_4711_x.ipynb")
    Learner(name='lovelaceada', moodle='', canvas='17')
    """
    place = unicodedata.normalize("NFC", place)
    *folders, file = place.split("/")
    folders = [folder for folder in folders if folder not in LESSONS]
    raw = folders[0] if folders else file
    numbers = {}
    if known := MOODLE.fullmatch(raw):
        raw, numbers = known["name"], {"moodle": known["id"]}
    elif not folders and (known := CANVAS.fullmatch(raw)):
        raw, numbers = known["name"], {"canvas": known["id"]}
    elif not folders:
        stem = Path(file).stem if Path(file).suffix.lower() in NOTEBOOKS | PERHAPS else file
        stem = COPY.sub("", stem)
        raw = LESSON.sub(" ", stem).strip() or stem or file
    if pattern and (match := re.search(pattern, place)):
        named = match.groupdict().get("learner") or (match.groups() or (None,))[0]
        raw = named or match[0] or raw
    return Learner(shown(raw), **numbers)


def shown(name):
    """Return a name of any kind as one line of printable text, also where it is no text at all."""
    text = os.fsencode(name).decode("utf-8", "replace")
    plain = "".join(c if c.isprintable() else "�" for c in text)
    return plain if len(plain) <= 200 else plain[:199] + "…"


def read(path):
    """Return a file's bytes; raise OSError, with the reason as words, where there is no reading."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > LARGEST:
            raise OSError(f"it is too large to read, {size:,} bytes")
        return file.read(LARGEST)


def _files(folder, depth=0):
    """Yield path and "" of every file, or path and what is the matter with it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"this folder cannot be read ({error.strerror})"
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name in PASSED_OVER or entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield path, "a link to another place, which is not followed"
        elif entry.is_dir(follow_symlinks=False):
            if depth == DEEPEST:
                yield path, f"more than {DEEPEST} folders within folders"
            else:
                yield from _files(path, depth + 1)
        else:
            yield path, "" if entry.is_file(follow_symlinks=False) else "no ordinary file"


def _other(path):
    if path.suffix.lower() in (".zip", ".gz", ".tar", ".rar", ".7z"):
        return "an archive; unpack it first"
    return "no notebook"
