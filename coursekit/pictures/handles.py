"""What can be grabbed in a picture, what lights up together, and what runs along its lines.

An explorer says it in spots, parts of its picture as it stands:

    def handles(self):
        return [Handle("z", spot(self.figure.point), "x", lambda x, y: x)]

Whoever drags that point moves the control `z`, and the point stays under the pointer.
`page/grab.js` lays the spots over the picture. It tells how far a pointer has come; all else is
worked out here.
"""

import re
from collections.abc import Callable, Mapping
from itertools import zip_longest
from math import atan2, degrees, hypot
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection

from coursekit.pictures.parts import Numbers

TRAVEL = 200  # pixels through the whole range of a control, where what is grabbed has no place
LETTER = 0.64  # how wide a letter is at most, in a font of size 1
THICK = 14  # pixels beside a line that belong to it
INSET = 20  # and what an edge leaves out at either end


class Spot(NamedTuple):
    """A part of a picture around (x, y), in pixels from its top left corner.

    height: None for a disc. turn: None, or the degrees by which a line of this width is turned.
    axes: whose coordinates a `place` is given in. back: in a motion, it is run through backwards.
    """

    x: float
    y: float
    width: float
    height: float | None = None
    turn: float | None = None
    axes: Any = None
    back: bool = False

    def told(self):
        """Return it as a page needs it: a disc is 3 numbers, a box 4, a line 5."""
        return [round(side) for side in self[:5] if side is not None]


class Handle(NamedTuple):
    """What can be grabbed, and the control that it moves.

    control: its name; or a function, called with x and y in the axes' coordinates wherever the
        spot is moved to, as when a point is placed by hand.
    along: "x", "y" (upwards is more), "xy" both ways, "at": wherever the pointer is within the
        spot, "press": a click.
    place: of x and y in the axes' coordinates, the control's value there, so that the spot stays
        under the pointer; without it 200 pixels go through the control's whole range.
    value: what a press sets; without it a press turns what is on off, and on again.
    chooses: controls by name, and their values, that are set when it is grabbed.
    """

    control: str | Callable
    spot: Spot
    along: str = "y"
    place: Callable | None = None
    value: Any = None
    chooses: Mapping = MappingProxyType({})


def spot(artist, item=0, part=None):
    """Return where an artist's item lies, or the axes; part: letters of a text, from and to.

    >>> from coursekit.pictures.parts import circles, drawing, new_figure
    >>> axes = drawing(new_figure(200, 100), 0, 0, 200, 100)
    >>> spot(circles(axes, [(50, 20), (90, 20)], 7.2), 1).told()
    [90, 80, 20]
    """
    axes: Any = artist.axes
    if isinstance(artist, PathCollection):
        x, y = _pixels(axes, *np.asarray(artist.get_offsets())[item].tolist())
        size = float(artist.get_sizes()[0]) ** 0.5 * axes.figure.dpi / 72
        if isinstance(artist, Numbers):
            left, right = _letters(artist, item, part)
            return Spot(
                x + size * (left + right) / 2, y, size * (right - left), 1.4 * size, None, axes
            )
        return Spot(x, y, 2 * size, axes=axes)
    if isinstance(artist, LineCollection):
        line = segment(axes, *artist.get_paths()[item].vertices[[0, -1]].tolist())
        # from circle to circle, not across what stands in them
        return line._replace(width=line.width - 2 * INSET) if line.width > 5 * INSET else line
    if isinstance(artist, PolyCollection):
        xs, ys = zip(*artist.get_paths()[item].vertices.tolist(), strict=True)
        return box(axes, min(xs), min(ys), max(xs), max(ys))
    left, bottom, width, height = axes.bbox.bounds
    x, y = left + width / 2, axes.figure.bbox.height - bottom - height / 2
    return Spot(x, y, width, height, None, axes)


def box(axes, left, low, right, high):
    """Return the spot between these sides, in the axes' coordinates."""
    (x0, y0), (x1, y1) = _pixels(axes, left, low), _pixels(axes, right, high)
    return Spot((x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0), abs(y1 - y0), None, axes)


def segment(axes, start, end):
    """Return the spot along a line from start to end, in the axes' coordinates."""
    (x0, y0), (x1, y1) = _pixels(axes, *start), _pixels(axes, *end)
    return between(Spot(x0, y0, 0), Spot(x1, y1, 0, axes=axes))


def between(first, second):
    """Return the spot along the line from the middle of one spot to that of another.

    >>> between(Spot(0, 0, 10), Spot(30, 40, 10)).told()
    [15, 20, 50, 14, 53]
    """
    (x0, y0), (x1, y1) = first[:2], second[:2]
    turn = degrees(atan2(y1 - y0, x1 - x0))
    return Spot((x0 + x1) / 2, (y0 + y1) / 2, hypot(x1 - x0, y1 - y0), THICK, turn, second.axes)


def upright(axes, x):
    """Return the spot along an upright line through all of the axes."""
    return segment(axes, (x, axes.viewLim.y1), (x, axes.viewLim.y0))


def path(axes, points):
    """Return a way through points, in the axes' coordinates, as a page needs it: x, y, x, y …"""
    told: list[int] = []
    xs, ys = np.rint(_pixels(axes, *np.transpose(points))).astype(int).tolist()
    for x, y in zip(xs, ys, strict=True):
        if not told or hypot(x - told[-2], y - told[-1]) > 3:  # closer ones look the same
            told += [x, y]
    return told


def words(numbers, item=0):
    """Return the spots of the numbers that stand in one text, from left to right."""
    found = re.finditer(r"[\d.]+", numbers.texts[item])
    return [spot(numbers, item, number.span()) for number in found]


def _letters(numbers, item, part):
    """Return from where to where letters of a text reach, in a font of size 1."""
    begin, end = part or (0, len(numbers.texts[item]))
    seen = [n for n, letter in enumerate(numbers.texts[item]) if letter != " "]
    places = zip(seen, numbers.get_paths()[item].parts, strict=True)
    xs = [x for n, (_, x, *_) in places if begin <= n < end]
    return (xs[0], xs[-1] + LETTER) if xs else (0, 0)


def _pixels(axes, x, y):
    """Return a place of axes, whose scales are linear, in pixels from the picture's top left."""
    # matplotlib keeps both of these, but not their product
    (a, _, c), (_, d, f), _ = axes.transLimits.get_matrix().tolist()
    (width, _, left), (_, height, bottom), _ = axes.transAxes.get_matrix().tolist()
    return width * (a * x + c) + left, axes.figure.bbox.height - height * (d * y + f) - bottom


class Marks:
    """What a page is told of an explorer's spots, and what it tells when one is grabbed."""

    def __init__(self, explorer):
        self.explorer = explorer
        self._handles: list[Handle] = []
        self._told: list[Any] = []
        self._groups: list[Any] = []
        self._way: list[Any] = []
        self._before = explorer.values
        self._held: Any = None, None, None, None  # a hold, its handle, the control, where it began

    @property
    def hold(self):
        """What tells one hold from another: the same from a press until it is let go."""
        return self._held[0]

    def everything(self):
        """Return what a page needs that has nothing yet."""
        self._look()
        self._before = self.explorer.values
        return {"spots": self._told, "groups": self._groups}

    def changed(self):
        """Return what has changed since the last call, with the motion to be played now."""
        before, groups, values = self._told, self._groups, self.explorer.values
        motion = self._look(self.explorer.motion(self._before) if values != self._before else ())
        self._before = values
        told: dict[str, Any] = {"spots": self._told}
        if len(before) <= len(self._told):
            pairs = enumerate(zip_longest(before, self._told))
            told = {"moved": {k: new for k, (old, new) in pairs if new != old}}
        told |= {"groups": self._groups if groups != self._groups else None, "motion": motion}
        way, self._way = self._way, self.explorer.way()
        told = {name: what for name, what in told.items() if what or name == "spots"}
        return told if way == self._way else told | {"way": self._way}

    def _look(self, motion=()):
        """Note where everything is now; return the motion in the numbers of its spots."""
        self._handles = [h for h in self.explorer.handles() if self._is_there(h.control)]
        told = [[handle.along, *handle.spot.told()] for handle in self._handles]
        numbers = {tuple(entry[1:]): k for k, entry in reversed(list(enumerate(told)))}

        def number(spot):
            entry = spot.told()
            k = numbers.setdefault(tuple(entry), len(told))
            if k == len(told):
                told.append(["", *entry])
            return ~k if spot.back else k

        self._groups = [list(map(number, group)) for group in self.explorer.together()]
        stages = [list(map(number, stage)) for stage in motion]
        # where a motion once ran it may run again: what cannot be grabbed does no harm
        told += [entry for entry in self._told[len(told) :] if not entry[0]]
        self._told = told
        return stages

    def _is_there(self, name):
        """Whether a control can be moved by hand now."""
        if callable(name):
            return True
        widget = self._widget(name)
        hidden = "ck-hidden" in widget._dom_classes or widget.layout.display == "none"
        return not (hidden or getattr(widget, "disabled", False))

    def _widget(self, name):
        held = self.explorer.controls[name]
        return getattr(held, "amount", held)  # of `Knobs`

    def grab(self, told):
        """Move what a page says was grabbed: its number, which hold it is, how far it has come."""
        hold, number, (across, up) = told["hold"], told["grab"], told["by"]
        fresh = hold != self._held[0]
        if fresh and number >= len(self._handles):
            return  # it has just gone
        if fresh:
            self._held = hold, *self._begin(self._handles[number])
        _, handle, widget, start = self._held
        across, up = across * (handle.along != "y"), up * (handle.along != "x")
        if callable(handle.control):
            handle.control(*self._place(handle.spot, across, up))
        elif handle.along != "press":
            widget.value = self._value(handle, widget.stops, start, across, up)
        elif fresh:
            widget.value = not start if handle.value is None else handle.value

    def _begin(self, handle):
        values = self.explorer.values
        if any(values[name] != value for name, value in handle.chooses.items()):
            self.explorer.set(dict(handle.chooses))
        widget = None if callable(handle.control) else self._widget(handle.control)
        return handle, widget, widget and widget.value

    def _place(self, spot, across, up):
        at = spot.x + across, spot.axes.figure.bbox.height - spot.y + up
        return spot.axes.transData.inverted().transform(at).tolist()

    def _value(self, handle, stops, start, across, up):
        if not across and not up:
            return start
        if handle.place:
            wanted = handle.place(*self._place(handle.spot, across, up))
            return min(stops, key=lambda stop: abs(stop - wanted))
        at = min(range(len(stops)), key=lambda k: abs(stops[k] - start))
        by = round((across if handle.along == "x" else up) / TRAVEL * (len(stops) - 1))
        return stops[max(0, min(at + by, len(stops) - 1))] if by else start
