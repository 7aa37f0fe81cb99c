"""Numbers where they belong: small matrices as coloured cells, a network as circles and lines.

All cells of a picture are one artist and all its numbers another, however many matrices there are.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from coursekit.figures.parts import (
    CARD,
    GRID,
    INK,
    POINT,
    Numbers,
    circles,
    edges,
    grey,
    ink_on,
    show_weights,
    signed_colours,
)

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Grid(NamedTuple):
    """One matrix: its top left corner in pixels, its shape, and how its numbers are shown.

    largest: the size that takes the full colour; None for activations, which are grey.
    pitch: from one column to the next in pixels; None for columns that touch.
    """

    left: float
    top: float
    rows: int
    columns: int
    digits: int = 4
    largest: float | None = 0.5
    pitch: float | None = None


class Grids:
    """Several matrices on one drawing; `show` fills those that are known and covers the others.

    grids: name → `Grid`; cell: width and height of a cell in pixels.
    """

    def __init__(self, axes, grids, cell=(72, 34), size=11.5):
        self.grids = grids
        width, height = np.array(cell) - 3
        corners = np.array(
            [
                (grid.left + column * (grid.pitch or cell[0]), grid.top - row * cell[1])
                for grid in grids.values()
                for row in range(grid.rows)
                for column in range(grid.columns)
            ]
        )
        box = np.array([(0, 0), (width, 0), (width, -height), (0, -height)])
        self.cells = PolyCollection(corners[:, None] + box, linewidths=1)
        axes.add_collection(self.cells, autolim=False)
        self.numbers = Numbers(axes, corners + box.mean(axis=0), size)
        self.moving = [self.cells, self.numbers]

    def show(self, values, lit=()):
        """Show arrays by name; what is missing stays covered, and what is `lit` is framed.

        lit: names of whole matrices, or pairs of a name and a cell's number, row by row.
        """
        texts, colours, frames = [], [], []
        for name, grid in self.grids.items():
            count = grid.rows * grid.columns
            frames += [name in lit or (name, cell) in lit for cell in range(count)]
            if name in values:
                numbers = np.ravel(values[name])
                texts += [number(v, grid.digits - (abs(v) >= 10)) for v in numbers]
                shades = (
                    grey(numbers) if grid.largest is None else signed_colours(numbers, grid.largest)
                )
            else:
                texts += ["?"] * count
                shades = np.tile(to_rgb(CARD), (count, 1))
            colours.append(shades)
        colours = np.concatenate(colours)
        self.numbers.write(texts, ink_on(colours))
        self.cells.set(
            facecolors=colours,
            edgecolors=[POINT if framed else GRID for framed in frames],
            linewidths=np.where(frames, 2.6, 1),
        )

    def texts(self, name):
        """What the cells of one matrix say, row by row."""
        before = 0
        for other, grid in self.grids.items():
            if other == name:
                return self.numbers.texts[before : before + grid.rows * grid.columns]
            before += grid.rows * grid.columns
        raise KeyError(name)


class Diagram:
    """A network from inputs to outputs; `update` moves brightness, numbers and weights.

    places: one (n_l, 2) array of centres a layer; radius in points; largest: the widest weight.
    """

    def __init__(self, axes, places, radius=16, size=11, largest=2.0):
        self.places, self.largest = [np.array(layer, float) for layer in places], largest
        starts = [np.tile(a, (len(b), 1)) for a, b in pairwise(self.places)]
        ends = [np.repeat(b, len(a), axis=0) for a, b in pairwise(self.places)]
        self.links = edges(axes, np.concatenate(starts), np.concatenate(ends), zorder=1)
        self.discs = circles(axes, np.concatenate(self.places), radius, zorder=2)
        self.levels = Numbers(axes, np.concatenate(self.places), size)
        self.moving = [self.links, self.discs, self.levels]

    def update(self, activations, weights, chosen, outlined=()):
        """Show a(0) … a(L) and W(1) … W(L).

        chosen: the numbers of the links that stand out, counted through all weights row by row;
        outlined: the numbers of the neurons that do; a layer of None is not known yet.
        """
        flat = np.concatenate([np.ravel(layer) for layer in weights])
        show_weights(self.links, flat, self.largest)
        colours, widths = np.array(self.links.get_colors()), np.array(self.links.get_linewidths())
        colours[:, 3] *= 0.6
        colours[chosen, 3] = 1
        widths[chosen] += 2
        self.links.set(colors=colours, linewidths=widths)
        known = [
            np.full(len(at), np.nan) if a is None else np.asarray(a)
            for a, at in zip(activations, self.places, strict=True)
        ]
        brightness = np.concatenate(known)
        shades = grey(np.nan_to_num(brightness, nan=1.0))
        self.discs.set_facecolor(shades)
        frames = np.isin(np.arange(len(shades)), outlined)
        self.discs.set(
            edgecolors=[POINT if framed else INK for framed in frames],
            linewidths=np.where(frames, 3, 1.5),
        )
        texts = ["?" if np.isnan(a) else f"{a:.2f}" for a in brightness]
        self.levels.write(texts, ink_on(shades))


def number(value, digits=4):
    """Write a number with a true minus, and a zero without one.

    >>> number(-0.15644), number(-0.00001), number(2, 1)
    ('−0.1564', '0.0000', '2.0')
    """
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def significant(value):
    """Write a number of any size with four digits that count.

    >>> significant(-0.0156442), significant(1.56442e-7), significant(0)
    ('−0.01564', '1.564·10⁻⁷', '0')
    """
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.3e}".split("e")
    power = int(exponent)
    if -3 <= power <= 3:
        return number(value, 3 - power)
    return f"{mantissa}·10".replace("-", "−") + str(power).translate(SUPERSCRIPTS)


def factor(value):
    """Write a number with four digits after the point, or as a power of ten where none would count.

    >>> factor(0.15644), factor(-0.0000156), factor(0)
    ('0.1564', '−1.6·10⁻⁵', '0.0000')
    """
    if value == 0 or abs(value) >= 0.001:
        return number(value)
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}·10".replace("-", "−") + str(int(exponent)).translate(SUPERSCRIPTS)
