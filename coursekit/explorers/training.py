"""Lesson 5's explorers of gradient descent: two walkers on a timeline, and fifty starts at once."""

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.cost import BIASES, LEVELS, PLACES, STARTS, cost_at, place_on_map
from coursekit.explorers.explorer import (
    Explorer,
    choice_slider,
    columns,
    round_numbers,
    slider,
)
from coursekit.figures.descent import REGION, DescentFigure
from coursekit.figures.grids import significant
from coursekit.figures.landscape import GRID_POINTS, REACH
from coursekit.figures.starts import BINS, StartsFigure
from coursekit.figures.starts import REGION as STARTS_REGION
from coursekit.network.datasets import rings
from coursekit.network.many import descend_many
from coursekit.network.network import Network
from coursekit.pointer import pointer_on

STEPS = 120
PATIENCE, LEAST_FALL = 20, 0.001  # a plateau: 20 steps that together bring less than a thousandth
SEED = 5


class DescentExplorer(Explorer):
    """The landscape of lesson 3, walked by gradient descent with two learning rates.

    All steps of both walks are computed when a control changes; the timeline only chooses which
    of them is shown, so that a step back is exact.
    """

    main = "step"

    def __init__(self):
        self.figure = DescentFigure(cost_at(*np.meshgrid(GRID_POINTS, GRID_POINTS)), STEPS)
        self.controls = {
            "w1": slider("from w₁", STARTS[2][0], -REACH, REACH, 0.1),
            "w2": slider("from w₂", STARTS[2][1], -REACH, REACH, 0.1),
            "eta": rate_slider("1st η", 20.0),
            "second": rate_slider("2nd η", 1.0),
            "batch": slider("batch", 3, 1, len(PLACES), 1, read="examples that each step sees"),
        }
        self.controls["step"], self.player = timeline(STEPS, 150)
        self.pointer = pointer_on(REGION, "Map of the cost; a click sets the start", self._point)
        self._walked = None
        self.open()

    def refresh(self):
        values = self.values
        walks = self._walk(*(values[name] for name in ("w1", "w2", "eta", "second", "batch")))
        step, costs = values["step"], walks.costs
        trails = np.stack([w[..., 0, 0] for w in walks.weights], axis=-1)
        plateaus = [plateau(costs[:, k]) for k in (0, 1)]
        rates = [f"{values[name]:,.4g}" for name in ("eta", "second")]
        last = step == STEPS
        predicted = None if last else -values["eta"] * walks.norms[step, 0]
        really = None if last else costs[step + 1, 0] - costs[step, 0]
        ledger = ["–", "–"] if last else [signed(predicted), signed(really)]
        self.figure.update(trails, costs, step, plateaus, rates, ledger)
        told = f"Step {step} of {STEPS}: C = {costs[step, 0]:.4f} with η = {rates[0]}, "
        told += f"{costs[step, 1]:.4f} with η = {rates[1]}."
        remark = self._remark(trails[:, 0], costs[:, 0], plateaus[0], step, rates[0])
        if not remark and (np.abs(trails[: step + 1, 1]) > REACH).any():
            remark = " The second walker has left the map: try a smaller η for it."
        if (
            flat_steps(costs[:, 0])[step]
            and walks.norms[min(step, STEPS - 1), 0] > walks.norms[0, 0] / 2
        ):
            remark = (
                " The cost hardly moves, though the ground is as steep as at the start: with so "
            )
            remark += "small an η the steps are too short to tell."
        return told + remark

    def layout(self):
        c = self.controls
        return [
            columns(
                (c["step"], self.player), (c["eta"], c["second"], c["batch"]), (c["w1"], c["w2"])
            ),
            *self.pointer,
        ]

    def _remark(self, trail, costs, end, step, rate):
        """Say what is worth saying about the first walker at this step."""
        outside = np.flatnonzero((np.abs(trail) > REACH).any(axis=1))
        if len(outside) and step >= outside[0]:
            layer = 1 + int(np.abs(trail[outside[0]]).argmax())
            return (
                f" At step {outside[0]} a weight of layer {layer} left the map with η = {rate}: "
                "the slope held only near by. Try a smaller η."
            )
        if step and costs[step] > costs[step - 1]:
            return " The last step of the first walker led up."
        if flat_steps(costs)[step]:
            return f" On a plateau since step {end}: the cost hardly falls."
        return ""

    def _walk(self, w1, w2, eta, second, batch):
        """Return the walks for these settings; the last ones are kept."""
        asked = (w1, w2, eta, second, batch)
        if self._walked is None or self._walked[0] != asked:
            start = Network([[[w1]], [[w2]]], [[b] for b in BIASES])
            rows = None
            if batch < len(PLACES):
                rng = np.random.default_rng(SEED)
                rows = np.array([rng.permutation(len(PLACES))[:batch] for _ in range(STEPS)])
            how = {"rates": [eta, second], "steps": STEPS, "rows": rows, "hold_biases": True}
            self._walked = asked, descend_many([start] * 2, PLACES, LEVELS, **how)
        return self._walked[1]

    def _point(self, _stroke, points):
        w1, w2 = place_on_map(points[-1])
        self.set({"w1": w1, "w2": w2, "step": 0})


def plateau(costs):
    """Return the first step over whose last 20 the cost stayed within a thousandth, or None.

    >>> plateau(np.concatenate([np.linspace(1, 0.5, 30), np.full(40, 0.5)]))
    49
    """
    flat = flat_steps(costs)
    return int(flat.argmax()) if flat.any() else None


def flat_steps(costs):
    """Return for each step whether the cost stayed within a thousandth over the last 20.

    >>> flat_steps(np.concatenate([np.full(22, 0.5), np.linspace(0.4, 0.1, 30)])).nonzero()[0]
    array([20, 21])
    """
    windows = np.lib.stride_tricks.sliding_window_view(costs, PATIENCE + 1)
    flat = np.ptp(windows, axis=1) < LEAST_FALL * windows[:, 0]
    return np.concatenate([np.zeros(PATIENCE, bool), flat])


def signed(change):
    """Write a change of the cost with four digits that count.

    >>> signed(-0.00123456), signed(0.5), signed(-1.5e-8), signed(3e-200)
    ('−0.001235', '+0.5000', '−1.500·10⁻⁸', '≈ 0')
    """
    if 0 < abs(change) < 1e-12:
        return "≈ 0"
    if abs(change) < 1e-6:
        return ("+" if change > 0 else "") + significant(change)
    return f"{change:+.{max(4, 3 - int(np.floor(np.log10(abs(change)))))}f}".replace("-", "−")


def rate_slider(label, value):
    """Return a slider for η, from a hundredth to a thousand in steps of about a half."""
    return choice_slider(label, round_numbers(-2, 3), value, read="the length of a step")


def timeline(steps, interval):
    """Return a slider over all steps and the buttons that play it, a step an interval (in ms)."""
    step = slider("step", 0, 0, steps, 1, read="the step that is shown")
    player = widgets.Play(min=0, max=steps, interval=interval, tooltip="play the steps")
    widgets.jslink((player, "value"), (step, "value"))
    return step, player


def descent():
    """Open gradient descent on the landscape, with a timeline and two learning rates."""
    return DescentExplorer()


RINGS = rings(40, np.random.default_rng(3))
WALKERS, WAY = 50, 200


class StartsExplorer(Explorer):
    """Fifty random starts of a 2-3-1 network on two rings, and where their descents end."""

    main = "start"

    def __init__(self):
        self.figure = StartsFigure(WAY)
        self.controls = {
            "start": slider("start", 0, 0, WALKERS - 1, 1, read="which start stands out"),
            "eta": rate_slider("η", 10.0),
        }
        self.pointer = pointer_on(STARTS_REGION, "Final costs; a click chooses one", self._point)
        self._walked = None
        self.open()

    @property
    def costs(self):
        """C of every start after each step, (201, 50)."""
        eta = self.controls["eta"].value
        if self._walked is None or self._walked[0] != eta:
            targets = RINGS.labels[:, None].astype(float)
            how = {"rates": eta, "steps": WAY}
            self._walked = eta, descend_many(random_starts(), RINGS.inputs, targets, **how).costs
        return self._walked[1]

    def refresh(self):
        costs, k = self.costs, self.controls["start"].value
        ends = costs[-1]
        low = f"lowest {ends.min():.3f}"
        self.figure.update(
            costs, k, [low, f"median {np.median(ends):.3f}", f"highest {ends.max():.3f}"]
        )
        better = int((ends < ends[k]).sum())
        return (
            f"Start {k} ends at C = {ends[k]:.3f}; {better} of the other {WALKERS - 1} end lower. "
            f"The best of all fifty ends at {ends.min():.3f}."
        )

    def layout(self):
        return [columns((self.controls["start"],), (self.controls["eta"],)), *self.pointer]

    def _point(self, _stroke, points):
        wanted = points[-1][0] * BINS[-1]
        self.controls["start"].value = int(np.abs(self.costs[-1] - wanted).argmin())


def random_starts(k=3):
    """Return the fifty networks 2-k-1 from which all descents begin."""
    rng = np.random.default_rng(SEED)
    return [Network.random((2, k, 1), rng, scale="unit") for _ in range(WALKERS)]


def fifty_starts():
    """Open fifty descents at once, with the histogram of where they end."""
    return StartsExplorer()
