"""Misses as squares: each has the area (a − y)², and poured into one column they make the cost."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from coursekit.pictures.charts import boxes
from coursekit.pictures.colours import GOOD, GRID, INK, NEGATIVE, POINT, POSITIVE, QUIET, grey
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, box, spot, words
from coursekit.pictures.notation import low
from coursekit.pictures.parts import Numbers, circles, drawing, edges, label, new_figure, style

STARTING_OUTPUTS = ((0.8, 0.3, 0.1), (0.4, 0.6, 0.2), (0.5, 0.5, 0.5), (0.1, 0.9, 0.3))
WANTED = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1)], float)
UNIT, SMALL = 130, 56  # pixels that a difference of 1 is long, beside and in the four columns
OUTPUTS, EXAMPLES = 3, 4
PANELS, BASE = (48, 222, 396), 204  # left ends and bottom of the three unit scales
TANK, FLOOR = 590, 28  # left end and bottom of the column
HIGH = 176  # the floor of the columns of all examples
COLUMNS = tuple(756 + 58 * k for k in range(EXAMPLES))
TINTS = (POSITIVE, NEGATIVE, GOOD)
TICK = {"fontsize": 11.5, "ha": "right", "va": "center", "color": QUIET}


class SquaresFigure:
    """One example's squares and their column, and beside it the columns of all examples."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                528,
                "A miss is a side, its square an area, the cost their sum",
                "The same area lies in the squares and in the column: nothing is lost on the way.",
            )
            axes = self.axes = drawing(self.fig, 0, 66, 1000, 462)
            self._draw_scales(axes)
            self._draw_columns(axes)
            fills = [to_rgba(tint, 0.4) for tint in TINTS]
            self.squares = _areas(axes, fills, TINTS)
            self.tank = _areas(axes, fills, TINTS)
            self.columns = _areas(axes, fills * EXAMPLES, TINTS * EXAMPLES)
            self.wanted = edges(axes, np.zeros((OUTPUTS, 2)), np.zeros((OUTPUTS, 2)), lw=4)
            self.wanted.set_color(POINT)
            self.discs = circles(axes, np.zeros((OUTPUTS, 2)), 8.5)
            self.mean = edges(axes, [(0, 0)], [(0, 0)], color=POINT, lw=2.2, ls=(0, (5, 3)))
            spots = [(left + UNIT / 2, BASE - y) for y in (34, 62) for left in PANELS]
            self.terms = Numbers(axes, spots, 13)
            self.total = Numbers(axes, [(PANELS[0] - 20, 78)], 14.5, weight="bold", align="left")
            self.level = Numbers(axes, [(0, 0)], 13, weight="bold")
            spots = [(x + SMALL / 2 - 4, HIGH - 36) for x in COLUMNS]
            self.levels = Numbers(axes, spots, 12.5, weight="bold")
            self.average = Numbers(axes, [(COLUMNS[0], HIGH - 84)], 14, weight="bold", align="left")
            self.average.set_facecolor(POINT)
            self.frame = edges(axes, [(0, 0)], [(1, 0)], color=POINT, lw=3)
        self.moving = [
            *(self.squares, self.tank, self.columns, self.frame, self.wanted, self.discs),
            *(self.mean, self.terms, self.total, self.level, self.levels, self.average),
        ]

    def update(self, outputs, targets, k, drawn):
        """Show example k and the first `drawn` of its squares, and with the last all examples.

        outputs, targets: (4, 3).
        """
        a, y = outputs[k], targets[k]
        areas = (outputs - targets) ** 2
        costs, lefts = areas.sum(axis=1), np.array(PANELS) + 22.0
        known, whole = np.arange(OUTPUTS) < drawn, drawn == OUTPUTS
        sides = UNIT * np.abs(a - y) * known
        bottoms = BASE + UNIT * np.minimum(a, y)
        self.squares.set_verts(boxes(lefts, lefts + sides, bottoms, bottoms + sides)[known])
        heights = np.array([BASE + UNIT * a, BASE + UNIT * y])
        self.discs.set_offsets(np.column_stack([lefts, heights[0]]))
        self.discs.set_facecolor(grey(a))
        self.wanted.set_segments(
            [[(x - 16, at), (x + 16, at)] for x, at in zip(lefts, heights[1], strict=True)]
        )
        self.tank.set_verts(_poured(areas[k], TANK, FLOOR, UNIT)[known])
        columns = [_poured(row, x, HIGH, SMALL - 8) for row, x in zip(areas, COLUMNS, strict=True)]
        self.columns.set_verts([box for column in columns for box in column] if whole else [])
        level = HIGH + (SMALL - 8) * costs.mean()
        self.mean.set_segments([[(COLUMNS[0] - 8, level), (COLUMNS[-1] + SMALL, level)]][:whole])
        self.frame.set_segments([[(COLUMNS[k], HIGH - 52), (COLUMNS[k] + SMALL - 8, HIGH - 52)]])
        self._write(a, y, costs, k, drawn)

    def _write(self, a, y, costs, k, drawn):
        areas, whole = (a - y) ** 2, drawn == OUTPUTS
        told = [f"{area:.4f}" if j < drawn else "?" for j, area in enumerate(areas)]
        self.terms.write(
            [f"({p:.2f} − {q:.0f})²" for p, q in zip(a, y, strict=True)]
            + [f"= {area}" for area in told]
        )
        cost = f"{costs[k]:.4f}" if whole else "?"
        self.total.write([f"C{low(k)} = {' + '.join(told)} = {cost}"])
        poured = areas[:drawn].sum()
        top = (TANK + UNIT / 2, FLOOR + UNIT * poured + 13)
        self.level.write([f"{poured:.4f}"], positions=[top])
        self.levels.write([f"{cost:.2f}" if whole else "?" for cost in costs])
        self.average.write([f"mean C = {costs.mean():.4f}" if whole else "mean C = ?"])

    def column(self, k):
        """Return the spot of an example's column, with its name and its cost."""
        return box(self.axes, COLUMNS[k], HIGH - 46, COLUMNS[k] + SMALL - 8, HIGH + 150)

    def _draw_scales(self, axes):
        for j, left in enumerate(PANELS):
            label(axes, left + UNIT / 2, 378, f"output {j}")
            axes.plot([left + 22] * 2, [BASE, BASE + UNIT], color=QUIET, lw=1.2)
            for level in (0, 1):
                axes.plot([left + 16, left + 28], [BASE + UNIT * level] * 2, color=QUIET, lw=1.2)
                axes.text(left - 6, BASE + UNIT * level, level, **TICK)
        axes.plot([42, 74], [416, 416], color=POINT, lw=4)
        axes.text(84, 416, "the target $y$", fontsize=12, va="center", color=QUIET)
        circles(axes, [(236, 416)], 8.5, facecolors="0.6")
        axes.text(258, 416, "the output $a$", fontsize=12, va="center", color=QUIET)

    def _draw_columns(self, axes):
        label(axes, TANK + UNIT / 2, 452, "this example", weight="bold")
        middle = (COLUMNS[0] + COLUMNS[-1] + SMALL - 8) / 2
        label(axes, middle, 452, "all examples", weight="bold")
        axes.plot([TANK - 12, TANK + UNIT + 12], [FLOOR, FLOOR], color=INK, lw=1.6)
        for level in (1, 2, 3):
            axes.plot([TANK, TANK + UNIT], [FLOOR + UNIT * level] * 2, color=GRID, lw=1)
            axes.text(TANK - 8, FLOOR + UNIT * level, level, **TICK)
        axes.plot([COLUMNS[0] - 8, COLUMNS[-1] + SMALL], [HIGH, HIGH], color=INK, lw=1.6)
        for k, x in enumerate(COLUMNS):
            label(axes, x + SMALL / 2 - 4, HIGH - 14, f"$C_{k}$")


def _areas(axes, fills, lines):
    areas = PolyCollection([], facecolors=fills, edgecolors=lines, linewidths=1.2)
    axes.add_collection(areas, autolim=False)
    return areas


def _poured(areas, x, floor, unit):
    """Return the layers of a column one unit wide, so that each is as high as its area."""
    tops = floor + unit * np.cumsum(areas)
    return boxes(x, x + unit, tops - unit * areas, tops)


class Squares(Explorer):
    """Four examples of three outputs: the squares of one, the columns of all, their mean."""

    name = "cost.squares"
    main, remote = "squares", "example"
    since = (("squares", OUTPUTS),)
    groups = (
        ("example", "squares"),
        *(tuple(f"a{k}{j}" for k in range(EXAMPLES)) for j in range(OUTPUTS)),
    )

    def __init__(self):
        self.figure = SquaresFigure()
        self.controls = {
            "example": slider("example", 0, 0, EXAMPLES - 1, 1, read="which example is shown"),
            "squares": slider("squares", 0, 0, OUTPUTS, 1, read="squares drawn so far"),
            **{
                f"a{k}{j}": slider(f"a{low(j)}", value, 0.0, 1.0, 0.05, read=f"output {j}")
                for k, row in enumerate(STARTING_OUTPUTS)
                for j, value in enumerate(row)
            },
        }
        self.open()

    def refresh(self):
        values = self.values
        k, drawn = values["example"], values["squares"]
        outputs = np.array(
            [[values[f"a{row}{j}"] for j in range(OUTPUTS)] for row in range(EXAMPLES)]
        )
        self._offer(k)
        self.figure.update(outputs, WANTED, k, drawn)
        areas = (outputs - WANTED) ** 2
        if drawn < OUTPUTS:
            so_far = areas[k, :drawn].sum()
            return f"Example {k}: {drawn} of {OUTPUTS} squares are drawn, {so_far:.4f} so far."
        costs = areas.sum(axis=1)
        mean = f"the mean over all four examples is C = {costs.mean():.4f}"
        return f"C{low(k)} = {costs[k]:.4f}; {mean}."

    def handles(self):
        f, example = self.figure, self.values["example"]
        for j in range(OUTPUTS):
            name = f"a{example}{j}"
            yield Handle(name, spot(f.discs, j), "y", lambda _, y: (y - BASE) / UNIT)
            yield Handle(name, words(f.terms, j)[0])
            yield Handle("squares", spot(f.terms, OUTPUTS + j), "press", value=j + 1)
        for k in range(EXAMPLES):
            yield Handle("example", f.column(k), "press", value=k)

    def together(self):
        f, drawn = self.figure, self.values["squares"]
        for j in range(OUTPUTS):
            group = [spot(f.discs, j), spot(f.wanted, j), spot(f.terms, j), spot(f.terms, 3 + j)]
            yield group + ([spot(f.squares, j), spot(f.tank, j)] if j < drawn else [])

    def motion(self, before):
        f, drawn = self.figure, self.values["squares"]
        if drawn != before["squares"] + 1:
            return []
        j = drawn - 1
        poured = [spot(f.tank, j)]
        return [[spot(f.discs, j), spot(f.wanted, j)], [spot(f.squares, j)], poured]

    def _offer(self, chosen):
        """Let only the chosen example's sliders be seen."""
        for k in range(EXAMPLES):
            for j in range(OUTPUTS):
                self.controls[f"a{k}{j}"].layout.display = None if k == chosen else "none"


def squares():
    """Open the misses of an example, their squares, and the columns into which they are poured.

    Sliders: the example; squares, how many are drawn; and the example's three outputs.

    For `set` and `at`: example, squares, a00, a01, a02, a10, a11, a12, a20, a21, a22, a30,
    a31, a32.
    """
    return Squares()
