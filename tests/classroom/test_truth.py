"""Grades of generated submissions equal the truth that they were made from, exactly."""

import csv
import random
from importlib import import_module

import numpy as np
import pytest

from coursekit.classroom.assessment import Ran, assess
from coursekit.classroom.grader import Graded, Grader, How, grade_all
from coursekit.classroom.handed_in import collect, content_of
from coursekit.classroom.notebook import parse, questions_by_id
from coursekit.classroom.records import TO_RUN
from coursekit.classroom.rules import Rules
from coursekit.classroom.self_check import right_answer
from coursekit.classroom.sheet import make_sheet
from coursekit.lessons import LESSONS, TITLES, questions
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.value import Value, given_too_short
from coursekit.questions.words import Words
from tests.classroom import submissions


def truth(question, how, x, earlier, wrong, learner):
    """Return an answer, and the outcome and slip that it is worth; None where there is none."""
    if isinstance(question, Words):
        return f"Words of {learner}'s own, for {question.id}, and {how}", "noted", None
    if isinstance(question, Choice):
        letter, option = how
        return letter, "right" if option.right else "not yet", None if option.right else option.text
    if how == "right":
        right = wrong["right"] if isinstance(question, Function) else question.answer(x)
        return _plain(right, question), "right", None
    if isinstance(question, Function):
        return wrong["wrong"][0], "not yet", wrong["wrong"][1]
    if how == "given":
        answer = question.recipe.right(x, **{question.replaces: np.asarray(earlier, float)})
        return _plain(answer, question), "right given", None
    return np.round(how[1], max(4, question.digits)).tolist(), "not yet", how[0]


def _plain(answer, question):
    return answer if isinstance(question, Function) else np.round(answer, question.digits).tolist()


def ways(question, x, learner, number, earlier, known):
    """Return the ways to answer whose outcome is beyond doubt."""
    if isinstance(question, Words):
        return ["truth", "more"]
    if isinstance(question, Choice):
        return list(question.lettered(learner, number).items())
    if isinstance(question, Function):
        return ["right", "wrong"] if "wrong" in known else ["right"]
    if earlier is None:
        return ["right", "right", *_told_apart(question, x)]
    if (
        question.replaces
        and np.shape(earlier) == question.recipe.parts[question.replaces].right(x).shape
    ):
        return ["right", "given"]
    return ["right"]


def _told_apart(question, x):
    """Return the slips, name and result, that no other comes near."""
    right = question.answer(x)
    found = [(name, value) for name, value, _ in question.recipe.wrong(x)]
    found = [  # what is the right result with fewer digits is told so
        (name, value)
        for name, value in found
        if value.shape != right.shape
        or not given_too_short(np.round(value, max(4, question.digits)), right, question.digits)
    ]
    return [
        (name, value)
        for name, value in found
        if sum(other.shape == value.shape and np.allclose(other, value, 0.01)
               for _, other in found) == 1
    ]  # fmt: skip


def submission(lesson, learner, rng, numbers=(0, 0, 1, 5)):
    """Return a notebook, and id → (outcome, slip) as it is worth."""
    name_of_lesson = LESSONS[lesson][0]
    answers_of = import_module(f"tests.answers.{name_of_lesson}")
    answers, variants, worth = {}, {}, {}
    number = rng.choice(numbers)
    for question in questions(name_of_lesson):
        name = question.id.split(".")[1]
        known = {"right": answers_of.ANSWERS.get(name)}
        if isinstance(question, Function) and name in answers_of.WRONG:
            known["wrong"] = answers_of.WRONG[name]
        if not isinstance(question, Choice | Words | Value | Function):
            continue  # a trained network takes its time; test_records.py judges one
        if question.id not in submissions.asked(lesson):
            continue
        variants[name] = number if question.first.draw else 0
        x = question.numbers(learner, variants[name])
        before = question.after.id.split(".")[1] if question.after else None
        earlier = answers.get(before)
        if earlier is not None and worth[question.after.id][0] == "right":
            earlier = None
        if rng.random() < 0.15:
            worth[question.id] = ("", None)
            continue
        how = rng.choice(ways(question, x, learner, variants[name], earlier, known))
        answers[name], *told = truth(question, how, x, earlier, known, rng.random())
        worth[question.id] = tuple(told)
    return submissions.answered(lesson, answers, learner, variants), worth


def hand_in(folder, count, to_run=False):
    """Write that many submissions, lesson by lesson; return learner → what they are worth.

    to_run: to the numbers that come up when they are run, which name no learner.
    """
    rng, worths = random.Random(20), {}
    for k in range(count):
        name = f"s{k:03d}"
        lesson = list(submissions.BARE)[k % len(submissions.BARE)]
        how = (None, rng, (0,)) if to_run else (rng.choice([None, name]), rng)
        notebook, worths[name] = submission(lesson, *how)
        submissions.write(notebook, folder / name / "work.ipynb")
    return worths


def assert_worth(graded, worths):
    sheet = make_sheet(graded, rules=Rules(lessons=list(TITLES)))
    assert len(sheet.rows) == len(worths)
    for row in sheet.rows:
        worth = worths[row.learner.name]
        found = {
            question.id: (row.outcome(question), row.answers[question.id].slip)
            for question in sheet.questions
            if question.id in worth and row.answers[question.id]
        }
        assert found == {name: told for name, told in worth.items() if name in found}
        assert set(worth) - set(found) <= {name for name, told in worth.items() if told[0] == ""}
        points = sum(told[0] in ("right", "right given") for told in worth.values())
        assert sheet.score(row) == points
        assert [r for r in row.remarks if not r.startswith(EXPECTED)] == []


EXPECTED = ("no choice is saved",)


def assessed(file):
    """Assess a file as if it had been run: what its functions returned has come up then."""
    notebook = parse(content_of(file.path))
    found = [(cell.index, record) for cell in notebook.cells for record in cell.records]
    functions = [
        (cell, submissions.with_results(record))
        for cell, record in found
        if isinstance(questions_by_id()[record["exercise"]], Function) and record["answer"]
    ]
    return Graded(file, file.place, assess(notebook, Ran(records=tuple(functions))))


def test_submissions_are_graded_as_they_are_worth(tmp_path):
    worths = hand_in(tmp_path, 42)
    assert_worth([assessed(file) for file in collect(tmp_path).notebooks], worths)


@pytest.mark.slow
def test_submissions_that_are_run_are_graded_as_they_are_worth(tmp_path):
    worths = hand_in(tmp_path / "in", 42, to_run=True)
    grader = Grader(tmp_path / "out", How())
    graded = grade_all(grader, collect(tmp_path / "in").notebooks, 2)
    grader.close()
    assert_worth(graded, worths)


def test_the_tables_hold_what_the_sheet_holds(tmp_path, grade):
    rng = random.Random(3)
    for name in ("ada", "=cmd|' calc'!A0", "Zoë_7_assignsubmission_file_"):
        notebook, worth = submission("01-neurons", None, rng)
        submissions.write(notebook, tmp_path / "in" / name / "work.ipynb")
    out = grade("--records-only")
    rows = list(csv.DictReader((out / "grades.csv").open(encoding="utf-8-sig")))
    assert [row["learner"] for row in rows] == ["'=cmd|' calc'!A0", "ada", "Zoë"]
    worth |= {name: (TO_RUN, None) for name in worth if name == "neurons.write_sigmoid"}
    assert {name: rows[2][name] for name in worth} == {n: told[0] for n, told in worth.items()}
    points = sum(told[0] in ("right", "right given") for told in worth.values())
    assert (rows[2]["score"], rows[2]["maximum"]) == (str(points), "11")
    moodle = list(csv.DictReader((out / "moodle.csv").open(encoding="utf-8")))
    assert [row["Identifier"] for row in moodle][1:] == ["ada", "Participant 7"]
    assert [row["Grade"] for row in moodle] == [row["score"] for row in rows]
    header, possible, *canvas = csv.reader((out / "canvas.csv").open(encoding="utf-8"))
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert possible[0].strip() == "Points Possible"
    assert possible[5] == "11"
    assert [row[5] for row in canvas] == [row["score"] for row in rows]


@pytest.mark.parametrize("lesson", [lesson for lesson in TITLES])
def test_every_lesson_has_right_answers_to_check_oneself_with(lesson):
    assert any(right_answer(question) is not None for question in questions(lesson))
