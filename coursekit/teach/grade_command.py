"""`coursekit grade FOLDER`: from a folder of notebooks to a grade sheet and a class map."""

import argparse
import os
import sys
import time
from pathlib import Path

from filelock import FileLock, Timeout

from coursekit.exercises.course import LESSONS
from coursekit.teach import grading, landlock, tables
from coursekit.teach.checking import NotFit
from coursekit.teach.class_map import class_map
from coursekit.teach.collecting import collect, shown
from coursekit.teach.learner_page import learner_page
from coursekit.teach.page import file_name
from coursekit.teach.sheet import make_sheet
from coursekit.teach.teacher_page import teacher_page

OUTPUTS = {
    "grades.csv": tables.grades,
    "moodle.csv": tables.moodle,
    "canvas.csv": tables.canvas,
    "class-map.html": class_map,
    "for-the-teacher.html": teacher_page,
}
UNCONFINED = (
    "Note: this system cannot keep learners' code away from your files (that takes Linux 5.13 or "
    "newer, with Landlock). Grade inside a container if you do not trust it."
)


def command(arguments):
    """Grade, and return the exit code: 0; 1 where that is not possible; 130 when stopped."""
    asked = _parser().parse_args(arguments)
    folder, out = asked.folder, asked.out or Path(f"{asked.folder.resolve()}-graded")
    try:
        _look_at(folder, out)
        lock = FileLock(out / ".lock", timeout=0)
        with lock:
            return _grade(asked, folder, out)
    except Timeout:
        return _sorry(f"another run is grading into {out}")
    except (OSError, ImportError, NotFit) as error:
        return _sorry(str(error))
    except KeyboardInterrupt:
        return _sorry("stopped. What is graded is kept: the same command goes on from here.", 130)


def _grade(asked, folder, out):
    how = grading.How(asked.run, asked.notebook_seconds, asked.cell_seconds, asked.memory)
    collected = collect(folder, asked.learner)
    files = collected.notebooks
    if how.run != grading.RECORDS_ONLY and not landlock.version():
        print(UNCONFINED, file=sys.stderr)
    grader = grading.Grader(out, how)
    try:
        results = grading.grade_all(grader, files, asked.jobs, Progress(len(files)))
    finally:
        grader.close()
    graded, remarks = [], list(collected.remarks)
    for file, (content, assessment, problem) in zip(files, results, strict=True):
        if problem and file.path.suffix.lower() != ".ipynb":
            problem = "no notebook"
        graded.append((file, content, assessment))
        if problem:
            remarks.append((file.learner, f"{shown(file.place)}: {problem}"))
    sheet = make_sheet(graded, remarks, asked.lesson, asked.numbers)
    for name, output in OUTPUTS.items():
        write(out / name, output(sheet))
    _write_learners(sheet, out / "learners")
    _say(sheet, out)
    return 0


class Progress:
    """One line on stderr: how many of how many, and about how long still."""

    def __init__(self, total):
        self.total, self.start = total, time.monotonic()
        self.live = sys.stderr.isatty()

    def __call__(self, done, file):
        """Tell how many are done."""
        left = (time.monotonic() - self.start) / done * (self.total - done)
        told = f"{done} of {self.total} notebooks, {left:.0f} s left"
        bar = "█" * (20 * done // self.total)
        if self.live:
            end = "\n" if done == self.total else ""
            print(f"\r{bar:░<20} {told}   ", end=end, file=sys.stderr, flush=True)
        elif done == self.total or done % max(1, self.total // 10) == 0:
            print(told, file=sys.stderr, flush=True)


def write(path, text):
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="")
    os.replace(beside, path)


def _write_learners(sheet, folder):
    """Write a page a learner, and remove those of learners who are no longer there."""
    folder.mkdir(exist_ok=True)
    pages = {file_name(row.learner): row for row in sheet.rows}
    for old in folder.glob("*.html"):
        if old.name not in pages:
            old.unlink()
    for name, row in pages.items():
        write(folder / name, learner_page(sheet, row))


def _look_at(folder, out):
    """Raise OSError where the folders are none to grade from and into."""
    if not folder.is_dir():
        raise OSError(f"{folder} is no folder")
    inside, outside = out.resolve(), folder.resolve()
    if inside == outside or outside in inside.parents or inside in outside.parents:
        raise OSError(f"{out} and {folder} lie in each other; name another place with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / ".lock").exists():
        raise OSError(f"{out} holds other files; name another place with --out")
    out.mkdir(parents=True, exist_ok=True)


def _say(sheet, out):
    for remark in sheet.remarks:
        print(remark)
    flagged = sum(bool(row.remarks) for row in sheet.rows)
    titles = ", ".join(sheet.lessons.values()) or "no lesson"
    print(f"{len(sheet.rows)} learners, {titles}: at most {sheet.maximum} points.")
    if flagged:
        print(f"{flagged} learners have remarks; see {out / 'for-the-teacher.html'}.")
    print(f"All of it is in {out}")


def _sorry(text, code=1):
    print(f"coursekit grade: {text}", file=sys.stderr)
    return code


def _parser():
    parser = argparse.ArgumentParser(
        prog="coursekit grade",
        description=__doc__.partition(": ")[2],
        epilog="Learners' code runs in processes of its own, under limits of time, memory, "
        "processes and disk, and on Linux with Landlock without a way to your files. The network "
        "is not cut off, and it is no sandbox: grade strangers' code inside a container.",
    )
    parser.add_argument("folder", type=Path, help="the handed-in files, in any sub-folders")
    parser.add_argument("--out", type=Path, help="where results go (default: FOLDER-graded)")
    when = parser.add_mutually_exclusive_group()
    when.add_argument(
        "--records-only",
        dest="run",
        action="store_const",
        const=grading.RECORDS_ONLY,
        help="never run a notebook; learners' functions alone are tried",
    )
    when.add_argument(
        "--execute",
        dest="run",
        action="store_const",
        const=grading.ALWAYS,
        help="run every notebook (default: only where a record is missing or doubtful)",
    )
    parser.set_defaults(run=grading.WHERE_NEEDED, numbers="given")
    parser.add_argument(
        "--learner",
        metavar="REGEX",
        help="finds the learner's name in a file's place below FOLDER, in its first group",
    )
    parser.add_argument(
        "--lesson",
        action="append",
        type=_room,
        metavar="LESSON",
        help="grade this lesson, 01-neurons say, and others likewise (default: those that a "
        "quarter of the learners handed in)",
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument(
        "--own-numbers",
        dest="numbers",
        action="store_const",
        const="own",
        help="only answers to the learner's own numbers count",
    )
    whose.add_argument(
        "--any-numbers",
        dest="numbers",
        action="store_const",
        const="any",
        help="answers to another learner's numbers count as well",
    )
    limits = grading.How()
    numbers = {
        "--cell-seconds": (float, limits.cell_seconds, "seconds that a cell may take"),
        "--notebook-seconds": (float, limits.seconds, "seconds that a notebook may take"),
        "--memory": (int, limits.memory, "megabytes that a notebook may take"),
        "--jobs": (int, os.cpu_count(), "notebooks at once"),
    }
    for name, (kind, default, told) in numbers.items():
        told = f"{told} (default: {default:g})"
        parser.add_argument(name, type=kind, default=default, metavar="N", help=told)
    return parser


def _room(name):
    """Return the room of a lesson that is named as its notebook, or as its room."""
    room = LESSONS.get(name, (name,))[0]
    if room not in {known for known, _ in LESSONS.values()}:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(LESSONS)}")
    return room
