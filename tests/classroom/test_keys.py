"""A key answers every question of a lesson rightly, whoever the lesson is for."""

import os
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coursekit.classroom import keys
from coursekit.classroom.keys import solved
from coursekit.classroom.notebook import KEY_NOTE
from coursekit.classroom.variants import varied
from coursekit.lessons import LESSONS, asked, questions
from coursekit.page import cards
from coursekit.questions import told
from coursekit.questions.outcome import NOTED, RIGHT
from coursekit.questions.session import RECORD, learner
from coursekit.questions.value import Value

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
CAPSTONE = "review.digit_reader"  # takes seconds to train; the slow test has it
SMALL = (
    "from coursekit import neurons",
    "neurons.weighted_sum.ask()",
    "given = neurons.weighted_sum.given\nz = ...\nneurons.weighted_sum.check(z)",
    "neurons.activation.ask()",
    "a = ...\nneurons.activation.check(a)",
    "neurons.first_layer.ask()",
    "neurons.layers_in_words.ask()",
    "import numpy as np\n\nneurons.write_sigmoid.ask()",
    "def sigmoid(z):\n    ...\n\nneurons.write_sigmoid.check(sigmoid)",
)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def lesson_of(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def small(*more):
    """Return a lesson that is executed quickly: one question of each kind."""
    cells = [new_code_cell(source) for source in (*SMALL, *more)]
    return new_notebook(cells=[new_markdown_cell("# A small lesson"), *cells])


def written(folder, *more):
    path = folder / "small.ipynb"
    nbformat.write(small(*more), path)
    return path


def code(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def strictly(*paths, home):
    """Run nbval's strict check on notebooks, as a learner's kernel that is new to the course."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q"]
    command += ["-p", "no:cacheprovider", *map(str, paths)]
    env = os.environ | {"COURSEKIT_HOME": str(home)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=NOTEBOOKS.parent)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture
def records(monkeypatch):
    """Collect the records that checks leave in this process."""
    bundles = []
    monkeypatch.setattr(cards, "display", lambda data, **kwargs: bundles.append(data))
    monkeypatch.setattr(told, "display", lambda widget, **kwargs: None)
    yield lambda: [bundle[RECORD] for bundle in bundles if RECORD in bundle]
    learner()


@each_lesson
@pytest.mark.parametrize("name", [None, "ada-17", "émilie"])
def test_every_question_is_answered_rightly_and_worked_out(lesson, name, records):
    notebook = lesson_of(lesson)
    key = solved(varied(notebook, name) if name else notebook)
    names, text = {}, "\n".join(cell.source for cell in key.cells)
    for source in code(key):
        imports = "import " in source and ".ask()" not in source
        if (imports or re.search(r"\.(check|given)\b", source)) and CAPSTONE not in source:
            exec(source, names)
        if "learner(" in source:
            exec(source, names)
    outcomes = {record["exercise"]: record["outcome"] for record in records()}
    those = asked(lesson)
    assert set(outcomes) | {CAPSTONE} == {question.id for question in those} | {CAPSTONE}
    assert set(outcomes.values()) <= {RIGHT, NOTED}
    assert {record["learner"] for record in records()} == {name}
    assert {record["variant"] for record in records()} == {0}
    for question in those:
        assert f"**Solution: {question.title}**" in text
    assert not any(re.search(r"(= |^ +)\.\.\.$", source, re.MULTILINE) for source in code(key))


def test_numbers_have_the_decimals_that_were_asked_for():
    for question in questions("chain_rule"):
        if isinstance(question, Value):
            told = keys._literal(question, None)
            assert all(len(digits) == question.digits for digits in re.findall(r"\.(\d+)", told))


def test_all_else_of_the_lesson_stays_as_it_is():
    lesson = lesson_of("03-cost")
    before, key = deepcopy(lesson), solved(lesson)
    assert lesson == before
    assert key.cells[1].source == KEY_NOTE
    left = [cell.source for cell in key.cells]
    for cell in lesson.cells:
        if "..." not in cell.source:
            assert cell.source in left


def test_the_command_writes_a_key_and_says_where(tmp_path, home, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert keys.command([str(written(tmp_path))]) == 0
    path = Path("keys") / "small-key.ipynb"
    assert capsys.readouterr().out == f"{path}\n"
    assert path.exists()
    assert not home.exists()  # the teacher's own progress
    outputs = [out for cell in nbformat.read(path, 4).cells for out in cell.get("outputs", [])]
    assert sum("Right." in str(out) for out in outputs) == 4
    assert not any("/tmp/" in str(out) for out in outputs)


def test_written_again_it_is_the_same_and_only_when_asked(tmp_path, capsys):
    lesson, out = written(tmp_path), tmp_path / "keys"
    arguments = [str(lesson), "--out", str(out)]
    assert keys.command(arguments) == 0
    before = (out / "small-key.ipynb").read_bytes()
    (out / "small-key.ipynb").write_text("notes of the teacher's")
    assert keys.command(arguments) == 1
    assert "small-key.ipynb: there already; say --force" in capsys.readouterr().err
    assert (out / "small-key.ipynb").read_text() == "notes of the teacher's"
    assert keys.command([*arguments, "--force"]) == 0
    assert (out / "small-key.ipynb").read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("z = 0.5\nneurons.weighted_sum.check(z)", "weighted_sum is checked without three dots"),
        ("neurons.weighted_sum.check(0.5)", "weighted_sum is checked without three dots"),
        ("z = ...\nneurons.wighted_sum.check(z)", "neurons.wighted_sum is no question"),
        ("squids.weighted_sum.ask()", "squids.weighted_sum is no question"),
        ("neurons.sigmoid_by_hand.ask()\n1 / 0", "ZeroDivisionError"),
    ],
)
def test_what_cannot_be_answered_is_told_and_nothing_is_written(cell, said, tmp_path, capsys):
    lesson = written(tmp_path, cell)
    assert keys.command([str(lesson), "--out", str(tmp_path / "keys")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("coursekit key: ")
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "keys").exists()


def test_a_key_that_is_not_right_is_not_written(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(keys, "_typed", lambda value, digits: "0.123")
    assert keys.command([str(written(tmp_path)), "--out", str(tmp_path / "keys")]) == 1
    said = "small-key.ipynb would not be right in neurons.activation, neurons.weighted_sum"
    assert said in capsys.readouterr().err
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", '{"cells": 3}', "PK\x03"])
def test_a_file_that_is_no_notebook_is_told_so(content, tmp_path, capsys):
    path = tmp_path / "other.ipynb"
    path.write_text(content)
    assert keys.command([str(path), "--out", str(tmp_path / "keys")]) == 1
    assert "other.ipynb is no notebook" in capsys.readouterr().err
    assert keys.command([str(tmp_path / "gone.ipynb"), "--out", str(tmp_path / "keys")]) == 1
    assert "gone.ipynb" in capsys.readouterr().err


def test_cells_that_are_no_python_are_left_alone():
    key = solved(small("%matplotlib inline", "!ls"))
    assert {"%matplotlib inline", "!ls"} <= set(code(key))


@pytest.mark.slow
@each_lesson
def test_the_keys_of_all_lessons_pass_a_strict_check(lesson, tmp_path):
    assert keys.command([str(NOTEBOOKS / f"{lesson}.ipynb"), "--out", str(tmp_path)]) == 0
    strictly(tmp_path / f"{lesson}-key.ipynb", home=tmp_path / "learner")
