"""The review asks again on fresh numbers, keeps its help to itself, and says where to read."""

import re
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from coursekit import review
from coursekit.lessons import LESSONS, TITLES, asked
from coursekit.lessons.neurons import questions as neurons
from coursekit.lessons.review.questions import AGAIN
from coursekit.lessons.review.unaided import link_to
from coursekit.questions.choice import Choice
from coursekit.questions.session import RECORD, current
from coursekit.questions.words import Words
from tests.answers.review import ANSWERS, WRONG

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
ASKED = [again.question for again in AGAIN]
each = pytest.mark.parametrize("again", AGAIN, ids=lambda again: again.question.id)


def said(shown):
    return shown[-1]["text/plain"]


def test_everything_that_the_slides_ask_is_asked_and_a_dozen_more():
    slides = {"first_layer", "middle_layers", "last_layer", "why_minimise", "what_to_adjust"}
    slides |= {"practice_z", "practice_output", "practice_cost", "practice_dC_dW", "practice_step"}
    names = {question.name for question in ASKED}
    assert slides <= names
    assert len(names - slides) >= 12
    lessons = {again.original.id.split(".")[0] for again in AGAIN}
    assert lessons == {folder for folder in TITLES} - {"review"}


@each
def test_it_is_the_lessons_question_on_other_numbers(again):
    question, original = again.question, again.original
    own, lessons = question.numbers(), original.numbers()
    assert type(question) is type(original)
    if question.first.draw:
        assert str(vars(own)) != str(vars(lessons))
    elif isinstance(question, Choice):
        orders = (list(asked.lettered().values()) for asked in (question, original))
        assert next(orders) != next(orders)


def test_it_follows_the_reviews_own_question_and_the_lessons_stays_as_it_was():
    for again in AGAIN:
        before = again.original.after
        assert again.question.after is (before and getattr(review, before.name))
    assert neurons.activation in neurons.weighted_sum.followers
    assert review.activation not in neurons.weighted_sum.followers


@each
def test_an_answer_is_only_called_right_or_wrong_but_its_record_knows_the_slip(again, shown):
    question, name = again.question, again.question.name
    answer, slip = WRONG.get(name, (None, None))
    for attempt in range(1, 3 if answer else 0):
        question.check(answer)
        assert said(shown) == "Not yet."
        record = shown[-1][RECORD]
        assert (record["outcome"], record["variant"], record["attempt"]) == ("not yet", 0, attempt)
        assert record["slip"]
        assert slip in (None, record["slip"])
    question.check(ANSWERS[name])
    noted = "Noted. A model answer opens with `review.summary()`."
    assert said(shown) == (noted if isinstance(question, Words) else "Right.")


def test_kind_and_shape_are_explained_and_own_answers_followed_as_ever(shown):
    for answer, words in (
        ([1, 2, 3], "the answer is an array of shape (2,)"),
        ("0.5", "Leave out the quotes"),
        (..., "Not attempted. Put your answer"),
    ):
        review.practice_z.check(answer)
        assert words in said(shown)
    review.practice_dC_dz.check([0.1, -0.2])
    review.practice_dC_dW.check(np.outer([0.1, -0.2], review.practice_cost.given.a0))
    assert said(shown) == "Right, given your earlier answer."


def test_a_summary_of_nothing_is_calm_and_opens_nothing(shown):
    review.weighted_sum.check(...)
    review.summary()
    assert said(shown).startswith("Your review: Nothing is answered yet")
    for question in ASKED:
        question.hint()
        closed = "It opens with `review.summary()`. Until then you are on your own."
        assert said(shown) == f"Hint: {closed}"
        question.check(ANSWERS[question.name])
        question.solution()
        assert "Until then you are on your own" in said(shown)


def test_the_summary_opens_all_help_also_for_blanks(shown):
    review.first_layer.check("A")
    review.summary()
    review.two_layers.hint()
    assert said(shown).startswith("Hint 1 of 3: Run the first layer.")
    review.two_layers.solution()
    assert f"**{ANSWERS['two_layers'][0]:.4f}**" in said(shown)
    review.why_minimise.solution()
    assert review.why_minimise.model in said(shown)
    review.practice_z.check(WRONG["practice_z"][0])
    assert "when W is read by columns" in said(shown)


def row_of(shown, name):
    (row,) = (line for line in said(shown).splitlines() if f"`{name}`" in line)
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_summary_names_outcome_slip_formula_and_section(shown):
    review.practice_z.check(WRONG["practice_z"][0])
    review.over_paths.check(WRONG["over_paths"][0])
    review.over_paths.check(ANSWERS["over_paths"])
    review.last_layer.check(ANSWERS["last_layer"])
    review.why_minimise.check("Because low is good.")
    review.dC_dw.check(0.12345)
    choice = review.what_to_adjust
    letter = WRONG["what_to_adjust"][0]
    choice.check(letter)
    review.summary()
    count = len(ASKED)
    assert f"2 of {count} questions right, 1 of them at the first try; 1 noted; " in said(shown)
    assert f"{count - 6} left blank." in said(shown)
    assert row_of(shown, "practice_z")[1:] == [
        "not yet",
        "W transposed",
        "z = W a, row by row",
        "[2 · Matrix activation: Many neurons at once]"
        "(02-matrix-activation.ipynb#Many-neurons-at-once)",
    ]
    assert row_of(shown, "over_paths")[1:3] == ["right at try 2", "a mean for the sum"]
    assert row_of(shown, "why_minimise")[1] == "noted: compare with the solution"
    assert row_of(shown, "dC_dw")[1:3] == ["not yet", ""]
    assert row_of(shown, "what_to_adjust")[2] == f"“{choice.lettered()[letter].text}”"
    assert row_of(shown, "two_layers")[1] == "left blank"
    assert "Right at the first try: The last layer." in said(shown)


def test_an_answer_that_is_mended_later_is_told_apart_from_one_without_help(shown):
    review.one_example.check(WRONG["one_example"][0])
    review.summary()
    for name in ("one_example", "two_layers"):
        getattr(review, name).check(ANSWERS[name])
    review.summary()
    assert row_of(shown, "one_example")[1] == "not yet; right since"
    assert row_of(shown, "two_layers")[1] == "left blank; right since"


def test_fresh_numbers_close_the_help_again(shown):
    review.practice_z.check(WRONG["practice_z"][0])
    review.summary()
    before, order = review.practice_z.given, review.first_layer.how_to_answer()
    review.practice_output.another()
    assert not np.array_equal(review.practice_z.given.W, before.W)
    review.practice_z.hint()
    assert "Until then you are on your own" in said(shown)
    review.two_layers.hint()
    assert "Hint 1" in said(shown)
    review.another()
    assert all(current.of(q).sealed and not current.of(q).tries for q in ASKED)
    assert review.first_layer.how_to_answer(None, 1) != order
    assert {current.of(question).number for question in ASKED} == {1, 2}


@cache
def chapters(lesson):
    """Return for each chapter of a lesson, a `##`, all its headings and all its code."""
    found = []
    for cell in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            for marks, title in re.findall(r"^(##+) (.+)$", cell.source, re.M):
                if len(marks) == 2:
                    found.append(([], []))
                found[-1][0].append(title)
        elif found:
            found[-1][1].append(cell.source)
    return found


@each
def test_its_link_leads_to_the_one_section_in_whose_chapter_the_lesson_asks_it(again):
    lesson = next(notebook for notebook in LESSONS if again.original in asked(notebook))
    titles = [title for chapter, _ in chapters(lesson) for title in chapter]
    assert titles.count(again.section) == 1
    ((_, code),) = (both for both in chapters(lesson) if again.section in both[0])
    assert f"{again.original.id}.ask()" in code
    assert re.fullmatch(r"\[[^\]]+\]\([\w-]+\.ipynb#[^\s()]+\)", link_to(again))
