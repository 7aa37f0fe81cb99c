"""What was read as what: the confusion table, and the images behind one of its cells."""

import ipywidgets as widgets
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from coursekit.network.training import decide
from coursekit.pictures.colours import FOG, INK, NEGATIVE, POINT, QUIET, ink_on
from coursekit.pictures.controls import slider
from coursekit.pictures.digits import digits_to_learn, in_words
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.live_training import network_of
from coursekit.pictures.notation import a_digit, near
from coursekit.pictures.parts import Numbers, drawing, label, new_figure, panel, style
from coursekit.pictures.pointer import pointer_on, region_of

ACROSS, DOWN = 4, 3  # images that are shown
SIDE, GAP = 28, 10  # pixels of an image, and of the room below it for a word
SURE = 0.9  # an output above which a reading is made without much doubt
STRONGEST = 60  # mistakes of one kind that colour a cell in full


class MistakesFigure:
    """A table of 10 × 10 counts, one cell chosen, and up to twelve images with their readings."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *(1000, 570),
                "What is read as what?",
                "A row for each digit as it was meant, a column for each as it was read.",
            )
            self._draw_table()
            self._draw_images()
        self.moving = [self.cells, self.counts, self.frame, self.images, self.readings, self.sure]

    def update(self, table, chosen, images, readings, sure, shown):
        """Show a table and the images of one cell, and below them how sure the readings are.

        What is wrong is covered until it is to be `shown`.

        table: (10, 10) counts, a row for each true digit; chosen: (true, read), or None for all;
        images: (n, 784), n at most 12; readings: n short texts.
        """
        off = table * (1 - np.eye(10, dtype=int))
        share = np.sqrt(np.clip(off / STRONGEST, 0, 1))[..., None]
        colours = 1 - share * (1 - np.array(to_rgb(NEGATIVE)))
        diagonal = np.arange(10)
        colours[diagonal, diagonal] = to_rgb("#d7ede5")
        wrong = 1 - np.eye(10).ravel()
        if not shown:
            colours[wrong.reshape(10, 10) > 0] = to_rgb(FOG)
            images, readings = (), ()
        self.cells.set_data(colours)
        inks = ink_on(colours.reshape(-1, 3))
        told = [str(n) if n else "·" for n in table.ravel()]
        hidden = wrong * (not shown)
        self.counts.write(np.where(hidden, "?", told).tolist(), colours=inks)
        self.frame.set_visible(chosen is not None)
        if chosen is not None:
            self.frame.set_xy((chosen[1] - 0.5, chosen[0] - 0.5))
        whole = np.ones((DOWN * (SIDE + GAP), ACROSS * (SIDE + GAP)))
        for k, image in enumerate(images):
            y, x = (SIDE + GAP) * (k // ACROSS), (SIDE + GAP) * (k % ACROSS) + GAP // 2
            whole[y : y + SIDE, x : x + SIDE] = image.reshape(SIDE, SIDE)
        self.images.set_data(whole)
        self.sure.write([sure if shown else "?"])
        self.readings.write([*readings, *[""] * (ACROSS * DOWN - len(readings))])

    def _draw_table(self):
        axes = panel(self.fig, 72, 122, 460, 420)
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
        self.readings = Numbers(axes, places, 11)
        text = "meant → read as, and how bright that output is"
        self.fig.text(0.574, 0.185, text, fontsize=12, color=QUIET)
        self.fig.text(0.574, 0.115, "That output is above 0.9 in", fontsize=12.5)
        below = drawing(self.fig, 574, 506, 420, 34)
        self.sure = Numbers(below, [(1, 20)], 12.5, weight="bold", align="left")


class Mistakes(Explorer):
    """The confusion table over the 10,000 test images, and the images behind a cell."""

    name = "training.mistakes"
    main, since = "meant", (("show", True),)
    groups = (("show", "all"),), ("meant",), ("as",)

    def __init__(self, network):
        self.reads, self.examples = network, digits_to_learn()[2]
        self.outputs = network.forward(self.examples.inputs)[-1]
        self.read = decide(self.outputs)
        self.costs = np.square(self.outputs - self.examples.targets).sum(axis=1)
        self.table = np.zeros((10, 10), int)
        np.add.at(self.table, (self.examples.labels, self.read), 1)
        right, above = self.read == self.examples.labels, self.outputs.max(axis=1) > SURE
        shares = [100 * above[group].mean() if group.any() else 0 for group in (~right, right)]
        self.sure = "{:.0f} % of the mistakes, {:.0f} % of all others".format(*shares)
        self.figure = MistakesFigure()
        self.controls = {
            "all": widgets.Checkbox(value=True, description="the worst of all", indent=False),
            "show": widgets.Checkbox(value=False, description="show the mistakes", indent=False),
            "meant": slider("meant", 4, 0, 9, 1, read="the digit as it was meant"),
            "as": slider("read as", 9, 0, 9, 1, read="the digit as it was read"),
        }
        for name in ("meant", "as"):
            self.controls[name].observe(self._choose, names="value")
        place = region_of(self.figure.cells.axes)
        self.pointer = pointer_on(place, "Table; a click chooses a cell", self._point)
        self.open()

    def refresh(self):
        v = self.values
        wrong = self.read != self.examples.labels
        chosen = None if v["all"] else (v["meant"], v["as"])
        if chosen:
            wrong = (self.examples.labels == v["meant"]) & (self.read == v["as"])
        places = np.flatnonzero(wrong)
        worst = places[np.argsort(-self.costs[places], kind="stable")][: ACROSS * DOWN]
        readings = [
            f"{self.examples.labels[k]} → {self.read[k]}  {near(self.outputs[k, self.read[k]])}"
            for k in worst
        ]
        images = self.examples.inputs[worst]
        self.figure.update(self.table, chosen, images, readings, self.sure, v["show"])
        share = in_words(np.trace(self.table) / self.table.sum())
        told = f"The diagonal holds {share} of the 10,000 test images."
        if not v["show"]:
            return told + " The mistakes are covered."
        if chosen is None:
            return told + " Beside it, the costliest mistakes of all."
        many = "One image" if len(places) == 1 else f"{len(places)} images"
        return f"{told} {many} of {a_digit(v['meant'])} read as {v['as']}."

    def _choose(self, _change):
        if not self._moving_several:
            self.controls["all"].value = False

    def _point(self, _stroke, points):
        read, meant = (min(int(10 * share), 9) for share in points[-1])
        self.set({"meant": meant, "as": read, "all": False})


def mistakes(source):
    """Open the mistakes of a trained network, or of a training, which is then finished.

    Controls: a box that uncovers them; what was meant and what it was read as; a box for the
    costliest of all.

    For `set` and `at`: all, show, meant, as.
    """
    return Mistakes(network_of(source))
