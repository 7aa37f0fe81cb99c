"""The self-check: before a lesson is graded, its own right answers must pass in this environment.

So a missing package, or a wrong one, cannot cost a class its points: grading stops instead.
"""

import json
import threading

from coursekit.exercises.choices import Choice, Words
from coursekit.exercises.feedback import NOTED, RIGHT
from coursekit.exercises.functions import Function
from coursekit.exercises.values import Value
from coursekit.teach import executing, trying
from coursekit.teach.limits import Limits
from coursekit.teach.reading import Cell
from coursekit.teach.records import exercises, judged

LIMITS = Limits(seconds=120, memory=2000, processes=60, disk=300)


class NotFit(Exception):
    """This environment does not pass the course's own right answers; the message says which."""


class SelfCheck:
    """Checks each lesson, and running notebooks, when it is first needed; each once.

    forker, folder: for what runs in processes of its own.
    """

    def __init__(self, forker, folder):
        self._forker, self._folder = forker, folder
        self._lock, self._passed = threading.Lock(), set()

    def lesson(self, room):
        """Judge the right answers of a lesson. Raises NotFit."""
        self._once(room, self._judge_all)

    def running(self, room):
        """Run a notebook with the right answers of a lesson. Raises NotFit."""
        self._once(f"running {room}", lambda _: self._run_all(room))

    def _once(self, name, check):
        with self._lock:
            if name not in self._passed:
                check(name)
                self._passed.add(name)

    def _judge_all(self, room):
        for exercise in of_room(room):
            if isinstance(exercise, Function):
                outcome = exercise.judge(self._reference(exercise))
            elif (answer := right_answer(exercise)) is not None:
                outcome = exercise.judge(json.loads(json.dumps(answer)))
            else:
                continue
            if outcome.name not in (RIGHT, NOTED):
                raise NotFit(_told(exercise, outcome.text))

    def _reference(self, exercise):
        return trying.run_elsewhere(self._forker, self._folder, "", [], reference=exercise.id)

    def _run_all(self, room):
        asked = [exercise for exercise in of_room(room) if isinstance(exercise, Value)]
        sources = [f"from coursekit.exercises import {room}"]
        sources += [f"{exercise.id}.check({right_answer(exercise)})" for exercise in asked]
        cells = [Cell(index, source) for index, source in enumerate(sources)]
        ran = executing.run_notebook(self._forker, self._folder, cells, LIMITS, 60)
        answers = [judged(record, cell, None) for cell, record in ran.records]
        right = {answer.exercise for answer in answers if answer.outcome == RIGHT}
        for exercise in asked:
            if exercise.id not in right:
                reason = ran.ended or ", ".join(ran.stopped.values()) or "it left no record"
                raise NotFit(_told(exercise, f"running it: {reason}"))


def of_room(room):
    """Return the exercises of a lesson."""
    return [exercise for name, exercise in exercises().items() if name.split(".")[0] == room]


def right_answer(exercise, learner=None, number=0):
    """Return a right answer as a record would hold it, or None where that takes long or is code."""
    if isinstance(exercise, Choice):
        options = exercise.lettered(learner, number)
        return next(letter for letter, option in options.items() if option.right)
    if isinstance(exercise, Value | Words):
        return exercise.as_data(exercise.answer(exercise.numbers(learner, number)))
    return None


def _told(exercise, reason):
    return (
        f"The course's own right answer to {exercise.id} does not pass here: {reason} "
        "Nothing is graded, so that nobody loses points by it."
    )
