"""What every question is: a text with numbers, a judge, a ladder of hints, a solution.

A question is frozen data, and `judge` is pure: from a variant and an answer it makes an outcome,
here or in a teacher's tool. What a notebook calls, from `ask` to `another`, is handed to this
kernel's session (`session.py`), which counts, remembers and shows.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import KW_ONLY, dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, ClassVar

from coursekit.questions.draw import Draw, numbers, used_by
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, Outcome
from coursekit.questions.reading import NotAttempted, Unreadable
from coursekit.questions.recipe import VERSION
from coursekit.questions.session import current
from coursekit.questions.writing import Text, say

TRIES = 500  # draws of numbers until all slips can be told apart


class Verb:
    """A method that a notebook calls, and that says so kindly when the brackets were forgotten."""

    def __init__(self, method: Callable[..., None]) -> None:
        self._method, self.__doc__ = method, method.__doc__

    def __get__(self, question: Any, kind: Any = None) -> "Verb":
        if question is None:
            return self
        bound = Verb(self._method)
        bound._question = question
        return bound

    def __call__(self, *answers: Any, **named: Any) -> None:
        """Do it, for the question on which it was looked up."""
        self._method(self._question, *answers, **named)

    def __repr__(self) -> str:
        return f"Write {self._question.id}.{self._method.__name__}(), with brackets."

    _question: Any = None


@dataclass(frozen=True, eq=False, repr=False)
class Question:
    """A question that knows its answer; the kinds of question are its subclasses.

    id: "lesson.name", as the notebook calls it.
    title: two or three words.
    question: what is asked. Texts are strings, or functions of the numbers.
    hints: a ladder; the last rung leaves only the arithmetic.
    answer_worked: the solution with these numbers, step by step.
    well_done: what to take along from a right answer.
    opening: the numbers of the first variant, where the course has its own.
    draw: from a `Draw`, the numbers of every further variant; None when there are none.
    after: an earlier question whose numbers this one shares.
    help_opens: for a question that is asked unaided, the call that opens hints and solution.
    """

    id: str
    title: str
    question: Text
    _: KW_ONLY
    hints: tuple[Text, ...]
    answer_worked: Text
    well_done: Text = ""
    opening: Mapping[str, Any] | None = None
    draw: Callable[[Draw], Mapping[str, Any]] | None = None
    after: "Question | None" = None
    help_opens: str = ""
    # those that share its numbers; each enters itself when it is defined
    followers: list["Question"] = field(default_factory=list, init=False, repr=False)

    graded: ClassVar[bool] = True  # whether its answers leave a record for a teacher's tool
    invitation: ClassVar[str] = (
        "Put your answer in place of the three dots, and run the cell again."
    )

    def __post_init__(self) -> None:
        if self.after:
            self.first.followers.append(self)

    # -- what a notebook calls --------------------------------------------------------------

    @Verb
    def ask(self) -> None:
        """Show the question with this learner's numbers."""
        current.ask(self)

    @Verb
    def check(self, answer: Any = ..., *more: Any) -> None:
        """Say whether the answer is right, and if not, what it looks like."""
        current.check(self, (answer, *more) if more else answer)  # `check(0,26)` hands in two

    @Verb
    def hint(self) -> None:
        """Show the next rung of the ladder of hints; the last one stays."""
        current.hint(self)

    @Verb
    def solution(self) -> None:
        """Show the worked solution with these numbers, once there has been an attempt."""
        current.solution(self)

    @Verb
    def another(self, number: int | None = None) -> None:
        """Ask the same question with fresh numbers; `another(0)` goes back to the first."""
        current.another(self, number)

    def __repr__(self) -> str:
        return f"{self.title}: a question. Write {self.id}.ask() to see it."

    @property
    def given(self) -> SimpleNamespace:
        """The numbers of the question, as a namespace of copies: `given.w`, `given.a` …"""
        return deepcopy(current.numbers(self))

    def names_in_given(self, x: SimpleNamespace) -> str:
        """Say what those of its numbers are called that its text shows without a name."""
        text = "\n".join(say(each.question, x) for each in (self.first, self))
        own = used_by(self.answer, x)
        later = {name for each in self.followers for name in used_by(each.answer, x)} - own
        hidden = (n for n in vars(x) if n not in later and not re.search(rf"`{n}\b|\b{n} = ", text))
        names = ", ".join(f"`{name}`" for name in hidden)
        return f" Names in `given`: {names}." if names else ""

    # -- what a kind of question brings -----------------------------------------------------

    def answer(self, x: SimpleNamespace) -> Any:
        """Return the right answer for these numbers."""
        raise NotImplementedError

    def examine(
        self, answer: Any, x: SimpleNamespace, number: int, learner: str | None, earlier: Any
    ) -> Outcome:
        """Judge a readable answer; raise Unreadable or NotAttempted for another."""
        raise NotImplementedError

    def as_data(self, answer: Any) -> Any:
        """Return the answer as plain JSON from which it can be judged anew, or None."""
        raise NotImplementedError

    def noting(self, answer: Any, notes: list[dict[str, Any]]) -> Any:
        """Return the answer so that what it does is noted, where it does something."""
        return answer

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """Say how the answer is handed in."""
        return ""

    def controls(
        self, press: Callable[[Any], None], learner: str | None, number: int
    ) -> Any:  # a widget, but only `buttons.py` loads them
        """Return a widget to answer with, which calls `press`, or None for an answer in code."""
        return None

    def clear(self, x: SimpleNamespace, version: int = VERSION) -> bool:
        """Say whether these numbers, of that version, tell all slips apart."""
        return True

    # -- judging ----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What a notebook calls it within its lesson."""
        return self.id.rpartition(".")[2]

    @property
    def first(self) -> "Question":
        """The question whose numbers these are."""
        return self.after.first if self.after else self

    def numbers(
        self, learner: str | None = None, number: int = 0, version: int = VERSION
    ) -> SimpleNamespace:
        """Return the numbers of a variant; they are shared, so treat them as read-only.

        version: of the drawing, so that numbers which were handed out once keep their meaning.
        Raises RuntimeError where no numbers tell all slips apart.
        """
        return _numbers(self.first, learner, number, version)

    def judge(
        self,
        answer: Any,
        learner: str | None = None,
        number: int = 0,
        earlier: Any = None,
        version: int = VERSION,
    ) -> Outcome:
        """Return the outcome of an answer to one variant; nothing is counted or shown.

        earlier: the learner's answer to the question that this one follows, if there is one.
        version: of the numbers that were asked, as a record names it.
        """
        if answer is ...:
            return Outcome(NOT_ATTEMPTED, self.invitation)
        try:
            x = self.numbers(learner, number, version)
            return self.examine(answer, x, number, learner, earlier)
        except NotAttempted as reason:
            return Outcome(NOT_ATTEMPTED, str(reason))
        except Unreadable as reason:
            return Outcome(EXPLAINED, str(reason))


@lru_cache(maxsize=4096)
def _numbers(question: Question, learner: str | None, number: int, version: int) -> SimpleNamespace:
    if question.draw is None or (question.opening and number == 0 and learner is None):
        return numbers(question.opening or {})
    if learner is None and number == 0:
        version = 1  # what everybody meets first stays as it is, in notebooks and in classes
    for attempt in range(TRIES):
        x = numbers(question.draw(Draw(question.id, learner, number, attempt)))
        if all(each.clear(x, version) for each in (question, *question.followers)):
            return x
    raise RuntimeError(f"{question.id}: no numbers in {TRIES} draws tell all of its slips apart")
