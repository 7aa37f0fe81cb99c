"""What a picture is made of, for a page: paths that are filled and stroked, and small images.

All places are in pixels, with y pointing up.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.path import Path

from coursekit.pictures.colours import CARD, GRID, INK, QUIET


def as_bytes(colours):
    """Return colours of 0 … 1 as bytes."""
    return np.rint(255 * np.asarray(colours)).astype(np.uint8)


# These colours are others in a dark page (`page/stage.js`); all others mean something, and stay.
NEUTRAL = {tuple(as_bytes(to_rgb(colour)).tolist()) for colour in (INK, QUIET, GRID, CARD)}
AREA = 10  # pixels to a side from which on a filled shape is something that others stand on


class Word(Path):
    """A path that is put together from other paths, so that each of these is sent only once.

    parts: (path, x, y, scale) for each. A number is a word made of digits. A page needs no more
    than the parts: they are put together when something asks for the outline.

    >>> stroke = Path([(0, 0), (1, 1)])
    >>> Word([(stroke, 0, 0, 1), (stroke, 5, 0, 2)]).vertices[2:].tolist()
    [[5.0, 0.0], [7.0, 2.0]]
    """

    def __init__(self, parts):
        self.parts = tuple(parts)

    def __getattr__(self, name):
        if "parts" not in vars(self) or "_vertices" in vars(self):
            raise AttributeError(name)
        vertices = [path.vertices * scale + (x, y) for path, x, y, scale in self.parts]
        codes = [codes_of(path) for path, *_ in self.parts]
        super().__init__(
            np.concatenate([np.zeros((0, 2)), *vertices]),
            np.concatenate([np.zeros(0, np.uint8), *codes]),
        )
        return getattr(self, name)


def codes_of(path):
    """Return a path's codes, (n,) uint8, spelled out where matplotlib leaves them out."""
    if path.codes is not None:
        return path.codes
    codes = np.full(len(path.vertices), Path.LINETO, np.uint8)
    codes[:1] = Path.MOVETO
    return codes


class Shapes(NamedTuple):
    """Paths that are filled and stroked. A list that is shorter than the items starts anew.

    Item k is path (k % max(paths, matrices)) % paths under matrix k % matrices, moved by offset k.
    matrices: (m, 3, 3); offsets: (n, 2); face, edge: (n, 4) in 0 … 1, empty for none;
    widths: (n,) in pixels; dashes: (start, lengths or None) for each, in pixels.
    look: what all items share, as plain JSON: clip, cap, join, snap; own, paper: their colours in a
    dark page; whole: they move by whole pixels; joined: no gap shows between two that touch.
    within: the path to which all is clipped, in pixels, or None.
    """

    paths: list[Path]
    matrices: np.ndarray
    offsets: np.ndarray
    face: np.ndarray
    edge: np.ndarray
    widths: np.ndarray
    dashes: list[tuple[float, Any]]
    look: dict[str, Any]
    within: Path | None

    @property
    def count(self):
        """How many items there are."""
        return max(len(self.paths), len(self.matrices), len(self.offsets))

    def boxes(self):
        """Return left, bottom, right and top of each item, (n, 4)."""
        rounds = max(len(self.paths), len(self.matrices))
        if len(self.matrices) == 1 and all(map(len, self.paths)):
            every = np.concatenate([path.vertices for path in self.paths])
            placed = every @ self.matrices[0, :2, :2].T + self.matrices[0, :2, 2]
            starts = np.cumsum([0, *map(len, self.paths[:-1])])
            sides = [side.reduceat(placed, starts) for side in (np.minimum, np.maximum)]
            corners = np.concatenate(sides, axis=1)
        else:
            corners = np.array([self._corners(k) for k in range(rounds)])
        item = np.arange(self.count)
        boxes = corners[item % rounds]
        if len(self.offsets):
            boxes = boxes + np.tile(self.offsets[item % len(self.offsets)], 2)
        return boxes

    def _corners(self, k):
        matrix, points = self.matrices[k % len(self.matrices)], self.paths[k % len(self.paths)]
        placed = points.vertices @ matrix[:2, :2].T + matrix[:2, 2]
        return [*placed.min(axis=0, initial=1e9), *placed.max(axis=0, initial=-1e9)]

    def areas(self):
        """Return where items fill an area, (n, 4), and whether with a colour that means something.

        A fill through which others shine, or one too small to stand on, is left out.
        """
        seen = as_bytes(self.face)
        bears = seen[:, 3] > 127
        if not bears.any():
            return np.zeros((0, 4)), bears[:0]
        means = np.array([tuple(colour) not in NEUTRAL for colour in seen[:, :3].tolist()])
        boxes, item = self.boxes(), np.arange(self.count) % len(seen)
        kept = ((boxes[:, 2:] - boxes[:, :2]).min(axis=1) > AREA) & bears[item]
        return boxes[kept], means[item[kept]]

    def places(self):
        """Return where items stand, (n, 2)."""
        if len(self.offsets):
            return self.offsets
        return self.matrices[:, :2, 2]


class Pixels(NamedTuple):
    """An image: (height, width, 4) uint8, and the matrix (3, 3) that puts its pixels in place."""

    image: np.ndarray
    matrix: np.ndarray
    look: dict[str, Any]
    within: Path | None


def even_runs(edges):
    """Yield from where to where the distances between edges are the same.

    >>> list(even_runs(np.array([0, 1, 2, 3, 5, 7])))
    [(0, 3), (3, 5)]
    """
    steps = np.diff(edges)
    breaks = np.flatnonzero(~np.isclose(steps[1:], steps[:-1], rtol=1e-6)) + 1
    yield from pairwise([0, *breaks.tolist(), len(steps)])
