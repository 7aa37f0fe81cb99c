"""Each example has a gradient; the average of them is the gradient, and a step goes against it."""

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
LEFT, TOPS = 444, (286, 250, 214, 178, 128, 76)
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
        values = {
            (row, column): value
            for row in range(EXAMPLES)
            for column, value in enumerate([*examples[row], *gradients[row]])
        }
        values |= {("mean", column): value for column, value in enumerate(mean)}
        values |= {("after", column): value for column, value in enumerate(parameters)}
        self.grids.show(values, lit=[("mean", column) for column in range(len(mean))])
        self.results.write([factor(value) for value in results])

    def _draw_table(self):
        axes = drawing(self.fig, 0, 66, 1000, 346)
        grids = {}
        for row in range(EXAMPLES):
            axes.text(22, TOPS[row] - 18, f"example {row}", fontsize=12, va="center", color=QUIET)
            for column, left in enumerate((116, 194, 272, 350)):
                digits, largest = ((2, None), (2, None), (2, None), (4, 1.0))[column]
                grids[row, column] = Grid(left, TOPS[row], 1, 1, digits, largest)
        for row in range(EXAMPLES + 2):
            name = {EXAMPLES: "mean", EXAMPLES + 1: "after"}.get(row, row)
            for column in range(len(NAMES)):
                place = column if name in ("mean", "after") else 4 + column
                kind = (2, 6.0) if name == "after" else (4, 0.2)
                grids[name, place] = Grid(LEFT + 90 * column, TOPS[row], 1, 1, *kind)
        self.grids = Grids(axes, grids, (80, 36), 11)
        headings = ("$a_0$", "$y$", "$a_3$", "$C_k$")
        for left, heading in zip((116, 194, 272, 350), headings, strict=True):
            label(axes, left + 38, 306, heading, 14)
        for column, name in enumerate(NAMES):
            heading = rf"$\frac{{\partial C_k}}{{\partial {name}}}$"
            x = LEFT + 90 * column + 38
            label(axes, x, 310, heading, 17)
            label(axes, x, TOPS[-1] - 48, f"${name}$", 14)
        for y, text in (
            (TOPS[4] - 18, r"$\nabla C$: the average of the column above"),
            (TOPS[5] - 18, r"the parameters after the step"),
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
