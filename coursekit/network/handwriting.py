"""From strokes of a pen to an image as MNIST has them: scaled, drawn and centred alike.

MNIST's digits were fitted into 20 × 20 pixels with their shape kept, and then placed so that the
centre of their ink lies in the middle of 28 × 28. A network that has learned from such images reads
a drawing well only when the drawing is treated in the same way.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.network.checks import Array

SIDE, BOX = 28, 20  # pixels of an image, and of the square into which the digit is fitted
PEN = 1.25  # half the width of a line, in pixels: about that of most of MNIST's writers
SOFT = 0.9  # pixels over which a line's edge fades
SPACING = 0.4  # pixels between the points by which a line is drawn
MOST = 2000  # points by which all lines together are drawn


def as_mnist(strokes: Sequence[ArrayLike]) -> NDArray[np.uint8]:
    """Draw strokes as MNIST would have them: (784,) uint8, 0 is paper and 255 is ink.

    strokes: each (n, 2), x to the right and y down, in any one unit; a single point is a dot.
    No strokes give an empty image. Raises ValueError for what are no points, or not finite ones.
    Source: Y. LeCun, C. Cortes and C. Burges, *The MNIST database*: fitted into a 20 × 20 box,
    aspect kept, then placed by its centre of mass.

    >>> image = as_mnist([[(0, 0), (0, 9)]]).reshape(28, 28)
    >>> ys, xs = np.nonzero(image > 127)
    >>> (int(ys.min()), int(ys.max())), (int(xs.min()), int(xs.max()))
    ((4, 23), (13, 14))
    """
    lines = [_points(stroke) for stroke in strokes]
    lines = [line for line in lines if len(line)]
    if not lines:
        return np.zeros(SIDE**2, np.uint8)
    points = np.concatenate(lines)
    low, size = points.min(axis=0), float(np.ptp(points, axis=0).max())
    scale = (BOX - 2 * PEN) / size if size > 0 else 1.0
    dense = np.concatenate([_dense((line - low) * scale) for line in lines])
    dense = dense[:: 1 + len(dense) // MOST]
    dense += SIDE / 2 - (dense.min(axis=0) + dense.max(axis=0)) / 2
    ink = _ink(dense)
    pixels = np.arange(SIDE) + 0.5
    centre = np.array([ink.sum(axis=0) @ pixels, ink.sum(axis=1) @ pixels]) / ink.sum()
    room = (SIDE - np.ptp(dense, axis=0)) / 2 - PEN  # a dot far from the rest stays in the image
    moved = _ink(dense + np.clip(SIDE / 2 - centre, -room, room))
    whole: NDArray[np.uint8] = np.rint(255 * moved).astype(np.uint8).ravel()
    return whole


def _points(stroke: ArrayLike) -> Array:
    points = np.asarray(stroke, float)
    if points.size == 0:
        return np.zeros((0, 2))
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError(f"a stroke must be finite points (x, y), got shape {points.shape}")
    return points


def _dense(line: Array) -> Array:
    """Return points along a line, near enough to each other to look like one."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    where = np.linspace(0, along[-1], 1 + int(np.ceil(along[-1] / SPACING)))
    return np.column_stack([np.interp(where, along, line[:, k]) for k in (0, 1)])


def _ink(points: Array) -> Array:
    """Return how dark each pixel is under a round pen at these points: (28, 28) in 0 … 1."""
    pixels = np.arange(SIDE) + 0.5
    x, y = ((pixels - points[:, k : k + 1]) ** 2 for k in (0, 1))  # (n, 28) each
    nearest = np.sqrt((y[:, :, None] + x[:, None, :]).min(axis=0))
    ink: Array = np.clip((PEN + SOFT / 2 - nearest) / SOFT, 0, 1)
    return ink
