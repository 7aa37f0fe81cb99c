"""The pad, read through its artists and sentences."""

import asyncio
import json
import time

import numpy as np
import pytest

from coursekit import draw_digit
from coursekit.explorers.background import Background
from coursekit.explorers.handwriting import spoken
from coursekit.explorers.matrix_activation import reader
from coursekit.network.handwriting import as_mnist, sample
from coursekit.network.network import Network
from tests.explorers.pictures import faults

TO_AN_8 = [[[0.32, 0.25], [0.34, 0.4], [0.45, 0.48]], [[0.3, 0.7], [0.34, 0.55], [0.46, 0.48]]]


@pytest.fixture
def pad():
    return draw_digit()


def draw(pad, strokes):
    """Draw as the page does: the pointer's trait changes."""
    pad.paper[0].drawing = strokes


@pytest.mark.parametrize("digit", range(10))
def test_every_sample_is_read_as_what_it_is(pad, digit):
    pad.set({"sample": digit})
    name = "an 8" if digit == 8 else f"a {digit}"
    assert f"A sample: the network reads {name}." in pad.picture.sentence


def test_all_activations_follow_a_stroke(pad):
    draw(pad, [[[0.5, 0.1], [0.5, 0.9]]])
    image = as_mnist([[[0.5, 0.1], [0.5, 0.9]]])
    _, *middle, last = reader().forward(image / 255)
    assert pad.figure.outputs.texts == tuple(f"{a:.2f}" for a in last)
    np.testing.assert_allclose(
        pad.figure.neurons.get_facecolor()[:, 0], np.concatenate(middle), atol=1e-6
    )
    np.testing.assert_array_equal(pad.figure.seen.get_array().ravel(), image / 255)
    assert f"It reads a {last.argmax()} ({last.max():.2f})" in pad.picture.sentence


def test_the_first_stroke_replaces_the_sample(pad):
    draw(pad, [[[0.5, 0.1], [0.5, 0.9]]])
    assert len(pad.figure.ink.get_segments()) == 1


def test_a_3_becomes_an_8_and_the_neuron_that_tipped_it_is_named(pad):
    pad.buttons["draw on it"].click()
    before = reader().forward(as_mnist(pad.strokes) / 255)
    assert "It reads a 3" in pad.picture.sentence
    draw(pad, [*pad.drawing, *TO_AN_8])
    after = reader().forward(as_mnist(pad.strokes) / 255)
    w = reader().weights[-1]
    push = (w[8] - w[3]) * (after[-2] - before[-2])
    assert "It reads an 8" in pad.picture.sentence
    assert f"Neuron {push.argmax()} tipped it from 3 to 8" in pad.picture.sentence


def test_who_spoke_adds_up_to_the_lead_of_the_answer(pad):
    draw(pad, sample(5))
    network, image = reader(), as_mnist(sample(5)) / 255
    _, *layers = network.forward(image)
    z = network.weighted_inputs(image)[-1]
    first, second = np.argsort(layers[-1])[[-1, -2]]
    said = spoken(network, layers, first, second)
    bias = network.biases[-1][first] - network.biases[-1][second]
    assert said.sum() + bias == pytest.approx(z[first] - z[second], rel=1e-4)
    loudest = np.argsort(-said)[:3]
    names = [f"neuron {j}" for j in loudest]
    assert list(pad.figure.who.texts[:3]) == names
    assert f"Neuron {loudest[0]} of the last middle layer spoke loudest" in pad.picture.sentence


def test_undo_and_clear(pad):
    draw(pad, [*sample(4), [[0.9, 0.9]]])
    pad.buttons["undo"].click()
    assert pad.drawing == sample(4) == pad.paper[0].drawing
    pad.buttons["clear"].click()
    assert "The pad is empty" in pad.picture.sentence
    assert pad.figure.invitation.texts == ("draw here",)
    assert pad.paper[0].drawing == []
    pad.buttons["undo"].click()
    assert "The pad is empty" in pad.picture.sentence


def test_the_sample_slider_takes_the_drawing_off(pad):
    draw(pad, TO_AN_8)
    pad.controls["sample"].value = 7
    assert "A sample: the network reads a 7" in pad.picture.sentence
    assert pad.paper[0].drawing == []
    draw(pad, TO_AN_8)
    assert "It reads" in pad.picture.sentence


def test_a_kept_drawing_is_learned_and_mnist_is_not_forgotten(pad):
    mine = [[[0.2, 0.2], [0.8, 0.8]], [[0.2, 0.8], [0.8, 0.2]]]  # a cross that shall be a 2
    draw(pad, mine)
    pad.set({"meant": 2})
    pad.buttons["add to mine"].click()
    assert "Kept as a 2: you have 1 example." in pad.picture.sentence
    before = reader().forward(as_mnist(mine) / 255)[-1][2]
    pad.buttons["train on mine"].click()
    assert "Trained on 1 example of yours among 2,000 of MNIST" in pad.picture.sentence
    after = pad.network.forward(as_mnist(mine) / 255)[-1]
    assert after.argmax() == 2
    assert after[2] > before
    now = float(pad.picture.sentence.split("before, ")[1].split("%")[0])
    assert now > 90
    assert draw_digit().network is reader()


def test_without_an_example_or_a_drawing_it_says_what_to_do(pad):
    pad.buttons["train on mine"].click()
    assert "Keep an example first" in pad.picture.sentence
    pad.clear()
    pad.add()
    assert "The pad is empty: draw something to keep" in pad.picture.sentence
    assert pad.examples == []


def test_a_training_reads_with_the_network_of_the_moment():
    class Training:
        network = reader()

    pad = draw_digit(Training)
    Training.network = Network.random((784, 16, 16, 10), np.random.default_rng(4))
    draw(pad, sample(3))
    last = Training.network.forward(as_mnist(sample(3)) / 255)[-1]
    assert pad.figure.outputs.texts == tuple(f"{a:.2f}" for a in last)


@pytest.mark.parametrize("middle", [(), (30,), (100,), (16, 16), (8, 30, 30)])
def test_networks_of_other_shapes_fit_the_picture(middle):
    network = Network.random((784, *middle, 10), np.random.default_rng(0))
    pad = draw_digit(network)
    draw(pad, sample(8))
    assert faults(pad.figure) == []
    assert len(pad.figure.neurons.get_facecolor()) == sum(middle[-2:])


def test_its_state_is_plain_json_and_brings_the_drawing_back(pad):
    draw(pad, [*sample(9), [[0.9, 0.9]]])
    pad.set({"meant": 9})
    other = draw_digit()
    other.set(json.loads(json.dumps(pad.state)))
    other_sample = draw_digit()
    other_sample.set(json.loads(json.dumps(draw_digit().state)))
    assert other.drawing == pad.drawing
    assert other.picture.image.value == pad.picture.image.value
    assert "A sample" in other_sample.picture.sentence


@pytest.mark.parametrize("drawing", [[[1.0, 2.0]], [[[0, float("nan")]]], [[[0, 0]]] * 501])
def test_a_drawing_that_is_none_is_refused(pad, drawing):
    with pytest.raises(ValueError, match="drawing must be at most 500 strokes"):
        pad.set({"drawing": drawing})
    assert "A sample" in pad.picture.sentence


def test_a_stroke_redraws_only_what_moved(pad):
    draw(pad, sample(3))
    before = pad.picture._blitter.full_draws
    draw(pad, [*sample(3), *TO_AN_8])
    assert pad.picture._blitter.full_draws == before


def test_without_the_pointer_package_samples_still_work(monkeypatch):
    from coursekit import pointer

    monkeypatch.setattr(pointer, "anywidget", None)
    pad = draw_digit()
    assert pad.paper == []
    pad.buttons["draw on it"].click()
    assert "It reads a 3" in pad.picture.sentence


def test_what_tipped_it_stands_until_the_next_stroke(pad):
    pad.draw_on_it()
    draw(pad, [*pad.drawing, *TO_AN_8])
    assert "tipped it from 3 to 8" in pad.picture.sentence
    *before, last = pad.drawing
    draw(pad, [*before, [*last, [0.46, 0.49]]])
    assert "tipped it from 3 to 8" in pad.picture.sentence
    draw(pad, [*pad.drawing, [[0.5, 0.5]]])
    assert "tipped" not in pad.picture.sentence


def test_the_first_dot_of_a_drawing_turns_nothing(pad):
    draw(pad, [[[0.5, 0.1]]])
    for k in range(1, 6):
        draw(pad, [[[0.5, 0.1 + 0.02 * j] for j in range(k + 1)]])
        assert "tipped" not in pad.picture.sentence


def test_forgetting_brings_the_first_network_back(pad):
    draw(pad, sample(7))
    pad.buttons["add to mine"].click()
    pad.buttons["train on mine"].click()
    draw(pad, sample(1))
    assert "It is the network that was trained on yours" in pad.picture.sentence
    pad.buttons["forget mine"].click()
    assert pad.network is reader()
    assert pad.examples == []
    assert "trained on yours" not in pad.picture.sentence


def test_the_sample_button_brings_the_sample_back_and_it_is_meant_as_what_it_is(pad):
    pad.controls["sample"].value = 4
    assert pad.values["meant"] == 4
    draw(pad, TO_AN_8)
    pad.buttons["sample"].click()
    assert "A sample: the network reads a 4" in pad.picture.sentence


def test_it_learns_while_the_digits_are_trained_and_lets_them_go_on():
    async def scene():
        work = Background(lambda: iter(range(40)), lambda: None)
        steps = []
        work._begin = lambda: (steps.append(time.sleep(0.002)) for _ in range(400))
        work.start()
        await asyncio.sleep(0.05)
        pad = draw_digit()
        pad.add()
        pad.train()
        pad.train()  # twice
        end = time.monotonic() + 60
        while not (pad.work.done and work.done):
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        assert "Trained on 1 example of yours" in pad.picture.sentence
        assert len(steps) == 400

    asyncio.run(scene())
