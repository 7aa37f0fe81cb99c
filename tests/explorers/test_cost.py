"""Lesson 3's explorers, read through their artists and sentences."""

import json

import numpy as np
import pytest

from coursekit import cost_along_weight, cost_squares, landscape
from coursekit.explorers import cost
from coursekit.explorers.cost import (
    ANSWERS,
    BIASES,
    BRIGHTNESS,
    GOAL,
    LEVELS,
    LIMIT,
    PLACES,
    STARTS,
)
from coursekit.figures import squares as squares_figure
from coursekit.network.network import Network


@pytest.fixture
def squares():
    return cost_squares()


@pytest.fixture
def curve():
    return cost_along_weight()


@pytest.fixture
def hill():
    return landscape()


def area(polygon):
    """Return the area of a closed path by the shoelace formula."""
    x, y = np.asarray(polygon.vertices).T
    return abs(np.dot(x[:-1], y[1:]) - np.dot(y[:-1], x[1:])) / 2


def areas(collection, unit):
    return np.array([area(path) for path in collection.get_paths()]) / unit**2


# -- squares -----------------------------------------------------------------------------------


def test_the_squares_and_their_column_have_the_areas_of_the_formula(squares):
    rng = np.random.default_rng(1)
    for k in (0, 1, 2, 3):
        outputs = rng.choice([0.0, 0.25, 0.5, 1.0], 3)
        squares.set({"example": k, **{f"a{k}{j}": a for j, a in enumerate(outputs)}})
        terms = (outputs - cost.WANTED[k]) ** 2
        np.testing.assert_allclose(
            areas(squares.figure.squares, squares_figure.UNIT), terms, atol=1e-9
        )
        np.testing.assert_allclose(
            areas(squares.figure.tank, squares_figure.UNIT), terms, atol=1e-9
        )
        assert squares.figure.level.texts == (f"{terms.sum():.4f}",)
        assert f"= {terms.sum():.4f}" in squares.figure.total.texts[0]


def test_the_columns_are_the_costs_of_a_network_without_layers(squares):
    values = squares.values
    outputs = np.array([[values[f"a{k}{j}"] for j in range(3)] for k in range(4)])
    costs = ((outputs - cost.WANTED) ** 2).sum(axis=1)
    assert squares.figure.levels.texts == tuple(f"{c:.2f}" for c in costs)
    assert squares.picture.sentence == "C₀ = 0.1400; the mean over all four examples is C = 0.6400."


def test_improving_the_last_example_brings_the_mean_to_what_the_lesson_says(squares):
    squares.set({"example": 3, "a30": 0.0, "a31": 0.0, "a32": 1.0})
    assert squares.figure.average.texts == ("mean C = 0.3125",)


def test_only_the_chosen_examples_sliders_are_seen(squares):
    squares.set({"example": 2})
    seen = [name for name, c in squares.controls.items() if c.layout.display != "none"]
    assert seen == ["example", "a20", "a21", "a22"]


def test_no_column_reaches_above_the_picture(squares):
    squares.set({f"a{k}{j}": 1 - cost.WANTED[k][j] for k in range(4) for j in range(3)})
    for collection in (squares.figure.squares, squares.figure.tank, squares.figure.columns):
        corners = np.concatenate([path.vertices for path in collection.get_paths()])
        assert corners.min() >= 0
        assert (corners.max(axis=0) < (992, 452)).all()
    assert squares.figure.level.get_offsets()[0][1] < 436


# -- along one weight --------------------------------------------------------------------------


@pytest.mark.parametrize(("w", "b"), [(2.0, 0.0), (-12.0, 8.0), (12.0, -4.0), (0.0, 0.0)])
def test_the_bars_the_curve_and_the_point_are_the_networks_cost(curve, w, b):
    curve.set({"w": w, "b": b})
    network = Network([[[w]]], [[b]])
    total = network.cost(BRIGHTNESS[:, None], ANSWERS[:, None])
    singles = [network.cost([a], [y]) for a, y in zip(BRIGHTNESS, ANSWERS, strict=True)]
    tops = [path.vertices[:, 1].max() for path in curve.figure.bars.get_paths()]
    np.testing.assert_allclose(tops, singles)
    assert curve.figure.point.get_offsets()[0].tolist() == pytest.approx([w, total])
    assert curve.figure.cost.texts == (f"C = {total:.4f}",)
    at_w = np.interp(w, curve.figure.curve.get_xdata(), curve.figure.curve.get_ydata())
    assert at_w == pytest.approx(total, abs=1e-3)


def test_each_miss_stands_as_a_square(curve):
    curve.set({"w": 3.0, "b": -1.0})
    outputs = Network([[[3.0]]], [[-1.0]]).forward(BRIGHTNESS[:, None])[-1][:, 0]
    np.testing.assert_allclose(
        [area(path) for path in curve.figure.squares.get_paths()], (outputs - ANSWERS) ** 2
    )


def test_another_bias_moves_the_bottom_right_and_down_as_the_lesson_says(curve):
    bottoms = []
    for b in (0.0, -4.0):
        curve.set({"b": b})
        x, y = curve.figure.curve.get_data()
        bottoms.append((x[y.argmin()], y.min()))
    assert bottoms[1][0] > bottoms[0][0] > 0
    assert bottoms[1][1] < bottoms[0][1]
    assert np.ptp(y[x < -8]) < 0.001


def test_no_weight_and_bias_bring_the_cost_to_nothing(curve):
    w, b, x = np.meshgrid(np.linspace(-12, 12, 49), np.linspace(-8, 8, 33), BRIGHTNESS)
    costs = ((1 / (1 + np.exp(-w * x - b)) - ANSWERS) ** 2).mean(axis=-1)
    assert costs.min() > 0.1


# -- the landscape -----------------------------------------------------------------------------


def downhill(place, step=0.2):
    """Walk to the lowest neighbour until there is none."""
    moves = step * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
    here = np.array(place)
    while True:
        neighbours = np.clip(here + moves, -8, 8)
        costs = cost.cost_at(*neighbours.T)
        if costs.min() >= cost.cost_at(*here):
            return here
        here = neighbours[costs.argmin()]


def test_the_cost_at_a_place_is_the_networks_own():
    rng = np.random.default_rng(2)
    for w1, w2 in rng.uniform(-8, 8, (20, 2)):
        network = Network([[[w1]], [[w2]]], [[b] for b in BIASES])
        assert cost.cost_at(w1, w2) == pytest.approx(network.cost(PLACES, LEVELS))


def test_the_starts_lead_into_two_valleys_of_different_depth():
    ends = [downhill(start) for start in STARTS]
    costs = [float(cost.cost_at(*end)) for end in ends]
    assert [tuple(np.sign(end)) for end in ends] == [(1, 1), (-1, -1), (-1, -1)]
    assert costs[0] == pytest.approx(0.1026, abs=1e-4)
    assert costs[1:] == pytest.approx([0.0271, 0.0271], abs=1e-4)


def test_between_the_valleys_lies_a_ridge():
    line = np.linspace((5.3, 1.2), (-4.0, -3.7), 200)
    assert cost.cost_at(*line.T).max() > 0.12


def test_one_drag_is_one_move_however_many_places_it_passes(hill):
    for w1 in (2.0, 1.0, 0.0):
        hill.controls["w1"].value = w1
    assert hill.trail == [(3.0, 5.0), (0.0, 5.0)]
    hill.controls["w2"].value = 4.0
    assert hill.figure.results.texts[1] == "2"


def test_arrow_keys_and_clicks_move_the_point(hill):
    hill._walk(1, 0)
    hill._walk(0, -1)
    assert hill.trail[-1] == (4.0, 4.0)
    hill._point(1, [[0.25, 0.75]])
    assert hill.trail[-1] == (-4.0, -4.0)
    hill._point(1, [[0.25, 0.75], [0.5, 0.5]])
    assert hill.trail[-1] == (0.0, 0.0)
    assert len(hill.trail) == 4


def test_a_walk_stops_at_the_edge_of_the_map(hill):
    hill._point(1, [[1.4, -0.3]])
    assert hill.trail[-1] == (8.0, 8.0)
    hill._walk(1, 1)
    assert len(hill.trail) == 2


def test_the_fog_hides_the_map_and_every_stop_counts(hill):
    hill.controls["fog"].value = True
    assert hill.figure.fog.get_visible()
    assert not hill.controls["w1"].continuous_update
    for w1 in (2.0, 1.0, 0.0):
        hill.controls["w1"].value = w1
    assert hill.figure.results.texts[1] == "3"
    hill._point(1, [[0.5, 0.5]])
    hill._point(1, [[0.5, 0.5], [0.2, 0.8]])
    assert len(hill.trail) == 5


def test_the_best_in_the_fog_is_kept(hill):
    hill.controls["fog"].value = True
    for place in ([0.4, 0.6], [0.3, 0.7], [0.25, 0.75]):
        hill._point(len(hill.trail), [place])
    assert cost.cost_at(*hill.trail[-1]) < GOAL
    assert hill.figure.results.texts[2] == f"below {GOAL} in {hill.best} moves"
    assert hill.picture.sentence.endswith("done in the fog.")
    best = hill.best
    hill.restart()
    assert (len(hill.trail), hill.best) == (1, best)


def test_a_goal_reached_too_late_or_with_the_map_does_not_count(hill):
    hill._point(1, [[0.25, 0.75]])
    assert hill.best is None
    hill.controls["fog"].value = True
    for _ in range(LIMIT):
        hill._walk(*((1, 0) if len(hill.trail) % 2 else (-1, 0)))
    hill._point(99, [[0.25, 0.75]])
    assert hill.best is None
    assert "go back to the start" in hill.picture.sentence


def test_a_start_below_the_goal_is_no_feat(hill):
    hill.set({"fog": True, "start": 1})
    assert hill.best is None
    assert "within 10 moves" in hill.picture.sentence


def test_the_fog_and_another_start_begin_anew(hill):
    hill._walk(1, 0)
    hill.controls["start"].value = 2
    assert hill.trail == [STARTS[2]]
    assert (hill.values["w1"], hill.values["w2"]) == STARTS[2]


def test_its_state_is_plain_json_and_brings_the_way_back(hill):
    hill.controls["fog"].value = True
    for place in ([0.4, 0.6], [0.25, 0.75]):
        hill._point(len(hill.trail), [place])
    told = json.loads(json.dumps(hill.state))
    other = landscape()
    other.set(told)
    assert other.state == hill.state
    assert other.picture.sentence == hill.picture.sentence


@pytest.mark.parametrize("trail", [[[9.0, 0.0]], [[0.0]], [], [[np.nan, 0.0]]])
def test_a_trail_that_leaves_the_map_is_refused(hill, trail):
    before = hill.state
    with pytest.raises(ValueError, match="trail must be pairs of numbers"):
        hill.set({"trail": trail})
    assert hill.state == before


def test_a_move_redraws_only_what_moved(hill, squares, curve):
    for explorer, state in ((hill, {"w1": -3.0}), (squares, {"a00": 0.2}), (curve, {"w": -3.0})):
        before = explorer.picture._blitter.full_draws
        explorer.set(state)
        assert explorer.picture._blitter.full_draws == before


def test_a_long_walk_shows_its_newest_moves(hill):
    for k in range(40):
        hill._walk(*((1, 0) if k % 2 else (-1, 0)))
    x = hill.figure.fall.get_xdata()
    assert (len(x), x.max()) == (25, 24)
    assert hill.figure.results.texts[1] == "40"
