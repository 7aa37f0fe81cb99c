"""One weight's chain to the cost: its factors as cards, and what a real nudge does to each."""

import numpy as np

from coursekit.figures.grids import Diagram, Grid, Grids, factor, significant
from coursekit.figures.parts import (
    GOOD,
    GRID,
    POINT,
    QUIET,
    Numbers,
    circles,
    drawing,
    entry_card,
    headline,
    label,
    new_figure,
    panel,
    style,
)

REACH = 6.0  # the cost curve shows the weight from −6 to 6, and a nudge of 1 beyond
CURVE_POINTS = np.linspace(-REACH - 0.4, REACH + 1.4, 157)
CARDS = (92, 320, 548, 776)
CARD_WIDTH = 200
MEANINGS = (
    "what nudging $w$ does",
    "how bright its input is",
    "how steep the sigmoid is",
    "how wrong the output is",
)
NUDGES = (
    r"$\Delta C_0$ from $h$",
    r"$\Delta z$ from $h$",
    r"$\Delta a$ from $\Delta z$",
    r"$\Delta C_0$ from $\Delta a$",
)
ROWS = (78, 50, 22)  # heights of the nudge's three rows


class ChainFigure:
    """A network, the weights of its last layer, the cost along one of them, and its chain.

    sizes: neurons a layer, inputs first.
    """

    def __init__(self, sizes):
        self.shown = None
        with style():
            self.fig = new_figure(
                1000,
                668,
                "One weight, followed all the way to the cost",
                "Drag this weight, or anything else: every number below is recomputed as you move.",
            )
            self._draw_network(sizes)
            self._draw_curve()
            self._draw_cards()
            self._draw_nudge()
        self.moving = [
            *self.diagram.moving,
            *(self.targets, *self.grids.moving),
            *(self.curve, self.secant, self.tangent, self.nudged, self.point, self.slope),
            *(*self.formulas[:2], self.product, self.factors),
            *(self.nudges, self.ratios, self.nudge_size),
        ]

    def update(self, network, chosen, costs, factors, nudge):
        """Show the chain of weight w(L)ⱼᵢ.

        network: activations a(0) … a(L), weights W(1) … W(L), targets (n_L,).
        chosen: (j, i). costs: (157,), C₀ at `CURVE_POINTS`, then (w, C₀) and (w + h, C₀ there).
        factors: ∂C₀/∂w, ∂z/∂w, ∂a/∂z, ∂C₀/∂a.
        nudge: h; what moved, (4,): ΔC₀, Δz, Δa, ΔC₀; and what moved it, (4,): h, h, Δz, Δa.
        """
        activations, weights, targets = network
        j, i = chosen
        if chosen != self.shown:
            self._name(j, i, len(weights))
            self.shown = chosen
        before = sum(layer.size for layer in weights[:-1])
        cell = j * weights[-1].shape[1] + i
        self.diagram.update(activations, weights, [before + cell])
        self.targets.write([f"{y:.2f}" for y in targets])
        self.grids.show({"W": weights[-1]}, lit=[("W", cell)])
        self._show_curve(factors[0], *costs)
        self.product.write([factor(factors[0])])
        self.factors.write([factor(value) for value in factors[1:]])
        self._show_nudge(factors, *nudge)

    def _show_curve(self, slope, costs, here, there):
        # the other outputs' share moves the whole curve; the frame follows it in quarters
        low = np.floor(4 * costs.min()) / 4 - 0.06
        if self.cost.get_ylim()[0] != low:
            self.cost.set_ylim(low, low + 1.56)
        self.curve.set_ydata(costs)
        self.point.set_offsets([here])
        self.nudged.set_offsets([there])
        self.secant.set_data(*zip(here, there, strict=True))
        run = 2.6 / np.hypot(1, 6 * slope)  # about as long on the screen however steep
        self.tangent.set_data(
            [here[0] - run, here[0] + run], [here[1] - run * slope, here[1] + run * slope]
        )
        self.slope.write([f"slope {factor(slope)}"], positions=[(REACH + 1.2, low + 1.47)])

    def _show_nudge(self, factors, h, moved, by):
        predicted = [significant(f * b) for f, b in zip(factors, by, strict=True)]
        self.nudges.write([*predicted, *(significant(m) for m in moved)])
        self.ratios.write([factor(m / b) if b else "–" for m, b in zip(moved, by, strict=True)])
        self.nudge_size.write([f"h = {significant(h)}"])

    def _name(self, j, i, last):
        w = rf"$w^{{({last})}}_{{{j},{i}}}$"
        self.formulas[0].set_text(rf"$\partial C_0/\partial$ {w}")
        self.formulas[1].set_text(rf"$\partial z/\partial w=a^{{({last - 1})}}_{{{i}}}$")

    def _draw_network(self, sizes):
        axes = drawing(self.fig, 0, 76, 684, 306)
        xs = np.linspace(54, 325, len(sizes))
        places = [
            [(x, 132 + 62 * ((count - 1) / 2 - row)) for row in range(count)]
            for x, count in zip(xs, sizes, strict=True)
        ]
        self.diagram = Diagram(axes, places)
        for layer, x in enumerate(xs):
            name = {0: "input ", len(sizes) - 1: "output "}.get(layer, "")
            label(axes, x, 276, f"{name}$a^{{({layer})}}$", 13.5)
        for row, (x, y) in enumerate(places[-1]):
            axes.text(x + 28, y, f"$y_{row}$ =", fontsize=13, color=QUIET, va="center")
        spots = [(x + 74, y) for x, y in places[-1]]
        self.targets = Numbers(axes, spots, 11.5, align="left", colour=QUIET)
        rows, columns, left = sizes[-1], sizes[-2], 450
        self.grids = Grids(axes, {"W": Grid(left, 161, rows, columns, 2, 2.0)}, (56, 50), 11)
        title = rf"weights $W^{{({len(sizes) - 1})}}$  (${rows} \times {columns}$)"
        label(axes, left + 28 * columns, 186, title)

    def _draw_curve(self):
        self.cost = panel(self.fig, 736, 102, 246, 248)
        self.cost.set(xlim=(CURVE_POINTS[0], CURVE_POINTS[-1]), ylim=(0, 1.56))
        self.cost.set(xticks=[-6, -3, 0, 3, 6])
        self.cost.grid(color=GRID)
        self.cost.set_axisbelow(True)
        self.cost.set_title("cost $C_0$ as this weight moves", fontsize=13, pad=8)
        (self.curve,) = self.cost.plot(CURVE_POINTS, 0 * CURVE_POINTS, color=POINT, lw=2.4)
        (self.secant,) = self.cost.plot([], [], color=QUIET, lw=1.4, ls=(0, (3, 2)))
        (self.tangent,) = self.cost.plot([], [], color=GOOD, lw=2.2)
        self.nudged = circles(self.cost, [(0, 0)], 5, edgecolors=POINT, zorder=3)
        self.point = circles(
            self.cost, [(0, 0)], 6.5, facecolors=POINT, edgecolors="white", zorder=4
        )
        self.slope = Numbers(self.cost, [(0, 0)], 12.5, align="right", colour=GOOD)

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 388, 1000, 126)
        # formulas and values stand in axes of their own: a formula is dear and seldom changes
        names, values = (drawing(self.fig, 0, top, 1000, 42) for top in (388, 432))
        fixed = r"$\partial a/\partial z=\sigma^{\,\prime}(z)$", r"$\partial C_0/\partial a=2(a-y)$"
        for left, meaning in zip(CARDS, MEANINGS, strict=True):
            entry_card(axes, left, 8, CARD_WIDTH, 110, meaning=meaning)
        xs = [left + CARD_WIDTH / 2 for left in CARDS]
        self.formulas = [
            label(names, x, 14, text, 15) for x, text in zip(xs, ("", "", *fixed), strict=True)
        ]
        for left, sign in zip(CARDS[1:], "≈××", strict=True):
            label(axes, left - 14, 63, sign, 18, color=QUIET)
        centres = [(x, 20) for x in xs]
        self.product = Numbers(values, centres[:1], 19, weight="bold", colour=GOOD)
        self.factors = Numbers(values, centres[1:], 19, weight="bold")

    def _draw_nudge(self):
        axes = drawing(self.fig, 0, 514, 1000, 154)
        headline(axes, 22, 134, "A real nudge: $w$ becomes $w + h$")
        self.nudge_size = Numbers(axes, [(348, 134)], 13, weight="bold", align="left")
        axes.axhline(116, 0.022, 0.978, color=GRID, lw=1)
        for y, name in zip(ROWS, ("predicted", "really", "ratio"), strict=True):
            axes.text(22, y, name, fontsize=11.5, va="center", color=QUIET)
        xs = [left + CARD_WIDTH / 2 for left in CARDS]
        for x, name in zip(xs, NUDGES, strict=True):
            label(axes, x, 101, name, 12, color=QUIET)
        self.nudges = Numbers(axes, [(x, y) for y in ROWS[:2] for x in xs], 12)
        self.ratios = Numbers(axes, [(x, ROWS[2]) for x in xs], 13, weight="bold")
