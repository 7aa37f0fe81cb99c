"""Lesson 5's look into a trained network: its first neurons, and its mistakes."""

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.digits import digits_to_learn, in_words
from coursekit.explorers.explorer import Explorer, columns, slider
from coursekit.figures import first_layer as first_layer_figure
from coursekit.figures import mistakes as mistakes_figure
from coursekit.network.training import decide
from coursekit.pointer import pointer_on


def network_of(source):
    """Return a network: `source` itself, or what a training explorer has trained to its end."""
    return source.result() if hasattr(source, "result") else source


class FirstLayer(Explorer):
    """The weights of the first middle layer, and what brightens each of its neurons."""

    main = "neuron"

    def __init__(self, network):
        test = digits_to_learn()[2]
        self.reads, self.weights = network, network.weights[0]
        lit = network.forward(test.inputs)[1]
        self.brightness = np.stack([lit[test.labels == d].mean(axis=0) for d in range(10)], axis=1)
        self.figure = first_layer_figure.FirstLayerFigure()
        self.controls = {
            "neuron": slider("neuron", 0, 0, len(self.weights) - 1, 1, read="the large one")
        }
        self.pointer = pointer_on(
            first_layer_figure.REGION, "Weights; a click chooses a neuron", self._point
        )
        self._moved = False
        self.open()

    def refresh(self):
        j = self.controls["neuron"].value
        levels = self.brightness[j]
        self.figure.update(self.weights, j, levels)
        told = f"Neuron {j} of {len(self.weights)}: its 784 weights, and how bright each digit "
        told += "makes it on average."
        if not self._moved:  # what a training leads to differs from machine to machine
            self._moved = True
            return told
        order = np.argsort(levels)[::-1]
        bright, dark = (" and ".join(f"{d} ({levels[d]:.2f})" for d in order[k]) for k in BOTH_ENDS)
        return f"Neuron {j} of {len(self.weights)}: brightest for {bright}, darkest for {dark}."

    def layout(self):
        return [columns((self.controls["neuron"],)), *self.pointer]

    def _point(self, _stroke, points):
        x, y = (min(int(4 * share), 3) for share in points[-1])
        slider_ = self.controls["neuron"]
        first = 16 * (slider_.value // 16)
        slider_.value = min(max(first + 4 * y + x, 0), slider_.max)


SURE = 0.9  # an output above which a reading is made without much doubt
BOTH_ENDS = (slice(0, 2), slice(-1, -3, -1))


def first_layer(source):
    """Open the first layer of a trained network, or of a training, which is then finished."""
    return FirstLayer(network_of(source))


class Mistakes(Explorer):
    """The confusion table over the 10,000 test images, and the images behind a cell."""

    main = "meant"

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
        self.figure = mistakes_figure.MistakesFigure()
        self.controls = {
            "all": widgets.Checkbox(value=True, description="the worst of all", indent=False),
            "meant": slider("meant", 4, 0, 9, 1, read="the digit as it was meant"),
            "as": slider("read as", 9, 0, 9, 1, read="the digit as it was read"),
        }
        for name in ("meant", "as"):
            self.controls[name].observe(self._choose, names="value")
        self.pointer = pointer_on(
            mistakes_figure.REGION, "Table; a click chooses a cell", self._point
        )
        self.open()

    def refresh(self):
        v = self.values
        wrong = self.read != self.examples.labels
        chosen = None if v["all"] else (v["meant"], v["as"])
        if chosen:
            wrong = (self.examples.labels == v["meant"]) & (self.read == v["as"])
        places = np.flatnonzero(wrong)
        worst = places[np.argsort(-self.costs[places], kind="stable")][: len(PLACES)]
        readings = [
            f"{self.examples.labels[k]} → {self.read[k]}  {self.outputs[k, self.read[k]]:.2f}"
            for k in worst
        ]
        self.figure.update(self.table, chosen, self.examples.inputs[worst], readings, self.sure)
        share = in_words(np.trace(self.table) / self.table.sum())
        told = f"The diagonal holds {share} of the 10,000 test images."
        if chosen is None:
            return told + " Beside it, the costliest mistakes of all."
        many = "One image" if len(places) == 1 else f"{len(places)} images"
        return f"{told} {many} of a {v['meant']} read as {v['as']}."

    def layout(self):
        c = self.controls
        return [columns((c["meant"],), (c["as"],), (c["all"],)), *self.pointer]

    def _choose(self, _change):
        if not self._moving_several:
            self.controls["all"].value = False

    def _point(self, _stroke, points):
        read, meant = (min(int(10 * share), 9) for share in points[-1])
        self.set({"meant": meant, "as": read, "all": False})


PLACES = range(mistakes_figure.ACROSS * mistakes_figure.DOWN)


def mistakes(source):
    """Open the mistakes of a trained network, or of a training, which is then finished."""
    return Mistakes(network_of(source))
