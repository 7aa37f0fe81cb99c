"""The lessons as learners leave them: answered right, answered wrong, and judged anew."""

import json
import os
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from coursekit.classroom.records import RUN, judged
from coursekit.lessons import LESSONS, asked
from coursekit.questions.returned import GRADING
from coursekit.questions.session import RECORD
from tests.answers.code import Code

FOLDER = Path(__file__).parent.parent.parent / "notebooks"


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def executed(lesson, tmp_path_factory):
    """Run a lesson with wrong answers and then, in the same kernel, with right ones.

    Return the cells of both runs, and the folder with what was kept of them.
    """
    answers = import_module(f"tests.answers.{LESSONS[lesson][0]}")
    wrong = answered(lesson, {name: answer for name, (answer, _) in answers.WRONG.items()})
    notebook, folder = answered(lesson, answers.ANSWERS), tmp_path_factory.mktemp("kept")
    count = len(wrong.cells)
    notebook.cells = wrong.cells + notebook.cells
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=120, resources=where).execute(
        env=os.environ | {"COURSEKIT_HOME": str(folder), GRADING: "1"}
    )
    return notebook.cells[:count], notebook.cells[count:], folder


def answered(lesson, answers):
    """Return a lesson with these answers in the learner's cells.

    Of its code cells only those are left that import something or belong to a question.
    """
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
    verbs = [f"{question.id}.{verb}(" for question in asked(lesson) for verb in ("ask", "check")]
    kept = ("import ", ".summary(", *verbs)
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells = [cell for cell in codes if any(part in cell.source for part in kept)]
    return notebook


def written(answer):
    if isinstance(answer, Code):
        return answer
    return json.dumps(answer, default=float, ensure_ascii=False)


def last_records(cells):
    """Return the last record of each question in executed cells."""
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    found = (output.get("data", {}).get(RECORD) for output in outputs)
    return {record["exercise"]: record for record in found if record}


def grade(record):
    """Judge a record anew: outcome and slip."""
    answer = judged(record, 0, RUN)
    return answer.outcome, answer.slip


def test_every_question_stands_in_the_lesson(lesson):
    source = (FOLDER / f"{lesson}.ipynb").read_text()
    assert [e.id for e in asked(lesson) if f"{e.id}.ask()" not in source] == []


def test_right_answers_are_right_everywhere_also_after_wrong_ones(lesson, executed):
    _, right, folder = executed
    outcomes = {name: record["outcome"] for name, record in last_records(right).items()}
    assert set(outcomes) == {question.id for question in asked(lesson)}
    assert set(outcomes.values()) <= {"right", "noted"}
    assert {grade(record)[0] for record in last_records(right).values()} <= {"right", "noted"}
    kept = json.loads((folder / "progress.json").read_text())["exercises"]
    assert {name: entry["outcome"] for name, entry in kept.items()} == outcomes


def test_wrong_answers_are_named(lesson, executed):
    wrong, *_ = executed
    records = last_records(wrong)
    wrongs = import_module(f"tests.answers.{LESSONS[lesson][0]}").WRONG
    answered_wrong = [question for question in asked(lesson) if question.name in wrongs]
    assert answered_wrong
    for question in answered_wrong:
        record, slip = records[question.id], wrongs[question.name][1]
        assert record["outcome"] == "not yet"
        assert slip is None or record["slip"] == slip
    said = [cell.get("outputs", []) for cell in wrong]
    assert "looks like" in json.dumps(said, ensure_ascii=False)


def test_judged_anew_a_record_is_what_it_was_and_claiming_more_gains_nothing(executed):
    for record in last_records(executed[0]).values():
        forged = record | {"outcome": "right", "slip": None}
        assert grade(forged) == (record["outcome"], record["slip"])
