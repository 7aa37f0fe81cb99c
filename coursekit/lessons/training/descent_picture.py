"""Gradient descent on the map of lesson 3: two walkers on a timeline, and a step's ledger."""

from functools import lru_cache

import numpy as np
from matplotlib.colors import LogNorm

from coursekit.lessons.training.descent_parts import (
    flat_steps,
    next_step,
    plateau,
    rate_slider,
    timeline,
)
from coursekit.network.many import descend_many
from coursekit.network.network import Network
from coursekit.pictures import landscape_map as landscape
from coursekit.pictures.charts import chart
from coursekit.pictures.colours import INK, NEGATIVE, POINT, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, path, spot, upright
from coursekit.pictures.landscape_map import EDGE, PLACES, REACH
from coursekit.pictures.parts import (
    Numbers,
    card,
    circles,
    diamonds,
    drawing,
    headline,
    label,
    new_figure,
    style,
)
from coursekit.pictures.pointer import pointer_on

STEPS = 120
SEED = 5
COLOURS, DASHES = (POINT, NEGATIVE), ("-", (0, (4, 1.5)))  # of the first and the second η
HIGHEST = 0.4
LEAP = 1.0  # a step that is longer than this cannot trust the slope at its start
LEDGER = (
    ("predicted, $-\\eta\\,\\Vert\\nabla C\\Vert^2$", 10, 142),
    ("really, $\\Delta C$", 210, 142),
    ("$C$ now, first η", 10, 38),
    ("$C$ now, second η", 210, 38),
)


class DescentFigure:
    """The map with two trails, C after each step, and what the next step promises and brings.

    costs: (121, 121), C at the map's `GRID_POINTS`.
    """

    def __init__(self, costs):
        with style():
            self.fig = new_figure(
                *landscape.SIZE,
                "Gradient descent, step by step",
                "Two walkers leave one start, each with an η of its own. Dark is low.",
            )
            self.map = landscape.draw_map(self.fig, costs, LogNorm(costs.min(), costs.max()))
            (self.second,) = self.map.plot([], [], color=NEGATIVE, lw=2, ls=DASHES[1], zorder=4)
            (self.first,) = self.map.plot([], [], color=POINT, lw=2.4, zorder=4)
            self.start = circles(
                self.map, [(0, 0)], 9, facecolors="none", edgecolors=INK, linewidths=1.8, zorder=5
            )
            look = {"facecolors": COLOURS[::-1], "edgecolors": "white", "linewidths": 1.8}
            self.dots = circles(self.map, [(0, 0)] * 2, 7.5, zorder=6, **look)
            self._draw_chart()
            self._draw_ledger()
        self.moving = [self.second, self.first, self.start, self.dots, self.now, *self.falls[::-1]]
        self.moving += [self.places, self.ends, self.rates, self.results]

    def update(self, trails, costs, step, plateaus, rates, ledger):
        """Show both walks up to `step`.

        trails: (steps + 1, 2, 2), step by step (w₁, w₂) of the first and the second walker;
        costs: (steps + 1, 2); plateaus: for each the step at which it stops falling, or None;
        rates: the two η, as texts; ledger: predicted and real change of the first, as texts.
        """
        so_far = trails[: step + 1]
        self.first.set_data(*so_far[:, 0].T)
        self.second.set_data(*so_far[:, 1].T)
        self.start.set_offsets(trails[:1, 0])
        # a walker that has left the map stands at its edge
        self.dots.set_offsets(np.clip(trails[step, ::-1], -REACH, REACH))
        shown = np.minimum(costs, HIGHEST)
        for k, line in enumerate(self.falls):
            line.set_data(np.arange(step + 1), shown[: step + 1, k])
        self.now.set_xdata([step, step])
        self.places.set_offsets([(step, shown[step, 1]), (step, shown[step, 0])])
        known = [(at, k) for k, at in enumerate(plateaus) if at is not None and at <= step]
        ends = [(at, shown[at, k]) for at, k in known]
        self.ends.set_offsets(np.reshape(ends, (-1, 2)))
        self.rates.write([f"{mark} η = {rate}" for mark, rate in zip("━╍", rates, strict=True)])
        self.results.write([*ledger, *(f"{costs[step, k]:.4f}" for k in (0, 1))])

    def _draw_chart(self):
        axes = chart(self.fig, 628, 112, 346, 204, "cost $C$ after each step")
        axes.set(xlim=(-0.03 * STEPS, 1.03 * STEPS), ylim=(-0.012, HIGHEST + 0.018))
        axes.set_yticks([0, 0.1, 0.2, 0.3, 0.4])
        self.now = axes.axvline(0, color=QUIET, lw=1.2, ls=(0, (3, 3)))
        looks = zip(COLOURS, DASHES, strict=True)
        self.falls = [axes.plot([], [], color=colour, lw=2, ls=ls)[0] for colour, ls in looks]
        self.places = circles(
            axes, [(0, 0)] * 2, 5.5, facecolors=COLOURS[::-1], edgecolors="white", zorder=4
        )
        self.ends = diamonds(axes, np.zeros((0, 2)), 9, zorder=5)
        spots = [(0.98 * STEPS, 0.365), (0.98 * STEPS, 0.32)]
        self.rates = Numbers(axes, spots, 12.5, weight="bold", align="right")
        self.rates.set_facecolor([POINT, "#a84300"])

    def _draw_ledger(self):
        axes = drawing(self.fig, 586, 352, 414, 268)
        headline(axes, 10, 250, "The next step of the first walker")
        for name, left, bottom in LEDGER:
            card(axes, left, bottom, 184, 90)
            label(axes, left + 92, bottom + 66, name, 12.5, color=QUIET)
        spots = [(left + 92, bottom + 30) for _, left, bottom in LEDGER]
        self.results = Numbers(axes, spots, 16, weight="bold")


class DescentExplorer(Explorer):
    """The landscape of lesson 3, walked by gradient descent with two learning rates.

    All steps of both walks are computed when a control changes; the timeline only chooses which
    of them is shown, so that a step back is exact.
    """

    name = "training.descent"
    main = "step"
    groups = ("step", "player"), ("eta", "second", "batch"), ("w1", "w2")

    def __init__(self):
        everywhere = np.meshgrid(landscape.GRID_POINTS, landscape.GRID_POINTS)
        self.figure = DescentFigure(landscape.cost_at(*everywhere))
        w1, w2 = landscape.STARTS[2]
        self.controls = {
            "w1": slider("from w₁", w1, -REACH, REACH, 0.1),
            "w2": slider("from w₂", w2, -REACH, REACH, 0.1),
            "eta": rate_slider("1st η", 20.0),
            "second": rate_slider("2nd η", 1.0),
            "batch": slider("batch", 3, 1, len(PLACES), 1, read="examples that each step sees"),
        }
        self.controls["step"], self.player = timeline(STEPS, 40)
        self.pointer = pointer_on(
            landscape.REGION, "Map of the cost; a click sets the start", self._point
        )
        self.open()

    def refresh(self):
        *settings, step = self.values.values()
        walks = walk(*settings)
        costs, eta = walks.costs, self.values["eta"]
        trails = np.stack([w[..., 0, 0] for w in walks.weights], axis=-1)
        plateaus = [plateau(costs[:, k]) for k in (0, 1)]
        rates = [f"{self.values[name]:,.4g}" for name in ("eta", "second")]
        ledger = next_step(walks, step, eta)
        self.figure.update(trails, costs, step, plateaus, rates, ledger)
        told = f"Step {step} of {STEPS}: C = {costs[step, 0]:.4f} with η = {rates[0]}, "
        told += f"{costs[step, 1]:.4f} with η = {rates[1]}."
        return told + self._remark(walks, trails, step, plateaus[0], rates[0])

    def _remark(self, walks, trails, step, end, rate):
        """Say what is worth saying at this step, about the first walker first."""
        costs, flat = walks.costs[:, 0], flat_steps(walks.costs[:, 0])[step]
        outside = (np.abs(trails) > EDGE).any(axis=2)
        if flat and walks.norms[min(step, STEPS - 1), 0] > walks.norms[0, 0] / 2:
            return (
                " The cost hardly moves, though the ground is as steep as at the start: with so "
                "small an η the steps are too short to tell."
            )
        if outside[: step + 1, 0].any():
            first = outside[:, 0].argmax()
            layer = 1 + int(np.abs(trails[first, 0]).argmax())
            told = f" At step {first} a weight of layer {layer} left the map with η = {rate}"
            if np.abs(trails[first, 0] - trails[max(first - 1, 0), 0]).max() < LEAP:
                return f"{told}, little by little: the way goes on beyond it."
            return f"{told}: the slope held only near by. Try a smaller η."
        if step and costs[step] > costs[step - 1]:
            return " The last step of the first walker led up."
        if flat:
            return f" On a plateau since step {end}: the cost hardly falls."
        if outside[: step + 1, 1].any():
            return " The second walker has left the map: try a smaller η for it."
        return ""

    def handles(self):
        axes = self.figure.now.axes
        yield Handle("step", upright(axes, self.values["step"]), "x", lambda x, _: x)
        for k, name in enumerate(("eta", "second")):
            yield Handle(name, spot(self.figure.rates, k), "x")

    def together(self):
        for k in (0, 1):  # the second walker's marks come first
            marks = [spot(self.figure.dots, 1 - k), spot(self.figure.places, 1 - k)]
            yield [*marks, spot(self.figure.rates, k), spot(self.figure.results, 2 + k)]

    def way(self):
        *settings, _ = self.values.values()
        ways = np.stack([w[..., 0, 0] for w in walk(*settings).weights], axis=-1)
        return [
            path(self.figure.map, np.clip(way, -REACH, REACH)) for way in np.swapaxes(ways, 0, 1)
        ]

    def _point(self, _stroke, points):
        w1, w2 = landscape.place_on_map(points[-1])
        self.set({"w1": w1, "w2": w2, "step": 0})


@lru_cache(maxsize=2)  # the timeline asks for the same walks again and again
def walk(w1, w2, eta, second, batch):
    """Return the walks of two from one place, each with its η, on batches of so many examples."""
    start, rows = Network([[[w1]], [[w2]]], [[b] for b in landscape.BIASES]), None
    if batch < len(PLACES):
        rng = np.random.default_rng(SEED)
        rows = np.array([rng.permutation(len(PLACES))[:batch] for _ in range(STEPS)])
    how = {"rates": [eta, second], "steps": STEPS, "rows": rows, "hold_biases": True}
    return descend_many([start] * 2, PLACES, landscape.LEVELS, **how)


def descent():
    """Open gradient descent on the map of lesson 3, by two walkers from one start.

    Controls: the step of the timeline, both η, the examples in a batch, and the start.

    For `set` and `at`: w1, w2, eta, second, batch, step.
    """
    return DescentExplorer()
