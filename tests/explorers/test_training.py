"""Lesson 5's descent, read through its artists and sentences."""

import json

import numpy as np
import pytest

from coursekit import descent, fifty_starts
from coursekit.explorers import training
from coursekit.explorers.cost import BIASES, LEVELS, PLACES, cost_at
from coursekit.figures.starts import BINS
from coursekit.network.many import descend_many
from coursekit.network.network import Gradient, Network


@pytest.fixture
def walk():
    return descent()


@pytest.fixture
def starts():
    return fifty_starts()


def by_hand(place, rate, steps):
    """Walk with the network's own gradient, the biases held; return places and costs."""
    places, costs, promises = [place], [float(cost_at(*place))], []
    for _ in range(steps):
        w1, w2 = places[-1]
        network = Network([[[w1]], [[w2]]], [[b] for b in BIASES])
        g = network.gradient(PLACES, LEVELS)
        g = Gradient(g.weights, [0 * b for b in g.biases], g.inputs)
        promises.append(-rate * g.norm_squared)
        network = network.step(g, rate)
        places.append(tuple(float(w.item()) for w in network.weights))
        costs.append(network.cost(PLACES, LEVELS))
    return np.array(places), np.array(costs), promises


def number(text):
    return float(text.replace("−", "-").replace("+", ""))


@pytest.mark.parametrize(
    ("w1", "w2", "eta"), [(3.0, 5.0, 20.0), (-7.0, 3.0, 50.0), (0.0, 0.0, 1.0)]
)
def test_the_trail_the_costs_and_the_ledger_are_those_of_the_networks_own_gradient(
    walk, w1, w2, eta
):
    walk.set({"w1": w1, "w2": w2, "eta": eta, "step": 25})
    places, costs, promises = by_hand((w1, w2), eta, 26)
    np.testing.assert_allclose(np.array(walk.figure.first.get_data()).T, places[:26], rtol=1e-7)
    np.testing.assert_allclose(walk.figure.falls[0].get_ydata()[:26], costs[:26], rtol=1e-7)
    predicted, really, now, _ = map(number, walk.figure.results.texts)
    assert predicted == pytest.approx(promises[25], rel=2e-3)
    assert really == pytest.approx(costs[26] - costs[25], rel=2e-3)
    assert now == pytest.approx(costs[25], abs=5.1e-5)


def test_a_step_back_shows_exactly_what_was_there(walk):
    walk.set({"step": 10})
    before = walk.picture.image.value
    walk.set({"step": 11})
    assert walk.picture.image.value != before
    walk.set({"step": 10})
    assert walk.picture.image.value == before


def test_a_tiny_eta_hardly_moves_and_a_good_one_arrives(walk):
    walk.set({"eta": 0.01, "second": 20.0, "step": training.STEPS})
    tiny, good = walk.figure.falls[0].get_ydata(), walk.figure.falls[1].get_ydata()
    assert tiny[0] - tiny[-1] < 0.001
    assert good[-1] < 0.03


def test_a_huge_eta_leaves_the_map_and_the_picture_says_where(walk):
    walk.set({"eta": 1000.0, "step": 5})
    assert "At step 1 a weight of layer 2 left the map with η = 1,000" in walk.picture.sentence
    assert "Try a smaller η" in walk.picture.sentence


def test_from_the_right_a_huge_eta_climbs_leaves_the_map_and_never_arrives(walk):
    walk.set({"w1": 3.0, "w2": 5.0, "eta": 1000.0, "step": 2})
    costs = walk.figure.falls[0].get_ydata()
    assert "left the map with η = 1,000" in walk.picture.sentence
    assert costs[1] > costs[0]
    assert costs[2] > costs[1]
    assert costs[-1] > 2 * costs[0]


def test_steps_too_short_to_tell_are_no_plateau(walk):
    walk.set({"eta": 0.01, "step": 60})
    assert "the steps are too short to tell" in walk.picture.sentence
    walk.set({"eta": 20.0, "step": training.STEPS})
    assert "On a plateau" in walk.picture.sentence


def test_small_batches_jitter_as_the_lesson_says_and_are_the_same_every_time(walk):
    walk.set({"eta": 20.0, "second": 5.0, "w1": 5.3, "w2": 1.2, "batch": 1})
    first, second = (line.get_ydata().copy() for line in walk.figure.falls)
    assert np.ptp(first) > 0.005 > 3 * np.ptp(second)
    assert (np.diff(first) > 0).sum() > 20
    walk.set({"batch": 3})
    assert np.ptp(walk.figure.falls[0].get_ydata()) < 0.0001
    walk.set({"batch": 1})
    np.testing.assert_array_equal(walk.figure.falls[0].get_ydata(), first)
    walk.set({"eta": 50.0})
    assert walk.figure.falls[0].get_ydata().max() > 0.15


@pytest.mark.parametrize("place", [(3.0, 5.0), (1.0, 1.0), (5.0, -3.0), (0.0, 6.0)])
def test_from_the_right_the_descent_ends_in_the_shallow_valley(walk, place):
    walk.set({"eta": 20.0, "w1": place[0], "w2": place[1]})
    assert walk.figure.falls[0].get_ydata()[-1] == pytest.approx(0.1026, abs=2e-4)


def test_the_line_between_the_two_valleys_runs_where_the_lesson_says():
    places = [(w1, w2) for w1 in np.arange(-7.5, 8, 1.5) for w2 in np.arange(-7.5, 8, 1.5)]
    line = [np.interp(w2, (-8, 0, 5, 8), (7, 1, -4, -4.3)) for _, w2 in places]
    clear = [(p, p[0] > x) for p, x in zip(places, line, strict=True) if abs(p[0] - x) > 1]
    starts = [Network([[[w1]], [[w2]]], [[b] for b in BIASES]) for (w1, w2), _ in clear]
    how = {"rates": 20.0, "steps": 1000, "hold_biases": True}
    costs = descend_many(starts, PLACES, LEVELS, **how).costs[-1]
    assert len(clear) > 80
    for (place, right), cost in zip(clear, costs, strict=True):
        assert (cost > 0.1) == right, place


def test_the_slower_walker_is_as_far_after_all_steps_as_the_first_after_five_or_six(walk):
    walk.set({"eta": 20.0, "second": 1.0})
    first, second = (line.get_ydata() for line in walk.figure.falls)
    assert first[6] < second[-1] < first[5]


def test_a_plateau_is_marked_and_said(walk):
    walk.set({"eta": 20.0, "step": training.STEPS})
    costs = by_hand((-7.0, 3.0), 20.0, training.STEPS)[1]
    end = training.plateau(costs)
    assert costs[end] > 0.999 * costs[end - training.PATIENCE]
    assert f"On a plateau since step {end}" in walk.picture.sentence
    assert walk.figure.ends.get_offsets()[0][0] == end


def test_a_click_sets_the_start_and_rewinds(walk):
    walk.set({"step": 30})
    walk._point(1, [[0.5, 0.25]])
    assert (walk.values["w1"], walk.values["w2"], walk.values["step"]) == (0.0, 4.0, 0)


def test_its_state_is_plain_json_and_brings_the_walk_back(walk):
    walk.set({"eta": 50.0, "batch": 2, "step": 40, "w1": 1.0})
    other = descent()
    other.set(json.loads(json.dumps(walk.state)))
    assert other.picture.image.value == walk.picture.image.value


def test_a_step_redraws_only_what_moved(walk, starts):
    for explorer, state in ((walk, {"step": 9, "eta": 3.0}), (starts, {"start": 7, "eta": 30.0})):
        before = explorer.picture._blitter.full_draws
        explorer.set(state)
        assert explorer.picture._blitter.full_draws == before


def test_batches_of_one_throw_the_long_stepper_far_up_again_and_again_as_the_lesson_says(walk):
    walk.set({"w1": 5.3, "w2": 1.2, "eta": 50.0, "second": 5.0, "batch": 1})
    first, second = (line.get_ydata() for line in walk.figure.falls)
    assert first.max() > 0.15
    assert (np.diff(first > 0.12).astype(int) == 1).sum() >= 2
    assert np.ptp(second) < 0.01


# -- fifty starts ------------------------------------------------------------------------------


def test_each_of_the_fifty_ends_where_it_would_end_alone(starts):
    targets = training.RINGS.labels[:, None].astype(float)
    for k in (0, 17, 49):
        network = training.random_starts()[k]
        for _ in range(training.WAY):
            network = network.step(network.gradient(training.RINGS.inputs, targets), 10.0)
        alone = network.cost(training.RINGS.inputs, targets)
        assert starts.costs[-1, k] == pytest.approx(alone, rel=1e-6)


def test_the_histogram_counts_all_fifty(starts):
    for eta in (0.1, 10.0, 1000.0):
        starts.set({"eta": eta})
        heights = [p.vertices[:, 1].max() for p in starts.figure.bars.get_paths()]
        counts, _ = np.histogram(np.clip(starts.costs[-1], 0, BINS[-1] - 1e-9), BINS)
        assert counts.sum() == training.WALKERS
        assert heights == pytest.approx(counts)


def test_most_starts_miss_the_best_as_the_lesson_says(starts):
    ends = starts.costs[-1]
    assert ends.min() < 0.02
    assert ((ends > 0.09) & (ends < 0.102)).sum() >= 15
    assert (ends > 0.2).sum() == 1
    starts.set({"eta": 1.0})
    assert starts.costs[-1].min() > 0.2
    starts.set({"eta": 100.0})
    assert (starts.costs[-1] > 0.4).sum() > 25
    starts.set({"eta": 10.0})
    assert f"ends at {ends.min():.3f}" in starts.picture.sentence


def test_a_click_on_the_histogram_chooses_the_nearest_end(starts):
    ends = starts.costs[-1]
    starts._point(1, [[ends.max() / BINS[-1], 0.9]])
    assert starts.values["start"] == ends.argmax()
    starts._point(2, [[0.0, 0.9]])
    assert starts.values["start"] == ends.argmin()


def test_with_patience_all_fifty_leave_the_shelf_as_the_lesson_says():
    targets = training.RINGS.labels[:, None].astype(float)
    how = {"rates": 10.0, "steps": 1000}
    costs = descend_many(training.random_starts(), training.RINGS.inputs, targets, **how).costs
    assert costs[1000].max() < 0.01
    assert ((costs[200] > 0.09) & (costs[200] < 0.102)).sum() >= 15


def test_about_one_in_three_ends_low_as_the_lesson_says(starts):
    assert 12 <= (starts.costs[-1] < 0.03).sum() <= 21
