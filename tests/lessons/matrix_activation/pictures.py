"""What lesson 2's pictures say and show, state by state."""

import numpy as np

from coursekit import matrix_activation
from coursekit.network import mnist
from coursekit.pictures.colours import signed_colours
from coursekit.pictures.digits import reader

PIXELS = reader().weights[0][15].reshape(28, 28)  # what neuron 15 of the first layer looks for


def reading(image, sentence=None):
    """Return the row of an image on its way through the reader: every activation is shown."""
    layers = reader().forward(mnist("test")[: image + 1].inputs(np.float64)[image])[1:]
    shown = {"levels": np.concatenate(layers[:2]), "outputs": layers[2]}
    return {"image": image, "through": 3}, sentence, shown


def row_in_words(j, said):
    return f"2 neurons on 2 inputs. Row {j} of W: the weights into neuron {j}. {said}"


SUM = "z₀ = 0.2 × 0.7 + 0.4 × 0.3 + 0.0 = 0.26"
FIRST = ("0.26", "?", "0.5646", "?")  # z and σ(z) when neuron 0 is done
BOTH = ("0.26", "0.66", "0.5646", "0.6593")
EACH_SUM = "Input 0 goes into every sum, each time with another weight:"
RIGHT = "The network reads a 7 (0.99), rightly. Next comes the 3 with 0.002."
ROWS = {
    matrix_activation.one_layer: [
        (
            {},  # Practice I with its results covered: no text says any of them
            row_in_words(0, "Its result is still covered."),
            {
                "entries": ("0.2", "0.4", "0.6", "0.8", "0.7", "0.3", "0.0", "0.0", *"????"),
                "written": ("z₀ = …", "a₀ = σ(z₀)"),
                "levels": ("0.7", "0.3", "?", "?"),
            },
        ),
        ({"terms": 3}, row_in_words(0, "z₀ = 0.26, not squeezed yet."),
         {"entries.texts.-4:": ("0.26", "?", "?", "?"), "written": (SUM, "a₀ = σ(0.26)")}),
        ({"terms": 4}, row_in_words(0, "z₀ = 0.26, so a₀ = 0.5646."),
         {"entries.texts.-4:": FIRST, "written": (SUM, "a₀ = σ(0.26) ≈ 0.5646")}),
        (
            [{"terms": 4}, {"j": 1}],  # the row above counts as done, this one is still to come
            row_in_words(1, "Its result is still covered."),
            {"entries.texts.-4:": FIRST, "values.terms": 0},
        ),
        ([{"j": 1}, {"terms": 4}], row_in_words(1, "z₁ = 0.66, so a₁ = 0.6593."),
         {"entries.texts.-4:": BOTH}),
        ({"uncovered": True}, None, {"entries.texts.-4:": BOTH}),
        ({"neurons": 3, "j": 1}, None, {"links.strong": [False, False, True, True, False, False]}),
        ({"neurons": 3, "light": "column", "i": 0},
         "3 neurons on 2 inputs. Column 0 of W: what input 0 says to each neuron.",
         {"links.strong": [True, False] * 3,
          "written": (EACH_SUM, "z₀: 0.2 × 0.7,   z₁: 0.6 × 0.7,   z₂: −1.0 × 0.7")}),
        ([{"neurons": 6, "inputs": 6, "j": 5, "i": 5}, {"neurons": 1, "inputs": 1}],
         "1 neuron on 1 input. Row 0 of W: the weights into neuron 0. Its result is still covered.",
         {"values.j": 0, "values.i": 0}),
    ],
    matrix_activation.digit_reader: [
        ({}, "The image is a 7: 0 of 3 layers are computed.", {"outputs": ("?",) * 10}),
        reading(0, RIGHT),
        reading(33, "The network reads a 0 (0.42), but it is a 4. Next comes the 4 with 0.01."),
        ({"layer": "last", "neuron": 7, "through": 3}, RIGHT,
         {"links.visible": True, "links.blue": reader().weights[2][7] >= 0,
          "controls.neuron.max": 9}),
        ({"layer": "first middle", "neuron": 15, "through": 3}, RIGHT,
         {"links.visible": False, "weights.array": signed_colours(PIXELS, abs(PIXELS).max())}),
    ],
}
