"""What lesson 1 lets one predict."""

import numpy as np

from coursekit.network.datasets import mnist
from coursekit.network.network import sigmoid
from coursekit.questions.prediction import Amount, OneOf

INPUTS, WEIGHTS, BIAS = (0.9, 0.2, 0.6), (1.2, -0.8, 0.5), -0.4  # as `one_neuron` opens
LOOKED_FOR = 3


def _activation(bias):
    return float(sigmoid(np.dot(WEIGHTS, INPUTS) + bias))


def _enough_alone():
    from coursekit.lessons.neurons.digit_neuron_picture import template

    digits = mnist("test")
    weights, bias = template(LOOKED_FOR)
    lit = digits.inputs() @ weights + bias > 0
    own, others = lit[digits.labels == LOOKED_FOR].mean(), lit[digits.labels != LOOKED_FOR].mean()
    if own == 1 and others == 0:
        return 0
    return 1 if own > 2 * others else 2


more_than_half_lit = OneOf(
    "neurons.more_than_half_lit",
    "neurons.one_neuron",
    "Three inputs are 0.9, 0.2 and 0.6. Their weights are 1.2, −0.8 and 0.5, and the bias is −0.4. "
    "How bright will the neuron be? You need not calculate.",
    options=("more than half lit", "exactly half lit", "less than half lit"),
    outcome=lambda: 1 - int(np.sign(_activation(BIAS) - 0.5)),
    tells=(r"0\.82\b", r"0\.69", "more than half lit", "neuron is bright"),
)

bias_up_by_one = OneOf(
    "neurons.bias_up_by_one",
    "neurons.one_neuron",
    "The same neuron: z is 0.82, and a is about 0.69. Now the bias rises by 1, and so z rises by "
    "1. How much does a rise?",
    options=("by 1 as well", "by more than 1", "by less than 1"),
    outcome=lambda: 2 if _activation(BIAS + 1) - _activation(BIAS) < 1 else 0,
    tells=(r"0\.86", "rises by less"),
)

enough_alone = OneOf(
    "neurons.enough_alone",
    "neurons.digit_neuron",
    "This neuron looks for a 3. Can it, alone, tell a 3 from every other digit?",
    options=(
        "yes: it lights up for each 3, and for nothing else",
        "mostly: it misses some threes, and some other digits fool it",
        "no: it lights up for other digits just as often",
    ),
    outcome=_enough_alone,
    tells=("90 of 100", "11 of 100", "not well enough"),
)

outputs_needed = Amount(
    "neurons.outputs_needed",
    "neurons.layers",
    "A network is to say which digit an image shows. How many neurons does its last layer need?",
    outcome=lambda: mnist("test").targets().shape[1],
    tells=(r"\b10 neurons", r"\bten\b"),
)

middle_to_detect = OneOf(
    "neurons.middle_to_detect",
    "training.first_layer",
    "The sixteen neurons of the first middle layer have 784 weights each, like the neuron that "
    "looked for a 3. Drawn as pictures, what will most of them show after training? In lesson 5b "
    "you train this network yourself, and look.",
    options=("short edges", "loops and strokes", "whole digits", "nothing that one can name"),
    outcome=lambda: 3,  # no computation tells what one can name
    tells=("like nothing", "not by the tidy ones", "nothing that one can name"),
)

PREDICTIONS = (
    more_than_half_lit,
    bias_up_by_one,
    enough_alone,
    outputs_needed,
    middle_to_detect,
)
