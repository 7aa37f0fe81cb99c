"""How long a question and a check take: the learner should not notice either.

`python -m benchmarks.checks --write` keeps the table in README.md. A fresh variant is drawn for
each `ask`; every check is of a wrong answer that fits no slip, which is the longest way through.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time

from benchmarks.report import keep
from coursekit.exercises import choices, feedback
from coursekit.exercises.course import LESSONS, questions
from coursekit.exercises.functions import Function
from coursekit.exercises.values import Value

ROUNDS = 100


def milliseconds(call):
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def measure(exercise):
    """Return the times of `ask` with fresh numbers and of `check`, in milliseconds."""
    wrong = "Some words of my own."
    if isinstance(exercise, choices.Choice):
        wrong = "D"
    elif isinstance(exercise, Value):
        wrong = exercise.answer(exercise.numbers()) + 0.3
    elif isinstance(exercise, Function):
        wrong = lambda *inputs: exercise.reference(*inputs) + 0.3  # noqa: E731
    asks, checks = [], []
    for _ in range(ROUNDS):
        asks.append(milliseconds(exercise.another if exercise.first.draw else exercise.ask))
        checks.append(milliseconds(lambda: exercise.check(wrong)))
    return asks, checks


def rows():
    yield "| question | ask, median / slowest | check, median / slowest |"
    yield "|---|---|---|"
    for room, _ in LESSONS.values():
        for exercise in questions(room):
            told = [
                f"{statistics.median(times):.1f} / {max(times):.1f} ms"
                for times in measure(exercise)
            ]
            yield f"| {exercise.id} | {' | '.join(told)} |"


def report():
    yield (
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}; {ROUNDS} of each, progress written to disk each time."
    )
    yield "To repeat: `python -m benchmarks.checks --write`."
    yield ""
    yield from rows()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    asked = parser.parse_args()
    feedback.display = choices.display = lambda *data, **how: None  # the page is not measured
    with tempfile.TemporaryDirectory() as home:
        os.environ["COURSEKIT_HOME"] = home
        lines = []
        for line in report():
            print(line, flush=True)
            lines.append(line)
    if asked.write:
        keep("checks", lines)


if __name__ == "__main__":
    main()
