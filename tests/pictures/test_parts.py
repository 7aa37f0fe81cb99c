"""The parts of a picture are drawn where they were told, and say what they stand for."""

import numpy as np
import pytest

from coursekit.pictures import parts


@pytest.fixture
def axes():
    with parts.style():
        return parts.drawing(parts.new_figure(200, 100), 0, 0, 200, 100)


def ink_box(figure, artist):
    """Return the smallest box of pixels that drawing the artist changes: left, top, right, low."""
    from coursekit.pictures.still import Blitter

    blitter = Blitter(figure, [artist])
    artist.set_visible(False)
    empty = blitter.frame().copy()
    artist.set_visible(True)
    rows, columns = np.nonzero((blitter.frame() != empty).any(axis=2))
    return columns.min(), rows.min(), columns.max(), rows.max()


@pytest.mark.parametrize("text", ["0.26", "−1.20", "8"])
def test_a_number_stands_centred_on_its_place(axes, text):
    numbers = parts.Numbers(axes, [(60, 40)], 14)
    numbers.write([text])
    left, top, right, low = ink_box(axes.figure, numbers)
    assert (left + right) / 2 == pytest.approx(60, abs=1.5)
    assert (top + low) / 2 == pytest.approx(100 - 40, abs=1.5)


def test_numbers_are_aligned_by_their_right_end_when_asked(axes):
    numbers = parts.Numbers(axes, [(150, 50)], 14, align="right")
    numbers.write(["123.45"])
    assert ink_box(axes.figure, numbers)[2] == pytest.approx(149, abs=2)
    numbers.write([" "])  # draws nothing, and fails nothing
    axes.figure.canvas.draw()
    assert numbers.texts == (" ",)


def test_circles_lie_where_their_centres_say(axes):
    disc = parts.circles(axes, [(60, 40)], 7.2)  # 7.2 points are 10 pixels
    left, top, right, low = ink_box(axes.figure, disc)
    assert (left + right) / 2 == pytest.approx(60, abs=1.5)
    assert (top + low) / 2 == pytest.approx(60, abs=1.5)
    assert right - left == pytest.approx(22, abs=3)


def test_edges_say_sign_by_colour_and_size_by_width(axes):
    lines = parts.edges(axes, np.zeros((3, 2)), np.ones((3, 2)))
    parts.show_weights(lines, [-1.5, 0.1, 1.5], largest=1.5)
    (left, _, right), widths = lines.get_colors(), lines.get_linewidths()
    assert left[0] > left[2]  # orange has more red than blue
    assert right[2] > right[0]
    assert widths[0] == widths[2] > widths[1] > 0
