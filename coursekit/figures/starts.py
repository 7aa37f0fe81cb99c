"""Many descents at once: the histogram of where they ended, and every cost on its way there."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

from coursekit.figures.parts import (
    GRID,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    circles,
    edges,
    new_figure,
    panel,
    style,
)

SIZE = (1000, 500)
BINS = np.linspace(0, 0.6, 41)
TALLEST = 50
HISTOGRAM = (64, 112, 400, 330)  # left, top, width and height in pixels
REGION = tuple(side / whole for side, whole in zip(HISTOGRAM, SIZE * 2, strict=True))


class StartsFigure:
    """Left how often each final cost came up, right the cost of every start after each step."""

    def __init__(self, steps):
        with style():
            self.fig = new_figure(
                *SIZE,
                "Fifty starts, one network",
                "The same examples and the same η. Only the random start differs.",
            )
            ends = panel(self.fig, *HISTOGRAM)
            ends.set(xlim=(0, BINS[-1]), ylim=(0, TALLEST))
            ends.set_title("where they end: how many at which cost $C$", fontsize=14, pad=8)
            ways = panel(self.fig, 556, 112, 420, 330)
            ways.set(xlim=(0, steps), ylim=(0, BINS[-1]))
            ways.set_title("cost $C$ after each step", fontsize=14, pad=8)
            for axes in (ends, ways):
                axes.grid(axis="y", color=GRID)
                axes.set_axisbelow(True)
            self.bars = PolyCollection([], facecolors=to_rgba(POSITIVE, 0.55), edgecolors="white")
            ends.add_collection(self.bars, autolim=False)
            self.mark = edges(ends, [(0, 0)], [(0, 0)], color=POINT, lw=2.4)
            self.ways = LineCollection([], colors=to_rgba(QUIET, 0.35), linewidths=1)
            ways.add_collection(self.ways, autolim=False)
            (self.chosen,) = ways.plot([], [], color=POINT, lw=2.8)
            self.end = circles(ways, [(steps, 0)], 6, facecolors=POINT, edgecolors="white")
            spots = [(BINS[-1] * 0.98, TALLEST * share) for share in (0.94, 0.87, 0.8)]
            self.told = Numbers(ends, spots, 12.5, weight="bold", align="right")
        self.moving = [
            *(self.bars, self.mark, self.told),
            *(self.ways, self.chosen, self.end),
        ]

    def update(self, costs, k, told):
        """Show (steps + 1, S) costs, start k standing out, and three short lines."""
        ends = np.clip(costs[-1], 0, BINS[-1] - 1e-9)
        counts, _ = np.histogram(ends, BINS)
        self.bars.set_verts(
            [
                [(left, 0), (right, 0), (right, n), (left, n)]
                for left, right, n in zip(BINS, BINS[1:], np.minimum(counts, TALLEST), strict=False)
            ]
        )
        self.mark.set_segments([[(ends[k], 0), (ends[k], TALLEST * 0.7)]])
        steps = np.arange(len(costs))
        self.ways.set_segments([np.column_stack([steps, way])[::4] for way in costs.T])
        self.chosen.set_data(steps, costs[:, k])
        self.end.set_offsets([(steps[-1], costs[-1, k])])
        self.told.write(told)
