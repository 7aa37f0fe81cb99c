"""The colours of the course can be told apart, and read."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from coursekit.pictures import colours


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "grounds",
    [
        colours.grey(np.linspace(0, 1, 101)),
        colours.signed_colours(np.linspace(-2, 2, 101), largest=2),
    ],
    ids=["activations", "weights"],
)
def test_every_number_can_be_read_on_its_own_colour(grounds):
    pairs = zip(colours.ink_on(grounds), grounds, strict=True)
    assert min(contrast(ink, ground) for ink, ground in pairs) >= 4.5


@pytest.mark.parametrize("colour", ["INK", "QUIET", "GOOD", "POINT"])
def test_coloured_text_reads_well_on_white_and_on_cards(colour):
    ink = to_rgb(getattr(colours, colour))
    assert contrast(ink, (1, 1, 1)) >= 4.5
    assert contrast(ink, to_rgb(colours.CARD)) >= 4.5


def test_zero_weight_is_white_and_the_largest_is_full_colour():
    white, blue = colours.signed_colours(np.array([0.0, 2.0]), largest=2)
    assert white.tolist() == [1, 1, 1]
    assert blue == pytest.approx([0, 0x72 / 255, 0xB2 / 255])
