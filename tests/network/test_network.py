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


# --- what it is made of


def test_its_arrays_are_its_own():
    w, b = np.ones((2, 3)), np.zeros(2)
    network = Network([w], [b])
    w[:], b[:] = 9, 9
    assert network.weights[0].max() == 1
    assert network.biases[0].max() == 0


def test_a_copy_shares_nothing(network):
    twin = network.copy()
    twin.weights[0][0, 0], twin.biases[1][0] = 99, 99
    assert network.weights[0][0, 0] != 99
    assert network.biases[1][0] != 99


def test_it_says_its_sizes(network):
    assert network.sizes == (3, 4, 2)
    assert repr(network) == "Network(3-4-2)"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("float32", "float32"), ("float64", "float64"), ("int64", "float64"), ("float16", "float64")],
)
def test_only_float32_stays_small(given, kept):
    network = Network([np.ones((1, 2), given)], [np.ones(1, given)])
    assert network.dtype == kept
    assert Network([np.ones((1, 2), given)], [np.ones(1)]).dtype == np.float64


@pytest.mark.parametrize(
    ("weights", "biases", "complaint"),
    [
        ([], [], "each layer needs one weight matrix and one bias vector, got 0 matrices"),
        ([np.ones((1, 1))], [], "got 1 matrices and 0 vectors"),
        ([[1.0]], [[0.0]], r"W\(1\) must be a matrix, neurons × inputs, got shape \(1,\)"),
        ([np.ones((0, 2))], [[]], r"W\(1\) must be a matrix, neurons × inputs, got shape \(0, 2\)"),
        (
            [np.ones((2, 3))],
            [np.ones(3)],
            r"b\(1\) must be \(2,\), one bias for each row of W\(1\)",
        ),
        (
            [np.ones((2, 3)), np.ones((1, 3))],
            [np.ones(2), np.ones(1)],
            r"W\(2\) must have one column for each of the 2 neurons of layer 1, got 3",
        ),
        ([[[1.0, np.nan]]], [[0.0]], r"W\(1\) must be finite, got nan at row 0, column 1"),
        ([[[1.0]]], [[-np.inf]], r"b\(1\) must be finite, got -inf at entry 0"),
        ([[[1.0, 2.0], [3.0]]], [[0.0, 0.0]], r"W\(1\) must have rows of equal length"),
    ],
)
def test_parts_that_do_not_fit_are_named(weights, biases, complaint):
    with pytest.raises(ValueError, match=complaint):
        Network(weights, biases)


def test_parts_that_are_no_numbers_are_named():
    with pytest.raises(TypeError, match=r"W\(1\) must be real numbers, got complex128"):
        Network([[[1j]]], [[0.0]])


# --- a random start


def test_fan_in_keeps_sums_small_and_biases_at_zero(rng):
    network = Network.random([784, 500, 10], rng)
    assert network.weights[0].std() == pytest.approx(1 / 28, rel=0.02)
    assert not any(b.any() for b in network.biases)


def test_unit_draws_everything_from_the_standard_normal(rng):
    network = Network.random([784, 500, 10], rng, scale="unit")
    assert network.weights[0].std() == pytest.approx(1, rel=0.02)
    assert network.biases[0].std() == pytest.approx(1, rel=0.1)


def test_a_seed_draws_the_same_network_in_either_precision():
    small, large = (
        Network.random([5, 4], np.random.default_rng(7), dtype=dtype) for dtype in ("f4", "f8")
    )
    assert small.dtype == np.float32
    np.testing.assert_array_equal(small.weights[0], large.weights[0].astype("f4"))


@pytest.mark.parametrize(
    ("sizes", "scale", "complaint"),
    [
        ([3], "unit", r"sizes must name the inputs and at least one layer, got \[3\]"),
        ([3, 0], "unit", "a layer's size must be a whole number of at least 1, got 0"),
        ([3, 2.5], "unit", "a layer's size must be a whole number of at least 1, got 2.5"),
        ([3, 2], "huge", "scale must be one of fan-in, unit, got 'huge'"),
    ],
)
def test_an_impossible_start_is_refused(rng, sizes, scale, complaint):
    with pytest.raises(ValueError, match=complaint):
        Network.random(sizes, rng, scale=scale)


# --- forward


def test_practice_one_of_the_source():
    assert PRACTICE.forward([0.7, 0.3])[-1].tolist() == sigmoid([0.26, 0.66]).tolist()


def test_forward_is_the_formula_layer_by_layer(network, rng):
    a0, a1, a2 = network.forward(rng.normal(size=3))
    np.testing.assert_allclose(a1, sigmoid(network.weights[0] @ a0 + network.biases[0]))
    np.testing.assert_allclose(a2, sigmoid(network.weights[1] @ a1 + network.biases[1]))


def test_a_batch_is_its_examples_one_by_one(network, rng):
    batch = rng.normal(size=(5, 3))
    together, alone = network.forward(batch), [network.forward(row) for row in batch]
    for layer, a in enumerate(together):
        np.testing.assert_allclose(a, [layers[layer] for layers in alone], rtol=1e-13)


def test_one_example_is_answered_in_kind(network):
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


# --- cost and step


def test_the_cost_is_the_mean_over_examples_of_squared_distances(network, rng):
    inputs, targets = rng.normal(size=(5, 3)), rng.random((5, 2))
    each = [sum((network.forward(x)[-1] - y) ** 2) for x, y in zip(inputs, targets, strict=True)]
    assert network.cost(inputs, targets) == pytest.approx(sum(each) / 5)
    assert isinstance(network.cost(inputs, targets), float)


def test_the_cost_of_one_example_is_its_own(network):
    assert network.cost([1, 2, 3], [0, 1]) == network.cost([[1, 2, 3]], [[0, 1]])


def test_a_step_goes_against_the_gradient_and_leaves_the_network(network):
    gradient, before = network.gradient([1, 2, 3], [0, 1]), network.copy()
    after = network.step(gradient, 0.5)
    np.testing.assert_array_equal(network.weights[0], before.weights[0])
    np.testing.assert_array_equal(after.weights[1], before.weights[1] - 0.5 * gradient.weights[1])
    np.testing.assert_array_equal(after.biases[0], before.biases[0] - 0.5 * gradient.biases[0])


def test_the_squared_length_counts_weights_and_biases_only():
    gradient = Gradient([np.full((2, 2), 2.0)], [np.ones(2)], np.full(2, 100.0))
    assert gradient.norm_squared == 18


def test_a_step_out_of_the_finite_numbers_is_refused(network):
    far = Network([np.full((4, 3), 1e308), network.weights[1]], network.biases)
    away = Gradient([np.full((4, 3), -1e308), network.weights[1]], network.biases, np.ones(3))
    with pytest.raises(ValueError, match=r"W\(1\) must be finite, got inf at row 0, column 0"):
        far.step(away, 10)


@pytest.mark.parametrize("rate", [np.nan, np.inf])
def test_a_rate_is_finite(network, rate):
    with pytest.raises(ValueError, match=f"rate must be a finite number, got {rate}"):
        network.step(network.gradient([1, 2, 3], [0, 1]), rate)


def test_another_networks_gradient_is_refused(network):
    gradient = PRACTICE.gradient([1, 2], [0, 1])
    with pytest.raises(
        ValueError, match=r"∂C/∂W must have the network's own shapes .*, got \[\(2, 2\)\]"
    ):
        network.step(gradient, 1)


# --- what is refused


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ([1, 2, 3, 4], "layer 1 takes 3 inputs per row, got 4"),
        (np.ones((5, 2)), "layer 1 takes 3 inputs per row, got 2"),
        (np.ones((0, 3)), r"inputs must hold at least one number, got shape \(0, 3\)"),
        ([], r"inputs must hold at least one number, got shape \(0,\)"),
        (1.0, r"inputs must be one row or a table of rows, got shape \(\)"),
        (np.ones((1, 1, 3)), r"one row or a table of rows, got shape \(1, 1, 3\)"),
        ([[1, 2, 3], [1, 2, np.nan]], "inputs must be finite, got nan at row 1, column 2"),
        ([[1, 2, 3], [4, 5]], "inputs must have rows of equal length"),
    ],
)
def test_inputs_that_do_not_fit_are_explained(network, inputs, complaint):
    with pytest.raises(ValueError, match=complaint):
        network.forward(inputs)


@pytest.mark.parametrize("method", ["cost", "gradient"])
@pytest.mark.parametrize(
    ("targets", "complaint"),
    [
        (np.ones((4, 2)), r"targets must be \(5, 2\), a row for each row of inputs, got \(4, 2\)"),
        (np.ones(5), r"targets must be \(5, 2\), a row for each row of inputs, got \(5,\)"),
        (np.full((5, 2), np.inf), "targets must be finite, got inf at row 0, column 0"),
    ],
)
def test_targets_that_do_not_fit_are_explained(network, method, targets, complaint):
    with pytest.raises(ValueError, match=complaint):
        getattr(network, method)(np.ones((5, 3)), targets)


def test_a_number_too_large_for_float32_is_refused_in_it(rng):
    network = Network.random([1, 1], rng, dtype=np.float32)
    with pytest.raises(ValueError, match="inputs must be finite, got inf at row 0, column 0"):
        network.forward([1e300])
