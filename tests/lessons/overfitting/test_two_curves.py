"""Digits learned by heart, few images against many, and the test set under lock."""

import json

import numpy as np
import pytest

from coursekit.lessons.overfitting import held_out_training, two_curves
from coursekit.lessons.overfitting.two_curves_picture import (
    CLAIMS,
    LAST,
    TwoCurves,
    learning,
    with_wrong_labels,
)
from coursekit.network.training import accuracy
from coursekit.pictures.digits import digits_to_learn, in_words
from tests.pictures.by_itself import pixels, unpainted

PLAIN = {"images": 1_000, "neurons": 30, "noise": 0, "penalty": 0, "moment": LAST}
SMALL = {"images": 100, "neurons": 5, "moment": LAST, "hide": False}  # quick to train


@pytest.fixture(scope="session")
def opened():
    return unpainted(two_curves(1_000))


@pytest.fixture
def lesson(opened):
    opened.set(PLAIN | {"stop": False, "hide": False, "open": False})
    return opened.finish()


def ends(explorer, **settings):
    """Return training and held-out accuracy at the end of a training, in percent."""
    explorer.set(PLAIN | settings)
    return 100 * explorer.finish().training.points[-1].accuracies["train"], held_out(explorer)[-1]


def held_out(explorer):
    return [100 * point.accuracies["held out"] for point in explorer.training.points]


def test_a_thousand_images_are_learned_nearly_by_heart(lesson):
    learned, others = ends(lesson)
    assert learned > 98.5
    assert 85.5 < others < 89.5
    assert 9 < learned - others < 12
    costs = lesson.measured(lesson.training).costs
    assert costs[-1, 0] < 0.02
    assert costs[-1, 1] < costs[:, 1].min() + 0.02  # it hardly turns up


@pytest.mark.slow
def test_a_hundred_images_are_learned_by_heart_and_fifty_thousand_close_the_gap(lesson):
    learned, others = ends(lesson, images=100)
    assert learned == 100
    assert others < 74
    learned, others = ends(lesson, images=50_000)
    assert 94.5 < learned < 97.5  # less than the thousand
    assert others > 94.5
    assert learned - others < 2
    assert [point.epoch for point in lesson.training.points[-2:]] == [3.9, 4.0]


@pytest.mark.slow
def test_what_the_stored_sentences_say_holds_with_a_margin(lesson):
    for images in (1_000, 50_000):
        for share in ends(lesson, images=images):
            assert min(abs(share - 100 * claim) for claim in CLAIMS) > 0.5
            assert in_words(share / 100, CLAIMS) in lesson.picture.sentence


@pytest.mark.slow  # the notebook says it too, with a margin
def test_wrong_labels_are_learned_late_and_early_stopping_comes_first(lesson):
    learned, others = ends(lesson, noise=20)
    assert others < 79
    assert learned > 86  # of labels a fifth of which is wrong
    assert 84 < max(held_out(lesson)) < 88
    assert np.argmax(held_out(lesson)) * 500 <= 2_000
    lesson.set({"stop": True})
    kept = int(lesson.figure.cost.kept.get_offsets()[0, 0])
    assert kept <= 2_000
    assert held_out(lesson)[kept // 500] > others + 4
    assert f"keeps the network of step {kept:,} and stops at" in lesson.picture.sentence


@pytest.mark.slow
def test_a_penalty_more_images_and_fewer_neurons_do_as_the_lesson_says(lesson):
    _, plain = ends(lesson, noise=20)
    assert ends(lesson, noise=20, penalty=1)[1] > max(80, plain + 2)
    learned, others = ends(lesson, noise=20, images=50_000)
    assert learned < 80
    assert others > 92
    ten, thirty, hundred = (np.subtract(*ends(lesson, neurons=k)) for k in (10, 30, 100))
    assert ten > thirty + 3
    assert hundred > 0.7 * thirty


@pytest.mark.parametrize("images", [100, 25_000])
def test_it_is_measured_every_500_steps_on_its_own_images_and_on_the_last_10000(images):
    training = learning(images, 5, 0, 0)
    train, held_back = training.watch["train"], training.watch["held out"]
    assert len(training.train.labels) == images
    assert len(train.labels) == min(images, 10_000)
    assert np.shares_memory(train.inputs, training.train.inputs)
    assert not np.shares_memory(held_back.inputs, training.train.inputs)
    assert np.array_equal(held_back.labels, digits_to_learn()[0].labels[50_000:])
    for _ in training.pieces():
        if len(training.points) == 4:
            break
    steps = [point.epoch * images / 10 for point in training.points]
    assert steps == pytest.approx([0, 500, 1_000, 1_500])
    assert training.epochs * images / 10 == LAST


def test_wrong_labels_are_wrong_and_stay_so_with_more_noise_and_networks_start_alike():
    first, other = learning(100, 30, 0, 0).network, learning(1_000, 30, 20, 1).network
    assert all(np.array_equal(*pair) for pair in zip(first.weights, other.weights, strict=True))
    labels = digits_to_learn()[0].labels[:5_000]
    few, more = (with_wrong_labels(labels, noise) != labels for noise in (10, 30))
    assert (more >= few).all()
    assert np.mean(few) == pytest.approx(0.1, abs=0.02)
    assert np.mean(more) == pytest.approx(0.3, abs=0.02)
    assert np.array_equal(with_wrong_labels(labels, 0), labels)
    assert np.array_equal(learning(5_000, 5, 0, 0).train.labels, labels)


@pytest.fixture
def small(short):
    explorer = unpainted(TwoCurves())
    explorer.set(SMALL)
    return explorer.finish()


def card(explorer):
    return explorer.figure.results.texts[3], *explorer.figure.looks.texts


def test_the_test_set_is_closed_until_it_is_opened_and_then_says_what_is_true(small):
    small.set({"neurons": 10})
    assert small.controls["open"].disabled
    small.controls["open"].value = True  # the training is not done
    assert card(small) == ("closed", "never opened")
    small.finish()
    assert not small.controls["open"].disabled
    assert "test set" not in small.picture.sentence
    small.controls["moment"].value = 1_500
    small.controls["open"].value = True
    test = digits_to_learn()[2]
    right = accuracy(small.training.points[3].network, test.inputs, test.labels)
    assert card(small) == (f"{100 * right:.1f} %", "opened once")
    assert f"The test set, opened once: {in_words(right, CLAIMS)}" in small.picture.sentence
    assert "held-out set" not in small.picture.sentence


@pytest.mark.parametrize("move", [{"moment": 1_000}, {"penalty": 0.5}])
def test_it_closes_when_another_network_is_shown_and_counts_every_look(small, move):
    small.controls["open"].value = True
    small.set({"stop": True, "hide": True})  # the same network in another way
    assert small.controls["open"].value
    small.set(move)
    small.finish()
    assert card(small) == ("closed", "opened once")
    assert not small.controls["open"].value
    small.controls["open"].value = True
    assert card(small)[1] == "opened twice"
    assert "Whoever chooses by it has made it a held-out set." in small.picture.sentence


def test_what_was_trained_before_stays_as_thin_curves(small):
    small.set({"moment": small.controls["moment"].max})
    curves = [line.get_ydata().tolist() for line in small.figure.accuracy.past]
    for images in (250, 500):  # the one of 250 was never done
        small.set({"images": images})
        assert small.figure.runs.texts[1] == "thin: 100 images, 5 neurons"
        assert [line.get_ydata().tolist() for line in small.figure.accuracy.before] == curves
    assert small.figure.runs.texts[0] == "thick: 500 images, 5 neurons"


def test_its_state_is_plain_json_and_shows_the_same_picture(small, monkeypatch):
    small.controls["open"].value = True
    small.set({"neurons": 10, "moment": 1_000, "stop": True, "measured": 5})
    small.controls["open"].value = True
    monkeypatch.setattr(held_out_training, "finished", {})  # elsewhere nothing is trained yet
    other = unpainted(TwoCurves())
    other.set(json.loads(json.dumps(small.state)))
    assert (other.state, other.picture.sentence) == (small.state, small.picture.sentence)
    assert other.state["before"] == [100, 5, 0, 0]
    assert pixels(other) == pixels(small)


def test_what_a_state_cannot_hold_is_refused_and_all_stays(small):
    before = small.state, pixels(small)
    for name, value in (
        *(("looks", -1), ("looks", 1.5), ("before", [1, 30, 0, 0]), ("before", [1_000, 30, 0])),
        *(("before", "all"), ("before", [1_000, 30, False, 0]), ("measured", 42)),
    ):
        with pytest.raises(ValueError, match=f"{name} must be"):
            small.set({"neurons": 15, name: value})
    assert (small.state, pixels(small)) == before
