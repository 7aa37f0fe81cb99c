"""A figure as pixels, painted by Agg: for the still that stands in a notebook."""

import io
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

STILL_BYTES = 60_000  # a notebook holds several stills and should stay easy to keep in git


class Blitter:
    """Draw a figure again and again, redrawing only what moved.

    `moving` lists the artists that an update may touch, in drawing order. Everything else is
    drawn once and kept as a background for each axes. When something else changes after all
    (an axis limit, a title), matplotlib marks the figure stale and one full draw follows.
    Two axes that both hold moving artists must not overlap.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure(figsize=(2, 1), dpi=100)
    >>> (line,) = fig.add_axes((0, 0, 1, 1)).plot([0, 1])
    >>> blitter = Blitter(fig, [line])
    >>> blitter.frame().shape
    (100, 200, 4)
    """

    def __init__(self, fig, moving):
        self.fig, self.moving = fig, list(moving)
        self.canvas = FigureCanvasAgg(fig)
        self._by_axes: dict[Any, list[Any]] = {}
        for artist in moving:
            # An animated artist is skipped by a full draw and does not mark the figure stale.
            artist.set_animated(True)
            self._by_axes.setdefault(artist.axes, []).append(artist)
        self._backgrounds: dict[Any, Any] = {}
        self.full_draws = 0

    def frame(self):
        """Return the pixels of the figure as it stands now: (height, width, 4), uint8."""
        if not self._backgrounds or self.fig.stale:
            self._draw_everything()
        else:
            self._draw_what_moved()
        return np.asarray(self.canvas.buffer_rgba())

    def fresh_frame(self):
        """Return the pixels, whatever the artists say of themselves: others draw them, too."""
        self._draw_everything()
        return np.asarray(self.canvas.buffer_rgba())

    def forget(self):
        """Let go of all pixels; the next frame draws everything."""
        self.canvas = FigureCanvasAgg(self.fig)
        self._backgrounds.clear()

    def _draw_everything(self):
        self.full_draws += 1
        self.canvas.draw()
        self._backgrounds = {
            axes: self.canvas.copy_from_bbox(axes.bbox.padded(1)) for axes in self._by_axes
        }
        for axes, artists in self._by_axes.items():
            self._draw(axes, artists)

    def _draw_what_moved(self):
        stale = {x: moved for x, moved in self._by_axes.items() if any(a.stale for a in moved)}
        for axes in stale:  # all of them first: a background reaches a pixel into its neighbour
            self.canvas.restore_region(self._backgrounds[axes])
        for axes, artists in stale.items():
            self._draw(axes, artists)

    def _draw(self, axes, artists):
        for artist in artists:
            axes.draw_artist(artist)
            artist.stale = False  # some artists leave the mark on when they are invisible


def encode_still(pixels):
    """Pack pixels as a palette PNG of at most 60 KB."""
    image = Image.fromarray(pixels).convert("RGB")
    for colours in (128, 64, 32, 16):
        packed = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= STILL_BYTES:
            break
    return packed.getvalue()
