"""Practice that follows from recipes: somebody's working, lines left out, lines in order."""

import re

import numpy as np
import pytest

from coursekit import chain_rule, cost, matrix_activation, overfitting, training
from coursekit.lessons import TITLES, questions
from coursekit.practice.court import NOTHING, case, court, has_court
from coursekit.practice.fading import fades, judge_line
from coursekit.practice.working import OF_A_LADDER, steps
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT
from coursekit.questions.session import current
from coursekit.questions.value import Value

VALUES = [q for folder in TITLES for q in questions(folder) if isinstance(q, Value)]
COURTS = [q for q in VALUES if has_court(q)]
COUNTED = {  # or looked up: no working in which a slip could stand
    "matrix_activation.how_many_numbers", "training.epoch_steps", "training.test_share",
    "overfitting.gap", "overfitting.when_to_stop", "overfitting.per_image", "overfitting.report",
    "review.when_to_stop",
}  # fmt: skip
IN_ONE_LINE = {
    "neurons.pixel_products", "matrix_activation.practice_z", "chain_rule.nudge",
    "training.promise", "review.practice_z", "review.promise",
}  # fmt: skip
IN_ORDER = {
    matrix_activation.layer_in_order: matrix_activation.write_layer,
    chain_rule.backprop_in_order: chain_rule.write_backprop,
    training.descend_in_order: training.write_descend,
    overfitting.stopping_in_order: overfitting.early_stopping,
}
named = pytest.mark.parametrize("question", COURTS, ids=lambda question: question.id)


def test_every_question_worked_in_lines_has_a_court_and_fades():
    assert {q.id for q in VALUES if not has_court(q)} == COUNTED
    assert {q.id for q in VALUES if not fades(q)} == COUNTED | IN_ONE_LINE


@named
def test_a_court_has_one_right_choice_and_each_of_its_slips_another_result(question):
    asked = court(question)
    for number in (1, 2, 3):
        options = asked.lettered(None, number).values()
        assert len(options) == len({option.text for option in options}) == 4
        assert [asked.judge(letter, None, number).name for letter in "ABCD"].count(RIGHT) == 1
        tried = case(question, asked.numbers(None, number))
        handed_in = asked.put_right(tried.result, None, number)
        assert (handed_in.name == RIGHT) == (tried.slip == NOTHING), number


def test_one_working_in_five_holds():
    slips = [case(q, q.numbers(None, n)).slip for q in COURTS for n in (1, 2, 3)]
    assert slips.count(NOTHING) / len(slips) == pytest.approx(0.2, abs=0.07)


def said(shown):
    """Return what the cards and texts say, and forget them."""
    told = "\n".join(bundle["text/plain"] for bundle in shown)
    shown.clear()
    return told


@pytest.mark.parametrize("question", [cost.one_example, chain_rule.over_paths], ids=lambda q: q.id)
def test_a_slip_is_named_and_mended_and_no_question_on_the_page_changes(question, shown):
    before, asked = question.given, court(question)
    question.which_slip()
    kept = said(shown)
    question.which_slip()
    assert said(shown) == kept  # the cell run once more, or all of them
    (right,) = [k for k in "ABCD" if asked.judge(k, None, 0).name == RIGHT]
    question.which_slip(min(set("ABCD") - {right}))
    assert "Not yet." in said(shown)
    question.which_slip(case(question, asked.numbers(None, 0)).result)
    assert "Not yet." in said(shown)
    question.which_slip(right)
    assert "Right." in said(shown)
    question.which_slip(question.answer(asked.numbers(None, 0)))
    assert "Right." in said(shown)
    question.which_slip()
    assert said(shown) != kept
    assert vars(question.given).keys() == vars(before).keys()
    for name, value in vars(before).items():
        np.testing.assert_array_equal(vars(question.given)[name], value)


def test_a_number_in_the_brackets_is_judged_by_the_court_that_it_brings_back(shown):
    question = cost.one_example
    question.which_slip()
    answer = question.answer(court(question).numbers(None, 0))
    current.begin("somebody")
    current.begin(None)  # another day, another kernel
    question.which_slip(answer)
    assert "Right." in said(shown)


def test_the_ladder_leaves_more_after_two_rounds_and_less_after_a_miss(shown):
    question = chain_rule.dC_dw
    before = vars(question.given)

    def round_of(answers):
        question.faded()
        shown.clear()
        for answer in answers:
            question.line(answer)
        return said(shown)

    def lines(ahead):
        x = question.numbers(None, OF_A_LADDER + ahead)
        return [each.value for each in steps(question.recipe, x)]

    question.worked()
    assert "one line is yours" in round_of(lines(2)[-1:])
    assert "2 lines are yours" in round_of(lines(3)[-1:])
    assert "one line is yours" in round_of([99, *lines(4)[-2:]])
    assert vars(question.given) == before


@pytest.mark.parametrize(
    ("left", "answer", "told"),
    [
        (1, ..., "between the brackets"),
        (1, "much", "no quotes|text"),
        (2, None, "Line 8: "),
        (2, "twice", "That line is there already"),
        (1, 99, "Line 9 is the next one"),
        (1, "slip", "comes up with"),
    ],
)
def test_what_is_handed_in_for_a_line_is_told_apart(shown, left, answer, told):
    question = chain_rule.dC_dw
    question.faded(left)
    x = question.numbers(None, OF_A_LADDER + 1)
    eighth = steps(question.recipe, x)[7].value
    if answer == "slip":
        answer = next(v for name, v, _ in question.recipe.wrong(x) if "2" in name)
    if answer == "twice":
        question.line(eighth)
        answer = eighth
    shown.clear()
    question.line(eighth if answer is None else answer)
    assert re.search(told, said(shown))


def test_who_fills_every_line_twice_is_sent_on_and_no_line_is_left(shown):
    question = cost.one_example
    most = len(steps(question.recipe, question.numbers(None, OF_A_LADDER + 1)))
    for number in (1, 2):
        question.faded(most if number == 1 else None)
        for each in steps(question.recipe, question.numbers(None, OF_A_LADDER + number)):
            question.line(each.value)
    assert "You can do it alone" in said(shown)
    question.line(1)
    assert "No line is left here" in said(shown)


@named
def test_the_lines_lead_to_the_answer_and_each_is_taken_in_any_order(question):
    for number in (1,):
        x = question.numbers(None, number)
        lines = steps(question.recipe, x)
        np.testing.assert_allclose(np.ravel(lines[-1].value), np.ravel(question.answer(x)))
        for order in (range(len(lines)), reversed(range(len(lines)))):
            left = set(range(len(lines)))
            for k in order:
                outcome, found = judge_line(question, x, left, np.round(lines[k].value, 6))
                assert outcome.name == RIGHT or k not in left, (number, k)
                left.discard(found)
            assert not left


@named
def test_a_line_with_a_slip_is_named_by_it(question):
    x = question.numbers(None, 1)
    left = set(range(len(steps(question.recipe, x))))
    told = {
        judge_line(question, x, left, value)[0].name for _, value, _ in question.recipe.wrong(x)
    }
    assert told <= {NOT_YET, RIGHT}
    assert NOT_YET in told


def right_orders(lines):
    """Return every order of the lines in which each has before it what it needs."""

    def go_on(order):
        if len(order) == len(lines):
            yield [lines[k] for k in order]
        for k, line in enumerate(lines):
            if k not in order and set(line.needs) <= set(order):
                yield from go_on([*order, k])

    return list(go_on([]))


def made(lines):
    """Return the function that the lines make, or None where they make none."""
    names = {"np": np}
    try:
        exec("\n".join(line.code for line in lines), names)
    except SyntaxError:
        return None
    return names.get(lines[0].code.split()[1].partition("(")[0])


@pytest.mark.parametrize("question", IN_ORDER, ids=lambda question: question.id)
def test_every_right_order_makes_the_function_and_no_slip_does(question):
    letters = {line: letter for letter, line in question.lettered().items()}
    spell = lambda lines: "".join(letters[line] for line in lines)  # noqa: E731
    right = [line for line in question.lines if line.needs is not None]
    for order in right_orders(right):
        assert question.judge(spell(order)).name == RIGHT
        assert IN_ORDER[question].judge(made(order)).name == RIGHT
    for slip in [line for line in question.lines if line.needs is None]:
        for k in range(1, len(right)):
            wrong = [*right[:k], slip, *right[k + 1 :]]
            assert slip.says in question.judge(spell(wrong)).text
            assert IN_ORDER[question].judge(made(wrong)).name != RIGHT


@pytest.mark.parametrize("question", IN_ORDER, ids=lambda question: question.id)
def test_the_first_line_that_cannot_stand_there_is_named(question):
    letters = {line: letter for letter, line in question.lettered().items()}
    right = [letters[line] for line in question.lines if line.needs is not None]
    told = question.judge(right[0] + right[-1])
    assert told.name == NOT_YET
    assert "Line 2" in told.text
    assert question.judge("".join(right[:-1])).name == EXPLAINED  # one is missing, none is wrong
