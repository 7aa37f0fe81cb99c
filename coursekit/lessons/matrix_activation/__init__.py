"""Lesson 2: a whole layer at once, σ(W a + b)."""

from coursekit.lessons import offer

PICTURES = {
    "one_layer": "one_layer_picture",
    "digit_reader": "digit_reader_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES, also=("layer_in_order",))
