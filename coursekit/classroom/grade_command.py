"""`coursekit grade FOLDER`: from a folder of notebooks to a grade sheet and a class map."""

import argparse
import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import is_zipfile

from filelock import FileLock, Timeout

from coursekit.classroom import gain, pages, rooms, tables
from coursekit.classroom.class_list import ClassList, names, read_class
from coursekit.classroom.cli import Progress, jobs_here, lesson_named, positive
from coursekit.classroom.grader import (
    ALWAYS,
    RECORDS_ONLY,
    WHERE_NEEDED,
    Grader,
    How,
    grade_all,
)
from coursekit.classroom.handed_in import collect
from coursekit.classroom.rules import (
    ANY,
    GIVEN,
    OWN,
    Rules,
    read_deadline,
    read_points,
    shown_points,
)
from coursekit.classroom.self_check import NotFit
from coursekit.classroom.sheet import anonymous, make_sheet, many

OUTPUTS = {
    "grades.csv": tables.grades,
    "class-map.csv": tables.class_map,
    "class-map.html": pages.class_map,
    "for-the-teacher.html": pages.teacher_page,
}


# the switches, by what they set; of each of these one may be given
SWITCHES = {
    "run": {
        "--records-only": (RECORDS_ONLY, "never run a notebook; functions are not judged then"),
        "--execute": (ALWAYS, "run every notebook (default: where that tells more)"),
    },
    "numbers": {
        "--own-numbers": (OWN, "only answers to the learner's own numbers count"),
        "--any-numbers": (ANY, "answers to another learner's numbers count as well"),
    },
    "unaided": {
        "--unaided": (True, "of the review, only answers given before help was opened count"),
    },
    "percent": {
        "--percent": (True, "write grades from 0 to 100 for Moodle and Canvas"),
    },
    "anonymous": {
        "--anonymous": (True, "write numbers for names; who-is-who.csv says whose they are"),
    },
    "png": {
        "--png": (True, "write the class map as a picture, too"),
    },
}
FILES = {
    "--class": "a class list: a learner in a line, or a table with the columns id, name, number",
    "--points": "a table: a question or a lesson, and the points that it gives (default: 1 each)",
}
TELLS = "From a folder of notebooks to a grade sheet and a class map."
NAMES = "finds the learner's name in a file's place below FOLDER, in its first group"
LEARNER = "grade this learner's hand-ins anew, and the others' only where they have changed"
LESSON = (
    "grade this lesson, 01-neurons say, and others likewise (default: those that a quarter of the "
    "learners handed in)"
)
DEADLINE = (
    "say how much later a file is than 2026-11-30 or “2026-11-30 18:00”; nothing is taken off"
)
ASSIGNMENT = "the title of Canvas's column, with its number where it is there already"
EPILOG = (
    "Learners' code runs in processes of its own, under limits. With bubblewrap installed it has "
    "no network and no way to your files; else see what grading says of it."
)


def command(arguments):
    """Grade, and return the exit code: 0; 1 where that is not possible; 130 when stopped."""
    asked = _parser().parse_args(arguments)
    folder = asked.folder
    out = asked.out or Path(f"{folder.resolve().with_suffix('')}-graded")
    try:
        _look_at(folder, out)
        with FileLock(out / ".lock", timeout=0):
            return _grade(asked, folder, out)
    except Timeout:
        return _sorry(f"another run is grading into {out}")
    except (OSError, ImportError, ValueError, NotFit) as error:
        return _sorry(str(error))
    except KeyboardInterrupt:
        return _sorry("stopped. What is graded is kept: the same command goes on from here.", 130)


def _grade(asked, folder, out):
    if os.name != "posix" and asked.run == WHERE_NEEDED:
        asked.run = RECORDS_ONLY
    limits = asked.learner_seconds, asked.cell_seconds, asked.memory
    how = How(asked.run, *limits, own=asked.numbers == OWN)
    expected = read_class(asked.class_list) if asked.class_list else []
    points = read_points(asked.points) if asked.points else {}
    rules = Rules(asked.lesson, asked.numbers, asked.unaided, points, asked.deadline)
    for left in out.glob(".unpacked-*"):  # by a run that was killed
        rooms.remove(left)
    with TemporaryDirectory(dir=out, prefix=".unpacked-") as room:
        collected = collect(folder, asked.names, ClassList(expected), room)
        if not collected.notebooks and not collected.remarks:
            raise OSError(f"there is no notebook in {folder}")
        anew = _named(asked.learner, {file.learner for file in collected.notebooks})
        grader = Grader(out, how, collected.beside, anew)
        try:
            progress = Progress(len(collected.notebooks), "notebooks")
            graded = grade_all(grader, collected.notebooks, asked.jobs, progress)
        finally:
            grader.close()
    told = [] if how.run == RECORDS_ONLY else [rooms.CONFINED[rooms.confinement()]]
    strays = [one for one in graded if one.problem and one.file.path.suffix.lower() != ".ipynb"]
    told += collected.told + [f"{one.file.place}: no notebook" for one in strays]
    graded = [one for one in graded if one not in strays]
    sheet = make_sheet(graded, collected.remarks, told, rules, expected)
    sittings = {row.learner: row.sittings for row in sheet.rows}
    for one in graded:
        records = one.found.sittings if one.found else ()
        sittings[one.file.learner] += filter(None, map(gain.judged, records))
    sheet.remarks += filter(None, [gain.told(sheet)])
    _write_all(sheet, out, asked)
    return 0


def _write_all(sheet, out, asked):
    """Write all results; what was written before and is not now is removed."""
    written = {
        "moodle.csv": tables.moodle(sheet, asked.percent),
        "canvas.csv": tables.canvas(sheet, asked.percent, asked.assignment),
        "how-to-upload.txt": tables.how_to_upload(sheet, asked.percent),
    }
    once = {*written, "who-is-who.csv", "class-map.png", "gain.csv"}
    if asked.anonymous:
        sheet, who = anonymous(sheet)
        written = {"who-is-who.csv": tables.of_people([["learner", "name"], *who])}
    written |= {name: output(sheet) for name, output in OUTPUTS.items()}
    if gain.pairs(sheet):
        written["gain.csv"] = tables.of_people(gain.table(sheet))
    if asked.png:
        from coursekit.classroom.class_map_picture import class_map_picture

        written["class-map.png"] = class_map_picture(sheet)
    for name in once - set(written):
        (out / name).unlink(missing_ok=True)
    for name, content in written.items():
        store_whole(out / name, content)
    _write_learners(sheet, out / "learners")
    _say(sheet, out)


def _named(name, learners):
    """Return the learners of this name, none where none is asked for. Raises ValueError."""
    named = {one for one in learners if name and names(name) & names(one)}
    if name and not named:
        raise ValueError(f"no notebook is by a learner named {name!r}")
    return named


def store_whole(path, content):
    """Write a file whole or not at all; half a letter that a learner wrote becomes a "?"."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    )
    os.replace(beside, path)


def _write_learners(sheet, folder):
    """Write a page a learner, and remove those of learners who are no longer there."""
    folder.mkdir(exist_ok=True)
    rows = {pages.file_name(row.learner): row for row in sheet.rows}
    for old in folder.glob("*.html"):
        if old.name not in rows:
            old.unlink()
    for name, row in rows.items():
        store_whole(folder / name, pages.learner_page(sheet, row))


def _look_at(folder, out):
    """Raise OSError where the folders are none to grade from and into."""
    if not folder.is_dir() and not is_zipfile(folder):
        raise OSError(f"{folder} is no folder and no zip file")
    inside, outside = out.resolve(), folder.resolve()
    if inside == outside or outside in inside.parents or inside in outside.parents:
        raise OSError(f"{out} and {folder} lie in each other; name another place with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / ".lock").exists():
        raise OSError(f"{out} holds other files; name another place with --out")
    out.mkdir(parents=True, exist_ok=True)


def _say(sheet, out):
    titles = ", ".join(sheet.lessons.values()) or "no lesson"
    points = shown_points(sheet.maximum)
    print(f"{many(len(sheet.present), 'learner')}, {titles}: at most {points} points.")
    if absent := len(sheet.rows) - len(sheet.present):
        print(f"{absent} of the class list handed nothing in.")
    if flagged := sum(bool(row.remarks) for row in sheet.rows):
        print(f"Remarks on {many(flagged, 'learner')}: see {out / 'for-the-teacher.html'}")
    print(f"All of it is in {out}")
    for remark in sheet.remarks:
        print(remark)


def _sorry(text, code=1):
    print(f"coursekit grade: {text}", file=sys.stderr)
    return code


def _parser():
    parser = argparse.ArgumentParser(prog="coursekit grade", description=TELLS, epilog=EPILOG)
    parser.set_defaults(run=WHERE_NEEDED, numbers=GIVEN)
    parser.add_argument("folder", type=Path, help="the handed-in files, in any sub-folders, or zip")
    parser.add_argument("--out", type=Path, help="where results go (default: FOLDER-graded)")
    for flag, told in FILES.items():
        place = "class_list" if flag == "--class" else None
        how = {"dest": place} if place else {}
        parser.add_argument(flag, metavar="FILE", type=Path, help=told, **how)
    for name, flags in SWITCHES.items():
        group = parser.add_mutually_exclusive_group()
        for flag, (value, told) in flags.items():
            group.add_argument(flag, dest=name, action="store_const", const=value, help=told)
    parser.add_argument("--deadline", metavar="DAY", type=_deadline, help=DEADLINE)
    parser.add_argument("--assignment", metavar="TITLE", default=tables.ASSIGNMENT, help=ASSIGNMENT)
    parser.add_argument("--learner", metavar="NAME", help=LEARNER)
    parser.add_argument("--names", metavar="REGEX", type=_pattern, help=NAMES)
    parser.add_argument(
        "--lesson", metavar="LESSON", type=lesson_named, action="append", help=LESSON
    )
    limits = How()
    numbers = {
        "--cell-seconds": (float, limits.cell_seconds, "seconds that a cell may take"),
        "--learner-seconds": (float, limits.seconds, "seconds for a learner's notebooks together"),
        "--memory": (int, limits.memory, "megabytes that a notebook may take"),
        "--jobs": (int, jobs_here(), "notebooks at once"),
    }
    for name, (kind, default, told) in numbers.items():
        how = {"type": positive(kind), "default": default, "metavar": "N"}
        parser.add_argument(name, help=f"{told} (default: {default:g})", **how)
    return parser


def _deadline(text):
    try:
        return read_deadline(text)
    except ValueError:
        told = f"{text!r} is no day such as 2026-11-30, nor 2026-11-30 18:00"
        raise argparse.ArgumentTypeError(told) from None


def _pattern(text):
    try:
        return re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from None
