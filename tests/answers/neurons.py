"""Right answers to lesson 1's questions, worked out from the questions' numbers alone."""

import math

from coursekit.exercises import neurons as asked


def neuron(given):
    return sum(w * a for w, a in zip(given.w.flat, given.a.flat, strict=True)) + given.b


def squeezed(z):
    return 1 / (1 + math.exp(-z))


def letter(choice, text):
    return next(key for key, option in choice.lettered().items() if text in option.text)


TURN = asked.brighten_by.numbers()
PIXELS = asked.pixel_products.numbers()
BRIGHTEST = max(range(3), key=lambda i: asked.brightest_weight.numbers().a[i])

# what stands in place of the three dots, or what is chosen
ANSWERS = {
    "weighted_sum": round(neuron(asked.weighted_sum.numbers()), 2),
    "sum_not_average": "Weights may be negative and need not add up to one, so z may be anything.",
    "brightest_weight": "ABC"[BRIGHTEST],
    "brighten_by": round((TURN.new - TURN.w[TURN.i]) * TURN.a[TURN.i], 2),
    "sigmoid_by_hand": round(squeezed(asked.sigmoid_by_hand.numbers().z), 3),
    "activation": round(squeezed(neuron(asked.weighted_sum.numbers())), 4),
    "write_sigmoid": "return 1 / (1 + np.exp(-z))",
    "pixel_products": [
        [round(w * a, 2) for w, a in zip(*rows, strict=True)]
        for rows in zip(PIXELS.w.tolist(), PIXELS.a.tolist(), strict=True)
    ],
    "pixel_neuron": round(squeezed(neuron(PIXELS)), 4),
    "first_layer": letter(asked.first_layer, "the input itself"),
    "middle_layers": letter(asked.middle_layers, "training finds them"),
    "last_layer": letter(asked.last_layer, "the brightest one is the reading"),
    "layers_in_words": "The input first, the answer last, and learned features in the middle.",
}

# a wrong answer → the slip that it must be recognised as
WRONG = {
    "weighted_sum": (
        round(neuron(asked.weighted_sum.numbers()) - asked.weighted_sum.numbers().b, 2),
        "b left out",
    ),
    "brighten_by": (round(TURN.new * TURN.a[TURN.i], 2), "the new weight for the turn"),
    "sigmoid_by_hand": (round(math.exp(-asked.sigmoid_by_hand.numbers().z), 3), "e⁻ᶻ alone"),
    "activation": (round(neuron(asked.weighted_sum.numbers()), 2), "σ left out"),
    "write_sigmoid": ("return 1 / (1 + np.exp(z))", "the minus in e⁻ᶻ left out"),
    "pixel_products": ((PIXELS.w @ PIXELS.a).tolist(), "a matrix product"),
    "pixel_neuron": (round(squeezed(neuron(PIXELS) - PIXELS.b), 4), "b left out"),
    "brightest_weight": (
        "ABC"[max(range(3), key=lambda i: asked.brightest_weight.numbers().w[i])],
        None,
    ),
    "first_layer": (letter(asked.first_layer, "edges and strokes"), None),
}
