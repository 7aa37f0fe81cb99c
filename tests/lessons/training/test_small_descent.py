"""A small network on its way down: what is trained, what is changed by hand, what lesson 5 says."""

import asyncio

import numpy as np
import pytest

from coursekit import training
from coursekit.lessons.training import small_descent
from coursekit.lessons.training.descent_parts import PATIENCE, plateau
from coursekit.lessons.training.point_sets import COUNT, EDGE, SHAPES, UNSEEN, points_of, unseen
from coursekit.lessons.training.small_network_figure import REACH
from coursekit.lessons.training.two_classes import (
    SLOPE_GONE,
    STEPS,
    WALKERS,
    Way,
    batches,
    decided,
    random_starts,
    targets_of,
    walk,
)
from coursekit.network.many import forward_many
from coursekit.network.training import descend
from coursekit.pictures import live
from tests.lessons.training.pictures import alone
from tests.pictures.by_itself import one_piece_a_slice, unpainted, until
from tests.pictures.reading import at_start, drive

MIDDLES = ((4,), (1,), (3, 5), (8, 8), (2, 4, 3), (8, 8, 8))


@pytest.fixture
def way():
    return at_start(small_descent)


def settings(middle, **others):
    layers = dict(zip(("neurons", "second", "third"), (*middle, 0, 0), strict=False))
    return layers | others


def way_of(middle, classes=2, **how):
    """Return a way that is done, as the picture takes it, and its start."""
    start = random_starts(middle, 1 if classes == 2 else classes)[3]
    how = {"rate": 10.0, "batch": COUNT, "penalty": 0, "edits": [], "steps": 120} | how
    way = Way(start, points_of("two moons", classes), unseen("two moons", classes), **how)
    for _ in way.pieces():
        pass
    return way, start


def same(network, other):
    pairs = zip(network.weights + network.biases, other.weights + other.biases, strict=True)
    return all(np.allclose(a, b, rtol=1e-9, atol=1e-11) for a, b in pairs)


# -- what is trained -------------------------------------------------------------------------------


@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize("classes", [2, 3, 4])
def test_a_way_is_the_networks_own_descent(middle, classes):
    way, start = way_of(middle, classes, penalty=0.1, rate=3.0, steps=60)
    points = points_of("two moons", classes)
    targets = targets_of(points.labels, classes)
    how = {"rate": 3.0, "batch_size": None, "epochs": 60, "penalty": 0.1, "every": 20}
    records = list(descend(start, points.inputs, targets, rng=None, **how))
    assert [record.step for record in records] == [0, 20, 40, 60]
    for record in records:
        assert same(way.network(record.step), record.network)
        assert way.costs[record.step] == pytest.approx(record.cost)
        right = record.accuracy
        assert 1 - way.wrong[record.step].mean() == pytest.approx(right)
        further = unseen("two moons", classes)
        cost = record.network.cost(further.inputs, targets_of(further.labels, classes))
        assert way.unseen_costs[record.step] == pytest.approx(cost)


def test_a_step_back_shows_exactly_what_was_there(way):
    way.set(settings((3, 4), classes=3, step=70, points=[]))
    before = way.figure.weights.texts, way.figure.results.texts, way.picture.sentence
    maps = [np.array(column.get_array()) for column in way.figure.diagram.columns[:3]]
    for step in (71, 300, 70):
        way.set({"step": step})
    assert before == (way.figure.weights.texts, way.figure.results.texts, way.picture.sentence)
    for one, column in zip(maps, way.figure.diagram.columns, strict=False):
        np.testing.assert_array_equal(one, column.get_array())


def test_a_weight_by_hand_holds_from_its_step_on_and_not_before():
    plain, _ = way_of((3, 4))
    edits = [[50, 1, 2, 2, 5.0], [80, 3, 0, 1, -4.0], [120, 2, 0, 0, 1.0]]
    edited, _ = way_of((3, 4), edits=edits)
    for step in (0, 20, 49):
        assert same(plain.network(step), edited.network(step))
    points = points_of("two moons")
    expected = plain.network(50)
    expected.biases[0][2] = 5.0
    networks, *_ = alone(expected, points.inputs, targets_of(points.labels), 10.0, 30)
    assert same(edited.network(50), expected)
    assert same(edited.network(79), networks[29])
    networks[30].weights[2][0, 1] = -4.0
    assert same(edited.network(80), networks[30])
    assert edited.network(120).weights[1][0, 0] == 1.0


def test_what_leaves_all_bounds_ends_the_way_and_is_said(way):
    way.set({"eta": 1000.0, "penalty": 0.5, "examples": 8, "steps": 3000, "step": 3000})
    assert "The next step left all bounds, with η = 1000." in way.picture.sentence
    assert 0 < way._way.ends < 3000


def test_a_long_way_goes_on_in_the_background_and_comes_to_the_same(way, monkeypatch):
    state = {"steps": 1000, "step": 1000, "neurons": 2}
    one_piece_a_slice(monkeypatch)

    async def scene():
        explorer = unpainted(small_descent())
        explorer.set(state)
        first = explorer.picture.sentence
        assert explorer.work.running
        await until(lambda: not explorer.work)
        return first, explorer.picture.sentence

    first, last = asyncio.run(scene())
    way.set(state)
    assert first.startswith("Step 0 of 1,000 ")
    assert last == way.picture.sentence
    assert last.startswith("Step 1,000 of 1,000 ")


# -- all of it together ----------------------------------------------------------------------------


def test_no_move_of_any_control_fails_whatever_the_layers_the_shape_and_the_classes():
    explorer, rng = at_start(small_descent, whose="moved at random"), np.random.default_rng(8)
    count = len(explorer.controls)
    combined = zip(MIDDLES * 2, list(SHAPES) * 3, (2, 3, 4) * 4, strict=False)
    for middle, shape, classes in combined:
        explorer.set(settings(middle, set=shape, classes=classes, steps=300, step=40, penalty=0))
        for which in rng.permutation(count)[:5].tolist():
            for end in (0, -1):
                drive(explorer, [(which, end)])
                assert explorer.picture.sentence.startswith("Step "), explorer.state


@pytest.mark.parametrize("classes", [2, 4])
def test_all_maps_of_three_layers_take_at_most_40_kb_a_move(classes, monkeypatch):
    monkeypatch.setattr(live, "display", lambda *_, **__: None)
    explorer = small_descent().at(**settings((8, 8, 8), classes=classes, held_out=True))
    explorer.picture.display()
    sizes = []
    explorer.picture.stage.send = lambda told, parts: sizes.append(len(parts[0]) + len(str(told)))
    for step in range(0, 120, 7):
        explorer.set({"step": step + 1})
    explorer.close()
    assert len(sizes) > 10
    assert max(sizes) <= 40_000


# -- what it shows and what is said ----------------------------------------------------------------


@pytest.mark.parametrize(("k", "start"), [(4, 22), (7, 3), (1, 49)])
def test_a_dashed_line_crosses_the_map_where_its_neuron_answers_one_half(way, k, start):
    way.set({"neurons": k, "start": start})
    network, lines = random_starts((k,))[start], way.figure.lines.get_segments()
    assert len(lines) == k
    for j, line in enumerate(lines):
        assert network.forward(line)[1][:, j] == pytest.approx([0.5, 0.5])
        assert np.abs(line).max() > REACH


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_fits_the_picture_and_is_shared_fairly_among_its_classes(shape):
    for classes in (2, 3, 4):
        for noise in (0, 10, 30):
            for points, count in (
                (points_of(shape, classes, noise), COUNT),
                (points_of(shape, classes, noise, draw=9, count=8), 8),
                (unseen(shape, classes, noise), UNSEEN),
            ):
                assert points.inputs.shape == (count, 2)
                assert np.abs(points.inputs).max() <= EDGE
                assert np.ptp(np.bincount(points.labels, minlength=classes)) <= 1


def test_a_batch_takes_every_example_once_in_an_epoch():
    for batch in (1, 7, 8, 39):
        rows = batches(batch)
        assert rows.shape == (STEPS, batch)
        epochs = np.split(rows.ravel(), range(COUNT, rows.size, COUNT))
        assert all(sorted(epoch) == list(range(COUNT)) for epoch in epochs if len(epoch) == COUNT)


@pytest.mark.parametrize(("eta", "start"), [(100.0, 6), (1000.0, 0)])
def test_saturation_is_said_with_its_layer_its_step_and_eta(way, eta, start):
    way.set({"eta": eta, "start": start, "step": 60})
    inputs, labels = points_of("two rings")
    networks, *_ = alone(random_starts((4,))[start], inputs, targets_of(labels), eta, 60)
    answers = [network.forward(inputs)[-1] for network in networks]
    gone = [(4 * a * (1 - a)).mean() < SLOPE_GONE for a in answers]
    since = len(gone) - gone[::-1].index(False)
    assert f"Layer 2 is saturated since step {since}: with η = {eta:g} " in way.picture.sentence
    way.set({"step": since - 1})
    assert "saturated" not in way.picture.sentence


def test_a_plateau_is_said_while_it_lasts_and_marked_where_it_begins(way):
    way.set({"neurons": 1, "step": STEPS})
    costs = way.figure.past.get_ydata()
    first = plateau(costs)
    assert np.ptp(costs[first - PATIENCE : first + 1]) < 0.001 * costs[first - PATIENCE]
    assert way.figure.end.get_offsets().tolist() == [[first, costs[first]]]
    for step in (first - 1, first):
        way.set({"step": step})
        assert ("A plateau" in way.picture.sentence) == (step == first)


def successes(middle, name="two rings", rate=10.0, steps=STEPS, starts=WALKERS):
    """How many of the starts have all points on the right side after all steps."""
    points = points_of(name)
    walks = walk(random_starts(middle)[:starts], points, rate, steps)
    ends = ([part[-1] for part in layers] for layers in walks[:2])
    right = decided(forward_many(*ends, points.inputs)[-1]) == points.labels
    return int(right.all(axis=1).sum())


def borders(way, **controls):
    way.set(controls)
    return way.figure.plane.half.get_segments()


def test_one_middle_neuron_gives_one_straight_border_two_never_close_it_and_three_do(way):
    for line in (line for step in (0, 40, STEPS) for line in borders(way, neurons=1, step=step)):
        across = np.linalg.svd(line - line.mean(axis=0))[1]
        assert across[1] < 1e-2 * across[0]
    cases = [(2, start) for start in range(0, WALKERS, 8)] + [(3, 22), (4, 22)]
    for k, start in cases:
        lines = borders(way, neurons=k, start=start, step=STEPS)
        assert any((line[0] == line[-1]).all() for line in lines) == (k > 2)
        assert ("40 of 40 points on the right side" in way.picture.sentence) == (k > 2)


def test_how_many_starts_succeed_with_how_many_neurons_is_as_the_lesson_says():
    assert [successes((1,)), successes((2,))] == [0, 0]
    assert 28 <= successes((3,)) <= 39
    assert successes((4,)) > 40
    assert successes((6,)) >= 48
    assert successes((4,), rate=1.0) == 0
    assert successes((1,), "two clouds") == WALKERS
    assert successes((1,), "two moons") == 0


def test_what_the_playground_is_asked_comes_out_as_the_lesson_says():
    answers = training.one_more_layer, training.an_island, training.what_spirals_need
    assert [asked.outcome() for asked in answers] == [0, 1, 2]
    assert successes((8,), "two spirals", steps=3000, starts=10) > 5


def test_no_straight_line_parts_the_two_moons_as_the_lesson_says():
    inputs, labels = points_of("two moons")
    for angle in np.linspace(0, 2 * np.pi, 721):
        along = inputs @ (np.cos(angle), np.sin(angle))
        assert along[labels == 0].max() > along[labels == 1].min() + 0.05


def test_small_batches_lead_up_again_and_again_and_still_down_as_the_lesson_says(way):
    way.set({"batch": 5, "step": STEPS})
    costs = way.figure.past.get_ydata()
    assert (np.diff(costs) > 0).sum() > 100
    assert costs[-1] < 0.1 < costs[0] / 3
