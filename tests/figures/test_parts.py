"""The parts of a picture: readable, coloured by meaning, drawn where they were told."""

import numpy as np
import pytest

from coursekit.figures import parts


@pytest.fixture
def axes():
    with parts.style():
        return parts.drawing(parts.new_figure(200, 100), 0, 0, 200, 100)


def ink_box(figure, artist):
    """Return the smallest box of pixels that drawing the artist changes: left, top, right, low."""
    from coursekit.live import Blitter

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


def test_an_empty_text_draws_nothing_and_fails_nothing(axes):
    numbers = parts.Numbers(axes, [(10, 10), (20, 20)])
    numbers.write(["", " "])
    axes.figure.canvas.draw()
    assert numbers.texts == ("", " ")


def test_circles_lie_where_their_centres_say(axes):
    disc = parts.circles(axes, [(60, 40)], 7.2)  # 7.2 points are 10 pixels
    left, top, right, low = ink_box(axes.figure, disc)
    assert (left + right) / 2 == pytest.approx(60, abs=1.5)
    assert (top + low) / 2 == pytest.approx(60, abs=1.5)
    assert right - left == pytest.approx(22, abs=3)


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_every_activation_can_be_read_on_its_own_grey():
    greys = parts.grey(np.linspace(0, 1, 101))
    pairs = zip(parts.ink_on(greys), greys, strict=True)
    assert min(contrast(ink, ground) for ink, ground in pairs) >= 4.5


def test_every_weight_can_be_read_on_its_own_colour():
    colours = parts.signed_colours(np.linspace(-2, 2, 101), largest=2)
    pairs = zip(parts.ink_on(colours), colours, strict=True)
    assert min(contrast(ink, ground) for ink, ground in pairs) >= 4.5


@pytest.mark.parametrize("colour", ["INK", "QUIET", "GOOD", "POINT"])
def test_coloured_text_reads_well_on_white_and_on_cards(colour):
    from matplotlib.colors import to_rgb

    ink = to_rgb(getattr(parts, colour))
    assert contrast(ink, (1, 1, 1)) >= 4.5
    assert contrast(ink, to_rgb(parts.CARD)) >= 4.5


def test_edges_say_sign_by_colour_and_size_by_width(axes):
    lines = parts.edges(axes, np.zeros((3, 2)), np.ones((3, 2)))
    parts.show_weights(lines, [-1.5, 0.1, 1.5], largest=1.5)
    (left, _, right), widths = lines.get_colors(), lines.get_linewidths()
    assert left[0] > left[2]  # orange has more red than blue
    assert right[2] > right[0]
    assert widths[0] == widths[2] > widths[1] > 0


def test_zero_weight_is_white_and_the_largest_is_full_colour():
    white, blue = parts.signed_colours(np.array([0.0, 2.0]), largest=2)
    assert white.tolist() == [1, 1, 1]
    assert blue == pytest.approx([0, 0x72 / 255, 0xB2 / 255])
