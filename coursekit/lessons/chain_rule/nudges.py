"""What a nudge does to σ, to the last digit, and the slider that makes it small."""

import numpy as np

from coursekit.network.network import sigmoid
from coursekit.pictures.controls import power_slider


def nudge_slider(h):
    """Return a slider for h from 1 down to a millionth."""
    return power_slider("h", h, -6, 0, 0.25, read="the size of the nudge")


def change(z, nudge):
    """Return σ(z + nudge) − σ(z), without subtracting two numbers that are almost the same.

    >>> change(0.0, 1e-12)
    2.5e-13
    """
    return float(sigmoid(z + nudge) * sigmoid(-z) * -np.expm1(-nudge))
