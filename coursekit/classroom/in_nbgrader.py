"""Lessons for a class that lives in nbgrader: below each check stands a cell that gives the points.

The lesson stays what it is; the check still tells each learner at once which slip was made. A cell
of tests, which nbgrader locks, judges the answer anew while nbgrader runs the notebook. nbgrader
takes any word on the error output for a failure, so a warning is kept from it.
"""

import contextlib
import getpass
import io
import os
import re
import warnings
from copy import deepcopy
from pathlib import Path

from nbformat.v4 import new_code_cell

from coursekit.classroom.keys import graded_calls
from coursekit.classroom.notebook import questions_by_id
from coursekit.classroom.rules import shown_points
from coursekit.questions.choice import Choice
from coursekit.questions.outcome import RIGHT, RIGHT_GIVEN
from coursekit.questions.session import NAME, current, learner

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
MADE_BY_NBGRADER = ("autograded", "feedback")


def with_tests(notebook, rules, own_numbers=False):
    """Return a copy of an untouched lesson with a cell of tests for each question that is checked.

    A choice gets a cell to write its letter into: when nbgrader runs a notebook, nobody presses
    buttons. own_numbers: whether the copy asks for each learner's own numbers.
    """
    copy = deepcopy(notebook)
    checked = {id for cell in copy.cells for id, _ in graded_calls(cell, "check")}
    cells = []
    for cell in copy.cells:
        cells.append(cell)
        found = [(id, call.args) for id, call in graded_calls(cell, "check")]
        for id, _ in graded_calls(cell, "ask"):
            if id not in checked and isinstance(questions_by_id()[id], Choice):
                name = id.split(".")[1]
                cells.append(new_code_cell(f"{name} = ...  # a letter\n{id}.check({name})"))
                found.append((id, graded_calls(cells[-1], "check")[0][1].args))
        for id, args in found:
            worth = rules.worth(questions_by_id()[id])
            if worth and args:
                cells.append(_test(id, args[0].id, worth))
    if own_numbers:
        first = next(k for k, cell in enumerate(cells) if cell.cell_type == "code")
        cells.insert(first, new_code_cell(f"from {__name__} import own_numbers\n\nown_numbers()"))
    copy.cells = cells
    for place, cell in enumerate(copy.cells):
        cell.id = cell.get("id", f"cell-{place}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copy


def _test(id, name, worth):
    lesson = id.split(".")[0]
    source = [f"# {id}: {shown_points(worth)} point{'s' * (worth != 1)}", BEGIN]
    source += [f"from coursekit import {lesson}", f"from {__name__} import assert_right"]
    source += ["", f"assert_right({id}, {name})", END]
    cell = new_code_cell("\n".join(source))
    told = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    told |= {"grade_id": id.replace(".", "-"), "points": worth, "cell_type": "code"}
    cell.metadata["nbgrader"] = told
    return cell


# -- what the cells call -----------------------------------------------------------------------


def assert_right(question, answer):
    """Raise AssertionError, with what the check says, unless the answer is right.

    The answer to the question before is the one that was checked in this notebook.
    """
    earlier = current.of(question.after).latest if question.after else None
    number = current.of(question).number
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        outcome = question.judge(answer, current.learner, number, earlier)
    if outcome.name not in (RIGHT, RIGHT_GIVEN):
        raise AssertionError(outcome.text)


def own_numbers():
    """Ask with the numbers of whoever runs this; where nbgrader grades, of whom it grades."""
    learner(_who(Path.cwd(), os.environ.get("JUPYTERHUB_USER") or getpass.getuser()))


def _who(folder, user):
    """Return whose notebook runs in a folder of nbgrader's, or else the user.

    >>> _who(Path("/course/autograded/ada/01-neurons"), "teacher"), _who(Path("/home/ada"), "ada")
    ('ada', 'ada')
    """
    parts = folder.parts
    for name in MADE_BY_NBGRADER:
        if name in parts[:-2]:
            user = parts[len(parts) - parts[::-1].index(name)]
    return user if NAME.fullmatch(user) else re.sub(r"[^\w.@-]", "-", user)[:60]
