"""Three ways to move one output, and what each neuron behind hears from all outputs together."""

import numpy as np
from matplotlib.collections import PolyCollection

from coursekit.lessons.chain_rule.knobs import Knobs
from coursekit.lessons.chain_rule.network_diagram import NetworkDiagram, knob
from coursekit.network.network import Network
from coursekit.pictures.colours import GOOD, GRID, NEGATIVE, POSITIVE, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.grids import Grid, Grids
from coursekit.pictures.handles import Handle, box, spot
from coursekit.pictures.notation import factor, number
from coursekit.pictures.parts import (
    Numbers,
    drawing,
    entry_card,
    headline,
    label,
    new_figure,
    style,
)

SIZES = (2, 3, 2)
STEPS = (
    *("a(1)", "a(2)", "C₀", "2(a − y)", "σ′(z)", "∂C₀/∂z", "∂C₀/∂b", "∂C₀/∂w", "∂C₀/∂a(1)"),
    *("the other output's ∂C₀/∂a(1)", "the sum of both", "∂C₀/∂w(1)"),
)
# how many steps each quantity takes to appear
COST, ERROR, SLOPE, DC_DZ, BIAS, WEIGHTS, OWN, OTHER, SUM, BACK = range(3, len(STEPS) + 1)
FULL, TALL = 0.5, 44  # an arrow for 0.5 or more is as tall as its row: 44 pixels
COLUMNS = (534, 684, 834)  # left ends of the columns, one a neuron of layer 1
ROWS = (468, 414, 360)  # heights of bias, weights and activations


class PathsFigure:
    """A 2-3-2 network, the arrows of one output, and the sums over both; `update` moves it all."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                590,
                "What one output asks for, and what all of them ask together",
                "An arrow says which way to move a quantity so that $C_0$ falls, and how much it "
                "counts.",
            )
            self.axes = drawing(self.fig, 0, 66, 1000, 524)
            self._draw_network()
            self._draw_ways()
            self._draw_sums()
            self._draw_back()
        self.moving = [
            *self.diagram.moving,
            *(self.targets, self.values, self.arrows, self.amounts, self.products),
            *self.sums.moving,
            *(self.back, self.headlines),
        ]

    def update(self, network, chosen, cost, error, paths, slope, step):
        """Show the first `step` of `STEPS`.

        network: activations a(0), a(1), a(2), weights W(1), W(2), targets (2,).
        chosen: the output j and the neuron i of layer 1.
        cost: C₀; error: σ′(z(2)ⱼ) and ∂C₀/∂a(2)ⱼ.
        paths: (2, 3), w(2)ⱼᵢ σ′(z(2)ⱼ) ∂C₀/∂a(2)ⱼ; slope: σ′(z(1)ᵢ).
        """
        (activations, weights, targets), (j, i) = network, chosen
        ways, back = f"Three ways to move output j = {j}", f"One layer back, through neuron i = {i}"
        self.headlines.write([ways, f"{back} of layer 1"])
        known = [a if step >= layer else None for layer, a in enumerate(activations)]
        first = weights[0].size
        through = [first + 3 * j + k for k in range(3)] + [first + i, first + 3 + i]
        self.diagram.update(known, weights, through, outlined=[2 + i, 5 + j])
        self.targets.write([f"y = {y:.2f}" for y in targets])
        dC_dz = error[0] * error[1]
        shown = step >= np.array([COST, DC_DZ, SLOPE, ERROR])
        self.values.write(_covered((cost, dC_dz, *error), shown))
        times = np.concatenate([[1.0], activations[1], weights[1][j]])
        self._show_ways(times, dC_dz, step >= np.repeat([BIAS, WEIGHTS, OWN], [1, 3, 3]))
        self._show_sums(paths, j, i, step)
        total = paths[:, i].sum()
        lines = [
            f"{_brief(a, 2)} × {factor(slope)} × {factor(total)} ≈ {factor(a * slope * total)}"
            for a in activations[0]
        ]
        self.back.write(lines if step >= BACK else ["?"] * len(lines))

    def _show_ways(self, times, dC_dz, known):
        partials = times * dC_dz
        lengths = np.where(known, -TALL * np.clip(partials / FULL, -1, 1), 0)
        self.arrows.set_verts(
            [_arrow(x, y, length) for (x, y), length in zip(self.tails, lengths, strict=True)]
        )
        self.arrows.set_facecolor([POSITIVE if length > 0 else NEGATIVE for length in lengths])
        self.amounts.write(_covered(partials, known))
        products = [f"{_brief(t, 2)} × {_brief(dC_dz, 3)}" for t in times]
        self.products.write(np.where(known, products, ""))

    def _show_sums(self, paths, j, i, step):
        rows = {0: paths[0], 1: paths[1], "sum": paths.sum(axis=0)}
        since = {0: OTHER, 1: OTHER, "sum": SUM} | {j: OWN}
        known = {row: values for row, values in rows.items() if step >= since[row]}
        self.sums.show(known, lit=[(row, i) for row in rows])

    def arrow(self, number):
        """Return the spot of one way: the bias, three weights, three activations."""
        x, y = self.tails[number]
        return box(self.axes, x - 10, y - 25, x + 131, y + 25)

    def row(self, number):
        """Return the spot of a row's name."""
        return box(self.axes, 442, ROWS[number] - 14, 524, ROWS[number] + 14)

    def _draw_network(self):
        xs = (44, 186, 328)
        self.diagram = NetworkDiagram(self.axes, xs, SIZES, 355, 84, radius=17)
        for layer, x in enumerate(xs):
            label(self.axes, x, 482, f"$a^{{({layer})}}$", 15)
        spots = self.diagram.outputs + np.array([30, 0])
        self.targets = Numbers(self.axes, spots, 11, align="left", colour=QUIET)
        spots = []
        for left, bottom, width, formula in (
            (20, 134, 130, "$C_0$"),
            (20, 28, 130, r"$\partial C_0/\partial z^{(2)}_j$"),
            (176, 28, 110, r"$\sigma^{\prime}(z^{(2)}_j)$"),
            (312, 28, 114, "$2(a^{(2)}_j-y_j)$"),
        ):
            entry_card(self.axes, left, bottom, width, 80, formula, size=14)
            spots.append((left + width / 2, bottom + 25))
        legend = "each arrow: a number\ntimes this $\\partial C_0/\\partial z$"
        self.axes.text(176, 174, legend, fontsize=12, va="center", color=QUIET, linespacing=1.6)
        for x, sign in ((163, "≈"), (299, "×")):
            label(self.axes, x, 66, sign, 16, color=QUIET)
        self.values = Numbers(self.axes, spots, 12.5, weight="bold")

    def _draw_ways(self):
        axes = self.axes
        # plain words of the right weight: cheaper than a `Text`, and they change with j and i
        self.headlines = Numbers(axes, [(446, 509), (446, 119)], 13, weight="bold", align="left")
        places = [(COLUMNS[0], ROWS[0])] + [(x, y) for y in ROWS[1:] for x in COLUMNS]
        for y, name in zip(ROWS, ("its bias", "weights", "activations"), strict=True):
            axes.text(446, y, name, fontsize=11, va="center", color=QUIET)
        self.tails = [(x + 9, y) for x, y in places]
        self.arrows = PolyCollection([], linewidths=0)
        axes.add_collection(self.arrows, autolim=False)
        self.amounts = Numbers(axes, [(x + 80, y + 11) for x, y in places], 12.5, weight="bold")
        self.products = Numbers(axes, [(x + 80, y - 12) for x, y in places], 10, colour=QUIET)

    def _draw_sums(self):
        axes = self.axes
        axes.plot([446, 982], [324, 324], color=GRID, lw=1)
        headline(axes, 446, 305, r"Sum over paths: $\partial C_0/\partial a^{(1)}$")
        grids = {}
        for row, top in ((0, 266), (1, 232), ("sum", 190)):
            name = "sum" if row == "sum" else f"via output {row}"
            axes.text(446, top - 16, name, fontsize=11, va="center", color=QUIET)
            grids[row] = Grid(COLUMNS[0] + 14, top, 1, 3, pitch=COLUMNS[1] - COLUMNS[0])
        for column, left in enumerate(COLUMNS):
            label(axes, left + 80, 281, f"neuron {column}", 11.5, color=QUIET)
        self.sums = Grids(axes, grids, (135, 34), 12)

    def _draw_back(self):
        axes = self.axes
        axes.plot([446, 982], [140, 140], color=GRID, lw=1)
        formula = (
            r"$\partial C_0/\partial w^{(1)}_{i,k}=a^{(0)}_{k}\cdot\sigma^{\prime}(z^{(1)}_i)"
            r"\cdot\partial C_0/\partial a^{(1)}_i$"
        )
        axes.text(982, 88, formula, fontsize=14, ha="right", va="center")
        for k, y in enumerate((54, 26)):
            axes.text(446, y, f"from input {k}", fontsize=11.5, va="center", color=QUIET)
        self.back = Numbers(axes, [(982, 54), (982, 26)], 12, align="right", colour=GOOD)


def _covered(values, known):
    return [factor(value) if on else "?" for value, on in zip(values, known, strict=True)]


def _brief(value, digits):
    """Write a number with a few digits, or as a power of ten where they would all be 0."""
    return number(value, digits) if abs(value) >= 0.5 * 10.0**-digits else factor(value)


def _arrow(x, y, length):
    """An upright arrow of a length in pixels, centred on a place; a negative one points down."""
    tail, head = y - length / 2, y + length / 2
    half = min(8, abs(length))
    neck = head - np.sign(length) * min(abs(length), 12)
    shaft = min(3, half)
    right = [(x + half, neck), (x + shaft, neck), (x + shaft, tail)]
    return [(x, head), *right, *((2 * x - across, along) for across, along in reversed(right))]


class Paths(Explorer):
    """A 2-3-2 network: the three ways to move an output, the sum over paths, one layer back."""

    name = "chain_rule.paths"
    main = "step"
    groups = ("step",), ("output", "neuron"), ("drag", "knobs")

    def __init__(self):
        network = Network(
            [[[1.4, -0.8], [-1.0, 2.0], [0.6, 0.9]], [[1.5, -0.6, 0.8], [0.9, 1.6, -1.2]]],
            [[-0.2, 0.4, -0.9], [-1.4, 0.6]],
        )
        self.figure = PathsFigure()
        self.knobs = Knobs(network, [0.9, 0.3], [1, 0], "w2 0,0")
        self.controls = {
            "output": slider("output", 0, 0, 1, 1, read="the output that asks"),
            "neuron": slider("neuron", 0, 0, 2, 1, read="the neuron of layer 1 that listens"),
            **self.knobs.controls,
            "step": slider("step", 0, 0, len(STEPS), 1, read="quantities computed so far"),
        }
        self.open()

    def refresh(self):
        j, i, step = (self.values[name] for name in ("output", "neuron", "step"))
        network, inputs, targets = self.knobs.network()
        chain = network.chain(inputs, targets)
        bias, paths = chain.bias(2, j), chain.paths(2)
        cost, slope = network.cost(inputs, targets), float(chain.slopes[0][i])
        shown, error = (chain.activations, network.weights, targets), (bias.da_dz, bias.dC_da)
        self.figure.update(shown, (j, i), cost, error, paths, slope, step)
        if step == 0:
            return f"Step 0 of {len(STEPS)}: only what is given is known."
        if step < len(STEPS):
            newest = (
                *(*chain.activations[1:], cost),
                *(bias.dC_da, bias.da_dz, bias.product, bias.product),
                *(chain.activations[1] * bias.product, paths[j], paths[1 - j], paths.sum(axis=0)),
            )[step - 1]
            told = ", ".join(map(factor, np.ravel(newest)))
            return f"Step {step} of {len(STEPS)}, output {j}: {STEPS[step - 1]} is {told}."
        first, second = (factor(path) for path in paths[:, i])
        return (
            f"Neuron {i} of layer 1 hears {first} from output 0 and {second} from output 1: "
            f"together {factor(paths[:, i].sum())}."
        )

    def handles(self):
        f = self.figure
        yield from f.diagram.handles()
        for neuron in range(SIZES[1]):
            yield Handle("neuron", f.diagram.disc(1, neuron), "press", value=neuron)
        for output in range(SIZES[2]):
            yield Handle("output", f.diagram.disc(2, output), "press", value=output)
            yield knob(f"y {output}", spot(f.targets, output))
        for value, step in enumerate((COST, DC_DZ, SLOPE, ERROR)):
            yield Handle("step", spot(f.values, value), "press", value=step)
        for row, step in enumerate((BIAS, WEIGHTS, OWN)):
            yield Handle("step", f.row(row), "press", value=step)
        for row, step in ((1 - self.values["output"], OTHER), ("sum", SUM)):
            for place in f.sums.at(row):
                yield Handle("step", place, "press", value=step)
        yield Handle("step", spot(f.back), "press", value=BACK)

    def together(self):
        f, j = self.figure, self.values["output"]
        yield [f.diagram.disc(2, j), spot(f.values, 2), f.arrow(0)]
        for i in range(SIZES[1]):
            link, disc = f.diagram.link(2, j, i), f.diagram.disc(1, i)
            yield [link, disc, f.arrow(1 + i)]
            yield [disc, link, f.arrow(4 + i), f.sums.at(j, i)]
            other = f.diagram.link(2, 1 - j, i)
            yield [other, f.sums.at(1 - j, i)]
            yield [disc, link, other, f.sums.at("sum", i)]

    def motion(self, before):
        f, step, j = self.figure, self.values["step"], self.values["output"]
        if step != before["step"] + 1:
            return []
        if step < COST:  # a layer forward, along all its edges
            reached = [f.diagram.disc(step, n) for n in range(SIZES[step])]
            return [f.diagram.layer(step), reached]
        if step in (OWN, OTHER):  # and an output's way back
            asks = j if step == OWN else 1 - j
            links = [f.diagram.link(2, asks, i, back=True) for i in range(SIZES[1])]
            return [[f.diagram.disc(2, asks)], links, f.sums.at(asks)]
        if step == BACK:
            i = self.values["neuron"]
            links = [f.diagram.link(1, i, k, back=True) for k in range(SIZES[0])]
            return [[f.diagram.disc(1, i)], links, [spot(f.back, k) for k in range(SIZES[0])]]
        return []


def paths():
    """Open the sum over paths: what each output asks of its bias, weights and activations.

    Controls: output and neuron, the ends of the path; drag and value, any number of the network;
    step, how much is computed.

    For `set` and `at`: output, neuron, drag, knobs, step.
    """
    return Paths()
