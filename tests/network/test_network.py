"""A network runs forward, prices its outputs and steps; what does not fit is refused in words."""

import numpy as np
import pytest

from coursekit.network.network import Gradient, Network, sigmoid

PRACTICE = Network([[[0.2, 0.4], [0.6, 0.8]]], [[0.0, 0.0]])  # the source's Practice I


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.fixture
def network(rng):
    return Network.random([3, 4, 2], rng, scale="unit")


def test_its_arrays_and_its_copys_are_their_own():
    w, b = np.ones((2, 3)), np.zeros(2)
    network = Network([w], [b])
    twin = network.copy()
    w[:], b[:] = 9, 9
    twin.weights[0][0, 0], twin.biases[0][0] = 99, 99
    assert (network.weights[0].max(), network.biases[0].max()) == (1, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("float32", "float32"), ("float64", "float64"), ("int64", "float64"), ("float16", "float64")],
)
def test_only_float32_stays_small(given, kept):
    network = Network([np.ones((1, 2), given)], [np.ones(1, given)])
    assert network.dtype == kept
    assert Network([np.ones((1, 2), given)], [np.ones(1)]).dtype == np.float64


def test_fan_in_keeps_sums_small_and_biases_at_zero_and_unit_draws_all_alike(rng):
    for scale, weights, biases in (("fan-in", 1 / 28, 0), ("unit", 1, 1)):
        network = Network.random([784, 500, 10], rng, scale=scale)
        assert network.weights[0].std() == pytest.approx(weights, rel=0.02)
        assert network.biases[0].std() == pytest.approx(biases, rel=0.1)


def test_a_seed_draws_the_same_network_in_either_precision():
    small, large = (
        Network.random([5, 4], np.random.default_rng(7), dtype=dtype) for dtype in ("f4", "f8")
    )
    assert small.dtype == np.float32
    np.testing.assert_array_equal(small.weights[0], large.weights[0].astype("f4"))


def test_it_runs_layer_by_layer(network, rng):
    assert PRACTICE.forward([0.7, 0.3])[-1].tolist() == sigmoid([0.26, 0.66]).tolist()
    a0, a1, a2 = network.forward(rng.normal(size=3))
    np.testing.assert_allclose(a1, sigmoid(network.weights[0] @ a0 + network.biases[0]))
    np.testing.assert_allclose(a2, sigmoid(network.weights[1] @ a1 + network.biases[1]))


def test_a_batch_is_its_examples_one_by_one(network, rng):
    batch = rng.normal(size=(5, 3))
    together, alone = network.forward(batch), [network.forward(row) for row in batch]
    for layer, a in enumerate(together):
        np.testing.assert_allclose(a, [layers[layer] for layers in alone], rtol=1e-13)


def test_it_says_its_sizes_and_one_example_is_answered_in_kind(network):
    assert network.sizes == (3, 4, 2)
    assert repr(network) == "Network(3-4-2)"
    assert [a.shape for a in network.forward([1, 2, 3])] == [(3,), (4,), (2,)]
    assert [a.shape for a in network.forward([[1, 2, 3]])] == [(1, 3), (1, 4), (1, 2)]


def test_weighted_inputs_are_what_sigma_squashes(network, rng):
    inputs = rng.normal(size=(5, 3))
    z, a = network.weighted_inputs(inputs), network.forward(inputs)
    for weighted, activation in zip(z, a[1:], strict=True):
        np.testing.assert_array_equal(sigmoid(weighted), activation)


def test_everything_stays_in_the_networks_precision(rng):
    network = Network.random([3, 2], rng, dtype=np.float32)
    inputs = rng.normal(size=(4, 3))
    gradient = network.gradient(inputs, np.ones((4, 2)))
    found = [*network.forward(inputs), *gradient.weights, *gradient.biases, gradient.inputs]
    assert {array.dtype for array in found} == {np.dtype("float32")}


def test_the_cost_of_one_example_is_its_own(network):
    cost = network.cost([1, 2, 3], [0, 1])
    assert isinstance(cost, float)
    assert cost == network.cost([[1, 2, 3]], [[0, 1]])


def test_a_step_goes_against_the_gradient_and_leaves_the_network(network):
    gradient, before = network.gradient([1, 2, 3], [0, 1]), network.copy()
    after = network.step(gradient, 0.5)
    np.testing.assert_array_equal(network.weights[0], before.weights[0])
    np.testing.assert_array_equal(after.weights[1], before.weights[1] - 0.5 * gradient.weights[1])
    np.testing.assert_array_equal(after.biases[0], before.biases[0] - 0.5 * gradient.biases[0])
    # the squared length counts weights and biases only
    assert Gradient([np.full((2, 2), 2.0)], [np.ones(2)], np.full(2, 100.0)).norm_squared == 18
