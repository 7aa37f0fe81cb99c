"""Twelve short questions before the course, and twelve like them after it, to see what it taught.

The two forms are parallel: they ask the same on other numbers, and offer the same slips. Numbers
come from the lessons' own recipes; what is not reckoned asks for what many people take neural
networks to be (published misconceptions: WiPSCE 2024, Sulmont 2019).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from coursekit.lessons import questions
from coursekit.practice.working import on_paper
from coursekit.questions.choice import LETTERS
from coursekit.questions.draw import Draw
from coursekit.questions.value import Value
from coursekit.questions.writing import say

FORMS = {"A": 201, "B": 202}  # form → which variant of each question it asks
RECKONED = (
    "neurons.weighted_sum",
    "neurons.brighten_by",
    "matrix_activation.one_of_many",
    "cost.one_example",
    "chain_rule.nudge",
    "chain_rule.averaged",
    "training.one_step",
    "training.batch_step",
)
# lesson → title; form → what is asked, the right answer, and three slips
READ = {
    "training": ("Which way", {
        "A": ("At a weight the slope of the cost is +0.8. Where does gradient descent move it?",
              "down", "up", "nowhere", "that depends on η"),
        "B": ("At a bias the slope of the cost is −0.6. Where does gradient descent move it?",
              "up", "down", "nowhere", "that depends on η")}),
    "neurons": ("What is learned", {
        "A": ("A network reads digits better than a week ago. What has changed in it?",
              "its weights and biases", "the images that it has stored",
              "the rules that somebody wrote for it", "the number of its neurons"),
        "B": ("Two networks of one shape read the same image differently. What differs in them?",
              "their weights and biases", "the images that they have stored",
              "the rules that somebody wrote for them", "the number of their neurons")}),
    "overfitting": ("A wide gap", {
        "A": ("Training accuracy 99.8 %, on images never seen 81 %. What does that say?",
              "it overfits", "it has learned well", "it needs more steps",
              "it has forgotten what it learned"),
        "B": ("On images never seen 74 % are right, in training 100 %. What does that say?",
              "it overfits", "it has learned well", "it needs more steps",
              "it has forgotten what it learned")}),
    "review": ("A small gap", {
        "A": ("Training accuracy 97.2 %, on images never seen 96.4 %. What does that say?",
              "a small gap is usual", "it overfits, for training is better",
              "0.8 % of the images are wrong labels", "it was trained on both sets"),
        "B": ("On images never seen 95.1 % are right, in training 96.0 %. What does that say?",
              "a small gap is usual", "it overfits, for training is better",
              "0.9 % of the images are wrong labels", "it was trained on both sets")}),
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One question of a form.

    lesson, title, text: what it is about, in two or three words, and as Markdown. slips: the names
    of what the wrong options come from. options: letter → text. right: the letter.
    """

    lesson: str
    title: str
    text: str
    slips: tuple[str, ...]
    options: Mapping[str, str]
    right: str


@lru_cache(maxsize=2)
def items(form: str) -> tuple[Item, ...]:
    """Return the twelve questions of a form. Raises ValueError for another name than A or B.

    >>> len(items("A")), items("A")[0].title == items("B")[0].title
    (12, True)
    """
    if form not in FORMS:
        raise ValueError(f"the forms are called A and B, got {form!r}")
    made = [_reckoned(id, form) for id in RECKONED]
    made += [_read(lesson, form) for lesson in READ]
    return tuple(Draw("mixed").shuffled(made))  # the lessons mixed, in one order for both


def marks(form: str, answers: Sequence[str | None]) -> list[bool]:
    """Return which answers to a form are right; None is "I do not know".

    answers: twelve letters. Raises ValueError for another number of them.

    >>> sum(marks("A", [item.right for item in items("A")]))
    12
    """
    asked = items(form)
    if len(answers) != len(asked):
        raise ValueError(f"a form has {len(asked)} questions, got {len(answers)} answers")
    return [answer == item.right for answer, item in zip(answers, asked, strict=True)]


def gain(before: Sequence[bool], after: Sequence[bool]) -> str:
    """Say in one line what was gained, and what was lost, from one form to the other.

    >>> gain([True, False, False], [True, True, False])
    'Right before: 1 of 3. Right after: 2 of 3. New: 1. Lost: 0.'
    """
    pairs = list(zip(before, after, strict=True))
    new, lost = pairs.count((False, True)), pairs.count((True, False))
    told = (
        f"Right before: {sum(before)} of {len(pairs)}. Right after: {sum(after)} of {len(pairs)}."
    )
    return f"{told} New: {new}. Lost: {lost}."


def _reckoned(id: str, form: str) -> Item:
    lesson, _, name = id.partition(".")
    question = next(each for each in questions(lesson) if each.name == name)
    assert isinstance(question, Value)
    x = question.numbers(None, FORMS[form])
    results = {"right": question.answer(x)} | {
        slip: value for slip, value, _ in question.recipe.wrong(x)
    }
    slips = _slips(question)
    shown = {name: on_paper(np.round(results[name], question.digits)) for name in ("right", *slips)}
    return _item(lesson, question.title, say(question.question, x), shown, form)


def _slips(question: Value) -> tuple[str, ...]:
    """Return the first three slips of a question whose results are numbers of their own."""
    found = []
    for form in FORMS.values():
        x = question.numbers(None, form)
        right = question.answer(x).shape
        found.append([name for name, value, _ in question.recipe.wrong(x)
                      if value.shape == right and name != "right"])  # fmt: skip
    return tuple(name for name in dict.fromkeys(found[0]) if name in found[1])[:3]


def _read(lesson: str, form: str) -> Item:
    title, forms = READ[lesson]
    text, right, *slips = forms[form]
    shown = {"right": right} | dict(zip("123", slips, strict=True))
    return _item(lesson, title, text, shown, form)


def _item(lesson: str, title: str, text: str, shown: Mapping[str, str], form: str) -> Item:
    names = Draw("options", title, form).shuffled(list(shown))
    options = {letter: shown[name] for letter, name in zip(LETTERS, names, strict=False)}
    right = LETTERS[names.index("right")]
    slips = tuple(name for name in shown if name != "right")
    return Item(lesson, title, re.sub(r"^> ?", "", text, flags=re.M), slips, options, right)
