"""Reading a handed-in notebook as data: its code cells, and the records that checks left in them.

A notebook may hold anything. What is not as it should be is left out and told. Its code is read
for two things only, and no grade depends on either: which questions it asks, so that one without a
record can be named, and which cells only show a picture, so that they need not be run.
"""

import ast
import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from coursekit.lessons import TITLES, questions
from coursekit.questions.session import PRACTICE, RECORD

MOST_RECORDS = 2000
LONGEST_CELL = 100_000  # characters of code that are looked at
CALLED = re.compile(r"\b(\w+)\.(\w+)\.(check|ask)\s*\(\s*(\.\.\.)?")
KEY_NOTE = (
    "**This is a key.** Every question is answered, and its solution stands below the answer. "
    "It is not for learners."
)
KEY_SOLUTION = "**Solution: "  # as each of a key's solutions begins


class NoNotebook(Exception):
    """The file is no notebook; the message says what is the matter."""


@dataclass(frozen=True)
class Cell:
    """A code cell: its place among all cells, its code, and the records that its checks left."""

    index: int
    source: str
    records: tuple[dict, ...] = ()


@dataclass
class Notebook:
    """The code cells of a notebook, and remarks on what was left out or is odd.

    in_markdown: the ids of questions whose checks stand in cells of text. sittings: the records
    that the questions before and after the course have left.
    """

    cells: list[Cell] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    in_markdown: set[str] = field(default_factory=set)
    sittings: list[dict] = field(default_factory=list)

    def asked(self):
        """Return the ids of the questions that its code asks or checks."""
        return {id for cell in self.cells for id in called(cell.source)}

    def checked(self):
        """Return the ids of the questions that its code checks, and not on three dots."""
        return {
            id
            for cell in self.cells
            for id, (how, dots) in called(cell.source).items()
            if how == "check" and not dots and "= ..." not in cell.source
        }


@cache
def questions_by_id():
    """Return id → question of the whole course, in the order in which they are asked."""
    lessons = [name for name in TITLES]
    return {question.id: question for lesson in lessons for question in questions(lesson)}


def called(source):
    """Return id → (how, dots) of the questions that a cell asks or checks.

    >>> called("z = 0.5\\nneurons.weighted_sum.check(z)")
    {'neurons.weighted_sum': ('check', '')}
    """
    told = {}
    for lesson, name, how, dots in CALLED.findall(source):
        id = f"{lesson}.{name}"
        if id not in questions_by_id():  # `from coursekit import neurons as n`
            alike = [known for known in questions_by_id() if known.endswith(f".{name}")]
            id = alike[0] if len(alike) == 1 else None
        if id:
            told[id] = (how, dots)
    return told


def parse(content):
    """Return the notebook that these bytes hold, in any encoding of JSON, or raise NoNotebook.

    >>> parse(b'{"cells": [{"cell_type": "code", "source": ["a = 1"], "outputs": []}]}').cells
    [Cell(index=0, source='a = 1', records=())]
    """
    try:
        stored = json.loads(content)
    except (ValueError, RecursionError, MemoryError) as error:
        raise NoNotebook(f"it cannot be read: {_why(content, error)}") from None
    cells = stored.get("cells") if isinstance(stored, dict) else None
    if not isinstance(cells, list):
        raise NoNotebook("it is no notebook of today's form: it has no cells")
    notebook, left, solutions = Notebook(), MOST_RECORDS, 0
    for index, cell in enumerate(cells):
        if not isinstance(cell, dict):
            continue
        source = _text(cell.get("source"))
        if cell.get("cell_type") != "code":
            notebook.in_markdown |= {id for id, (how, _) in called(source).items()}
            solutions += source.startswith((KEY_NOTE, KEY_SOLUTION))
            continue
        if len(source) > LONGEST_CELL:
            notebook.remarks.append(f"cell {index + 1} holds {len(source):,} characters of code")
        records = _records(cell.get("outputs"), RECORD)
        notebook.sittings += _records(cell.get("outputs"), PRACTICE)[:MOST_RECORDS]
        if len(records) > left:
            notebook.remarks.append(f"more than {MOST_RECORDS} records; the rest is not looked at")
        records, left = records[:left], max(0, left - len(records))
        notebook.cells.append(Cell(index, source[:LONGEST_CELL], tuple(records)))
    if solutions:
        notebook.remarks.append("this is the key, or was made from it")
    return notebook


def _why(content, error):
    if not content:
        return "it is empty"
    if isinstance(error, json.JSONDecodeError):
        # the place is where the last piece begins: a string may be long, other pieces are short
        cut = error.msg.startswith("Unterminated") or error.pos >= len(error.doc.rstrip()) - 8
        return "it breaks off in the middle" if cut else "it is no JSON"
    return "it is no text" if isinstance(error, UnicodeDecodeError) else "it is built too deep"


def _text(source):
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source.encode("utf-8", "replace").decode() if isinstance(source, str) else ""


def _records(outputs, kind):
    """Return the records of a kind among a cell's outputs."""
    records = []
    for output in outputs if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        record = data.get(kind) if isinstance(data, dict) else None
        if isinstance(record, str):  # some tools store JSON as text
            try:
                record = json.loads(record)
            except (ValueError, RecursionError):
                continue
        if isinstance(record, dict):
            records.append(record)
    return records


def worth_running(cells):
    """Return the cells without those that only show the course's pictures, if no other needs them.

    No answer depends on these, and drawing takes longer than all the rest.

    >>> sources = "one = cost.landscape()", "one.set({'w': 1})", "two = cost.squares()", "f(two)"
    >>> [cell.source for cell in worth_running([Cell(k, s) for k, s in enumerate(sources)])]
    ['two = cost.squares()', 'f(two)']
    """
    pictures, passed = set(), {}
    for cell in cells:
        names = _shown(cell.source, pictures)
        if names is not None:
            pictures |= names
            passed[cell.index] = pictures & set(re.findall(r"\w+", cell.source))
    code = " ".join(cell.source for cell in cells if cell.index not in passed)
    needed = pictures & set(re.findall(r"\w+", code))
    for names in [*passed.values()] * len(passed):  # a picture may be made of another
        needed |= names if names & needed else set()
    return [c for c in cells if c.index not in passed or passed[c.index] & needed]


def _shown(source, pictures):
    """Return the names that a cell gives to pictures, if it does no more; else None.

    pictures: names that stand for pictures already.
    """
    names = set()
    try:
        for statement in ast.parse(source).body:
            kind = isinstance(statement, ast.Assign | ast.Expr)
            if not (kind and _is_picture(statement.value, pictures | names)):
                return None
            names |= {target.id for target in getattr(statement, "targets", ())}
        return names
    except (AttributeError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_picture(value, pictures):
    """Say whether an expression is a picture of the course, or changes one and nothing else."""
    if isinstance(value, ast.Name):
        return value.id in pictures
    if not isinstance(value, ast.Call):
        return False
    handed_in = [*value.args, *(keyword.value for keyword in value.keywords)]
    for node in (node for part in handed_in for node in ast.walk(part)):
        if isinstance(node, ast.Call | ast.NamedExpr | ast.Await):
            return False
        if isinstance(node, ast.Name) and node.id not in pictures:
            return False
    whose, name = value.func.value.id, value.func.attr
    if whose not in {lesson for lesson in TITLES}:
        return whose in pictures
    return name in import_module(f"coursekit.lessons.{whose}").PICTURES
