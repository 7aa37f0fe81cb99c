"""The points that a small network is to tell apart: five shapes, of two to four classes each."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from coursekit.network.checks import Array
from coursekit.network.datasets import Points, blobs, moons, rings

COUNT, UNSEEN = 40, 100  # points to learn from, and points that it never sees
NOISE, MOST_CLASSES = 10, 4  # how the lesson draws them, in hundredths; and how many there may be
EDGE = 1.58  # what noise has thrown further out stands here, still in the picture
SEEN_SEED, UNSEEN_SEED = 3, 1000
RINGS = rings(COUNT, np.random.default_rng(SEEN_SEED))


def _rings(n, rng, classes, noise):
    if classes == 2:
        return rings(n, rng, noise=noise)
    labels = np.arange(n) % classes
    angles = rng.uniform(0, 2 * np.pi, n)
    radii = 1.35 * (labels + 1) / classes
    return _scattered(radii * np.array([np.cos(angles), np.sin(angles)]), labels, rng, noise)


def _moons(n, rng, classes, noise):
    if classes == 2:
        inputs, labels = moons(n, rng, noise=noise)
        return Points(inputs - [0.5, 0.25], labels)  # to the middle of the picture
    labels, angles = np.arange(n) % classes, rng.uniform(0, np.pi, n)
    up = 1 - 2 * (labels % 2)  # every second moon is upside down and a little lower
    curve = [labels + up * np.cos(angles), (labels % 2) / 2 + up * np.sin(angles)]
    middle = [[(classes - 1) / 2], [0.25]]
    return _scattered(3 / (classes + 1) * (np.array(curve) - middle), labels, rng, noise)


def _clouds(n, rng, classes, noise):
    return blobs(n, rng, classes=classes, noise=2.5 * noise)


def _corners(n, rng, classes, noise):
    """Fill the four corners of a square; of two classes, each has two opposite corners."""
    labels = np.arange(n) % classes
    mine = {2: [(0, 2), (1, 3)], 3: [(0, 2), (1, 1), (3, 3)], 4: [(k, k) for k in range(4)]}
    corner = np.array(mine[classes])[labels, np.arange(n) // classes % 2]
    signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])[corner].T
    return _scattered(signs * rng.uniform(0.15, 1.3, (2, n)), labels, rng, noise)


def _spirals(n, rng, classes, noise):
    labels, along = np.arange(n) % classes, rng.uniform(0.1, 1, n) ** 0.7
    angles = 2 * np.pi * (1.5 * along + labels / classes)
    arms = 1.4 * along * np.array([np.cos(angles), np.sin(angles)])
    return _scattered(arms, labels, rng, noise / 2)


def _scattered(curve: Array, labels, rng, noise):
    return Points(curve.T + rng.normal(0, noise, curve.T.shape), labels)


# what a state calls a shape → what a learner reads, and how it is points_of
SHAPES: dict[str, tuple[str, Callable[..., Points]]] = {
    "two rings": ("rings", _rings),
    "two moons": ("moons", _moons),
    "two clouds": ("clouds", _clouds),
    "four corners": ("corners", _corners),
    "two spirals": ("spirals", _spirals),
}


@lru_cache(maxsize=8)
def points_of(shape, classes=2, noise=NOISE, draw=0, count=COUNT):
    """Return points of a shape.

    shape: a name in `SHAPES`. noise: how far they are scattered, in hundredths. draw: which of many
    random sets. count: how many; whoever asks for fewer gets the first ones.

    >>> inputs, labels = points_of("four corners", classes=2, noise=0)
    >>> bool(((inputs[:, 0] * inputs[:, 1] > 0) == (labels == 0)).all())
    True
    """
    return Points(*(part[:count] for part in _cached(shape, classes, noise, SEEN_SEED + draw)))


def unseen(shape, classes=2, noise=NOISE, draw=0):
    """Return further points of the same kind, which are only looked at."""
    return _cached(shape, classes, noise, UNSEEN_SEED + draw, UNSEEN)


@lru_cache(maxsize=8)
def _cached(shape, classes, noise, seed, count=COUNT):
    _, draw = SHAPES[shape]
    inputs, labels = draw(count, np.random.default_rng(seed), classes, noise / 100)
    return Points(np.clip(inputs, -EDGE, EDGE), labels)
