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
# Ten drawings to begin with, x and y of each point in hundredths, a stroke a string.
SAMPLES = (
    ("5014 3622 2640 2460 3278 4788 6484 7468 7650 7030 6018 5014",),
    ("4226 5414 5486",),
    ("2632 3218 4612 6216 7030 6444 4864 2886 7686",),
    ("2625 3216 4612 6018 6630 6042 4648 6052 7066 6680 5287 3486 2476",),
    ("4014 2656 7456", "6430 6088"),
    ("7015 3615 3346 5042 6450 7064 6478 5085 3480 2672",),
    ("6212 4234 3052 2866 3480 4886 6280 6866 6252 4846 3452 2866",),
    ("2618 7418 4686",),
    ("6620 5013 3622 3836 5248 6462 6280 4888 3480 3464 4850 6238 6824 6015",),
    ("6834 6022 4815 3422 2834 3446 4853 6046 6834 6286",),
)
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


def sample(digit: int) -> list[list[list[float]]]:
    """Return the strokes of a prepared drawing, rounded at the corners: lists of (x, y) in 0 … 1.

    >>> len(sample(4)), sample(1)[0][0]
    (2, [0.42, 0.26])
    """
    return [
        rounded([[int(point[:2]) / 100, int(point[2:]) / 100] for point in stroke.split()]).tolist()
        for stroke in SAMPLES[digit]
    ]


def rounded(line: ArrayLike) -> Array:
    """Cut the corners off a line, three times over: it keeps its ends. Source: G. Chaikin, 1974."""
    points = np.asarray(line, float)
    for _ in range(3):
        cut = np.stack(
            [0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]], 1
        )
        points = np.concatenate([points[:1], cut.reshape(-1, 2)[1:-1], points[-1:]])
    smooth: Array = points.round(4)
    return smooth
