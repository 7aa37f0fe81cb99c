"""What holds for every question of the course, whatever it asks.

The first twenty variants are tried each time, 180 more by `make test-all`.
"""

import io
import re
from contextlib import redirect_stdout
from importlib import import_module

import numpy as np
import pytest

from coursekit.lessons import TITLES, questions
from coursekit.questions.by_hand import sigmoid
from coursekit.questions.choice import Choice
from coursekit.questions.diagnosis import ANYWHERE, diagnose, is_close
from coursekit.questions.function import Function
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, NOT_YET, NOTED, RIGHT
from coursekit.questions.question import _numbers as drawn_anew
from coursekit.questions.recipe import VERSION
from coursekit.questions.session import current
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import say, show

ALL = [question for folder in TITLES for question in questions(folder)]
variants = pytest.mark.parametrize(
    "numbers", [range(20), pytest.param(range(20, 200), marks=pytest.mark.slow)], ids=["20", "200"]
)
# each has dozens of pairs, and each pair is compared with all of them
few_variants = pytest.mark.parametrize(
    "numbers", [range(4), pytest.param(range(4, 50), marks=pytest.mark.slow)], ids=["4", "50"]
)


def each(kind=object):
    chosen = [question for question in ALL if isinstance(question, kind)]
    return pytest.mark.parametrize("question", chosen, ids=lambda question: question.id)


def told(question, number, outcomes=()):
    """Return all that is printed before the solution opens: question, hints, what checks say."""
    current.turn_to(question, number)
    printed = io.StringIO()
    with redirect_stdout(printed):
        question.ask()
        question.solution()
        current.of(question).sealed = False
        for _ in question.hints:
            question.hint()
    current.turn_to(question, 0)
    text = printed.getvalue() + "\n".join(outcome.text for outcome in outcomes)
    return text.replace("−", "-")


@each()
def test_its_name_is_its_place(question):
    folder, name = question.id.split(".")
    assert getattr(import_module(f"coursekit.lessons.{folder}"), name) is question


@each()
def test_it_asks_hints_and_explains(question):
    assert question.title
    assert question.hints
    assert say(question.answer_worked, question.numbers())


@each()
@pytest.mark.parametrize("starter", [..., None], ids=["...", "None"])
def test_the_untouched_starter_is_not_attempted(question, starter):
    outcome = question.judge(starter)
    assert outcome.name == NOT_ATTEMPTED
    assert outcome.text


@each(Value)
def test_the_worked_solution_arrives_at_the_answer(question):
    for number in range(20):
        x = question.numbers(None, number)
        text = say(question.answer_worked, x)
        for value in np.ravel(question.answer(x)):
            near = [float(n) for n in re.findall(r"-?\d+\.?\d*", text.replace("−", "-"))]
            assert any(abs(n - value) <= question.within for n in near), (text, value)


@each(Value)
@variants
def test_every_single_slip_meets_its_own_message(question, numbers):
    for number in numbers:
        x = question.numbers(None, number)
        for name, value, slips in question.recipe.wrong(x):
            for answer in (value, np.round(value, question.digits)):
                outcome = question.judge(answer, None, number)
                if number == 0 and outcome.slip != name:  # numbers drawn before some slips came
                    assert not question.clear(x)
                    assert outcome.name != RIGHT
                    continue
                if question.digits == 1 and outcome.slip is None:
                    continue  # a share with one decimal may come from several
                assert (outcome.name, outcome.slip) == (NOT_YET, name)
                assert slips[0].name != name or say(slips[0].says, x) in outcome.text


def plainer(question, x, value):
    """Return the names of single slips that give this value too, and of what is wrong anywhere."""
    singles = {
        n for n, v, _ in question.recipe.wrong(x) if is_close(value, v, question.tolerance(x))
    }
    return singles | {name for name, _, _ in ANYWHERE}


@each(Value)
@few_variants
def test_a_pair_of_slips_meets_its_own_message_or_none(question, numbers):
    for number in numbers:
        x = question.numbers(None, number)
        for name, value, _ in question.recipe.wrong(x, pairs=True):
            if name == "right":  # two slips that undo each other
                continue
            outcome = question.judge(value, None, number)
            assert outcome.name in (NOT_YET, EXPLAINED)
            # what a pair gives, one slip may give as well; then the one is named
            assert outcome.slip in {name, None, *plainer(question, x, value)}


@each(Value)
def test_two_slips_that_tie_are_not_named(question):
    x = question.numbers()
    named = {name: value for name, value, _ in question.recipe.wrong(x, pairs=True)}
    for value in named.values():
        tied = [other for other in named.values() if is_close(value, other, question.within)]
        if len(tied) > 1 and question.digits > 1:  # unless one slip alone gives it as well
            found = diagnose(question.recipe, value, x, question.within)
            assert not found or {slip.name for slip in found} <= plainer(question, x, value)


@each(Value)
@few_variants
def test_nothing_gives_the_answer_away_before_the_solution(question, numbers):
    for number in numbers:
        x = question.numbers(None, number)
        wrongs = [value for _, value, _ in question.recipe.wrong(x)]
        wrongs += [question.answer(x) + 0.3, question.answer(x) * 7, "0.5", [1, 2, 3, 4], None]
        text = told(question, number, [question.judge(wrong, None, number) for wrong in wrongs])
        asked = told(question, number).split("Hint 1")[0]
        for value in np.ravel(question.answer(x)):
            held = f"{value:.{question.digits}f}"
            pattern = rf"(?<![\d.-]){re.escape(held)}(?!\d)"
            assert not re.search(pattern, text) or re.search(pattern, asked), (held, text)


@each(Value)
def test_an_answer_in_another_honest_form_is_right(question):
    right = question.answer(question.numbers())
    forms = [right.tolist(), right[None], right[..., None]]
    forms += [tuple(right)] if right.ndim else [[right], (right,), np.float64(right)]
    for form in forms:
        assert question.judge(form).name == RIGHT


@each(Value)
@variants
def test_the_solution_is_right_also_rounded_or_off_by_half_a_unit_and_no_more(question, numbers):
    """More than that only where a step on the way may have been rounded."""
    unit = 10**-question.digits
    for number in numbers:
        x = question.numbers(None, number)
        right, steps = question.answer(x), question.tolerance(x).max() - question.within
        for close in (right, np.round(right, question.digits)):
            assert question.judge(close, None, number).name == RIGHT
        for side in (-unit, unit):
            assert question.judge(right + 0.49 * side, None, number).name == RIGHT
            if steps < 1e-9:
                assert question.judge(right + 0.51 * side, None, number).name != RIGHT


@each(Choice)
@variants
def test_each_option_has_its_own_words_and_one_is_right(question, numbers):
    for number in numbers if question.first.draw else [0]:
        options = question.lettered(None, number)
        outcomes = [question.judge(letter, None, number) for letter in options]
        assert sorted(o.name for o in outcomes) == [NOT_YET] * (len(options) - 1) + [RIGHT]
        assert len({o.text for o in outcomes}) == len(options)
        assert question.judge(min(options).lower() + ". ", None, number) == outcomes[0]


@each(Words)
def test_own_words_are_noted_and_answered(question):
    outcome = question.judge("I would say it is learned.")
    assert outcome.name == NOTED
    assert question.model in outcome.text
    assert all(point in outcome.text for point in question.checklist)
    assert question.model not in told(question, 0)
    assert question.judge("  ").name == NOT_ATTEMPTED


@each(Function)
@variants
def test_the_reference_is_right_and_every_wrong_function_is_recognised(question, numbers):
    for number in numbers:
        assert question.judge(question.reference, None, number).name == RIGHT
    for number in numbers[:20:5]:
        for slip in question.slips:
            outcome = question.judge(slip.wrong, None, number)
            assert (outcome.name, outcome.slip) == (NOT_YET, slip.name)
            assert slip.says in outcome.text


@each(Function)
def test_a_starter_without_return_is_not_attempted(question):
    outcome = question.judge(lambda *inputs: None)
    assert outcome.name == NOT_ATTEMPTED
    assert "return" in outcome.text


@each()
def test_a_variant_is_the_same_for_everybody_and_each_learner_has_their_own(question):
    if not question.first.draw:
        return
    told = [str(vars(question.numbers(who, k))) for who in (None, "ada", "emmy") for k in (0, 1)]
    assert len(set(told)) == 6
    assert str(vars(drawn_anew.__wrapped__(question.first, "ada", 1, VERSION))) == told[3]


@each()
def test_a_learner_cannot_change_the_question(question):
    for value in vars(question.given).values():
        if isinstance(value, np.ndarray):
            before = show(value)
            value += 1
            assert before in str([show(v) for v in vars(question.given).values()])


@each()
def test_every_name_that_a_question_shows_is_given(question):
    text = say(question.question, question.numbers())
    shown = set(re.findall(r"^(\w+) = np\.array|`(\w+) = \[?[-−\d.]", text, re.M))
    assert {name for pair in shown for name in pair if name} <= set(vars(question.given))


@each(Value)
def test_who_squeezes_is_told_of_squeezing_twice(question):
    """A σ brings its slips along, so that no question has to list them."""
    if any(part.right(question.numbers()) is sigmoid for part in question.recipe.parts.values()):
        names = {slip.name for part in question.recipe.parts.values() for slip in part.slips}
        assert any(name.startswith("σ once too often") for name in names)
