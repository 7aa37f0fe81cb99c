"""The first layer of a network that reads digits: what each neuron weighs, and what lights it."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from coursekit.figures.digit_training import ACROSS, GAP, SIDE, tiled
from coursekit.figures.parts import (
    GRID,
    INK,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    new_figure,
    panel,
    style,
)

TILES = (24, 104, 330, 330)  # left, top, width and height in pixels
SIZE = (1000, 470)
REGION = tuple(side / whole for side, whole in zip(TILES, SIZE * 2, strict=True))


class FirstLayerFigure:
    """Sixteen neurons' weights, one of them large, and how bright it is for each digit."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *SIZE,
                "What have the first neurons learned to see?",
                "Ink on blue brightens a neuron, ink on orange darkens it. "
                "Bars: means over test images.",
            )
            self.tiles = self._draw_image(TILES, "sixteen neurons", tiled(np.zeros((1, SIDE**2))))
            self.large = self._draw_image(
                (386, 104, 270, 270), "the framed one", tiled(np.zeros((1, SIDE**2)))[:SIDE, :SIDE]
            )
            frame = Rectangle((0, 0), SIDE, SIDE, fill=False, ec=POINT, lw=3)
            self.tiles.axes.set(xlim=(-2.5, 119.5), ylim=(119.5, -2.5))  # room for the frame
            self.frame = self.tiles.axes.add_patch(frame)
            self._draw_bars()
        self.moving = [self.tiles, self.frame, self.large, self.bars, self.levels]

    def update(self, weights, j, brightness):
        """Show neuron j.

        weights: (m, 784), one row a neuron; brightness: (10,), its mean activation for each digit.
        """
        first = ACROSS**2 * (j // ACROSS**2)
        self.tiles.set_data(tiled(weights[first:]))
        place = j - first
        step = SIDE + GAP
        self.frame.set_xy((step * (place % ACROSS) - 0.5, step * (place // ACROSS) - 0.5))
        self.large.set_data(tiled(weights[j : j + 1])[:SIDE, :SIDE])
        self.bars.set_verts(
            [
                [(0, d - 0.34), (a, d - 0.34), (a, d + 0.34), (0, d + 0.34)]
                for d, a in enumerate(brightness)
            ]
        )
        self.levels.write(
            [f"{a:.2f}" for a in brightness],
            positions=[(a + 0.03, d) for d, a in enumerate(brightness)],
        )

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
