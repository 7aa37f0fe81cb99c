"""Training that can be left at any time goes the way it would have gone."""

from itertools import islice

import numpy as np
import pytest

from coursekit.network.datasets import mnist, rings
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend
from coursekit.network.watched import Examples, Watched, as_examples


def ring_examples(seed=0, n=60):
    inputs, labels = rings(n, np.random.default_rng(seed))
    return Examples(inputs, labels[:, None].astype(float), labels)


def watched(**other):
    how = {"rate": 3.0, "epochs": 4, "batch_size": 7, "rng": np.random.default_rng(1)} | other
    start = Network.random((2, 4, 1), np.random.default_rng(2))
    return Watched(
        start, ring_examples(), {"train": ring_examples(), "new": ring_examples(5)}, **how
    )


def run(training):
    for _ in training.pieces():
        pass
    return training


def same(one, other):
    pairs = zip((*one.weights, *one.biases), (*other.weights, *other.biases), strict=True)
    return all(np.array_equal(*pair) for pair in pairs)


def test_it_walks_as_descend_walks():
    training = run(watched())
    start = Network.random((2, 4, 1), np.random.default_rng(2))
    examples = ring_examples()
    how = {"rate": 3.0, "epochs": 4, "batch_size": 7, "rng": np.random.default_rng(1)}
    *_, last = descend(start, examples.inputs, examples.targets, **how)
    assert same(training.network, last.network)
    assert training.points[-1].costs["train"] == pytest.approx(last.cost)
    assert training.points[-1].accuracies["train"] == last.accuracy


def test_each_point_is_measured_on_what_its_name_says():
    for point in run(watched(marks=3)).points:
        new = ring_examples(5)
        assert point.costs["new"] == pytest.approx(point.network.cost(new.inputs, new.targets))
        assert point.accuracies["new"] == accuracy(point.network, new.inputs, new.labels)


def test_points_come_at_the_start_at_each_mark_and_after_each_epoch():
    epochs = [point.epoch for point in run(watched(marks=3, epochs=2)).points]
    assert epochs[0] == 0
    assert epochs[3] == 1
    assert epochs[-1] == 2
    assert len(epochs) == 7
    assert epochs == sorted(epochs)


@pytest.mark.parametrize("pieces", [0, 1, 5, 8, 13, 20, 30])
def test_left_after_any_piece_it_ends_where_it_would_have_ended(pieces):
    training = watched(marks=3)
    walk = training.pieces()
    list(islice(walk, pieces))
    walk.close()  # as an interrupt closes it
    run(training)
    whole = run(watched(marks=3))
    assert same(training.network, whole.network)
    assert [p.costs for p in training.points] == [p.costs for p in whole.points]


@pytest.mark.parametrize("pieces", [0, 3, 11])
def test_several_epochs_as_one_lead_the_same_way_with_fewer_points(pieces):
    together, single = watched(every=3, epochs=7), run(watched(epochs=7))
    walk = together.pieces()
    list(islice(walk, pieces))
    walk.close()
    run(together)
    assert same(together.network, single.network)
    assert [point.epoch for point in together.points] == [0, 3, 6, 7]
    for point in together.points:
        assert point.costs == single.points[round(point.epoch)].costs


def test_another_rate_holds_from_the_next_epoch_on():
    training = watched(epochs=1)
    run(training)
    training.rate, training.epochs = 0.5, 2
    run(training)
    other = run(watched(rate=lambda epoch: (3.0, 0.5)[epoch], epochs=2))
    assert same(training.network, other.network)
    assert training.rate_now == 0.5
    assert [point.rate for point in training.points] == [3.0, 3.0, 0.5]


def test_a_step_out_of_the_finite_numbers_ends_it_and_is_told():
    far = Examples(np.full((2, 1), 1e200), np.array([[0.0], [1.0]]), np.array([0, 1]))
    start = Network([[[1e-200]]], [[0.0]])
    training = run(
        Watched(start, far, {"train": far}, rate=1e300, epochs=9, rng=np.random.default_rng(0))
    )
    assert training.done
    assert training.epoch == 1
    assert "Diverged at step 1: layer 1" in str(training.outcome)


def test_digits_become_what_a_network_reads():
    examples = as_examples(mnist("test")[:3])
    assert examples.inputs.max() == 1.0
    assert examples.targets.argmax(axis=1).tolist() == examples.labels.tolist() == [7, 2, 1]
