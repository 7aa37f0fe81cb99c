"""Points learned by heart, read through artists and sentences; and how the training goes on."""

import asyncio
import json
import time

import numpy as np
import pytest
from traitlets import TraitError

from coursekit import by_heart
from coursekit.explorers import background, overfitting
from coursekit.explorers.background import Background
from coursekit.explorers.overfitting import INPUTS, LABELS, MOST, ByHeart
from coursekit.figures.overfitting import REACH
from coursekit.figures.plane import grid_inputs
from coursekit.network.network import Network
from coursekit.network.training import accuracy
from tests.explorers.pictures import faults

OPENING = {"neurons": 16, "examples": 40, "noise": 15, "penalty": 0, "moment": 6000}


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Let every test do its own training."""
    monkeypatch.setattr(overfitting, "_finished", {})


@pytest.fixture(scope="module")
def opened():
    return by_heart()


@pytest.fixture
def lesson(opened):
    """Return the explorer as the lesson opens it; the tests share it to save time."""
    opened.set(OPENING | {"stop": False, "hide": False})
    return opened.finish()


def trained(**controls):
    explorer = ByHeart()
    explorer.set(OPENING | controls)
    return explorer.finish()


def shares(explorer):
    """Return both accuracies in percent, as the cards show them, and the gap."""
    learned, others, gap, _ = explorer.figure.results.texts
    return [float(text.split()[0].replace("−", "-")) for text in (learned, others, gap)]


def held_out_costs(explorer):
    return explorer.figure.cost.later[1].get_ydata()


# -- what the lesson says ----------------------------------------------------------------------


def test_as_it_opens_it_knows_its_points_by_heart_and_not_the_others(lesson):
    assert shares(lesson) == [100.0, 78.0, 22.0]
    assert lesson.picture.sentence == (
        "16 neurons, 40 training points, step 6,000 of 6,000: 100.0 % of the training points are "
        "on the right side, 78.0 % of the held-out ones."
    )


def test_at_step_600_it_is_worse_on_its_own_points_and_better_on_the_others(lesson):
    lesson.controls["moment"].value = 600
    learned, others, _ = shares(lesson)
    assert learned < 95
    assert others > 85
    assert held_out_costs(lesson).argmin() == 600 / ByHeart.BETWEEN


@pytest.mark.parametrize("seed", range(1, 4))
def test_other_starts_learn_by_heart_too(monkeypatch, seed):
    monkeypatch.setattr(overfitting, "START", seed)
    learned, others, gap = shares(trained())
    assert learned > 95
    assert gap > 12
    explorer = trained(moment=600)
    assert shares(explorer)[1] > others + 5


def test_a_tiny_nudge_of_the_start_changes_nothing_that_is_said(monkeypatch, lesson):
    def nudged(sizes, rng):
        network = Network.random(sizes, rng)
        return Network(
            [w * (1 + 1e-9 * rng.normal(size=w.shape)) for w in network.weights], network.biases
        )

    monkeypatch.setattr(overfitting, "Network", type("Nudged", (), {"random": nudged}))
    other = trained()
    assert other.picture.sentence == lesson.picture.sentence
    assert np.abs(held_out_costs(other) - held_out_costs(lesson)).max() < 1e-6


def test_without_wrong_labels_the_gap_is_narrower():
    learned, others, gap = shares(trained(noise=0))
    assert learned == 100
    assert others > 90
    assert gap < 10


def test_with_200_points_it_does_not_believe_the_wrong_labels():
    explorer = trained(examples=200)
    learned, others, gap = shares(explorer)
    assert 80 < learned < 87
    assert others > 91
    assert gap < -5
    costs = held_out_costs(explorer)
    assert costs[-1] < costs.min() + 0.002


def test_one_neuron_underfits_with_next_to_no_gap():
    learned, others, gap = shares(trained(neurons=1))
    assert 82 < learned < 88
    assert 82 < others < 88
    assert abs(gap) < 3


def test_a_penalty_keeps_the_line_calm_and_too_much_of_it_underfits():
    learned, others, _ = shares(trained(penalty=0.01))
    assert 90 < learned < 95
    assert 85 < others < 89
    assert shares(trained(penalty=0.05))[0] < 85


def test_early_stopping_keeps_step_600_and_gives_up_at_1080(lesson):
    lesson.set({"stop": True})
    assert "keeps the network of step 600 and stops at step 1,080." in lesson.picture.sentence
    cost = held_out_costs(lesson).min()
    assert lesson.figure.cost.kept.get_offsets().tolist() == [[600, pytest.approx(cost)]]
    assert lesson.figure.cost.end.get_segments()[0][0, 0] == 1080


def test_with_both_boxes_the_rule_knows_only_what_lies_before_the_moment(lesson):
    lesson.set({"stop": True, "hide": True, "moment": 300})
    assert lesson.picture.sentence.endswith("step 300 and has not stopped yet.")
    assert len(lesson.figure.cost.later[0].get_xdata()) == 6
    lesson.controls["moment"].value = 1020
    assert lesson.picture.sentence.endswith("step 600 and has not stopped yet.")
    assert lesson.figure.cost.end.get_segments() == []
    lesson.controls["moment"].value = 1080
    assert lesson.picture.sentence.endswith("step 600 and stops at step 1,080.")


# -- what it shows -----------------------------------------------------------------------------


def test_held_out_points_are_never_trained_on_and_have_their_right_labels(lesson):
    training, held_out = lesson.training.watch["train"], lesson.training.watch["held out"]
    assert lesson.training.train is training
    assert len(held_out.labels) == 200
    assert held_out.labels.tolist() == LABELS[MOST:].tolist()
    both = {tuple(place) for place in training.inputs} & {tuple(place) for place in held_out.inputs}
    assert both == set()


@pytest.mark.parametrize("noise", [0, 15, 30])
def test_a_ring_stands_around_each_point_with_a_wrong_label(lesson, noise):
    lesson.set({"noise": noise})
    labels = lesson.training.train.labels
    wrong = INPUTS[:40][labels != LABELS[:40]]
    assert len(wrong) == 40 * noise / 100
    assert lesson.figure.plane.rings.get_offsets().tolist() == wrong.tolist()


def test_the_same_points_keep_their_wrong_labels_when_more_get_one(lesson):
    few, more = (overfitting.learnable(100, noise).labels != LABELS[:100] for noise in (10, 30))
    assert (more >= few).all()
    assert more.sum() == 30


def test_curves_cards_and_colours_are_those_of_the_network_at_the_moment(lesson):
    for moment in (0, 1500, 6000):
        lesson.controls["moment"].value = moment
        network = lesson.training.points[moment // 60].network
        answers = network.forward(grid_inputs(REACH))[-1][:, 0]
        assert np.ravel(lesson.figure.plane.answers.get_array()).tolist() == answers.tolist()
        for k, examples in enumerate(lesson.training.watch.values()):
            right = accuracy(network, examples.inputs, examples.labels)
            assert shares(lesson)[k] == pytest.approx(100 * right, abs=0.051)
            cost = network.cost(examples.inputs, examples.targets)
            assert lesson.figure.cost.dots.get_offsets()[k, 1] == pytest.approx(min(cost, 0.3))


def test_a_step_back_shows_exactly_what_was_there(lesson):
    lesson.controls["moment"].value = 900
    before = lesson.picture.image.value
    lesson.controls["moment"].value = 5400
    assert lesson.picture.image.value != before
    lesson.controls["moment"].value = 900
    assert lesson.picture.image.value == before


def test_a_moment_redraws_only_what_moved(lesson):
    before = lesson.picture._blitter.full_draws
    lesson.set({"moment": 120, "stop": True, "hide": True})
    lesson.set({"neurons": 3})
    assert lesson.picture._blitter.full_draws == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("neurons", 1), ("neurons", 32), ("examples", 10), ("examples", 200), ("noise", 0)),
        *(("noise", 30), ("penalty", 0.05), ("moment", 0)),
    ],
)
def test_nothing_leaves_the_picture(lesson, name, value):
    lesson.set({name: value, "stop": True})
    assert faults(lesson.figure) == []
    lesson.finish()
    assert faults(lesson.figure) == []


# -- its state ---------------------------------------------------------------------------------


@pytest.mark.parametrize("measured", [0, 1, 40, 101])
def test_its_state_is_plain_json_and_shows_the_same_picture(measured):
    explorer = ByHeart()
    explorer.set({"neurons": 5, "noise": 25, "stop": True, "moment": 1800, "measured": measured})
    assert len(explorer.training.points) == measured
    other = ByHeart()
    other.set(json.loads(json.dumps(explorer.state)))
    assert other.state == explorer.state
    assert other.picture.image.value == explorer.picture.image.value
    assert other.picture.sentence == explorer.picture.sentence


def test_what_a_state_cannot_hold_is_refused_and_all_stays(lesson):
    before = lesson.state, lesson.picture.image.value
    with pytest.raises(TraitError):
        lesson.set({"neurons": 3, "penalty": 0.3})
    with pytest.raises(KeyError, match="no control 'layers'"):
        lesson.set({"layers": 2, "measured": 3})
    for wrong in (-1, 102, 2.0, "all", True):
        with pytest.raises(ValueError, match="measured must be a whole number up to 101"):
            lesson.set({"neurons": 3, "measured": wrong})
    lesson.set({})
    assert (lesson.state, lesson.picture.image.value) == before


def test_settings_that_come_back_need_no_second_training(monkeypatch):
    monkeypatch.setattr(overfitting, "KEPT", 3)
    explorer = trained(neurons=1)
    first = explorer.training
    for k in (2, 3):
        explorer.set({"neurons": k})
        explorer.finish()
    explorer.set({"neurons": 1})
    assert explorer.training is first
    explorer.set({"neurons": 4})
    explorer.finish()
    explorer.set({"neurons": 1})
    assert explorer.training is not first  # three others were trained since


# -- going on by itself ------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch):
    """Let a slice end early, so that a training has many of them."""
    monkeypatch.setattr(background, "SLICE", 0.001)


def shown(explorer):
    """Display an explorer as a page does, without a page."""
    explorer._goes_on = True
    explorer.work.start()
    return explorer


async def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.002)


def test_other_settings_train_by_themselves_and_end_as_if_finished_at_once(slow):
    async def scene():
        explorer = shown(ByHeart())
        explorer.set({"neurons": 3})
        assert "no step has been taken yet" in explorer.picture.sentence
        lengths = set()
        while not explorer.work.done:
            lengths.add(len(explorer.figure.cost.past[0].get_xdata()))
            await asyncio.sleep(0.002)
        assert len(lengths) > 5
        return explorer

    explorer = asyncio.run(scene())
    assert explorer.picture.image.value == trained(neurons=3).picture.image.value


def test_controls_answer_while_it_trains_and_a_new_setting_begins_anew(slow):
    async def scene():
        explorer = shown(ByHeart())
        await until(lambda: len(explorer.training.points) > 10)
        explorer.controls["moment"].value = 120
        assert "step 120 of 6,000" in explorer.picture.sentence
        first, explorer.controls["noise"].value = explorer.training, 30
        assert explorer.training is not first
        explorer.controls["moment"].value = 6000
        held = len(first.points)
        await until(lambda: explorer.work.done)
        assert len(first.points) == held
        return explorer

    explorer = asyncio.run(scene())
    assert explorer.picture.image.value == trained(noise=30).picture.image.value


def test_halfway_a_later_cell_finishes_it_with_the_same_outcome(slow):
    async def scene():
        explorer = shown(ByHeart())
        await until(lambda: len(explorer.training.points) > 5)
        assert not explorer.work.done
        return explorer.finish()

    assert asyncio.run(scene()).picture.image.value == trained().picture.image.value


def test_running_the_cell_again_leaves_only_the_new_training_going(slow):
    async def scene():
        first = shown(ByHeart())
        await until(lambda: len(first.training.points) > 2)
        second = shown(ByHeart())
        assert not first.work.running
        await until(lambda: second.work.done)
        assert not first.work.done
        assert Background._current is None

    asyncio.run(scene())


def test_an_interrupt_loses_nothing(monkeypatch):
    explorer, calls = ByHeart(), []
    mark = type(explorer.training)._mark

    def interrupted(self, *state):
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return mark(self, *state)

    monkeypatch.setattr(type(explorer.training), "_mark", interrupted)
    with pytest.raises(KeyboardInterrupt):
        explorer.finish()
    assert len(explorer.training.points) == 6
    explorer.finish()
    assert explorer.picture.image.value == trained().picture.image.value
