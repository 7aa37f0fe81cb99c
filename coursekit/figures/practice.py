"""Practice II: a network of two layers forward, backward, and one step downhill."""

from coursekit.figures.grids import Grid, Grids
from coursekit.figures.ledger import Ledger
from coursekit.figures.parts import GRID, drawing, headline, label, new_figure, style

HEADINGS = (r"predicted $-\eta\,\|\nabla C_0\|^2$", r"really $\Delta C_0$", "$C_0$ after the step")


class PracticeFigure:
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
