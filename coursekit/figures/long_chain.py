"""Three layers of one neuron each: the whole ledger, and one gradient entry as a long product."""

from coursekit.figures.grids import factor
from coursekit.figures.ledger import Ledger
from coursekit.figures.parts import (
    GOOD,
    GRID,
    INK,
    QUIET,
    Numbers,
    card,
    drawing,
    new_figure,
    style,
)

LAYERS = 3
PARAMETERS = tuple(f"{letter}{layer}" for layer in range(1, LAYERS + 1) for letter in "wb")
SLOTS = 2 * LAYERS + 1  # two factors a layer, and at the end 2(a − y)
WIDTH, PITCH, LEFT = 106, 120, 162


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
            axes = drawing(self.fig, 0, 436, 1000, 136)
            axes.axhline(134, 0.022, 0.982, color=GRID, lw=1)
            self._draw_cards(axes)
        self.chosen = None
        self.moving = [*self.ledger.moving, self.product, self.factors]

    def update(self, values, lit, chosen, factors):
        """Show the ledger, and the product that makes ∂C₀/∂(chosen).

        values, lit: as for `Ledger.update`; chosen: one of `PARAMETERS`;
        factors: from the parameter's own layer to the cost, or None while they are covered.
        """
        self.ledger.update(values, lit)
        if chosen != self.chosen:
            self.chosen = chosen
            self._name(chosen)
        if factors is None:
            self.product.write(["?"])
            self.factors.write(["?"] * SLOTS)
            return
        product = 1.0
        for one in factors:
            product *= one
        self.product.write([factor(product)])
        self.factors.write([""] * (SLOTS - len(factors)) + [factor(one) for one in factors])

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
        for slot, (box, sign) in enumerate(zip(self.boxes, self.signs, strict=True)):
            box.set_visible(slot >= 2 * layer - 2)
            sign.set_text("" if slot < 2 * layer - 2 else "≈" if slot == 2 * layer - 2 else "×")
        self.title.set_text(rf"$\partial C_0/\partial {letter}_{layer}$")

    def _draw_cards(self, axes):
        card(axes, 20, 12, 118, 84)
        axes.text(
            22,
            116,
            "One entry of the gradient, as a product along the chain",
            fontsize=13,
            weight="bold",
            va="center",
        )
        self.title = axes.text(79, 76, "", fontsize=15, ha="center", va="center")
        self.product = Numbers(axes, [(79, 40)], 14, weight="bold", colour=GOOD)
        lefts = [LEFT + PITCH * slot for slot in range(SLOTS)]
        self.boxes = [card(axes, left, 12, WIDTH, 84) for left in lefts]
        self.headings = [
            axes.text(left + WIDTH / 2, 76, "", fontsize=14, ha="center", va="center", color=INK)
            for left in lefts
        ]
        self.signs = [
            axes.text(left - 7, 52, "", fontsize=14, ha="center", va="center", color=QUIET)
            for left in lefts
        ]
        spots = [(left + WIDTH / 2, 40) for left in lefts]
        self.factors = Numbers(axes, spots, 13, weight="bold")
