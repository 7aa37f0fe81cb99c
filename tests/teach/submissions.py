"""Handed-in notebooks as learners leave them, made without a kernel: code, outputs and records.

What a record says is made by the kit itself; only the kernel between is left out.
"""

import ast
import json
from pathlib import Path

from coursekit.exercises.choices import Asked
from coursekit.exercises.course import LESSONS
from coursekit.exercises.feedback import LOOKS, RECORD
from coursekit.exercises.functions import Function
from coursekit.teach.records import exercises
from coursekit.teach.trying import rebuilt

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
BARE = {
    path.stem: json.loads(path.read_text())
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    if path.stem in LESSONS
}
PICTURES = ("image/png", "application/vnd.jupyter.widget-view+json")


def asked(lesson):
    """Return the questions of a lesson's notebook as it is stored."""
    outputs = [out for cell in BARE[lesson]["cells"] for out in cell.get("outputs", [])]
    return {out["data"][RECORD]["exercise"] for out in outputs if RECORD in out["data"]}


def answered(lesson, answers, learner=None, variants=None, pictures=False):
    """Return a lesson's notebook in which these questions are answered.

    answers: name → a number, list, letter or sentence, or the body of a function, indented from
        its second line on.
    learner, variants: whose numbers, and name → which; everybody's opening ones by default.
    """
    notebook = json.loads(json.dumps(BARE[lesson]))
    room = LESSONS[lesson][0]
    data = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        if not pictures:
            cell["outputs"] = [o for o in cell["outputs"] if not set(PICTURES) & set(o["data"])]
        for output in cell["outputs"]:
            if RECORD in output["data"]:
                exercise = exercises()[output["data"][RECORD]["exercise"]]
                name = exercise.id.removeprefix(f"{room}.")
                if name in answers:
                    _fill(cell, exercise, answers[name])
                    data[exercise.id] = _data(cell, exercise, answers[name])
                number = (variants or {}).get(name, 0)
                found = record(exercise, data.get(exercise.id), learner, number, data)
                output["data"] = shown(found)
    return notebook


def record(exercise, data, learner=None, number=0, known=None):
    """Return the record that a check of this answer leaves."""
    earlier = (known or {}).get(exercise.after.id) if exercise.after else None
    answer = rebuilt(data) if isinstance(exercise, Function) and data else data
    outcome = exercise.judge(... if data is None else answer, learner, number, earlier)
    made = {
        "exercise": exercise.id,
        "learner": learner,
        "variant": number,
        "attempt": int(outcome.counts),
        "answer": data,
        "outcome": outcome.name,
        "slip": outcome.slip,
    }
    return made | ({"earlier": earlier} if exercise.after else {})


def shown(made):
    """Return an output that holds this record."""
    return {"text/plain": f"{LOOKS[made['outcome']][0]} …", RECORD: made}


def starter(lesson):
    """Return the notebook as it is handed out."""
    return answered(lesson, {})


def _fill(cell, exercise, answer):
    """Write an answer in place of the three dots."""
    if isinstance(exercise, Asked):
        return  # chosen with a button
    source = "".join(cell["source"])
    if isinstance(exercise, Function):
        filled = source.replace("    ...\n", f"    {answer}\n", 1)
    else:
        filled = source.replace("...", json.dumps(answer), 1)
    assert filled != source
    cell["source"] = filled


def _data(cell, exercise, answer):
    """Return what a record holds of an answer."""
    if isinstance(exercise, Function):
        tree = ast.parse(cell["source"])
        node = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
        return ast.get_source_segment(cell["source"], node) + "\n"
    return json.loads(json.dumps(exercise.as_data(answer)))


def write(notebook, path):
    """Store a notebook, in folders that are made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def code(*sources):
    """Return a notebook of these code cells, without outputs."""
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
