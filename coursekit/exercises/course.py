"""The lessons that have questions, and how far the learner has come with them."""

import re
from importlib import import_module
from typing import NamedTuple

from coursekit import progress
from coursekit.exercises import feedback
from coursekit.exercises.exercise import EVERY, Exercise

# notebook → its room and its title
LESSONS = {
    "01-neurons": ("neurons", "1 · Neurons"),
    "02-matrix-activation": ("matrix_activation", "2 · Matrix activation"),
    "03-cost": ("cost", "3 · Cost"),
    "04-chain-rule": ("chain_rule", "4 · The chain rule"),
    "05-training": ("training", "5 · Training"),
    "06-overfitting": ("overfitting", "6 · Overfitting"),
    "07-review": ("review", "7 · Review"),
}
DONE = ("right", "noted")
NAME = re.compile(r"\w[\w.@-]{0,59}")  # a learner's: it also stands in texts and in file names


def questions(room):
    """Return a lesson's exercises in the order in which they are asked.

    >>> [exercise.id for exercise in questions("neurons")][:2]
    ['neurons.first_layer', 'neurons.middle_layers']
    """
    names = vars(import_module(f"coursekit.exercises.{room}")).values()
    return [exercise for exercise in names if isinstance(exercise, Exercise)]


class Standing(NamedTuple):
    """How a question stands: its title; "open", "tried" or "right"; how often it was tried."""

    title: str
    state: str
    attempts: int


def standings():
    """Return notebook → how each of its questions stands with this learner, and a message or ""."""
    known, message = progress.read()
    return {
        notebook: [_standing(exercise, known.get(exercise.id)) for exercise in questions(room)]
        for notebook, (room, _) in LESSONS.items()
    }, message


def _standing(exercise, entry):
    if entry is None:
        return Standing(exercise.title, "open", 0)
    state = "right" if entry["outcome"] in DONE else "tried"
    return Standing(exercise.title, state, entry["attempts"])


def my_progress():
    """Show for every lesson how many of its questions are answered; only you can see it."""
    stand, message = standings()
    rows = ["| lesson | answered | still open |", "|---|---:|---|"]
    for notebook, asked in stand.items():
        title = LESSONS[notebook][1]
        open_ones = [question.title for question in asked if question.state != "right"]
        answered = f"{len(asked) - len(open_ones)} of {len(asked)}"
        left = "nothing" if not open_ones else ", ".join(open_ones)
        if len(open_ones) == len(asked):
            left = "all of it"
        rows.append(f"| [{title}]({notebook}.ipynb) | {answered} | {left} |")
    feedback.show_text("Your questions", "\n".join(rows), message)


def learner(name=None):
    """Ask every question with this learner's own numbers; without a name, with everybody's.

    The same name always brings the same numbers. Another name begins every question afresh.
    Raises ValueError for a name of more than letters, digits and . _ - @
    """
    if name is not None and not (isinstance(name, str) and NAME.fullmatch(name)):
        raise ValueError(
            f"a learner is named by 1 to 60 letters, digits and . _ - @, got {str(name)[:80]!r}"
        )
    if name != Exercise.learner:
        Exercise.learner = name
        for exercise in EVERY:
            exercise._start(0)
    whose = f"`{name}`, and nobody else" if name else "everybody"
    feedback.show_text("Whose numbers", f"The questions now have the numbers for {whose}.")
