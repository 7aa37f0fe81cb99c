"""What the questions on the chain rule share: the factors of a chain, with their own slips."""

from coursekit.exercises.slips import Part, Slip, factor
from coursekit.network.network import sigmoid, sigmoid_slope


def needed(symbol, right, *slips):
    """Return a factor whose only slip of its own is that it is left out."""
    return Part(right, (factor(symbol, right).slips[0], *slips))


def slope(of, z, *slips):
    """Return the factor σ′ of a neuron, with what is mistaken for it."""
    return needed(
        f"σ′({of})",
        lambda x: sigmoid_slope(z(x)),
        Slip(
            "σ for σ′",
            lambda x: sigmoid(z(x)),
            f"the product with σ({of}) in place of σ′({of}). The slope is σ(1 − σ).",
        ),
        *slips,
    )


# With a target of 0 or 1, a − y is a or a − 1, and some slips would give what others do.
TARGETS = (0.1, 0.2, 0.8, 0.9)
TWO = needed("the 2", lambda x: 2.0)
