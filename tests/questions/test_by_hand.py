"""Careful work by hand is right, whichever step is rounded, and what is off by more is not."""

import re

import numpy as np
import pytest

from coursekit import chain_rule, cost, matrix_activation, overfitting, training
from coursekit.lessons import TITLES, questions
from coursekit.network.network import sigmoid
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT
from coursekit.questions.value import Value
from coursekit.questions.writing import say

VALUES = [q for folder in TITLES for q in questions(folder) if isinstance(q, Value)]
each = pytest.mark.parametrize("question", VALUES, ids=lambda question: question.id)
variants = pytest.mark.parametrize(
    "numbers", [range(20), pytest.param(range(20, 200), marks=pytest.mark.slow)], ids=["20", "200"]
)


def r(value):
    """Write a step down: four decimals."""
    return np.round(value, 4)


def squares(a, y):
    return r(r((a - y) ** 2).sum())


def forward(x, W, b=0.0):
    return r(sigmoid(r(W @ x.a0 + b)))


def dz(x):
    a = forward(x, x.W)
    return r(r(2 * (a - x.y)) * r(a * (1 - a)))


def chain(x, first):
    a = r(sigmoid(r(x.w * x.a_prev + x.b)))
    return r(r(first * r(a * (1 - a))) * r(2 * (a - x.y)))


def one_move(x):
    after, before = (r(sigmoid(r(w * x.a + x.b))) for w in (x.v, x.w))
    return r(r((after - x.y) ** 2) - r((before - x.y) ** 2))


def two_layers(x):
    middle = r(sigmoid(r(x.W1 @ x.a + x.b1)))
    return r(sigmoid(r(r(x.W2 * middle).sum(axis=1) + x.b2)))


def over_paths(x):
    paths = [
        r(r(w * r(a * (1 - a))) * r(2 * (a - y)))
        for w, a, y in zip(x.W[:, x.i], x.a, x.y, strict=True)
    ]
    return r(sum(paths))


HANDS = {
    cost.one_move: one_move,
    cost.practice_cost: lambda x: squares(r(sigmoid(r(x.W @ x.a))), x.y),
    matrix_activation.two_layers: two_layers,
    chain_rule.practice_cost: lambda x: squares(forward(x, x.W), x.y),
    chain_rule.practice_dC_dz: dz,
    chain_rule.practice_dC_dW: lambda x: r(np.outer(dz(x), x.a0)),
    chain_rule.practice_dC_da: lambda x: r(r(x.W * dz(x)[:, None]).sum(axis=0)),
    chain_rule.practice_step: lambda x: squares(forward(x, r(x.W - r(np.outer(dz(x), x.a0)))), x.y),
    chain_rule.practice_step_with_bias: lambda x: squares(
        forward(x, r(x.W - r(np.outer(dz(x), x.a0))), -dz(x)), x.y
    ),
    chain_rule.sigmoid_slope_at: lambda x: r(r(sigmoid(x.z)) * (1 - r(sigmoid(x.z)))),
    chain_rule.dC_dw: lambda x: chain(x, x.a_prev),
    chain_rule.dC_db: lambda x: chain(x, 1.0),
    chain_rule.dC_da_prev: lambda x: chain(x, x.w),
    chain_rule.over_paths: over_paths,
    training.batch_step: lambda x: r(x.w - r(x.eta * r(x.slopes[list(x.batch)].sum() / 3))),
    overfitting.penalty_term: lambda x: r(r(x.penalty / (2 * x.N)) * r(np.sum(r(x.W**2)))),
}


@pytest.mark.parametrize("question", HANDS, ids=lambda question: question.id)
@variants
def test_work_with_four_decimals_is_right(question, numbers):
    for number in numbers:
        by_hand = HANDS[question](question.numbers(None, number))
        assert question.judge(by_hand, None, number).name == RIGHT, number


@each
def test_any_rounding_of_the_steps_is_right_and_twice_as_far_is_not(question):
    rng = np.random.default_rng(0)
    for number in range(10):
        x = question.numbers(None, number)
        right, furthest = question.answer(x), question.tolerance(x) - question.within
        for share in (-1, 1, *rng.uniform(-1, 1, 4)):
            rounded = np.round(right + share * furthest, question.digits)
            assert question.judge(rounded, None, number).name == RIGHT
        for side in (-2.1, 2.1):
            off = right + side * (furthest + question.within)
            assert question.judge(off, None, number).name != RIGHT


# -- what hints and solutions write ------------------------------------------------------------

SIGNS = {"−": "-", "×": "*", "·": "*", "²": "**2", "σ": "sigmoid", ",": ""}
LINE = re.compile(r"(?:[\d.()+\-*/ ]|sigmoid|\*\*2)*\d(?:[\d.()+\-*/ ]|\*\*2)*")


def plain(text):
    for sign, code in SIGNS.items():
        text = text.replace(sign, code)
    return text


def worth(line):
    """Return what a line of arithmetic comes to, or None where it is no such line."""
    line = plain(line).strip()
    if not LINE.fullmatch(line):
        return None
    try:
        return float(eval(line, {"sigmoid": sigmoid}))
    except SyntaxError:
        return None


def arithmetic(question, x):
    """Return the results to which the lines of the last hint lead, or None for another hint."""
    hint = say(question.hints[-1], x)
    hint = re.sub(r"^[a-zσΣ₀₁² ]+ = |The product is |\.$", "", hint)
    lines = [worth(line.split(" = ")[-1]) for line in re.split("; | and ", hint)]
    right = question.answer(x)
    found = None not in lines and len(lines) == right.size
    return np.reshape(lines, right.shape) if found else None


@each
@variants
def test_the_last_hints_own_arithmetic_is_right(question, numbers):
    for number in numbers:
        result = arithmetic(question, question.numbers(None, number))
        if result is not None:
            assert question.judge(result, None, number).name == RIGHT


def test_most_last_hints_leave_only_arithmetic():
    assert sum(arithmetic(question, question.numbers()) is not None for question in VALUES) > 35


@each
@variants
def test_no_solution_states_an_untrue_equation(question, numbers):
    equation = re.compile(r"([^=≈\n;:]+) ([=≈]) \**(−?[\d.,]*\d)(?![\d.]| [-/×·+−])")
    for number in numbers:
        text = say(question.answer_worked, question.numbers(None, number))
        for left, sign, shown in equation.findall(text):
            words = re.split(r" is | so | and |\. |[a-z]\)? ", left)[-1]
            value, shown = worth(words.replace(" %", "")), plain(shown)
            if value is not None:
                unit = 10.0 ** -len(shown.partition(".")[2])
                off = abs(value - float(shown)) / unit
                assert off <= (0.5 if sign == "=" else 5) + 1e-6, text


# -- too few digits ----------------------------------------------------------------------------


@each
@variants
def test_the_right_number_with_too_few_digits_is_right_so_far(question, numbers):
    for number in numbers:
        right = question.answer(question.numbers(None, number))
        for digits in range(1, question.digits):
            short = np.round(right, digits)
            if np.abs(right).max() < 10 * 10.0**-digits or np.allclose(short, right, atol=1e-9):
                continue
            outcome = question.judge(short, None, number)
            if outcome.name != RIGHT:
                assert (outcome.name, outcome.slip) == (EXPLAINED, None)
                assert outcome.text.startswith(f"Right so far. Give it to {question.digits} dec")


def test_a_digit_too_few_that_is_wrong_is_not_right_so_far():
    assert cost.mean_of_outputs.judge(0.25).name == NOT_YET
