"""The lessons' questions agree with answers that are worked out from the numbers alone."""

from importlib import import_module

import pytest

from coursekit.lessons import TITLES, questions
from coursekit.questions.function import Function
from tests.answers.working import answer

ASKED = [question for room in TITLES for question in questions(room)]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_what_is_worked_out_is_right_on_twenty_variants(question):
    room, name = question.id.split(".")
    if room == "review" or isinstance(question, Function):
        return  # it asks the lessons' questions again; a function runs in `test_answered`
    right = import_module(f"tests.answers.{room}").RIGHT[name]
    for number in range(20 if callable(right) else 1):
        outcome = question.judge(answer(right, question, number), None, number)
        assert outcome.name in ("right", "noted")
