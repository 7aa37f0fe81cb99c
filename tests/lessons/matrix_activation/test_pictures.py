"""What lesson 2's pictures do and the lesson claims, beyond the rows of `pictures.py`."""

import numpy as np
import pytest

from coursekit.lessons.matrix_activation import one_layer
from coursekit.network import Network, accuracy, mnist
from coursekit.pictures.digits import reader


@pytest.fixture
def layer():
    return one_layer()


def entries(layer):
    """Return the numbers of the five grids: W, a, b, z, σ(z)."""
    k, n = layer.values["neurons"], layer.values["inputs"]
    told = [float(text.replace("−", "-")) for text in layer.figure.entries.texts]
    return np.split(np.array(told), np.cumsum([k * n, n, k, k]))


def test_its_numbers_are_the_networks_for_any_layer(layer):
    rng = np.random.default_rng(4)
    for scale in (0.5, 2.0, 0.0) * 4:
        k, n = rng.integers(1, 7, 2)
        W, b = (np.round(scale * rng.uniform(-1, 1, shape), 2) for shape in ((k, n), k))
        a = rng.random(n).round(2)
        layer.set({"W": W.tolist(), "a": a.tolist(), "b": b.tolist(), "uncovered": True})
        network = Network([W], [b])
        *given, z, squeezed = entries(layer)
        np.testing.assert_allclose(np.concatenate(given), np.concatenate([W.ravel(), a, b]))
        np.testing.assert_allclose(z, network.weighted_inputs(a)[0], atol=0.0051)
        np.testing.assert_allclose(squeezed, network.forward(a)[1], atol=0.000051)


def test_one_weight_is_turned_and_nothing_else(layer):
    layer.set({"neurons": 3, "inputs": 3, "uncovered": True})
    before = layer.state
    layer.controls["j"].value, layer.controls["i"].value = 2, 1
    assert layer.controls["w"].description == "w₂₁"
    layer.controls["w"].value = -1.5
    before["W"][2][1] = -1.5
    assert {name: layer.state[name] for name in "Wab"} == {name: before[name] for name in "Wab"}


def test_shapes_that_do_not_fit_are_refused_by_name(layer):
    before = layer.state
    with pytest.raises(ValueError, match=r"a must have shape \(3,\), got \(2,\)"):
        layer.set({"W": [[1.0, 2.0, 0.5]], "a": [0.1, 0.2]})
    assert layer.state == before


def test_the_shipped_network_reads_digits_and_most_of_its_neurons_are_decided_as_the_lesson_says():
    test = mnist("test")
    assert reader().sizes == (784, 16, 16, 10)
    assert accuracy(reader(), test.inputs(), test.labels) > 0.93
    outputs = reader().forward(test[:100].inputs())[-1].argmax(axis=1)
    assert np.flatnonzero(outputs != test.labels[:100]).tolist() == [8, 33]

    _, first, second, _ = reader().forward(mnist("test").inputs())
    for layer in (first, second):
        assert np.mean((layer < 0.1) | (layer > 0.9)) > 0.6
