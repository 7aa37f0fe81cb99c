"""Lesson 4: how the cost follows from each weight, link by link."""

from coursekit.lessons import offer

PICTURES = {
    "two_nudges": "two_nudges_picture",
    "one_chain": "one_chain_picture",
    "long_chain": "long_chain_picture",
    "paths": "paths_picture",
    "averages": "averages_picture",
    "practice_two": "practice_two_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES, also=("backprop_in_order",))
