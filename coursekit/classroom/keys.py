"""`coursekit key NOTEBOOK`: a lesson with every question answered, and worked out below.

The answers are computed from the questions' own numbers and put where the three dots stood. Then
the key is executed, and it is written only if every check in it says that the answer is right.
"""

import argparse
import ast
import json
import re
import sys
import textwrap
from copy import deepcopy
from importlib import import_module
from pathlib import Path

import nbformat
import numpy as np
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell

from coursekit.classroom.cli import Progress
from coursekit.classroom.notebook import KEY_NOTE, KEY_SOLUTION, questions_by_id
from coursekit.classroom.stored_form import execute, normalise
from coursekit.lessons import TITLES
from coursekit.questions.choice import Choice
from coursekit.questions.outcome import NOTED, RIGHT
from coursekit.questions.session import RECORD
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import say

TELLS = "Write a lesson with every question answered, and worked out below."
WIDTH = 88  # of a line of text in a cell


def solved(notebook):
    """Return a copy of an untouched lesson in which every question is answered and worked out.

    Where the lesson names a learner, the answers are to this learner's numbers. Raises ValueError
    for a question that is no longer open, or that the course does not know.
    """
    learner, key = learner_of(notebook), deepcopy(notebook)
    checked = {id for cell in key.cells for id, _ in graded_calls(cell, "check")}
    cells = []
    for cell in key.cells:
        cells.append(cell)
        for id, call in graded_calls(cell, "check"):
            cell.source = _answered(cell.source, _question(id), call, learner)
            cells.append(_worked(_question(id), learner))
        for id, _ in graded_calls(cell, "ask"):
            if id not in checked:
                answer = _literal(_question(id), learner)
                bracketed = answer if answer.startswith("(") else f"({answer})"
                cells.append(new_code_cell(f"{id}.check{bracketed}"))
                cells.append(_worked(_question(id), learner))
    key.cells = [*cells[:1], new_markdown_cell(KEY_NOTE), *cells[1:]]
    return key


def learner_of(notebook):
    """Return the learner whose numbers a notebook asks for, or None for everybody's."""
    names = [call.args[0].value for cell in notebook.cells for _, call in calls(cell, "learner")]
    return names[-1] if names else None


def calls(cell, method):
    """Return what is called so in a code cell: (what stands before the point, the call) pairs."""
    if cell.cell_type != "code":
        return []
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return []  # a magic, or half a line: no question of the course
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [ast.unparse(call.func).rpartition(".") for call in calls]
    return [
        (before, call)
        for (before, _, name), call in zip(named, calls, strict=True)
        if name == method
    ]


def graded_calls(cell, method):
    """Return those of `calls` that are of questions; practice and predictions give no mark."""
    return [(id, call) for id, call in calls(cell, method) if not _without_mark(id)]


def _without_mark(id):
    lesson, _, name = id.partition(".")
    return id not in questions_by_id() and (
        lesson in TITLES and hasattr(import_module(f"coursekit.lessons.{lesson}"), name)
    )


def _question(id):
    if id not in questions_by_id():
        raise ValueError(f"{id} is no question of the course")
    return questions_by_id()[id]


def _answered(source, question, call, learner):
    """Return a cell's code with the answer in place of the three dots."""
    lines = source.splitlines()
    name = call.args[0].id if call.args and isinstance(call.args[0], ast.Name) else None
    for statement in ast.parse(source).body:
        if name and _open_name(statement) == name:
            before, after = lines[: statement.lineno - 1], lines[statement.end_lineno :]
            answer = _statement(question, name, learner)
            return "\n".join([*before, *(x for x in answer if x not in before), *after])
    raise ValueError(
        f"{question.id} is checked without three dots; a key is made of an untouched lesson"
    )


def _open_name(statement):
    """Return the name that a statement leaves open: `name = ...`, or a function of three dots."""
    if isinstance(statement, ast.FunctionDef):
        return statement.name if ast.unparse(statement.body) == "..." else None
    if isinstance(statement, ast.Assign) and ast.unparse(statement.value) == "...":
        return ast.unparse(statement.targets[0])
    return None


def _statement(question, name, learner):
    """Return the lines that give a name the right answer."""
    if isinstance(question, Value | Choice | Words):
        return f"{name} = {_literal(question, learner)}".splitlines()
    told = say(question.answer_worked, question.numbers(learner))
    block = re.search(r"```python\n(.+?)\n```", told, re.DOTALL)
    if not block or not re.search(rf"^(def )?{name}\b", block[1], re.MULTILINE):
        raise ValueError(f"the solution of {question.id} holds no code that makes {name}")
    return block[1].splitlines()


def _literal(question, learner):
    """Return the right answer as one types it: rounded as asked, a letter, or a text."""
    x = question.numbers(learner)
    if isinstance(question, Value):
        return _typed(question.answer(x), question.digits)
    if isinstance(question, Choice):
        options = question.lettered(learner).items()
        return next(f'"{letter}"' for letter, option in options if option.right)
    if isinstance(question, Words):
        lines = textwrap.wrap(question.answer(x), WIDTH)
        parts = [
            json.dumps(line, ensure_ascii=False)
            for line in [*(f"{x} " for x in lines[:-1]), lines[-1]]
        ]
        return "(\n" + "".join(f"    {part}\n" for part in parts) + ")"
    raise ValueError(f"{question.id} is asked, and checked nowhere")


def _typed(value, digits):
    """Write a number or an array with so many decimals, as code.

    >>> _typed(np.array([[0.5, -0.001]]), 2)
    '[[0.50, 0.00]]'
    """
    if np.ndim(value):
        return "[" + ", ".join(_typed(entry, digits) for entry in value) + "]"
    return f"{round(float(value), digits) + 0.0:.{digits}f}"


def _worked(question, learner):
    told = say(question.answer_worked, question.numbers(learner))
    return new_markdown_cell(f"{KEY_SOLUTION}{question.title}**\n\n{told}")


# -- writing -----------------------------------------------------------------------------------


def store(notebooks, folder, at_once=1):
    """Execute notebooks and write them whole, path → notebook; a key only if all of it is right.

    Raises ValueError for a key that is not, and nbclient's CellExecutionError for a cell that
    fails; then nothing is written.
    """
    execute(notebooks.values(), folder, at_once, Progress(len(notebooks), "notebooks"))
    for path, notebook in notebooks.items():
        if wrong := _not_right(notebook):
            raise ValueError(f"{path.name} would not be right in {', '.join(wrong)}")
    for path, notebook in notebooks.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(normalise(notebook, path.stem), path)
        print(path)


def _not_right(notebook):
    """Return the questions of an executed key whose last check says something else than right."""
    if all(cell.source != KEY_NOTE for cell in notebook.cells):
        return []
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    records = (output.get("data", {}).get(RECORD) for output in outputs)
    last = {record["exercise"]: record["outcome"] for record in records if record}
    asked = {id for cell in notebook.cells for id, _ in graded_calls(cell, "ask")}
    return sorted(id for id in asked | set(last) if last.get(id) not in (RIGHT, NOTED))


def open_lesson(path):
    """Return a notebook, in any encoding of JSON; raise ValueError for a file that is none."""
    try:
        return nbformat.reads(json.dumps(json.loads(path.read_bytes())), as_version=4)
    except OSError:
        raise
    except Exception as problem:  # nbformat has a dozen ways to stumble
        raise ValueError(f"{path} is no notebook") from problem


def refuse_to_overwrite(paths):
    """Raise ValueError when one of these files is there already: somebody may have worked in it."""
    there = [str(path) for path in paths if path.exists()]
    if there:
        raise ValueError(f"{', '.join(there)}: there already; say --force to write anew")


def told(name, act):
    """Do it and return 0, or say in one line why it cannot be done and return 1."""
    try:
        act()
    except (OSError, ValueError, CellExecutionError) as problem:
        print(f"coursekit {name}: {str(problem).strip().splitlines()[-1]}", file=sys.stderr)
        return 1
    return 0


def command(arguments):
    """`coursekit key`: write a key of each notebook."""
    parser = argparse.ArgumentParser(prog="coursekit key", description=TELLS)
    parser.add_argument("notebooks", nargs="+", type=Path, help="lessons that nobody has answered")
    parser.add_argument("--out", type=Path, default=Path("keys"), help="folder (default: keys)")
    parser.add_argument("--force", action="store_true", help="write over what is there")
    asked = parser.parse_args(arguments)

    def act():
        paths = {path: asked.out / f"{path.stem}-key.ipynb" for path in asked.notebooks}
        if not asked.force:
            refuse_to_overwrite(paths.values())
        for path, key in paths.items():
            store({key: solved(open_lesson(path))}, path.resolve().parent)

    return told("key", act)
