"""What lesson 3's pictures do and the lesson claims, beyond the rows of `pictures.py`."""

import numpy as np
import pytest

from coursekit.lessons.cost import along_weight, landscape, squares
from coursekit.lessons.cost.along_weight_picture import ANSWERS, BRIGHTNESS
from coursekit.lessons.cost.landscape_picture import GOAL, LIMIT
from coursekit.network import Network
from coursekit.pictures.landscape_map import BIASES, LEVELS, PLACES, STARTS, cost_at
from tests.pictures.reading import at_start, press, stroke


@pytest.fixture
def hill():
    explorer = at_start(landscape)
    explorer.set({"fog": False})
    return explorer


def test_only_the_chosen_examples_sliders_are_seen():
    explorer = at_start(squares)
    explorer.set({"example": 2})
    seen = [name for name, c in explorer.controls.items() if c.layout.display != "none"]
    assert seen == ["example", "squares", "a20", "a21", "a22"]


def test_another_bias_moves_the_bottom_right_and_down_as_the_lesson_says():
    explorer, bottoms = at_start(along_weight), []
    for b in (0.0, -4.0):
        explorer.set({"b": b})
        x, y = explorer.figure.curve.get_data()
        bottoms.append((x[y.argmin()], y.min()))
    assert bottoms[1][0] > bottoms[0][0] > 0
    assert bottoms[1][1] < bottoms[0][1]
    assert np.ptp(y[x < -8]) < 0.001


def test_no_weight_and_bias_bring_the_cost_to_nothing():
    w, b, x = np.meshgrid(np.linspace(-12, 12, 49), np.linspace(-8, 8, 33), BRIGHTNESS)
    costs = ((1 / (1 + np.exp(-w * x - b)) - ANSWERS) ** 2).mean(axis=-1)
    assert costs.min() > 0.1


def downhill(place, step=0.2):
    """Walk to the lowest neighbour until there is none."""
    moves = step * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
    here = np.array(place)
    while True:
        neighbours = np.clip(here + moves, -8, 8)
        costs = cost_at(*neighbours.T)
        if costs.min() >= cost_at(*here):
            return here
        here = neighbours[costs.argmin()]


def wander(hill, moves):
    for move in range(moves):
        press(hill, "ArrowLeft" if move % 2 else "ArrowRight")


def test_the_cost_at_a_place_is_the_networks_own():
    for w1, w2 in np.random.default_rng(2).uniform(-8, 8, (20, 2)):
        network = Network([[[w1]], [[w2]]], [[b] for b in BIASES])
        assert cost_at(w1, w2) == pytest.approx(network.cost(PLACES, LEVELS))


def test_the_starts_lead_into_two_valleys_of_different_depth_with_a_ridge_between_them():
    ends = [downhill(start) for start in STARTS]
    assert [tuple(np.sign(end)) for end in ends] == [(1, 1), (-1, -1), (-1, -1)]
    costs = [float(cost_at(*end)) for end in ends]
    assert costs == pytest.approx([0.1026, 0.0271, 0.0271], abs=1e-4)

    line = np.linspace((5.3, 1.2), (-4.0, -3.7), 200)
    assert cost_at(*line.T).max() > 0.12


def test_one_drag_is_one_move_however_many_places_it_passes(hill):
    for w1 in (2.0, 1.0, 0.0):
        hill.controls["w1"].value = w1
    assert hill.trail == [(3.0, 5.0), (0.0, 5.0)]
    hill.controls["w2"].value = 4.0
    assert hill.figure.results.texts[1] == "2"


def test_arrow_keys_and_clicks_move_the_point_as_far_as_the_edge(hill):
    press(hill, "ArrowRight")
    press(hill, "ArrowDown")
    assert hill.trail[-1] == (4.0, 4.0)
    stroke(hill, [0.25, 0.75], [0.5, 0.5])  # a drag: one move
    assert hill.trail[3:] == [(0.0, 0.0)]
    stroke(hill, [1.4, -0.3])
    assert hill.trail[-1] == (8.0, 8.0)
    press(hill, "ArrowUp")
    assert len(hill.trail) == 5


def test_in_the_fog_every_stop_counts_and_a_drag_feels_nothing(hill):
    hill.controls["fog"].value = True
    assert not hill.controls["w1"].continuous_update
    for w1 in (2.0, 1.0, 0.0):
        hill.controls["w1"].value = w1
    assert hill.figure.results.texts[1] == "3"
    stroke(hill, [0.5, 0.5], [0.2, 0.8])
    assert hill.trail[4:] == [(0.0, 0.0)]


def test_the_best_in_the_fog_is_kept(hill):
    hill.controls["fog"].value = True
    for place in ([0.4, 0.6], [0.3, 0.7], [0.25, 0.75]):
        stroke(hill, place)
    best = hill.best
    assert hill.figure.results.texts[2] == f"below {GOAL} in {best} moves"
    hill.again.click()
    assert (len(hill.trail), hill.best) == (1, best)


def test_a_goal_reached_too_late_or_with_the_map_does_not_count(hill):
    stroke(hill, [0.25, 0.75])
    assert hill.best is None
    hill.controls["fog"].value = True
    wander(hill, LIMIT)
    stroke(hill, [0.25, 0.7])
    assert hill.best is None
    assert "go back to the start" in hill.picture.sentence


def test_a_trail_that_leaves_the_map_is_refused(hill):
    before = hill.state
    for trail in ([[9.0, 0.0]], [[0.0]], [], [[np.nan, 0.0]]):
        with pytest.raises(ValueError, match="trail must be pairs of numbers"):
            hill.set({"trail": trail})
        assert hill.state == before


def test_a_long_walk_shows_its_newest_moves(hill):
    wander(hill, 40)
    x = hill.figure.fall.get_xdata()
    assert (len(x), x.max()) == (25, 24)
    assert hill.figure.results.texts[1] == "40"
