"""The lessons: a folder each, with its pictures, questions and predictions under one name.

In a notebook a lesson is one name, `from coursekit import cost`. What it offers is looked up when
first asked for, so that its questions come without the pictures, and the other way round.
"""

import sys
from importlib import import_module
from typing import Any

# notebook → its lesson's folder, and its title; a lesson of two evenings has two notebooks
LESSONS = {
    "01-neurons": ("neurons", "1 · Neurons"),
    "02-matrix-activation": ("matrix_activation", "2 · Matrix activation"),
    "03-cost": ("cost", "3 · Cost"),
    "04-chain-rule": ("chain_rule", "4 · The chain rule"),
    "04b-backpropagation": ("chain_rule", "4b · Backpropagation"),
    "05-training": ("training", "5 · Training"),
    "05b-reading-digits": ("training", "5b · Reading digits"),
    "06-overfitting": ("overfitting", "6 · Overfitting"),
    "07-review": ("review", "7 · Review"),
}
# what a question offers beyond being asked → the module whose function of that name does it
PRACTICES = {
    "which_slip": "coursekit.practice.court",
    "worked": "coursekit.practice.fading",
    "faded": "coursekit.practice.fading",
    "line": "coursekit.practice.fading",
}
# folder → the title of its lesson, which is that of its first evening
TITLES = {folder: title for name, (folder, title) in LESSONS.items() if name[2] == "-"}


def questions(folder):
    """Return a lesson's questions in the order in which they are asked.

    >>> [question.id for question in questions("neurons")][:2]
    ['neurons.first_layer', 'neurons.middle_layers']
    """
    found = import_module(f"coursekit.lessons.{folder}.questions").QUESTIONS
    sys.modules["coursekit.questions.session"].current.practices = PRACTICES
    return found


def predictions(folder):
    """Return a lesson's predictions in the order of their pictures."""
    return import_module(f"coursekit.lessons.{folder}.predictions").PREDICTIONS


def asked(notebook):
    """Return the questions that a notebook asks, in their order.

    >>> [question.id for question in asked("04b-backpropagation")][:2]
    ['chain_rule.three_ways', 'chain_rule.over_paths']
    """
    folder, _ = LESSONS[notebook]
    evenings = getattr(import_module(f"coursekit.lessons.{folder}.questions"), "EVENINGS", {})
    return evenings.get(notebook, questions(folder))


def say_ready(folder):
    """In a notebook, say in one line that a lesson is there; once a cell, for Python asks twice."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell and _said.get(folder) != shell.execution_count:
        _said[folder] = shell.execution_count
        print(f"Lesson {TITLES[folder]} is ready.")


_said = {}


def offer(module, pictures, also=()):
    """Return the `__getattr__` and `__dir__` of a lesson's `__init__`.

    module: the lesson's `__name__`. pictures: name → the file in its folder whose function of that
    name opens the picture. also: names of further functions in `questions.py`.
    """

    if "IPython" in sys.modules:  # a notebook's kernel: from now on it takes what people type
        import_module("coursekit.questions.typed").install(sys.modules["coursekit"].__all__)

    def asked():
        folder = module.rpartition(".")[2]
        named = {one.name: one for one in (*questions(folder), *predictions(folder))}
        home = import_module(f"{module}.questions")
        return named | {name: getattr(home, name) for name in also}

    def look_up(name: str) -> Any:
        if name in pictures:
            return getattr(import_module(f"{module}.{pictures[name]}"), name)
        if name.startswith("__"):  # Python itself asks for such names; none of them is a question's
            raise AttributeError(name)
        offered = asked()
        if name not in offered:
            known = ", ".join([*pictures, *offered])
            raise AttributeError(f"{module.rpartition('.')[2]} offers {known}, but no {name!r}")
        return offered[name]

    return look_up, lambda: [*pictures, *asked()]
