"""How far one has come: a row for each lesson, and in it a cell for each question."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from coursekit.figures.parts import (
    CARD,
    GOOD,
    NEGATIVE,
    POINT,
    QUIET,
    Numbers,
    drawing,
    ink_on,
    label,
    new_figure,
    style,
)

WIDTH, TOP = 1000, 84
LABELS, FIRST = 22, 218  # where a row's name begins, and its first cell
PER_LINE, PITCH, SIDE = 20, 33, 28
GAP = 14  # between lessons
# state → fill, edge, sign and words; the sign says it without the colour
STATES = {
    "open": (CARD, QUIET, "", "open"),
    "tried": ("#fbdcc4", NEGATIVE, "•", "tried, not right yet"),
    "right": (GOOD, GOOD, "✓", "right, or noted"),
}


class ProgressFigure:
    """A cell for each question, in the order in which the lessons ask them.

    titles: the lessons; counts: how many questions each has.
    `centres` holds every cell's centre, (n, 2) in pixels from the top left corner.
    """

    def __init__(self, titles, counts):
        lines = [-(-count // PER_LINE) for count in counts]
        tops = TOP + np.cumsum([0, *(PITCH * n + GAP for n in lines)])
        self.centres = np.array(
            [
                (
                    FIRST + PITCH * (k % PER_LINE) + SIDE / 2,
                    top + PITCH * (k // PER_LINE) + SIDE / 2,
                )
                for top, count in zip(tops, counts, strict=False)
                for k in range(count)
            ]
        )
        self.starts = np.cumsum([0, *counts])
        self.height = int(tops[-1]) + 44
        with style():
            self.fig = new_figure(
                WIDTH,
                self.height,
                "Every question of the course",
                "A cell for each. Click on one, or use the sliders or the arrow keys.",
            )
            axes = drawing(self.fig, 0, 0, WIDTH, self.height)
            for title, top in zip(titles, tops, strict=False):
                axes.text(
                    LABELS, self.height - top - SIDE / 2, title, fontsize=13, va="center_baseline"
                )
            upright = self.centres * (1, -1) + (0, self.height)
            corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * SIDE / 2
            self.cells = PolyCollection(upright[:, None] + corners)
            axes.add_collection(self.cells, autolim=False)
            self.signs = Numbers(axes, upright, 14, weight="bold")
            middles = self.height - (tops[:-1] + SIDE / 2)
            ends = [(WIDTH - 22, middle) for middle in middles]
            self.counts = Numbers(axes, ends, 13, weight="bold", align="right")
            self._draw_legend(axes)
        self.moving = [self.cells, self.signs, self.counts]

    def update(self, states, chosen):
        """Show the state of every question, and frame the one that is chosen.

        states: names from `STATES`, one for each question; chosen: which of them.
        """
        fills, edges, signs, _ = map(list, zip(*(STATES[state] for state in states), strict=True))
        edges[chosen] = POINT
        widths = np.full(len(states), 1.0)
        widths[chosen] = 3.4
        self.cells.set(facecolors=fills, edgecolors=edges, linewidths=widths)
        self.signs.write(signs, ink_on(self.cells.get_facecolor()))
        rows = [states[a:b] for a, b in zip(self.starts[:-1], self.starts[1:], strict=True)]
        self.counts.write([f"{row.count('right')} of {len(row)}" for row in rows])

    def _draw_legend(self, axes):
        left, y = FIRST, 24
        for fill, edge, sign, words in STATES.values():
            axes.add_patch(Rectangle((left, y - 9), 18, 18, fc=fill, ec=edge))
            label(axes, left + 9, y, sign, 10, weight="bold", color=ink_on([to_rgb(fill)])[0])
            axes.text(left + 26, y, words, fontsize=11, color=QUIET, va="center")
            left += 70 + 7.6 * len(words)
