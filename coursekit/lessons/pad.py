"""What the pictures that one draws on share: a black sheet, and what lies on it."""

import numpy as np
from matplotlib.collections import LineCollection

from coursekit.lessons import my_drawing
from coursekit.network.handwriting import sample
from coursekit.pictures.controls import button
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.parts import Numbers, panel
from coursekit.pictures.pointer import paper_on, region_of

PEN = 15 / 330  # points of a line, for each pixel of the sheet's side


class Sheet:
    """The black square, the strokes on it, and the word that asks for some."""

    def __init__(self, fig, left, top, side):
        self.axes = axes = panel(fig, left, top, side, side)
        axes.set(xlim=(0, 1), ylim=(1, 0), xticks=[], yticks=[], facecolor="black")
        width = PEN * side
        self.ink = LineCollection([], linewidths=width, capstyle="round", joinstyle="round")
        axes.add_collection(self.ink, autolim=False)
        self.invitation = Numbers(axes, [(0.5, 0.5)], 16, colour="#9aa3b2")
        self.moving = [self.ink, self.invitation]

    def update(self, strokes, own, invitation="draw here"):
        """Show strokes, lists of points in 0 … 1 from the top left: one's own, or a sample's."""
        self.ink.set_segments([_visible(stroke) for stroke in strokes])
        self.ink.set_color("white" if own else "#b8c0cc")
        self.invitation.write(["" if strokes else invitation])


class Pad(Explorer):
    """A picture with a sheet: what is drawn on it is its state, and a sample until then.

    A subclass has the control "sample", calls `lay` when it has its figure and its controls, and
    may have `fresh`, which is called when something else lies on the sheet.
    """

    def lay(self, sheet):
        """Put paper on a sheet, and make its buttons."""
        self.drawing, self._sampled = [], True  # strokes of one's own
        self.paper = paper_on(region_of(sheet.axes), "Pad: draw a digit", self._take_drawing)
        self.controls["sample"].observe(self._take_sample, names="value")
        self.buttons = {
            name: button(name, act, read=read)
            for name, act, read in (
                ("clear", self.clear, "an empty pad"),
                ("undo", self.undo, "without the last stroke"),
                ("sample", self.sample, "the prepared drawing again"),
            )
        }

    @property
    def strokes(self):
        """What is on the pad, a sample or one's own: lists of points (x, y) in 0 … 1."""
        return sample(self.controls["sample"].value) if self._sampled else self.drawing

    def fresh(self):
        """Forget what was said of an earlier drawing."""

    def clear(self):
        """Take everything off the pad."""
        self.put([])

    def undo(self):
        """Take back the last stroke."""
        self.put(self.strokes[:-1])

    def sample(self):
        """Show the prepared drawing again."""
        self.put([], sampled=True)

    @property
    def state(self):
        """The controls, what was drawn, and whether a sample is shown instead."""
        return self.values | {"drawing": self.drawing, "sampled": self._sampled}

    def set(self, state):
        """Move the controls named in `state`; `drawing` puts strokes on the pad."""
        rest = dict(state)
        drawing = my_drawing.checked(rest.pop("drawing", self.drawing))
        sampled = bool(rest.pop("sampled", self._sampled and "drawing" not in state))
        super().set(rest)
        self.put(drawing, sampled)

    def put(self, strokes, sampled=False):
        """Lay strokes on the pad, or take all off for the sample."""
        self._sampled, self.drawing = sampled, strokes
        self.fresh()
        for paper in self.paper:
            with paper.hold_trait_notifications():
                paper.drawing = strokes
        self._on_move()

    def _take_drawing(self, drawing):
        if drawing != self.drawing:
            self.drawing, self._sampled = drawing, False
            self.stroke_drawn()
            self._on_move()
            my_drawing.keep(drawing)

    def stroke_drawn(self):
        """Note that a line has grown."""

    def _take_sample(self, _change):
        self._sampled, self.drawing = True, []
        self.fresh()
        for paper in self.paper:
            paper.drawing = []


def _visible(stroke):
    """Return a stroke's points; a dot becomes a line that is short enough to look like one."""
    points = np.asarray(stroke, float)
    return points if len(points) > 1 else np.concatenate([points, points + 1e-3])
