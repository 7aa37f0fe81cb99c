"""Right answers to lesson 2's questions, worked out from the questions' numbers alone."""

import math

from coursekit.exercises import matrix_activation as asked
from tests.answers.neurons import letter, squeezed


def sums(rows, a, biases=(0, 0, 0)):
    return [
        sum(w * x for w, x in zip(row, a, strict=True)) + b
        for row, b in zip(rows, biases, strict=False)
    ]


def layer(rows, a, biases=(0, 0, 0)):
    return [squeezed(z) for z in sums(rows, a, biases)]


BIASED = asked.layer_with_bias.numbers()
ONE = asked.one_of_many.numbers()
TWO = asked.two_layers.numbers()
WEIGHT = asked.which_weight.numbers()
PRACTICE_Z = [0.2 * 0.7 + 0.4 * 0.3, 0.6 * 0.7 + 0.8 * 0.3]

ANSWERS = {
    "practice_z": [0.26, 0.66],
    "practice_output": [0.5646, 0.6593],
    "which_weight": next(
        key
        for key, option in asked.which_weight.lettered().items()
        if float(option.text.replace("−", "-")) == WEIGHT.W[WEIGHT.j][WEIGHT.i]
    ),
    "what_a_column_holds": letter(asked.what_a_column_holds, "one input meets"),
    "one_of_many": round(sums(ONE.W, ONE.a, ONE.b)[ONE.j], 2),
    "how_many_biases": letter(asked.how_many_biases, "one per row"),
    "layer_with_bias": [round(a, 4) for a in layer(BIASED.W, BIASED.a, BIASED.b)],
    "write_layer": "return 1 / (1 + np.exp(-(W @ a + b)))",
    "two_layers": round(layer(TWO.W2, layer(TWO.W1, TWO.a, TWO.b1), TWO.b2)[0], 4),
    "write_forward": (
        "for W, b in zip(weights, biases):\n        a = 1 / (1 + np.exp(-(W @ a + b)))\n"
        "    return a"
    ),
    "how_many_numbers": 13_002,
}

WRONG = {
    "practice_z": ([0.32, 0.52], "W transposed"),
    "practice_output": (PRACTICE_Z, "σ left out"),
    "one_of_many": (round(sums(ONE.W.T, ONE.a, ONE.b)[ONE.j], 2), "a column for the row"),
    "layer_with_bias": ([round(a, 4) for a in layer(BIASED.W, BIASED.a)], "b left out"),
    "write_layer": ("return W @ a + b", "σ left out"),
    "two_layers": (
        round(math.log(1 / (1 / ANSWERS["two_layers"] - 1)), 6),
        None,
    ),
    "write_forward": (
        "for W, b in zip(weights, biases):\n        a = 1 / (1 + np.exp(-(W @ a + b)))\n"
        "        return a",
        "only the first layer",
    ),
    "how_many_numbers": (12_960, "the biases left out"),
    "how_many_biases": (letter(asked.how_many_biases, "one per column"), None),
}
