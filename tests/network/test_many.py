"""Many descents at once are the same descents, one by one."""

import numpy as np
import pytest

from coursekit.network.datasets import rings
from coursekit.network.many import descend_many
from coursekit.network.network import Gradient, Network

POINTS = rings(20, np.random.default_rng(0))
X, Y = POINTS.inputs, POINTS.labels[:, None].astype(float)


def starts(count, sizes=(2, 3, 1)):
    rng = np.random.default_rng(1)
    return [Network.random(sizes, rng, scale="unit") for _ in range(count)]


def one_by_one(network, rate, steps, rows=None, hold=False):
    costs, norms = [network.cost(X, Y)], []
    for step in range(steps):
        seen = slice(None) if rows is None else rows[step]
        gradient = network.gradient(X[seen], Y[seen])
        if hold:
            still = [0 * b for b in gradient.biases]
            gradient = Gradient(gradient.weights, still, gradient.inputs)
        norms.append(gradient.norm_squared)
        network = network.step(gradient, rate)
        costs.append(network.cost(X, Y))
    return network, costs, norms


@pytest.mark.parametrize("hold", [False, True])
@pytest.mark.parametrize("batch", [None, 1, 5])
def test_each_walker_goes_where_it_would_go_alone(hold, batch):
    rng = np.random.default_rng(2)
    rows = None if batch is None else np.array([rng.choice(20, batch, False) for _ in range(30)])
    rates = np.array([0.5, 2.0, 10.0, 30.0])
    networks = starts(4, (2, 3, 2, 1))
    before = [network.copy() for network in networks]
    walks = descend_many(networks, X, Y, rates=rates, steps=30, rows=rows, hold_biases=hold)
    for s, network in enumerate(before):
        assert all(map(np.array_equal, networks[s].weights, network.weights))
        end, costs, norms = one_by_one(network, rates[s], 30, rows, hold)
        np.testing.assert_allclose(walks.costs[:, s], costs, rtol=1e-7)
        np.testing.assert_allclose(walks.norms[:, s], norms, rtol=1e-7, atol=1e-15)
        for layer in range(3):
            np.testing.assert_allclose(walks.weights[layer][-1, s], end.weights[layer], rtol=1e-7)
            np.testing.assert_allclose(walks.biases[layer][-1, s], end.biases[layer], rtol=1e-7)
