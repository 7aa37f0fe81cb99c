"""Handed-in notebooks as learners leave them, made without a kernel: code, outputs and records.

What a record says is made by the kit itself; only the kernel between is left out.
"""

import ast
import json
from pathlib import Path

import numpy as np

from coursekit.classroom.notebook import questions_by_id
from coursekit.lessons import LESSONS
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.recipe import VERSION
from coursekit.questions.session import CARDS, RECORD
from coursekit.questions.words import Words

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
    return {out["data"][RECORD]["exercise"] for out in outputs if RECORD in out.get("data", ())}


def answered(lesson, answers, learner=None, variants=None, pictures=False):
    """Return a lesson's notebook in which these questions are answered.

    answers: name → a number, list, letter or sentence, or the body of a function, indented from
        its second line on.
    learner, variants: whose numbers, and name → which; everybody's opening ones by default.
    """
    notebook = json.loads(json.dumps(BARE[lesson]))
    prefix = LESSONS[lesson][0]
    data = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        if not pictures:
            cell["outputs"] = [
                o for o in cell["outputs"] if not set(PICTURES) & set(o.get("data", ()))
            ]
        for output in cell["outputs"]:
            if RECORD in output.get("data", ()):
                question = questions_by_id()[output["data"][RECORD]["exercise"]]
                name = question.id.removeprefix(f"{prefix}.")
                if name in answers:
                    _fill(cell, question, answers[name])
                    data[question.id] = _data(cell, question, answers[name])
                number = (variants or {}).get(name, 0)
                found = record(question, data.get(question.id), learner, number, data)
                output["data"] = shown(found)
    return notebook


def record(question, data, learner=None, number=0, known=None):
    """Return the record that a check of this answer leaves."""
    earlier = (known or {}).get(question.after.id) if question.after else None
    answer = made_of(data) if isinstance(question, Function) and data else data
    outcome = question.judge(... if data is None else answer, learner, number, earlier)
    made = {
        "exercise": question.id,
        "learner": learner,
        "variant": number,
        "numbers": VERSION,
        "attempt": int(outcome.counts),
        "answer": data,
        "outcome": outcome.name,
        "slip": outcome.slip,
    }
    return made | ({"earlier": earlier} if question.after else {})


def with_results(made):
    """Return a function's record as it comes up when its notebook is run to be graded."""
    question, notes = questions_by_id()[made["exercise"]], []
    question.judge(
        question.noting(made_of(made["answer"]), notes), made["learner"], made["variant"]
    )
    return made | {"results": notes}


def made_of(source):
    """Return the function that a harmless source makes."""
    names = {"np": np}
    exec(source, names)
    return names[ast.parse(source).body[0].name]


def shown(made):
    """Return an output that holds this record."""
    return {"text/plain": f"{CARDS[made['outcome']][0]} …", RECORD: made}


def starter(lesson):
    """Return the notebook as it is handed out."""
    return answered(lesson, {})


def _fill(cell, question, answer):
    """Write an answer in place of the three dots."""
    if isinstance(question, Choice | Words):
        return  # chosen with a button
    source = "".join(cell["source"])
    if isinstance(question, Function):
        filled = source.replace("    ...\n", f"    {answer}\n", 1)
    else:
        filled = source.replace("...", json.dumps(answer), 1)
    assert filled != source
    cell["source"] = filled


def _data(cell, question, answer):
    """Return what a record holds of an answer."""
    if isinstance(question, Function):
        tree = ast.parse(cell["source"])
        node = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
        return ast.get_source_segment(cell["source"], node) + "\n"
    return json.loads(json.dumps(question.as_data(answer)))


def write(notebook, path):
    """Store a notebook, in folders that are made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path


def code(*sources):
    """Return a notebook of these code cells, without outputs."""
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
