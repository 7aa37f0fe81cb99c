"""What the learner has drawn last, as long as the kernel runs: any picture of images offers it."""

from weakref import WeakSet

import numpy as np

MOST_STROKES, MOST_POINTS = 500, 20_000  # of a drawing that comes from elsewhere
offering: WeakSet = WeakSet()  # pictures that offer it, and have `follow_drawing`
_kept: list = []


def keep(strokes):
    """Keep a drawing, and tell the pictures that offer it. An empty one is not worth keeping."""
    if strokes:
        _kept[:] = strokes
        for picture in list(offering):
            picture.follow_drawing()


def kept():
    """Return the strokes that were drawn last: lists of points (x, y) in 0 … 1; none at first."""
    return list(_kept)


def checked(drawing):
    """Return a drawing as lists of lists, or raise ValueError for what is none."""
    strokes = [np.asarray(stroke, float) for stroke in drawing]
    fits = all(s.ndim == 2 and s.shape[1] == 2 and np.isfinite(s).all() for s in strokes)
    if not fits or len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        rule = f"at most {MOST_STROKES} strokes of points (x, y), {MOST_POINTS} in all"
        raise ValueError(f"drawing must be {rule}")
    return [stroke.tolist() for stroke in strokes]
