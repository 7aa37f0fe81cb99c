"""A descent walks where its formula says, on a copy of its own, and records what is asked for."""

from dataclasses import FrozenInstanceError

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


def test_a_full_batch_is_stepping_by_hand(network, data):
    by_hand = network
    for record in walk(network, data, batch_size=None, epochs=10):
        np.testing.assert_allclose(parameters(record.network), parameters(by_hand), rtol=1e-12)
        by_hand = by_hand.step(by_hand.gradient(*data), 0.5)


def test_batches_are_stepping_by_hand_in_the_order_drawn(network, data):
    inputs, targets = data
    rng, by_hand = np.random.default_rng(0), network
    for _ in range(2):  # epochs, each in an order of its own
        for chosen in np.split(rng.permutation(23), [5, 10, 15, 20]):
            by_hand = by_hand.step(by_hand.gradient(inputs[chosen], targets[chosen]), 0.5)
    last = walk(network, data, epochs=2)[-1]
    np.testing.assert_allclose(parameters(last.network), parameters(by_hand), rtol=1e-12)


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


def test_float32_stays_float32_and_walks_the_same_way(data):
    small, large = (
        Network.random([3, 4, 2], np.random.default_rng(5), dtype=d) for d in ("f4", "f8")
    )
    found, exact = (walk(network, data)[-1].network for network in (small, large))
    assert found.dtype == np.float32
    np.testing.assert_allclose(parameters(found), parameters(exact), rtol=1e-3, atol=1e-5)


def test_a_seed_walks_the_same_way_twice(network, data):
    one, other = (walk(network, data, seed=9)[-1].network for _ in range(2))
    assert parameters(one).tobytes() == parameters(other).tobytes()
    another = walk(network, data, seed=8)[-1].network
    assert parameters(another).tobytes() != parameters(one).tobytes()


def test_a_full_batch_draws_nothing(network, data):
    rng = np.random.default_rng(4)
    list(descend(network, *data, rate=1, batch_size=100, epochs=3, rng=rng))
    assert rng.random() == np.random.default_rng(4).random()


def test_the_callers_network_and_data_stay_as_they_were(network, data):
    before = parameters(network), data[0].copy(), data[1].copy()
    walk(network, data, penalty=1.0)
    for now, then in zip((parameters(network), *data), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_walk_does_not_notice_what_happens_to_its_start_and_its_records(network, data):
    undisturbed = walk(network, data)[-1].network
    walking = descend(
        network, *data, rate=0.5, batch_size=5, epochs=4, rng=np.random.default_rng(0)
    )
    network.weights[0][:] = 99
    next(walking).network.weights[0][:] = 99
    *_, last = walking
    np.testing.assert_array_equal(parameters(last.network), parameters(undisturbed))


def test_examples_of_the_right_type_are_not_copied(network, data):
    record = walk(network, data, epochs=0)[0]
    assert record._descent.inputs is data[0]
    assert record._descent.targets is data[1]


def test_one_record_an_epoch_or_every_so_many_steps_and_at_the_end(network, data):
    for asked, places in (
        ({}, [(0, 0), (5, 1), (10, 2), (15, 3), (20, 4)]),
        ({"every": 8}, [(0, 0), (8, 1), (16, 3), (20, 4)]),
    ):
        records = walk(network, data, **asked)
        assert [(record.step, record.epoch) for record in records] == places


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


def test_costs_are_computed_when_looked_at_and_once_and_stay(network, data, monkeypatch):
    asked = []
    monkeypatch.setattr(Network, "cost", lambda *_: asked.append("cost") or 0.5)
    record = walk(network, data)[-1]
    assert asked == []
    assert (record.cost, record.cost, asked) == (0.5, 0.5, ["cost"])
    with pytest.raises(FrozenInstanceError):
        record.step = 7


def test_the_brightest_output_decides_and_accuracy_counts_what_is_right():
    assert decide(np.array([[0.2, 0.9, 0.3], [0.5, 0.1, 0.4]])).tolist() == [1, 0]
    assert decide(np.array([[0.49], [0.51]])).tolist() == [0, 1]
    network = Network([[[1.0], [-1.0]]], [[0.0, 0.0]])  # says 0 above zero, 1 below
    assert accuracy(network, [[1.0], [2.0], [-1.0], [-2.0]], [0, 1, 1, 1]) == 0.75
    assert accuracy(network, [5.0], [0]) == 1


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
