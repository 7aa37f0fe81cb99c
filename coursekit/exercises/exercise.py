"""What every exercise is: a question with numbers, a judge, a ladder of hints, a solution.

`judge` is pure: from a variant and an answer it makes an outcome, here or in a teacher's tool.
`check` is `judge` for a learner: it also counts, remembers, shows, and leaves a record.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from coursekit import progress
from coursekit.exercises import feedback
from coursekit.exercises.answers import NotAttempted, Unreadable
from coursekit.exercises.feedback import EXPLAINED, NOT_ATTEMPTED, NOT_YET, Outcome
from coursekit.exercises.variants import Draw, numbers, say

TRIES = 500  # draws of numbers until all slips can be told apart
EVERY: list["Exercise"] = []  # all that there are in this kernel


@dataclass(kw_only=True, eq=False)
class Exercise:
    """A question that knows its answer; the kinds of question are its subclasses.

    id: "lesson.name", as the notebook calls it.
    title: two or three words.
    question: what is asked. Texts are strings, or functions of the numbers.
    hints: a ladder; the last rung leaves only the arithmetic.
    answer_worked: the solution with these numbers, step by step.
    well_done: what to take along from a right answer.
    opening: the numbers of the first variant, where the course has its own.
    draw: from a `Draw`, the numbers of every further variant; None when there are none.
    after: an earlier exercise whose numbers this one shares.
    """

    id: str
    title: str
    question: str | Callable
    hints: tuple
    answer_worked: str | Callable
    well_done: str | Callable = ""
    opening: Mapping | None = None
    draw: Callable | None = None
    after: "Exercise | None" = None
    followers: list = field(default_factory=list, init=False, repr=False)

    invitation = "Put your answer in place of the three dots, and run the cell again."
    learner = None  # whose numbers are asked; `course.learner` sets it for all questions at once

    def __post_init__(self):
        EVERY.append(self)
        self._start(0)
        if self.after:
            self.first.followers.append(self)
        self.numbers = lru_cache(maxsize=256)(self._numbers)

    # -- what a notebook calls --------------------------------------------------------------

    def ask(self):
        """Show the question with this learner's numbers."""
        feedback.show_text(self.title, say(self.question, self._x), self.how_to_answer())

    def check(self, answer=...):
        """Say whether the answer is right, and if not, what it looks like."""
        self._answer(answer)

    def hint(self):
        """Show the next rung of the ladder of hints; the last one stays."""
        feedback.show_text(*self._next_hint())

    def solution(self):
        """Show the worked solution with these numbers, once there has been an attempt."""
        if self._attempts == 0:
            text = "It opens after your first attempt. A wrong one is welcome: it tells you more."
            feedback.show_text("Solution", text)
        else:
            feedback.show_text("Solution", say(self.answer_worked, self._x))

    def another(self):
        """Ask the same question with fresh numbers."""
        if self.first.draw is None:
            feedback.show_text(self.title, "This question has no numbers to change.")
            return
        number = self._number + 1
        for exercise in (self.first, *self.first.followers):
            exercise._start(number)
        self.ask()

    @property
    def given(self):
        """The numbers of the question, as a namespace of copies: `given.w`, `given.a` …"""
        return deepcopy(self._x)

    # -- what a kind of question brings -----------------------------------------------------

    def answer(self, x):
        """Return the right answer for these numbers."""
        raise NotImplementedError

    def examine(self, answer, x, number=0, learner=None, earlier=None) -> Outcome:
        """Judge a readable answer; raise Unreadable or NotAttempted for another."""
        raise NotImplementedError

    def as_data(self, answer):
        """Return the answer as plain JSON from which it can be judged anew, or None."""
        raise NotImplementedError

    def how_to_answer(self):
        """Say how the answer is handed in."""
        return ""

    def clear(self, x):
        """Say whether these numbers tell all slips apart."""
        return True

    # -- judging ----------------------------------------------------------------------------

    @property
    def first(self):
        """The exercise whose numbers these are."""
        return self.after.first if self.after else self

    def _numbers(self, learner=None, number=0):
        """Return the numbers of a variant; they are shared, so treat them as read-only."""
        if self.after:
            return self.first.numbers(learner, number)
        if self.draw is None or (self.opening and number == 0 and learner is None):
            return numbers(self.opening or {})
        for attempt in range(TRIES):
            x = numbers(self.draw(Draw(self.id, learner, number, attempt)))
            if self.clear(x) and all(exercise.clear(x) for exercise in self.followers):
                return x
        raise RuntimeError(f"{self.id}: no numbers in {TRIES} draws tell all of its slips apart")

    def judge(self, answer, learner=None, number=0, earlier=None) -> Outcome:
        """Return the outcome of an answer to one variant; nothing is counted or shown.

        earlier: the learner's answer to the exercise that this one follows, if there is one.
        """
        if answer is ...:
            return Outcome(NOT_ATTEMPTED, self.invitation)
        try:
            return self.examine(answer, self.numbers(learner, number), number, learner, earlier)
        except NotAttempted as reason:
            return Outcome(NOT_ATTEMPTED, str(reason))
        except Unreadable as reason:
            return Outcome(EXPLAINED, str(reason))

    # -- this learner, this kernel ----------------------------------------------------------

    @property
    def _x(self) -> SimpleNamespace:
        return self.numbers(self.learner, self._number)

    def _answer(self, answer, **place):
        outcome, data = self._judge_safely(answer), self._data_safely(answer)
        notes = []
        if outcome.counts:
            self.latest = data
            self._attempts += 1
            self._misses += outcome.name == NOT_YET
            notes.append(progress.note(self.id, outcome.name))
        if outcome.name == NOT_YET and self._misses > 1:
            notes += self._help()
        feedback.show_outcome(self._aloud(outcome), notes, self._record(data, outcome), **place)

    def _aloud(self, outcome):
        """Return as much of the outcome as the learner is told; the record holds all of it."""
        return outcome

    def _help(self):
        """Return what a learner is told after a second miss."""
        return [": ".join(self._next_hint())]

    def _judge_safely(self, answer):
        earlier = self.after.latest if self.after else None
        try:
            return self.judge(answer, self.learner, self._number, earlier)
        except Exception as reason:  # a check that ends in a traceback teaches nobody anything
            return Outcome(EXPLAINED, f"This answer cannot be read ({type(reason).__name__}).")

    def _data_safely(self, answer):
        try:
            return self.as_data(answer)
        except Exception:  # an answer that cannot be stored has been explained already
            return None

    def _record(self, data, outcome) -> dict[str, Any]:
        """Return what a teacher's tool needs to judge this answer anew."""
        record = {
            "exercise": self.id,
            "learner": self.learner,
            "variant": self._number,
            "attempt": self._attempts,
            "answer": data,
            "outcome": outcome.name,
            "slip": outcome.slip,
        }
        if self.after:
            record["earlier"] = self.after.latest
        return record

    def _next_hint(self):
        rung = min(self._rung, len(self.hints) - 1)
        self._rung += 1
        return f"Hint {rung + 1} of {len(self.hints)}", say(self.hints[rung], self._x)

    def _start(self, number):
        self.latest, self._number = None, number
        self._attempts, self._misses, self._rung = 0, 0, 0
