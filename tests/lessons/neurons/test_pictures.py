"""What lesson 1's pictures do and the lesson claims, beyond the rows of `pictures.py`."""

import numpy as np
import pytest
from traitlets import TraitError

from coursekit.lessons.image_choice import IMAGES
from coursekit.lessons.neurons import layers, one_neuron
from coursekit.lessons.neurons.digit_neuron_picture import LIMIT, template
from coursekit.network import mnist
from tests.pictures.by_itself import pixels
from tests.pictures.reading import at_start


@pytest.fixture
def neuron():
    return at_start(one_neuron, drawn=True)


def test_every_frame_differs_from_the_last(neuron):
    frames = set()
    for value in np.arange(-1.5, 1.6, 0.1):
        neuron.controls["w0"].value = value
        frames.add(pixels(neuron))
    assert len(frames) == 31


def test_a_state_that_does_not_fit_is_refused_and_nothing_moves(neuron):
    before = neuron.state, pixels(neuron)
    with pytest.raises(KeyError, match="no control 'w9'; it has a0, a1"):
        neuron.set({"w0": 1.0, "w9": 1.0})
    with pytest.raises(TraitError, match="expected a number"):
        neuron.set({"a0": 0.1, "b": "much"})
    assert (neuron.state, pixels(neuron)) == before


def test_a_computation_that_fails_is_told_in_the_picture(monkeypatch):
    def fail():
        raise ValueError("layer 1 is not finite")

    explorer = one_neuron()
    monkeypatch.setattr(explorer, "refresh", fail)
    explorer.controls["b"].value = 0.0
    assert "layer 1 is not finite" in explorer.picture.sentence


def test_all_sums_of_all_digits_fit_the_panel():
    for weights, bias in map(template, range(10)):
        products = mnist("test")[:IMAGES].inputs(np.float64) * weights
        ends = (np.clip(products, *side).sum(axis=1) for side in ((0, None), (None, 0)))
        assert max(abs(bias), *(np.abs(end).max() for end in ends)) < LIMIT


def test_the_lesson_says_how_well_one_neuron_knows_a_three():
    weights, bias = template(3)
    digits = mnist("test")
    lit = digits.inputs(np.float64) @ weights + bias > 0
    threes = digits.labels == 3
    assert round(100 * lit[threes].mean()) == 90
    assert round(100 * lit[~threes].mean()) == 11
    assert np.bincount(digits.labels[lit & ~threes]).argmax() == 5


def test_the_image_stays_when_another_layer_is_lit():
    explorer = layers()
    before = explorer.picture.blitter.frame()[210:420, 45:260].copy()
    explorer.set({"layer": "last"})
    assert np.array_equal(explorer.picture.blitter.frame()[210:420, 45:260], before)
    assert (before.min(), before.max()) == (0, 255)


def test_pixels_go_to_their_places_when_the_first_layer_is_lit_and_with_every_new_image():
    explorer = layers().at(layer="last")
    for state in ({"layer": "first"}, {"image": 3}):
        before = explorer.values
        explorer.set(state)
        lines, neurons = explorer.motion(before)
        assert len(lines) == len(neurons) == 10
        for line, neuron, (pixel, _) in zip(lines, neurons, explorer.together(), strict=True):
            for end, sign in ((pixel, -1), (neuron, 1)):
                turn, half = np.radians(line.turn), sign * line.width / 2
                x, y = line.x + half * np.cos(turn), line.y + half * np.sin(turn)
                assert (x, y) == pytest.approx((end.x, end.y))
    before = explorer.at(layer="last").values
    explorer.set({"image": 5})
    assert explorer.motion(before) == []
