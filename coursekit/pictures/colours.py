"""The colours of the course, by what they mean, and those that numbers take."""

import numpy as np
from matplotlib.colors import to_rgb

INK = "#1a1d29"
QUIET = "#5b6372"  # 6:1 on white
GRID = "#e5e7eb"
POSITIVE = "#0072b2"  # blue and orange are told apart with every common colour blindness
NEGATIVE = "#d55e00"
POINT = "#a62c74"
GOOD = "#00795a"
CARD = "#f8fafc"
FOG = "#d5dae2"  # over what is still covered


def ink_on(colours):
    """Return black or white for each background, whichever reads better: always above 4.5:1.

    colours: (n, 3) or (n, 4) in 0 … 1. Source: the contrast ratio of WCAG 2, whose two choices
    tie at a relative luminance of 0.179.

    >>> ink_on(np.array([[0.9, 0.9, 0.9], [0.1, 0.1, 0.1]])).tolist()
    [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
    """
    channels = np.asarray(colours)[:, :3]
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    dark = linear @ (0.2126, 0.7152, 0.0722) < 0.179
    return np.repeat(dark[:, None], 3, axis=1).astype(float)


def grey(activations):
    """Return one grey per activation: 0 is black, 1 is white. (n,) → (n, 3)."""
    return np.repeat(np.clip(activations, 0, 1)[:, None], 3, axis=1)


def signed_colours(values, largest):
    """Return white for 0, towards blue for positive and orange for negative. (…,) → (…, 3).

    >>> signed_colours(np.array([0.0]), largest=2).tolist()
    [[1.0, 1.0, 1.0]]
    """
    values = np.asarray(values, float)
    share = np.clip(np.abs(values) / largest, 0, 1)[..., None]
    full = np.where(values[..., None] >= 0, to_rgb(POSITIVE), to_rgb(NEGATIVE))
    return 1 - share * (1 - full)
