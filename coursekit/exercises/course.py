"""The lessons that have questions, and how far the learner has come with them."""

from importlib import import_module

from coursekit import progress
from coursekit.exercises import feedback
from coursekit.exercises.exercise import Exercise

# notebook → its room and its title
LESSONS = {
    "01-neurons": ("neurons", "1 · Neurons"),
    "02-matrix-activation": ("matrix_activation", "2 · Matrix activation"),
    "03-cost": ("cost", "3 · Cost"),
    "04-chain-rule": ("chain_rule", "4 · The chain rule"),
}
DONE = ("right", "noted")


def questions(room):
    """Return a lesson's exercises in the order in which they are asked.

    >>> [exercise.id for exercise in questions("neurons")][:2]
    ['neurons.first_layer', 'neurons.middle_layers']
    """
    names = vars(import_module(f"coursekit.exercises.{room}")).values()
    return [exercise for exercise in names if isinstance(exercise, Exercise)]


def my_progress():
    """Show for every lesson how many of its questions are answered; only you can see it."""
    known, message = progress.read()
    rows = ["| lesson | answered | still open |", "|---|---:|---|"]
    for notebook, (room, title) in LESSONS.items():
        asked = questions(room)
        open_ones = [e.title for e in asked if known.get(e.id, {}).get("outcome") not in DONE]
        answered = f"{len(asked) - len(open_ones)} of {len(asked)}"
        left = "nothing" if not open_ones else ", ".join(open_ones)
        if len(open_ones) == len(asked):
            left = "all of it"
        rows.append(f"| [{title}]({notebook}.ipynb) | {answered} | {left} |")
    feedback.show_text("Your questions", "\n".join(rows), message)
