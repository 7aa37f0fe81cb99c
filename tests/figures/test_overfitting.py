"""The two curves: where their points lie, what is pale, what is left out, what is marked."""

import numpy as np
import pytest

from coursekit.figures.overfitting import Chart
from coursekit.figures.parts import new_figure, style
from coursekit.live import Blitter

STEPS = np.array([0, 10, 20, 30])
VALUES = np.array([[0.9, 0.8], [0.5, 0.4], [0.3, 0.5], [0.1, 1.7]])


@pytest.fixture
def chart():
    with style():
        return Chart(new_figure(400, 300), 50, 40, 320, 200, "cost", 40, 0, 1)


def points(line):
    return np.column_stack(line.get_data()).tolist()


def test_both_curves_go_up_to_the_moment_and_are_paler_after_it(chart):
    chart.update(STEPS, VALUES, 1)
    for k in (0, 1):
        assert points(chart.past[k]) == [[0, VALUES[0, k]], [10, VALUES[1, k]]]
        assert len(points(chart.later[k])) == 4
        assert chart.later[k].get_alpha() < 0.5
    assert chart.dots.get_offsets().tolist() == [[10, 0.5], [10, 0.4]]
    assert chart.now.get_segments()[0][:, 0].tolist() == [10, 10]


def test_what_leaves_the_scale_is_drawn_at_its_end(chart):
    chart.update(STEPS, VALUES, 3)
    assert points(chart.past[1])[-1] == [30, 1.0]


def test_what_comes_later_can_be_left_out(chart):
    chart.update(STEPS, VALUES, 1, hidden=True)
    assert [len(points(line)) for line in chart.later] == [2, 2]


def test_the_ring_stands_on_the_held_out_curve_and_the_line_where_it_stops(chart):
    chart.update(STEPS, VALUES, 0, kept=1, end=3)
    assert chart.kept.get_offsets().tolist() == [[10, 0.4]]
    assert chart.end.get_segments()[0][:, 0].tolist() == [30, 30]
    chart.update(STEPS, VALUES, 0, kept=1)
    assert chart.end.get_segments() == []
    chart.update(STEPS, VALUES, 0)
    assert len(chart.kept.get_offsets()) == 0


def test_another_training_stands_beside_it_and_goes_again(chart):
    chart.update(STEPS, VALUES, 0, before=(STEPS[:2], VALUES[2:]))
    assert points(chart.before[0]) == [[0, 0.3], [10, 0.1]]
    chart.update(STEPS, VALUES, 0)
    assert points(chart.before[0]) == []


def test_before_the_first_measurement_it_is_empty(chart):
    chart.update([], [], 0)
    assert not any(points(line) for line in (*chart.past, *chart.later))
    assert len(chart.dots.get_offsets()) == 0


def test_it_moves_without_a_full_draw(chart):
    blitter = Blitter(chart.axes.figure, chart.moving)
    chart.update(STEPS, VALUES, 0)
    before = blitter.frame().copy()
    chart.update(STEPS, VALUES, 3, hidden=True, kept=1, end=2, before=(STEPS, VALUES))
    assert (blitter.frame() != before).any()
    assert blitter.full_draws == 1
