"""How far the learner has come with the questions of all lessons."""

import base64
import json
from typing import NamedTuple

from coursekit.lessons import LESSONS, asked
from coursekit.page.cards import show_text
from coursekit.questions import progress

FROM_PAGES = "CKP1."


class Standing(NamedTuple):
    """How a question stands: its title; "open", "tried" or "right"; how often it was tried."""

    title: str
    state: str
    attempts: int


def standings():
    """Return notebook → how each of its questions stands with this learner, and a message or ""."""
    known, message = progress.read()
    return {
        notebook: [_standing(exercise, known.get(exercise.id)) for exercise in asked(notebook)]
        for notebook in LESSONS
    }, message


def _standing(exercise, entry):
    if entry is None:
        return Standing(exercise.title, "open", 0)
    state = "right" if entry["outcome"] in progress.DONE else "tried"
    return Standing(exercise.title, state, entry["attempts"])


def _taken(line):
    """Return exercise → outcome of what is done in a line from a plain page, and not known here.

    >>> _taken("")
    {}
    """
    if not line:
        return {}
    try:
        if not line.strip().startswith(FROM_PAGES):
            raise ValueError
        told = json.loads(base64.b64decode(line.strip().removeprefix(FROM_PAGES), validate=True))
        outcomes = {exercise: entry.get("outcome") for exercise, entry in told.items()}
    except (ValueError, AttributeError, RecursionError) as problem:
        raise ValueError(
            f"my_progress takes the line that a plain page gives, which begins with {FROM_PAGES}; "
            f"got {line[:20]!r}"
        ) from problem
    known = progress.read()[0]
    return {
        exercise.id: outcomes[exercise.id]
        for notebook in LESSONS
        for exercise in asked(notebook)
        if outcomes.get(exercise.id) in progress.DONE
        and known.get(exercise.id, {}).get("outcome") not in progress.DONE
    }


def my_progress(taken=""):
    """Show for every lesson how many of its questions are answered; only you can see it.

    taken: the line that a plain page gives ("Take it along"); what was right there is right here.
    Raises ValueError for a text that is no such line.
    """
    for exercise, outcome in _taken(taken).items():
        progress.note(exercise, outcome)
    stand, message = standings()
    rows = ["| lesson | answered | still open |", "|---|---:|---|"]
    for notebook, row in stand.items():
        title = LESSONS[notebook][1]
        open_ones = [question.title for question in row if question.state != "right"]
        answered = f"{len(row) - len(open_ones)} of {len(row)}"
        left = "nothing" if not open_ones else ", ".join(open_ones)
        if len(open_ones) == len(row):
            left = "all of it"
        rows.append(f"| [{title}]({notebook}.ipynb) | {answered} | {left} |")
    show_text("Your questions", "\n".join(rows), message)
