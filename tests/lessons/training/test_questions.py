"""What the prose of lesson 5's questions says is so, and their own slips are recognised."""

import numpy as np
import pytest

from coursekit import training
from coursekit.lessons.training.questions import curves
from coursekit.network.network import Network


@pytest.mark.parametrize(
    "numbers", [range(20), pytest.param(range(20, 200), marks=pytest.mark.slow)], ids=["20", "200"]
)
def test_the_three_curves_crawl_arrive_and_leap_whatever_the_numbers(numbers):
    for number in numbers:
        x = training.which_eta.numbers(None, number)
        crawls, arrives, leaps = (curves(x)[x.order.index(k)] for k in range(3))
        assert 0.9 * crawls[0] < crawls[-1] < crawls[0]
        assert (np.diff(arrives) < 0).all()
        assert arrives[-1] < 0.5 * arrives[0]
        assert (leaps[1:] > 1.2 * leaps[0]).all()
        shown = np.round([crawls, arrives, leaps], 3)
        assert len({tuple(row) for row in shown}) == 3


def trail_on_a_copy(w, bottom, eta, steps):
    w = np.array(w, float)
    trail = [w.copy()]
    for _ in range(steps):
        w -= eta * 2 * (w - bottom)
        trail.append(w.copy())
    return trail


def test_a_change_in_place_is_a_slip_only_where_the_trail_loses_its_places():
    assert training.write_descend.judge(trail_on_a_copy).name == "right"


def moving(first):
    """Return a step that moves one layer, runs forward and back again, and moves the other."""

    def step(w1, b1, w2, b2, x, y, eta):
        for layer in (first, 1 - first):
            network = Network([[[w1]], [[w2]]], [[b1], [b2]])
            gradient = network.gradient([x], [y])
            dw, db = gradient.weights[layer].item(), gradient.biases[layer].item()
            if layer == 0:
                w1, b1 = w1 - eta * dw, b1 - eta * db
            else:
                w2, b2 = w2 - eta * dw, b2 - eta * db
        return w1, b1, w2, b2

    return step


@pytest.mark.parametrize("first", [0, 1])
def test_a_layer_moved_before_the_others_slopes_are_found_is_named(first):
    outcome = training.write_both_layers.judge(moving(first))
    name = f"layer {2 - first}'s slopes taken after layer {1 + first}'s step"
    assert (outcome.name, outcome.slip) == ("not yet", name)
    assert "find all four slopes first" in outcome.text
