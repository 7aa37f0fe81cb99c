"""What lesson 1's pictures say and show, state by state."""

import numpy as np
from matplotlib.colors import to_rgb

from coursekit import neurons
from coursekit.lessons.neurons.digit_neuron_picture import template
from coursekit.lessons.neurons.one_neuron_picture import LIMIT
from coursekit.network import Network, mnist, sigmoid
from coursekit.network.handwriting import as_mnist, sample
from coursekit.pictures.colours import FOG
from coursekit.pictures.digits import reader
from tests.network.drawings import scrawls


def last_layer(image):
    """Return the row of an untrained network's answers to an image."""
    network = Network.random([784, 16, 16, 10], np.random.default_rng(0))
    digits = mnist("test")[: image + 1]
    answers = network.forward(digits.inputs(np.float64)[image])[-1]
    sentence = (
        f"The last layer has a neuron for each digit. The image is a {digits.labels[image]}; "
        f"untrained, all ten answer between {answers.min():.2f} and {answers.max():.2f}."
    )
    shown = {"levels": answers, "columns.3.facecolor": [(a, a, a, 1) for a in answers]}
    return {"image": image, "layer": "last"}, sentence, shown | lit(2)


def lit(layer):
    return {f"links.{k}.visible": k == layer for k in range(3)}


def terms(count, z, sentence=None):
    """Return the row of so many terms of the opening state; the last bar is their sum z."""
    return {"terms": count}, sentence, {"sum.bars.count": count + 1, "results": [z, sigmoid(z)]}


def drawn(state, strokes, sentence, verdict):
    """Return the row of a drawing on the first page's pad: three layers, and what is read."""
    _, *layers = reader().forward(as_mnist(strokes) / 255)
    greys = {
        f"network.columns.{k}.facecolor": [(a, a, a, 1) for a in layer]
        for k, layer in enumerate(layers)
    }
    return state, sentence, greys | {"network.outputs": layers[2], "verdict": (verdict,)}


SCRAWL = [line.tolist() for line in scrawls()["hash"]]
WHOLE, COVER = {"rows": 28}, np.array(to_rgb(FOG))
SUM = "1.2 × 0.9 − 0.8 × 0.2 + 0.5 × 0.6 − 0.4"
THREE = "The image is a 3, the neuron looks for a 3:"
ROWS = {
    neurons.your_digit: [
        *(drawn({"sample": d}, sample(d), None, f"a{'n' * (d == 8)} {d}") for d in range(10)),
        drawn({"drawing": SCRAWL}, SCRAWL, None, "not sure"),
        ({"through": 1}, "1 of 3 layers are computed.",
         {"verdict": ("?",), "network.outputs": ("?",) * 10, "network.bars.count": 10}),
        ({"drawing": [], "through": 3}, "The pad is empty. Draw a digit on the black square.",
         {"sheet.invitation": ("draw here",), "verdict": ("?",)}),
    ],
    neurons.one_neuron: [
        ({"terms": 4}, "z = 0.82, so a = 0.69: the neuron is bright.",
         {"formula": (SUM, "="), "results": ("0.82", "0.6942"), "levels.texts.3": "0.69"}),
        (
            {"b": 0.6, "terms": 4},  # raising the bias brightens the neuron
            "z = 1.82, so a = 0.86: the neuron is almost fully lit.",
            {"discs.facecolor.3": [*[sigmoid(1.82)] * 3, 1]},
        ),
        ({"w0": -1.1, "a1": 1.0, "b": 0.3, "terms": 4},
         "z = −1.19, so a = 0.23: the neuron is dim.",
         {"sum.point": [(-1.19, sigmoid(-1.19))], "sum.bars.lefts.4": -1.19}),
        ({"a0": 0.25, "terms": 4}, None, {"formula": (SUM.replace("0.9", "0.25"), "=")}),
        ({"w0": 1.25, "terms": 4}, None, {"formula": (SUM.replace("1.2", "1.25"), "≈")}),  # 0.865
        *(terms(0, 0.0, "0 of 4 terms added: 0.00 so far."), terms(1, 1.08)),
        *(terms(2, 0.92, "2 of 4 terms added: 0.92 so far."), terms(3, 1.22), terms(4, 0.82)),
        (
            dict.fromkeys(["a0", "a1", "a2"], 1.0)
            | dict.fromkeys(["w0", "w1", "w2", "b"], 1.5) | {"terms": 4},
            "z = 6.00, so a = 0.998: the neuron is all but fully lit.",  # and at the panel's edge
            {"sum.point": [(LIMIT, sigmoid(6.0))], "results": ("6.00", "0.9975")},
        ),
    ],
    neurons.digit_neuron: [
        ({}, f"{THREE} −3.10 after 0 of 28 rows.", {"colours.0.array.max": COVER.max()}),
        (WHOLE, f"{THREE} z = 1.12, so a = 0.75 and it is bright.", {"pixels.1.visible": False}),
        (WHOLE | {"image": 45},
         "The image is a 5, the neuron looks for a 3: z = 1.78, so a = 0.86 and it is almost fully "
         "lit.", {"results": ("1.78", "0.8551"), "sum.amounts": [5.72, -0.84, -3.1, 1.78]}),
        (WHOLE | {"image": 63}, f"{THREE} z = −0.86, so a = 0.30 and it is dim.", {}),
        (
            {"rows": 0},  # counted from the top: below the line the image is faint
            f"{THREE} −3.10 after 0 of 28 rows.",
            {"pixels.1.visible": True, "pixels.0.array.max": 0.25},
        ),
        (
            WHOLE | {"looks_for": 8},  # brings that neuron's own bias
            "The image is a 3, the neuron looks for an 8: z = −2.80, so a = 0.06 and it is almost "
            "dark.",
            {"values.b": template(8)[1]},
        ),
        ({"b": -5.0, "looks_for": 1}, None, {"values.b": -5.0}),
    ],
    neurons.layers: [
        ({}, "The first layer is the image itself: 784 neurons, each as bright as its pixel.",
         lit(0)),
        ({"layer": "middle"},
         "The middle layers: 16 and 16 neurons. Nobody has told them what to look for.", lit(1)),
        *(last_layer(0), last_layer(7)),
    ],
}
