"""What the whole course explains: a digit that one draws oneself, and a network that reads it."""

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.network_columns import NetworkColumns
from coursekit.lessons.pad import Pad, Sheet
from coursekit.network.handwriting import as_mnist
from coursekit.pictures.background import home
from coursekit.pictures.colours import GOOD, POINT, QUIET
from coursekit.pictures.controls import button, columns, slider
from coursekit.pictures.digits import reader, reading
from coursekit.pictures.notation import a_digit, activation
from coursekit.pictures.parts import Numbers, card, drawing, label, new_figure, panel, style

SIDE = 28
BEAT = 0.25  # seconds from one layer to the next


class YourDigitFigure:
    """The sheet, the 784 pixels made of it, three layers, and what the network reads."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *(1000, 540),
                "Draw a digit, and a network reads it",
                "On the black square, by mouse, pen or finger. Every circle is a neuron: "
                "black is 0, white is 1.",
            )
            self.sheet = Sheet(self.fig, 24, 84, 320)
            self.seen = self._draw_seen()
            self.network = NetworkColumns(self.fig, 392, 72, 450)
            self._draw_verdict()
        self.moving = [*self.sheet.moving, self.seen, *self.network.moving, self.verdict]

    def update(self, strokes, own, image, network, layers, through, digit):
        """Show a drawing on its way through the network.

        strokes, own: as `Sheet` has them; image: (784,); layers: three arrays of activations;
        through: how many of them are computed; digit: what is read, or None for not sure.
        """
        self.sheet.update(strokes, own)
        self.seen.set_data(np.reshape(image, (SIDE, SIDE)))
        self.network.update(network, layers, digit, through)
        told = ("?", QUIET) if through < 3 or not strokes else ("not sure", POINT)
        if digit is not None and through == 3 and strokes:
            told = f"a {digit}" if digit != 8 else "an 8", GOOD
        self.verdict.write([told[0]], colours=[told[1]])

    def _draw_seen(self):
        axes = panel(self.fig, 24, 418, 100, 100)
        axes.set_axis_off()
        how = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
        below = drawing(self.fig, 134, 418, 110, 100)
        for line, text in enumerate(("what it sees:", "784 pixels,", "scaled and", "centred")):
            below.text(0, 80 - 20 * line, text, fontsize=11.5, color=QUIET, va="center")
        return axes.imshow(np.zeros((SIDE, SIDE)), **how)

    def _draw_verdict(self):
        axes = drawing(self.fig, 248, 412, 136, 112)
        card(axes, 4, 6, 124, 100)
        label(axes, 66, 88, "it reads", 12, color=QUIET)
        self.verdict = Numbers(axes, [(66, 46)], 17, weight="bold")


class YourDigit(Pad):
    """A pad, and the course's own network, which reads what is drawn or is not sure."""

    name = "neurons.your_digit"
    main = "sample"

    def __init__(self):
        self.figure = YourDigitFigure()
        self.controls = {
            "sample": slider("sample", 3, 0, 9, 1, read="a drawing to begin with"),
            "through": slider("layers", 3, 0, 3, 1, read="layers computed so far"),
        }
        self.lay(self.figure.sheet)
        self.light = button("light up", self.run, read="the layers one after the other")
        self.open()

    def run(self):
        """Light the layers one after the other."""
        loop, through = home(), self.controls["through"]
        through.value = 0 if loop else 3
        for k in (1, 2, 3) if loop else ():
            loop.call_soon_threadsafe(loop.call_later, k * BEAT, self._light, k)

    def _light(self, k):
        if self.picture and self.controls["through"].value == k - 1:  # nobody moved it meanwhile
            self.controls["through"].value = k

    def refresh(self):
        strokes, network, through = self.strokes, reader(), self.values["through"]
        image = as_mnist(strokes) / 255
        _, *layers = network.forward(image)
        digit = reading(layers[-1])
        self.figure.update(strokes, not self._sampled, image, network, layers, through, digit)
        if not strokes:
            return "The pad is empty. Draw a digit on the black square."
        if through < 3:
            return f"{through} of 3 layers are computed."
        first, second = (int(d) for d in np.argsort(layers[-1])[::-1][:2])
        bright, less = (activation(layers[-1][d]) for d in (first, second))
        told = f"It reads {a_digit(first)} ({bright}), next {a_digit(second)} ({less})."
        if digit is None:
            told = f"It is not sure: {a_digit(first)} ({bright}), or {a_digit(second)} ({less})?"
        return f"A sample. {told} Draw one of your own over it." if self._sampled else told

    def motion(self, before):
        through = self.values["through"]
        stepped = through == before["through"] + 1 and through > 1
        return [self.figure.network.strongest(through - 1)] if stepped else []

    def layout(self):
        b, c = self.buttons.values(), self.controls
        return [columns((widgets.HBox([*b, self.light]),), tuple(c.values())), *self.paper]


def your_digit():
    """Open a pad: draw a digit, and a trained network of 784-16-16-10 reads it, or is not sure.

    Controls: a sample to begin with; how many layers are computed. Buttons clear the pad, take a
    stroke back, bring the sample back, and light the layers one after the other.

    For `set` and `at`: sample, through.
    """
    return YourDigit()
