"""`coursekit variant NOTEBOOK --learner ID…`: a copy for each learner, with their own numbers.

A copy differs from the lesson in two cells at its beginning, which name the learner. All numbers
follow from the name, so that a copy can be made again at any time, and with it its key.
"""

import argparse
from copy import deepcopy
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell

from coursekit.classroom.class_list import read_class
from coursekit.classroom.cli import jobs_here
from coursekit.classroom.keys import open_lesson, refuse_to_overwrite, solved, store, told
from coursekit.questions.session import NAME

TELLS = "Write a copy for each learner, with numbers of their own, and its key."
NOTE = (
    "**This copy is for `{}`.** Its questions have numbers that nobody else has. Run the next cell "
    "first, each time: it says whose they are. The pictures and the text keep the course's own "
    "numbers; where a question states its own, these count."
)


def varied(notebook, name):
    """Return a copy of a lesson that asks for the numbers of one learner."""
    copy = deepcopy(notebook)
    first = next((n for n, cell in enumerate(copy.cells) if cell.cell_type == "code"), 0)
    copy.cells[first:first] = [
        new_markdown_cell(NOTE.format(name)),
        new_code_cell(f'from coursekit import learner\n\nlearner("{name}")'),
    ]
    return copy


def check_names(names):
    """Raise ValueError for what names no learner, and for two names that one file would have."""
    for name in names:
        if not NAME.fullmatch(name):
            raise ValueError(f"a learner is named by letters, digits and . _ - @, got {name!r}")
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError("two learners have the same name, but for capital letters")


def learners_of(told):
    """Return the names of learners; of @FILE, a class list, the ids, or names where it has none."""
    found = []
    for name in told:
        listed = read_class(Path(name[1:])) if name.startswith("@") else []
        found += [one.id or one.name for one in listed] if name.startswith("@") else [name]
    return found


def _parser():
    parser = argparse.ArgumentParser(
        prog="coursekit variant",
        description=TELLS,
        epilog="Copies go to OUT/variants and their keys to OUT/keys, so that only the first are "
        "handed out.",
    )
    parser.add_argument("notebook", type=Path, help="a lesson that nobody has answered")
    parser.add_argument(
        "--learner",
        metavar="ID",
        nargs="+",
        required=True,
        help="learners, or @FILE: a class list, as `grade --class` reads it",
    )
    parser.add_argument("--out", type=Path, default=Path(), help="folder (default: this one)")
    parser.add_argument("--force", action="store_true", help="write over what is there")
    return parser


def command(arguments):
    """`coursekit variant`: write a copy and a key for each learner."""
    asked = _parser().parse_args(arguments)

    def act():
        learners = learners_of(asked.learner)
        check_names(learners)
        lesson, stem = open_lesson(asked.notebook), asked.notebook.stem
        notebooks = {}
        for name in learners:
            copy = varied(lesson, name)
            notebooks[asked.out / "variants" / f"{stem}-{name}.ipynb"] = copy
            notebooks[asked.out / "keys" / f"{stem}-{name}-key.ipynb"] = solved(copy)
        if not asked.force:
            refuse_to_overwrite(notebooks)
        store(notebooks, asked.notebook.resolve().parent, jobs_here())

    return told("variant", act)
