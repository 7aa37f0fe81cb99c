"""Points learned by heart: what lesson 6 says of them, what they are, what a state may hold."""

import numpy as np
import pytest
from traitlets import TraitError

from coursekit.lessons.overfitting import by_heart, by_heart_picture, held_out_training
from coursekit.lessons.overfitting.by_heart_picture import LABELS, MOST, ByHeart, learnable
from coursekit.network.network import Network
from tests.pictures.by_itself import pixels, unpainted
from tests.pictures.reading import at_start

OPENING = {"neurons": 16, "examples": 40, "noise": 15, "penalty": 0, "moment": 6000}


@pytest.fixture
def lesson():
    return at_start(by_heart).at(moment=ByHeart.LAST, hide=False)


def trained(**controls):
    """Return an explorer on its own, trained to the end."""
    explorer = unpainted(ByHeart())
    explorer.set({**OPENING, "moment": ByHeart.LAST, "hide": False} | controls)
    return explorer.finish()


def shares(explorer):
    """Return both accuracies in percent, as the cards show them, and the gap."""
    texts = explorer.figure.results.texts[:3]
    return [float(text.split()[0].replace("−", "-")) for text in texts]


def held_out_costs(explorer):
    return explorer.figure.cost.later[1].get_ydata()


def test_at_step_600_the_held_out_cost_is_lowest(lesson):
    lesson.set({"moment": 600})
    assert held_out_costs(lesson).argmin() == 600 / ByHeart.BETWEEN


@pytest.mark.parametrize("seed", [1, *(pytest.param(k, marks=pytest.mark.slow) for k in (2, 3))])
def test_other_starts_learn_by_heart_too(monkeypatch, seed):
    monkeypatch.setattr(held_out_training, "finished", {})
    monkeypatch.setattr(by_heart_picture, "START", seed)
    explorer = trained()
    learned, others, gap = shares(explorer)
    assert learned > 95
    assert gap > 12
    explorer.set({"moment": 600})
    assert shares(explorer)[1] > others + 5


def test_a_tiny_nudge_of_the_start_changes_nothing_that_is_said(monkeypatch, lesson):
    def nudged(sizes, rng):
        start = Network.random(sizes, rng)
        weights = [w * (1 + 1e-9 * rng.normal(size=w.shape)) for w in start.weights]
        return Network(weights, start.biases)

    monkeypatch.setattr(held_out_training, "finished", {})
    monkeypatch.setattr(by_heart_picture, "Network", type("Nudged", (), {"random": nudged}))
    other = trained()
    assert other.picture.sentence == lesson.picture.sentence
    assert np.abs(held_out_costs(other) - held_out_costs(lesson)).max() < 1e-6


@pytest.mark.parametrize(
    ("changed", "learned", "others", "gap"),
    [
        ({"noise": 0}, (99.9, 100), (90, 100), (0, 10)),  # without wrong labels: a narrower gap
        ({"examples": 200}, (80, 87), (91, 100), (-20, -5)),  # they are not believed
        ({"neurons": 1}, (82, 88), (82, 88), (-3, 3)),  # it underfits
        ({"penalty": 0.01}, (90, 95), (85, 89), (0, 10)),  # the line stays calm
        ({"penalty": 0.05}, (50, 85), (50, 100), (-20, 20)),  # too much of it
    ],
)
def test_other_settings_do_as_the_lesson_says(changed, learned, others, gap):
    explorer = trained(**changed)
    for share, (low, high) in zip(shares(explorer), (learned, others, gap), strict=True):
        assert low <= share <= high
    if "examples" in changed:
        assert held_out_costs(explorer)[-1] < held_out_costs(explorer).min() + 0.002


def test_held_out_points_are_never_trained_on_and_have_their_right_labels(lesson):
    training, held_out = lesson.training.watch["train"], lesson.training.watch["held out"]
    assert lesson.training.train is training
    assert held_out.labels.tolist() == LABELS[MOST:].tolist()
    assert len(held_out.labels) == 200
    assert not {tuple(place) for place in training.inputs} & set(map(tuple, held_out.inputs))


def test_the_same_points_keep_their_wrong_labels_when_more_get_one():
    few, more = (learnable(100, noise).labels != LABELS[:100] for noise in (10, 30))
    assert (more >= few).all()
    assert (few.sum(), more.sum()) == (10, 30)


def test_the_curves_are_measured_on_the_network_of_each_moment(lesson):
    for moment in (1500, 6000):
        lesson.set({"moment": moment})
        network = lesson.training.points[moment // 60].network
        for k, examples in enumerate(lesson.training.watch.values()):
            cost = network.cost(examples.inputs, examples.targets)
            assert lesson.figure.cost.dots.get_offsets()[k, 1] == pytest.approx(min(cost, 0.3))


def test_what_a_state_cannot_hold_is_refused_and_all_stays(lesson):
    before = lesson.state, pixels(lesson)
    with pytest.raises(TraitError):
        lesson.set({"neurons": 3, "penalty": 0.3})
    with pytest.raises(KeyError, match="no control 'layers'"):
        lesson.set({"layers": 2, "measured": 3})
    for wrong in (-1, 102, 2.0, "all", True):
        with pytest.raises(ValueError, match="measured must be a whole number up to 101"):
            lesson.set({"neurons": 3, "measured": wrong})
    lesson.set({})
    assert (lesson.state, pixels(lesson)) == before


def test_settings_that_come_back_need_no_second_training_until_others_were_trained(
    short, monkeypatch
):
    monkeypatch.setattr(held_out_training, "KEPT", 3)
    explorer = trained(neurons=1)
    first, again = explorer.training, []
    for k in (2, 3, 1, 4, 1):
        explorer.set({"neurons": k})
        again.append(explorer.training is first)
        explorer.finish()
    assert again == [False, False, True, False, False]
