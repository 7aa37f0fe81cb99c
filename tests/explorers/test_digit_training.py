"""Training on digits, read through its artists, sentences and what it leaves behind."""

import asyncio
import json
import time

import numpy as np
import pytest

from coursekit import draw_digit, first_layer, mistakes, train_digits
from coursekit.explorers import background, digit_training, trained_digits
from coursekit.explorers.background import Background
from coursekit.explorers.digits import digits_to_learn
from coursekit.figures.digit_training import compressed, stretched
from coursekit.network.handwriting import as_mnist, rounded, sample
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend
from coursekit.network.watched import Examples
from tests.explorers.pictures import faults

FEW = 3000


@pytest.fixture
def few(monkeypatch):
    """Let the trainings of a test see 3,000 digits: what they do is the same, and quick."""
    train, some, test = digits_to_learn()
    parts = tuple(Examples(*(p[:FEW] for p in part)) for part in (train, some, test))
    for module in (digit_training, trained_digits):
        monkeypatch.setattr(module, "digits_to_learn", lambda: parts)
    monkeypatch.setattr(background, "SLICE", 0.001)  # so few digits would be done in two slices
    monkeypatch.setattr(digit_training, "REDRAW", 0.0)
    return parts


@pytest.fixture(scope="module")
def trained():
    """Return a training as it is set up in the lesson, at its end."""
    training = train_digits()
    training.result()
    return training


def quick(**controls):
    training = train_digits()
    training.set({"epochs": 2} | controls)
    return training


def same(one, other):
    return all(np.array_equal(*pair) for pair in zip(one.weights, other.weights, strict=True))


# -- the whole of MNIST ------------------------------------------------------------------------


def test_as_the_lesson_opens_it_passes_94_percent_and_says_only_what_holds(trained):
    point = trained.training.points[-1]
    assert point.epoch == 10
    assert point.accuracies["test"] > 0.942
    assert "784-16-16-10 after 10 of 10 epochs: more than 93 % of" in trained.picture.sentence
    assert trained.figure.results.texts[3] == f"{100 * point.accuracies['test']:.2f} %"


def test_the_first_quarter_of_an_epoch_is_far_from_the_end_as_the_lesson_says(trained):
    start, quarter, *_, end = (point.accuracies["test"] for point in trained.training.points)
    assert start < 0.25
    assert 0.8 < quarter < 0.92
    assert end > 0.94


def test_looking_back_shows_what_was_there(trained):
    trained.set({"moment": 1})
    point = trained.training.points[1]
    assert "after 0.25 of 10 epochs" in trained.picture.sentence
    assert trained.figure.results.texts[2] == f"{point.costs['train']:.4f}"
    assert trained.controls["moment"].max == 40
    trained.set({"moment": 40})
    assert "after 10 of 10 epochs" in trained.picture.sentence


# -- settings ----------------------------------------------------------------------------------


def test_it_trains_as_descend_trains(few):
    training = quick(falls=False, eta=1.0)
    start = Network.random((784, 16, 16, 10), np.random.default_rng(0), dtype=np.float32)
    how = {"rate": 1.0, "batch_size": 10, "epochs": 2, "rng": np.random.default_rng(0)}
    *_, last = descend(start, few[0].inputs, few[0].targets, **how)
    assert same(training.result(), last.network)
    share = accuracy(last.network, few[2].inputs, few[2].labels)
    assert training.figure.results.texts[3] == f"{100 * share:.2f} %"
    assert training.figure.accuracies[1].get_ydata()[-1] == pytest.approx(100 * share)


def test_a_falling_rate_loses_a_fifth_each_epoch(few):
    training = quick(epochs=3)
    training.result()
    rates = [point.rate for point in training.training.points]
    assert rates[-1] == pytest.approx(1.5 * 0.8**2)
    assert training.figure.results.texts[1] == "0.96"


@pytest.mark.parametrize(
    ("hidden", "sizes"), [("none", "784-10"), ("30", "784-30-10"), ("30-30", "784-30-30-10")]
)
def test_other_middle_layers_begin_anew(few, hidden, sizes):
    training = quick(epochs=1)
    training.result()
    training.set({"hidden": hidden})
    assert training.training.epoch == 0
    assert training.picture.sentence.startswith(f"{sizes}, with random weights")
    training.result()
    assert f"{sizes} after 1 of 1 epochs" in training.picture.sentence


def test_sizes_of_ones_own(few):
    training = train_digits((12, 8))
    assert training.training.network.sizes == (784, 12, 8, 10)
    assert training.values["hidden"] == "12-8"


def test_more_epochs_go_on_where_it_stopped(few):
    training = quick(epochs=1)
    after_one = training.result()
    training.set({"epochs": 3})
    assert training.training.points[4].network is after_one or same(
        training.training.points[4].network, after_one
    )
    assert same(training.result(), quick(epochs=3).result())


def test_a_new_rate_after_the_end_is_said_to_wait(few):
    training = quick(epochs=1)
    training.result()
    training.set({"eta": 0.5})
    assert "The new η waits: press “train again”" in training.picture.sentence
    training.restart()
    assert "random weights" in training.picture.sentence


def test_a_rate_far_too_large_is_explained_with_step_layer_and_rate(few):
    training = quick(eta=50.0, falls=False, epochs=1)
    training.result()
    said = training.picture.sentence
    assert "less than a quarter of the test images" in said
    assert "was stuck at 0 or 1, whatever the image, with η = 50" in said
    assert "By step 1,500, more than half of layer" in said
    assert "Try a smaller η" in said


# -- going on by itself ------------------------------------------------------------------------


def shown(training):
    """Display a training as a page does, without a page."""
    training._goes_on = True
    training.work.start()


async def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


def test_trained_in_slices_or_at_once_the_outcome_is_the_same(few):
    async def scene():
        training = quick()
        shown(training)
        await until(lambda: training.work.done)
        return training

    training = asyncio.run(scene())
    other = quick()
    other.result()
    assert same(training.network, other.network)
    assert training.picture.image.value == other.picture.image.value


def test_halfway_a_later_cell_finishes_it_with_the_same_outcome(few):
    async def scene():
        training = quick()
        shown(training)
        await until(lambda: len(training.training.points) > 3)
        assert not training.work.done
        return training.result()

    assert same(asyncio.run(scene()), quick().result())


def test_the_pause_button_holds_it_and_lets_it_go_on(few):
    async def scene():
        training = quick(epochs=3)
        shown(training)
        await until(lambda: len(training.training.points) > 2)
        training.pause_button.click()
        held = len(training.training.points)
        assert training.pause_button.description == "go on"
        await asyncio.sleep(0.1)
        assert len(training.training.points) == held
        training.pause_button.click()
        await until(lambda: training.work.done)
        assert training.pause_button.disabled
        assert training.left.value == "epoch 3 of 3, done"

    asyncio.run(scene())


def test_the_progress_bar_says_how_long_it_will_take(few):
    async def scene():
        training = quick(epochs=3)
        shown(training)
        said = []
        while not training.work.done:
            await asyncio.sleep(0.02)
            said.append((training.progress.value, training.left.value))
        return said

    said = asyncio.run(scene())
    assert any("about " in text and " s left" in text for _, text in said)
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_new_rate_holds_from_the_next_epoch_while_it_trains(few):
    async def scene():
        training = quick(epochs=3, falls=False)
        shown(training)
        await until(lambda: training.training.epoch == 1)
        training.controls["eta"].value = 0.1
        await until(lambda: training.work.done)
        return [point.rate for point in training.training.points]

    rates = asyncio.run(scene())
    assert rates[1] == 1.5
    assert rates[-1] == 0.1


def test_running_the_cell_again_leaves_only_the_new_training_going(few):
    async def scene():
        first = quick(epochs=9)
        shown(first)
        await until(lambda: len(first.training.points) > 1)
        second = quick(epochs=1)
        shown(second)
        assert not first.work.running
        assert first.pause_button.description == "go on"
        await until(lambda: second.work.done)
        assert not first.work.done

    asyncio.run(scene())


def test_an_interrupted_result_keeps_what_was_done_and_ends_the_same(few, monkeypatch):
    training, calls = quick(epochs=2), []
    mark = type(training.training)._mark

    def interrupted(self, *state):
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return mark(self, *state)

    monkeypatch.setattr(type(training.training), "_mark", interrupted)
    with pytest.raises(KeyboardInterrupt):
        training.result()
    assert training.training.epoch == 1
    assert not training.work.running
    assert Background._current is None
    assert same(training.result(), quick(epochs=2).result())


def test_a_pad_reads_anew_while_its_network_learns(few):
    training = quick(epochs=1)
    pad = draw_digit(training)
    before = pad.figure.outputs.texts
    training.result()
    last = training.network.forward(as_mnist(pad.strokes) / 255)[-1]
    assert pad.figure.outputs.texts == tuple(f"{a:.2f}" for a in last) != before


def test_its_state_is_plain_json_and_trains_the_same_network(few):
    training = quick(hidden="30", eta=0.7, seed=3, moment=5)
    training.result()
    other = train_digits()
    other.set(json.loads(json.dumps(training.state)))
    assert same(other.network, training.network)
    assert other.picture.image.value == training.picture.image.value
    with pytest.raises(ValueError, match="rates must be at most 30 positive numbers"):
        other.set({"rates": [-1.0]})


def test_nothing_leaves_the_picture(few):
    training = quick(epochs=1, hidden="100")
    assert faults(training.figure) == []
    training.result()
    assert faults(training.figure) == []


def test_a_moment_redraws_only_what_moved(trained):
    trained.set({"moment": 7})
    before = trained.picture._blitter.full_draws
    trained.set({"moment": 8})
    assert trained.picture._blitter.full_draws == before


# -- looking inside ----------------------------------------------------------------------------


def test_the_first_layer_shows_weights_and_how_bright_each_digit_makes_a_neuron(trained):
    look = first_layer(trained)
    test = digits_to_learn()[2]
    look.set({"neuron": 6})
    lit = trained.network.forward(test.inputs)[1][:, 6]
    means = [lit[test.labels == d].mean() for d in range(10)]
    assert look.figure.levels.texts == tuple(f"{mean:.2f}" for mean in means)
    assert f"brightest for {int(np.argmax(means))} ({max(means):.2f})" in look.picture.sentence
    assert faults(look.figure) == []


def test_most_neurons_are_lit_by_several_digits_as_the_lesson_says(trained):
    lit = (first_layer(trained).brightness > 0.5).sum(axis=1)
    assert np.median(lit) >= 2


def test_where_there_is_never_ink_no_weight_has_moved_as_the_lesson_says(trained):
    train = digits_to_learn()[0]
    blank = train.inputs.max(axis=0) == 0
    start = Network.random((784, 16, 16, 10), np.random.default_rng(0), dtype=np.float32)
    assert blank.sum() > 50
    moved = trained.network.weights[0] - start.weights[0]
    assert not moved[:, blank].any()
    assert np.abs(moved[:, ~blank]).mean() > 0.05


def test_the_pairs_that_the_lesson_names_are_among_the_most_frequent_mistakes(trained):
    table = mistakes(trained).table
    both = {(a, b): table[a, b] + table[b, a] for a in range(10) for b in range(a)}
    most = sorted(both, key=both.get, reverse=True)
    assert (9, 4) in most[:5]
    assert (5, 3) in most[:10]


def test_the_costliest_mistakes_are_made_without_a_doubt_as_the_lesson_says(trained):
    look = mistakes(trained)
    sure = [float(text.split()[-1]) for text in look.figure.readings.texts]
    assert np.median(sure) > 0.97
    wrong = look.read != look.examples.labels
    above = look.outputs.max(axis=1) > 0.9
    assert 0.18 < above[wrong].mean() < 0.35
    assert above[~wrong].mean() > 0.88
    shares = [100 * above[group].mean() for group in (wrong, ~wrong)]
    said = "{:.0f} % of the mistakes, {:.0f} % of all others".format(*shares)
    assert look.figure.sure.texts == (said,)


def test_between_3_and_8_the_turn_comes_within_a_short_piece_of_line(trained):
    closing = rounded([[0.26, 0.25], [0.28, 0.38], [0.42, 0.46], [0.3, 0.54], [0.24, 0.76]])
    pieces = [as_mnist([*sample(3), closing[:k]]) / 255 for k in range(1, len(closing) + 1)]
    eight = np.array([trained.network.forward(image)[-1][8] for image in pieces])
    assert eight[: len(eight) // 2].max() < 0.2
    assert eight[-1] > 0.8
    climb = np.flatnonzero(eight > 0.8)[0] - np.flatnonzero(eight < 0.2)[-1]
    assert climb < len(eight) / 3


def test_a_click_on_a_tile_chooses_its_neuron(trained):
    look = first_layer(trained)
    look._point(1, [[0.3, 0.9]])
    assert look.values["neuron"] == 13


def test_the_table_counts_every_test_image_once(trained):
    look = mistakes(trained)
    test = digits_to_learn()[2]
    assert look.table.sum() == 10_000
    assert look.table.sum(axis=1).tolist() == np.bincount(test.labels).tolist()
    right = accuracy(trained.network, test.inputs, test.labels)
    assert np.trace(look.table) / 10_000 == pytest.approx(right)
    assert look.figure.counts.texts[0] == str(look.table[0, 0])
    assert "The diagonal holds more than 93 % of the 10,000 test images" in look.picture.sentence


def test_the_images_of_a_cell_are_its_own_the_costliest_first(trained):
    look = mistakes(trained)
    look._point(1, [[0.95, 0.45]])
    assert (look.values["meant"], look.values["as"], look.values["all"]) == (4, 9, False)
    told = [text.split() for text in look.figure.readings.texts if text]
    assert len(told) == min(12, look.table[4, 9])
    assert all(words[:3] == ["4", "→", "9"] for words in told)
    costs = look.costs[(look.examples.labels == 4) & (look.read == 9)]
    first = look.figure.images.get_array()[:28, 5:33]
    worst = look.examples.inputs[(look.examples.labels == 4) & (look.read == 9)][costs.argmax()]
    np.testing.assert_allclose(first, worst.reshape(28, 28))
    assert faults(look.figure) == []


def test_a_slider_shows_a_cell_and_the_box_shows_the_worst_of_all(trained):
    look = mistakes(trained)
    look.controls["as"].value = 7
    assert not look.values["all"]
    assert "read as 7" in look.picture.sentence
    look.set({"all": True})
    assert "the costliest mistakes of all" in look.picture.sentence


def test_they_take_a_network_too():
    network = Network.random((784, 30, 10), np.random.default_rng(0), dtype=np.float32)
    assert first_layer(network).weights.shape == (30, 784)
    assert mistakes(network).table.sum() == 10_000


def test_fewer_epochs_than_are_done_stay_done_and_the_moments_follow(few):
    training = quick(epochs=3)
    training.result()
    training.set({"epochs": 1})
    assert "after 3 of 3 epochs" in training.picture.sentence
    assert training.controls["moment"].max == 12
    training.set({"epochs": 5})
    assert training.controls["moment"].max == training.values["moment"] == 20


def test_the_scale_gives_most_room_to_what_lies_above_80_percent():
    percent = np.array([0.0, 10.0, 80.0, 94.6, 100.0])
    np.testing.assert_allclose(compressed(stretched(percent)), percent)
    assert stretched(94.6) - stretched(80.0) > stretched(80.0)
