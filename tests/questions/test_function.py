"""A learner's function may fail, never end, or do anything else: the check stays calm."""

import itertools
import sys
import time
import warnings

import numpy as np
import pytest

from coursekit.lessons.matrix_activation.questions import write_layer
from coursekit.lessons.neurons import questions as neurons
from coursekit.lessons.training.step_questions import write_accuracy
from coursekit.questions import function as functions
from coursekit.questions.deadline import OutOfTime, within
from coursekit.questions.function import Function
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT

ASKED = neurons.write_sigmoid


def loop_on_one_line(z):
    while True: pass  # fmt: skip  # noqa: E701


def loop_that_swallows(z):
    while True:
        try:  # noqa: SIM105
            z = z + 1
        except:  # noqa: E722
            pass


def loop_that_names_what_it_swallows(z):
    while True:
        try:
            z = z + 1
        except BaseException as error:
            z = str(error) and 1


def loop_in_a_generator(z):
    return sum(1 for _ in iter(int, 1))


def loop_over_calls(z):
    for _ in itertools.count():
        np.exp(z)


LOOPS = loop_on_one_line, loop_that_swallows, loop_that_names_what_it_swallows
LOOPS += loop_in_a_generator, loop_over_calls


@pytest.mark.parametrize("function", LOOPS)
def test_an_endless_loop_is_stopped_and_explained(function, monkeypatch):
    monkeypatch.setattr(functions, "SECONDS", 0.3)
    before, start = sys.gettrace(), time.thread_time()
    outcome = ASKED.judge(function)
    assert time.thread_time() - start < 3
    assert outcome.name == EXPLAINED
    assert "a loop that never ends" in outcome.text
    assert sys.gettrace() is before


def test_a_deadline_gives_results_and_errors_through():
    assert within(5, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)
    with pytest.raises(OutOfTime):
        within(0.05, lambda: loop_on_one_line(0))


def fails_on_arrays(z):
    if z > 1:
        return 1 / (1 + np.exp(-z))
    return 1 / (1 + np.exp(-z))


def uses_an_unknown_name(z):
    return 1 / (1 + exp(-z))  # noqa: F821


def calls_itself(z):
    return calls_itself(z)


def leaves(z):
    sys.exit()


class Reason(Exception):
    def __str__(self):
        while True:
            pass


def raises_its_own(z):
    raise Reason


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (uses_an_unknown_name, "`return 1 / (1 + exp(-z))  # noqa: F821`, with NameError: name"),
        (fails_on_arrays, "`if z > 1:`, with ValueError"),
        (calls_itself, "RecursionError"),
        (leaves, "SystemExit"),
        (raises_its_own, "with Reason."),
        (lambda: 1, "TypeError"),
        (int, "TypeError"),
    ],
)
def test_an_error_is_told_in_one_line_with_the_line_of_the_learner(function, words):
    outcome = ASKED.judge(function)
    assert outcome.name == EXPLAINED
    assert words in outcome.text
    assert "\n" not in outcome.text


def down_the_columns(outputs, labels):
    answers = outputs.argmax(axis=0)
    return np.mean(answers == labels)


@pytest.mark.parametrize(
    ("asked", "function", "words"),
    [
        (write_accuracy, down_the_columns, "shapes (4,) and (5,) do not fit together there; `axis"),
        (write_layer, lambda W, a, b: W.T @ a, "`@` meets 2 columns on its left and 4 rows on"),
        (write_layer, lambda W, a, b: np.dot(W.T, a), "`dot` meets 2 columns on its left and 4"),
        (
            write_layer,
            lambda W, a, b: W * a + b,
            "shapes (2,4) and (2,) do not fit together there.",
        ),
    ],
)
def test_arrays_that_do_not_fit_are_told_without_numpys_words(asked, function, words):
    outcome = asked.judge(function)
    assert outcome.name == EXPLAINED
    assert words in outcome.text
    assert "Error" not in outcome.text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.5, "not a function"),
        (lambda z: "0.5", "Leave out the quotes"),
        (lambda z: np.nan, "NaN"),
        (lambda z: [1, 2, 3], "has the shape"),
        (lambda z: np.exp, "not its result"),
    ],
)
def test_what_is_no_function_of_numbers_is_explained(answer, words):
    outcome = ASKED.judge(answer)
    assert outcome.name in (EXPLAINED, NOT_YET)
    assert words in outcome.text


def test_a_warning_never_fails_an_answer(capsys):
    def warns(z):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        print("working")
        return 1 / (1 + np.exp(-z)) + 0 * np.log(np.zeros_like(z) + 1)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ASKED.judge(warns).name == RIGHT
    assert capsys.readouterr().out == ""


def test_a_function_that_changes_its_inputs_changes_nothing_else():
    def greedy(z):
        result = 1 / (1 + np.exp(-np.asarray(z, float)))
        if isinstance(z, np.ndarray):
            z *= 0
        return result

    for _ in range(2):
        outcome = ASKED.judge(greedy)
        assert outcome.name == EXPLAINED
        assert outcome.text.startswith("The results are right, but your function changes what it")


def test_a_half_right_function_is_told_how_far_it_comes():
    outcome = ASKED.judge(lambda z: np.where(np.asarray(z) > -2, 1 / (1 + np.exp(-z)), 0.0))
    assert outcome.name == NOT_YET
    assert "It is right for" in outcome.text
    assert "the first that it misses" in outcome.text.lower()


def test_what_is_said_of_a_function_may_depend_on_the_numbers():
    asked = Function(
        id="neurons.times", title="k times", question="Write k z.", hints=(), answer_worked="k z",
        opening={"k": 3.0}, reference=lambda z: 3 * z, inputs=lambda draw: [(2.0,)],
        slips=(("doubled", lambda z: 2 * z, lambda x: f"2z for {x.k:g}z."),),
        well_done=lambda x: f"That is {x.k:g}z.",
    )  # fmt: skip
    assert asked.judge(lambda z: 3 * z).text == "That is 3z."
    assert asked.judge(lambda z: 2 * z).text.endswith("That looks like 2z for 3z.")
