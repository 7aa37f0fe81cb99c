"""`coursekit export`: what a class takes along into another system.

Questions go into a bank for an LMS (GIFT, QTI 2.1), lessons into the source folder of an nbgrader
course.
"""

import argparse
from pathlib import Path

import nbformat

from coursekit.classroom.banks import items
from coursekit.classroom.cli import lesson_named, positive
from coursekit.classroom.gift import gift
from coursekit.classroom.in_nbgrader import with_tests
from coursekit.classroom.keys import open_lesson, refuse_to_overwrite, told
from coursekit.classroom.qti import qti
from coursekit.classroom.rules import Rules, read_points
from coursekit.command.lessons import source
from coursekit.lessons import LESSONS, TITLES, questions

TELLS = "Write questions as a bank for an LMS, or lessons for nbgrader."
EPILOG = (
    "Banks hold choices and single numbers, each slip with its words as feedback. Functions, "
    "arrays and answers in own words stay in the notebooks."
)


def command(arguments):
    """Write what is asked for, and return the exit code."""
    asked = _parser().parse_args(arguments)

    def act():
        lessons = asked.lesson or list(TITLES)
        if asked.nbgrader:
            _for_nbgrader(asked, lessons)
        else:
            _bank(asked, lessons)

    return told("export", act)


def _bank(asked, lessons):
    path = asked.gift or asked.qti
    if not asked.force:
        refuse_to_overwrite([path])
    banks = {TITLES[name]: list(items(questions(name), asked.numbers)) for name in lessons}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gift(banks).encode() if asked.gift else qti(banks))
    print(f"{path}: {sum(map(len, banks.values()))} questions")


def _for_nbgrader(asked, lessons):
    rules = Rules(points=read_points(asked.points) if asked.points else {})
    stems = [stem for stem, (lesson, _) in LESSONS.items() if lesson in lessons]
    paths = {asked.nbgrader / "source" / stem / f"{stem}.ipynb": stem for stem in stems}
    if not asked.force:
        refuse_to_overwrite(paths)
    for path, stem in paths.items():
        made = with_tests(open_lesson(source() / f"{stem}.ipynb"), rules, asked.own_numbers)
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, path)
        print(path)


def _parser():
    parser = argparse.ArgumentParser(prog="coursekit export", description=TELLS, epilog=EPILOG)
    into = parser.add_mutually_exclusive_group(required=True)
    into.add_argument("--gift", metavar="FILE", type=Path, help="a bank for Moodle")
    into.add_argument("--qti", metavar="FILE", type=Path, help="a bank as a QTI 2.1 package, a zip")
    into.add_argument("--nbgrader", metavar="FOLDER", type=Path, help="the folder of a course")
    for flag, says, how in (
        ("--lesson", "this lesson, and others likewise (default: all)",
         {"type": lesson_named, "action": "append"}),
        ("--numbers", "banks: how many sets of numbers of a question (default: 1)",
         {"type": positive(int), "default": 1}),
        ("--points", "nbgrader: a table of questions and points, as grade takes it",
         {"type": Path}),
    ):  # fmt: skip
        parser.add_argument(flag, metavar=flag[2:].upper(), help=says, **how)
    parser.add_argument(
        "--own-numbers", action="store_true", help="nbgrader: each learner has their own numbers"
    )
    parser.add_argument("--force", action="store_true", help="write over what is there")
    return parser
