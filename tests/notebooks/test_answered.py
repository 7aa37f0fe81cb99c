"""The lessons as learners leave them: answered right, answered wrong, and judged anew."""

import json
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from coursekit.exercises.course import LESSONS, questions
from coursekit.exercises.feedback import RECORD
from coursekit.teach.records import judged
from tests.answers.code import Code

FOLDER = Path(__file__).parent.parent.parent / "notebooks"
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def answered(lesson, answers, folder):
    """Execute a lesson with these answers in the learner's cells and return it."""
    notebook = nbformat.read(FOLDER / f"{lesson}.ipynb", as_version=4)
    room = LESSONS[lesson][0]
    for cell in notebook.cells:
        for name, answer in answers.items():
            if f"{room}.{name}.check(" in cell.source:
                dots = "..." if f"= ...\n{room}.{name}" in cell.source else "    ...\n"
                literal = written(answer) if dots == "..." else f"    {answer}\n"
                assert dots in cell.source
                cell.source = cell.source.replace(dots, literal)
            elif cell.cell_type == "code" and f"{room}.{name}.ask()" in cell.source:
                choice = not any(f"{room}.{name}.check(" in c.source for c in notebook.cells)
                cell.source += f"\n{room}.{name}.check({written(answer)})" if choice else ""
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def written(answer):
    if isinstance(answer, Code):
        return answer
    return json.dumps(answer, default=float, ensure_ascii=False)


def last_records(notebook):
    """Return the last record of each question in an executed notebook."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    found = (output.get("data", {}).get(RECORD) for output in outputs)
    return {record["exercise"]: record for record in found if record}


@pytest.fixture
def grade(trial):
    """Return a function that judges a record anew: outcome and slip."""

    def graded(record):
        answer = judged(record, 0, trial)
        return answer.outcome, answer.slip

    return graded


def said(notebook):
    return json.dumps([cell.get("outputs", []) for cell in notebook.cells], ensure_ascii=False)


@each_lesson
def test_every_question_stands_in_the_lesson(lesson):
    room = LESSONS[lesson][0]
    source = (FOLDER / f"{lesson}.ipynb").read_text()
    assert [e.id for e in questions(room) if f"{e.id}.ask()" not in source] == []


@each_lesson
def test_right_answers_are_right_everywhere(lesson, home, tmp_path, grade):
    room = LESSONS[lesson][0]
    answers = import_module(f"tests.answers.{room}").ANSWERS
    notebook = answered(lesson, answers, tmp_path)
    outcomes = {name: record["outcome"] for name, record in last_records(notebook).items()}
    assert set(outcomes) == {exercise.id for exercise in questions(room)}
    assert set(outcomes.values()) <= {"right", "noted"}
    assert {grade(record)[0] for record in last_records(notebook).values()} <= {"right", "noted"}
    kept = json.loads((home / "progress.json").read_text())["exercises"]
    assert {name: entry["outcome"] for name, entry in kept.items()} == outcomes


@each_lesson
def test_wrong_answers_are_named_and_judged_anew_alike(lesson, tmp_path, grade):
    room = LESSONS[lesson][0]
    wrong = import_module(f"tests.answers.{room}").WRONG
    notebook = answered(lesson, {name: answer for name, (answer, _) in wrong.items()}, tmp_path)
    records = last_records(notebook)
    for name, (_, slip) in wrong.items():
        record = records[f"{room}.{name}"]
        assert record["outcome"] == "not yet"
        assert slip is None or record["slip"] == slip
    for record in records.values():
        assert grade(record) == (record["outcome"], record["slip"])
    assert "looks like" in said(notebook)


@each_lesson
def test_a_record_that_claims_too_much_gains_nothing(lesson, tmp_path, grade):
    room = LESSONS[lesson][0]
    wrong = import_module(f"tests.answers.{room}").WRONG
    notebook = answered(lesson, {name: answer for name, (answer, _) in wrong.items()}, tmp_path)
    for record in last_records(notebook).values():
        forged = record | {"outcome": "right", "slip": None}
        assert grade(forged) == (record["outcome"], record["slip"])
