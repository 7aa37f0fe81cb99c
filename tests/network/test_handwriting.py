"""Strokes become an image that is scaled, centred and as thick as MNIST's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.network.datasets import mnist
from coursekit.network.handwriting import BOX, SIDE, as_mnist, sample

DIGITS = [sample(d) for d in range(10)]
points = st.tuples(st.floats(0, 1), st.floats(0, 1))
drawings = st.lists(st.lists(points, min_size=1, max_size=20), min_size=1, max_size=5)


def pixels(strokes):
    return as_mnist(strokes).reshape(SIDE, SIDE).astype(float)


def test_where_and_how_large_one_draws_does_not_matter():
    for digit in DIGITS:
        for scale, to in ((0.2, (0.7, 0.1)), (3.0, (-2.0, 5.0))):
            there = pixels([np.asarray(stroke) * scale + to for stroke in digit])
            assert np.abs(pixels(digit) - there).max() <= 8


@given(drawings)
def test_the_ink_fits_the_box_and_is_centred_as_far_as_the_image_allows(strokes):
    ink = pixels(strokes)
    places = np.arange(SIDE) + 0.5
    assert ink.sum() > 0
    for axis in (0, 1):
        drawn = np.flatnonzero(ink.max(axis=axis) > 127)
        assert np.ptp(drawn) < BOX + 1
        centre = ink.sum(axis=axis) @ places / ink.sum()
        at_the_edge = drawn.min() <= 1 or drawn.max() >= SIDE - 2
        assert centre == pytest.approx(SIDE / 2, abs=0.6) or at_the_edge


def test_lines_are_about_as_thick_as_mnists():
    test = mnist("test")
    for digit in range(10):
        theirs = test.images[test.labels == digit].mean()
        assert 0.75 < as_mnist(DIGITS[digit]).mean() / theirs < 1.25


def test_no_stroke_is_an_empty_image_and_a_dot_is_a_dot():
    assert as_mnist([]).sum() == 0
    assert as_mnist([[]]).sum() == 0
    assert 0 < (pixels([[(0.3, 0.9)]]) > 127).sum() < 12


def test_a_dot_far_from_the_rest_and_all_parts_of_a_long_scribble_stay_in_the_image():
    ink = pixels([[(0.0, 1.0)], [(0.0, 0.0), (1.0, 0.0)]])
    assert (ink[-6:] > 127).any()
    assert (ink[:9] > 127).any()
    way = np.column_stack([np.tile([0.0, 1.0], 400), np.linspace(0, 1, 800)])
    ink = pixels([way])
    assert (ink[5:23, 5:23] > 0).mean() > 0.9
