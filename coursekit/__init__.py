"""The workings of the Neural Networks Crash Course: the few names that its notebooks use.

They are looked up when first asked for, so that the maths can be imported without the pictures.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "one_neuron": "coursekit.explorers.neurons",
    "digit_neuron": "coursekit.explorers.neurons",
    "layers": "coursekit.explorers.neurons",
    "one_layer": "coursekit.explorers.matrix_activation",
    "digit_reader": "coursekit.explorers.matrix_activation",
    "cost_squares": "coursekit.explorers.cost",
    "cost_along_weight": "coursekit.explorers.cost",
    "landscape": "coursekit.explorers.cost",
    "two_nudges": "coursekit.explorers.chain_rule",
    "one_chain": "coursekit.explorers.chain_rule",
    "long_chain": "coursekit.explorers.chain_rule",
    "paths": "coursekit.explorers.backward",
    "averages": "coursekit.explorers.backward",
    "practice_two": "coursekit.explorers.backward",
    "descent": "coursekit.explorers.training",
    "small_descent": "coursekit.explorers.small_descent",
    "fifty_starts": "coursekit.explorers.training",
    "train_digits": "coursekit.explorers.digit_training",
    "first_layer": "coursekit.explorers.trained_digits",
    "mistakes": "coursekit.explorers.trained_digits",
    "draw_digit": "coursekit.explorers.handwriting",
    "by_heart": "coursekit.explorers.overfitting",
    "two_curves": "coursekit.explorers.two_curves",
    "open_shared": "coursekit.explorers.sharing",
    "presenting": "coursekit.explorers.presenting",
    "progress_map": "coursekit.explorers.review",
    "my_progress": "coursekit.exercises.course",
    "learner": "coursekit.exercises.course",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"coursekit offers {', '.join(_HOMES)}, but no {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
