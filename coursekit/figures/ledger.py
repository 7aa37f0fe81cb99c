"""A computation written down: every quantity of a small network, and beneath it its gradient.

The upper row fills from left to right, the lower one from right to left, one quantity at a time.
"""

from coursekit.figures.grids import Grid, Grids
from coursekit.figures.parts import GRID, POINT, drawing, headline, label

# what each step says; the names in braces are written in by `Ledger`
FORMULAS = {
    "z": "${z} = {w}\\,{before} + {b}$",
    "a": "${a} = \\sigma({z})$",
    "C": "$C_0 = \\sum_j ({last}_j - y_j)^2$",
    "end": "$\\partial C_0/\\partial {a} = 2({a} - y)$",
    "dz": "$\\partial C_0/\\partial {z} = \\sigma^{{\\prime}}({z}) \\cdot "
    "\\partial C_0/\\partial {a}$, and $\\partial C_0/\\partial {b}$ is the same",
    "dW": "$\\partial C_0/\\partial {w}$: each entry is $\\partial C_0/\\partial {z}$ of its row "
    "times ${before}$ of its column",
    "da": "$\\partial C_0/\\partial {a}$: each entry adds up ${w_after}$ times "
    "$\\partial C_0/\\partial {z_after}$ over all neurons it feeds",
    "C deep": "$C_0 = ({last} - y)^2$",
    "dW deep": "$\\partial C_0/\\partial {w} = {before} \\cdot \\partial C_0/\\partial {z}$",
    "da deep": "$\\partial C_0/\\partial {a} = {w_after} \\cdot \\partial C_0/\\partial {z_after}$",
    "step": "one step downhill: every entry moves by $-\\eta$ times its gradient",
}


class Ledger:
    """The part of a figure that holds both rows; `update` fills and covers them.

    top, height: its place in the figure, in pixels; sizes: neurons a layer, inputs first;
    deep: for layers of one neuron, whose bias stands below its weight and whose names are w₁, b₁.
    """

    def __init__(self, fig, top, height, sizes, *, deep=False):
        self.last, self.deep = len(sizes) - 1, deep
        self.cell = (75, 34) if deep else (84, 38)
        # the formula stands in axes of its own: it is dear, and changes with a step alone
        above = drawing(fig, 0, top, 1000, 26)
        self.formula = above.text(982, 13, "", fontsize=13.5, ha="right", va="center", color=POINT)
        headline(above, 22, 13, "Forward: the values")
        self.axes = drawing(fig, 0, top + 27, 1000, height - 27)
        below = height - 52
        forward = self._row(sizes, below, "")
        low = min(g.top - g.rows * self.cell[1] for g in forward.values()) - 84
        backward = self._row(sizes, low, "d")
        headline(self.axes, 22, low + 58, "Backward: how $C_0$ answers a nudge of each")
        self.axes.axhline(low + 77, 0.022, 0.982, color=GRID, lw=1)
        self.grids = Grids(self.axes, forward | backward, self.cell, 11)
        self.moving = [*self.grids.moving, self.formula]
        self._said = None

    def update(self, values, lit):
        """Show arrays by name, "a0", "W1", "b1", "z1" … "y", "C" and "da0", "dW1" …

        A name that is missing is covered; `lit` names what was computed last, or is ("step",).
        """
        self.grids.show(values, lit)
        if lit != self._said:
            self._said = lit
            self.formula.set_text(self._formula(lit[0]) if lit else "")

    def name(self, letter, layer):
        """Return the course's name for a quantity as mathtext, without its dollars."""
        if letter in "yC":
            return {"y": "y", "C": "C_0"}[letter]
        return f"{letter.lower()}_{layer}" if self.deep else f"{letter}^{{({layer})}}"

    def _row(self, sizes, top, prefix):
        """Lay out one row of grids from left to right, with headings; name → `Grid`."""
        deep, (width, height) = self.deep, self.cell
        gap = 6 if deep else 30
        x, places = 20 if deep else 64, {}
        for layer, size in enumerate(sizes):
            if layer:
                columns = sizes[layer - 1]
                places[f"W{layer}"] = (x, top, size, columns, 2.0)
                x += columns * width + gap
                if deep:
                    places[f"b{layer}"] = (x - width - gap, top - height - 38, size, 1, 2.0)
                else:
                    places[f"b{layer}"] = (x, top, size, 1, 2.0)
                    x += width + gap
                places[f"z{layer}"] = (x, top, size, 1, 6.0)
                x += width + gap
            places[f"a{layer}"] = (x, top, size, 1, None)
            x += width + gap
        if not prefix:
            places["y"] = (x, top, sizes[-1], 1, None)
            places["C"] = (x + width + gap, top, 1, 1, 2.0)
        grids = {}
        for name, (left, y, rows, columns, largest) in places.items():
            symbol = self.name(name[0], name[1:])
            heading = rf"$\frac{{\partial C_0}}{{\partial {symbol}}}$" if prefix else f"${symbol}$"
            lift, size = (21, 17) if prefix else (14, 14)
            label(self.axes, left + columns * width / 2, y + lift, heading, size)
            digits = 2 if name[0] in "Wby" or name == "a0" else 4
            kind = () if prefix else (digits, largest)
            grids[prefix + name] = Grid(left, y, rows, columns, *kind)
        return grids

    def _formula(self, name):
        kind = name.rstrip("0123456789")
        layer = int(name[len(kind) :] or 0)
        if kind == "da" and layer == self.last:
            kind = "end"
        names = {
            "a": self.name("a", layer),
            "b": self.name("b", layer),
            "w": self.name("W", layer),
            "z": self.name("z", layer),
            "before": self.name("a", layer - 1),
            "last": self.name("a", self.last),
            "w_after": self.name("W", layer + 1),
            "z_after": self.name("z", layer + 1),
        }
        deep = f"{kind} deep" if self.deep else kind
        return FORMULAS.get(deep, FORMULAS[kind]).format(**names)
