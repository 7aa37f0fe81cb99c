"""Lesson 5: downhill, step by step, and handwritten digits learned on the way."""

from coursekit.lessons import offer

PICTURES = {
    "descent": "descent_picture",
    "small_descent": "small_descent_picture",
    "fifty_starts": "fifty_starts_picture",
    "twins": "twins_picture",
    "train_digits": "train_digits_picture",
    "first_layer": "first_layer_picture",
    "mistakes": "mistakes_picture",
    "hold_neuron": "hold_neuron_picture",
    "draw_digit": "draw_digit_picture",
    "teach_hand": "teach_hand_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES, also=("descend_in_order",))
