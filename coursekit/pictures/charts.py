"""What the charts of several lessons are made of: a panel with a grid, bars, a legend, cards."""

import numpy as np

from coursekit.pictures.colours import GRID, QUIET
from coursekit.pictures.parts import Numbers, drawing, entry_card, label, panel


def chart(fig, left, top, width, height, title, *, grid="both", **settings):
    """Add axes with a title and a quiet grid, at a place in pixels; settings: as `Axes.set`."""
    axes = panel(fig, left, top, width, height)
    axes.set(**settings)
    axes.set_title(title, fontsize=14, pad=8)
    axes.grid(axis=grid, color=GRID)
    axes.set_axisbelow(True)
    return axes


def boxes(left, right, low, high):
    """Return the corners of n upright rectangles, (n, 4, 2); a side is (n,), or one for all.

    >>> boxes(0, [1, 2], 0, 1)[:, 2].tolist()
    [[1.0, 1.0], [2.0, 1.0]]
    """
    left, right, low, high = np.broadcast_arrays(*map(np.atleast_1d, (left, right, low, high)))
    corners = [(left, low), (right, low), (right, high), (left, high)]
    return np.array(corners, float).transpose(2, 0, 1)


def legend(axes, *entries, room=14):
    """Write what marks mean. entries: x, y, mark, colour and meaning; room: before the meaning."""
    for x, y, mark, colour, meaning in entries:
        label(axes, x, y, mark, 13, color=colour)
        axes.text(x + room, y, meaning, fontsize=12, color=QUIET, va="center")


def cards(fig, top, entries, height=94, size=13):
    """Add a row of cards, a heading and its meaning each; return the `Numbers` of their values."""
    axes = drawing(fig, 0, top, fig.bbox.width, height + 10)
    spots = [(136 + 240 * k, 4 + height / 2) for k in range(len(entries))]
    for (x, _), (heading, meaning) in zip(spots, entries, strict=True):
        entry_card(axes, x - 112, 6, 224, height, heading, meaning, size)
    return Numbers(axes, spots, 18, weight="bold")
