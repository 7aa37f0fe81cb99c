"""What a network answers over a square of the plane, for two classes or up to four."""

from typing import Any

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.path import Path

from coursekit.pictures.colours import GOOD, INK, NEGATIVE, POINT, POSITIVE
from coursekit.pictures.parts import circles
from coursekit.pictures.plane import GRID_POINTS, Plane

MARKS = "■●▲◆"  # of the classes, where they are written
COLOURS = (NEGATIVE, POSITIVE, POINT, GOOD)
PATHS = {2: Path([(-1, -0.8), (1, -0.8), (0, 1.05), (-1, -0.8)]), 3: Path.unit_regular_polygon(4)}
RGB = np.array([to_rgb(colour) for colour in COLOURS])
FULL, LEVELS = 0.65, 60  # how strong a class's colour gets, and in how many steps
ARM = np.array([(-0.16, 0), (-0.07, 0), (0.07, 0), (0.16, 0)])  # of the cross on a chosen point


class ClassMap(Plane):
    """The panel of lesson 6, with marks for four classes and a cross on a chosen point.

    With several outputs a place has the colour of the brightest, and is the stronger the brighter
    it is. Lines part the classes.
    """

    def __init__(self, fig, left, top, side, reach, title=""):
        super().__init__(fig, left, top, side, reach, title)
        for label, path in PATHS.items():
            for marks, radius, faint in ((self.others, 3.2, True), (self.points, 4.9, False)):
                own = {"edgecolors": "white", "linewidths": 1.2, "facecolors": COLOURS[label]}
                if faint:
                    own = {"edgecolors": COLOURS[label], "linewidths": 1.3, "facecolors": "white"}
                marks[label] = circles(self.axes, np.zeros((0, 2)), radius, **own)
                marks[label].set_paths([path])
        self.cross = LineCollection([], colors=INK, linewidths=2.2)
        self.axes.add_collection(self.cross, autolim=False)
        self.moving = [self.answers, self.half]
        self.moving += [*self.others.values(), *self.points.values(), self.rings, self.cross]

    def show(self, outputs, points, unseen, wrong, chosen):
        """Show answers, (GRID_POINTS², n_L), and points; chosen: the place that gets the cross.

        points, unseen: inputs (n, 2) and labels (n,); wrong: (n,) truth, whose points get rings.
        """
        self.update(outputs[:, 0], *points, *(unseen or ()), ringed=points[0][wrong])
        self.cross.set_segments([] if chosen is None else crossed(chosen))
        if outputs.shape[1] == 1:
            return
        first, second = np.sort(outputs, axis=1)[:, :-3:-1].T
        winner = outputs.argmax(axis=1)
        strong = FULL * np.rint(LEVELS * first[:, None]) / LEVELS
        shades = 1 - strong * (1 - RGB[winner])
        self.answers.set_array(shades.reshape(GRID_POINTS, GRID_POINTS, 3))
        self.half.set_segments(borders(self._at, outputs, first, second))


def borders(at, outputs, first, second):
    """Return the lines between places of different classes.

    at: (GRID_POINTS,), along each side; outputs: (GRID_POINTS², n_L); first, second: the brightest
    two at each place.
    """
    lines: list[Any] = []
    for output in outputs.T[:-1]:  # the last class has no border that is not another's
        ahead = np.where(output == first, output - second, output - first)
        lines += contour_generator(at, at, ahead.reshape(len(at), -1)).lines(0.0)
    return lines


def crossed(place):
    """Return four short lines around a place, (4, 2, 2)."""
    arms = np.stack([ARM.reshape(2, 2, 2), ARM.reshape(2, 2, 2)[..., ::-1]]).reshape(4, 2, 2)
    return arms + place
