"""Finding what was handed in: files of any name, in folders of any depth, and whose they are.

Whose a file is, is told by its place, and what is doubtful is listed with what was assumed:

1. Moodle's and Canvas's downloads are known by their form, in any folder. They also tell the number
   under which the grade is to be uploaded.
2. Else the first folder names the learner. Folders that are named as a lesson is ("01-neurons") are
   passed over, and so are those *around* the hand-ins: "Klasse 7b", or one that holds them all.
3. A file that lies in no such folder names the learner itself, without the lesson's name and
   without what copying adds: "Copy of ada-01-neurons (1).ipynb" is Ada's.

A regular expression may name the learner instead, and a class list (`class_list.py`) says who a
name, an id or a number means. Zip files are unpacked and read like folders.
"""

import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from coursekit.classroom.archives import MOST_BYTES, MOST_WITHIN, NoArchive, unpack
from coursekit.classroom.class_list import ClassList, Learner
from coursekit.lessons import LESSONS

LARGEST = 100_000_000  # bytes of a notebook; a lesson with its pictures has one million
DEEPEST = 20  # folders within folders
MOST_ARCHIVES = 3  # archives within archives
LEFTOVERS = {"__macosx", "thumbs.db", "desktop.ini", "icon\r"}
NOTEBOOKS = {".ipynb"}
PERHAPS = {".json", ".txt", ""}  # what a browser makes of a notebook's name
ARCHIVES = {".zip", ".gz", ".tar", ".rar", ".7z"}
MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[^\W_]+(_(?P<rest>.*))?", re.DOTALL
)
CANVAS = re.compile(r"(?P<name>[^_]+?)(_(?P<late>LATE))?_(?P<id>\d+)_\d+_.+", re.DOTALL)
# "01-neurons", "01_neurons", "neurons": a lesson's words, with its number or without
WORDS = "|".join(
    f"(?:{stem.split('-')[0]}[\\s_-]*)?" + r"[\s_-]?".join(stem.split("-")[1:]) for stem in LESSONS
)
LESSON = re.compile(rf"(?<![^\W_])(?:{WORDS})(?![^\W_])", re.IGNORECASE)
COPY = re.compile(
    r"^(?:copy|kopie|copie|copia)\s(?:\(\d+\)\s)?(?:of|von|de)\s"
    r"|(?:\s*\(\d+\)|[\s_]*[-–]?[\s_]*(?:copy|kopie|copie|copia)[\s_]?\d*|\.ipynb)$",
    re.IGNORECASE,
)
AROUND = re.compile(
    r"(?:klasse|class|kurs|course|group|gruppe|section|submissions?|abgaben?|week|woche)"
    r"(?:[\s_-]*\w{1,4})?|\d{1,2}\s?[a-z]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HandedIn:
    """One file: where it lies, what it is called below the folder, and whose it is.

    late: whether the platform marked it so.
    """

    path: Path
    place: str
    learner: Learner
    late: bool = False


@dataclass
class Collected:
    """All that a folder holds.

    notebooks: what may be graded. beside: what else there is, which may belong to a notebook.
    remarks: (learner, text) on files that cannot be taken. told: what was assumed.
    """

    notebooks: list[HandedIn] = field(default_factory=list)
    beside: list[HandedIn] = field(default_factory=list)
    remarks: list[tuple[Learner, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def collect(folder, pattern=None, known=None, room=None):
    """Return what was handed in, sorted by place. Nothing is run, and no link is followed.

    folder: a folder, or a zip file. known: a ClassList. room: a folder to unpack zip files into.
    pattern: a regular expression to find in a file's place; its group "learner", or its first
    group, or all of it, is the learner's name.
    """
    folder, known = Path(folder), known or ClassList(())
    found = list(_files(folder, "", room) if folder.is_dir() else _unpacked(folder, "", room))
    whose, told = owners([place for _, place, _ in found], pattern, known)
    collected, strays = Collected(told=told), []
    for path, place, why in found:
        who, suffix = whose[place], PurePosixPath(place).suffix.lower()
        file = HandedIn(path, place, who, bool(_canvas(place.split("/"), "late")))
        if not why and suffix in NOTEBOOKS | PERHAPS:
            collected.notebooks.append(file)
        elif not why and suffix not in ARCHIVES:
            collected.beside.append(file)
            strays.append((who, f"{shown(place)}: no notebook"))
        else:
            collected.remarks.append(
                (who, f"{shown(place)}: {why or 'an archive; unpack it first'}")
            )
    sure = {file.learner for file in collected.notebooks if file.path.suffix.lower() in NOTEBOOKS}
    for who, text in strays:  # a stray file makes nobody a learner
        if who.moodle or who in sure:
            collected.remarks.append((who, text))
        else:
            collected.told.append(text)
    return collected


def owners(places, pattern=None, known=None):
    """Return place → Learner, and in words what was assumed.

    >>> whose, told = owners(["7b/ada/x.ipynb", "7b/Copy of emmy_01_neurons (1).ipynb"])
    >>> [learner.name for learner in whose.values()], told
    (['ada', 'emmy'], ['“7b” is taken for a folder around the hand-ins'])
    """
    known = known or ClassList(())
    parts = {place: _parts(place) for place in places}
    around = {p[0] for p in parts.values() if len(p) > 1 and AROUND.fullmatch(p[0])}
    if not around:
        around = _one_around_all(parts)
    whose, told = {}, []
    for place, path in parts.items():
        doubts, listed = [], _listed(path, known)
        if not listed and len(path) > 1 and path[0] in around and not _owner(path[1:])[1]:
            told.append(f"“{shown(path[0])}” is taken for a folder around the hand-ins")
            path = path[1:]
        learner, doubt = (listed, "") if listed else _owner(path)
        if pattern and (match := re.search(pattern, unicodedata.normalize("NFC", place))):
            named = match.groupdict().get("learner") or (match.groups() or (None,))[0]
            learner, doubt = Learner(shown(named or match[0] or learner.name)), ""
        if doubt:
            doubts.append(
                f"{shown(place)} {doubt}; it is taken for the hand-in of “{learner.name}”"
            )
        whose[place], doubt = known.known(learner)
        if PurePosixPath(place).suffix.lower() in NOTEBOOKS:
            told += doubts + [doubt] * bool(doubt)
    if known.learners:
        whose = known.with_all_numbers(whose)
    return whose, list(dict.fromkeys(told))


def _listed(path, known):
    """Return the Learner of the class list that some part of a path names in full, or None."""
    *folders, file = path
    for part in (*folders, _plain(Path(file).stem)):
        if known.learners and (one := known.in_full(Learner(shown(part)))):
            return one
    return None


def _parts(place):
    """Return the folders that may tell a learner, and the file."""
    *folders, file = unicodedata.normalize("NFC", place).split("/")
    return [*(f for f in folders if not LESSON.search(f) or _plain(f)), file]


def _one_around_all(parts):
    """Return the folder that all files lie in, if what lies in it is named after learners."""
    notebooks = [p for p in parts.values() if PurePosixPath(p[-1]).suffix.lower() in NOTEBOOKS]
    tops = {path[0] if len(path) > 1 else None for path in notebooks}
    names = {_owner(path[1:])[0].name for path in notebooks if len(path) > 1}
    names = {name for name in names if not re.fullmatch(r"\W*\d{0,3}\W*", name)}
    return tops if len(tops) == 1 and None not in tops and len(names) > 1 else set()


def _owner(path):
    """Return the Learner that a path names, and what is doubtful about it."""
    *folders, file = path
    for part in path:
        if known := MOODLE.fullmatch(part):
            return Learner(shown(known["name"]), moodle=known["id"]), ""
    if name := _canvas(path, "name"):
        return Learner(shown(name), canvas=_canvas(path, "id")), ""
    if folders:
        return Learner(shown(folders[0])), ""
    stem = Path(file).stem if Path(file).suffix.lower() in NOTEBOOKS | PERHAPS else file
    name = _plain(stem)
    return Learner(shown(name or stem or file)), "" if name else "names nobody"


def _canvas(path, group):
    """Return what Canvas says in a file's name, or in that of an archive; "" elsewhere."""
    found = (CANVAS.fullmatch(part) for part in path)
    return next((match[group] for match in found if match), None) or ""


def _plain(name):
    """Return a name without what copying adds, and without a lesson's name."""
    before = None
    while name != before:
        before, name = name, COPY.sub("", name.strip())
    return LESSON.sub(" ", name).strip(" _-")


def shown(name):
    """Return a name of any kind as one line of printable text, also where it is no text at all."""
    text = os.fsencode(name).decode("utf-8", "replace")
    plain = "".join(c if c.isprintable() else "�" for c in text)
    return plain if len(plain) <= 200 else plain[:199] + "…"


def content_of(path):
    """Return a file's bytes; raise OSError, with the reason as words, where there is no reading."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > LARGEST:
            raise OSError(f"it is too large to read, {size:,} bytes")
        return file.read(LARGEST)


def _files(folder, place, room, depth=0, within=0):
    """Yield path, place and "" of every file, or also what is the matter with it.

    place: what a file's place begins with. room: see `collect`. within: archives around it.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, place.rstrip("/"), f"this folder cannot be read ({error.strerror})"
        return
    for entry in entries:
        path, below = Path(entry.path), f"{place}{entry.name}"
        if entry.name.lower() in LEFTOVERS or entry.name.startswith((".", "~$")):
            continue
        if entry.is_symlink():
            yield path, below, "a link to another place, which is not followed"
        elif entry.is_dir(follow_symlinks=False):
            if depth == DEEPEST:
                yield path, below, f"more than {DEEPEST} folders within folders"
            else:
                yield from _files(path, f"{below}/", room, depth + 1, within)
        elif not entry.is_file(follow_symlinks=False):
            yield path, below, "no ordinary file"
        elif path.suffix.lower() == ".zip" and room and within < MOST_ARCHIVES:
            yield from _unpacked(path, f"{below[:-4]}/", room, within)
        else:
            yield path, below, ""


def _unpacked(path, place, room, within=0):
    """Yield what a zip file holds, as `_files` does."""
    folder = tempfile.mkdtemp(dir=room)
    try:
        for name, why in unpack(path, folder, MOST_WITHIN if within else MOST_BYTES):
            yield path, f"{place}{name}", why
    except NoArchive as reason:
        yield path, f"{place.rstrip('/')}.zip", str(reason)
    yield from _files(folder, place, room, 0, within + 1)
