"""Practice II: a network of two layers forward, backward, and one step downhill."""

import ipywidgets as widgets

from coursekit.lessons.chain_rule.knobs import Knobs
from coursekit.lessons.chain_rule.ledger import Ledger, order, said, uncovered
from coursekit.lessons.chain_rule.network_diagram import knob
from coursekit.network.network import Gradient, Network
from coursekit.pictures.colours import GRID
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.grids import Grid, Grids
from coursekit.pictures.handles import Handle
from coursekit.pictures.notation import factor
from coursekit.pictures.parts import drawing, headline, label, new_figure, style

HEADINGS = (r"predicted $-\eta\,\|\nabla C_0\|^2$", r"really $\Delta C_0$", "$C_0$ after the step")


class PracticeTwoFigure:
    """Both rows of the ledger, and what a step does with W alone and with b as well.

    sizes: neurons a layer, inputs first.
    """

    def __init__(self, sizes):
        with style():
            self.fig = new_figure(
                1000,
                566,
                "Practice II, forward and backward",
                "What is not yet computed is covered. Uncover it one quantity at a time.",
            )
            self.ledger = Ledger(self.fig, 80, 330, sizes)
            axes = drawing(self.fig, 0, 416, 1000, 150)
            axes.axhline(149, 0.022, 0.982, color=GRID, lw=1)
            headline(axes, 22, 128, "One step against the gradient")
            for column, heading in enumerate(HEADINGS):
                label(axes, 475 + 200 * column, 100, heading)
            changes, after = Grid(402, 82, 2, 2, pitch=200), Grid(802, 82, 2, 1, 4, 2.0)
            self.steps = Grids(axes, {"changes": changes, "after": after}, (146, 38), 12.5)
            axes.text(64, 66, "when $W$ alone moves", fontsize=13, va="center")
            axes.text(64, 28, "when $W$ and $b$ both move", fontsize=13, va="center")
        self.moving = [*self.ledger.moving, *self.steps.moving]

    def update(self, values, lit, steps):
        """Show what is known.

        values, lit: as for `Ledger.update`; steps: (2, 3), for W alone and for W and b the
        predicted and the real change of C₀ and what C₀ becomes, or None while covered.
        """
        self.ledger.update(values, lit)
        known = {}
        if steps is not None:
            known = {"changes": [line[:2] for line in steps], "after": [line[2] for line in steps]}
        self.steps.show(known)


class PracticeTwo(Explorer):
    """The source's Practice II, covered: each step of the slider computes one quantity more."""

    name = "chain_rule.practice_two"
    groups = ("step", "show"), ("drag", "knobs"), ("rate",)

    def __init__(self):
        network = Network([[[0.2, 0.4], [0.6, 0.8]]], [[0.0, 0.0]])
        self.figure = PracticeTwoFigure(network.sizes)
        self.knobs = Knobs(network, [0.7, 0.3], [1, 0], "w1 0,0")
        self.steps = order(1)
        self.controls = {
            **self.knobs.controls,
            "rate": slider("η", 1.0, 0.0, 4.0, 0.1, read="the size of the step"),
            "step": slider("step", 0, 0, len(self.steps), 1, read="quantities computed so far"),
        }
        self.show = widgets.Button(description="show all", tooltip="uncover every result")
        self.show.on_click(self.uncover)
        self.open()

    @property
    def main(self):
        """The steps, until all is computed."""
        return "knobs" if self.controls["step"].value == len(self.steps) else "step"

    def refresh(self):
        rate, step = self.values["rate"], self.values["step"]
        network, inputs, targets = self.knobs.network()
        cost = network.cost(inputs, targets)
        gradient = network.gradient(inputs, targets)
        still = Gradient(gradient.weights, [0 * b for b in gradient.biases], gradient.inputs)
        lines = []
        for moves in (still, gradient):
            after = network.step(moves, rate).cost(inputs, targets)
            lines.append((-rate * moves.norm_squared, after - cost, after))
        known, lit = uncovered(network, inputs, targets, self.steps, step)
        done = step == len(self.steps)
        self.figure.update(known, lit, lines if done else None)
        if step == 0:
            return "Inputs, weights, biases and targets are given. All results are covered."
        if done:
            return (
                f"C₀ = {factor(cost)}. After one step with η = {rate:g} it is "
                f"{factor(lines[0][2])} when W alone moves, and {factor(lines[1][2])} when b "
                "moves too."
            )
        return f"Step {step} of {len(self.steps)}: {said(lit[0], known[lit[0]])}."

    def handles(self):
        grids = self.figure.ledger.grids
        for name in self.knobs.value:
            letter, cell = name.split()
            row, *column = map(int, cell.split(","))
            yield knob(name, grids.at(*self._cell(letter, row, *column)))
        yield from self.figure.ledger.handles(self.steps)
        for cell in self.figure.steps.at("changes"):
            yield Handle("step", cell, "press", value=len(self.steps))
        for cell in self.figure.steps.at("after"):
            yield Handle("rate", cell, "x")

    def together(self):
        grids = self.figure.ledger.grids
        for j in range(2):
            row = [grids.at("W1", 2 * j + i) for i in range(2)]
            yield [*row, *grids.at("a0"), grids.at("b1", j), grids.at("z1", j), grids.at("a1", j)]
            for i in range(2):
                yield [grids.at("dW1", 2 * j + i), grids.at("dz1", j), grids.at("a0", i)]

    def motion(self, before):
        step = self.values["step"]
        if step != before["step"] + 1:
            return []
        return self.figure.ledger.motion(self.steps[step - 1])

    def _cell(self, letter, row, column=None):
        """Return the matrix of the ledger in which a number of the knobs stands, and its cell."""
        if letter[0] == "w":
            return f"W{letter[1]}", 2 * row + column
        return letter, row

    def uncover(self, _button=None):
        """Show every result."""
        self.controls["step"].value = len(self.steps)


def practice_two():
    """Open Practice II with its results covered, to be uncovered step by step.

    Controls: step, how much is computed, and "show all"; drag and value, any number of the
    network; η, the size of the step.

    For `set` and `at`: drag, knobs, rate, step.
    """
    return PracticeTwo()
