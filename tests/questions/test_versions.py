"""Numbers that were handed out once keep their meaning."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from coursekit import overfitting
from coursekit.lessons import TITLES, questions

KEPT = json.loads((Path(__file__).parent / "numbers_of_version_1.json").read_text())
ALL = {question.id: question for folder in TITLES for question in questions(folder)}


def digest(x):
    plain = {name: np.asarray(value).tolist() for name, value in sorted(vars(x).items())}
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", KEPT)
def test_the_numbers_of_version_1_are_what_they_were(name):
    """Six variants each for everybody and for one learner."""
    variants = [(learner, number) for learner in (None, "ada") for number in range(6)]
    assert [digest(ALL[name].numbers(*variant, version=1)) for variant in variants] == KEPT[name]


def test_an_answer_is_judged_on_the_numbers_of_its_version():
    question = overfitting.penalty_term
    number = next(
        k
        for k in range(200)
        if digest(question.numbers("ada", k)) != digest(question.numbers("ada", k, version=1))
    )
    old = question.answer(question.numbers("ada", number, version=1))
    assert question.judge(old, "ada", number, version=1).name == "right"
    assert question.judge(old, "ada", number).name != "right"
