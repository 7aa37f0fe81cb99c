"""Right answers to lesson 1's questions, and wrong ones with the slip that they show."""

import math

from coursekit import neurons
from tests.answers.working import answers, choose, neuron, squeezed, wrongs

# what stands in place of the three dots, or what is chosen
RIGHT = {
    "weighted_sum": lambda x: round(neuron(x), 2),
    "sum_not_average": "Weights may be negative and need not add up to one, so z may be anything.",
    "brightest_weight": lambda x: "ABC"[max(range(3), key=lambda i: x.a[i])],
    "brighten_by": lambda x: round((x.new - x.w[x.i]) * x.a[x.i], 2),
    "sigmoid_by_hand": lambda x: round(squeezed(x.z), 3),
    "activation": lambda x: round(squeezed(neuron(x)), 4),
    "write_sigmoid": "return 1 / (1 + np.exp(-z))",
    "pixel_products": lambda x: [
        [round(w * a, 2) for w, a in zip(*rows, strict=True)]
        for rows in zip(x.w.tolist(), x.a.tolist(), strict=True)
    ],
    "pixel_neuron": lambda x: round(squeezed(neuron(x)), 4),
    "first_layer": choose("the input itself"),
    "middle_layers": choose("training finds them"),
    "last_layer": choose("the brightest one is the reading"),
    "layers_in_words": "The input first, the answer last, and learned features in the middle.",
}
ANSWERS = answers(neurons, RIGHT)

# a wrong answer → the slip that it must be recognised as
SLIPS = {
    "weighted_sum": (lambda x: round(neuron(x) - x.b, 2), "b left out"),
    "brighten_by": (lambda x: round(x.new * x.a[x.i], 2), "the new weight for the turn"),
    "sigmoid_by_hand": (lambda x: round(math.exp(-x.z), 3), "e⁻ᶻ alone"),
    "activation": (lambda x: round(neuron(x), 2), "σ left out"),
    "write_sigmoid": ("return 1 / (1 + np.exp(z))", "the minus in e⁻ᶻ left out"),
    "pixel_products": (lambda x: (x.w @ x.a).tolist(), "a matrix product"),
    "pixel_neuron": (lambda x: round(squeezed(neuron(x) - x.b), 4), "b left out"),
    "brightest_weight": (lambda x: "ABC"[max(range(3), key=lambda i: x.w[i])], None),
    "first_layer": (choose("edges and strokes"), None),
}
WRONG = wrongs(neurons, SLIPS)
