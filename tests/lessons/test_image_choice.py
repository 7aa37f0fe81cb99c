"""Images on a strip, and one's own drawing among them as soon as there is one."""

import zlib

import numpy as np
import pytest

from coursekit import matrix_activation, neurons, open_shared, training
from coursekit.lessons import my_drawing
from coursekit.lessons.image_choice import IMAGES, OWN
from coursekit.network.datasets import mnist
from coursekit.network.handwriting import as_mnist, sample
from coursekit.pictures.digits import reader

OPENINGS = [
    neurons.digit_neuron, neurons.layers, matrix_activation.digit_reader, training.hold_neuron,
]  # fmt: skip
each = pytest.mark.parametrize("open_it", OPENINGS, ids=lambda open_it: open_it.__name__)


@pytest.fixture(autouse=True)
def nothing_drawn(monkeypatch):
    monkeypatch.setattr(my_drawing, "_kept", [])


@each
def test_the_strip_shows_the_images_that_its_numbers_choose_and_names_them(open_it):
    strip = open_it().controls["image"]
    shown = np.frombuffer(zlib.decompress(strip.thumbs), np.uint8).reshape(-1, 784)
    digits = mnist("test")[:IMAGES]
    assert strip.stops == list(range(IMAGES))
    assert np.array_equal(shown, digits.images)
    assert all(str(label) in name for label, name in zip(digits.labels, strip.names, strict=False))


@each
def test_what_one_draws_is_one_more_image_and_is_shared_with_its_strokes(open_it):
    picture, pad = open_it(), neurons.your_digit()
    pad.paper[0].drawing = sample(4)
    picture.set({"image": OWN})
    assert np.array_equal(picture.image, as_mnist(sample(4)) / 255)
    assert "our drawing" in picture.at(**AS_READ.get(open_it, {})).picture.sentence
    pad.paper[0].drawing = sample(5)  # it follows while it is shown
    shared = picture.share()
    pad.paper[0].drawing = sample(6)
    assert np.array_equal(picture.image, as_mnist(sample(6)) / 255)
    again = open_shared(shared)
    assert np.array_equal(again.image, as_mnist(sample(5)) / 255)


AS_READ = {neurons.layers: {"layer": "last"}}


def test_a_drawing_has_no_label_so_nothing_says_whether_it_was_read_rightly():
    neurons.your_digit().paper[0].drawing = sample(4)
    said = matrix_activation.digit_reader().at(image=OWN, through=3).picture.sentence
    read = reader().forward(as_mnist(sample(4)) / 255)[-1].argmax()
    assert f"The network reads a {read} (" in said
    assert "rightly" not in said
    assert "but it is" not in said


def test_without_a_drawing_there_is_none_to_choose():
    picture = neurons.layers()
    picture.set({"image": OWN})
    assert picture.values["image"] == IMAGES - 1
