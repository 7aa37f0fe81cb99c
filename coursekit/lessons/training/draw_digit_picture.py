"""Draw a digit, and a trained network reads it while one draws."""

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.training.pad_figure import SPOKESMEN, PadFigure
from coursekit.lessons.training.reading_pad import ReadingPad
from coursekit.network.handwriting import as_mnist
from coursekit.pictures.controls import button, columns, slider
from coursekit.pictures.notation import a_digit, activation

ENOUGH = 0.5  # the output from which on a drawing is said to be read
FEWEST = 8  # points of a drawing from which on it is said what turned it


class DrawDigit(ReadingPad):
    """A pad, and a trained network that reads it while one draws.

    source: a network, or a training, whose network of the moment reads; else the course's own does.
    """

    name = "training.draw_digit"
    main = "sample"
    former = ("meant",)

    def __init__(self, source=None):
        self.read_with(source)
        self.figure = PadFigure(self.network.sizes[1:-1])
        self._before = None
        self._tipped = None  # the stroke that changed the reading, and what is said of it
        self.controls = {"sample": slider("sample", 3, 0, 9, 1, read="a drawing to begin with")}
        self.lay(self.figure.sheet)
        self.buttons["draw on it"] = button(
            "draw on it", self.draw_on_it, read="keep this drawing, and go on with it"
        )
        self.open()

    def follow(self):
        """Read what is on the pad anew: the network has learned something."""
        self._before = None
        super().follow()

    def fresh(self):
        self._before = self._tipped = None

    def draw_on_it(self):
        """Make the sample one's own, to be drawn on."""
        self.put(self.strokes)

    # -- inside ------------------------------------------------------------------------------

    def refresh(self):
        network, strokes = self.network, self.strokes
        image = as_mnist(strokes) / 255
        _, *layers = network.forward(image)
        order = np.argsort(layers[-1])[::-1]
        first, second = (int(d) for d in order[:2])
        said = spoken(network, layers, first, second) if strokes else np.zeros(0)
        loudest = [(int(j), float(said[j])) for j in np.argsort(-said)[:SPOKESMEN]]
        self.figure.update(strokes, not self._sampled, image, layers, first, loudest)
        return self._sentence(strokes, network, layers, first, second, loudest)

    def _sentence(self, strokes, network, layers, first, second, loudest):
        before, self._before = self._before, None
        tipped, self._tipped = self._tipped, None
        if not strokes:
            return "The pad is empty. Draw a digit on the black square."
        if self._sampled:
            return f"A sample: the network reads {a_digit(first)}. Draw one of your own over it."
        # a first dot or hook is read as something, too, but nothing is turned by what follows
        self._before = first, layers, sum(map(len, strokes)) >= FEWEST
        bright, less = (activation(layers[-1][d]) for d in (first, second))
        told = f"It reads {a_digit(first)} ({bright}), next {a_digit(second)} ({less})."
        if layers[-1][first] < ENOUGH:
            told = f"No output lights up enough: {a_digit(first)} most ({bright}), next "
            told += f"{a_digit(second)} ({less})."
        if before and before[0] != first and before[2] and len(layers) > 1:
            w = network.weights[-1]
            push = (w[first] - w[before[0]]) * (layers[-2] - before[1][-2])
            said = f"Neuron {int(push.argmax())} tipped it from {before[0]} to {first}."
            tipped = (len(strokes), first, said)
        if tipped and tipped[:2] == (len(strokes), first):
            self._tipped = tipped  # it stands until the next stroke, or the next turn
            return f"{told} {tipped[2]}"
        if loudest:
            return f"{told} Neuron {loudest[0][0]} of the last middle layer spoke loudest for it."
        return told

    def layout(self):
        return [
            columns((widgets.HBox(list(self.buttons.values())), self.controls["sample"])),
            *self.paper,
        ]


def spoken(network, layers, first, second):
    """Return what each neuron of the last middle layer adds to z of `first` over z of `second`.

    layers: the activations after the input; without a middle layer the result is empty.
    """
    if len(layers) < 2:
        return np.zeros(0)
    w = network.weights[-1]
    return (w[first] - w[second]) * layers[-2]


def draw_digit(source=None):
    """Open a pad to draw digits on, read by a network, a training, or the course's own reader.

    Controls: a sample to begin with, and buttons that clear it, take a stroke back, and make the
    sample one's own.
    """
    return DrawDigit(source)
