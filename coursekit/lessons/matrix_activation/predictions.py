"""What lesson 2 lets one predict."""

import numpy as np

from coursekit.network.datasets import mnist
from coursekit.questions.practice import LAYER
from coursekit.questions.prediction import Amount, OneOf

SEEN = 100  # images that `digit_reader` leafs through


def _lit_with_a_column():
    lines = np.argwhere(np.arange(4) == np.ones((3, 1)))  # (neuron, input) of column 1 of W
    neurons, inputs = (len(set(ends)) for ends in lines.T)
    return 2 if len(lines) == 1 else int(inputs > neurons)


def _of_a_hundred():
    from coursekit.network.training import accuracy
    from coursekit.pictures.digits import reader

    digits = mnist("test")[:SEEN]
    return SEEN * accuracy(reader(), digits.inputs(), digits.labels)


brighter_neuron = OneOf(
    "matrix_activation.brighter_neuron",
    "matrix_activation.one_layer",
    "Which of the two neurons will be the brighter one? You need not calculate.",
    options=("neuron 0", "neuron 1", "neither: both are equally bright"),
    outcome=lambda: int(np.argmax(np.dot(LAYER["W"], LAYER["a"]))),
    tells=("neuron 1 is brighter", r"0\.56", r"0\.66"),
)

lit_with_a_column = OneOf(
    "matrix_activation.lit_with_a_column",
    "matrix_activation.one_layer",
    "You are going to switch *light a* from row to column, so that one column of W lights up. "
    "Which lines in the drawing on the left will light up with it?",
    options=(
        "all lines that leave one input",
        "all lines that lead into one neuron",
        "a single line",
    ),
    outcome=_lit_with_a_column,
    tells=("leave one input", "what one input says"),
)

of_a_hundred = Amount(
    "matrix_activation.of_a_hundred",
    "matrix_activation.digit_reader",
    "The network has learned from 60,000 digits. Here are 100 others, which it has never seen. How "
    "many of the 100 will it read rightly?",
    outcome=_of_a_hundred,
    within=3,
    tells=(r"\b98\b", "more than 93"),
)

PREDICTIONS = (brighter_neuron, lit_with_a_column, of_a_hundred)
