"""Right answers to lesson 2's questions, and wrong ones with the slip that they show."""

import math

from coursekit import matrix_activation
from tests.answers.working import answers, choose, layer, rounded, sums, wrongs


def of_two_layers(x):
    return layer(x.W2, layer(x.W1, x.a, x.b1), x.b2)


FORWARD = "for W, b in zip(weights, biases):\n        a = 1 / (1 + np.exp(-(W @ a + b)))\n"
RIGHT = {
    "practice_z": lambda x: rounded(sums(x.W, x.a), 2),
    "practice_output": lambda x: rounded(layer(x.W, x.a)),
    "which_weight": lambda x: next(
        letter
        for letter, shown in x.shown.items()
        if float(shown.replace("−", "-")) == x.W[x.j][x.i]
    ),
    "what_a_column_holds": choose("one input meets"),
    "one_of_many": lambda x: round(sums(x.W, x.a, x.b)[x.j], 2),
    "how_many_biases": choose("one per row"),
    "layer_with_bias": lambda x: rounded(layer(x.W, x.a, x.b)),
    "write_layer": "return 1 / (1 + np.exp(-(W @ a + b)))",
    "two_layers": lambda x: rounded(of_two_layers(x)),
    "write_forward": f"{FORWARD}    return a",
    "how_many_numbers": 13_002,
}
ANSWERS = answers(matrix_activation, RIGHT)

SLIPS = {
    "practice_z": (lambda x: rounded(sums(x.W.T, x.a), 2), "W transposed"),
    "practice_output": (lambda x: rounded(sums(x.W, x.a), 2), "σ left out"),
    "one_of_many": (lambda x: round(sums(x.W.T, x.a, x.b)[x.j], 2), "a column for the row"),
    "layer_with_bias": (lambda x: rounded(layer(x.W, x.a)), "b left out"),
    "write_layer": ("return W @ a + b", "σ left out"),
    "two_layers": (lambda x: round(math.log(1 / (1 / of_two_layers(x)[0] - 1)), 6), None),
    "write_forward": (f"{FORWARD}        return a", "only the first layer"),
    "how_many_numbers": (12_960, "the biases left out"),
    "how_many_biases": (choose("one per column"), None),
}
WRONG = wrongs(matrix_activation, SLIPS)
