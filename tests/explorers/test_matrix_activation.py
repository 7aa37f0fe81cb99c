"""Lesson 2's explorers, read through their artists and sentences."""

import json

import numpy as np
import pytest

from coursekit import digit_reader, one_layer
from coursekit.explorers.matrix_activation import READER_LAYERS, reader
from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import accuracy


@pytest.fixture
def layer():
    return one_layer()


@pytest.fixture
def reading():
    return digit_reader()


def entries(layer):
    """Return the numbers of the five grids: W, a, b, z, σ(z)."""
    v = layer.values
    k, n = v["neurons"], v["inputs"]
    told = [float(t.replace("−", "-")) if t != "?" else np.nan for t in layer.figure.entries.texts]
    ends = np.cumsum([k * n, n, k, k])
    return np.split(np.array(told), ends)


def test_it_opens_on_practice_one_with_its_results_covered(layer):
    W, a, b, z, squeezed = entries(layer)
    assert W.tolist() == [0.2, 0.4, 0.6, 0.8]
    assert (a.tolist(), b.tolist()) == ([0.7, 0.3], [0.0, 0.0])
    assert np.isnan([*z, *squeezed]).all()
    everything = layer.picture.sentence + " ".join(
        layer.figure.entries.texts + layer.figure.levels.texts + layer.figure.written.texts
    )
    for answer in ("0.26", "0.66", "0.56", "0.65"):
        assert answer not in everything


def test_the_results_uncover_step_by_step(layer):
    layer.set({"terms": 3})
    assert layer.figure.written.texts[0] == "z₀ = 0.2 × 0.7 + 0.4 × 0.3 + 0.0 = 0.26"
    assert layer.figure.entries.texts[-4:] == ("0.26", "?", "?", "?")
    layer.set({"terms": 4})
    assert layer.figure.entries.texts[-4:] == ("0.26", "?", "0.5646", "?")
    assert layer.picture.sentence.endswith("z₀ = 0.26, so a₀ = 0.5646.")
    layer.controls["j"].value = 1
    assert layer.controls["terms"].value == 0
    assert layer.figure.entries.texts[-4:] == ("0.26", "?", "0.5646", "?")
    layer.set({"terms": 4})
    assert layer.figure.entries.texts[-4:] == ("0.26", "0.66", "0.5646", "0.6593")


def test_show_anyway_shows_everything(layer):
    layer.uncover()
    assert layer.figure.entries.texts[-4:] == ("0.26", "0.66", "0.5646", "0.6593")


@pytest.mark.parametrize("scale", [0.5, 2.0, 0.0])
def test_its_numbers_are_the_networks_for_any_layer(layer, scale):
    rng = np.random.default_rng(4)
    for _ in range(8):
        k, n = rng.integers(1, 7, 2)
        W, a, b = np.round(scale * rng.uniform(-1, 1, (k, n)), 2), rng.random(n).round(2), None
        b = np.round(scale * rng.uniform(-1, 1, k), 2)
        layer.set({"W": W.tolist(), "a": a.tolist(), "b": b.tolist(), "uncovered": True})
        network = Network([W], [b])
        shown_W, shown_a, shown_b, z, squeezed = entries(layer)
        np.testing.assert_allclose(shown_W, W.ravel())
        np.testing.assert_allclose(shown_a, a)
        np.testing.assert_allclose(shown_b, b)
        np.testing.assert_allclose(z, network.weighted_inputs(a)[0], atol=0.0051)
        np.testing.assert_allclose(squeezed, network.forward(a)[1], atol=0.000051)


def test_one_weight_is_turned_and_nothing_else(layer):
    layer.set({"neurons": 3, "inputs": 3, "uncovered": True})
    before = layer.state
    layer.controls["j"].value, layer.controls["i"].value = 2, 1
    assert layer.controls["w"].description == "w₂₁"
    layer.controls["w"].value = -1.5
    after = layer.state
    assert after["W"][2][1] == -1.5
    before["W"][2][1] = -1.5
    assert (after["W"], after["a"], after["b"]) == (before["W"], before["a"], before["b"])


def test_choosing_a_neuron_lights_its_row_and_the_edges_into_it(layer):
    layer.set({"neurons": 3, "inputs": 2, "j": 1})
    strong = layer.figure.links.get_colors()[:, 3] > 0.5
    assert strong.tolist() == [False, False, True, True, False, False]
    layer.set({"light": "column", "i": 0})
    strong = layer.figure.links.get_colors()[:, 3] > 0.5
    assert strong.tolist() == [True, False] * 3
    assert "z₂: −1.0 × 0.7" in layer.figure.written.texts[1]


def test_fewer_neurons_keep_the_choice_inside(layer):
    layer.set({"neurons": 6, "inputs": 6, "j": 5, "i": 5})
    layer.set({"neurons": 1, "inputs": 1})
    assert (layer.values["j"], layer.values["i"]) == (0, 0)
    assert "Row 0" in layer.picture.sentence


def test_its_state_is_plain_json_and_brings_the_layer_back(layer):
    layer.set({"W": [[1.0, -0.5, 0.25]], "a": [0.1, 0.2, 0.3], "b": [0.4], "terms": 2})
    told = json.loads(json.dumps(layer.state))
    other = one_layer()
    other.set(told)
    assert other.state == layer.state
    assert other.figure.entries.texts == layer.figure.entries.texts


def test_shapes_that_do_not_fit_are_refused_by_name(layer):
    before = layer.state
    with pytest.raises(ValueError, match=r"a must have shape \(3,\), got \(2,\)"):
        layer.set({"W": [[1.0, 2.0, 0.5]], "a": [0.1, 0.2]})
    assert layer.state == before


def test_nothing_leaves_the_picture_at_any_size(layer):
    axes = layer.figure.cells.axes
    for k in (1, 6):
        for n in (1, 6):
            layer.set({"neurons": k, "inputs": n, "uncovered": True})
            corners = np.concatenate([path.vertices for path in layer.figure.cells.get_paths()])
            heads = layer.figure.signs.get_offsets()
            spots = np.concatenate([corners, heads, layer.figure.neurons.get_offsets()])
            assert (spots.min(axis=0) > [20, 8]).all()
            assert (
                spots.max(axis=0) < np.array([axes.get_xlim()[1], axes.get_ylim()[1]]) - 8
            ).all()


def test_a_move_redraws_only_what_moved(layer):
    before = layer.picture._blitter.full_draws
    layer.set({"neurons": 5, "inputs": 4, "uncovered": True})
    layer.set({"w": 1.0})
    assert layer.picture._blitter.full_draws == before


def test_the_shipped_network_reads_digits_as_the_lesson_says():
    test = mnist("test")
    assert reader().sizes == (784, 16, 16, 10)
    assert accuracy(reader(), test.inputs(), test.labels) > 0.93
    outputs = reader().forward(test[:100].inputs())[-1].argmax(axis=1)
    assert np.flatnonzero(outputs != test.labels[:100]).tolist() == [33, 38, 96]


def test_most_middle_neurons_are_nearly_black_or_nearly_white():
    _, first, second, _ = reader().forward(mnist("test").inputs())
    for layer in (first, second):
        assert np.mean((layer < 0.1) | (layer > 0.9)) > 0.6


def test_the_reader_shows_every_activation(reading):
    for image in (0, 33):
        reading.set({"image": image})
        _, first, second, outputs = reader().forward(mnist("test").inputs(np.float64)[image])
        hidden = [f"{a:.2f}" for a in (*first, *second)]
        assert list(reading.figure.levels.texts) == hidden
        assert list(reading.figure.outputs.texts) == [f"{a:.2f}" for a in outputs]
    assert "reads a 6 (0.65), but it is a 4" in reading.picture.sentence


def test_a_chosen_neuron_shows_its_weights(reading):
    reading.set({"layer": READER_LAYERS[2], "neuron": 7})
    assert reading.figure.links.get_visible()
    signs = reader().weights[2][7] >= 0
    blue = reading.figure.links.get_colors()[:, 2] > reading.figure.links.get_colors()[:, 0]
    assert (blue == signs).all()
    assert reading.controls["neuron"].max == 9
    reading.set({"layer": READER_LAYERS[0], "neuron": 15})
    assert not reading.figure.links.get_visible()
    assert reading.figure.weights.get_array().min() < 0.5
