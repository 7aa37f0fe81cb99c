"""A landscape of cost over two weights, and its map: lesson 3 walks on it, lesson 5 descends.

The network is a chain of single neurons, 1-1-1, whose biases are held: C(w₁, w₂) over three
examples.
"""

import numpy as np
from matplotlib import colormaps

from coursekit.network.network import sigmoid
from coursekit.pictures.colours import INK
from coursekit.pictures.parts import panel

PLACES = np.array([[-0.8], [0.1], [0.9]])  # the three inputs
LEVELS = np.array([[0.1], [0.5], [0.9]])  # and what is to come out for them
BIASES = (-2.0, 0.5)
STARTS = ((3.0, 5.0), (-2.0, -7.0), (-7.0, 3.0))

REACH, EDGE = 8.0, 8.5  # of both weights, and of the map: a point is whole at all its ends
GRID_POINTS = np.linspace(-EDGE, EDGE, 121)
CONTOURS = np.arange(2, 17) * 0.02  # as on a hiking map, the same from each to the next
WRITTEN = CONTOURS[:13:2]  # the contours that bear their cost
SIZE, SIDE = (1000, 620), 480
MAP = (60, 92, SIDE, SIDE)  # left, top, width and height in pixels of a figure of this size
REGION = tuple(side / whole for side, whole in zip(MAP, SIZE * 2, strict=True))
COLOURS = colormaps["YlGnBu_r"]


def cost_at(w1, w2):
    """Return C of the network 1-1-1 for arrays of weights, in their shape.

    >>> from coursekit.network import Network
    >>> network = Network([[[1.0]], [[2.0]]], [[b] for b in BIASES])
    >>> bool(np.isclose(cost_at(1.0, 2.0), network.cost(PLACES, LEVELS)))
    True
    """
    w1, w2 = np.asarray(w1)[..., None], np.asarray(w2)[..., None]
    outputs = sigmoid(w2 * sigmoid(w1 * PLACES[:, 0] + BIASES[0]) + BIASES[1])
    return ((outputs - LEVELS[:, 0]) ** 2).mean(axis=-1)


def on_the_map(w1, w2):
    """Return the nearest place of the map, to a slider's own steps.

    What a slider had to round would come back from the page as one more move.

    >>> on_the_map(9.5, -0.16)
    (8.0, -0.2)
    """
    w1, w2 = (round(float(np.clip(w, -REACH, REACH)), 1) for w in (w1, w2))
    return w1, w2


def place_on_map(point):
    """Return w₁ and w₂ at a point, given as fractions of the map from its top left corner.

    >>> place_on_map([0.25, 0.75])
    (-4.2, -4.2)
    """
    x, y = point
    return on_the_map(EDGE * (2 * x - 1), EDGE * (1 - 2 * y))


def draw_map(fig, costs, norm):
    """Add the map of C(w₁, w₂) at its place in the figure; (121, 121) costs, coloured by norm."""
    axes = panel(fig, *MAP)
    axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE))
    axes.set(xticks=range(-8, 9, 4), yticks=range(-8, 9, 4))
    shades = np.geomspace(costs.min() * 0.999, costs.max(), 28)
    axes.contourf(GRID_POINTS, GRID_POINTS, costs, shades, cmap=COLOURS, norm=norm)
    style = {"colors": "white", "linewidths": 0.9, "alpha": 0.8}
    lines = axes.contour(GRID_POINTS, GRID_POINTS, costs, CONTOURS, **style)
    axes.clabel(lines, WRITTEN, fontsize=11, fmt="%.2f", zorder=2.5)
    for text in lines.labelTexts:
        text.set(color=INK, bbox={"fc": "white", "ec": "none", "alpha": 0.75, "pad": 1})
    names = {"fontsize": 15, "color": INK, "zorder": 6}
    box = {"fc": "white", "ec": "none", "alpha": 0.85, "pad": 2}
    axes.text(8.2, -8.2, "$w_1$", ha="right", va="bottom", bbox=box, **names)
    axes.text(-8.2, 8.2, "$w_2$", ha="left", va="top", bbox=box, **names)
    return axes
