"""A trained network reading a digit: every activation visible, one neuron's weights in view."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from coursekit.lessons.image_choice import OfImages, image_strip
from coursekit.pictures.colours import (
    CARD,
    GOOD,
    GRID,
    INK,
    POINT,
    POSITIVE,
    QUIET,
    grey,
    signed_colours,
)
from coursekit.pictures.controls import choice_buttons, slider
from coursekit.pictures.digits import reader
from coursekit.pictures.handles import Handle, box, spot
from coursekit.pictures.notation import a_digit, activation, near
from coursekit.pictures.parts import (
    Numbers,
    circles,
    drawing,
    edges,
    new_figure,
    panel,
    show_weights,
    style,
)

SIDE = 28
LAYERS = ("first middle", "second middle", "last")
COLUMNS = (78, 260, 450)  # x of the two middle layers and of the digits
BAR_LEFT, BAR_LENGTH = 512, 160
COUNTS = (16, 16, 10)
HEADS = (
    (COLUMNS[0] + 10, 462),
    (COLUMNS[1] + 14, 462),
    (550, 462),
)  # where the layers' names stand
CENTRE = 226


class ReaderFigure:
    """An image, 16 and 16 hidden neurons, ten outputs as bars; `update` moves them all."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                560,
                "784-16-16-10: a trained network reads a digit",
                "Every circle is a neuron: black is 0, white is 1. Lines are the chosen weights.",
            )
            self.image = self._draw_image(104, "the image: 784 pixels", np.zeros((SIDE, SIDE)))
            self.weights = self._draw_image(346, "weights on the pixels", np.zeros((SIDE, SIDE, 3)))
            self.title = self.weights.axes.title
            self._draw_network()
        self.moving = [
            *(self.image, self.weights, self.links, *self.columns, self.levels),
            *(self.bars, self.outputs),
        ]

    def update(self, image, layers, through, pixels, incoming, chosen, reading):
        """Show one image on its way through the network, as far as the first `through` layers.

        image: (784,); layers: the activations (16,), (16,), (10,), all in 0 … 1.
        pixels: (784,), weights of a neuron of the first middle layer, to be seen as a picture.
        incoming: the chosen neuron's weights from the layer before, None where those are pixels.
        chosen: (which of the three layers, which neuron); reading: the brightest output.
        """
        self.image.set_data(np.reshape(image, (SIDE, SIDE)))
        colours = signed_colours(np.reshape(pixels, (SIDE, SIDE)), np.abs(pixels).max() or 1.0)
        self.weights.set_data(colours)
        if self.title.get_visible() != (incoming is None):
            self.title.set_visible(incoming is None)
        self._show_links(incoming, chosen)
        for place, (column, values) in enumerate(zip(self.columns, layers, strict=True)):
            lit = [chosen == (place, j) for j in range(len(values))]
            column.set(
                facecolors=grey(values) if place < through else to_rgb(CARD),
                edgecolors=[POINT if one else QUIET for one in lit],
                linewidths=[3.2 if one else 1.0 for one in lit],
            )
        told = [[near(a) if k < through else "?" for a in layers[k]] for k in (0, 1)]
        self.levels.write([*told[0], *told[1]])
        self._show_outputs(layers[2], reading, through == len(layers))

    def _show_links(self, incoming, chosen):
        place, j = chosen
        self.links.set_visible(incoming is not None)
        if incoming is not None:
            before, here = self.places[place - 1], self.places[place][j]
            ends = np.tile(here, (len(before), 1))
            self.links.set_segments(np.stack([before + np.array([54, 0]), ends], axis=1))
            show_weights(self.links, incoming, np.abs(incoming).max() or 1.0)

    def _show_outputs(self, values, reading, known):
        boxes = self.places[2][:, None] + np.array([(0, -11), (1, -11), (1, 11), (0, 11)])
        boxes[..., 0] = BAR_LEFT + np.outer(BAR_LENGTH * values * known, [0, 1, 1, 0])
        self.bars.set_verts(boxes)
        lit = np.arange(len(values)) == reading
        self.bars.set_facecolor([GOOD if one else POSITIVE for one in lit])
        self.outputs.write([activation(value) if known else "?" for value in values])

    def head(self, place):
        """Return the spot of a layer's name."""
        x, y = HEADS[place]
        return box(self.bars.axes, x - 66, y - 14, x + 66, y + 14)

    def bar(self, digit):
        """Return the spot of all of a digit's scale."""
        y = self.places[2][digit][1]
        return box(self.bars.axes, BAR_LEFT, y - 12, BAR_LEFT + BAR_LENGTH, y + 12)

    def _draw_image(self, top, title, blank):
        axes = panel(self.fig, 30, top, 196, 196)
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, fontsize=12, pad=6)
        for spine in axes.spines.values():
            spine.set_visible(False)
        how = {"interpolation": "nearest"}
        if blank.ndim == 2:
            how |= {"cmap": "gray", "vmin": 0, "vmax": 1}
        return axes.imshow(blank, **how)

    def _draw_network(self):
        axes = drawing(self.fig, 240, 72, 760, 488)
        self.places = [_column(x, n) for x, n in zip(COLUMNS, COUNTS, strict=True)]
        start = np.zeros((16, 2))
        self.links = edges(axes, start, start, zorder=1)
        self.columns = [
            circles(axes, at, radius, zorder=2)
            for at, radius in zip(self.places, (8, 8, 11), strict=True)
        ]
        beside = np.concatenate([at + np.array([16, 0]) for at in self.places[:2]])
        self.levels = Numbers(axes, beside, 11, align="left")
        self.levels.set_zorder(3)
        for digit, (x, y) in enumerate(self.places[2]):
            axes.text(x + 24, y, str(digit), fontsize=15, weight="bold", va="center")
            axes.plot([BAR_LEFT, BAR_LEFT + BAR_LENGTH], [y, y], color=GRID, lw=1, zorder=0)
        self.bars = PolyCollection([], zorder=1)
        axes.add_collection(self.bars, autolim=False)
        ends = [(BAR_LEFT + BAR_LENGTH + 10, y) for _, y in self.places[2]]
        self.outputs = Numbers(axes, ends, 12, align="left", colour=INK)
        for (x, y), text in zip(
            HEADS, ("first middle: 16", "second middle: 16", "last: 10"), strict=True
        ):
            axes.text(x, y, text, fontsize=12.5, weight="bold", ha="center", va="center")


def _column(x, count):
    spacing = min(42, 412 / count)
    return np.column_stack(
        [np.full(count, float(x)), CENTRE + spacing * ((count - 1) / 2 - np.arange(count))]
    )


class DigitReader(OfImages):
    """A trained 784-16-16-10 network before real digits it has never seen."""

    name = "matrix_activation.digit_reader"
    main = "through"
    since = (("through", 3),)
    groups = ("image", "through"), ("layer", "neuron")

    def __init__(self):
        self.figure = ReaderFigure()
        self.network = reader()
        self.controls = {
            "image": image_strip(0, "which image the network reads"),
            "through": slider("layers", 0, 0, 3, 1, read="layers computed so far"),
            "layer": choice_buttons("layer", LAYERS, 120, 480),
            "neuron": slider("neuron", 0, 0, 15, 1, read="which neuron's weights are shown"),
        }
        self.controls["layer"].observe(self._count_neurons, names="value")
        self.open()

    def refresh(self):
        v = self.values
        image = self.image
        _, *layers = self.network.forward(image)
        place = LAYERS.index(v["layer"])
        incoming = self.network.weights[place][v["neuron"]]
        pixels = incoming if place == 0 else np.zeros(784)
        first, second = np.argsort(layers[-1])[[-1, -2]]
        chosen = (place, v["neuron"])
        links = None if place == 0 else incoming
        self.figure.update(image, layers, v["through"], pixels, links, chosen, first)
        if v["through"] < len(layers):
            return f"The image is {self.called}: {v['through']} of 3 layers are computed."
        verdict = ", rightly" if first == self.label else f", but it is {self.called}"
        if self.is_own:
            verdict = ""
        return (
            f"The network reads {a_digit(first)} ({activation(layers[-1][first])}){verdict}. "
            f"Next comes the {second} with {activation(layers[-1][second])}."
        )

    def handles(self):
        f = self.figure
        yield Handle("image", spot(f.image), "x")
        for place, layer in enumerate(LAYERS):
            yield Handle("through", f.head(place), "press", value=place + 1)
            for neuron in range(COUNTS[place]):
                disc = spot(f.columns[place], neuron)
                yield Handle("neuron", disc, "press", value=neuron, chooses={"layer": layer})

    def together(self):
        f = self.figure
        for k in (0, 1):
            for neuron in range(COUNTS[k]):
                yield [spot(f.columns[k], neuron), spot(f.levels, COUNTS[0] * k + neuron)]
        for digit in range(COUNTS[2]):
            yield [spot(f.columns[2], digit), f.bar(digit), spot(f.outputs, digit)]
        if self.values["layer"] == LAYERS[0]:
            yield [spot(f.image), spot(f.weights), spot(f.columns[0], self.values["neuron"])]

    def motion(self, before):
        f, through = self.figure, self.values["through"]
        if through != before["through"] + 1:
            return []
        layers = [[spot(c, n) for n in range(len(c.get_offsets()))] for c in f.columns]
        return [[spot(f.image)] if through == 1 else layers[through - 2], layers[through - 1]]

    def _count_neurons(self, _change=None):
        last = self.controls["layer"].value == LAYERS[-1]
        self.controls["neuron"].max = 9 if last else 15


def digit_reader():
    """Open a trained network that reads digits, its activations covered.

    Controls: the image; layers, how many of them are computed; the neuron to look into.

    For `set` and `at`: image, through, layer, neuron.
    """
    return DigitReader()
