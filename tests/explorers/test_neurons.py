"""Lesson 1's explorers: a slider moves, and artists and sentence tell the same story."""

import json

import numpy as np
import pytest
from traitlets import TraitError

from coursekit import digit_neuron, layers, one_neuron
from coursekit.explorers.neurons import IMAGES, brightness, template
from coursekit.figures import digit as digit_figure
from coursekit.figures import neuron as neuron_figure
from coursekit.network.datasets import mnist


@pytest.fixture
def neuron():
    return one_neuron()


@pytest.fixture(scope="module")
def looking():
    return digit_neuron()


def test_the_neuron_opens_on_the_numbers_of_the_lesson(neuron):
    assert neuron.picture.sentence == "z = 0.82, so a = 0.69: the neuron is bright."
    assert neuron.figure.formula.texts == ("1.2 × 0.9 − 0.8 × 0.2 + 0.5 × 0.6 − 0.4", "=")
    assert neuron.figure.results.texts == ("0.82", "0.6942")


def test_raising_the_bias_brightens_the_neuron(neuron):
    before = neuron.figure.discs.get_facecolor()[-1][0]
    neuron.controls["b"].value = 0.6
    assert neuron.figure.discs.get_facecolor()[-1][0] > before
    assert neuron.picture.sentence == "z = 1.82, so a = 0.86: the neuron is almost fully lit."


def test_the_point_lies_on_the_sigmoid_and_below_the_last_bar(neuron):
    neuron.set({"w0": -1.1, "a1": 1.0, "b": 0.3})
    ((x, y),) = neuron.figure.sum.point.get_offsets()
    z = -1.1 * 0.9 - 0.8 * 1.0 + 0.5 * 0.6 + 0.3
    assert (x, y) == pytest.approx((z, 1 / (1 + np.exp(-z))))
    last_bar = neuron.figure.sum.bars.get_paths()[-1].vertices
    assert last_bar[:, 0].min() == pytest.approx(z)


def test_terms_fill_the_sum_one_by_one(neuron):
    shown = []
    for terms in range(5):
        neuron.controls["terms"].value = terms
        shown.append(len(neuron.figure.sum.bars.get_paths()) - 1)  # the last bar is z
    assert shown == [0, 1, 2, 3, 4]
    neuron.controls["terms"].value = 2
    assert neuron.picture.sentence == "2 of 4 terms added: 0.92 so far."


def test_no_setting_of_the_sliders_leaves_the_picture(neuron):
    extremes = {name: c.max for name, c in neuron.controls.items()}
    neuron.set(extremes)
    assert neuron.figure.sum.point.get_offsets()[0][0] == pytest.approx(neuron_figure.LIMIT)
    assert neuron.figure.results.texts[1] == "0.9975"


def test_a_move_redraws_only_what_moved(neuron):
    for value in (0.1, 0.5, 1.0):
        neuron.controls["a0"].value = value
    assert neuron.picture._blitter.full_draws == 1


def test_every_frame_differs_from_the_last(neuron):
    frames = set()
    for value in np.arange(-1.5, 1.6, 0.1):
        neuron.controls["w0"].value = value
        frames.add(bytes(neuron.picture.image.value))
    assert len(frames) == 31


def test_a_sum_that_does_not_fit_its_digits_is_not_called_equal(neuron):
    neuron.set({"a0": 0.25})
    assert neuron.figure.formula.texts == ("1.2 × 0.25 − 0.8 × 0.2 + 0.5 × 0.6 − 0.4", "=")
    neuron.set({"w0": 1.25})
    assert neuron.figure.formula.texts[1] == "≈"


def test_state_is_plain_json_and_brings_the_picture_back(neuron):
    neuron.set({"w1": 1.3, "terms": 3})
    told = json.loads(json.dumps(neuron.state))
    other = one_neuron()
    other.set(told)
    assert other.picture.sentence == neuron.picture.sentence
    assert bytes(other.picture.image.value) == bytes(neuron.picture.image.value)


def test_an_unknown_control_is_named_and_nothing_moves(neuron):
    before = neuron.state
    with pytest.raises(KeyError, match="no control 'w9'; it has a0, a1"):
        neuron.set({"w0": 1.0, "w9": 1.0})
    assert neuron.state == before


def test_a_value_that_a_control_cannot_take_leaves_all_as_it_was(neuron):
    before, picture = neuron.state, bytes(neuron.picture.image.value)
    with pytest.raises(TraitError):
        neuron.set({"a0": 0.1, "b": "much"})
    assert neuron.state == before
    assert bytes(neuron.picture.image.value) == picture


def test_a_computation_that_fails_is_told_in_the_picture(neuron, monkeypatch):
    def fail():
        raise ValueError("layer 1 is not finite")

    monkeypatch.setattr(neuron, "refresh", fail)
    neuron.controls["b"].value = 0.0
    assert "layer 1 is not finite" in neuron.picture.sentence


@pytest.mark.parametrize("label", range(10))
def test_all_sums_of_all_digits_fit_the_panel(label):
    weights, bias = template(label)
    products = mnist("test")[:IMAGES].inputs(np.float64) * weights
    largest = np.clip(products, 0, None).sum(axis=1).max()
    lowest = np.clip(products, None, 0).sum(axis=1).min()
    assert max(largest, -lowest, abs(bias)) < digit_figure.LIMIT


def test_the_lesson_says_how_well_one_neuron_knows_a_three():
    weights, bias = template(3)
    digits = mnist("test")
    lit = digits.inputs(np.float64) @ weights + bias > 0
    threes = digits.labels == 3
    assert round(100 * lit[threes].mean()) == 90
    assert round(100 * lit[~threes].mean()) == 11
    assert np.bincount(digits.labels[lit & ~threes]).argmax() == 5


def test_the_images_that_the_lesson_names_behave_as_it_says(looking):
    sums = {}
    for image in (18, 45, 63):
        looking.set({"image": image, "looks_for": 3, "rows": 28})
        sums[image] = looking.figure.sum.point.get_offsets()[0][0]
    assert mnist("test").labels[[18, 45, 63]].tolist() == [3, 5, 3]
    assert sums[45] > sums[18] > 0 > sums[63]


def test_rows_are_counted_from_the_top(looking):
    looking.set({"image": 18, "looks_for": 3, "rows": 0})
    sentence = "The image is a 3, the neuron looks for a 3: −3.10 after 0 of 28 rows."
    assert looking.picture.sentence == sentence
    image, line = looking.figure.pixels
    assert line.get_visible()
    assert np.asarray(image.get_array()).max() == pytest.approx(0.25)


def test_looking_for_another_digit_brings_that_neurons_own_bias(looking):
    looking.set({"looks_for": 8, "rows": 28})
    assert looking.controls["b"].value == template(8)[1]
    looking.set({"b": -5.0, "looks_for": 1})
    assert looking.controls["b"].value == -5.0


def test_layers_light_the_chosen_layer_and_say_what_it_is_for():
    explorer = layers()
    for lit, word in (("first", "image"), ("middle", "16 and 16"), ("last", "each digit")):
        explorer.set({"layer": lit})
        assert [links.get_visible() for links in explorer.figure.links].count(True) == 1
        assert word in explorer.picture.sentence


def test_layers_show_the_networks_own_activations():
    explorer = layers()
    explorer.set({"image": 7, "layer": "last"})
    outputs = explorer.network.forward(mnist("test")[:8].inputs(np.float64)[7])[-1]
    assert explorer.figure.levels.texts == tuple(f"{value:.2f}" for value in outputs)


def test_the_image_stays_when_another_layer_is_lit():
    explorer = layers()
    blitter = explorer.picture._blitter
    before = blitter.frame()[210:420, 45:260].copy()
    explorer.set({"layer": "last"})
    assert np.array_equal(blitter.frame()[210:420, 45:260], before)
    assert before.min() == 0
    assert before.max() == 255


@pytest.mark.parametrize(
    ("activation", "words"),
    [(0, "dark"), (0.5, "half lit"), (0.52, "just over half lit"), (1, "fully lit")],
)
def test_brightness_has_words(activation, words):
    assert brightness(activation) == words
