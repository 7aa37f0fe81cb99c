"""The first layer of a network that reads digits: what each neuron weighs, and what lights it."""

import ipywidgets as widgets
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from coursekit.lessons.training.weight_tiles import ACROSS, GAP, SIDE, covered, tiled
from coursekit.pictures.charts import boxes
from coursekit.pictures.colours import GRID, INK, POINT, POSITIVE, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.digits import digits_to_learn
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.live_training import network_of
from coursekit.pictures.notation import activation
from coursekit.pictures.parts import Numbers, new_figure, panel, style
from coursekit.pictures.pointer import pointer_on, region_of

BOTH_ENDS = (slice(0, 2), slice(-1, -3, -1))


class FirstLayerFigure:
    """Sixteen neurons' weights, one of them large, and how bright it is for each digit."""

    def __init__(self, count):
        with style():
            self.fig = new_figure(
                *(1000, 470),
                "What have the first neurons learned to see?",
                "Ink on blue brightens a neuron, ink on orange darkens it. "
                "Bars: means over test images.",
            )
            heading = f"{min(count, ACROSS**2)} of {count} neurons"
            blank = tiled(np.zeros((1, SIDE**2)))
            self.tiles = self._draw_image((24, 104, 330, 330), heading, blank)
            place = (386, 104, 270, 270)
            self.large = self._draw_image(place, "the framed one", blank[:SIDE, :SIDE])
            frame = Rectangle((0, 0), SIDE, SIDE, fill=False, ec=POINT, lw=3)
            self.tiles.axes.set(xlim=(-2.5, 119.5), ylim=(119.5, -2.5))  # room for the frame
            self.frame = self.tiles.axes.add_patch(frame)
            self._draw_bars()
        self.moving = [self.tiles, self.frame, self.large, self.bars, self.levels]

    def update(self, weights, j, brightness, shown):
        """Show neuron j, or cover all but its number.

        weights: (m, 784), one row a neuron; brightness: (10,), its mean activation for each digit.
        """
        first = ACROSS**2 * (j // ACROSS**2)
        tiles = tiled(weights[first:])
        self.tiles.set_data(tiles if shown else covered(len(weights) - first))
        place = j - first
        step = SIDE + GAP
        self.frame.set_xy((step * (place % ACROSS) - 0.5, step * (place // ACROSS) - 0.5))
        large = tiled(weights[j : j + 1]) if shown else covered(1)
        self.large.set_data(large[:SIDE, :SIDE])
        digits = np.arange(10)
        lengths = brightness if shown else np.zeros(10)
        self.bars.set_verts(boxes(0, lengths, digits - 0.34, digits + 0.34)[lengths > 0])
        spots = np.column_stack([lengths + 0.03, digits])
        told = [activation(a) if shown else "?" for a in brightness]
        self.levels.write(told, positions=spots)

    def _draw_image(self, place, title, blank):
        axes = panel(self.fig, *place)
        axes.set_axis_off()
        axes.set_title(title, fontsize=13, pad=7)
        return axes.imshow(blank, interpolation="nearest")

    def _draw_bars(self):
        axes = panel(self.fig, 716, 104, 264, 330)
        axes.set(xlim=(0, 1.22), ylim=(9.6, -0.6), xticks=[0, 0.5, 1])
        axes.set_yticks(range(10), [str(d) for d in range(10)], fontsize=14, color=INK)
        axes.tick_params(axis="y", length=0)
        axes.set_title("how bright, digit by digit", fontsize=13, pad=7)
        axes.grid(axis="x", color=GRID)
        axes.set_axisbelow(True)
        self.bars = PolyCollection([], facecolors=POSITIVE, alpha=0.55)
        axes.add_collection(self.bars, autolim=False)
        self.levels = Numbers(axes, [(0, d) for d in range(10)], 11, align="left", colour=QUIET)


class FirstLayer(Explorer):
    """The weights of the first middle layer, and what brightens each of its neurons."""

    name = "training.first_layer"
    main, since = "neuron", (("show", True),)

    def __init__(self, network):
        test = digits_to_learn()[2]
        self.reads, self.weights = network, network.weights[0]
        lit = network.forward(test.inputs)[1]
        self.brightness = np.stack([lit[test.labels == d].mean(axis=0) for d in range(10)], axis=1)
        self.figure = FirstLayerFigure(len(self.weights))
        self.controls = {
            "neuron": slider("neuron", 0, 0, len(self.weights) - 1, 1, read="the large one"),
            "show": widgets.Checkbox(value=False, description="show the weights", indent=False),
        }
        place = region_of(self.figure.tiles.axes)
        self.pointer = pointer_on(place, "Weights; a click chooses a neuron", self._point)
        self.open()

    def refresh(self):
        j, shown = self.values.values()
        levels = self.brightness[j]
        self.figure.update(self.weights, j, levels, shown)
        if not shown:
            return f"Neuron {j} of {len(self.weights)}: its weights are covered."
        order = np.argsort(levels)[::-1]
        bright, dark = (
            " and ".join(f"{d} ({activation(levels[d])})" for d in order[k]) for k in BOTH_ENDS
        )
        return f"Neuron {j} of {len(self.weights)}: brightest for {bright}, darkest for {dark}."

    def _point(self, _stroke, points):
        x, y = (min(int(ACROSS * share), ACROSS - 1) for share in points[-1])
        neuron = self.controls["neuron"]
        first = ACROSS**2 * (neuron.value // ACROSS**2)
        neuron.value = min(first + ACROSS * y + x, neuron.max)


def first_layer(source):
    """Open the first layer of a trained network, or of a training, which is then finished.

    Controls: a box that uncovers them; the neuron that is shown large, also by a click on a tile.

    For `set` and `at`: neuron, show.
    """
    return FirstLayer(network_of(source))
