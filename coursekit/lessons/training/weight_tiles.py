"""What up to sixteen neurons weigh, pixel by pixel, as one picture of tiles."""

import numpy as np
from matplotlib.colors import to_rgb

from coursekit.pictures.colours import FOG, signed_colours

SIDE, ACROSS = 28, 4  # pixels of an image; tiles in a row, and rows of them
GAP = 2  # pixels between tiles


def tiled(weights):
    """Return up to sixteen rows of 784 weights as one picture of tiles, each on its own scale.

    weights: (m, 784). Returns (118, 118, 3); a place without a neuron stays empty.

    >>> tiled(np.ones((3, 784))).shape
    (118, 118, 3)
    """
    step = SIDE + GAP
    whole = np.ones((ACROSS * step - GAP, ACROSS * step - GAP, 3))
    for k, row in enumerate(np.asarray(weights)[: ACROSS**2]):
        y, x = step * (k // ACROSS), step * (k % ACROSS)
        scale = 0.6 * np.abs(row).max() or 1.0  # a few large weights would leave the rest pale
        whole[y : y + SIDE, x : x + SIDE] = signed_colours(row.reshape(SIDE, SIDE), scale)
    return whole


def covered(count):
    """Return the tiles of so many neurons, up to sixteen, covered.

    >>> covered(3).shape
    (118, 118, 3)
    """
    whole = tiled(np.ones((count, SIDE**2)))
    return np.where((whole < 1).any(axis=2, keepdims=True), to_rgb(FOG), 1.0)
