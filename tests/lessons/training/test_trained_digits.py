"""A look into a network that reads digits: the course's own, and the one that lesson 5 trains."""

import numpy as np
import pytest

from coursekit.lessons.training import first_layer, mistakes, train_digits
from coursekit.network.handwriting import as_mnist, rounded, sample
from coursekit.network.network import Network
from coursekit.pictures.digits import digits_to_learn, reader


@pytest.fixture(scope="session")
def lesson():
    """Return a training as it is set up in the lesson, at its end."""
    training = train_digits()
    training.result()
    return training


@pytest.fixture(params=["reader", pytest.param("lesson", marks=pytest.mark.slow)])
def trained(request):
    return reader() if request.param == "reader" else request.getfixturevalue("lesson")


@pytest.mark.slow
def test_as_the_lesson_opens_it_passes_94_percent_and_says_only_what_holds(lesson):
    start, quarter, *_, end = (point.accuracies["test"] for point in lesson.training.points)
    assert start < 0.25
    assert 0.8 < quarter < 0.92
    assert end > 0.942
    assert "784-16-16-10 after 10 of 10 epochs: more than 93 % of" in lesson.picture.sentence
    assert lesson.figure.results.texts[3] == f"{100 * end:.2f} %"
    lesson.set({"moment": 1})
    assert "after 0.25 of 10 epochs" in lesson.picture.sentence


@pytest.mark.slow
def test_between_3_and_8_the_turn_comes_within_a_short_piece_of_line(lesson):
    closing = rounded([[0.26, 0.25], [0.28, 0.38], [0.42, 0.46], [0.3, 0.54], [0.24, 0.76]])
    pieces = [as_mnist([*sample(3), closing[:k]]) / 255 for k in range(1, len(closing) + 1)]
    eight = np.array([lesson.network.forward(image)[-1][8] for image in pieces])
    assert eight[: len(eight) // 2].max() < 0.2
    assert eight[-1] > 0.8
    climb = np.flatnonzero(eight > 0.8)[0] - np.flatnonzero(eight < 0.2)[-1]
    assert climb < len(eight) / 3


def test_most_neurons_are_lit_by_several_digits_as_the_lesson_says(trained):
    assert np.median((first_layer(trained).brightness > 0.5).sum(axis=1)) >= 2


def test_the_pairs_that_the_lesson_names_are_among_the_most_frequent_mistakes(trained):
    table = mistakes(trained).table
    both = {(a, b): table[a, b] + table[b, a] for a in range(10) for b in range(a)}
    most = sorted(both, key=both.get, reverse=True)
    assert (9, 4) in most[:5]
    assert (5, 3) in most[:10]


def test_the_costliest_mistakes_are_made_without_a_doubt_as_the_lesson_says(trained):
    look = mistakes(trained).at(show=True)
    sure = [float(text.split()[-1]) for text in look.figure.readings.texts]
    assert np.median(sure) > 0.97
    wrong, above = look.read != look.examples.labels, look.outputs.max(axis=1) > 0.9
    assert 0.18 < above[wrong].mean() < 0.35
    assert above[~wrong].mean() > 0.88


def test_any_network_fits_and_a_click_on_a_tile_chooses_its_neuron_among_those_shown():
    look = first_layer(reader())
    look.pointer[0].stroke = [[0.3, 0.9]]
    assert look.values["neuron"] == 13
    network = Network.random((784, 30, 10), np.random.default_rng(0), dtype=np.float32)
    wide = first_layer(network)
    wide.set({"neuron": 20})
    wide.pointer[0].stroke = [[0.3, 0.1]]
    assert wide.values["neuron"] == 17
    table = mistakes(network).table
    assert table.sum(axis=1).tolist() == np.bincount(digits_to_learn()[2].labels).tolist()


def test_a_click_shows_the_images_of_a_cell_the_costliest_first():
    look, test = mistakes(reader()).at(show=True), digits_to_learn()[2]
    look.pointer[0].stroke = [[0.95, 0.45]]
    assert (look.values["meant"], look.values["as"], look.values["all"]) == (4, 9, False)
    places = np.flatnonzero((test.labels == 4) & (look.read == 9))
    worst = test.inputs[places[look.costs[places].argmax()]]
    np.testing.assert_allclose(look.figure.images.get_array()[:28, 5:33], worst.reshape(28, 28))


def test_a_slider_shows_a_cell_and_the_box_shows_the_worst_of_all():
    look = mistakes(reader()).at(show=True)
    look.controls["as"].value = 7
    assert not look.values["all"]
    assert "read as 7" in look.picture.sentence
    look.set({"all": True})
    assert "the costliest mistakes of all" in look.picture.sentence
