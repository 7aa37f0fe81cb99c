"""Every number of a network under one slider."""

import numpy as np
import pytest
from traitlets import TraitError

from coursekit.lessons.chain_rule.knobs import Knobs
from coursekit.network.network import Network


@pytest.fixture
def knobs():
    network = Network([[[0.2, 0.4], [0.6, 0.8]]], [[0.1, -0.1]])
    return Knobs(network, [0.7, 0.3], [1, 0], "w1 0,0")


def test_any_shape_comes_back_as_it_was():
    given = Network.random([3, 4, 2], np.random.default_rng(0), scale="unit")
    network, inputs, targets = Knobs(given, [0.1, 0.2, 0.3], [0, 1], "y 1").network()
    for name in ("weights", "biases"):
        for mine, theirs in zip(getattr(network, name), getattr(given, name), strict=True):
            np.testing.assert_array_equal(mine, theirs)
    assert (inputs.tolist(), targets.tolist()) == ([0.1, 0.2, 0.3], [0, 1])


def test_every_name_turns_its_own_number_and_no_other(knobs):
    for name in knobs.value:
        before = knobs.value
        knobs.which.value = name
        assert knobs.value == before
        assert knobs.amount.value == before[name]
        reach = (0, 1) if name[0] in "ay" else (-6, 6)
        assert (knobs.amount.min, knobs.amount.max) == reach
        knobs.amount.value = 0.5
        assert knobs.value == before | {name: 0.5}


def test_a_follower_hears_of_each_move_once(knobs):
    heard = []
    knobs.observe(lambda: heard.append(knobs.value["w1 0,0"]))
    knobs.which.value = "w1 0,1"
    knobs.which.value = "w1 0,0"
    assert heard == []
    knobs.amount.value = 2.0
    knobs.value = {"w1 0,0": 3.0}
    assert heard == [2.0, 3.0]
    assert knobs.amount.value == 3.0


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"w9 0,0": 1.0}, "no 'w9 0,0'; there are w1 0,0"),
        ({"w1 0,0": 6.5}, "between -6 and 6, got 6.5"),
        ({"a0 0": -0.1}, "between 0 and 1, got -0.1"),
        ({"y 0": float("nan")}, "between 0 and 1, got nan"),
        ({"b1 0": "much"}, "between -6 and 6, got 'much'"),
    ],
)
def test_what_is_no_number_of_this_network_is_refused_whole(knobs, bad, said):
    before = knobs.value
    with pytest.raises(TraitError, match=said):
        knobs.value = {"w1 1,1": 2.0} | bad
    assert knobs.value == before
