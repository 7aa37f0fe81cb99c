"""Each example has a gradient; the average of them is the gradient, and a step goes against it."""

import numpy as np

from coursekit.figures.grids import Grid, Grids, factor
from coursekit.figures.parts import (
    GRID,
    QUIET,
    Numbers,
    drawing,
    entry_card,
    label,
    new_figure,
    style,
)

EXAMPLES = 4
NAMES = ("w_1", "b_1", "w_2", "b_2", "w_3", "b_3")
LEFT = 444
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

    def update(self, examples, gradients, mean, parameters, results):
        """Show all rows.

        examples: (4, 4), input, target, output and cost of each; gradients: (4, 6); mean: (6,);
        parameters: (6,), as they are after the step; results: C, predicted and real ΔC, C after.
        """
        columns = dict(zip(("a0", "y", "a3", "C"), np.transpose(examples), strict=True))
        rows = {"gradients": gradients, "mean": mean, "after": parameters}
        self.grids.show(columns | rows, lit=["mean"])
        self.results.write([factor(value) for value in results])

    def _draw_table(self):
        axes = drawing(self.fig, 0, 66, 1000, 346)
        for row in range(EXAMPLES):
            axes.text(22, 268 - 36 * row, f"example {row}", fontsize=12, va="center", color=QUIET)
        grids = {
            "a0": Grid(116, 286, EXAMPLES, 1, 2, None),
            "y": Grid(194, 286, EXAMPLES, 1, 2, None),
            "a3": Grid(272, 286, EXAMPLES, 1, 2, None),
            "C": Grid(350, 286, EXAMPLES, 1, 4, 1.0),
            "gradients": Grid(LEFT, 286, EXAMPLES, len(NAMES), 4, 0.2, 90),
            "mean": Grid(LEFT, 128, 1, len(NAMES), 4, 0.2, 90),
            "after": Grid(LEFT, 76, 1, len(NAMES), 2, 6.0, 90),
        }
        self.grids = Grids(axes, grids, (80, 36), 11)
        for name, heading in zip(grids, ("$a_0$", "$y$", "$a_3$", "$C_k$"), strict=False):
            label(axes, grids[name].left + 38, 306, heading, 14)
        for column, name in enumerate(NAMES):
            heading = rf"$\frac{{\partial C_k}}{{\partial {name}}}$"
            x = LEFT + 90 * column + 38
            label(axes, x, 310, heading, 17)
            label(axes, x, 28, f"${name}$", 14)
        for y, text in (
            (110, r"$\nabla C$: the average of the column above"),
            (58, r"the parameters after the step"),
        ):
            axes.text(LEFT - 20, y, text, fontsize=13, ha="right", va="center")
        axes.plot([22, 978], [135, 135], color=GRID, lw=1)

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 416, 1000, 104)
        for column, (heading, meaning) in enumerate(CARDS):
            left = 20 + 242 * column
            entry_card(axes, left, 6, 234, 92, heading, meaning, 13)
        spots = [(137 + 242 * column, 51) for column in range(len(CARDS))]
        self.results = Numbers(axes, spots, 17, weight="bold")
