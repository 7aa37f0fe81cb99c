"""A descent walks where its formula says, on a copy of its own, and records what is asked for."""

from dataclasses import FrozenInstanceError
from itertools import pairwise

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from coursekit.network.network import Network
from coursekit.network.stepper import Stepper
from coursekit.network.training import accuracy, decide, descend

NUDGE = 1e-5


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.fixture
def network(rng):
    return Network.random([3, 4, 2], rng, scale="unit")


@pytest.fixture
def data(rng):
    return rng.normal(size=(23, 3)), rng.random((23, 2))


def walk(network, data, seed=0, **asked):
    asked = {"rate": 0.5, "batch_size": 5, "epochs": 4} | asked
    return list(descend(network, *data, rng=np.random.default_rng(seed), **asked))


def parameters(network):
    return np.concatenate([part.ravel() for part in (*network.weights, *network.biases)])


# --- where it walks


def test_a_full_batch_is_stepping_by_hand(network, data):
    by_hand = network
    for record in walk(network, data, batch_size=None, epochs=10):
        np.testing.assert_allclose(parameters(record.network), parameters(by_hand), rtol=1e-12)
        by_hand = by_hand.step(by_hand.gradient(*data), 0.5)


def test_batches_are_stepping_by_hand_in_the_order_drawn(network, data):
    inputs, targets = data
    order, by_hand = np.random.default_rng(0).permutation(23), network
    for start in range(0, 23, 5):
        chosen = order[start : start + 5]
        by_hand = by_hand.step(by_hand.gradient(inputs[chosen], targets[chosen]), 0.5)
    last = walk(network, data, epochs=1)[-1]
    np.testing.assert_allclose(parameters(last.network), parameters(by_hand), rtol=1e-12)


def test_every_example_is_seen_once_an_epoch(network, rng):
    inputs = np.arange(69.0).reshape(23, 3)
    one_of_each = descend(
        network, inputs, np.ones((23, 2)), rate=1, batch_size=5, epochs=2, rng=rng
    )
    descent = next(one_of_each)._descent
    seen = [batch for batch, _ in descent.batches(rng)]
    assert [len(batch) for batch in seen] == [5, 5, 5, 5, 3] * 2
    np.testing.assert_array_equal(np.sort(np.concatenate(seen[:5]), axis=0), inputs)


def test_the_penalty_pulls_along_its_own_gradient(network, data):
    """One step moves every parameter by −η times the central difference of C + penalty."""
    after = walk(network, data, batch_size=None, epochs=1, penalty=7.0)[-1].network
    nudged = network.copy()
    pairs = zip(nudged.weights + nudged.biases, after.weights + after.biases, strict=True)
    for array, arrived in pairs:
        for place, start in list(np.ndenumerate(array)):
            slope = central_difference(nudged, array, place, data, penalty=7.0)
            assert arrived[place] - start == pytest.approx(-0.5 * slope, rel=1e-6, abs=1e-9)


def central_difference(network, array, place, data, penalty):
    def objective(value):
        array[place] = value
        squares = sum((w**2).sum() for w in network.weights)
        return network.cost(*data) + penalty / (2 * len(data[0])) * squares

    kept = array[place]
    slope = (objective(kept + NUDGE) - objective(kept - NUDGE)) / (2 * NUDGE)
    array[place] = kept
    return slope


def test_a_step_of_the_inner_loop_is_a_step_of_the_network(network, data):
    stepper = Stepper(network, rate=0.3)
    assert stepper.step(*data)
    by_hand = network.step(network.gradient(*data), 0.3)
    np.testing.assert_allclose(parameters(stepper.network()), parameters(by_hand), rtol=1e-13)


def test_float32_stays_float32_and_walks_the_same_way(data):
    small, large = (
        Network.random([3, 4, 2], np.random.default_rng(5), dtype=d) for d in ("f4", "f8")
    )
    found, exact = (walk(network, data)[-1].network for network in (small, large))
    assert found.dtype == np.float32
    np.testing.assert_allclose(parameters(found), parameters(exact), rtol=1e-3, atol=1e-5)


def test_the_cost_falls(network, data):
    costs = [record.cost for record in walk(network, data, batch_size=None, epochs=50, rate=0.1)]
    assert all(later < earlier for earlier, later in pairwise(costs))


# --- what it leaves alone


def test_a_seed_walks_the_same_way_twice(network, data):
    one, other = (walk(network, data, seed=9)[-1].network for _ in range(2))
    assert parameters(one).tobytes() == parameters(other).tobytes()
    assert (
        parameters(walk(network, data, seed=8)[-1].network).tobytes() != parameters(one).tobytes()
    )


def test_a_full_batch_draws_nothing(network, data):
    rng = np.random.default_rng(4)
    list(descend(network, *data, rate=1, batch_size=100, epochs=3, rng=rng))
    assert rng.random() == np.random.default_rng(4).random()


def test_the_callers_network_and_data_stay_as_they_were(network, data):
    before = parameters(network), data[0].copy(), data[1].copy()
    walk(network, data, penalty=1.0)
    for now, then in zip((parameters(network), *data), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_walk_does_not_notice_what_happens_to_its_start(network, data):
    undisturbed = walk(network, data)[-1].network
    walking = descend(
        network, *data, rate=0.5, batch_size=5, epochs=4, rng=np.random.default_rng(0)
    )
    network.weights[0][:] = 99
    *_, last = walking
    np.testing.assert_array_equal(parameters(last.network), parameters(undisturbed))


def test_records_stay_as_they_were_and_may_be_changed(network, data):
    walking = descend(
        network, *data, rate=0.5, batch_size=5, epochs=4, rng=np.random.default_rng(0)
    )
    first = next(walking)
    first.network.weights[0][:] = 99
    *_, last = walking
    np.testing.assert_array_equal(
        parameters(last.network), parameters(walk(network, data)[-1].network)
    )


def test_examples_of_the_right_type_are_not_copied(network, data):
    record = walk(network, data, epochs=0)[0]
    assert record._descent.inputs is data[0]
    assert record._descent.targets is data[1]


# --- what it records


def test_one_record_an_epoch_unless_asked(network, data):
    records = walk(network, data)
    assert [record.step for record in records] == [0, 5, 10, 15, 20]
    assert [record.epoch for record in records] == [0, 1, 2, 3, 4]


def test_a_record_every_so_many_steps_and_at_the_end(network, data):
    records = walk(network, data, every=8)
    assert [(record.step, record.epoch) for record in records] == [(0, 0), (8, 1), (16, 3), (20, 4)]


def test_how_often_it_is_watched_does_not_change_the_walk(network, data):
    often, seldom = walk(network, data, every=1), walk(network, data, every=20)
    np.testing.assert_array_equal(parameters(often[20].network), parameters(seldom[1].network))


def test_a_record_knows_cost_and_accuracy_over_all_examples(network, data):
    inputs, targets = data
    record = walk(network, data, penalty=3.0)[2]
    squares = sum((w**2).sum() for w in record.network.weights)
    assert record.cost == record.network.cost(inputs, targets)
    assert record.accuracy == accuracy(record.network, inputs, targets.argmax(axis=1))
    assert record.objective == pytest.approx(record.cost + 3 / 46 * squares)


def test_costs_are_computed_when_looked_at_and_once(network, data, monkeypatch):
    asked = []
    monkeypatch.setattr(Network, "cost", lambda *_: asked.append("cost") or 0.5)
    record = walk(network, data)[-1]
    assert asked == []
    assert (record.cost, record.cost, asked) == (0.5, 0.5, ["cost"])


def test_a_record_cannot_be_rewritten(network, data):
    with pytest.raises(FrozenInstanceError):
        walk(network, data)[0].step = 7


# --- what counts as right


def test_the_brightest_output_decides():
    assert decide(np.array([[0.2, 0.9, 0.3], [0.5, 0.1, 0.4]])).tolist() == [1, 0]
    assert decide(np.array([[0.49], [0.51]])).tolist() == [0, 1]


def test_accuracy_counts_what_is_right():
    network = Network([[[1.0], [-1.0]]], [[0.0, 0.0]])  # says 0 above zero, 1 below
    assert accuracy(network, [[1.0], [2.0], [-1.0], [-2.0]], [0, 1, 1, 1]) == 0.75
    assert accuracy(network, [5.0], [0]) == 1


@pytest.mark.parametrize(
    ("labels", "error", "complaint"),
    [
        ([0, 2], ValueError, "labels must run from 0 to 1, got 2 at entry 1"),
        ([-1, 0], ValueError, "labels must run from 0 to 1, got -1 at entry 0"),
        ([0], ValueError, "2 examples need as many labels, got 1"),
        (
            [[0], [1]],
            ValueError,
            r"labels must be one row of at least one label, got shape \(2, 1\)",
        ),
        ([0.0, 1.0], TypeError, "labels must be whole numbers, got float64"),
    ],
)
def test_labels_that_do_not_fit_are_explained(labels, error, complaint):
    network = Network([[[1.0], [-1.0]]], [[0.0, 0.0]])
    with pytest.raises(error, match=complaint):
        accuracy(network, [[1.0], [2.0]], labels)


# --- what is refused, at once


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"rate": 0}, "rate must be a finite number above 0, got 0"),
        ({"rate": np.nan}, "rate must be a finite number above 0, got nan"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, got 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number of at least 1, got 2.5"),
        ({"epochs": -1}, "epochs must be a whole number of at least 0, got -1"),
        ({"penalty": -0.1}, "penalty must be a finite number of at least 0, got -0.1"),
        ({"every": 0}, "every must be a whole number of at least 1, got 0"),
        ({"patience": 0}, "patience must be a whole number of at least 1, got 0"),
        ({"inputs": np.ones((23, 4))}, "layer 1 takes 3 inputs per row, got 4"),
        ({"inputs": np.ones((0, 3))}, "inputs must hold at least one number"),
        ({"targets": np.ones((22, 2))}, r"targets must be \(23, 2\)"),
        ({"targets": np.full((23, 2), np.nan)}, "targets must be finite, got nan at row 0"),
    ],
)
def test_what_cannot_be_walked_is_refused_before_the_first_step(network, data, asked, complaint):
    asked = dict(inputs=data[0], targets=data[1], rate=1, batch_size=5, epochs=1) | asked
    with pytest.raises(ValueError, match=complaint):
        descend(network, rng=np.random.default_rng(0), **asked)


def test_steps_are_taken_on_one_thread_and_the_rest_keeps_its_own(monkeypatch):
    """A second thread gains nothing on a batch, and on a busy machine it costs fifty times."""

    def threads():
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    before, seen, step = threads(), [], Stepper.step

    def watched(self, *batch):
        seen.append(threads())
        return step(self, *batch)

    monkeypatch.setattr(Stepper, "step", watched)
    start, rng = Network.random((3, 2), np.random.default_rng(0)), np.random.default_rng(0)
    for _ in descend(start, np.eye(3), np.zeros((3, 2)), rate=1, batch_size=2, epochs=1, rng=rng):
        assert threads() == before
    assert seen == [{1}, {1}]
