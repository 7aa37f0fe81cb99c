"""Training on digits: its settings, what is said of it, and what changes while it trains."""

import numpy as np
import pytest

from coursekit.lessons.training import draw_digit, train_digits
from coursekit.lessons.training.digit_training_figure import compressed, stretched
from coursekit.network.handwriting import as_mnist
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend
from tests.pictures.by_itself import on_a_page, pixels, unpainted, until
from tests.pictures.faults import faults

pytestmark = pytest.mark.usefixtures("short")


def quick(**controls):
    training = unpainted(train_digits())
    training.set({"epochs": 2} | controls)
    return training


def done(**controls):
    training = quick(**controls)
    training.result()
    return training


def same(one, other):
    return all(np.array_equal(*pair) for pair in zip(one.weights, other.weights, strict=True))


def test_it_trains_as_descend_trains(short):
    training = done(falls=False, eta=1.0)
    start = Network.random((784, 16, 16, 10), np.random.default_rng(0), dtype=np.float32)
    how = {"rate": 1.0, "batch_size": 10, "epochs": 2, "rng": np.random.default_rng(0)}
    *_, last = descend(start, short[0].inputs, short[0].targets, **how)
    assert same(training.network, last.network)
    share = 100 * accuracy(last.network, short[2].inputs, short[2].labels)
    assert training.figure.results.texts[3] == f"{share:.2f} %"
    assert training.figure.accuracies[1].get_ydata()[-1] == pytest.approx(share)


def test_a_falling_rate_loses_a_fifth_each_epoch_and_no_rate_is_negative():
    training = done(epochs=3)
    assert training.training.points[-1].rate == pytest.approx(1.5 * 0.8**2)
    assert training.figure.results.texts[1] == "0.96"
    with pytest.raises(ValueError, match="rates must be at most 30 positive numbers"):
        training.set({"rates": [-1.0]})


def test_looking_back_shows_what_was_there_and_redraws_only_what_moved():
    training = done()
    pixels(training)
    before = training.picture.blitter.full_draws
    training.set({"moment": 1})
    point = training.training.points[1]
    assert "after 0.25 of 2 epochs" in training.picture.sentence
    assert training.figure.results.texts[2] == f"{point.costs['train']:.4f}"
    assert pixels(training)
    assert training.picture.blitter.full_draws == before


def test_other_middle_layers_begin_anew_and_nothing_leaves_the_picture():
    training = done(epochs=1)
    for hidden, sizes in (("none", "784-10"), ("100", "784-100-10")):
        training.set({"hidden": hidden})
        assert training.picture.sentence.startswith(f"{sizes}, with random weights")
        training.result()
        assert f"{sizes} after 1 of 1 epochs" in training.picture.sentence
        assert faults(training.figure) == []
    own = train_digits((12, 8))
    assert (own.training.network.sizes, own.values["hidden"]) == ((784, 12, 8, 10), "12-8")


def test_more_epochs_go_on_where_it_stopped_and_fewer_leave_what_is_done():
    training = done(epochs=1)
    after_one = training.network
    training.set({"epochs": 3})
    assert same(training.training.points[4].network, after_one)
    assert same(training.result(), done(epochs=3).network)
    training.set({"epochs": 1})
    assert "after 3 of 3 epochs" in training.picture.sentence
    assert training.controls["moment"].max == 12
    training.set({"epochs": 5})
    assert training.controls["moment"].max == training.values["moment"] == 20


def test_a_new_rate_after_the_end_is_said_to_wait():
    training = done(epochs=1)
    training.set({"eta": 0.5})
    assert "The new η waits: press “train again”" in training.picture.sentence
    training.again.click()
    assert "random weights" in training.picture.sentence


def test_a_rate_far_too_large_is_explained_with_step_layer_and_rate():
    said = done(eta=50.0, falls=False, epochs=1).picture.sentence
    assert "less than a quarter of the test images" in said
    assert "was stuck at 0 or 1, whatever the image, with η = 50" in said
    assert "By step 1,500, more than half of layer" in said
    assert "Try a smaller η" in said


def test_where_there_is_never_ink_no_weight_moves_as_the_lesson_says(short):
    blank = short[0].inputs.max(axis=0) == 0
    start = Network.random((784, 16, 16, 10), np.random.default_rng(0), dtype=np.float32)
    moved = done().network.weights[0] - start.weights[0]
    assert blank.sum() > 50
    assert not moved[:, blank].any()
    assert np.abs(moved[:, ~blank]).mean() > 0.01


def test_the_scale_gives_most_room_to_what_lies_above_80_percent():
    percent = np.array([0.0, 10.0, 80.0, 94.6, 100.0])
    np.testing.assert_allclose(compressed(stretched(percent)), percent)
    assert stretched(94.6) - stretched(80.0) > stretched(80.0)


def test_the_progress_bar_says_how_long_it_will_take():
    async def scene(training):
        said, shares = [], []
        for shown, seen in ((training.left, said), (training.progress, shares)):
            shown.observe(lambda change, seen=seen: seen.append(change["new"]), names="value")
        await until(lambda: training.work.done)
        assert training.pause_button.disabled
        assert training.left.value == "epoch 2 of 2, done"
        assert any("about " in text and " s left" in text for text in said)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    on_a_page(quick, scene)


def test_a_new_rate_holds_from_the_next_epoch_while_it_trains():
    async def scene(training):
        await until(lambda: training.training.epoch == 1)
        training.controls["eta"].value = 0.1
        await until(lambda: training.work.done)
        return [point.rate for point in training.training.points]

    rates = on_a_page(lambda: quick(epochs=3, falls=False), scene)
    assert (rates[1], rates[-1]) == (1.5, 0.1)


def test_a_pad_reads_anew_while_its_network_learns():
    training = quick(epochs=1)
    pad = draw_digit(training)
    before = pad.figure.outputs.texts
    training.result()
    last = training.network.forward(as_mnist(pad.strokes) / 255)[-1]
    assert pad.figure.outputs.texts == tuple(f"{a:.2f}" for a in last) != before
