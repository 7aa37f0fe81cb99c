"""How long a question and a check take: the learner should not notice either.

`python -m benchmarks.checks --write` keeps the table in README.md. A fresh variant is drawn for
each `ask`; every check is of a wrong answer that fits no slip, which is the longest way through.
"""

import os
import tempfile
import time
from functools import partial
from statistics import median

from benchmarks.report import run, table
from coursekit.lessons import TITLES, questions
from coursekit.page import cards
from coursekit.questions import session
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.value import Value


def milliseconds(call):
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def wrong_answer(question):
    if isinstance(question, Choice):
        return "D"
    if isinstance(question, Value):
        return question.answer(question.numbers()) + 0.3
    if isinstance(question, Function):
        return lambda *inputs: question.reference(*inputs) + 0.3
    return "Some words of my own."


def tables(rounds):
    """Yield the times of `ask` with fresh numbers and of `check` for every question."""
    session.display = cards.display = lambda *data, **how: None  # the page is not measured
    yield from table("question", "ask, median / slowest", "check, median / slowest")
    with tempfile.TemporaryDirectory() as home:
        os.environ["COURSEKIT_HOME"] = home
        for question in (q for lesson in TITLES for q in questions(lesson)):
            ask = question.another if question.first.draw else question.ask
            calls = ask, partial(question.check, wrong_answer(question))
            took = [[milliseconds(call) for call in calls] for _ in range(rounds)]
            both = (f"{median(ms):.1f} / {max(ms):.1f} ms" for ms in zip(*took, strict=True))
            yield f"| {question.id} | {' | '.join(both)} |"


if __name__ == "__main__":
    remark = "; {rounds} of each, progress written to disk each time"
    run("checks", tables, remark=remark, rounds=100)
