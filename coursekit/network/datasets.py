"""What networks learn from: the 70,000 handwritten digits of MNIST, and points in a plane.

The digits are real, and come with the course; they are read only when asked for. The points are
drawn on the spot, so that a lesson can choose how many, how noisy, and by which seed.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from coursekit.network import checks
from coursekit.network.checks import Array, Labels

PARTS = ("train", "test")


def one_hot(labels: ArrayLike, count: int = 10, dtype: DTypeLike = np.float64) -> Array:
    """Turn class numbers into targets: 1 for the class, 0 for all others.

    labels: (n,), whole numbers from 0 to count − 1. Returns (n, count).
    Raises ValueError for a label out of range, TypeError for labels that are not whole numbers.

    >>> one_hot([2, 0], count=3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    count = checks.count("count", count)
    return np.eye(count, dtype=dtype)[checks.labels("labels", labels, count)]


@dataclass(frozen=True, eq=False)
class Digits:
    """Handwritten digits as MNIST stores them.

    images: (n, 784) uint8, rows of 28 × 28 pixels, 0 is paper and 255 is ink.
    labels: (n,) uint8, the digit that the writer meant.

    A slice, a mask or a list of indices selects some of them.

    >>> digits = mnist("test")[:3]
    >>> len(digits), digits.images.shape, digits.labels.tolist()
    (3, (3, 784), [7, 2, 1])
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"Digits({len(self)})"

    def __getitem__(self, chosen: slice | list[int] | NDArray[Any]) -> "Digits":
        images, labels = self.images[chosen], self.labels[chosen]
        if labels.ndim != 1:
            raise TypeError(f"digits are chosen by a slice, a mask or a list, got {chosen!r}")
        return Digits(images, labels)

    def inputs(self, dtype: DTypeLike = np.float32) -> Array:
        """What a network reads: the images as numbers from 0 to 1, (n, 784).

        >>> float(mnist("test")[:1].inputs().max())
        1.0
        """
        return np.divide(self.images, 255, dtype=np.dtype(dtype))

    def targets(self, dtype: DTypeLike = np.float32) -> Array:
        """What a network should answer: the labels as `one_hot` rows, (n, 10).

        >>> mnist("test")[:1].targets().argmax()
        np.int64(7)
        """
        return one_hot(self.labels, 10, dtype)


@cache
def mnist(part: str) -> Digits:
    """Return one part of MNIST: "train" (60,000 digits) or "test" (10,000, by other writers).

    The arrays are read-only and shared by all who ask.
    Source: Y. LeCun and C. Cortes, CC BY-SA 3.0; see LICENSE-MNIST beside the data.

    >>> mnist("test")
    Digits(10000)
    """
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(PARTS)}, got {part!r}")
    file = resources.files("coursekit.data").joinpath("mnist.npz")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
        digits = Digits(archive[f"{part}_images"], archive[f"{part}_labels"])
    digits.images.setflags(write=False)
    digits.labels.setflags(write=False)
    return digits


class Points(NamedTuple):
    """Points in a plane, each of one class.

    inputs: (n, 2). labels: (n,), whole numbers from 0, which take turns: any slice is balanced.
    """

    inputs: Array
    labels: Labels


def moons(n: int, rng: np.random.Generator, *, noise: float = 0.1) -> Points:
    """Draw two half moons that reach into each other: no straight line parts them.

    n: how many points in all; noise: the standard deviation of their distance from the curve.
    Class 0 is the upper half circle around (0, 0), class 1 the lower one around (1, 1/2).

    >>> inputs, labels = moons(100, np.random.default_rng(0))
    >>> inputs.shape, labels[:4].tolist()
    ((100, 2), [0, 1, 0, 1])
    """
    labels = _turns(n, 2)
    upper = _on_circle(rng.uniform(0, np.pi, len(labels)))
    curve = np.where(labels[:, np.newaxis] == 0, upper, [1, 0.5] - upper)
    return _scattered(curve, labels, rng, noise)


def rings(n: int, rng: np.random.Generator, *, noise: float = 0.1) -> Points:
    """Draw a ring of radius 1/2, class 0, and around it one of radius 1, class 1.

    >>> points = rings(4, np.random.default_rng(0), noise=0)
    >>> np.hypot(*points.inputs.T).round(3).tolist()
    [0.5, 1.0, 0.5, 1.0]
    """
    labels = _turns(n, 2)
    radii = np.where(labels == 0, 0.5, 1.0)[:, np.newaxis]
    curve = radii * _on_circle(rng.uniform(0, 2 * np.pi, len(labels)))
    return _scattered(curve, labels, rng, noise)


def blobs(n: int, rng: np.random.Generator, *, classes: int = 3, noise: float = 0.25) -> Points:
    """Draw round clouds, one for each class, with centres evenly spaced on the unit circle.

    >>> blobs(3, np.random.default_rng(0), classes=4, noise=0).inputs.round(3).tolist()
    [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]
    """
    labels = _turns(n, checks.count("classes", classes))
    return _scattered(_on_circle(2 * np.pi * labels / classes), labels, rng, noise)


def _turns(n: int, classes: int) -> Labels:
    return np.arange(checks.count("n", n)) % classes


def _on_circle(angles: Array) -> Array:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _scattered(curve: Array, labels: Labels, rng: np.random.Generator, noise: float) -> Points:
    noise = checks.real("noise", noise, least=0)
    return Points(curve + rng.normal(0, noise, curve.shape), labels)
