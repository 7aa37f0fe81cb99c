"""The self-check: before a lesson is graded, its own right answers must pass in this environment.

So a missing package, or a wrong one, cannot cost a class its points: grading stops instead.
"""

import json
import threading

from coursekit.classroom.notebook import Cell
from coursekit.classroom.records import RUN, judged
from coursekit.lessons import questions
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.outcome import NOTED, RIGHT
from coursekit.questions.value import Value
from coursekit.questions.words import Words


class NotFit(Exception):
    """This environment does not pass the course's own right answers; the message says which."""


class SelfCheck:
    """Checks each lesson, and running notebooks, when it is first needed; each once.

    run: takes cells and returns what running them brought up.
    """

    def __init__(self, run):
        self._run, self._lock, self._passed = run, threading.Lock(), set()

    def lesson(self, lesson):
        """Judge the right answers of a lesson. Raises NotFit."""
        self._once(lesson, _judge_all)

    def running(self, lesson):
        """Run a notebook with the right answers of a lesson. Raises NotFit."""
        self._once(f"running {lesson}", lambda _: self._run_all(lesson))

    def _once(self, name, check):
        with self._lock:
            if name not in self._passed:
                check(name)
                self._passed.add(name)

    def _run_all(self, lesson):
        asked = [question for question in questions(lesson) if isinstance(question, Value)]
        sources = [f"from coursekit import {lesson}"]
        sources += [f"{question.id}.check({right_answer(question)})" for question in asked]
        ran = self._run([Cell(index, source) for index, source in enumerate(sources)])
        answers = [judged(record, cell, RUN) for cell, record in ran.records]
        right = {answer.question for answer in answers if answer.outcome == RIGHT}
        for question in asked:
            if question.id not in right:
                reason = ran.ended or ", ".join(ran.stopped.values()) or "it left no record"
                raise NotFit(_told(question, f"running it: {reason}"))


def _judge_all(lesson):
    for question in questions(lesson):
        if isinstance(question, Function):
            outcome = question.judge(question.reference)
        elif (answer := right_answer(question)) is not None:
            outcome = question.judge(json.loads(json.dumps(answer)))
        else:
            continue
        if outcome.name not in (RIGHT, NOTED):
            raise NotFit(_told(question, outcome.text))


def right_answer(question, learner=None, number=0):
    """Return a right answer as a record would hold it, or None where that takes long or is code."""
    if isinstance(question, Choice):
        options = question.lettered(learner, number)
        return next(letter for letter, option in options.items() if option.right)
    if isinstance(question, Value | Words):
        return question.as_data(question.answer(question.numbers(learner, number)))
    return None


def _told(question, reason):
    return (
        f"The course's own right answer to {question.id} does not pass here: {reason} "
        "Nothing is graded, so that nobody loses points by it."
    )
