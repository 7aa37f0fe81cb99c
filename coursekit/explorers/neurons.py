"""Lesson 1's explorers: one neuron, the same neuron before a digit, and the layers."""

from functools import cache

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.explorer import Explorer, columns, slider
from coursekit.figures import digit as digit_figure
from coursekit.figures.layers import LAYERS, SHOWN_PIXELS, LayersFigure
from coursekit.figures.neuron import INPUTS, Z_POINTS, NeuronFigure
from coursekit.figures.parts import low
from coursekit.network.datasets import mnist
from coursekit.network.network import Network, sigmoid

IMAGES = 100  # how many test images the explorers leaf through
SHARPNESS = 5  # how far apart the templates' neuron holds its digit from the rest


class OneNeuron(Explorer):
    """Three inputs, three weights and a bias under sliders, one activation out."""

    main = "w0"

    def __init__(self):
        self.figure = NeuronFigure(sigmoid(Z_POINTS))
        inputs = zip(range(INPUTS), (0.9, 0.2, 0.6), strict=True)
        weights = zip(range(INPUTS), (1.2, -0.8, 0.5), strict=True)
        self.controls = {
            **{
                f"a{i}": slider(f"a{low(i)}", a, 0.0, 1.0, 0.1, read=f"input {i}")
                for i, a in inputs
            },
            **{
                f"w{i}": slider(f"w{low(i)}", w, -1.5, 1.5, 0.1, read=f"weight {i}")
                for i, w in weights
            },
            "b": slider("b", -0.4, -1.5, 1.5, 0.1, read="bias"),
            "terms": slider("terms", INPUTS + 1, 0, INPUTS + 1, 1, read="terms added up so far"),
        }
        self.open()

    def refresh(self):
        values = self.values
        inputs = np.array([values[f"a{i}"] for i in range(INPUTS)])
        weights = np.array([values[f"w{i}"] for i in range(INPUTS)])
        terms = np.append(weights * inputs, values["b"])
        counted = values["terms"]
        z = float(terms[:counted].sum())
        a = float(sigmoid(z))
        self.figure.update(inputs, weights, values["b"], counted, z, a)
        if counted <= INPUTS:
            return f"{counted} of {INPUTS + 1} terms added: {_number(z)} so far."
        return f"z = {_number(z)}, so a = {a:.2f}: the neuron is {brightness(a)}."

    def layout(self):
        c = self.controls
        groups = ("a0", "a1", "a2"), ("w0", "w1", "w2"), ("b", "terms")
        return [columns(*([c[name] for name in group] for group in groups))]


class DigitNeuron(Explorer):
    """One neuron that looks for one digit in a real image, row of pixels by row of pixels."""

    main = "rows"

    def __init__(self):
        self.figure = digit_figure.DigitFigure(sigmoid(digit_figure.Z_POINTS))
        self.controls = {
            "image": slider("image", 18, 0, IMAGES - 1, 1, read="which image the neuron sees"),
            "looks_for": slider("looks for", 3, 0, 9, 1, read="which digit the neuron looks for"),
            "b": slider("b", 0.0, -12.0, 12.0, 0.1, read="bias"),
            "rows": slider("rows", 28, 0, 28, 1, read="rows of pixels added up so far"),
        }
        self._take_its_bias()
        self.controls["looks_for"].observe(self._take_its_bias, names="value")
        self.open()

    def refresh(self):
        values = self.values
        digits = mnist("test")[:IMAGES]
        image, label = digits.inputs(np.float64)[values["image"]], digits.labels[values["image"]]
        weights, _ = template(values["looks_for"])
        products = (image * weights)[: 28 * values["rows"]]
        terms = products[products > 0].sum(), products[products < 0].sum(), values["b"]
        z = float(sum(terms))
        a = float(sigmoid(z))
        self.figure.update(image, weights, values["b"], values["rows"], terms, z, a)
        scene = f"The image is a {label}, the neuron looks for a {values['looks_for']}"
        if values["rows"] < 28:
            return f"{scene}: {_number(z)} after {values['rows']} of 28 rows."
        return f"{scene}: z = {_number(z)}, so a = {a:.2f} and it is {brightness(a)}."

    def layout(self):
        c = self.controls
        return [columns((c["image"], c["looks_for"]), (c["b"], c["rows"]))]

    def _take_its_bias(self, _change=None):
        _, bias = template(self.controls["looks_for"].value)
        self.controls["b"].value = bias


class Layers(Explorer):
    """An image on its way through a network that has learned nothing yet."""

    main = "image"

    def __init__(self):
        self.figure = LayersFigure()
        self.network = Network.random([784, 16, 16, 10], np.random.default_rng(0))
        self.controls = {
            "image": slider("image", 0, 0, IMAGES - 1, 1, read="which image the network sees"),
            "layer": widgets.ToggleButtons(
                options=LAYERS,
                description="layer",
                style={"button_width": "80px", "description_width": "4.5em"},
                layout={"width": "400px"},
            ),
        }
        self.open()

    def refresh(self):
        values = self.values
        digits = mnist("test")[:IMAGES]
        image = digits.inputs(np.float64)[values["image"]]
        _, *middle, outputs = self.network.forward(image)
        rows_through_the_middle = np.linspace(7 * 28 + 14, 21 * 28 + 14, SHOWN_PIXELS).astype(int)
        self.figure.update(image, image[rows_through_the_middle], middle, outputs, values["layer"])
        return MEANINGS[values["layer"]].format(
            label=digits.labels[values["image"]], low=outputs.min(), high=outputs.max()
        )


MEANINGS = {
    "first": "The first layer is the image itself: 784 neurons, each as bright as its pixel.",
    "middle": "The middle layers: 16 and 16 neurons. Nobody has told them what to look for.",
    "last": "The last layer has a neuron for each digit. The image is a {label}; untrained, "
    "all ten answer between {low:.2f} and {high:.2f}.",
}


def one_neuron():
    """Open the explorer of a single neuron."""
    return OneNeuron()


def digit_neuron():
    """Open the explorer of a neuron that looks at handwritten digits."""
    return DigitNeuron()


def layers():
    """Open the picture of a whole network: pixels, middle layers, digits."""
    return Layers()


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


def brightness(activation):
    """Say in words how bright a neuron with this activation is.

    >>> brightness(0.56), brightness(0.01)
    ('just over half lit', 'dark')
    """
    for limit, words in BRIGHTNESS:
        if activation < limit:
            return words
    return "fully lit"


BRIGHTNESS = (
    (0.02, "dark"),
    (0.2, "almost dark"),
    (0.4, "dim"),
    (0.49, "just under half lit"),
    (0.51, "half lit"),
    (0.6, "just over half lit"),
    (0.8, "bright"),
    (0.98, "almost fully lit"),
)


def _number(value):
    return f"{value:.2f}".replace("-", "−")
