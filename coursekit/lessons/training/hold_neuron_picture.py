"""One neuron of the trained reader, held: what it reads then, and how much worse it reads."""

from functools import cache

import ipywidgets as widgets
import numpy as np
from matplotlib.collections import PolyCollection

from coursekit.lessons.image_choice import OfImages, image_strip
from coursekit.lessons.network_columns import NetworkColumns
from coursekit.network.network import sigmoid
from coursekit.pictures.charts import boxes, chart
from coursekit.pictures.colours import GOOD, INK, NEGATIVE, POINT, POSITIVE, QUIET
from coursekit.pictures.controls import choice_buttons, slider
from coursekit.pictures.digits import digits_to_learn, reader
from coursekit.pictures.handles import Handle, spot
from coursekit.pictures.notation import a_digit, activation
from coursekit.pictures.parts import Numbers, drawing, edges, label, new_figure, panel, style

SIDE, NEURONS = 28, 16
LAYERS = ("first middle", "second middle")
EVERY = np.arange(2 * NEURONS)


def answers(lit, layer, neuron, value):
    """Return what the reader answers while one middle neuron is held at a value: (n, 10).

    lit: what its two middle layers hold otherwise, (n, 16) each; layer: 0 or 1.
    """
    network, layers = reader(), list(lit)
    layers[layer] = layers[layer].copy()
    layers[layer][:, neuron] = value
    for k in range(layer, 2):
        z = layers[k] @ network.weights[k + 1].T + network.biases[k + 1]
        layers[k + 1 :] = [sigmoid(z)]
    return layers[2]


@cache
def _test():
    """Return the labels of the test images, and what the middle layers hold before each."""
    examples = digits_to_learn()[2]
    return examples.labels, reader().forward(examples.inputs)[1:3]


def shares(layer, neuron, value):
    """Return the share of each digit's test images that is still read rightly, and of all: (11,).

    layer None: nothing is held.
    """
    labels, lit = _test()
    held = (1, 0, lit[1][:, 0]) if layer is None else (layer, neuron, value)
    right = answers(lit, *held).argmax(axis=1) == labels
    return np.array([*(right[labels == d].mean() for d in range(10)), right.mean()])


@cache
def without_each():
    """Return the shares with each neuron off, one after the other: (32, 11), layer by layer."""
    return np.stack([shares(k // NEURONS, k % NEURONS, 0.0) for k in EVERY])


class HoldFigure:
    """An image before a network of which one neuron is held, and two charts over the test images.

    whole: (11,), the shares when nothing is held.
    """

    def __init__(self, whole):
        self.whole = 100 * whole
        with style():
            self.fig = new_figure(
                *(1000, 660),
                "Hold one neuron of a network that reads",
                "The ringed neuron does not follow its inputs. At 0 it is switched off.",
            )
            self.image = self._draw_image()
            self.network = NetworkColumns(self.fig, 300, 64, 340)
            self._draw_digits()
            self._draw_neurons()
        self.moving = [
            *(self.image, self.before, *self.network.moving),
            *(self.now, self.levels, self.off, self.ring, self.cover, self.heading),
        ]

    def update(self, image, network, layers, reading, ringed, told, now, off, heading):
        """Show one image, the network's way with it, and what holding brings over all images.

        told: what was read before, and what is read now; ringed: (layer, neuron);
        now: (11,) shares; off: (32,) shares of one digit, or None while they are covered.
        """
        self.image.set_data(np.reshape(image, (SIDE, SIDE)))
        self.before.write(told)
        self.network.update(network, layers, reading, 3, ringed)
        places = np.arange(11) + (np.arange(11) == 10)
        self.now.set_verts(boxes(places - 0.36, places + 0.36, 0, 100 * now))
        self.levels.write([f"{100 * share:.0f}" for share in now])
        shown = np.zeros(len(EVERY)) if off is None else 100 * off
        self.off.set_verts(boxes(EVERY - 0.38, EVERY + 0.38, 0, shown))
        k = ringed[0] * NEURONS + ringed[1]
        self.ring.set_segments([[(k - 0.5, -4), (k + 0.5, -4)]])
        self.cover.write(["?" if off is None else ""])
        self.heading.write([heading])

    def _draw_image(self):
        axes = panel(self.fig, 30, 96, 190, 190)
        axes.set_axis_off()
        words = drawing(self.fig, 24, 296, 260, 100)
        for x, text in ((50, "before"), (160, "held")):
            label(words, x, 80, text, 12, color=QUIET)
        self.before = Numbers(words, [(50, 50), (160, 50)], 17, weight="bold")
        how = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
        return axes.imshow(np.zeros((SIDE, SIDE)), **how)

    def _draw_digits(self):
        title = "test images read rightly, in %"
        axes = chart(
            *(self.fig, 52, 456, 410, 150, title),
            **{"grid": "y", "xlim": (-0.7, 11.7), "ylim": (0, 118), "yticks": [0, 50, 100]},
        )
        axes.set_xticks([*range(10), 11], [*map(str, range(10)), "all"], fontsize=13, color=INK)
        axes.tick_params(axis="x", length=0)
        self.now = PolyCollection([], facecolors=POSITIVE, alpha=0.6)
        axes.add_collection(self.now, autolim=False)
        x = np.array([*range(10), 11])
        left, right = (np.column_stack([x + side, self.whole]) for side in (-0.42, 0.42))
        edges(axes, left, right, color=GOOD, lw=2.5, zorder=3)
        self.levels = Numbers(axes, [(k, 10) for k in x], 10.5)

    def _draw_neurons(self):
        axes = chart(
            *(self.fig, 520, 456, 450, 150, ""),
            **{"grid": "y", "xlim": (-1, 32), "ylim": (-8, 118), "yticks": [0, 50, 100]},
        )
        ticks = [0, 5, 10, 16, 21, 26, 31]
        axes.set_xticks(ticks, [str(k % NEURONS) for k in ticks], fontsize=11)
        axes.set_xlabel("neurons of the first middle layer, then of the second", fontsize=11.5)
        axes.axvline(15.5, color=QUIET, lw=1)
        self.off = PolyCollection([], facecolors=NEGATIVE, alpha=0.6)
        axes.add_collection(self.off, autolim=False)
        self.ring = edges(axes, [(0, -4)], [(1, -4)], color=POINT, lw=4)
        self.cover = Numbers(axes, [(15.5, 50)], 24, weight="bold", colour=QUIET)
        above = drawing(self.fig, 500, 424, 490, 26)
        self.heading = Numbers(above, [(245, 12)], 12.5)


class HoldNeuron(OfImages):
    """A trained 784-16-16-10 network of which one neuron holds a value of one's choice."""

    name = "training.hold_neuron"
    main = "neuron"
    groups = ("image",), ("layer", "neuron"), ("at", ("held", "show"))

    def __init__(self):
        self.whole = shares(None, 0, 0)
        self.figure = HoldFigure(self.whole)
        self.controls = {
            "image": image_strip(0, "which image the network reads"),
            "layer": choice_buttons("layer", LAYERS, 120, 400),
            "neuron": slider("neuron", 0, 0, NEURONS - 1, 1, read="which neuron is held"),
            "held": widgets.Checkbox(value=False, description="hold it", indent=False),
            "at": slider("at", 0.0, 0.0, 1.0, 0.05, read="the activation at which it is held"),
            "show": widgets.Checkbox(
                value=False, description="every neuron, switched off", indent=False
            ),
        }
        self.open()

    def refresh(self):
        v, network = self.values, reader()
        layer, j = LAYERS.index(v["layer"]), v["neuron"]
        _, *layers = network.forward(self.image)
        first = int(layers[2].argmax())
        now = self.whole
        if v["held"]:
            lit = [each[None] for each in layers[:2]]
            out = answers(lit, layer, j, v["at"])
            lit[layer][0, j] = v["at"]
            if layer == 0:
                lit[1] = sigmoid(lit[0] @ network.weights[1].T + network.biases[1])
            layers = [lit[0][0], lit[1][0], out[0]]
            now = shares(layer, j, v["at"])
        read = int(layers[2].argmax())
        of = first if self.label is None else self.label
        off = without_each()[:, of] if v["show"] else None
        told = [str(first), str(read) if v["held"] else "–"]
        heading = f"{of}s still read when one neuron is off, in %"
        ringed = (layer, j)
        figure = self.image, network, layers, read, ringed, told, now, off, heading
        self.figure.update(*figure)
        bright = activation(layers[2][read])
        if not v["held"]:
            return f"Nothing is held: {self.called} is read as {a_digit(read)} ({bright})."
        return (
            f"Neuron {j} of the {v['layer']} layer is held at {v['at']:g}: {self.called} is read "
            f"as {a_digit(read)} ({bright}), and {100 * now[of]:.0f} % of all {of}s rightly."
        )

    def handles(self):
        for k, column in enumerate(self.figure.network.columns[:2]):
            for j in range(NEURONS):
                chosen = {"layer": LAYERS[k]}
                yield Handle("neuron", spot(column, j), "press", value=j, chooses=chosen)


def hold_neuron():
    """Open the trained reader with one neuron that can be switched off, or held at a value.

    Controls: the image; the layer and the neuron; a box that holds it, and at what; a box that
    shows what each neuron would do when it is switched off.

    For `set` and `at`: image, layer, neuron, held, at, show.
    """
    return HoldNeuron()
