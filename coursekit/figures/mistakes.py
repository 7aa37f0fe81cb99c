"""What was read as what: the confusion table, and the images behind one of its cells."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from coursekit.figures.parts import (
    INK,
    NEGATIVE,
    POINT,
    QUIET,
    Numbers,
    drawing,
    ink_on,
    label,
    new_figure,
    panel,
    style,
)

TABLE = (72, 122, 460, 420)  # left, top, width and height in pixels
SIZE = (1000, 570)
REGION = tuple(side / whole for side, whole in zip(TABLE, SIZE * 2, strict=True))
ACROSS, DOWN = 4, 3  # images that are shown
SIDE, GAP = 28, 10  # pixels of an image, and of the room below it for a word
STRONGEST = 60  # mistakes of one kind that colour a cell in full


class MistakesFigure:
    """A table of 10 × 10 counts, one cell chosen, and up to twelve images with their readings."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *SIZE,
                "What is read as what?",
                "A row for each digit as it was meant, a column for each as it was read.",
            )
            self._draw_table()
            self._draw_images()
        self.moving = [self.cells, self.counts, self.frame, self.images, self.readings, self.sure]

    def update(self, table, chosen, images, readings, sure):
        """Show a table and the images of one cell, and below them how sure the readings are.

        table: (10, 10) counts, a row for each true digit; chosen: (true, read), or None for all;
        images: (n, 784), n at most 12; readings: n short texts.
        """
        off = table * (1 - np.eye(10, dtype=int))
        share = np.sqrt(np.clip(off / STRONGEST, 0, 1))[..., None]
        colours = 1 - share * (1 - np.array(to_rgb(NEGATIVE)))
        diagonal = np.arange(10)
        colours[diagonal, diagonal] = to_rgb("#d7ede5")
        self.cells.set_data(colours)
        inks = ink_on(colours.reshape(-1, 3))
        self.counts.write([str(n) if n else "·" for n in table.ravel()], colours=inks)
        self.frame.set_visible(chosen is not None)
        if chosen is not None:
            self.frame.set_xy((chosen[1] - 0.5, chosen[0] - 0.5))
        whole = np.ones((DOWN * (SIDE + GAP), ACROSS * (SIDE + GAP)))
        for k, image in enumerate(images):
            y, x = (SIDE + GAP) * (k // ACROSS), (SIDE + GAP) * (k % ACROSS) + GAP // 2
            whole[y : y + SIDE, x : x + SIDE] = image.reshape(SIDE, SIDE)
        self.images.set_data(whole)
        self.sure.write([sure])
        self.readings.write([*readings, *[""] * (ACROSS * DOWN - len(readings))])

    def _draw_table(self):
        axes = panel(self.fig, *TABLE)
        blank = np.ones((10, 10, 3))
        self.cells = axes.imshow(blank, interpolation="nearest", aspect="auto")
        axes.set_xticks(range(10), [str(d) for d in range(10)], fontsize=14, color=INK)
        axes.set_yticks(range(10), [str(d) for d in range(10)], fontsize=14, color=INK)
        axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
        label(axes, 4.5, -1.5, "read as", 13, color=QUIET)
        label(axes, -1.15, 4.5, "meant", 13, color=QUIET, rotation=90)
        places = [(read, true) for true in range(10) for read in range(10)]
        self.counts = Numbers(axes, places, 11.5)
        frame = Rectangle((0, 0), 1, 1, fill=False, ec=POINT, lw=3)
        axes.set(xlim=(-0.55, 9.55), ylim=(9.55, -0.55))  # room for the frame
        self.frame = axes.add_patch(frame)

    def _draw_images(self):
        step = SIDE + GAP
        axes = panel(self.fig, 574, 122, 410, 410 * DOWN * step // (ACROSS * step))
        axes.set_axis_off()
        axes.set_title("the images, the costliest first", fontsize=14, pad=10)
        how = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest", "aspect": "auto"}
        self.images = axes.imshow(np.ones((DOWN * step, ACROSS * step)), **how)
        places = [
            (step * (k % ACROSS) + step / 2 - 0.5, step * (k // ACROSS) + SIDE + GAP / 2 - 0.5)
            for k in range(ACROSS * DOWN)
        ]
        self.readings = Numbers(axes, places, 11.5)
        text = "meant → read as, and how bright that output is"
        self.fig.text(0.574, 0.185, text, fontsize=12, color=QUIET)
        self.fig.text(0.574, 0.115, "That output is above 0.9 in", fontsize=12.5)
        below = drawing(self.fig, 574, 506, 420, 34)
        self.sure = Numbers(below, [(1, 20)], 12.5, weight="bold", align="left")
