"""Networks learn what the course says they learn, and land where others have landed."""

import numpy as np
import pytest

from coursekit.network.datasets import blobs, mnist, moons, one_hot, rings
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend


@pytest.mark.parametrize(
    ("w", "b", "outputs"), [(0.6, 0.9, [0.82, 0.15, 0.09]), (2.0, 2.0, [0.98, 0.93, 0.20])]
)
def test_nielsens_neuron_lands_where_his_did(w, b, outputs):
    """His η of 0.15 goes with half our cost; a badly wrong neuron learns slowly at first."""
    walk = descend(
        *(Network([[[w]]], [[b]]), [[1.0]], [[0.0]]),
        **{"rate": 0.075, "batch_size": 1, "epochs": 300, "every": 150},
        rng=np.random.default_rng(0),
    )
    assert [round(r.network.forward([1.0])[-1].item(), 2) for r in walk] == outputs


@pytest.mark.parametrize(
    ("shape", "count", "middle", "scale", "batch_size", "epochs"),
    [
        (moons, 100, (16, 16), "unit", None, 1000),
        (rings, 300, (8,), "fan-in", 10, 100),
        (blobs, 300, (8,), "fan-in", 10, 100),
    ],
)
def test_points_in_the_plane_are_told_apart(shape, count, middle, scale, batch_size, epochs):
    rng = np.random.default_rng(0)
    inputs, labels = shape(count, rng, noise=0.08)
    targets = one_hot(labels, labels.max() + 1)
    start = Network.random([2, *middle, targets.shape[1]], rng, scale=scale)
    how = {"rate": 2, "batch_size": batch_size, "epochs": epochs, "rng": rng}
    *_, last = descend(start, inputs, targets, **how)
    assert last.accuracy > 0.98


def test_a_network_learns_to_read_digits_in_seconds():
    rng = np.random.default_rng(0)
    train, test = mnist("train")[:20_000], mnist("test")
    start = Network.random([784, 16, 16, 10], rng, dtype=np.float32)
    how = {"rate": 1.5, "batch_size": 10, "epochs": 1, "rng": rng}
    *_, last = descend(start, train.inputs(), train.targets(), **how)
    assert accuracy(start, test.inputs(), test.labels) < 0.2
    assert accuracy(last.network, test.inputs(), test.labels) > 0.85
