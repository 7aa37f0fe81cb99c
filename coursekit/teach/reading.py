"""Reading a handed-in notebook as data: its code cells, and the records that checks left in them.

A notebook may hold anything. What is not as it should be is left out and told.
"""

import json
from dataclasses import dataclass, field

from coursekit.exercises.feedback import LOOKS, RECORD

MOST_RECORDS = 2000
LONGEST_CELL = 100_000  # characters of code that are looked at


class NoNotebook(Exception):
    """The file is no notebook; the message says what is the matter."""


@dataclass(frozen=True)
class Cell:
    """A code cell.

    index: its place among all cells. records: what its checks left.
    claims: whether an output says what a check says, without a record beside it.
    """

    index: int
    source: str
    records: tuple[dict, ...] = ()
    claims: bool = False


@dataclass
class Notebook:
    """The code cells of a notebook, and remarks on what was left out."""

    cells: list[Cell] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def parse(content):
    """Return the notebook that these bytes hold, or raise NoNotebook.

    >>> parse(b'{"cells": [{"cell_type": "code", "source": ["a = 1"], "outputs": []}]}').cells
    [Cell(index=0, source='a = 1', records=(), claims=False)]
    """
    try:
        stored = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise NoNotebook(f"it cannot be read: {_why(content, error)}") from None
    cells = stored.get("cells") if isinstance(stored, dict) else None
    if not isinstance(cells, list):
        raise NoNotebook("it is no notebook of today's form: it has no cells")
    notebook, left = Notebook(), MOST_RECORDS
    for index, cell in enumerate(cells):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = _text(cell.get("source"))
        if len(source) > LONGEST_CELL:
            notebook.remarks.append(f"cell {index + 1} holds {len(source):,} characters of code")
        records, claims = _records(cell.get("outputs"))
        if len(records) > left:
            notebook.remarks.append(f"more than {MOST_RECORDS} records; the rest is not looked at")
        records, left = records[:left], max(0, left - len(records))
        notebook.cells.append(Cell(index, source[:LONGEST_CELL], tuple(records), claims))
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
    return source if isinstance(source, str) else ""


def _records(outputs):
    """Return the records of a cell's outputs, and whether one claims an outcome without any."""
    records, claims = [], False
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        data = output.get("data")
        data = data if isinstance(data, dict) else {}
        record = data.get(RECORD)
        if isinstance(record, str):  # some tools store JSON as text
            try:
                record = json.loads(record)
            except (ValueError, RecursionError):
                record = None
        if isinstance(record, dict):
            records.append(record)
        else:
            said = _text(data.get("text/plain")) or _text(output.get("text"))
            claims |= said.lstrip("'\" \n").startswith(OUTCOMES)
    return records, claims


OUTCOMES = tuple(words for words, _ in LOOKS.values() if words.startswith("Right"))
