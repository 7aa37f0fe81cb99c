"""A computation written down: every quantity of a small network, and beneath it its gradient.

The upper row fills from left to right, the lower one from right to left, one quantity at a time.
Their names are "a0", "W1", "b1", "z1" … "y" and "C", and "da0", "dW1" … for ∂C₀ by each.
"""

import numpy as np

from coursekit.pictures.colours import GRID, POINT
from coursekit.pictures.grids import Grid, Grids
from coursekit.pictures.handles import Handle
from coursekit.pictures.notation import factor, low
from coursekit.pictures.parts import drawing, headline, label

# what each step says; the names in braces are written in by `Ledger`
FORMULAS = {
    "z": "${z} = {w}\\,{before} + {b}$",
    "a": "${a} = \\sigma({z})$",
    "C": "$C_0 = ({last}_0 - y_0)^2 + ({last}_1 - y_1)^2$",  # a Σ would not fit above the values
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


# what each quantity of layer {0} is computed from
TAKES = {
    "z": ("W{0}", "a{1}", "b{0}"),
    "a": ("z{0}",),
    "C": ("a{0}", "y"),
    "end": ("a{0}", "y"),
    "dz": ("da{0}", "z{0}"),
    "dW": ("dz{0}", "a{1}"),
    "da": ("W{2}", "dz{2}"),
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
        above = drawing(fig, 0, top - 1, 1000, 28)
        self.formula = above.text(982, 14, "", fontsize=13.5, ha="right", va="center", color=POINT)
        headline(above, 22, 14, "Forward: the values")
        self.axes = drawing(fig, 0, top + 27, 1000, height - 27)
        below = height - 52
        forward = self._row(sizes, below, "")
        lower = min(g.top - g.rows * self.cell[1] for g in forward.values()) - 84
        backward = self._row(sizes, lower, "d")
        headline(self.axes, 22, lower + 58, "Backward: how $C_0$ answers a nudge of each")
        self.axes.axhline(lower + 77, 0.022, 0.982, color=GRID, lw=1)
        self.grids = Grids(self.axes, forward | backward, self.cell, 11)
        self.moving = [*self.grids.moving, self.formula]

    def update(self, values, lit):
        """Show arrays by name.

        A name that is missing is covered; `lit` names what was computed last, or is ("step",).
        """
        self.grids.show(values, lit)
        self.formula.set_text(self._formula(lit[0]) if lit else "")

    def handles(self, steps, done=0):
        """Yield what uncovers each quantity: `steps` name what is computed after `done` others."""
        for count, names in enumerate(steps, done + 1):
            for name in names:
                if name in self.grids.grids:
                    for cell in self.grids.at(name):
                        yield Handle("step", cell, "press", value=count)

    def motion(self, names):
        """Return how a computation runs from what it takes to these names, computed last."""
        if not names or names[0] not in self.grids.grids:
            return []
        kind = names[0].rstrip("0123456789")
        layer = int(names[0][len(kind) :] or self.last)
        if kind == "da" and layer == self.last:
            kind = "end"
        taken = [name.format(layer, layer - 1, layer + 1) for name in TAKES[kind]]
        return [[cell for name in each for cell in self.grids.at(name)] for each in (taken, names)]

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


def order(last):
    """Return what is computed forward and then backward, a tuple of names a step.

    >>> order(1)
    [('z1',), ('a1',), ('C',), ('da1',), ('dz1', 'db1'), ('dW1',), ('da0',), ('step',)]
    """
    forward = [(f"{letter}{layer}",) for layer in range(1, last + 1) for letter in "za"]
    backward = [
        names
        for layer in range(last, 0, -1)
        for names in ((f"dz{layer}", f"db{layer}"), (f"dW{layer}",), (f"da{layer - 1}",))
    ]
    return [*forward, ("C",), (f"da{last}",), *backward, ("step",)]


def uncovered(network, inputs, targets, steps, count):
    """Return what is known after `count` steps by name, and the names of the newest."""
    chain, gradient = network.chain(inputs, targets), network.gradient(inputs, targets)
    everything = {"C": network.cost(inputs, targets), "y": targets, "a0": inputs}
    for layer, weights in enumerate(network.weights, 1):
        everything |= {
            f"W{layer}": weights,
            f"b{layer}": network.biases[layer - 1],
            f"z{layer}": chain.weighted_inputs[layer - 1],
            f"a{layer}": chain.activations[layer],
            f"dz{layer}": gradient.biases[layer - 1],
            f"db{layer}": gradient.biases[layer - 1],
            f"dW{layer}": gradient.weights[layer - 1],
        }
    everything |= {f"da{layer}": da for layer, da in enumerate(chain.activation_gradients)}
    covered = {name for names in steps[count:] for name in names}
    known = {name: value for name, value in everything.items() if name not in covered}
    return known, steps[count - 1] if count else ()


def said(name, value, *, deep=False):
    """Say a quantity with its numbers, row by row; `deep` for layers of one neuron, as in `Ledger`.

    >>> said("dW1", np.array([[0.5, 0.25]]))
    '∂C₀/∂W(1) is 0.5000, 0.2500'
    >>> said("z2", 0.5, deep=True)
    'z₂ is 0.5000'
    """
    letters, layer = name.rstrip("0123456789"), name.lstrip("CdWabz")
    letter = letters.removeprefix("d")
    names = f"{letter.lower()}{low(layer)}" if deep else f"{letter}({layer})"
    quantity = "C₀" if name == "C" else names
    prefix = "∂C₀/∂" if name.startswith("d") else ""
    return f"{prefix}{quantity} is {', '.join(factor(v) for v in np.ravel(value))}"
