"""What every picture of the course is made of: its style, and the few artists that move fast.

Text is the dearest thing matplotlib draws. All numbers of a picture are therefore one `Numbers`
collection of cached digit outlines, all neurons one collection of circles, all edges one of lines.
"""

from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform

from coursekit.pictures.colours import CARD, GRID, INK, NEGATIVE, POSITIVE, QUIET
from coursekit.pictures.shapes import Word

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "text.usetex": False,  # whoever has it on in other notebooks may lack LaTeX here
    "mathtext.fontset": "cm",
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": GRID,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
}
DPI = 100


def style():
    """Return the context in which a figure of the course is built."""
    return mpl.rc_context(STYLE)


def new_figure(width, height, title="", subtitle=""):
    """Return an empty figure of the given size in pixels, with its headline.

    >>> new_figure(400, 200).get_size_inches().tolist()
    [4.0, 2.0]
    """
    fig = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
    fig.text(22 / width, 1 - 28 / height, title, fontsize=17, weight="bold", va="center")
    fig.text(22 / width, 1 - 54 / height, subtitle, fontsize=12, color=QUIET, va="center")
    return fig


def panel(fig, left, top, width, height):
    """Add axes at a place given in pixels from the figure's top left corner."""
    full_width, full_height = fig.bbox.width, fig.bbox.height
    return fig.add_axes(
        (
            left / full_width,
            1 - (top + height) / full_height,
            width / full_width,
            height / full_height,
        )
    )


def drawing(fig, left, top, width, height):
    """Add axes without ticks in which one unit is one pixel and y points up."""
    axes = panel(fig, left, top, width, height)
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return axes


@lru_cache(maxsize=512)
def _glyph(character, weight):
    """Return a character's outline and how far it moves the pen, in a font of size 1.

    The outline is that of a font of size `FONT_SCALE`.
    """
    font = FontProperties(family="DejaVu Sans", weight=weight, size=1)
    vertices, codes = text_to_path.get_text_path(font, character)
    advance, _, _ = text_to_path.get_text_width_height_descent(character, font, False)
    return Path(np.reshape(vertices, (-1, 2)), np.asarray(codes, np.uint8)), advance


@lru_cache(maxsize=8192)
def outline(text, weight="normal", align="center"):
    """Return the outline of a short text as one path, for a font of size 1.

    It is centred on the height of a digit; `align` is "left", "center" or "right".
    """
    glyphs = [_glyph(character, weight) for character in text]
    ends = np.cumsum([0, *(advance for _, advance in glyphs)])
    shift = {"left": 0, "center": -ends[-1] / 2, "right": -ends[-1]}[align]
    return Word(
        [
            (glyph, pen + shift, -0.365, 1 / text_to_path.FONT_SCALE)
            for (glyph, _), pen in zip(glyphs, ends[:-1], strict=True)
            if len(glyph.vertices)  # a space has none
        ]
    )


class Numbers(PathCollection):
    """All numbers of one panel as one artist.

    positions: (n, 2) in the axes' coordinates; size in points.

    >>> axes = drawing(new_figure(200, 100), 0, 0, 200, 100)
    >>> numbers = Numbers(axes, [(50, 50), (150, 50)])
    >>> numbers.write(["0.26", "0.66"])
    >>> numbers.texts
    ('0.26', '0.66')
    """

    def __init__(self, axes, positions, size=12, *, weight="normal", align="center", colour=INK):
        self.weight, self.align = weight, align
        self.texts: tuple[str, ...] = ()
        super().__init__(
            [],
            sizes=[size**2],
            offsets=np.reshape(positions, (-1, 2)),
            offset_transform=axes.transData,
            facecolors=[colour],
            linewidths=0,
            transform=IdentityTransform(),  # sizes are points, whatever the axes' units
        )
        axes.add_collection(self, autolim=False)

    def write(self, texts, colours=None, positions=None):
        """Show these texts, one a position; colours and positions stay unless given."""
        self.texts = tuple(texts)
        self.set_paths([outline(text, self.weight, self.align) for text in self.texts])
        if colours is not None:
            self.set_facecolor(colours)
        if positions is not None:
            self.set_offsets(positions)


def circles(axes, centres, radius, **style):
    """Add circles of one radius in points as one collection; recolour with `set_facecolor`."""
    disc = PathCollection(
        [Path.unit_regular_polygon(60)],  # round to a thirtieth of a pixel, and quicker than curves
        sizes=[radius**2],
        offsets=np.reshape(centres, (-1, 2)),
        offset_transform=axes.transData,
        transform=IdentityTransform(),
        **{"edgecolors": INK, "linewidths": 1.5, "facecolors": "white"} | style,
    )
    axes.add_collection(disc, autolim=False)
    return disc


def diamonds(axes, centres, radius, **style):
    """Add diamonds, as `circles` adds circles: they mark a moment, where rings mark mistakes."""
    marks = circles(axes, centres, radius, **{"facecolors": "none", "linewidths": 1.8} | style)
    marks.set_paths([Path.unit_regular_polygon(4)])
    return marks


def edges(axes, starts, ends, **style):
    """Add straight lines from each start to each end, (n, 2) each, as one collection."""
    lines = LineCollection(list(np.stack([starts, ends], axis=1)), capstyle="round", **style)
    axes.add_collection(lines, autolim=False)
    return lines


def show_weights(lines, weights, largest):
    """Let edges say their weights: blue or orange by sign, wider and stronger by size."""
    share = np.clip(np.abs(weights) / largest, 0, 1)
    signs = np.where(np.asarray(weights)[:, None] >= 0, to_rgb(POSITIVE), to_rgb(NEGATIVE))
    lines.set_linewidths(0.6 + 5.4 * share)
    lines.set_colors(np.column_stack([signs, 0.25 + 0.65 * share]))


def label(axes, x, y, text, size=13, **style):
    """Add a text that is centred on a place."""
    return axes.text(x, y, text, fontsize=size, ha="center", va="center", **style)


def headline(axes, x, y, text):
    """Add the bold line that opens one part of a picture."""
    return axes.text(x, y, text, fontsize=13, weight="bold", va="center")


def entry_card(axes, left, bottom, width, height, heading="", meaning="", size=15):
    """Add a card: a formula, below it room for its value, and what it means."""
    x = left + width / 2
    card(axes, left, bottom, width, height)
    label(axes, x, bottom + 16, meaning, 10.5, color=QUIET)
    label(axes, x, bottom + height - 20, heading, size)


def card(axes, left, bottom, width, height):
    """Add the quiet rounded box on which a formula and its value stand."""
    box = FancyBboxPatch(
        (left, bottom),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=8",
        fc=CARD,
        ec=GRID,
        lw=1.2,
    )
    axes.add_patch(box)
    return box
