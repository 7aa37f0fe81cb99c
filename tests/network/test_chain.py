"""A chain keeps every factor of one example under its name."""

import numpy as np
import pytest

from coursekit.network.network import Network, sigmoid_slope


@pytest.fixture
def network():
    return Network.random([3, 2, 4], np.random.default_rng(2), scale="unit")


@pytest.fixture
def chain(network):
    return network.chain([0.5, -1.0, 2.0], [0, 1, 0, 1])


def test_it_holds_what_the_network_computes_on_the_way(network, chain):
    for kept, computed in (
        (chain.activations, network.forward([0.5, -1.0, 2.0])),
        (chain.weighted_inputs, network.weighted_inputs([0.5, -1.0, 2.0])),
        (chain.slopes, [sigmoid_slope(z) for z in chain.weighted_inputs]),
    ):
        for one, other in zip(kept, computed, strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_factors_bear_their_names(network, chain):
    np.testing.assert_array_equal(chain.output_error, 2 * (chain.activations[-1] - [0, 1, 0, 1]))
    factors = chain.weight(2, 3, 1)
    assert factors.dz_dq == chain.activations[1][1]
    assert factors.da_dz == chain.slopes[1][3]
    assert factors.dC_da == chain.output_error[3]
    assert chain.bias(2, 3).dz_dq == 1
    assert chain.path(2, 3, 1).dz_dq == network.weights[1][3, 1]
    assert chain.path(1, 1, 2).product == pytest.approx(chain.paths(1)[1, 2], rel=1e-14)


def test_it_stays_true_when_its_sources_change(network):
    inputs = np.ones(3)
    chain = network.chain(inputs, np.zeros(4))
    before = chain.path(1, 0, 0), chain.weight(1, 0, 0)
    inputs[:], network.weights[0][:] = 9, 9
    assert (chain.path(1, 0, 0), chain.weight(1, 0, 0)) == before


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        (lambda c: c.weight(0, 0, 0), "layer must run from 1 to 2, got 0"),
        (lambda c: c.paths(3), "layer must run from 1 to 2, got 3"),
        (lambda c: c.weight(1, 2, 0), "j must name a neuron of layer 1, 0 to 1, got 2"),
        (lambda c: c.bias(2, -1), "j must name a neuron of layer 2, 0 to 3, got -1"),
        (lambda c: c.path(2, 0, 2), "i must name a neuron of layer 1, 0 to 1, got 2"),
    ],
)
def test_a_place_that_is_not_there_is_named(chain, question, complaint):
    with pytest.raises(ValueError, match=complaint):
        question(chain)


def test_a_chain_follows_one_example_only(network):
    with pytest.raises(ValueError, match="a chain is followed for one example, got 2"):
        network.chain(np.ones((2, 3)), np.ones((2, 4)))
