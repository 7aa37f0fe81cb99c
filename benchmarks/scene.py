"""What the live-picture benchmark draws: one weight of a 3-4-4-2 network, followed to the cost.

The same scene is built twice: as the course draws, artists that move, and as most notebooks draw,
a new figure with plain matplotlib calls each time. A bar code in a corner carries the slider's
value, so that a page can tell which value a frame shows.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch, Rectangle

from coursekit.figures.parts import (
    GOOD,
    GRID,
    INK,
    NEGATIVE,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    card,
    circles,
    drawing,
    edges,
    grey,
    ink_on,
    new_figure,
    panel,
    show_weights,
    signed_colours,
    style,
)
from coursekit.network.network import Network

WIDTH, HEIGHT = 1320, 690
STEPS = 256
BITS = 8
CELL = 8  # pixels a bit
LAYER, ROW_J, COLUMN_I = 3, 0, 1
INPUTS, TARGETS = np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.0])
COLUMNS, ROW = (75, 185, 293, 402), 72
CARDS = (42, 361, 681, 1000)
FORMULAS = (r"$\partial C_0/\partial w$", r"$\partial z/\partial w=a$", r"$\sigma'(z)$", "$2(a-y)$")
MEANINGS = ("what a nudge of w does", "how bright the neuron behind is", "how steep", "how wrong")


class Model:
    """The numbers behind the scene, from the slider's step to everything drawn."""

    def __init__(self):
        self.network = Network.random([3, 4, 4, 2], np.random.default_rng(3))
        self.weights = np.linspace(-6, 6, STEPS)
        self.costs = np.array([self._at(step).cost(INPUTS, TARGETS) for step in range(STEPS)])

    def _at(self, step):
        self.network.weights[LAYER - 1][ROW_J, COLUMN_I] = self.weights[step]
        return self.network

    def numbers(self, step):
        """Return activations, weights, the four factors, and the point and slope on the curve."""
        network = self._at(step)
        factors = network.chain(INPUTS, TARGETS).weight(LAYER, ROW_J, COLUMN_I)
        four = (factors.product, factors.dz_dq, factors.da_dz, factors.dC_da)
        return (
            network.forward(INPUTS),
            network.weights,
            four,
            (self.weights[step], self.costs[step]),
        )


def places(sizes):
    """Return each layer's circle centres: (n, 2) in pixels."""
    return [
        np.column_stack([np.full(n, x), 190 + ROW * ((n - 1) / 2 - np.arange(n))])
        for x, n in zip(COLUMNS, sizes, strict=True)
    ]


def bits(step):
    """Return the bar code's greys for a value: black is 1, framed by a black and a white cell."""
    return np.array([0, 1, *(1 - (step >> bit & 1) for bit in range(BITS))], float)


class MovingScene:
    """The scene as the course draws it."""

    def __init__(self, model):
        with style():
            self.fig = new_figure(WIDTH, HEIGHT, "One weight, followed to the cost", "Drag w.")
            left = drawing(self.fig, 0, 110, 520, 380)
            at = places(model.network.sizes)
            pairs = list(pairwise(at))
            starts = np.concatenate([np.tile(a, (len(b), 1)) for a, b in pairs])
            ends = np.concatenate([np.repeat(b, len(a), axis=0) for a, b in pairs])
            self.links = edges(left, starts, ends, zorder=1)
            self.discs = circles(left, np.concatenate(at), 17, zorder=2)
            self.levels = Numbers(left, np.concatenate(at), 11)
            grid = panel(self.fig, 555, 197, 290, 145)
            grid.set_axis_off()
            self.cells = grid.pcolormesh(np.zeros((2, 4, 3)), edgecolors="white")
            grid.invert_yaxis()
            spots = [(i + 0.5, j + 0.5) for j in range(2) for i in range(4)]
            self.entries = Numbers(grid, spots, 11)
            curve = panel(self.fig, 925, 96, 360, 348)
            curve.grid(lw=0.8)
            curve.plot(model.weights, model.costs, color=POINT, lw=2.6)
            curve.set_ylim(model.costs.min() - 0.15, model.costs.max() + 0.15)
            (self.tangent,) = curve.plot([], [], color=GOOD, lw=2)
            self.point = circles(curve, [(0, 0)], 6, facecolors=POINT, edgecolors="white")
            bottom = drawing(self.fig, 0, 515, WIDTH, 130)
            for x, formula, meaning in zip(CARDS, FORMULAS, MEANINGS, strict=True):
                card(bottom, x, 10, 280, 115)
                bottom.text(x + 140, 104, formula, fontsize=15, ha="center", va="center")
                bottom.text(x + 140, 28, meaning, fontsize=11, ha="center", color=QUIET)
            self.factors = Numbers(bottom, [(x + 140, 66) for x in CARDS], 19, weight="bold")
            corner = drawing(self.fig, 0, HEIGHT - CELL, CELL * (BITS + 2), CELL)
            corner.set_xlim(0, BITS + 2)
            self.code = corner.pcolormesh(
                np.arange(BITS + 3), [0, CELL], np.zeros((1, BITS + 2, 3)), antialiased=False
            )
        self.moving = [
            *(self.links, self.discs, self.levels, self.cells, self.entries),
            *(self.tangent, self.point, self.factors, self.code),
        ]

    def update(self, step, activations, weights, four, point):
        """Move everything to the numbers of one slider value."""
        greys = grey(np.concatenate(activations))
        self.discs.set_facecolor(greys)
        self.levels.write([f"{a:.2f}" for a in np.concatenate(activations)], ink_on(greys))
        show_weights(self.links, np.concatenate([w.ravel() for w in weights]), 3)
        colours = signed_colours(weights[-1].ravel(), 6)
        self.cells.set_array(colours.reshape(2, 4, 3))
        self.cells.changed()  # set_array alone does not mark a mesh as stale
        self.entries.write([f"{w:+.2f}" for w in weights[-1].ravel()], ink_on(colours))
        self.factors.write([f"{factor:.4f}" for factor in four])
        self.point.set_offsets([point])
        reach = np.array([-1.5, 1.5])
        self.tangent.set_data(point[0] + reach, point[1] + four[0] * reach)
        self.code.set_array(np.repeat(bits(step), 3).reshape(1, -1, 3))
        self.code.changed()


def draw_anew(model, step):
    """Draw the scene the usual way: a new figure, one call for each thing in it."""
    activations, weights, four, point = model.numbers(step)
    fig = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    fig.add_artist(Rectangle((0, 0), 1, 1, color="white", zorder=-1))  # `tight` crops to this
    net = fig.add_axes((0, 0.29, 0.39, 0.55))
    net.set(xlim=(0, 520), ylim=(0, 380))
    net.axis("off")
    at = places(model.network.sizes)
    for w, before, after in zip(weights, at[:-1], at[1:], strict=True):
        for j, end in enumerate(after):
            for i, start in enumerate(before):
                colour = POSITIVE if w[j, i] >= 0 else NEGATIVE
                width = 0.6 + min(abs(w[j, i]), 3) * 1.8
                net.plot(*zip(start, end, strict=True), color=colour, lw=width, alpha=0.6, zorder=1)
    for centres, values in zip(at, activations, strict=True):
        net.scatter(
            *centres.T, s=1100, c=values, cmap="gray", vmin=0, vmax=1, edgecolors=INK, zorder=2
        )
        for (x, y), value in zip(centres, values, strict=True):
            ink = "black" if value > 0.46 else "white"
            net.text(x, y, f"{value:.2f}", color=ink, ha="center", va="center", zorder=3)
    grid = fig.add_axes((0.42, 0.5, 0.22, 0.21))
    grid.imshow(weights[-1], cmap="RdBu", vmin=-6, vmax=6, aspect="auto")
    grid.axis("off")
    for (j, i), w in np.ndenumerate(weights[-1]):
        grid.text(i, j, f"{w:+.2f}", ha="center", va="center")
    curve = fig.add_axes((0.7, 0.36, 0.27, 0.5))
    curve.plot(model.weights, model.costs, color=POINT, lw=2.6)
    reach = np.array([-1.5, 1.5])
    curve.plot(point[0] + reach, point[1] + four[0] * reach, color=GOOD, lw=2)
    curve.plot(*point, "o", color=POINT, ms=10)
    curve.grid(color=GRID)
    bottom = fig.add_axes((0, 0.06, 1, 0.19))
    bottom.set(xlim=(0, WIDTH), ylim=(0, 130))
    bottom.axis("off")
    for x, formula, meaning, factor in zip(CARDS, FORMULAS, MEANINGS, four, strict=True):
        bottom.add_patch(FancyBboxPatch((x, 10), 280, 115, boxstyle="round,pad=0"))
        bottom.text(x + 140, 104, formula, fontsize=15, ha="center", va="center")
        bottom.text(
            x + 140, 66, f"{factor:.4f}", fontsize=19, weight="bold", ha="center", va="center"
        )
        bottom.text(x + 140, 28, meaning, fontsize=11, ha="center")
    for place, level in enumerate(bits(step)):
        cell = (place * CELL / WIDTH, 0), CELL / WIDTH, CELL / HEIGHT
        fig.add_artist(Rectangle(*cell, facecolor=str(level), edgecolor="none", antialiased=False))
    plt.show()
