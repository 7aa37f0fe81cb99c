"""Cost and slopes are held against an implementation that shares no line."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.network.network import Network

relaxed = settings(deadline=None, max_examples=60)


@st.composite
def cases(draw, largest_batch=5):
    """A random network of 1 to 4 layers, with inputs and targets for it."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    network = Network.random(sizes, rng, scale=draw(st.sampled_from(["unit", "fan-in"])))
    examples = draw(st.integers(1, largest_batch))
    return network, rng.normal(size=(examples, sizes[0])), rng.random((examples, sizes[-1]))


def cost_by_autograd(parameters, inputs, targets):
    a = inputs
    for w, b in parameters:
        a = 1 / (1 + anp.exp(-(anp.dot(a, w.T) + b)))
    return anp.mean(anp.sum((a - targets) ** 2, axis=1))


def parts(gradient):
    return [*gradient.weights, *gradient.biases, gradient.inputs]


@relaxed
@given(cases())
def test_cost_and_gradient_are_what_autograd_finds(case):
    network, inputs, targets = case
    parameters = list(zip(network.weights, network.biases, strict=True))
    cost = float(cost_by_autograd(parameters, inputs, targets))
    assert network.cost(inputs, targets) == pytest.approx(cost, rel=1e-13)
    by_layer, by_input = grad(cost_by_autograd, (0, 1))(parameters, inputs, targets)
    expected = [*(w for w, _ in by_layer), *(b for _, b in by_layer), by_input]
    for slope, other in zip(parts(network.gradient(inputs, targets)), expected, strict=True):
        np.testing.assert_allclose(slope, other, rtol=1e-11, atol=1e-15)


@relaxed
@given(cases())
def test_float32_finds_the_same_slopes_to_its_own_precision(case):
    network, inputs, targets = case
    small = Network(
        *([p.astype("float32") for p in ps] for ps in (network.weights, network.biases))
    )
    found, exactly = small.gradient(inputs, targets), network.gradient(inputs, targets)
    for slope, exact in zip(parts(found), parts(exactly), strict=True):
        assert slope.dtype == np.float32
        np.testing.assert_allclose(slope, exact, rtol=1e-4, atol=1e-5)


@relaxed
@given(cases(largest_batch=1))
def test_a_chain_multiplies_up_to_the_gradient(case):
    network, inputs, targets = case
    chain, gradient = network.chain(inputs[0], targets[0]), network.gradient(inputs, targets)
    for layer, slopes in enumerate(gradient.weights, start=1):
        for (j, i), slope in np.ndenumerate(slopes):
            assert chain.weight(layer, j, i).product == pytest.approx(slope, rel=1e-12)
            assert chain.bias(layer, j).product == pytest.approx(gradient.biases[layer - 1][j])


@relaxed
@given(cases(largest_batch=1))
def test_the_paths_through_a_layer_sum_up_to_what_its_inputs_do(case):
    network, inputs, targets = case
    chain = network.chain(inputs[0], targets[0])
    for layer in range(1, len(network.sizes)):
        arriving = chain.activation_gradients[layer - 1]
        np.testing.assert_allclose(chain.paths(layer).sum(axis=0), arriving, rtol=1e-9, atol=1e-15)
    first = network.gradient(inputs[0], targets[0]).inputs
    np.testing.assert_allclose(chain.activation_gradients[0], first, rtol=1e-11, atol=1e-16)
