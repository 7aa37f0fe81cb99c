"""A square of the plane: what a network answers at every place, and the points it learns from.

Blue is an answer near 1, orange one near 0, white one near ½; a line marks ½ itself. Points of
class 1 are blue circles, those of class 0 orange squares. Lessons 5 and 6 both use this panel.
"""

from typing import Any

import numpy as np
from contourpy import contour_generator  # comes with matplotlib, which draws its own contours by it
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.path import Path

from coursekit.pictures.colours import INK, NEGATIVE, POSITIVE, QUIET
from coursekit.pictures.parts import circles, panel

GRID_POINTS = 61  # places along each side at which the network is asked
ANSWERS = LinearSegmentedColormap.from_list("answers", ["#ef9a66", "#ffffff", "#5fa5d1"])
SQUARE = Path([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9), (-0.9, -0.9)])
RING, SAME = 8.5, 0.02  # a ring's radius in points, and how near two are that look like one
MARKS = {1: POSITIVE, 0: NEGATIVE}  # class → colour; circles for 1, squares for 0


class Plane:
    """The panel: answers as colours, the ½ line, and up to two sets of points.

    left, top, side: its place in the figure, in pixels; reach: it shows −reach … reach both ways.

    >>> from coursekit.pictures.parts import new_figure
    >>> plane = Plane(new_figure(400, 400), 20, 20, 360, reach=1.5)
    >>> places = grid_inputs(plane.reach)
    >>> plane.update(1 / (1 + np.exp(-places[:, 0])), [[1, 0], [-1, 0]], [1, 0])
    >>> [line[:, 0].round(6).max() for line in plane.half.get_segments()]
    [np.float64(0.0)]
    """

    def __init__(self, fig, left, top, side, reach, title=""):
        self.reach = reach
        self.axes = axes = panel(fig, left, top, side, side)
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[])
        axes.set_title(title, fontsize=14, pad=8)
        axes.spines[:].set_visible(False)
        axes.patch.set(edgecolor=QUIET, linewidth=2)  # the colours cover its inner half
        for x, y, name in ((1, -0.02, "$a_0$"), (-0.02, 1, "$a_1$")):
            at = {"transform": axes.transAxes, "ha": "right", "va": "top"}
            axes.text(x, y, name, fontsize=14, color=QUIET, **at)
        self._at = np.linspace(-reach, reach, GRID_POINTS)
        blank = np.full((GRID_POINTS, GRID_POINTS), 0.5)
        self.answers = axes.pcolormesh(
            *(self._at, self._at, blank), shading="nearest", cmap=ANSWERS, vmin=0, vmax=1
        )
        self.half = LineCollection([], colors=INK, linewidths=1.8)
        axes.add_collection(self.half, autolim=False)
        self.others = {label: self._marks(label, 3.2, faint=True) for label in MARKS}
        self.points = {label: self._marks(label, 4.6) for label in MARKS}
        self.rings = circles(axes, np.zeros((0, 2)), RING, facecolors="none", linewidths=2)
        self.moving = [self.answers, self.half]
        self.moving += [*self.others.values(), *self.points.values(), self.rings]

    def update(self, outputs, inputs, labels, other_inputs=None, other_labels=None, *, ringed=None):
        """Show a network's answers and the points.

        outputs: (GRID_POINTS²,), its answers at `grid_inputs(reach)`, from 0 to 1.
        inputs, labels: (n, 2) and (n,) of 0 and 1; other_inputs, other_labels: a fainter set.
        ringed: (m, 2), the places that get a ring, such as those of mistakes.
        """
        answers = np.reshape(outputs, (GRID_POINTS, GRID_POINTS))
        self.answers.set_array(answers)
        self.answers.changed()
        lines: Any = contour_generator(self._at, self._at, answers).lines(0.5)
        self.half.set_segments(lines)
        for marks, places, classes in (
            (self.points, inputs, labels),
            (self.others, other_inputs, other_labels),
        ):
            for label, artist in marks.items():
                artist.set_offsets(_of_class(label, places, classes))
        rings = np.reshape([] if ringed is None else ringed, (-1, 2))
        self.rings.set_offsets(rings)
        # where two coincide, the later ring lies around the earlier: both are to be seen
        apart = np.linalg.norm(rings[:, None] - rings, axis=2)
        earlier = np.tril(apart < SAME * self.reach, -1).sum(axis=1)
        self.rings.set_sizes((RING + 3.5 * earlier) ** 2)

    def _marks(self, label, radius, faint=False):
        """Add the marks of one class: filled, or hollow and small if they are to be fainter."""
        own = {"edgecolors": "white", "linewidths": 1.2, "facecolors": MARKS[label]}
        if faint:
            own = {"edgecolors": MARKS[label], "linewidths": 1.3, "facecolors": "white"}
        marks = circles(self.axes, np.zeros((0, 2)), radius, **own)
        if label == 0:
            marks.set_paths([SQUARE])
        return marks


def grid_inputs(reach):
    """Return the inputs at which a `Plane` of this reach asks: (GRID_POINTS², 2), row by row.

    >>> grid_inputs(1.5)[[0, 1, -1]].tolist()
    [[-1.5, -1.5], [-1.45, -1.5], [1.5, 1.5]]
    """
    at = np.linspace(-reach, reach, GRID_POINTS)
    return np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)


def _of_class(label, places, classes):
    if places is None:
        return np.zeros((0, 2))
    return np.asarray(places)[np.asarray(classes) == label]
