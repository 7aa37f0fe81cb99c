"""What is amiss in a picture as it stands: cut off, covered, out of its card, or no number."""

import re

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Bbox

from coursekit.pictures.parts import Numbers

EDGE = 8  # pixels that a text keeps from the picture's edge
MARGIN = 2  # and from the sides of its card or cell
CROSSED = 2  # two boxes of text may touch: a box is a little larger than its ink
ROUGH = 1.5  # pixels by which what is drawn may leave its axes


def faults(figure):
    """Name what leaves the picture, its axes, its card or its cell, and what covers another."""
    return [*_of_texts(figure.fig, figure.moving), *_of_marks(figure.fig)]


def _of_texts(fig, moving):
    texts, boxes, limits = zip(*_texts(fig, moving), strict=True)
    low, high = np.array(boxes).swapaxes(0, 1)  # (n, 2) each: left and bottom, right and top
    yield from (f"{text} is no number" for text in texts if text in ("nan", "inf", "−inf"))
    out = (low < EDGE) | (high > fig.bbox.max - EDGE)
    yield from (f"{texts[n]} leaves the picture" for n in np.flatnonzero(out.any(axis=1)))
    for n, limit in enumerate(limits):
        if limit is not None and not _within(low[n], high[n], limit):
            yield f"{texts[n]} leaves its axes"
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    pairs = np.argwhere(np.triu(shared.min(axis=2) > CROSSED, k=1))
    yield from (f"{texts[n]} covers {texts[m]}" for n, m in pairs)
    middle = (low + high) / 2
    for frame in _frames(fig):
        inside = ((frame.min < middle) & (middle < frame.max)).all(axis=1)
        tight = (low[:, 0] < frame.x0 + MARGIN) | (high[:, 0] > frame.x1 - MARGIN)
        tight |= (low[:, 1] < frame.y0) | (high[:, 1] > frame.y1)
        yield from (f"{texts[n]} leaves its frame" for n in np.flatnonzero(inside & tight))


def _of_marks(fig):
    """Yield what axes cut off: a mark, an area, a line."""
    for axes in fig.axes:
        for artist in (*axes.collections, *axes.lines):
            if isinstance(artist, Numbers) or not artist.get_visible() or not axes.get_visible():
                continue
            for kind, points, reach in _drawn(artist, axes):
                if not np.isfinite(points).all():
                    yield f"{kind} is nowhere"
                elif artist.get_clip_box() is not None and len(points):
                    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
                    if not _within(low, high, axes.bbox):
                        yield f"{kind} is cut off in {axes.get_title() or 'a drawing'}"


def _drawn(artist, axes):
    """Yield what an artist draws: its kind, its points in pixels, its reach around them."""
    place = axes.transData.transform
    if isinstance(artist, PathCollection):
        sizes = artist.get_sizes()
        reach = (np.sqrt(sizes[0]) if len(sizes) else 0) * axes.figure.dpi / 72
        reach += max(artist.get_linewidths(), default=0) * axes.figure.dpi / 144
        yield from (("a mark", place([spot]), reach) for spot in artist.get_offsets())
    elif isinstance(artist, PolyCollection | LineCollection):
        kind = "an area" if isinstance(artist, PolyCollection) else "a line"
        yield from ((kind, place(path.vertices), 0) for path in artist.get_paths())
    elif hasattr(artist, "get_xydata") and artist.get_transform() == axes.transData:
        yield "a curve", place(artist.get_xydata()), 0


def _within(low, high, box):
    return (low > box.min - ROUGH).all() and (high < box.max + ROUGH).all()


def _texts(fig, moving):
    """Yield every text that can be seen, its box in pixels, and the box that it must not leave.

    That is the box that cuts it off or, for one that moves, out of which it would leave traces.
    """
    renderer = fig.canvas.get_renderer()
    fixed = [*fig.texts, *(text for axes in fig.axes for text in _fixed(axes))]
    for text in fixed:
        if text.get_visible() and text.get_text().strip():
            inside = text.axes is not None and text in text.axes.texts
            limit = text.axes.bbox if inside and (text.get_clip_on() or text in moving) else None
            yield text.get_text(), text.get_window_extent(renderer).get_points(), limit
    for axes in fig.axes:
        for numbers in (c for c in axes.collections if isinstance(c, Numbers)):
            scale = numbers.get_sizes()[0] ** 0.5 * fig.dpi / 72
            spots = numbers.get_offset_transform().transform(numbers.get_offsets())
            for text, path, spot in zip(numbers.texts, numbers.get_paths(), spots, strict=True):
                if len(path.vertices):
                    corners = np.array([path.vertices.min(axis=0), path.vertices.max(axis=0)])
                    yield text, corners * scale + spot, axes.bbox


def _fixed(axes):
    yield from (axes.title, *axes.texts)
    if axes.axison:
        for k, axis in enumerate((axes.xaxis, axes.yaxis)):
            low, high = sorted(axis.get_view_interval())
            for label in axis.get_ticklabels():
                if low <= label.get_position()[k] <= high:
                    yield label


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


def astray(explorer):
    """Name the handles that move nothing, and what is grabbed or lights up outside the picture."""
    handles = list(explorer.handles())
    for control in {h.control for h in handles if not callable(h.control)} - {*explorer.controls}:
        yield f"a handle moves {control}, which is no control"
    across, down = explorer.figure.fig.bbox.size
    for spot in [h.spot for h in handles] + [s for group in explorer.together() for s in group]:
        if not (0 < spot.x < across and 0 < spot.y < down):
            yield f"a spot lies at {spot.x:.0f}, {spot.y:.0f}, outside the picture"


def unfounded(explorer):
    """Name the numbers with a point that the sentence says, and neither picture nor control shows.

    One agrees with another that is the same rounded to fewer digits.
    """
    told = [text for text, *_ in _texts(explorer.figure.fig, explorer.figure.moving)]
    known = [number for text in told for number in NUMBER.findall(text)]
    known += [f"{value:.6f}".replace("-", "−") for value in _plain(explorer.values)]
    for number in NUMBER.findall(explorer.picture.sentence):
        if "." in number and not any(_same(number, other) for other in known):
            yield f"{number} is said and not shown"


NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
POWERS = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def _plain(values):
    for value in values.values():
        if isinstance(value, dict):
            yield from _plain(value)
        elif isinstance(value, int | float):
            yield value


def _same(one, other):
    """Whether two numbers are the same as far as the one with fewer digits goes.

    >>> _same("0.69", "0.6942"), _same("−0.5", "0.5"), _same("2.9·10⁻²¹", "3·10⁻²¹")
    (True, False, True)
    """
    (x, unit), (y, other_unit) = map(_read, (one, other))
    return abs(x - y) <= 0.51 * max(unit, other_unit)


def _read(text):
    mantissa, _, power = text.replace(",", "").translate(POWERS).partition("·10")
    scale = 10.0 ** int(power or 0)
    return float(mantissa) * scale, scale * 10.0 ** -len(mantissa.partition(".")[2])
