"""Lesson 1: what a neuron holds, and how it is computed."""

from coursekit.lessons import offer

PICTURES = {
    "your_digit": "your_digit_picture",
    "one_neuron": "one_neuron_picture",
    "digit_neuron": "digit_neuron_picture",
    "layers": "layers_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES)
