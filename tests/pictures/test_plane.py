"""The square of the plane: answers where they belong, ½ where it lies, points by class."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from coursekit.pictures.parts import new_figure, style
from coursekit.pictures.plane import GRID_POINTS, MARKS, Plane, grid_inputs
from coursekit.pictures.still import Blitter

REACH = 1.5
INPUTS = np.array([[1.0, 0.5], [-1.0, 0.5], [0.5, -1.0]])
LABELS, OF = np.array([1, 0, 1]), {1: [0, 2], 0: [1]}
LEFT, TOP, SIDE = 30, 40, 300


@pytest.fixture
def plane():
    with style():
        return Plane(new_figure(360, 380), LEFT, TOP, SIDE, REACH, "what it answers")


def ramp(along):
    """Answers that rise along one axis: ½ in the middle."""
    return 1 / (1 + np.exp(-4 * grid_inputs(REACH)[:, along]))


def pixel(plane, x, y):
    """Return the colour at a place of the plane, 0 … 255 each."""
    across, up = plane.axes.transData.transform((x, y))
    pixels = Blitter(plane.axes.figure, plane.moving).frame()
    return pixels[len(pixels) - 1 - int(up), int(across), :3].astype(int)


def test_the_network_is_asked_row_by_row_from_one_corner_to_the_other():
    places = grid_inputs(REACH)
    assert places.shape == (GRID_POINTS**2, 2)
    assert (places[1] - places[0]).round(9).tolist() == [2 * REACH / (GRID_POINTS - 1), 0]
    assert (places.min(axis=0) == -REACH).all()
    assert (places.max(axis=0) == REACH).all()


@pytest.mark.parametrize("along", [0, 1])
def test_answers_near_1_are_blue_near_0_orange_and_the_line_lies_at_one_half(plane, along):
    plane.update(ramp(along), INPUTS, LABELS)
    there, back = (1.3, 0.9) if along == 0 else (0.9, 1.3), (-1.3, -0.9)
    high, low = pixel(plane, *there), pixel(plane, *back)
    assert high[2] > high[0] + 60
    assert low[0] > low[2] + 60
    (line,) = plane.half.get_segments()
    assert np.abs(line[:, along]).max() < 1e-9
    assert np.ptp(line[:, 1 - along]) == pytest.approx(2 * REACH)
    plane.update(0 * ramp(along) + 0.7, INPUTS, LABELS)
    assert len(plane.half.get_segments()) == 0


def test_a_round_border_is_closed(plane):
    distance = np.hypot(*grid_inputs(REACH).T)
    plane.update(1 / (1 + np.exp(-9 * (distance - 0.8))), INPUTS, LABELS)
    (line,) = plane.half.get_segments()
    assert (line[0] == line[-1]).all()
    assert np.hypot(*line.T) == pytest.approx(0.8, abs=0.01)


def test_each_class_has_marks_of_its_own_colour_and_its_own_shape(plane):
    plane.update(ramp(0), INPUTS, LABELS)
    colours = {label: tuple(marks.get_facecolor()[0][:3]) for label, marks in plane.points.items()}
    assert colours == {label: to_rgb(colour) for label, colour in MARKS.items()}
    for label in MARKS:
        assert plane.points[label].get_offsets().tolist() == INPUTS[OF[label]].tolist()
    corners = {label: len(marks.get_paths()[0].vertices) for label, marks in plane.points.items()}
    assert corners[0] == 5 < corners[1]


def test_the_other_set_is_fainter_and_goes_when_it_is_not_given_as_rings_do(plane):
    plane.update(ramp(0), INPUTS, LABELS, -INPUTS, 1 - LABELS, ringed=INPUTS[1:2])
    assert plane.rings.get_offsets().tolist() == [[-1.0, 0.5]]
    assert plane.others[0].get_offsets().tolist() == (-INPUTS[LABELS == 1]).tolist()
    assert plane.others[0].get_sizes()[0] < plane.points[0].get_sizes()[0]
    plane.update(ramp(0), INPUTS, LABELS)
    gone = (plane.rings, *plane.others.values())
    assert not any(len(marks.get_offsets()) for marks in gone)


def test_an_update_moves_the_pixels_without_a_full_draw(plane):
    blitter = Blitter(plane.axes.figure, plane.moving)
    plane.update(ramp(0), INPUTS, LABELS)
    before = blitter.frame().copy()
    plane.update(ramp(1), INPUTS, LABELS)
    assert (blitter.frame() != before).any()
    assert blitter.full_draws == 1


def test_its_frame_stays_whole_while_the_colours_move(plane):
    blitter = Blitter(plane.axes.figure, plane.moving)
    plane.update(0 * ramp(0) + 0.5, INPUTS, LABELS)
    blitter.frame()
    plane.update(0 * ramp(0) + 1, INPUTS, LABELS)
    pixels = blitter.frame().astype(int)
    down, across = slice(TOP - 1, TOP + SIDE + 1), slice(LEFT, LEFT + SIDE)
    sides = (down, LEFT - 1), (down, LEFT + SIDE), (TOP - 1, across), (TOP + SIDE, across)
    assert all((pixels[side][:, :3] < 200).all() for side in sides)
