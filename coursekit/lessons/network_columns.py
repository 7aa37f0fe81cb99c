"""The reader as circles: 16, 16 and 10 neurons, what each sends on, and ten bars."""

from itertools import pairwise

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb, to_rgba_array

from coursekit.pictures.charts import boxes
from coursekit.pictures.colours import (
    CARD,
    GOOD,
    GRID,
    INK,
    NEGATIVE,
    POINT,
    POSITIVE,
    QUIET,
    grey,
)
from coursekit.pictures.handles import spot
from coursekit.pictures.notation import activation
from coursekit.pictures.parts import Numbers, circles, drawing, edges

COUNTS = (16, 16, 10)
COLUMNS = (40, 200, 350)  # x of the two middle layers and of the digits
BAR_LEFT, BAR_LENGTH = 398, 110
HEADS = ("middle: 16", "middle: 16", "last: 10")
RUNNING = 24  # lines along which a forward step is seen to run
STRONGEST = 4.0  # of what a neuron sends along one weight; beyond, a line grows no wider


class NetworkColumns:
    """Three columns of circles in a drawing of 600 × `height` pixels, and the lines between.

    A line shows weight × activation: blue brightens the neuron to its right, orange darkens it.
    """

    def __init__(self, fig, left, top, height):
        self.axes = axes = drawing(fig, left, top, 600, height)
        centre, reach = (height - 36) / 2, height - 60
        self.places = [_column(x, n, centre, reach) for x, n in zip(COLUMNS, COUNTS, strict=True)]
        ends = [
            (np.repeat(a, len(b), 0), np.tile(b, (len(a), 1))) for a, b in pairwise(self.places)
        ]
        self.links = edges(axes, *map(np.concatenate, zip(*ends, strict=True)), zorder=1)
        self.columns = [
            circles(axes, at, radius, zorder=2)
            for at, radius in zip(self.places, (8, 8, 10), strict=True)
        ]
        for (x, _), text in zip((at[0] for at in self.places), HEADS, strict=True):
            axes.text(*(x, height - 14, text), fontsize=12, weight="bold", ha="center", va="center")
        y = self.places[2][:, 1]
        for digit, height in enumerate(y):
            axes.text(COLUMNS[2] + 20, height, str(digit), fontsize=15, weight="bold", va="center")
        rails = np.column_stack([np.full(10, BAR_LEFT), y])
        edges(axes, rails, rails + np.array([BAR_LENGTH, 0]), color=GRID, lw=1, zorder=0)
        self.bars = PolyCollection([], zorder=1)
        axes.add_collection(self.bars, autolim=False)
        ends = rails + np.array([BAR_LENGTH + 10, 0])
        self.outputs = Numbers(axes, ends, 12, align="left", colour=INK)
        self.moving = [self.links, *self.columns, self.bars, self.outputs]

    def update(self, network, layers, reading, through=3, ringed=None):
        """Show what each layer holds, as far as they are computed.

        layers: three arrays of activations; reading: the digit whose bar is lit, or None;
        through: how many are computed; ringed: (layer, neuron) to be pointed out, or None.
        """
        sent = np.concatenate(
            [
                (layers[k][:, None] * network.weights[k + 1].T * (through > k + 1)).ravel()
                for k in (0, 1)
            ]
        )
        share = np.clip(np.abs(sent) / STRONGEST, 0, 1)
        signs = np.where(sent[:, None] >= 0, to_rgb(POSITIVE), to_rgb(NEGATIVE))
        self.sent = np.abs(sent)
        self.links.set(linewidths=3.5 * share, colors=np.column_stack([signs, 0.9 * share]))
        for k, (column, values) in enumerate(zip(self.columns, layers, strict=True)):
            lit = [ringed == (k, j) for j in range(len(values))]
            column.set(
                facecolors=grey(np.asarray(values)) if through > k else to_rgba_array([CARD]),
                edgecolors=[POINT if one else QUIET for one in lit],
                linewidths=[3.5 if one else 1.2 for one in lit],
            )
        known, y = through > 2, self.places[2][:, 1]
        lengths = BAR_LENGTH * layers[2] * known
        self.bars.set_verts(boxes(BAR_LEFT, BAR_LEFT + lengths, y - 9, y + 9))
        self.bars.set_facecolor([GOOD if d == reading else POSITIVE for d in range(10)])
        self.outputs.write([activation(a) if known else "?" for a in layers[2]])

    def strongest(self, layer):
        """Return the spots of the lines into the second middle layer, 1, or the last, 2, that say
        the most: along them a forward step can be seen to run."""
        first, last = [(0, 256), (256, len(self.sent))][layer - 1]
        order = np.argsort(-self.sent[first:last], kind="stable")[:RUNNING]
        return [spot(self.links, int(first + k)) for k in order]


def _column(x, count, centre, reach):
    spacing = reach / count
    y = centre + spacing * ((count - 1) / 2 - np.arange(count))
    return np.column_stack([np.full(count, float(x)), y])
