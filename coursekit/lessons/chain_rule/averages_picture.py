"""Each example has a gradient; the average of them is the gradient, and a step goes against it."""

import numpy as np

from coursekit.lessons.chain_rule.single_neurons import PARAMETERS, flatten, network_of, sliders
from coursekit.pictures.colours import GRID, QUIET
from coursekit.pictures.controls import power_slider, slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.grids import Grid, Grids
from coursekit.pictures.handles import Handle, box, spot
from coursekit.pictures.notation import factor
from coursekit.pictures.parts import Numbers, drawing, entry_card, label, new_figure, style

INPUTS = np.array([[0.1], [0.4], [0.7], [0.9]])  # four examples for a network of single neurons
TARGETS = np.array([[0.0], [1.0], [0.0], [1.0]])
EXAMPLES, LEFT = len(INPUTS), 444
STEPS = ("the gradient of each example", "their average, ∇C", "the step against it")
CARDS = (
    (r"$C$ before", "the average of the four"),
    (r"predicted $-\eta\,\|\nabla C\|^2$", "if every slope held"),
    (r"really $\Delta C$", "what the step does"),
    (r"$C$ after the step", "with all six moved at once"),
)


class AveragesFigure:
    """Four examples of a 1-1-1-1 network, their gradients as rows, the average, and one step."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                520,
                "The gradient: an average over the examples",
                "Each example would move the six parameters its own way. The network takes the "
                "average.",
            )
            self._draw_table()
            self._draw_cards()
        self.moving = [*self.grids.moving, self.results]

    def update(self, examples, gradients, mean, parameters, results, step):
        """Show the rows that are known after so many of `STEPS`.

        examples: (4, 4), input, target, output and cost of each; gradients: (4, 6); mean: (6,);
        parameters: (6,), as they are after the step; results: C, predicted and real ΔC, C after.
        """
        columns = dict(zip(("a0", "y", "a3", "C"), np.transpose(examples), strict=True))
        rows = {"gradients": gradients, "mean": mean, "after": parameters}
        known = dict(list(rows.items())[:step])
        self.grids.show(columns | known, lit=["mean"])
        shown = 1, *[len(STEPS)] * 3  # the step from which on each result is known
        told = (factor(v) if step >= at else "?" for v, at in zip(results, shown, strict=True))
        self.results.write(list(told))

    def parameter(self, column):
        """Return the spot of a parameter's name, below its column."""
        left = LEFT + 90 * column
        return box(self.grids.cells.axes, left, 12, left + 76, 40)

    def _draw_table(self):
        axes = drawing(self.fig, 0, 66, 1000, 346)
        for row in range(EXAMPLES):
            axes.text(22, 268 - 36 * row, f"example {row}", fontsize=12, va="center", color=QUIET)
        count = len(PARAMETERS)
        grids = {
            "a0": Grid(116, 286, EXAMPLES, 1, 2, None),
            "y": Grid(194, 286, EXAMPLES, 1, 2, None),
            "a3": Grid(272, 286, EXAMPLES, 1, 2, None),
            "C": Grid(350, 286, EXAMPLES, 1, 4, 1.0),
            "gradients": Grid(LEFT, 286, EXAMPLES, count, 4, 0.2, 90),
            "mean": Grid(LEFT, 128, 1, count, 4, 0.2, 90),
            "after": Grid(LEFT, 76, 1, count, 2, 6.0, 90),
        }
        self.grids = Grids(axes, grids, (80, 36), 11)
        for name, heading in zip(grids, ("$a_0$", "$y$", "$a_3$", "$C_k$"), strict=False):
            label(axes, grids[name].left + 38, 306, heading, 14)
        for column, name in enumerate(PARAMETERS):
            symbol, x = "_".join(name), LEFT + 90 * column + 38
            label(axes, x, 310, rf"$\frac{{\partial C_k}}{{\partial {symbol}}}$", 17)
            label(axes, x, 28, f"${symbol}$", 14)
        for y, text in (
            (110, r"$\nabla C$: the average of the column above"),
            (58, r"the parameters after the step"),
        ):
            axes.text(LEFT - 20, y, text, fontsize=13, ha="right", va="center")
        axes.plot([22, 978], [135, 135], color=GRID, lw=1)

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 416, 1000, 104)
        lefts = [20 + 242 * column for column in range(len(CARDS))]
        for left, (heading, meaning) in zip(lefts, CARDS, strict=True):
            entry_card(axes, left, 6, 234, 92, heading, meaning, 13)
        self.results = Numbers(axes, [(left + 117, 51) for left in lefts], 17, weight="bold")


class Averages(Explorer):
    """Four examples, a gradient each, their average ∇C, and one step of η against it."""

    name = "chain_rule.averages"
    main, since = "step", (("step", len(STEPS)),)
    groups = ("step", "rate"), ("w1", "b1"), ("w2", "b2"), ("w3", "b3")

    def __init__(self):
        self.figure = AveragesFigure()
        rate = power_slider("η", 1.0, -3, 2, 0.1, read="the size of the step")
        step = slider("step", 0, 0, len(STEPS), 1, read="what is computed so far")
        self.controls = {**sliders(), "rate": rate, "step": step}
        self.open()

    def refresh(self):
        network, rate, step = network_of(self.values), self.values["rate"], self.values["step"]
        outputs = network.forward(INPUTS)[-1]
        singles = [flatten(network.gradient(a, y)) for a, y in zip(INPUTS, TARGETS, strict=True)]
        gradient = network.gradient(INPUTS, TARGETS)
        stepped = network.step(gradient, rate)
        before, after = network.cost(INPUTS, TARGETS), stepped.cost(INPUTS, TARGETS)
        predicted = -rate * gradient.norm_squared
        self.figure.update(
            np.hstack([INPUTS, TARGETS, outputs, (outputs - TARGETS) ** 2]),
            singles,
            flatten(gradient),
            flatten(stepped),
            (before, predicted, after - before, after),
            step,
        )
        if step < len(STEPS):
            told = f"Step {step} of {len(STEPS)}: "
            if not step:
                return f"{told}the four examples, their outputs and costs."
            return f"{told}{STEPS[step - 1]}. C = {factor(before)}."
        return (
            f"C = {factor(before)}. A step with η = {rate:.3g} is predicted to change it "
            f"by {factor(predicted)} and really changes it by {factor(after - before)}."
        )

    def handles(self):
        f = self.figure
        for column, name in enumerate(PARAMETERS):
            yield Handle(name, f.parameter(column))
            yield Handle(name, f.grids.at("after", column))
        for step, name in enumerate(("gradients", "mean"), 1):
            for cell in f.grids.at(name):
                yield Handle("step", cell, "press", value=step)
        for number in (1, 2, 3):
            yield Handle("rate", spot(f.results, number), "x")

    def together(self):
        grids = self.figure.grids
        for column in range(len(PARAMETERS)):
            over = range(column, EXAMPLES * len(PARAMETERS), len(PARAMETERS))
            same = [grids.at("mean", column), grids.at("after", column)]
            yield [*(grids.at("gradients", cell) for cell in over), *same]

    def motion(self, before):
        grids, step = self.figure.grids, self.values["step"]
        if step != before["step"] + 1:
            return []
        return [grids.at(name) for name in ("C", "gradients", "mean", "after")[step - 1 : step + 1]]


def averages():
    """Open the average over examples: the gradient vector assembled, and a step against it.

    Controls: step, how much is computed; the six parameters; η, the length of the step.

    For `set` and `at`: w1, b1, w2, b2, w3, b3, rate, step.
    """
    return Averages()
