"""What the questions on the chain rule share: the factors of a chain, with their own slips."""

from coursekit.questions.by_hand import sigmoid, sigmoid_slope
from coursekit.questions.parts import needed
from coursekit.questions.recipe import later

# With a target of 0 or 1, a − y is a or a − 1, and some slips would give what others do.
TARGETS = (0.1, 0.2, 0.8, 0.9)
TWO = needed("the 2", lambda x: 2.0)
FOR_SLOPE = "the product with σ(z) in place of σ′(z). The slope is σ(1 − σ)."


def slope(a, *rows, symbol="σ′(z)", name="σ for σ′", says=FOR_SLOPE, without=""):
    """Return the factor σ′ of a neuron, a(1 − a), with what is mistaken for it.

    name, says: of the slip to take σ, which is a itself, for its slope. without: of σ′ left out.
    """
    for_slope = (name, a, says)
    known = {row[0] for row in rows}
    too_often = (
        "σ′ taken at a" if symbol == "σ′(z)" else f"{symbol} taken at a",
        lambda x: sigmoid_slope(a(x)),
        f"the product with {symbol} taken at a, so squeezed once too often. It is a(1 − a).",
    )
    shared = later(*(row for row in (too_often,) if row[0] not in known))
    return needed(symbol, lambda x: a(x) * (1 - a(x)), for_slope, *rows, *shared, without=without)


def miss(z, says):
    """Return the factor (a − y) of an output, with z in the place of a."""
    z_for_a = ("z for a", lambda x: z(x) - x.y, says)
    squared = (
        "(a − y)² for 2(a − y)",
        lambda x: (sigmoid(z(x)) - x.y) ** 2 / 2,
        "the product with (a − y)², the cost itself. Its slope is 2(a − y).",
    )
    return needed("(a − y)", lambda x: sigmoid(z(x)) - x.y, z_for_a, *later(squared))
