"""Lesson 6: learning by heart, how it shows, and what helps."""

from coursekit.lessons import offer

PICTURES = {
    "by_heart": "by_heart_picture",
    "two_curves": "two_curves_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES, also=("stopping_in_order",))
