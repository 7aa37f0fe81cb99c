"""Numbers where they belong: small matrices as coloured cells.

All cells of a picture are one artist and all its numbers another, however many matrices there are.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from coursekit.pictures.colours import CARD, GRID, POINT, grey, ink_on, signed_colours
from coursekit.pictures.handles import spot
from coursekit.pictures.notation import factor, near, number
from coursekit.pictures.parts import Numbers


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
        ends = np.cumsum([0, *(grid.rows * grid.columns for grid in grids.values())])
        self._cells = dict(zip(grids, map(range, ends[:-1], ends[1:]), strict=True))
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
                texts += [written(v, grid) for v in numbers]
                shades = (
                    grey(numbers) if grid.largest is None else signed_colours(numbers, grid.largest)
                )
            else:
                texts += ["?"] * count
                shades = np.tile(to_rgb(CARD), (count, 1))
            colours.append(shades)
        fills = np.concatenate(colours)
        self.numbers.write(texts, ink_on(fills))
        self.cells.set(
            facecolors=fills,
            edgecolors=[POINT if framed else GRID for framed in frames],
            linewidths=np.where(frames, 2.6, 1),
        )

    def texts(self, name):
        """What the cells of one matrix say, row by row."""
        return [self.numbers.texts[cell] for cell in self._cells[name]]

    def at(self, name, cell=None):
        """Return the spot of a cell, by its number row by row, or the spots of all of a matrix."""
        if cell is None:
            return [spot(self.cells, number) for number in self._cells[name]]
        return spot(self.cells, self._cells[name][cell])


def written(value, grid):
    """Write a number for a cell of a grid: never as 0 where it is only small.

    >>> cells = Grid(0, 0, 1, 1), Grid(0, 0, 1, 1, largest=None)
    >>> [written(v, cells[0]) for v in (0.25, 12, 3e-11, 0)], written(0.99999, cells[1])
    (['0.2500', '12.000', '3·10⁻¹¹', '0.0000'], '≈ 1')
    """
    if grid.largest is None:
        return near(value, grid.digits)
    if 0 < abs(value) < 0.5 * 10.0**-grid.digits:
        return factor(value, mantissa=0)
    return number(value, grid.digits - (abs(value) >= 10))
