"""Which image: a strip of thumbnails to choose from, and, once there is one, one's own drawing."""

import zlib
from functools import cache
from pathlib import Path

import numpy as np
import traitlets

from coursekit.lessons import my_drawing
from coursekit.network.datasets import mnist
from coursekit.network.handwriting import as_mnist
from coursekit.page.slider import Slider
from coursekit.page.stage import script
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.notation import a_digit

IMAGES = 100  # how many test images there are to leaf through
OWN = IMAGES  # the number of one's own drawing
HERE = Path(__file__).with_suffix("")


class ImageStrip(Slider):
    """A slider over images that shows each of them: a click, a finger or an arrow key chooses one.

    thumbs: all images, compressed, 784 bytes each; names: what a screen reader calls each.
    """

    _esm = traitlets.Unicode(
        script("slider.js").replace("{ render }", "{ render: renderStrip }")
        + HERE.with_suffix(".js").read_text(encoding="utf-8")
    ).tag(sync=True)
    _css = traitlets.Unicode(HERE.with_suffix(".css").read_text(encoding="utf-8")).tag(sync=True)
    thumbs = traitlets.Bytes().tag(sync=True)
    names: list[str] = traitlets.List().tag(sync=True)


def image_strip(value, read):
    """Return the strip of the test images that the lessons leaf through."""
    names = [f"{k}: {a_digit(label)}" for k, label in enumerate(_shown().labels)]
    how = {"thumbs": _packed(), "names": [*names, "my own drawing"], "free": True}
    return ImageStrip(range(IMAGES), value, description="image", tooltip=read, **how)


class OfImages(Explorer):
    """A picture of one image, chosen on the strip that is its control "image".

    Once something has been drawn on a pad of this kernel, that is one more image.
    """

    own: list = []  # noqa: RUF012 - the strokes of one's own drawing, set anew and never changed

    def open(self):
        self.own = my_drawing.kept()
        self._offer()
        my_drawing.offering.add(self)
        super().open()

    @property
    def image(self):
        """The chosen image, (784,) from 0 to 1."""
        if self.is_own:
            return as_mnist(self.own) / 255
        return _shown().inputs(np.float64)[self.controls["image"].value]

    @property
    def is_own(self):
        """Whether it is one's own drawing."""
        return self.controls["image"].value == OWN

    @property
    def label(self):
        """The digit that is meant; None for one's own drawing: only its writer knows."""
        return None if self.is_own else int(_shown().labels[self.controls["image"].value])

    @property
    def called(self):
        """What the image is, in a sentence: "a 7"."""
        return "your drawing" if self.is_own else a_digit(self.label)

    def follow_drawing(self):
        """Take what has just been drawn."""
        self.own = my_drawing.kept()
        self._offer()
        if self.is_own:
            self._on_move()

    def _offer(self):
        strip = self.controls["image"]
        if self.own and OWN not in strip.stops:
            strip.stops = [*strip.stops, OWN]

    @property
    def state(self):
        """The controls, and one's own drawing where it is shown."""
        return self.values | ({"drawing": self.own} if self.is_own else {})

    def set(self, state):
        """Move the controls named in `state`; `drawing` is the one that image 100 shows."""
        rest = dict(state)
        if "drawing" in rest:
            self.own = my_drawing.checked(rest.pop("drawing"))
            self._offer()
        super().set(rest)


def _shown():
    return mnist("test")[:IMAGES]


@cache
def _packed():
    return zlib.compress(_shown().images.tobytes(), 9)
