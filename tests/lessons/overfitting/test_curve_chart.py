"""The two curves: where their points lie, what is pale, what is left out, what is marked."""

import numpy as np
import pytest

from coursekit.lessons.overfitting.curve_chart import Chart
from coursekit.pictures.parts import new_figure, style
from coursekit.pictures.still import Blitter

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


def test_what_leaves_the_scale_is_drawn_at_its_end_and_what_comes_later_can_be_left_out(chart):
    chart.update(STEPS, VALUES, 3)
    assert points(chart.past[1])[-1] == [30, 1.0]
    chart.update(STEPS, VALUES, 1, hidden=True)
    assert [len(points(line)) for line in chart.later] == [2, 2]


def test_the_ring_stands_on_the_held_out_curve_and_the_line_where_it_stops(chart):
    for marks, rings, ends in (
        ({"kept": 1, "end": 3}, [[10, 0.4]], [30]),
        ({"kept": 1}, [[10, 0.4]], []),
        ({}, [], []),
    ):
        chart.update(STEPS, VALUES, 0, **marks)
        assert chart.kept.get_offsets().tolist() == rings
        assert [line[0, 0] for line in chart.end.get_segments()] == ends


def test_it_moves_without_a_full_draw(chart):
    blitter = Blitter(chart.axes.figure, chart.moving)
    chart.update(STEPS, VALUES, 0, before=(STEPS, VALUES))
    chart.update([], [], 0)  # before the first measurement it is empty
    assert not any(points(line) for line in (*chart.past, *chart.later, *chart.before))
    assert len(chart.dots.get_offsets()) == 0
    before = blitter.frame().copy()
    chart.update(STEPS, VALUES, 3, hidden=True, kept=1, end=2, before=(STEPS, VALUES))
    assert points(chart.before[1]) == [
        [10 * k, min(value, 1)] for k, value in enumerate(VALUES[:, 1])
    ]
    assert (blitter.frame() != before).any()
    assert blitter.full_draws == 1
