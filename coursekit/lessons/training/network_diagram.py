"""A small network drawn as it is wired: a map for every neuron, an edge for every weight."""

from itertools import pairwise

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.image import AxesImage

from coursekit.lessons.training.class_map import COLOURS, MARKS
from coursekit.pictures.colours import INK, QUIET
from coursekit.pictures.parts import Numbers, circles, drawing, edges, label, show_weights
from coursekit.pictures.plane import ANSWERS, GRID_POINTS

COARSE = 3  # a small map shows every third place of the large one
CELLS, GAP = (GRID_POINTS - 1) // COARSE + 1, 2  # of a map's side, and between two maps
LARGEST = 8.0  # the weight that is drawn full
COLUMNS = 4  # three middle layers, and the outputs where there are several
TALL, WIDE = 366, 70  # of a column of maps, and of one map, at most
RADIUS = 15  # of an input, in points
# with so few colours a place takes one byte; between two maps there is none
SMALL = ANSWERS.resampled(128).with_extremes(bad=(0, 0, 0, 0))


class Diagram:
    """Inputs, columns of maps with edges between them, and where the output goes.

    left, top, width, height: its place in the figure, in pixels.
    """

    def __init__(self, fig, left, top, width, height):
        self.axes = axes = drawing(fig, left, top, width, height)
        self.centre, self.width = (height - 34) / 2, width
        self.inputs = np.array([(30.0, self.centre + 58), (30.0, self.centre - 58)])
        blank = np.zeros((1, 2))
        self.links = edges(axes, blank, blank, zorder=1)
        circles(axes, self.inputs, RADIUS, zorder=2)
        for (x, y), name in zip(self.inputs, ("$a_0$", "$a_1$"), strict=True):
            label(axes, x, y, name, 15)
        self.output = circles(axes, np.zeros((0, 2)), 8, facecolors=INK, zorder=2)
        self.lead = edges(axes, blank, blank, color=INK, lw=2)
        look = {"cmap": SMALL, "interpolation": "nearest"}
        self.columns = [AxesImage(axes, **look) for _ in range(COLUMNS)]
        for column in self.columns:
            column.set_clim(0, 1)
            axes.add_image(column)
        self.frames = PolyCollection([], facecolors="none", edgecolors=QUIET, linewidths=1.4)
        self.chosen = PolyCollection([], facecolors="none", edgecolors=INK, linewidths=2.4)
        for frames in (self.frames, self.chosen):
            axes.add_collection(frames, autolim=False)
        self.names = Numbers(axes, [], 13)
        self.classes = Numbers(axes, [], 15)
        self.sizes = None  # those that are laid out
        self.moving = [self.links, self.lead, self.output, *self.columns, self.frames]
        self.moving += [self.chosen, self.names, self.classes]

    def update(self, weights, answers, chosen):
        """Show a network.

        weights: W(1) … W(L). answers: a(1) … a(L) at `grid_inputs`, (GRID_POINTS², n_l) each.
        chosen: the layer and the number of the neuron that stands out, from 1 and from 0.
        """
        sizes = (2, *(len(w) for w in weights))
        if sizes != self.sizes:
            self._lay_out(sizes)
        show_weights(self.links, np.concatenate([w.ravel() for w in weights]), LARGEST)
        for column, here in zip(self.columns, self.maps(answers), strict=False):
            column.set_data(here)
        layer, neuron = chosen
        places, side = self.places[layer - 1], self.sides[layer - 1]
        self.chosen.set_verts(squares(places[neuron : neuron + 1], side + 4))

    def maps(self, answers):
        """Return for each column one array of its maps, from the top down, with gaps of NaN."""
        for a in answers if answers[-1].shape[1] > 1 else answers[:-1]:
            k = a.shape[1]
            maps = a.T.reshape(k, GRID_POINTS, GRID_POINTS)[:, ::-COARSE, ::COARSE]
            gap = np.full((k, GAP, CELLS), np.nan)
            yield np.concatenate([maps, gap], axis=1).reshape(-1, CELLS)[:-GAP]

    def _lay_out(self, sizes):
        """Put everything in its place for a network with so many neurons in each layer."""
        self.sizes, several = sizes, sizes[-1] > 1
        right = self.width - (62 if several else 34)
        xs = np.linspace(self.inputs[0, 0], right, len(sizes))
        room = xs[1] - xs[0] - 26
        laid = [column(x, self.centre, k, room) for x, k in zip(xs[1:], sizes[1:], strict=True)]
        if not several:
            laid[-1] = np.array([(right, self.centre)]), 16.0
        self.places, self.sides = ([each[part] for each in laid] for part in (0, 1))
        shown = laid if several else laid[:-1]
        for image, (places, side) in zip(self.columns, shown, strict=False):
            half, x = side / 2, places[0, 0]
            image.set_extent((x - half, x + half, places[-1, 1] - half, places[0, 1] + half))
        for number, image in enumerate(self.columns):
            image.set_visible(number < len(shown))
        self.frames.set_verts(np.concatenate([squares(*each) for each in shown]))
        self.output.set_offsets(np.zeros((0, 2)) if several else laid[-1][0])
        lead = [] if several else [[(right, self.centre), (self.width, self.centre)]]
        self.lead.set_segments(lead)
        starts = [(self.inputs, 42.0), *laid]
        self.links.set_segments([s for pair in pairwise(starts) for s in wires(*pair)])
        top = self.centre + TALL / 2 + 22
        names = [f"a⁽{'⁰¹²³⁴'[layer]}⁾" for layer in range(len(sizes) - (not several))]
        self.names.write(names, positions=[(x, top) for x in xs[: len(names)]])
        marks = [(x + side / 2 + 12, y) for x, y in self.places[-1] for side in self.sides[-1:]]
        many = sizes[-1] if several else 0
        marks = np.reshape(marks[:many], (-1, 2))
        self.classes.write(MARKS[:many], colours=list(COLOURS[:many] or [INK]), positions=marks)


def column(x, centre, k, room):
    """Return where k neurons stand one above the other, (k, 2), and how wide their maps are.

    >>> places, side = column(0, 100, 2, 63)
    >>> side, places[:, 1].tolist()
    (63.0, [134.5, 65.5])
    """
    cell = min(WIDE / CELLS, room / CELLS, TALL / (k * (CELLS + GAP) - GAP))
    heights = centre + (CELLS + GAP) * cell * ((k - 1) / 2 - np.arange(k))
    return np.column_stack([np.full(k, x), heights]), float(round(CELLS * cell, 6))


def squares(places, side):
    """Return the corners of squares around places, (k, 4, 2)."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * side / 2
    return places[:, None] + corners


def wires(left, right):
    """Return the edges from each neuron of one layer to each of the next, by rows of W."""
    (starts, wide), (ends, side) = left, right
    begins = np.tile(starts + np.array([wide / 2, 0]), (len(ends), 1))
    return np.stack([begins, np.repeat(ends - (side / 2, 0), len(starts), axis=0)], axis=1)
