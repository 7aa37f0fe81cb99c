"""Grades of generated submissions equal the truth that they were made from, exactly."""

import csv
import random
from importlib import import_module

import numpy as np
import pytest

from coursekit.exercises.choices import Choice, Words
from coursekit.exercises.course import LESSONS
from coursekit.exercises.functions import Function
from coursekit.exercises.values import Value
from coursekit.teach.checking import of_room, right_answer
from coursekit.teach.collecting import collect
from coursekit.teach.grading import RECORDS_ONLY, Grader, How, grade_all
from coursekit.teach.sheet import make_sheet
from tests.teach import submissions

COUNT = 210


def truth(exercise, how, x, earlier, wrong):
    """Return an answer, and the outcome and slip that it is worth; None where there is none."""
    if isinstance(exercise, Words):
        return "Six words of my own, and " + how, "noted", None
    if isinstance(exercise, Choice):
        letter, option = how
        return letter, "right" if option.right else "not yet", None if option.right else option.text
    if how == "right":
        right = wrong["right"] if isinstance(exercise, Function) else exercise.answer(x)
        return _plain(right, exercise), "right", None
    if isinstance(exercise, Function):
        return wrong["wrong"][0], "not yet", wrong["wrong"][1]
    if how == "given":
        answer = exercise.recipe.right(x, **{exercise.replaces: np.asarray(earlier, float)})
        return _plain(answer, exercise), "right given", None
    return _plain(how[1], exercise), "not yet", how[0]


def _plain(answer, exercise):
    return answer if isinstance(exercise, Function) else np.round(answer, exercise.digits).tolist()


def ways(exercise, x, learner, number, earlier, known):
    """Return the ways to answer whose outcome is beyond doubt."""
    if isinstance(exercise, Words):
        return ["truth", "more"]
    if isinstance(exercise, Choice):
        return list(exercise.lettered(learner, number).items())
    if isinstance(exercise, Function):
        return ["right", "wrong"] if "wrong" in known else ["right"]
    if earlier is None:
        return ["right", "right", *((name, value) for name, value, _ in exercise.recipe.wrong(x))]
    if (
        exercise.replaces
        and np.shape(earlier) == exercise.recipe.parts[exercise.replaces].right(x).shape
    ):
        return ["right", "given"]
    return ["right"]


def submission(lesson, learner, rng):
    """Return a notebook, and id → (outcome, slip) as it is worth."""
    room = LESSONS[lesson][0]
    answers_of = import_module(f"tests.answers.{room}")
    answers, variants, worth = {}, {}, {}
    number = rng.choice([0, 0, 1, 5])
    for exercise in of_room(room):
        name = exercise.id.split(".")[1]
        known = {"right": answers_of.ANSWERS.get(name)}
        if isinstance(exercise, Function) and name in answers_of.WRONG:
            known["wrong"] = answers_of.WRONG[name]
        if not isinstance(exercise, Choice | Words | Value | Function):
            continue  # a trained network takes its time; test_records.py judges one
        if exercise.id not in submissions.asked(lesson):
            continue
        variants[name] = number if exercise.first.draw else 0
        x = exercise.numbers(learner, variants[name])
        before = exercise.after.id.split(".")[1] if exercise.after else None
        earlier = answers.get(before)
        if earlier is not None and worth[exercise.after.id][0] == "right":
            earlier = None
        if rng.random() < 0.15:
            worth[exercise.id] = ("", None)
            continue
        how = rng.choice(ways(exercise, x, learner, variants[name], earlier, known))
        answers[name], *told = truth(exercise, how, x, earlier, known)
        worth[exercise.id] = tuple(told)
    return submissions.answered(lesson, answers, learner, variants), worth


def test_two_hundred_submissions_are_graded_as_they_are_worth(tmp_path):
    rng, worths = random.Random(20), {}
    for k in range(COUNT):
        name = f"s{k:03d}"
        lesson = list(submissions.BARE)[k % len(submissions.BARE)]
        notebook, worths[name] = submission(lesson, rng.choice([None, name]), rng)
        submissions.write(notebook, tmp_path / "in" / name / "work.ipynb")
    collected = collect(tmp_path / "in")
    grader = Grader(tmp_path / "out", How(RECORDS_ONLY))
    results = grade_all(grader, collected.notebooks, 2)
    grader.close()
    files = zip(collected.notebooks, results, strict=True)
    graded = [(file, content, assessment) for file, (content, assessment, _) in files]
    rooms = [room for room, _ in LESSONS.values()]
    sheet = make_sheet(graded, [], rooms)
    assert len(sheet.rows) == COUNT
    for row in sheet.rows:
        worth = worths[row.learner.name]
        found = {
            exercise.id: (row.outcome(exercise), row.answers[exercise.id].slip)
            for exercise in sheet.exercises
            if exercise.id in worth and row.answers[exercise.id]
        }
        assert found == {name: told for name, told in worth.items() if name in found}
        assert set(worth) - set(found) <= {name for name, told in worth.items() if told[0] == ""}
        points = sum(told[0] in ("right", "right given") for told in worth.values())
        assert sheet.score(row) == points
        assert [r for r in row.remarks if "the same words" not in r] == []


def test_the_tables_hold_what_the_sheet_holds(tmp_path, grade):
    rng = random.Random(3)
    for name in ("ada", "=cmd|' calc'!A0", "Zoë_7_assignsubmission_file_"):
        notebook, worth = submission("01-neurons", None, rng)
        submissions.write(notebook, tmp_path / "in" / name / "work.ipynb")
    out = grade("--records-only")
    rows = list(csv.DictReader((out / "grades.csv").open(encoding="utf-8-sig")))
    assert [row["learner"] for row in rows] == ["'=cmd|' calc'!A0", "ada", "Zoë"]
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


@pytest.mark.parametrize("room", [room for room, _ in LESSONS.values()])
def test_every_lesson_has_right_answers_to_check_oneself_with(room):
    assert any(right_answer(exercise) is not None for exercise in of_room(room))
