"""Lesson 5's small network on its way down, read through its artists and sentences."""

import json
from itertools import product

import numpy as np
import pytest

from coursekit import small_descent as open_it
from coursekit.explorers import small_descent, training
from coursekit.explorers.small_descent import COUNT, SETS, STEPS
from coursekit.figures.plane import GRID_POINTS, grid_inputs
from coursekit.figures.small_descent import COARSE, REACH
from coursekit.network.many import descend_many, forward_many
from tests.explorers.pictures import at_start, faults, says

RINGS = SETS["two rings"]


@pytest.fixture
def walk():
    return at_start(open_it)


@pytest.fixture
def drawn():
    return at_start(open_it, drawn=True)


def targets(name):
    return SETS[name].labels[:, None].astype(float)


def by_hand(walk, steps):
    """Walk with the network's own gradient; return the networks, their costs and promises."""
    values, (inputs, _) = walk.values, SETS[walk.values["set"]]
    wanted, seen = targets(values["set"]), small_descent._batches(values["batch"])
    networks = [training.random_starts(values["neurons"])[values["start"]]]
    promises = []
    for step in range(steps):
        rows = seen[step] if values["batch"] < COUNT else slice(None)
        gradient = networks[-1].gradient(inputs[rows], wanted[rows])
        promises.append(-values["eta"] * gradient.norm_squared)
        networks.append(networks[-1].step(gradient, values["eta"]))
    return networks, [network.cost(inputs, wanted) for network in networks], promises


CASES = [
    {"step": 20},
    {"step": 12, "neurons": 7, "eta": 2.0, "batch": 5, "set": "two moons", "start": 3},
    {"step": 8, "neurons": 1, "eta": 0.5, "batch": 1, "set": "two clouds", "start": 49},
]


@pytest.mark.parametrize("state", CASES)
def test_costs_and_ledger_are_those_of_the_networks_own_gradient(walk, state):
    walk.set(state)
    step = state["step"]
    _, costs, promises = by_hand(walk, step + 1)
    fall = walk.figure.fall.get_ydata()
    assert len(fall) == STEPS + 1
    np.testing.assert_allclose(fall[: step + 2], costs, rtol=1e-7)
    np.testing.assert_allclose(walk.figure.past.get_ydata(), costs[:-1], rtol=1e-7)
    predicted, really, now, _ = walk.figure.results.texts
    assert says(predicted, promises[step])
    assert says(really, costs[step + 1] - costs[step])
    assert says(now, costs[step])


@pytest.mark.parametrize("state", CASES)
def test_each_map_shows_its_own_neurons_answers(walk, state):
    walk.set(state)
    network = by_hand(walk, state["step"])[0][-1]
    _, hidden, output = network.forward(grid_inputs(REACH))
    shown = np.asarray(walk.figure.plane.answers.get_array())
    np.testing.assert_allclose(shown.ravel(), output[:, 0], rtol=1e-6)
    k = state.get("neurons", 4)
    assert [count for count, mesh in walk.figure.maps.items() if mesh.get_visible()] == [k]
    small = np.asarray(walk.figure.maps[k].get_array())
    cells = (GRID_POINTS - 1) // COARSE + 1
    for j in range(k):
        low = (k - 1 - j) * (cells + 1)  # the first neuron stands at the top
        places = hidden[:, j].reshape(GRID_POINTS, GRID_POINTS)[::COARSE, ::COARSE]
        np.testing.assert_allclose(small[low : low + cells], places, rtol=1e-6)


@pytest.mark.parametrize("state", CASES)
def test_a_dashed_line_is_where_its_neuron_answers_one_half(walk, state):
    walk.set(state)
    network = by_hand(walk, state["step"])[0][-1]
    for j, line in enumerate(walk.figure.lines.get_segments()):
        assert network.forward(line)[1][:, j] == pytest.approx([0.5, 0.5])
        middle = np.abs(line.mean(axis=0)).max()
        assert middle > REACH or np.abs(line).max() > REACH  # it crosses the whole map


@pytest.mark.parametrize("state", CASES)
def test_rings_and_numbers_say_which_points_are_on_the_wrong_side(walk, state):
    walk.set(state)
    network = by_hand(walk, state["step"])[0][-1]
    inputs, labels = SETS[walk.values["set"]]
    wrong = (network.forward(inputs)[-1][:, 0] > 0.5) != labels
    assert walk.figure.plane.rings.get_offsets().tolist() == inputs[wrong].tolist()
    assert walk.figure.results.texts[-1] == f"{wrong.sum()} of {COUNT}"
    assert f"{COUNT - wrong.sum()} of {COUNT} points on the right side" in walk.picture.sentence


def test_all_sets_fit_the_picture_and_have_as_many_points():
    for inputs, labels in SETS.values():
        assert np.abs(inputs).max() < REACH - 0.05
        assert (np.bincount(labels) == [COUNT // 2] * 2).all()


def test_a_step_back_shows_exactly_what_was_there(drawn):
    drawn.set({"step": 10})
    before = drawn.picture.image.value
    drawn.set({"step": 11})
    assert drawn.picture.image.value != before
    drawn.set({"step": 10})
    assert drawn.picture.image.value == before


def test_rewinding_and_another_batch_lead_back_to_the_same_start(walk):
    for state in ({"batch": 3}, {"eta": 500.0}, {"step": STEPS}):
        walk.set(state)
        assert walk.figure.fall.get_ydata()[0] == by_hand(walk, 0)[1][0]


def test_the_last_step_has_no_next_one(walk):
    walk.set({"step": STEPS})
    assert walk.figure.results.texts[:2] == ("–", "–")


@pytest.mark.parametrize("batch", [1, 7, 8, 39])
def test_a_batch_takes_every_example_once_in_an_epoch(batch):
    rows = small_descent._batches(batch)
    assert rows.shape == (STEPS, batch)
    for epoch in range(STEPS * batch // COUNT):
        seen = rows.ravel()[epoch * COUNT : (epoch + 1) * COUNT]
        assert sorted(seen) == list(range(COUNT))


@pytest.mark.parametrize(("eta", "start"), [(100.0, 6), (300.0, 22), (1000.0, 0)])
def test_saturation_is_said_with_its_layer_its_step_and_eta(walk, eta, start):
    walk.set({"eta": eta, "start": start, "step": 60})
    networks, _, _ = by_hand(walk, 60)
    answers = [network.forward(RINGS.inputs)[-1] for network in networks]
    gone = [(4 * a * (1 - a)).mean() < small_descent.SLOPE_GONE for a in answers]
    since = len(gone) - gone[::-1].index(False)
    assert 1 <= since <= 60
    said = f"Layer 2 is saturated since step {since}: with η = {eta:g} "
    assert said in walk.picture.sentence
    assert "Try a smaller η" in walk.picture.sentence
    walk.set({"step": since - 1})
    assert "saturated" not in walk.picture.sentence


def test_a_layer_of_steep_neurons_that_solves_its_task_is_no_saturated_one(walk):
    walk.set({"set": "two clouds", "eta": 30.0, "step": STEPS})
    assert "40 of 40" in walk.picture.sentence
    assert "saturated" not in walk.picture.sentence


def test_a_plateau_is_said_while_it_lasts_and_marked_where_it_begins(walk):
    walk.set({"neurons": 1, "eta": 10.0, "step": STEPS})
    costs = walk.figure.fall.get_ydata()
    first = training.plateau(costs)
    assert np.ptp(costs[first - training.PATIENCE : first + 1]) < 0.001 * costs[first]
    assert walk.figure.end.get_offsets()[0].tolist() == [first, costs[first]]
    for step in (first - 1, first):
        walk.set({"step": step})
        assert ("A plateau" in walk.picture.sentence) == (step == first)


def test_a_step_that_leads_up_is_said(walk):
    walk.set({"eta": 50.0})
    rises = np.flatnonzero(np.diff(walk.figure.fall.get_ydata()) > 1e-4)
    assert len(rises)
    walk.set({"step": int(rises[0]) + 1})
    assert "The last step led up" in walk.picture.sentence


def test_its_state_is_plain_json_and_brings_the_walk_back(drawn):
    drawn.set({"set": "two moons", "neurons": 6, "start": 9, "eta": 5.0, "batch": 4, "step": 70})
    kept, image = json.dumps(drawn.state), drawn.picture.image.value
    drawn.set({"set": "two rings", "neurons": 2, "step": 3})
    assert drawn.picture.image.value != image
    drawn.set(json.loads(kept))
    assert drawn.picture.image.value == image


@pytest.mark.parametrize(
    "change", [{"step": 9}, {"neurons": 8}, {"set": "two moons"}, {"eta": 3.0}]
)
def test_a_move_redraws_only_what_moved(drawn, change):
    before, image = drawn.picture._blitter.full_draws, drawn.picture.image.value
    drawn.set(change)
    assert drawn.picture._blitter.full_draws == before
    assert drawn.picture.image.value != image


ENDS = list(product([1, 8], [0.01, 1000.0], [1, COUNT], [0, 1, 40, STEPS], [0, 49]))


@pytest.mark.parametrize("ends", ENDS)
def test_nothing_leaves_the_picture_or_covers_anything_at_the_ends_of_the_sliders(walk, ends):
    walk.set(dict(zip(("neurons", "eta", "batch", "step", "start"), ends, strict=True)))
    assert faults(walk.figure) == []


# -- what the lesson says --------------------------------------------------------------------


def successes(k, name="two rings", rate=10.0):
    """How many of the fifty starts have all points on the right side after all steps."""
    walks = descend_many(
        training.random_starts(k), SETS[name].inputs, targets(name), rates=rate, steps=STEPS
    )
    ends = ([part[-1] for part in layers] for layers in walks[:2])
    answers = forward_many(*ends, SETS[name].inputs)[-1][:, :, 0]
    return int(((answers > 0.5) == SETS[name].labels).all(axis=1).sum())


@pytest.mark.parametrize("step", [0, 40, STEPS])
def test_one_middle_neuron_gives_one_straight_border(walk, step):
    walk.set({"neurons": 1, "step": step})
    for line in walk.figure.plane.half.get_segments():
        across = np.linalg.svd(line - line.mean(axis=0))[1]
        assert across[1] < 1e-2 * across[0]


def closed(walk):
    return any((line[0] == line[-1]).all() for line in walk.figure.plane.half.get_segments())


def test_two_middle_neurons_never_close_a_border_and_three_do(walk):
    for start in range(0, training.WALKERS, 4):
        walk.set({"neurons": 2, "start": start, "step": STEPS})
        assert not closed(walk)
    for k in (3, 4):
        walk.set({"neurons": k, "start": 22, "step": STEPS})
        assert closed(walk)
        assert "40 of 40 points on the right side" in walk.picture.sentence


def test_how_many_starts_succeed_with_how_many_neurons_is_as_the_lesson_says():
    assert [successes(1), successes(2)] == [0, 0]
    assert 28 <= successes(3) <= 39
    assert successes(4) > 40
    assert successes(6) >= 48
    assert successes(4, rate=1.0) == 0
    assert successes(1, "two clouds") == training.WALKERS
    assert successes(1, "two moons") == 0


def test_no_straight_line_parts_the_two_moons_as_the_lesson_says():
    inputs, labels = SETS["two moons"]
    for angle in np.linspace(0, 2 * np.pi, 721):
        along = inputs @ (np.cos(angle), np.sin(angle))
        assert along[labels == 0].max() > along[labels == 1].min() + 0.05


def test_the_lessons_huge_eta_saturates_the_output_with_its_first_step(walk):
    walk.set({"eta": 300.0, "step": 1})
    assert "Layer 2 is saturated since step 1:" in walk.picture.sentence
    assert len(walk.figure.plane.half.get_segments()) == 0


def test_small_batches_lead_up_again_and_again_and_still_down_as_the_lesson_says(walk):
    walk.set({"batch": 5, "step": STEPS})
    costs = walk.figure.fall.get_ydata()
    assert (np.diff(costs) > 0).sum() > 100
    assert costs[-1] < 0.1 < costs[0] / 3
