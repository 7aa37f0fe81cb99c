"""Reading a picture in a test: what its numbers say, and whether anything in it is cut off."""

from functools import cache
from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PolyCollection
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Bbox

from coursekit.figures.parts import Numbers

POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
EDGE = 8  # pixels that a text keeps from the picture's edge
CROSSED = 2  # two boxes of text may touch: a box is a little larger than its ink


@cache
def _opened(open_it):
    explorer = open_it()
    return explorer, explorer.state


def at_start(open_it):
    """Return one explorer of a kind as it opens; the tests of a kind share it to save time."""
    explorer, start = _opened(open_it)
    if explorer.state != start:
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


def faults(figure):
    """Name what leaves the picture, its card or its cell, and what covers something else."""
    figure.fig.canvas.draw()
    texts = list(_texts(figure.fig))
    picture = figure.fig.bbox.padded(-EDGE)
    found = [f"{text} leaves the picture" for text, box in texts if not _within(box, picture)]
    for (text, box), (other, there) in combinations(texts, 2):
        across = min(box.x1, there.x1) - max(box.x0, there.x0)
        along = min(box.y1, there.y1) - max(box.y0, there.y0)
        if min(across, along) > CROSSED:
            found.append(f"{text} covers {other} by {across:.0f} × {along:.0f}")
    for frame in _frames(figure.fig):
        found += [
            f"{text} leaves its frame by {3 + max(frame.x0 - box.x0, box.x1 - frame.x1):.1f}"
            for text, box in texts
            if frame.contains((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            and not _within(box, frame.padded(-3), down=False)
        ]
    return found


def _within(box, outer, down=True):
    across = outer.x0 <= box.x0 and box.x1 <= outer.x1
    return across and (not down or (outer.y0 <= box.y0 and box.y1 <= outer.y1))


def _texts(fig):
    """Yield every text that can be seen with its box in pixels, numbers among them."""
    renderer = RendererAgg(fig.bbox.width, fig.bbox.height, fig.dpi)
    fixed = [*fig.texts, *(t for axes in fig.axes for t in (axes.title, *axes.texts))]
    for text in fixed:
        if text.get_visible() and text.get_text().strip():
            yield text.get_text(), text.get_window_extent(renderer)
    for axes in fig.axes:
        for numbers in (c for c in axes.collections if isinstance(c, Numbers)):
            scale = numbers.get_sizes()[0] ** 0.5 * fig.dpi / 72
            spots = numbers.get_offset_transform().transform(numbers.get_offsets())
            for text, path, spot in zip(numbers.texts, numbers.get_paths(), spots, strict=True):
                if len(path.vertices):
                    yield text, Bbox(path.get_extents().get_points() * scale + spot)


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
