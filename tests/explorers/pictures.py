"""Reading a picture in a test: what its numbers say, and whether anything in it is cut off."""

from functools import cache

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Bbox

from coursekit.figures.parts import Numbers

POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
EDGE = 8  # pixels that a text keeps from the picture's edge
MARGIN = 2  # and from the sides of its card or cell
CROSSED = 2  # two boxes of text may touch: a box is a little larger than its ink


@cache
def _opened(open_it):
    explorer = open_it()
    return explorer, explorer.state


def at_start(open_it, *, drawn=False):
    """Return one explorer of a kind as it opens; the tests of a kind share it to save time.

    Its artists move and its sentence changes, but it paints no pixels unless it is `drawn`.
    """
    explorer, start = _opened(open_it)
    vars(explorer.picture).pop("show", None)
    if not drawn:
        explorer.picture.show = lambda sentence: setattr(explorer.picture, "sentence", sentence)
    explorer.set(start)
    return explorer


def says(text, value):
    """Whether a number as the course writes it is this value, rounded to the digits it shows."""
    mantissa, _, power = text.replace("−", "-").partition("·10")
    unit = 10.0 ** -len(mantissa.partition(".")[2])
    scale = 10.0 ** int(power.translate(POWERS) or 0)
    return abs(float(mantissa) * scale - value) <= 0.5001 * unit * scale


def say(texts, values):
    """Whether each of these texts is its value, in the order of an array's rows."""
    return len(texts) == np.size(values) and all(map(says, texts, np.ravel(values)))


def moving_texts(figure):
    """Every number that the picture shows now."""
    collections = (c for axes in figure.fig.axes for c in axes.collections)
    return [text for c in collections if isinstance(c, Numbers) for text in c.texts]


def framed(grids):
    """Name the cells of a `Grids` that stand out, as pairs of a matrix and a cell's number."""
    cells = [(name, n) for name, g in grids.grids.items() for n in range(g.rows * g.columns)]
    widths = grids.cells.get_linewidths()
    return {cell for cell, width in zip(cells, widths, strict=True) if width > 2}


def faults(figure):
    """Name what leaves the picture, its card or its cell, and what covers something else."""
    texts, boxes = zip(*_texts(figure.fig), strict=True)
    low, high = np.array(boxes).swapaxes(0, 1)  # (n, 2) each: left and bottom, right and top
    out = (low < EDGE) | (high > figure.fig.bbox.max - EDGE)
    found = [f"{texts[n]} leaves the picture" for n in np.flatnonzero(out.any(axis=1))]
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    pairs = np.argwhere(np.triu(shared.min(axis=2) > CROSSED, k=1))
    found += [f"{texts[n]} covers {texts[m]}" for n, m in pairs]
    middle = (low + high) / 2
    for frame in _frames(figure.fig):
        inside = ((frame.min < middle) & (middle < frame.max)).all(axis=1)
        tight = (low[:, 0] < frame.x0 + MARGIN) | (high[:, 0] > frame.x1 - MARGIN)
        found += [f"{texts[n]} leaves its frame" for n in np.flatnonzero(inside & tight)]
    return found


def _texts(fig):
    """Yield every text that can be seen with its box in pixels, numbers among them."""
    renderer = fig.canvas.get_renderer()
    fixed = [*fig.texts, *(t for axes in fig.axes for t in (axes.title, *axes.texts))]
    for text in fixed:
        if text.get_visible() and text.get_text().strip():
            yield text.get_text(), text.get_window_extent(renderer).get_points()
    for axes in fig.axes:
        for numbers in (c for c in axes.collections if isinstance(c, Numbers)):
            scale = numbers.get_sizes()[0] ** 0.5 * fig.dpi / 72
            spots = numbers.get_offset_transform().transform(numbers.get_offsets())
            for text, path, spot in zip(numbers.texts, numbers.get_paths(), spots, strict=True):
                if len(path.vertices):
                    corners = np.array([path.vertices.min(axis=0), path.vertices.max(axis=0)])
                    yield text, corners * scale + spot


def _frames(fig):
    """Yield the boxes of all cards and cells in pixels."""
    for axes in fig.axes:
        for patch in axes.patches:
            if isinstance(patch, FancyBboxPatch):
                yield patch.get_window_extent()
        for cells in (c for c in axes.collections if isinstance(c, PolyCollection)):
            for path in cells.get_paths():
                if len(path.vertices) == 5:  # a rectangle, and no arrow
                    yield Bbox(axes.transData.transform(path.get_extents().get_points()))
