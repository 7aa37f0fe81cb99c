"""Reading a picture in a test: what its numbers say."""

import operator
from functools import cache

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.lines import Line2D

from coursekit.pictures.parts import Numbers

BOUNDS = {"<": operator.lt, ">": operator.gt, "≈": lambda value, end: abs(value - end) < 0.01}
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@cache
def _opened(open_it, _whose):
    explorer = open_it()
    return explorer, explorer.state


def at_start(open_it, *, drawn=False, whose=""):
    """Return one explorer of a kind as it opens; the tests of a kind share it to save time.

    whose: another name gives another explorer, which remembers nothing of the others' tests.

    Its artists move and its sentence changes, but it paints no pixels unless it is `drawn`.
    """
    explorer, start = _opened(open_it, whose)

    def show(sentence):
        explorer.picture.sentence = sentence
        if drawn:
            explorer.picture.blitter.frame()

    explorer.picture.show = show
    explorer.set(start)
    return explorer


def drive(explorer, moves):
    """Move controls as a hand does: one after the other, each to one of its own values."""
    for which, place in moves:
        control = list(explorer.controls.values())[which % len(explorer.controls)]
        slider = getattr(control, "amount", control)
        if isinstance(slider.value, bool):
            slider.value = not slider.value
        else:
            places = places_of(slider)
            slider.value = places[place % len(places)]


def places_of(control):
    """Return the values that a control can be moved to; an option may have a name of its own."""
    options = getattr(control, "stops", None) or control.options
    return [option[1] if isinstance(option, tuple) else option for option in options]


def stroke(explorer, *points):
    """Draw one stroke on the picture's pad, point by point in fractions of it, as the page does."""
    (pad,) = explorer.pointer
    pad.set_state({"strokes": pad.strokes + 1, "stroke": list(points[:1])})
    for end in range(2, len(points) + 1):
        pad.set_state({"stroke": list(points[:end])})


def press(explorer, key):
    """Press an arrow key on the picture's pad, "ArrowUp"."""
    (pad,) = explorer.pointer
    pad.set_state({"presses": pad.presses | {key: pad.presses.get(key, 0) + 1}})


def says(text, value):
    """Whether a number as the course writes it is this value, rounded to the digits it shows."""
    if text[0] in BOUNDS:
        return BOUNDS[text[0]](value, float(text[2:]))
    mantissa, _, power = text.replace("−", "-").partition("·10")
    unit = 10.0 ** -len(mantissa.partition(".")[2])
    scale = 10.0 ** int(power.translate(POWERS) or 0)
    return abs(float(mantissa) * scale - value) <= 0.5001 * unit * scale


def say(texts, values):
    """Whether each of these texts is its value, in the order of an array's rows."""
    return len(texts) == np.size(values) and all(map(says, texts, np.ravel(values)))


def shown(explorer, place):
    """Return what stands at a place of a picture: texts, numbers, or whatever else it is.

    place: a path from the figure or, if that has no such name, from the explorer: "sum.point",
    "links.0", "trail". A step is an item ("0", "-4:"), an attribute or method, what matplotlib's
    `get_…` returns ("fog.visible"), or one of `READINGS` ("squares.areas"). At its end an artist
    stands for its texts, its places, its line, its segments or its corners.
    """
    names = place.split(".")
    thing = explorer.figure if hasattr(explorer.figure, names[0]) else explorer
    for name in names:
        thing = _step(thing, name)
    return _whole(thing)


def _step(thing, name):
    if isinstance(thing, dict) and name in thing:
        return thing[name]
    if set(name) <= set("-0123456789:"):
        at = [int(end) if end else None for end in name.split(":")]
        return thing[slice(*at) if ":" in name else at[0]]
    if name in READINGS:
        return READINGS[name](thing)
    step = getattr(thing, name) if hasattr(thing, name) else getattr(thing, f"get_{name}")
    return step() if callable(step) else step


def _whole(thing):
    """Return what an artist shows, and anything else as it is."""
    read = next((read for kind, read in WHOLE.items() if isinstance(thing, kind)), None)
    return read(thing) if read else thing


def corners(areas):
    """Return the corners of each of several areas."""
    return [path.vertices[:-1] for path in areas.get_paths()]  # the last closes it


def area(polygon):
    """Return the area within corners, (n, 2), by the shoelace formula."""
    (x, y), (next_x, next_y) = polygon.T, np.roll(polygon, -1, axis=0).T
    return abs(x @ next_y - y @ next_x) / 2


WHOLE = {
    Numbers: lambda numbers: numbers.texts,
    PathCollection: lambda marks: marks.get_offsets(),
    PolyCollection: corners,
    LineCollection: lambda lines: lines.get_segments(),
    Line2D: lambda line: line.get_xydata(),
}
READINGS = {
    "areas": lambda areas: [area(polygon) for polygon in corners(areas)],
    "tops": lambda bars: [polygon[:, 1].max() for polygon in corners(bars)],
    "lefts": lambda bars: [polygon[:, 0].min() for polygon in corners(bars)],
    "blue": lambda lines: lines.get_colors()[:, 2] > lines.get_colors()[:, 0],
    "strong": lambda lines: lines.get_colors()[:, 3] > 0.5,
    "count": lambda artist: len(_whole(artist)),
}


def agree(value, expected):
    """Whether what was read is what was expected: numbers closely, or rounded where they are texts.

    One text of an artist may be expected without its tuple.
    """
    if _are_texts(value) and not _are_texts(np.atleast_1d(expected).tolist()):
        return say(value, expected)
    if isinstance(value, str) and isinstance(expected, int | float):
        return says(value, expected)
    if isinstance(expected, str) and not isinstance(value, str):
        return tuple(value) == (expected,)
    try:
        return np.shape(value) == np.shape(expected) and np.allclose(value, expected, atol=1e-9)
    except TypeError:  # texts, a dict, nothing
        return value == type(value)(expected) if _are_texts(expected) else value == expected


def _are_texts(value):
    return isinstance(value, list | tuple) and len(value) and all(isinstance(t, str) for t in value)


def moving_texts(figure):
    """Every number that the picture shows now."""
    collections = (c for axes in figure.fig.axes for c in axes.collections)
    return [text for c in collections if isinstance(c, Numbers) for text in c.texts]


def framed(grids):
    """Name the cells of a `Grids` that stand out, as pairs of a matrix and a cell's number."""
    cells = [(name, n) for name, g in grids.grids.items() for n in range(g.rows * g.columns)]
    widths = grids.cells.get_linewidths()
    return {cell for cell, width in zip(cells, widths, strict=True) if width > 2}
