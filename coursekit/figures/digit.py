"""The same neuron before a handwritten digit: 784 pixels in, one activation out."""

import numpy as np
from matplotlib.patches import Rectangle

from coursekit.figures.parts import (
    INK,
    POINT,
    QUIET,
    Numbers,
    drawing,
    entry_card,
    label,
    new_figure,
    panel,
    signed_colours,
    style,
)
from coursekit.figures.weighted_sum import WeightedSum, curve_points

SIDE = 28  # an MNIST image is 28 × 28 pixels
LIMIT = 12
Z_POINTS = curve_points(LIMIT)
LABELS = ("ink on blue", "ink on orange", "bias $b$")
FAINT = 0.22  # how much of a weight's colour shows where there is no ink


class DigitFigure:
    """A digit, the weights over it, and what their products add up to; `update` moves it all.

    curve: σ at `Z_POINTS`.
    """

    def __init__(self, curve):
        with style():
            self.fig = new_figure(
                1000,
                520,
                "The same neuron, looking at 784 pixels",
                "One weight a pixel. Ink on blue speaks for the digit, ink on orange against it.",
            )
            self.pixels = self._draw_image(24, "the image: 784 activations")
            self.colours = self._draw_image(274, "784 weights, vivid under ink")
            self.sum = WeightedSum(self.fig, 562, 84, 414, 318, LABELS, LIMIT, (Z_POINTS, curve))
            self._draw_cards()
        self.moving = [*self.pixels, *self.colours, *self.sum.moving, self.results]

    def update(self, image, weights, bias, rows, terms, z, a):
        """Show the first `rows` rows of pixels counted.

        image, weights: (784,), brightness in 0 … 1; terms: (3,), the sums of the positive and of
        the negative products, and the bias; z: their sum; a = σ(z).
        """
        counted = np.arange(SIDE)[:, None] < rows
        image = np.reshape(image, (SIDE, SIDE))
        full = signed_colours(np.reshape(weights, (SIDE, SIDE)), np.abs(weights).max())
        strength = (FAINT + (1 - FAINT) * image * counted)[..., None]
        self._show(
            self.pixels, np.repeat(np.where(counted, image, 0.25 * image)[..., None], 3, 2), rows
        )
        self._show(self.colours, 1 - strength * (1 - full), rows)
        self.sum.update(terms, len(terms), z, a)
        self.results.write([f"{z:.2f}".replace("-", "−"), f"{a:.4f}"])

    def _show(self, picture, colours, rows):
        image, line = picture
        image.set_data(colours)
        line.set_ydata([rows - 0.5, rows - 0.5])
        line.set_visible(rows < SIDE)

    def _draw_image(self, left, title):
        axes = panel(self.fig, left, 112, 236, 236)
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, fontsize=12, pad=8)
        image = axes.imshow(np.zeros((SIDE, SIDE, 3)), interpolation="nearest")
        for spine in axes.spines.values():
            spine.set_visible(False)
        (line,) = axes.plot([-0.5, SIDE - 0.5], [0, 0], color=POINT, lw=2)
        frame = axes.add_patch(
            Rectangle((-0.5, -0.5), SIDE, SIDE, fill=False, ec=INK, lw=1.5, zorder=3)
        )
        frame.set_clip_on(False)
        return image, line

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 372, 530, 140)
        for left, width, formula, meaning in (
            (24, 290, "$z = w_0a_0 + … + w_{783}a_{783} + b$", "784 products and the bias"),
            (346, 164, r"$a=\sigma(z)$", "squeezed into 0 … 1"),
        ):
            entry_card(axes, left, 20, width, 96, formula, meaning, 14)
        label(axes, 330, 66, "→", 17, color=QUIET)
        self.results = Numbers(axes, [(169, 66), (428, 66)], 19, weight="bold")
