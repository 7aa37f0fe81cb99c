"""Lesson 3: how wrong an answer is, and the landscape that this makes of the weights."""

from coursekit.lessons import offer

PICTURES = {
    "squares": "squares_picture",
    "along_weight": "along_weight_picture",
    "landscape": "landscape_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES)
