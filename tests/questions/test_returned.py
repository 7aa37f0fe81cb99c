"""What a function returned crosses over as data, and is judged there as it was in the notebook."""

import json

import numpy as np
import pytest

from coursekit.lessons import TITLES, questions
from coursekit.lessons.neurons.questions import write_sigmoid
from coursekit.questions.function import Function, noted
from coursekit.questions.returned import decode, encode

EVERY = [q for name in TITLES for q in questions(name) if isinstance(q, Function)]


def judged_twice(question, function, number=0):
    """Return the outcome where the function runs, and that of what was noted there."""
    notes = []
    here = question.judge(question.noting(function, notes), None, number)
    return here, question.judge(noted(json.loads(json.dumps(notes))), None, number)


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.id)
def test_right_and_wrong_functions_are_judged_alike_from_what_they_returned(question):
    for number in range(3):
        for function in (question.reference, lambda *case: 0, lambda *case: 1 / 0):
            here, there = judged_twice(question, function, number)
            assert here == there == question.judge(function, None, number)


@pytest.mark.parametrize(
    "value",
    ["None", "'a'", "True", "np.True_", "1j", "{}", "range(3)", "np.exp", "[1, [2]]", "object()",
     "np.nan", "10 ** 500", "[0] * 20000", "np.array(['a'])", "np.array([1j])", "[]", "z.nothing",
     "np.zeros((2, 2))", "map(str, [])", "[None, 1]", "1 / 0", "np.float32(0.5)", "b''",
     "float('inf')", "'\\ud83d'", "np.array([0.5], object)"],
)  # fmt: skip
def test_whatever_it_returns_is_told_as_in_the_notebook(value):
    names = {"np": np}
    exec(f"def sigmoid(z):\n    return {value}", names)
    here, there = judged_twice(write_sigmoid, names["sigmoid"])
    assert here == there


@pytest.mark.parametrize("notes", [[], [3], [{"returned": 3}], [{"returned": "[1]"}], [{}] * 9])
def test_forged_notes_are_no_results(notes):
    assert write_sigmoid.judge(noted(notes)).name == "explained"


def test_what_crosses_over_is_data():
    case = (np.array([[1, 2], [3, 4]], np.int16), [np.array(0.5), 2], (1e-300, -0.0))
    for mine, theirs in zip(case, decode(encode(case)), strict=True):
        assert np.array_equal(np.asarray(mine, object), np.asarray(theirs, object))
    assert decode(encode(case))[0].dtype == np.int16
