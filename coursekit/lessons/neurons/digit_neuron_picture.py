"""The same neuron before a handwritten digit: 784 pixels in, one activation out."""

from functools import cache

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from coursekit.lessons.image_choice import OfImages, image_strip
from coursekit.lessons.neurons.sum_and_squeeze import WeightedSum, brightness, curve_points
from coursekit.network.datasets import mnist
from coursekit.network.network import sigmoid
from coursekit.pictures.colours import FOG, INK, POINT, QUIET, signed_colours
from coursekit.pictures.controls import slider
from coursekit.pictures.handles import Handle, segment, spot
from coursekit.pictures.notation import a_digit, activation, equals, hundredths
from coursekit.pictures.parts import Numbers, drawing, entry_card, label, new_figure, panel, style

SIDE = 28  # an MNIST image is 28 × 28 pixels
SHARPNESS = 5  # how far apart the templates' neuron holds its digit from the rest
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
            terms = LABELS, LIMIT, (Z_POINTS, curve)
            self.sum = WeightedSum(self.fig, 536, 84, 450, 318, *terms, beside=116)
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
        strength = (FAINT + (1 - FAINT) * image)[..., None]
        # weights that are not counted yet are covered: one may guess them first
        shown = np.where(counted[..., None], 1 - strength * (1 - full), to_rgb(FOG))
        self._show(
            self.pixels, np.repeat(np.where(counted, image, 0.25 * image)[..., None], 3, 2), rows
        )
        self._show(self.colours, shown, rows)
        self.sum.update(terms, len(terms), z, a)
        self.results.write([hundredths(z), activation(a, 4)])

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


class DigitNeuron(OfImages):
    """One neuron that looks for one digit in a real image, row of pixels by row of pixels."""

    name = "neurons.digit_neuron"
    main = "rows"
    groups = ("image", "looks_for"), ("b", "rows")

    def __init__(self):
        self.figure = DigitFigure(sigmoid(Z_POINTS))
        self.controls = {
            "image": image_strip(18, "which image the neuron sees"),
            "looks_for": slider("looks for", 3, 0, 9, 1, read="which digit the neuron looks for"),
            "b": slider("b", 0.0, -12.0, 12.0, 0.1, read="bias"),
            "rows": slider("rows", 0, 0, 28, 1, read="rows of pixels added up so far"),
        }
        self._take_its_bias()
        self.controls["looks_for"].observe(self._take_its_bias, names="value")
        self.open()

    def refresh(self):
        values = self.values
        image = self.image
        weights, _ = template(values["looks_for"])
        products = (image * weights)[: SIDE * values["rows"]]
        terms = products[products > 0].sum(), products[products < 0].sum(), values["b"]
        z = float(sum(terms))
        a = float(sigmoid(z))
        self.figure.update(image, weights, values["b"], values["rows"], terms, z, a)
        scene = f"The image is {self.called}, the neuron looks for {a_digit(values['looks_for'])}"
        if values["rows"] < SIDE:
            return f"{scene}: {hundredths(z)} after {values['rows']} of 28 rows."
        return f"{scene}: z = {hundredths(z)}, so a {equals(a)} and it is {brightness(a)}."

    def handles(self):
        f, rows = self.figure, self.values["rows"]
        yield Handle("image", spot(f.pixels[0]), "x")
        yield Handle("looks_for", spot(f.colours[0]), "x")
        for image, _ in (f.pixels, f.colours):
            line = segment(image.axes, (-0.5, rows - 0.5), (SIDE - 0.5, rows - 0.5))
            yield Handle("rows", line, "y", lambda _, y: y + 0.5)
        yield Handle("b", f.sum.end(2), "x", f.sum.worth(2, 1))
        yield Handle("b", f.sum.label(2), "x")

    def together(self):
        f = self.figure
        yield [spot(f.pixels[0]), spot(f.colours[0]), f.sum.label(0), f.sum.label(1)]
        yield [f.sum.label(2), f.sum.end(2)]

    def motion(self, before):
        f, rows = self.figure, self.values["rows"]
        if rows != before["rows"] + 1:
            return []
        lines = [
            segment(image.axes, (-0.5, rows - 1), (SIDE - 0.5, rows - 1))
            for image, _ in (f.pixels, f.colours)
        ]
        return [lines, [f.sum.label(0), f.sum.label(1)]]

    def _take_its_bias(self, _change=None):
        _, bias = template(self.controls["looks_for"].value)
        self.controls["b"].value = bias


def digit_neuron():
    """Open a neuron that looks at handwritten digits.

    Sliders choose the image, the digit it looks for, its bias, and the rows of pixels added.

    For `set` and `at`: image, looks_for, b, rows.
    """
    return DigitNeuron()


@cache
def template(digit):
    """Return 784 weights and a bias for a neuron that looks for one digit.

    A weight is positive where images of this digit have more ink than the others have, on average
    over the training images, and negative where they have less. The bias, rounded to a tenth, puts
    z = 0 halfway between the two averages. No training is involved.

    >>> weights, bias = template(0)
    >>> weights.shape, bool(weights[14 * 28 + 14] < 0)  # a zero has no ink in its middle
    ((784,), True)
    """
    sums, counts = _ink()
    own = sums[digit] / counts[digit]
    other = (sums.sum(axis=0) - sums[digit]) / (counts.sum() - counts[digit])
    weights = own - other
    weights *= SHARPNESS / (weights @ weights)
    return weights, round(float(-weights @ (own + other) / 2), 1)


@cache
def _ink():
    """Return each digit's summed training images (10, 784) in 0 … 1, and their counts (10,)."""
    digits = mnist("train")
    sums = np.array(
        [digits.images[digits.labels == d].sum(axis=0, dtype=np.int64) for d in range(10)]
    )
    return sums / 255, np.bincount(digits.labels, minlength=10)
