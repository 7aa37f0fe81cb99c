"""Lesson 5's questions agree with the network's own descent, and their prose with the facts."""

import numpy as np
import pytest

from coursekit.exercises import steps, training
from coursekit.network.network import Gradient, Network, sigmoid_slope
from coursekit.network.training import Descent, accuracy, descend

each_variant = pytest.mark.parametrize("number", range(30))


@each_variant
def test_a_step_and_its_promise_are_those_of_a_network(number):
    x = training.matrix_step.numbers(None, number)
    network = Network([x.W], [np.zeros(2)])
    after = network.step(Gradient([x.dW], [np.zeros(2)], np.zeros(2)), x.eta)
    assert training.matrix_step.answer(x) == pytest.approx(after.weights[0])
    x = training.promise.numbers(None, number)
    promised = -x.eta * Gradient([x.dW], [x.db], np.zeros(2)).norm_squared
    assert training.promise.answer(x) == pytest.approx(promised)


@each_variant
def test_steps_are_counted_as_a_descent_counts_them(number):
    x = training.epoch_steps.numbers(None, number)
    rows = np.empty((x.examples, 0))
    asked = Descent(rows, rows, 1.0, x.batch, x.epochs, 0.0, None, None, 0.0)
    assert training.epoch_steps.answer(x) == asked.last_step


@each_variant
def test_a_step_of_two_layers_is_the_networks_own(number):
    for w1, b1, w2, b2, x, y, eta in steps.write_both_layers.cases(None, number):
        network = Network([[[w1]], [[w2]]], [[b1], [b2]])
        after = network.step(network.gradient([x], [y]), eta)
        parts = [p.item() for both in zip(after.weights, after.biases, strict=True) for p in both]
        found = steps.write_both_layers.reference(w1, b1, w2, b2, x, y, eta)
        assert found == pytest.approx(parts)


@each_variant
def test_the_accuracy_is_that_of_a_network_with_these_outputs(number):
    for outputs, labels in steps.write_accuracy.cases(None, number):
        # one input neuron for each example, with weights that give just these outputs
        network = Network([np.log(outputs / (1 - outputs)).T], [np.zeros(outputs.shape[1])])
        right = accuracy(network, np.eye(len(outputs)), labels)
        assert steps.write_accuracy.reference(outputs, labels) == pytest.approx(right)


@pytest.mark.parametrize("number", range(200))
def test_the_three_curves_crawl_arrive_and_leap_whatever_the_numbers(number):
    x = training.which_eta.numbers(None, number)
    crawls, arrives, leaps = (training._curves(x)[x.order.index(k)] for k in range(3))
    assert 0.9 * crawls[0] < crawls[-1] < crawls[0]
    assert (np.diff(arrives) < 0).all()
    assert arrives[-1] < 0.5 * arrives[0]
    assert (leaps[1:] > 1.2 * leaps[0]).all()
    shown = np.round([crawls, arrives, leaps], 3)
    assert len({tuple(row) for row in shown}) == 3


def test_the_saturated_neuron_learns_as_slowly_as_the_question_says():
    def outputs(w, b):
        start = Network([[[w]]], [[b]])
        how = {"rate": 0.075, "batch_size": None, "epochs": 300, "every": 150}
        walk = descend(start, [[1.0]], [[0.0]], rng=np.random.default_rng(0), **how)
        return [round(record.network.forward([1.0])[-1].item(), 2) for record in walk]

    assert outputs(2.0, 2.0) == [0.98, 0.93, 0.20]
    assert outputs(0.6, 0.9)[1] == 0.15
    assert sigmoid_slope(4.0) == pytest.approx(0.018, abs=5e-4)


# -- trails ------------------------------------------------------------------------------------


def trail_on_a_copy(w, bottom, eta, steps):
    w = np.array(w, float)
    trail = [w.copy()]
    for _ in range(steps):
        w -= eta * 2 * (w - bottom)
        trail.append(w.copy())
    return trail


def test_a_change_in_place_is_a_slip_only_where_the_trail_loses_its_places():
    assert steps.write_descend.judge(trail_on_a_copy).name == "right"


def test_a_trail_leads_to_the_bottom_of_its_valley():
    for w, bottom, eta, _ in steps.write_descend.cases():
        trail = steps.write_descend.reference(w, bottom, eta, 200)
        assert trail[0] == pytest.approx(w)
        assert trail[-1] == pytest.approx(bottom)


# -- the order of the layers -------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (0, "layer 2's slopes taken after layer 1's step"),
        (1, "layer 1's slopes taken after layer 2's step"),
    ],
)
def test_a_layer_moved_before_the_others_slopes_are_found_is_named(first, name):
    outcome = steps.write_both_layers.judge(moving(first))
    assert (outcome.name, outcome.slip) == ("not yet", name)
    assert "find all four slopes first" in outcome.text
