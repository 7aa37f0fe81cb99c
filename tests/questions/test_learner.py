"""Each learner's own numbers: named in a cell, the same every time, and told by every record."""

import numpy as np
import pytest

from coursekit.lessons import TITLES, questions
from coursekit.lessons.matrix_activation import questions as matrix_activation
from coursekit.lessons.neurons import questions as neurons
from coursekit.lessons.review.digit_reader_question import TrainedNetwork
from coursekit.questions.outcome import NOTED, RIGHT
from coursekit.questions.session import OWN_NUMBERS, RECORD, Session, current, learner
from coursekit.questions.value import Value

pytestmark = pytest.mark.usefixtures("shown")


def test_each_learner_has_their_own_numbers_also_where_the_course_has_some():
    asked = matrix_activation.practice_z
    seen = [learner(name) or asked.given.W.tolist() for name in (None, "ada", "emmy", "ada")]
    assert seen[0] == [[0.2, 0.4], [0.6, 0.8]]
    assert len({str(w) for w in seen}) == 3
    assert seen[1] == seen[3]


def test_a_question_asks_judges_and_records_for_the_one_who_is_named(shown):
    learner("ada-17")
    x = neurons.weighted_sum.numbers("ada-17")
    neurons.weighted_sum.check(x.w @ x.a + x.b)
    record = shown[-1][RECORD]
    assert (record["learner"], record["variant"], record["outcome"]) == ("ada-17", 0, RIGHT)
    neurons.weighted_sum.another()
    assert np.array_equal(neurons.weighted_sum.given.w, neurons.weighted_sum.numbers("ada-17", 1).w)
    neurons.weighted_sum.check(...)
    assert shown[-1][RECORD]["variant"] == 1


def test_options_are_lettered_as_they_are_judged(shown):
    """For each learner in another order."""
    orders = set()
    for name in ("ada", "emmy", "mary", "grace"):
        learner(name)
        told = neurons.first_layer.how_to_answer(name)
        for letter, option in neurons.first_layer.lettered(name).items():
            assert f"**{letter}** {option.text}" in told
            neurons.first_layer.check(letter)
            assert option.says in shown[-1]["text/plain"]
        orders.add(told)
    assert len(orders) > 1


def test_another_name_begins_afresh_and_the_same_name_changes_nothing(shown):
    learner("ada")
    neurons.weighted_sum.check(99)
    learner("ada")
    neurons.weighted_sum.check(98)
    assert shown[-1][RECORD]["attempt"] == 2
    learner("emmy")
    neurons.weighted_sum.solution()
    assert "after your first attempt" in shown[-1]["text/plain"]
    neurons.weighted_sum.check(99)
    assert shown[-1][RECORD]["attempt"] == 1


@pytest.mark.parametrize(
    ("wanted", "user", "whose"),
    [("1", "ada", "ada"), ("0", "ada", None), ("1", "", None), ("1", "<ada>", None)],
)
def test_a_hub_may_name_the_learner_without_a_cell(wanted, user, whose, monkeypatch):
    monkeypatch.setenv(OWN_NUMBERS, wanted)
    monkeypatch.setenv("JUPYTERHUB_USER", user)
    assert Session().learner == whose


def test_it_says_whose_numbers_these_are(shown):
    learner("ada.l@home")
    assert shown[-1]["text/plain"] == (
        "Whose numbers: The questions now have the numbers for `ada.l@home`, and nobody else."
    )
    learner()
    assert "for everybody" in shown[-1]["text/markdown"]


@pytest.mark.parametrize("name", ["", " ", "../ada", "a/b", "<b>ada</b>", "ada\n", "a" * 61, 17])
def test_what_is_no_plain_name_is_refused(name):
    learner("ada")
    with pytest.raises(ValueError, match="1 to 60 letters, digits"):
        learner(name)
    assert current.learner == "ada"


@pytest.mark.parametrize("room", [room for room in TITLES])
def test_every_question_can_be_answered_rightly_by_everybody(room):
    for name in ("ada", "émilie", "7"):
        for asked in questions(room):
            if isinstance(asked, TrainedNetwork):
                continue  # it has no numbers, and its answer takes seconds
            answer = asked.answer(asked.numbers(name))
            if isinstance(asked, Value):
                answer = np.round(answer, asked.digits)
            elif hasattr(asked, "lettered"):
                answer = next(key for key, option in asked.lettered(name).items() if option.right)
            assert asked.judge(answer, name).name in (RIGHT, NOTED)
