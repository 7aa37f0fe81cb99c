"""Points and weights of a small network by hand: by controls, by handles, in shared strings."""

from functools import partial

import numpy as np
import pytest

from coursekit import open_shared
from coursekit.lessons.training import small_descent
from coursekit.lessons.training.by_hand import checked_edits, checked_points, place_of
from coursekit.lessons.training.point_sets import COUNT, points_of
from coursekit.lessons.training.small_network_figure import REACH
from tests.pictures.reading import at_start


@pytest.fixture
def way():
    return at_start(small_descent)


def test_a_shared_string_restores_what_was_changed_by_hand(way):
    way.set({"classes": 3, "step": 40})
    way.place(0.5, -0.25, 2)
    way.move(7, -1.0, 1.0)
    way.controls["label"].value = 0
    way.set({"neuron": 5, "weight": 1})
    way.controls["w"].value = 3.5
    other = open_shared(way.share())
    assert other.state == way.state
    assert other.picture.sentence == way.picture.sentence
    assert other.figure.weights.texts == way.figure.weights.texts
    inputs, labels = other.points
    assert len(labels) == COUNT + 1
    assert (inputs[[40, 7]].tolist(), labels[[40, 7]].tolist()) == ([[0.5, -0.25], [-1, 1]], [2, 0])
    layer, neuron = place_of(5, other.sizes)
    assert other._way.network(40).weights[layer - 1][neuron, 1] == 3.5


def test_the_controls_of_a_point_follow_it_and_move_it(way):
    way.set({"point": 5})
    x, y = points_of("two rings").inputs[5]
    shown = [way.controls[name].value for name in ("x", "y", "label")]
    assert shown == [pytest.approx(x, abs=0.006), pytest.approx(y, abs=0.006), 1]
    assert way.controls["points"].value == []
    way.controls["x"].value = 1.25
    assert way.points.inputs[5].tolist() == [1.25, shown[1]]
    assert len(way.points.labels) == COUNT
    way.take_away()
    assert len(way.points.labels) == COUNT - 1
    way.set({"set": "two moons"})  # drawn anew
    np.testing.assert_array_equal(way.points.inputs, points_of("two moons").inputs)


def test_a_press_on_the_map_puts_one_point_and_a_drag_moves_that_one(way):
    handles = list(way.handles())
    on_map = [k for k, handle in enumerate(handles) if handle.along == "at"]
    assert len(on_map) == 1
    spot = handles[on_map[0]].spot
    way.picture.marks.everything()
    pixel = 2 * REACH / spot.width
    for hold, across, up in ((1, 10, 20), (1, 30, 40), (2, -50, 0)):
        way.picture.marks.grab({"hold": hold, "grab": on_map[0], "by": (across, up)})
        way.picture.marks.everything()
    assert len(way.points.labels) == COUNT + 2
    wanted = np.array([(30, 40), (-50, 0)]) * pixel
    np.testing.assert_allclose(way.points.inputs[COUNT:], wanted, atol=0.006)


def test_every_weight_has_a_handle_that_chooses_it(way):
    way.set({"neurons": 3, "second": 2, "classes": 3, "step": 25})
    found = set()
    for handle in way.handles():
        if handle.control == "w" and "neuron" in handle.chooses:
            way.set(dict(handle.chooses))
            layer, neuron = way.chosen
            weight = way._way.network(25).weights[layer - 1][neuron, way.values["weight"]]
            assert way.controls["w"].value == pytest.approx(weight, abs=1e-4)
            found.add((layer, neuron, way.values["weight"]))
    assert len(found) == 3 * 2 + 2 * 3 + 3 * 2
    assert not way.values["edits"]


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (checked_points, [[0, 0, 0]]),
        (checked_points, [[0, 0, 0], [0, 0, 4]]),
        (checked_points, [[0, 0, 0], [0, float("nan"), 1]]),
        (checked_points, [[0, 0, 0]] * 101),
        (checked_points, "points"),
        (partial(checked_edits, sizes=(2, 3, 1)), [[0, 1, 3, 0, 1.0]]),
        (partial(checked_edits, sizes=(2, 3, 1)), [[0, 0, 0, 0, 1.0]]),
        (partial(checked_edits, sizes=(2, 3, 1)), [[0, 2, 0, 4, 1.0]]),
        (partial(checked_edits, sizes=(2, 3, 1)), [[0, 1, 0, 0, 21.0]]),
        (partial(checked_edits, sizes=(2, 3, 1)), [[0.5, 1, 0, 0, 1.0]]),
    ],
)
def test_what_no_state_can_hold_is_refused(check, wrong):
    with pytest.raises(ValueError, match="by hand are"):
        check(wrong)
