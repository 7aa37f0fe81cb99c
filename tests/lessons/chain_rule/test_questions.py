"""Practice II: it opens with the source's numbers, and goes on from a learner's own step."""

import numpy as np
import pytest

from coursekit import chain_rule as asked
from coursekit.network.network import Network


def test_practice_two_opens_with_the_sources_numbers():
    for question, source in (
        (asked.practice_cost, 0.6242),
        (asked.practice_dC_dW, [[-0.1498, -0.0642], [0.2073, 0.0889]]),
        (asked.practice_step, 0.5481),
        (asked.practice_step_with_bias, 0.4260),
    ):
        assert question.answer(question.numbers()) == pytest.approx(np.array(source), abs=5e-5)


@pytest.mark.parametrize("number", range(5))
def test_a_wrong_first_step_of_practice_two_is_right_given_in_what_follows(number):
    x = asked.practice_cost.numbers(None, number)
    wrong = asked.practice_dC_dz.answer(x) / 2
    stepped = Network([x.W - np.outer(wrong, x.a0)], [-wrong])
    for question, own in (
        (asked.practice_dC_dW, np.outer(wrong, x.a0)),
        (asked.practice_dC_da, x.W.T @ wrong),
        (asked.practice_step_with_bias, stepped.cost(x.a0, x.y)),
    ):
        assert question.judge(own, None, number, wrong).name == "right given"
        assert question.judge(own, None, number).name == "not yet"
