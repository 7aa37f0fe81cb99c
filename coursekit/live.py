"""A matplotlib figure that follows a slider.

One move of a slider goes through this file from top to bottom: `Blitter` redraws what moved,
`encode_png` packs the pixels, `LivePicture` sends them to the page. After half a second of rest
the picture also leaves a still in the notebook, for every place that has no kernel.
"""

import asyncio
import base64
import html
import io
import struct
import uuid
import zlib
from threading import RLock

import ipywidgets as widgets
import numpy as np
from IPython import get_ipython
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from coursekit.quick import quieten

# A page's messages may reach the kernel on a thread of their own (JupyterLab's subshells) while a
# cell or a training goes on; a figure is drawn by one of them at a time.
DRAWING = RLock()
REST = 0.5  # seconds without a move before the still and the announcement follow
STILL_BYTES = 60_000  # a notebook holds several stills and should stay easy to keep in git

# The still is the output right after the live view; it shows only where the view cannot.
# The announcement is out of sight, not `display: none`, or a screen reader would skip it.
PAGE_STYLE = """<style>
.jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child,
.output_area:has(.ck-live) + .output_area { display: none; }
.ck-live { max-width: 100%; }
.ck-live .ck-picture { display: block; height: auto; max-width: 100%; margin: 2px 0;
  border-radius: 8px; }
.ck-live .ck-sentence { font-size: 16px; line-height: 1.5; margin: 4px 2px 8px; }
.ck-live .ck-sentence .widget-html-content { line-height: 1.5; white-space: normal; }
.ck-live .ck-announce { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); }
</style>"""


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
        self.fig = fig
        self.canvas = FigureCanvasAgg(fig)
        self._by_axes = {}
        for artist in moving:
            # An animated artist is skipped by a full draw and does not mark the figure stale.
            artist.set_animated(True)
            self._by_axes.setdefault(artist.axes, []).append(artist)
        self._backgrounds = None
        self.full_draws = 0

    def frame(self):
        """Return the pixels of the figure as it stands now: (height, width, 4), uint8."""
        if self._backgrounds is None or self.fig.stale:
            self._draw_everything()
        else:
            self._draw_what_moved()
        return np.asarray(self.canvas.buffer_rgba())

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


def encode_png(pixels):
    """Pack (height, width, 4) uint8 pixels as a PNG, losing nothing, for speed and not for size.

    Rows go unfiltered through zlib's quickest level: some 3 ms for a picture of the course,
    where a general encoder takes four times as long. Source: the PNG specification, ISO 15948.

    >>> encode_png(np.zeros((2, 3, 4), np.uint8))[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # each row opens with its filter: 0, none
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)  # 8 bits a channel, RGBA
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(rows, 1)),
            (b"IEND", b""),
        )
    )


def encode_still(pixels, width=10_000):
    """Pack pixels as a palette PNG of at most 60 KB and so wide, for a notebook, not for a drag."""
    image = Image.fromarray(pixels).convert("RGB")
    image.thumbnail((width, image.height))
    for colours in (128, 64, 32, 16):
        packed = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= STILL_BYTES:
            break
    return packed.getvalue()


class LivePicture:
    """A figure as a widget: move its artists, then `show` one sentence that says what it shows.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure(figsize=(2, 1), dpi=100)
    >>> (line,) = fig.add_axes((0, 0, 1, 1)).plot([0, 1])
    >>> picture = LivePicture(fig, [line])
    >>> line.set_ydata([1, 0])
    >>> picture.show("The line falls from 1 to 0.")
    >>> picture.sentence
    'The line falls from 1 to 0.'
    """

    def __init__(self, fig, moving):
        self.sentence = ""
        self._blitter = Blitter(fig, moving)
        self._width, self._dpi = round(fig.bbox.width), fig.dpi
        self._still_id = None
        self._rest = None
        self._problem = fig.text(0.5, 0.5, "", **PROBLEM_STYLE)
        self.image = widgets.Image(format="png", width=str(self._width))
        self.image.add_class("ck-picture")
        self.caption = widgets.HTML()
        self.caption.add_class("ck-sentence")
        self.announcement = widgets.HTML()
        self.announcement.add_class("ck-announce")

    def show(self, sentence):
        """Send the figure as it stands now, and the sentence that describes it."""
        if self._problem.get_visible():
            self._problem.set_visible(False)
        self._send(sentence)

    def show_problem(self, message):
        """Say in the picture itself why it cannot be drawn, instead of leaving it blank."""
        self._problem.set(text=message, visible=True)
        self._send(message)

    def _send(self, sentence):
        self.sentence = sentence
        self.image.value = encode_png(self._blitter.frame())
        self.caption.value = html.escape(sentence)
        self._wait_for_rest()

    def sharpen(self, factor):
        """Draw with so many times the pixels to each side; a still keeps its size."""
        self._blitter.fig.set_dpi(factor * self._dpi)
        self._send(self.sentence)

    def display(self, controls=()):
        """Put two outputs into the cell: the live view, and after it the still that it hides."""
        quieten(getattr(get_ipython(), "kernel", None))
        self.view = widgets.VBox(
            [*controls, self.image, self.caption, self.announcement, widgets.HTML(PAGE_STYLE)]
        )
        self.view.add_class("ck-live")
        # The view stands alone in its output: with a PNG beside it in one bundle, JupyterLab
        # shows "model not found" and no picture when the notebook is reopened without a kernel.
        display(self.view, include={"application/vnd.jupyter.widget-view+json"})
        self._still_id = self._still_id or uuid.uuid4().hex
        self._display_still(update=False)

    def settle(self):
        """Bring what follows only at rest up to date: the announcement and the still."""
        with DRAWING:
            self._rest = None
            self.announcement.value = f'<div role="status">{html.escape(self.sentence)}</div>'
            if self._still_id:
                self._display_still(update=True)

    def _display_still(self, update):
        png = base64.b64encode(encode_still(self._blitter.frame(), self._width)).decode("ascii")
        display(
            {"image/png": png, "text/plain": self.sentence},
            metadata={"image/png": {"width": self._width, "alt": self.sentence}},
            raw=True,
            display_id=self._still_id,
            update=update,
        )

    def _wait_for_rest(self):
        if self._still_id is None:
            return  # nobody has seen the picture yet: there is nothing to follow up
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # no kernel, so nobody to tell
        if self._rest is not None:
            self._rest.cancel()
        self._rest = loop.call_later(REST, self.settle)


PROBLEM_STYLE = {
    "visible": False,
    "ha": "center",
    "va": "center",
    "wrap": True,
    "fontsize": 15,
    "zorder": 100,
    "bbox": {"boxstyle": "round,pad=1", "facecolor": "#fff7ed", "edgecolor": "#c2410c"},
}
