"""Three layers of one neuron each: the whole ledger, and one gradient entry as a long product."""

import math

from coursekit.figures.grids import factor
from coursekit.figures.ledger import Ledger
from coursekit.figures.parts import (
    GOOD,
    GRID,
    QUIET,
    Numbers,
    card,
    drawing,
    headline,
    label,
    new_figure,
    style,
)

LAYERS = 3
PARAMETERS = tuple(f"{letter}{layer}" for layer in range(1, LAYERS + 1) for letter in "wb")
SLOTS = 2 * LAYERS + 1  # two factors a layer, and at the end 2(a − y)
WIDTH, PITCH, LEFT = 104, 120, 158


class LongChainFigure:
    """The ledger of a 1-1-1-1 network above the factors of one of its six partials."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                572,
                "Three layers of one neuron: a chain of chains",
                "Six parameters, $C(w_1, b_1, w_2, b_2, w_3, b_3)$, and six partials.",
            )
            self.ledger = Ledger(self.fig, 80, 352, [1] * (LAYERS + 1), deep=True)
            self._draw_cards()
        self.chosen = None
        self.moving = [
            *(*self.ledger.moving, *self.headings, self.title),
            *(self.signs, self.product, self.factors),
        ]

    def update(self, values, lit, chosen, factors):
        """Show the ledger, and the product that makes ∂C₀/∂(chosen).

        values, lit: as for `Ledger.update`; chosen: one of `PARAMETERS`;
        factors: from the parameter's own layer to the cost, or None while they are covered.
        """
        self.ledger.update(values, lit)
        if chosen != self.chosen:
            self.chosen = chosen
            self._name(chosen)
        first = 2 * int(chosen[1]) - 2
        if factors is None:
            self.product.write(["?"])
            self.factors.write([""] * first + ["?"] * (SLOTS - first))
        else:
            self.product.write([factor(math.prod(factors))])
            self.factors.write([""] * first + [factor(one) for one in factors])

    def _name(self, chosen):
        letter, layer = chosen[0], int(chosen[1])
        headings = [""] * SLOTS
        for place in range(layer, LAYERS + 1):
            headings[2 * place - 2] = f"$w_{place}$"
            headings[2 * place - 1] = rf"$\sigma^{{\prime}}(z_{place})$"
        headings[2 * layer - 2] = f"$a_{layer - 1}$" if letter == "w" else "$1$"
        headings[-1] = f"$2(a_{LAYERS} - y)$"
        for text, heading in zip(self.headings, headings, strict=True):
            text.set_text(heading)
        first = 2 * layer - 2
        self.signs.write([""] * first + ["≈"] + ["×"] * (SLOTS - first - 1))
        self.title.set_text(rf"$\partial C_0/\partial {letter}_{layer}$")

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 436, 1000, 136)
        axes.axhline(134, 0.022, 0.982, color=GRID, lw=1)
        headline(axes, 22, 116, "One entry of the gradient, as a product along the chain")
        # formulas and values stand in axes of their own: a formula is dear and seldom changes
        names, values = drawing(self.fig, 0, 478, 1000, 36), drawing(self.fig, 0, 515, 1000, 43)
        lefts = [LEFT + PITCH * slot for slot in range(SLOTS)]
        for left, width in ((20, 120), *((left, WIDTH) for left in lefts)):
            card(axes, left, 12, width, 84)
        xs = [left + WIDTH / 2 for left in lefts]
        self.title = label(names, 80, 16, "", 15)
        self.headings = [label(names, x, 16, "", 14) for x in xs]
        self.product = Numbers(values, [(80, 22)], 13, weight="bold", colour=GOOD)
        self.signs = Numbers(values, [(left - 8, 30) for left in lefts], 13, colour=QUIET)
        self.factors = Numbers(values, [(x, 22) for x in xs], 12, weight="bold")
