"""The pad: strokes and buttons, and who tipped a reading."""

import numpy as np
import pytest

from coursekit.lessons.training import draw_digit
from coursekit.lessons.training.draw_digit_picture import spoken
from coursekit.network.handwriting import as_mnist, sample
from coursekit.network.network import Network
from coursekit.pictures.digits import reader
from tests.pictures.by_itself import unpainted
from tests.pictures.faults import faults

TO_AN_8 = [[[0.32, 0.25], [0.34, 0.4], [0.45, 0.48]], [[0.3, 0.7], [0.34, 0.55], [0.46, 0.48]]]


def opened(source=None):
    return unpainted(draw_digit(source))


@pytest.fixture
def pad():
    return opened()


def draw(pad, strokes):
    """Draw as the page does: the pointer's trait changes. Return what is said then."""
    pad.paper[0].drawing = strokes
    return pad.picture.sentence


def press(pad, *names):
    for name in names:
        pad.buttons[name].click()
    return pad.picture.sentence


def outputs(network, strokes):
    return tuple(f"{a:.2f}" for a in network.forward(as_mnist(strokes) / 255)[-1])


def test_a_3_becomes_an_8_and_the_neuron_that_tipped_it_is_named_until_the_next_stroke(pad):
    assert "It reads a 3" in press(pad, "draw on it")
    before = reader().forward(as_mnist(pad.strokes) / 255)
    said = draw(pad, [*pad.drawing, *TO_AN_8])
    after = reader().forward(as_mnist(pad.strokes) / 255)
    w = reader().weights[-1]
    tipped = f"Neuron {((w[8] - w[3]) * (after[-2] - before[-2])).argmax()} tipped it from 3 to 8"
    assert "It reads an 8" in said
    assert tipped in said
    *others, last = pad.drawing
    assert tipped in draw(pad, [*others, [*last, [0.46, 0.49]]])
    assert "tipped" not in draw(pad, [*pad.drawing, [[0.5, 0.5]]])


def test_the_first_dot_of_a_drawing_turns_nothing(pad):
    for k in range(6):
        assert "tipped" not in draw(pad, [[[0.5, 0.1 + 0.02 * j] for j in range(k + 1)]])


def test_who_spoke_adds_up_to_the_lead_of_the_answer(pad):
    sentence = draw(pad, sample(5))
    network, image = reader(), as_mnist(sample(5)) / 255
    _, *layers = network.forward(image)
    z = network.weighted_inputs(image)[-1]
    first, second = np.argsort(layers[-1])[[-1, -2]]
    said = spoken(network, layers, first, second)
    bias = network.biases[-1][first] - network.biases[-1][second]
    assert said.sum() + bias == pytest.approx(z[first] - z[second], rel=1e-4)
    loudest = np.argsort(-said)[:3]
    assert pad.figure.who.texts[:3] == tuple(f"neuron {j}" for j in loudest)
    assert f"Neuron {loudest[0]} of the last middle layer spoke loudest" in sentence


def test_undo_and_clear_take_back_what_was_drawn(pad):
    draw(pad, [*sample(4), [[0.9, 0.9]]])
    press(pad, "undo")
    assert pad.drawing == sample(4) == pad.paper[0].drawing
    assert "The pad is empty" in press(pad, "clear")
    assert pad.paper[0].drawing == []
    assert "The pad is empty" in press(pad, "undo")


def test_a_sample_takes_the_drawing_off_and_a_stroke_the_sample(pad):
    draw(pad, TO_AN_8)
    pad.controls["sample"].value = 4
    assert pad.paper[0].drawing == []
    assert "No output lights up enough" in draw(pad, TO_AN_8)
    assert len(pad.figure.sheet.ink.get_segments()) == len(TO_AN_8)
    assert "A sample: the network reads a 4" in press(pad, "sample")


def test_a_training_reads_with_the_network_of_the_moment():
    class Training:
        network = reader()

    pad = opened(Training)
    Training.network = Network.random((784, 16, 16, 10), np.random.default_rng(4))
    draw(pad, sample(3))
    assert pad.figure.outputs.texts == outputs(Training.network, sample(3))


def test_networks_of_other_shapes_fit_the_picture():
    for middle in ((), (100,), (16, 16), (8, 30, 30)):
        pad = opened(Network.random((784, *middle, 10), np.random.default_rng(0)))
        draw(pad, sample(8))
        assert faults(pad.figure) == []
        assert len(pad.figure.neurons.get_facecolor()) == sum(middle[-2:])


def test_a_drawing_that_is_none_is_refused(pad):
    for drawing in ([[1.0, 2.0]], [[[0, float("nan")]]], [[[0, 0]]] * 501):
        with pytest.raises(ValueError, match="drawing must be at most 500 strokes"):
            pad.set({"drawing": drawing})
        assert "A sample" in pad.picture.sentence
