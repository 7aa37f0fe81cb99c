"""Digits learned by heart, few images against many, and the test set under lock."""

import asyncio
import json

import numpy as np
import pytest

from coursekit import two_curves
from coursekit.explorers import background, overfitting
from coursekit.explorers import two_curves as digits
from coursekit.explorers.digits import digits_to_learn, in_words
from coursekit.explorers.two_curves import CLAIMS, LAST, TwoCurves, learning
from coursekit.network.training import accuracy
from tests.explorers.pictures import faults
from tests.explorers.test_overfitting import shown, until

PLAIN = {"images": 1_000, "neurons": 30, "noise": 0, "penalty": 0, "moment": LAST}
SMALL = {"images": 100, "neurons": 5}  # quick to train


@pytest.fixture(scope="module")
def opened():
    """Return the explorer as the lesson opens it the second time: 50,000 images beside 1,000."""
    return two_curves(50_000, beside=1_000)


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


# -- what the lesson says ----------------------------------------------------------------------


def test_a_thousand_images_are_learned_nearly_by_heart(lesson):
    learned, others = ends(lesson)
    assert learned > 98.5
    assert 85.5 < others < 89.5
    assert 9 < learned - others < 12
    costs = lesson._measured(lesson.training).costs
    assert costs[-1, 0] < 0.02
    assert costs[-1, 1] < costs[:, 1].min() + 0.02  # it hardly turns up
    assert in_words(learned / 100, CLAIMS) in lesson.picture.sentence


def test_a_hundred_images_are_learned_by_heart(lesson):
    learned, others = ends(lesson, images=100)
    assert learned == 100
    assert others < 74


def test_fifty_thousand_close_the_gap_with_as_many_steps(lesson):
    learned, others = ends(lesson, images=50_000)
    assert min(learned, others) > 94.5
    assert learned < 97.5  # less than the thousand
    assert learned - others < 2
    assert [point.epoch for point in lesson.training.points[-2:]] == [3.9, 4.0]


def test_what_the_stored_sentences_say_holds_with_a_margin(opened, lesson):
    for images in (1_000, 50_000):
        for share in ends(lesson, images=images):
            assert min(abs(share - 100 * claim) for claim in CLAIMS) > 0.5


def gap(explorer, neurons):
    learned, others = ends(explorer, neurons=neurons)
    return learned - others


def test_with_ten_neurons_the_gap_is_wider(lesson):
    assert gap(lesson, 10) > gap(lesson, 30) + 3


@pytest.mark.slow
def test_with_a_hundred_neurons_the_gap_is_nearly_as_wide(lesson):
    assert gap(lesson, 100) > 0.7 * gap(lesson, 30)


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


def test_a_penalty_and_more_images_help_against_wrong_labels(lesson):
    _, plain = ends(lesson, noise=20)
    assert ends(lesson, noise=20, penalty=1)[1] > max(80, plain + 2)
    learned, others = ends(lesson, noise=20, images=50_000)
    assert learned < 80
    assert others > 92


# -- what is measured on what ------------------------------------------------------------------


@pytest.mark.parametrize("images", [100, 2_500, 25_000])
def test_it_is_measured_every_500_steps_on_its_own_images_and_on_the_last_10000(images):
    training = learning(images, 5, 0, 0)
    train, held_back = training.watch["train"], training.watch["held out"]
    everything = digits_to_learn()[0]
    assert len(training.train.labels) == images
    assert len(train.labels) == min(images, 10_000)
    assert np.shares_memory(train.inputs, training.train.inputs)
    assert len(held_back.labels) == 10_000
    assert not np.shares_memory(held_back.inputs, training.train.inputs)
    assert np.array_equal(held_back.labels, everything.labels[50_000:])
    for _ in training.pieces():
        if len(training.points) == 4:
            break
    steps = [point.epoch * images / 10 for point in training.points]
    assert steps == pytest.approx([0, 500, 1_000, 1_500])
    assert training.epochs * images / 10 == LAST


def test_every_network_of_a_kind_starts_alike_whatever_it_learns_from():
    first, other = learning(100, 30, 0, 0).network, learning(50_000, 30, 20, 1).network
    assert all(np.array_equal(*pair) for pair in zip(first.weights, other.weights, strict=True))


def test_wrong_labels_are_wrong_and_stay_so_with_more_noise():
    labels = digits_to_learn()[0].labels[:5_000]
    few, more = (digits.with_wrong_labels(labels, noise) != labels for noise in (10, 30))
    assert (more >= few).all()
    assert np.mean(few) == pytest.approx(0.1, abs=0.02)
    assert np.mean(more) == pytest.approx(0.3, abs=0.02)
    assert np.array_equal(digits.with_wrong_labels(labels, 0), labels)
    assert np.array_equal(learning(5_000, 5, 0, 0).train.labels, labels)


# -- the test set ------------------------------------------------------------------------------


@pytest.fixture
def small():
    explorer = TwoCurves()
    explorer.set(SMALL)
    return explorer.finish()


def card(explorer):
    return explorer.figure.results.texts[3], *explorer.figure.looks.texts


def test_the_test_set_is_closed_until_it_is_opened_and_then_says_what_is_true(small):
    assert card(small) == ("closed", "never opened")
    assert "test set" not in small.picture.sentence
    small.controls["moment"].value = 5_000
    small.controls["open"].value = True
    test = digits_to_learn()[2]
    right = accuracy(small.training.points[10].network, test.inputs, test.labels)
    assert card(small) == (f"{100 * right:.1f} %", "opened once")
    assert f"The test set, opened once: {in_words(right, CLAIMS)}" in small.picture.sentence
    assert "held-out set" not in small.picture.sentence


@pytest.mark.parametrize("move", [{"moment": 8_000}, {"penalty": 0.5}])
def test_it_closes_when_another_network_is_shown_and_counts_every_look(small, move):
    small.controls["open"].value = True
    small.set(move)
    small.finish()
    assert card(small) == ("closed", "opened once")
    assert not small.controls["open"].value
    small.controls["open"].value = True
    assert card(small)[1] == "opened twice"
    assert "Whoever chooses by it has made it a held-out set." in small.picture.sentence


def test_looking_at_the_curves_in_another_way_leaves_it_open(small):
    small.controls["open"].value = True
    small.set({"stop": True, "hide": True})
    assert card(small)[1] == "opened once"
    assert small.controls["open"].value


def test_it_cannot_be_opened_before_the_training_is_done(small):
    small.set({"neurons": 10})
    assert small.controls["open"].disabled
    small.controls["open"].value = True
    assert card(small) == ("closed", "never opened")
    small.finish()
    assert not small.controls["open"].disabled


# -- thin curves and the state -----------------------------------------------------------------


def test_what_was_trained_before_stays_as_thin_curves(small):
    curves = [line.get_ydata().copy() for line in small.figure.accuracy.past]
    small.set({"images": 250})
    assert small.figure.runs.texts == (
        "thick: 250 images, 5 neurons",
        "thin: 100 images, 5 neurons",
    )
    for line, before in zip(small.figure.accuracy.before, curves, strict=True):
        assert line.get_ydata().tolist() == before.tolist()
    small.set({"images": 500})  # the one of 250 was never done
    assert small.figure.runs.texts[1] == "thin: 100 images, 5 neurons"


@pytest.mark.parametrize("measured", [0, 7, 41])
def test_its_state_is_plain_json_and_shows_the_same_picture(small, measured, monkeypatch):
    small.controls["open"].value = True
    small.set({"neurons": 10, "moment": 3_000, "stop": True, "measured": measured})
    if measured == 41:
        small.controls["open"].value = True
    monkeypatch.setattr(overfitting, "_finished", {})  # elsewhere nothing has been trained yet
    other = TwoCurves()
    other.set(json.loads(json.dumps(small.state)))
    assert other.state == small.state
    assert other.state["before"] == [100, 5, 0, 0]
    assert other.picture.image.value == small.picture.image.value
    assert other.picture.sentence == small.picture.sentence


@pytest.mark.parametrize(
    "wrong",
    [
        *({"looks": -1}, {"looks": 1.5}, {"before": [1, 30, 0, 0]}, {"before": [1_000, 30, 0]}),
        *({"before": "all"}, {"before": [1_000, 30, False, 0]}, {"measured": 42}),
    ],
)
def test_what_a_state_cannot_hold_is_refused_and_all_stays(small, wrong):
    before = small.state, small.picture.image.value
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name} must be"):
        small.set({"neurons": 15} | wrong)
    assert (small.state, small.picture.image.value) == before


@pytest.mark.parametrize(
    "extreme",
    [
        *({"images": 100}, {"images": 50_000}, {"neurons": 5}, {"neurons": 100}, {"noise": 40}),
        *({"penalty": 5}, {"moment": 0}, {"stop": True, "hide": True, "moment": 9_000}),
    ],
)
def test_nothing_leaves_the_picture(small, extreme):
    small.set({"noise": 40, "penalty": 0.5} | extreme | {"measured": 3})
    assert faults(small.figure) == []
    small.set(SMALL | {"noise": 0, "penalty": 0})
    small.set({"open": True})
    assert faults(small.figure) == []


def test_a_moment_redraws_only_what_moved(lesson):
    before = lesson.picture._blitter.full_draws
    lesson.set({"moment": 2_000, "stop": True})
    lesson.controls["open"].value = True
    assert lesson.picture._blitter.full_draws == before


# -- going on by itself ------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(background, "SLICE", 0.001)
    monkeypatch.setattr(overfitting, "_finished", {})


def test_the_button_holds_it_and_lets_it_go_on_to_the_same_end(slow):
    async def scene():
        explorer = shown(TwoCurves())
        explorer.set(SMALL)
        await until(lambda: len(explorer.training.points) > 2)
        explorer.pause.click()
        held = len(explorer.training.points)
        assert explorer.pause.description == "go on"
        assert explorer.progress.value == 500 * (held - 1)
        await asyncio.sleep(0.1)
        assert len(explorer.training.points) == held
        explorer.pause.click()
        assert explorer.pause.description == "pause"
        await until(lambda: explorer.work.done)
        assert explorer.pause.disabled
        return explorer.picture.image.value

    image = asyncio.run(scene())
    overfitting._finished.clear()
    explorer = TwoCurves()
    explorer.set(SMALL)
    assert explorer.finish().picture.image.value == image


def test_another_setting_while_it_trains_begins_anew_and_a_later_cell_finishes_it(slow):
    async def scene():
        explorer = shown(TwoCurves())
        await until(lambda: len(explorer.training.points) > 1)
        explorer.set(SMALL)
        assert "no step has been taken yet" in explorer.picture.sentence
        await until(lambda: len(explorer.training.points) > 2)
        assert not explorer.work.done
        return explorer.finish()

    explorer = asyncio.run(scene())
    assert explorer.before is None
    assert len(explorer.training.points) == 41
