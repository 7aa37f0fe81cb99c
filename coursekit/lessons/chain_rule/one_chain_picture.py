"""One weight's chain to the cost: its factors as cards, and what a real nudge does to each."""

import numpy as np

from coursekit.lessons.chain_rule.knobs import Knobs
from coursekit.lessons.chain_rule.network_diagram import NetworkDiagram, knob
from coursekit.lessons.chain_rule.nudges import change, nudge_slider
from coursekit.network.network import Network, sigmoid
from coursekit.pictures.charts import chart
from coursekit.pictures.colours import GOOD, GRID, POINT, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.grids import Grid, Grids
from coursekit.pictures.handles import Handle, box, spot
from coursekit.pictures.notation import activation, factor, number, significant
from coursekit.pictures.parts import (
    Numbers,
    circles,
    drawing,
    entry_card,
    headline,
    label,
    new_figure,
    style,
)

SIZES = (3, 4, 4, 2)
REACH = 6.0  # the cost curve shows the weight from −6 to 6, and a nudge of 1 beyond
CURVE_POINTS = np.linspace(-REACH - 0.7, REACH + 1.7, 157)
PRODUCT, NUDGE = 4, 5  # steps: first the three factors, then their product, then the real nudge
# the middle of each card, what its factor means, and the nudge that it predicts
CARDS = (
    (192, "what nudging $w$ does", r"$\Delta C_0$ from $h$"),
    (420, "how bright its input is", r"$\Delta z$ from $h$"),
    (648, "how steep the sigmoid is", r"$\Delta a$ from $\Delta z$"),
    (876, "how wrong the output is", r"$\Delta C_0$ from $\Delta a$"),
)
ROWS = (78, 50, 22)  # heights of the nudge's three rows


class OneChainFigure:
    """A network, the weights of its last layer, the cost along one of them, and its chain."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                668,
                "One weight, followed all the way to the cost",
                "Drag this weight, or anything else: every number below is recomputed as you move.",
            )
            self._draw_network()
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

    def update(self, network, chosen, costs, factors, nudge, step):
        """Show the chain of weight w(L)ⱼᵢ: so many factors, the product and the curve, the nudge.

        network: activations a(0) … a(L), weights W(1) … W(L), targets (n_L,).
        chosen: (j, i). costs: (157,), C₀ at `CURVE_POINTS`, then (w, C₀) and (w + h, C₀ there).
        factors: ∂C₀/∂w, ∂z/∂w, ∂a/∂z, ∂C₀/∂a.
        nudge: h; what moved, (4,): ΔC₀, Δz, Δa, ΔC₀; and what moved it, (4,): h, h, Δz, Δa.
        """
        (activations, weights, targets), (j, i), last = network, chosen, len(SIZES) - 1
        self.formulas[0].set_text(rf"$\partial C_0/\partial$ $w^{{({last})}}_{{{j},{i}}}$")
        self.formulas[1].set_text(rf"$\partial z/\partial w=a^{{({last - 1})}}_{{{i}}}$")
        cell = j * SIZES[-2] + i
        before = sum(layer.size for layer in weights[:-1])
        self.diagram.update(activations, weights, [before + cell])
        self.targets.write([f"{y:.2f}" for y in targets])
        self.grids.show({"W": weights[-1]}, lit=[("W", cell)])
        self._show_curve(factors[0], *costs, step)
        self.product.write([factor(factors[0]) if step >= PRODUCT else "?"])
        bright, *rest = factors[1:]  # the first is an activation
        told = [activation(bright, 4), *map(factor, rest)]
        self.factors.write([text if k < step else "?" for k, text in enumerate(told)])
        self._show_nudge(factors, *nudge, step >= NUDGE)

    def _show_curve(self, slope, costs, here, there, step):
        # the other outputs' share moves the whole curve; the frame follows it in quarters
        low = np.floor(4 * costs.min()) / 4 - 0.08
        if self.cost.get_ylim()[0] != low:
            self.cost.set_ylim(low, low + 1.56)
        self.curve.set_ydata(costs)
        self.point.set_offsets([here])
        self.nudged.set_offsets([there])
        self.secant.set_data(*zip(here, there, strict=True))
        run = 2.6 / np.hypot(1, 6 * slope)  # about as long on the screen however steep
        ends = np.clip(here[0] + np.array([-run, run]), CURVE_POINTS[0], CURVE_POINTS[-1])
        if slope:  # and not out of the frame
            sides = np.sort(here[0] + (np.array([low + 0.03, low + 1.53]) - here[1]) / slope)
            ends = np.clip(ends, *sides)
        self.tangent.set_data(ends, here[1] + (ends - here[0]) * slope)
        for artist in (self.curve, self.tangent):
            artist.set_visible(step >= PRODUCT)
        for artist in (self.secant, self.nudged):
            artist.set_visible(step >= NUDGE)
        told = f"╍ slope {factor(slope)}" if step >= PRODUCT else ""
        self.slope.write([told], positions=[(REACH + 1.2, low + 1.47)])

    def _show_nudge(self, factors, h, moved, by, shown):
        predicted = [significant(f * b) for f, b in zip(factors, by, strict=True)]
        told = [*predicted, *(significant(m) for m in moved)]
        ratios = [factor(m / b) if b else "–" for m, b in zip(moved, by, strict=True)]
        self.nudges.write(told if shown else ["?"] * len(told))
        self.ratios.write(ratios if shown else ["?"] * len(ratios))
        self.nudge_size.write([f"h = {significant(h)}"])

    def factor_card(self, number):
        """Return the spot of a factor's value: 0 is the product, 1 to 3 are its factors."""
        x, axes = CARDS[number][0], self.product.axes
        return box(axes, x - 100, 0, x + 100, 42)

    def _draw_network(self):
        axes = drawing(self.fig, 0, 76, 684, 306)
        xs, last = np.linspace(54, 325, len(SIZES)), len(SIZES) - 1
        self.diagram = NetworkDiagram(axes, xs, SIZES, 132, 62)
        for layer, x in enumerate(xs):
            name = {0: "input ", last: "output "}.get(layer, "")
            label(axes, x, 276, f"{name}$a^{{({layer})}}$", 13.5)
        outputs = self.diagram.outputs
        for row, (x, y) in enumerate(outputs):
            axes.text(x + 28, y, f"$y_{row}$ =", fontsize=13, color=QUIET, va="center")
        self.targets = Numbers(axes, outputs + np.array([74, 0]), 11.5, align="left", colour=QUIET)
        inputs, rows = SIZES[-2:]
        self.grids = Grids(axes, {"W": Grid(450, 161, rows, inputs, 2, 2.0)}, (56, 50), 11)
        title = rf"weights $W^{{({last})}}$  (${rows} \times {inputs}$)"
        label(axes, 450 + 28 * inputs, 186, title)

    def _draw_curve(self):
        place, title = (736, 102, 246, 248), "cost $C_0$ as this weight moves"
        limits = {"xlim": (CURVE_POINTS[0], CURVE_POINTS[-1]), "ylim": (0, 1.56)}
        self.cost = chart(self.fig, *place, title, xticks=[-6, -3, 0, 3, 6], **limits)
        self.cost.title.set_size(13)
        (self.curve,) = self.cost.plot(CURVE_POINTS, 0 * CURVE_POINTS, color=POINT, lw=2.4)
        (self.secant,) = self.cost.plot([], [], color=QUIET, lw=1.6, ls=(0, (1, 1.5)))
        (self.tangent,) = self.cost.plot([], [], color=GOOD, lw=2.2, ls=(0, (5, 2)))
        self.nudged = circles(self.cost, [(0, 0)], 5, edgecolors=POINT, zorder=3)
        white = {"facecolors": POINT, "edgecolors": "white", "zorder": 4}
        self.point = circles(self.cost, [(0, 0)], 6.5, **white)
        self.slope = Numbers(self.cost, [(0, 0)], 12.5, align="right", colour=GOOD)

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 388, 1000, 126)
        # formulas and values stand in axes of their own: a formula is dear and seldom changes
        names, values = (drawing(self.fig, 0, top, 1000, 42) for top in (388, 432))
        fixed = r"$\partial a/\partial z=\sigma^{\,\prime}(z)$", r"$\partial C_0/\partial a=2(a-y)$"
        self.formulas = []
        for (x, meaning, _), formula in zip(CARDS, ("", "", *fixed), strict=True):
            entry_card(axes, x - 100, 8, 200, 110, meaning=meaning)
            self.formulas.append(label(names, x, 16, formula, 14))
        for (x, *_), sign in zip(CARDS[1:], "≈××", strict=True):
            label(axes, x - 114, 63, sign, 18, color=QUIET)
        centres = [(x, 20) for x, *_ in CARDS]
        self.product = Numbers(values, centres[:1], 19, weight="bold", colour=GOOD)
        self.factors = Numbers(values, centres[1:], 19, weight="bold")

    def _draw_nudge(self):
        axes = drawing(self.fig, 0, 514, 1000, 154)
        headline(axes, 22, 134, "A real nudge: $w$ becomes $w + h$")
        self.nudge_size = Numbers(axes, [(348, 134)], 13, weight="bold", align="left")
        axes.axhline(116, 0.022, 0.978, color=GRID, lw=1)
        for y, name in zip(ROWS, ("predicted", "really", "ratio"), strict=True):
            axes.text(22, y, name, fontsize=11.5, va="center", color=QUIET)
        for x, _, name in CARDS:
            label(axes, x, 101, name, 12, color=QUIET)
        *rows, ratios = ([(x, y) for x, *_ in CARDS] for y in ROWS)
        self.nudges = Numbers(axes, rows, 12)
        self.ratios = Numbers(axes, ratios, 13, weight="bold")


class OneChain(Explorer):
    """A weight of the last layer, its three factors, and what nudging it by h really does."""

    name = "chain_rule.one_chain"
    main = "step"
    since = (("step", NUDGE),)
    groups = ("step", "follow", "h"), ("drag", "knobs")

    def __init__(self):
        network = Network.random(SIZES, np.random.default_rng(5), scale="unit")
        for numbers in (*network.weights, *network.biases):
            numbers[:] = numbers.round(1) + 0.0  # and no −0
        network.weights[-1][0, 1] = 1.0
        self.figure = OneChainFigure()
        self.knobs = Knobs(network, [0.9, 0.2, 0.6], [1, 0], "w3 0,1")
        self.controls = {
            "follow": slider("follow", 1, 0, 7, 1, read="which weight's chain is shown"),
            **self.knobs.controls,
            "h": nudge_slider(0.1),
            "step": slider("step", 0, 0, NUDGE, 1, read="what is shown of the chain so far"),
        }
        self.controls["follow"].observe(self._drag_it, names="value")
        self.open()

    def refresh(self):
        network, inputs, targets = self.knobs.network()
        chain = network.chain(inputs, targets)
        layer, h, step = len(SIZES) - 1, self.values["h"], self.values["step"]
        j, i = divmod(self.values["follow"], SIZES[-2])
        factors = chain.weight(layer, j, i)
        w, z, behind = network.weights[-1][j, i], chain.weighted_inputs[-1][j], factors.dz_dq
        a = chain.activations[-1][j]
        others = float(np.square(np.delete(chain.activations[-1] - targets, j)).sum())

        def cost_at(value):
            return others + (sigmoid(z + (value - w) * behind) - targets[j]) ** 2

        moved_z, moved_a = h * behind, change(z, h * behind)
        # (a′ − y)² − (a − y)², again without subtracting two numbers that are almost the same
        moved_cost = moved_a * (2 * (a - targets[j]) + moved_a)
        self.figure.update(
            (chain.activations, network.weights, targets),
            (j, i),
            (cost_at(CURVE_POINTS), (w, cost_at(w)), (w + h, cost_at(w + h))),
            (factors.product, factors.dz_dq, factors.da_dz, factors.dC_da),
            (h, (moved_cost, moved_z, moved_a, moved_cost), (h, h, moved_z, moved_a)),
            step,
        )
        told = f"w({layer}) {j},{i} = {number(w, 2)}"
        three = activation(factors.dz_dq, 4), factor(factors.da_dz), factor(factors.dC_da)
        if step < PRODUCT:
            known = ": " + ", ".join(three[:step]) if step else ""
            return f"{told}; {step} of its three factors are known{known}."
        told += f": its slope is {factor(factors.product)}, the product of {three[0]}, {three[1]} "
        told += f"and {three[2]}."
        if step < NUDGE:
            return told
        nudge = f" A nudge of {significant(h)} really moves C₀ by {significant(moved_cost)}."
        return told + nudge

    def handles(self):
        f, last = self.figure, len(SIZES) - 1
        yield from f.diagram.handles()
        for n, (j, i) in enumerate(np.ndindex(SIZES[-1], SIZES[-2])):
            chooses = {"follow": n, "drag": f"w{last} {j},{i}"}
            yield Handle("knobs", f.grids.at("W", n), chooses=chooses)
        for j in range(SIZES[-1]):
            yield knob(f"y {j}", spot(f.targets, j))
        j, i = divmod(self.values["follow"], SIZES[-2])
        yield knob(f"w{last} {j},{i}", spot(f.point), along="x", place=lambda x, _: x)
        if self.values["step"] == NUDGE:
            w = self.knobs.value[f"w{last} {j},{i}"]
            yield Handle("h", spot(f.nudged), "x", lambda x, _: x - w)
            yield Handle("h", spot(f.nudge_size), "x")
        for step in range(1, PRODUCT + 1):
            yield Handle("step", f.factor_card(step % PRODUCT), "press", value=step)

    def together(self):
        f, last = self.figure, len(SIZES) - 1
        j, i = divmod(self.values["follow"], SIZES[-2])
        ends = f.diagram.disc(last - 1, i), f.diagram.disc(last, j)
        weight = [f.grids.at("W", self.values["follow"]), f.diagram.link(last, j, i), spot(f.point)]
        yield [*weight, f.factor_card(0)]
        yield [ends[0], f.factor_card(1)]
        yield [ends[1], f.factor_card(2)]
        yield [ends[1], spot(f.targets, j), f.factor_card(3)]

    def motion(self, before):
        step, nudged = self.values["step"], self.values["h"] != before["h"]
        if step != before["step"] + 1 and not (nudged and step == NUDGE):
            return []
        f, last, follow = self.figure, len(SIZES) - 1, self.values["follow"]
        j, i = divmod(follow, SIZES[-2])
        # as a nudge goes: the weight, what it does to z, to a, to the cost, and all of it
        way = [
            [f.grids.at("W", follow)],
            [f.diagram.link(last, j, i), f.factor_card(1)],
            [f.diagram.disc(last, j), f.factor_card(2)],
            [spot(f.targets, j), f.factor_card(3)],
            [f.factor_card(0)],
        ]
        return way if step >= PRODUCT else way[step : step + 1]

    def _drag_it(self, move):
        j, i = divmod(move["new"], SIZES[-2])
        # the picture follows this move of `follow`; once is enough
        drawing_later, self._moving_several = self._moving_several, True
        self.knobs.which.value = f"w{len(SIZES) - 1} {j},{i}"
        self._moving_several = drawing_later


def one_chain():
    """Open the chain from one weight to the cost, factor by factor, with a nudge to test it.

    Controls: step, how much is shown; follow, which weight; h, its nudge; drag and value, any
    number of the network.

    For `set` and `at`: follow, drag, knobs, h, step.
    """
    return OneChain()
