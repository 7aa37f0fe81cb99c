"""What holds for every exercise of the course, whatever it asks."""

import io
import re
from contextlib import redirect_stdout

import numpy as np
import pytest

from coursekit.exercises.choices import Choice, Words
from coursekit.exercises.course import LESSONS, questions
from coursekit.exercises.feedback import NOT_ATTEMPTED, NOT_YET, NOTED, RIGHT
from coursekit.exercises.functions import Function
from coursekit.exercises.slips import diagnose, is_close
from coursekit.exercises.unaided import Unaided
from coursekit.exercises.values import Value
from coursekit.exercises.variants import say, show

VARIANTS = 200
VARIANTS_FOR_PAIRS = 50  # each has dozens of pairs, and each pair is compared with all of them
AGAIN = 20  # of the review's questions: what they compute is tried with the lessons' own
ALL = [exercise for room, _ in LESSONS.values() for exercise in questions(room)]


def variants(exercise, most=VARIANTS):
    return range(AGAIN if isinstance(exercise, Unaided) else most)


def each(kind=object):
    chosen = [exercise for exercise in ALL if isinstance(exercise, kind)]
    return pytest.mark.parametrize("exercise", chosen, ids=lambda exercise: exercise.id)


def told(exercise, number, outcomes=()):
    """Return all that is printed before the solution: question, hints, what checks say."""
    exercise._start(number)
    printed = io.StringIO()
    with redirect_stdout(printed):
        Value.ask(exercise) if isinstance(exercise, Value) else exercise.ask()
        for _ in exercise.hints:
            exercise.hint()
        exercise.solution()
    exercise._start(0)
    text = printed.getvalue() + "\n".join(outcome.text for outcome in outcomes)
    return text.replace("−", "-")


@each()
def test_its_name_is_its_place(exercise):
    room, name = exercise.id.split(".")
    module = __import__(f"coursekit.exercises.{room}", fromlist=[name])
    assert getattr(module, name) is exercise


@each()
def test_it_asks_hints_and_explains(exercise):
    assert exercise.title
    assert exercise.hints
    assert say(exercise.answer_worked, exercise.numbers())


@each()
@pytest.mark.parametrize("starter", [..., None], ids=["...", "None"])
def test_the_untouched_starter_is_not_attempted(exercise, starter):
    outcome = exercise.judge(starter)
    assert outcome.name == NOT_ATTEMPTED
    assert outcome.text


@each(Value)
def test_the_solution_is_right_also_when_rounded(exercise):
    for number in variants(exercise):
        right = exercise.answer(exercise.numbers(None, number))
        assert exercise.judge(right, None, number).name == RIGHT
        assert exercise.judge(np.round(right, exercise.digits), None, number).name == RIGHT


@each(Value)
def test_the_worked_solution_arrives_at_the_answer(exercise):
    for number in range(20):
        x = exercise.numbers(None, number)
        text = say(exercise.answer_worked, x)
        for value in np.ravel(exercise.answer(x)):
            near = [float(n) for n in re.findall(r"-?\d+\.?\d*", text.replace("−", "-"))]
            assert any(abs(n - value) <= exercise.within for n in near), (text, value)


@each(Value)
def test_every_single_slip_meets_its_own_message(exercise):
    for number in variants(exercise):
        x = exercise.numbers(None, number)
        for name, value, slips in exercise.recipe.wrong(x):
            for answer in (value, np.round(value, exercise.digits)):
                outcome = exercise.judge(answer, None, number)
                assert (outcome.name, outcome.slip) == (NOT_YET, name)
                assert say(slips[0].says, x) in outcome.text


@each(Value)
def test_a_pair_of_slips_meets_its_own_message_or_none(exercise):
    for number in variants(exercise, VARIANTS_FOR_PAIRS):
        x = exercise.numbers(None, number)
        for name, value, _ in exercise.recipe.wrong(x, pairs=True):
            outcome = exercise.judge(value, None, number)
            assert outcome.name == NOT_YET
            assert outcome.slip in (name, None)


@each(Value)
def test_two_slips_that_tie_are_not_named(exercise):
    x = exercise.numbers()
    named = {name: value for name, value, _ in exercise.recipe.wrong(x, pairs=True)}
    for value in named.values():
        tied = [other for other in named.values() if is_close(value, other, exercise.within)]
        assert bool(diagnose(exercise.recipe, value, x, exercise.within)) == (len(tied) == 1)


@each(Value)
def test_nothing_gives_the_answer_away_before_the_solution(exercise):
    for number in range(25):
        x = exercise.numbers(None, number)
        wrongs = [value for _, value, _ in exercise.recipe.wrong(x)]
        wrongs += [exercise.answer(x) + 0.3, exercise.answer(x) * 7, "0.5", [1, 2, 3, 4], None]
        text = told(exercise, number, [exercise.judge(wrong, None, number) for wrong in wrongs])
        asked = told(exercise, number).split("Hint 1")[0]
        for value in np.ravel(exercise.answer(x)):
            held = f"{value:.{exercise.digits}f}"
            pattern = rf"(?<![\d.-]){re.escape(held)}(?!\d)"
            assert not re.search(pattern, text) or re.search(pattern, asked), (held, text)


@each(Value)
def test_an_answer_in_another_honest_form_is_right(exercise):
    right = exercise.answer(exercise.numbers())
    forms = [right.tolist(), right[None], right[..., None]]
    forms += [tuple(right)] if right.ndim else [[right], (right,), np.float64(right)]
    for form in forms:
        assert exercise.judge(form).name == RIGHT


@each(Value)
def test_an_answer_just_outside_the_digits_is_not_right(exercise):
    for number in variants(exercise):
        right = exercise.answer(exercise.numbers(None, number))
        off = right + 1.01 * 10**-exercise.digits
        assert exercise.judge(off, None, number).name == NOT_YET


@each(Choice)
def test_each_option_has_its_own_words_and_one_is_right(exercise):
    for number in variants(exercise) if exercise.first.draw else [0]:
        options = exercise.lettered(None, number)
        outcomes = [exercise.judge(letter, None, number) for letter in options]
        assert sorted(o.name for o in outcomes) == [NOT_YET] * (len(options) - 1) + [RIGHT]
        assert len({o.text for o in outcomes}) == len(options)
        assert exercise.judge(min(options).lower() + ". ", None, number) == outcomes[0]


@each(Words)
def test_own_words_are_noted_and_answered(exercise):
    outcome = exercise.judge("I would say it is learned.")
    assert outcome.name == NOTED
    assert exercise.model in outcome.text
    assert all(point in outcome.text for point in exercise.checklist)
    assert exercise.model not in told(exercise, 0)
    assert exercise.judge("  ").name == NOT_ATTEMPTED


@each(Function)
def test_the_reference_is_right_and_every_wrong_function_is_recognised(exercise):
    for number in variants(exercise):
        assert exercise.judge(exercise.reference, None, number).name == RIGHT
    for number in range(VARIANTS // 10):
        for slip in exercise.slips:
            outcome = exercise.judge(slip.wrong, None, number)
            assert (outcome.name, outcome.slip) == (NOT_YET, slip.name)
            assert slip.says in outcome.text


@each(Function)
def test_a_starter_without_return_is_not_attempted(exercise):
    outcome = exercise.judge(lambda *inputs: None)
    assert outcome.name == NOT_ATTEMPTED
    assert "return" in outcome.text


@each()
def test_a_variant_is_the_same_for_everybody_and_each_learner_has_their_own(exercise):
    if not exercise.first.draw:
        return
    fresh = type(exercise)._numbers
    told = [str(vars(exercise.numbers(who, k))) for who in (None, "ada", "emmy") for k in (0, 1)]
    assert len(set(told)) == 6
    assert str(vars(fresh(exercise, "ada", 1))) == told[3]


@each()
def test_a_learner_cannot_change_the_question(exercise):
    for value in vars(exercise.given).values():
        if isinstance(value, np.ndarray):
            before = show(value)
            value += 1
            assert before in str([show(v) for v in vars(exercise.given).values()])
