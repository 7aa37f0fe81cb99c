"""A draft of a grader: judges the records of an executed lesson anew, whatever they claim.

`python -m tests.notebooks.draft_grader NOTEBOOK …` prints a line for each question. It runs
learners' functions in its own process; a real grader gives them one of their own.
"""

import sys

import nbformat
import numpy as np

from coursekit.exercises.course import LESSONS, questions
from coursekit.exercises.feedback import RECORD
from coursekit.exercises.functions import Function

ALL = {exercise.id: exercise for room, _ in LESSONS.values() for exercise in questions(room)}


def grade(record):
    """Return the outcome and the slip of a record's answer."""
    exercise, answer = ALL[record["exercise"]], record["answer"]
    if answer is None:  # nothing that could be stored: not attempted, or explained as unreadable
        return record["outcome"] if record["outcome"] == "explained" else "not attempted", None
    if isinstance(exercise, Function):
        answer = rebuilt(answer)
    earlier = record.get("earlier")
    outcome = exercise.judge(answer, record["learner"], record["variant"], earlier)
    return outcome.name, outcome.slip


def rebuilt(source):
    """Make a function from its source."""
    names = {"np": np}
    exec(source, names)
    return [value for name, value in names.items() if name not in ("np", "__builtins__")][-1]


def last_records(notebook):
    """Return the last record of each question in an executed notebook."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    found = (output.get("data", {}).get(RECORD) for output in outputs)
    return {record["exercise"]: record for record in found if record}


if __name__ == "__main__":
    for path in sys.argv[1:]:
        for name, record in last_records(nbformat.read(path, as_version=4)).items():
            print(path, name, *grade(record))
