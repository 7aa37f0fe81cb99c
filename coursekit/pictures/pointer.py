"""Mouse, pen, finger and arrow keys on a live picture.

The browser's half is `pointer.js`, which lays a pad over a region of the picture in whose live view
it stands.
"""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}


class Pointer(anywidget.AnyWidget):
    """What the pointer did on one picture.

    region: left, top, width and height of the pad as fractions of the picture.
    label: what a screen reader calls the pad.
    stroke: [[x, y], …] of the newest stroke, as fractions of the pad from its top left corner.
    strokes: how many strokes have begun; presses: how often each arrow key went down.
    steps: whether arrow keys are its own.
    keeps: whether all strokes are kept, as on paper; they are then on the `sheet`, which has a
    number and a list of strokes, and `stroke` stays as it is. The page draws on the sheet that it
    has; to set `drawing` here is to lay a new one.
    """

    # as text: anywidget keeps every widget alive whose script it watches as a file
    _esm = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    region: Any = traitlets.List().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    stroke: Any = traitlets.List().tag(sync=True)
    strokes = traitlets.Int(0).tag(sync=True)
    presses = traitlets.Dict().tag(sync=True)
    steps = traitlets.Bool(False).tag(sync=True)
    keeps = traitlets.Bool(False).tag(sync=True)
    sheet: Any = traitlets.Dict({"number": 0, "strokes": []}).tag(sync=True)

    @property
    def drawing(self):
        """The strokes on the sheet."""
        return self.sheet["strokes"]

    @drawing.setter
    def drawing(self, strokes):
        self.sheet = {"number": self.sheet["number"] + 1, "strokes": strokes}

    def set_state(self, sync_data):
        """Take what the page says, but what was drawn on a sheet that lies here no longer.

        The end of a stroke may be on its way while a button clears the sheet.
        """
        said = dict(sync_data)
        if "sheet" in said and said["sheet"]["number"] != self.sheet["number"]:
            del said["sheet"]
        super().set_state(said)


def region_of(axes):
    """Return where axes stand in the picture, as a `Pointer` has its region.

    >>> from coursekit.pictures.parts import new_figure, panel
    >>> region_of(panel(new_figure(400, 200), 100, 50, 40, 20))
    (0.25, 0.25, 0.1, 0.1)
    """
    left, bottom, width, height = axes.get_position(original=True).bounds
    return tuple(round(float(side), 6) for side in (left, 1 - bottom - height, width, height))


def pointer_on(region, label, on_stroke, on_step=None):
    """Return a pointer as a row of controls.

    region, label: as `Pointer` has them.
    on_stroke: called with the number of the stroke and its points so far.
    on_step: called with (dx, dy) for each press of an arrow key; up is (0, 1).
    """
    pointer = Pointer(
        region=list(region), label=label, steps=on_step is not None, layout={"display": "none"}
    )
    pointer.observe(lambda _: on_stroke(pointer.strokes, pointer.stroke), names="stroke")

    def tell_steps(change):
        for key, count in change["new"].items():
            for _ in range(count - change["old"].get(key, 0)):
                on_step(*ARROWS[key])

    if on_step:
        pointer.observe(tell_steps, names="presses")
    return [pointer]


def paper_on(region, label, on_drawing):
    """Return a pointer that keeps all its strokes, as a row of controls.

    on_drawing: called with the list of strokes when it has changed, from the page or from here.
    """
    pointer = Pointer(region=list(region), label=label, keeps=True, layout={"display": "none"})
    pointer.observe(lambda _: on_drawing(pointer.drawing), names="sheet")
    return [pointer]
