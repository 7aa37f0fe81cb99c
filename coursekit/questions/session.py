"""This kernel, this learner: what was asked and answered so far, and how it is shown.

A session hands answers to a question's own `judge`. It counts, remembers, shows, and leaves a
record beside each outcome from which a teacher's tool can judge the answer anew.
"""

import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from coursekit.page.cards import show_card, show_text
from coursekit.questions import progress
from coursekit.questions.outcome import (
    EXPLAINED,
    NOT_ATTEMPTED,
    NOT_YET,
    NOTED,
    RIGHT,
    RIGHT_GIVEN,
    Outcome,
)
from coursekit.questions.recipe import VERSION
from coursekit.questions.returned import GRADING
from coursekit.questions.writing import say

if TYPE_CHECKING:
    from coursekit.questions.question import Question
    from coursekit.questions.told import Told

RECORD = "application/vnd.coursekit.check.v1+json"
PRACTICE = "application/vnd.coursekit.practice.v1+json"  # of what no grade counts
OWN_NUMBERS = "COURSEKIT_OWN_NUMBERS"  # "1" in the environment: JUPYTERHUB_USER is the learner
NAME = re.compile(r"\w[\w.@-]{0,59}")  # a learner's: it also stands in texts and in file names
# outcome → the words that it opens with, and the colour of the bar beside them
CARDS = {
    RIGHT: ("Right.", "#00966f"),
    RIGHT_GIVEN: ("Right, given your earlier answer.", "#00966f"),
    NOTED: ("Noted.", "#3b82c4"),
    NOT_YET: ("Not yet.", "#d97706"),
    EXPLAINED: ("Not yet.", "#d97706"),
    NOT_ATTEMPTED: ("Not attempted.", "#8a8f98"),
}
# outcome → what is said of it while help is held back; the others have nothing to hold back
HELD_BACK = {
    RIGHT: "",
    RIGHT_GIVEN: "",
    NOT_YET: "",
    NOTED: "A model answer opens with `{}`.",
}


@dataclass
class Standing:
    """How one question stands in a session.

    number: which variant is asked. latest: the newest answer, as data. rung: of the hints.
    sealed: whether help is held back. shown: where it was asked last, a display's id.
    place: where the outcome of its controls stands; card: what stands there since one was used.
    tries: the outcomes that came while help was held back; mended: whether it is right since.
    """

    sealed: bool
    number: int = 0
    attempts: int = 0
    misses: int = 0
    rung: int = 0
    latest: Any = None
    shown: str | None = None
    place: "Told | None" = None
    card: dict[str, Any] | None = None
    tries: list[Outcome] = field(default_factory=list)
    mended: bool = False


class Session:
    """What one learner has been asked and has answered."""

    def __init__(self) -> None:
        self.learner = learner_of_the_hub()  # whose numbers are asked
        self.practices: Mapping[str, str] = {}  # what the course offers beyond asking → its module
        self.practised: dict[str, Any] = {}  # what practice remembers, by questions' ids
        self._standings: dict[str, Standing] = {}

    def of(self, question: "Question") -> Standing:
        """Return how a question stands."""
        fresh = Standing(sealed=bool(question.help_opens))
        return self._standings.setdefault(question.id, fresh)

    def numbers(self, question: "Question") -> SimpleNamespace:
        """Return the numbers that a question has at present; treat them as read-only."""
        return question.numbers(self.learner, self.of(question).number)

    def begin(self, learner: str | None) -> None:
        """Ask everything afresh, with this learner's numbers; the same learner just goes on."""
        if learner != self.learner:
            self.learner = learner
            self.practised.clear()
            self._standings.clear()

    def turn_to(self, question: "Question", number: int) -> None:
        """Begin a question afresh with another variant."""
        self._standings.pop(question.id, None)
        self.of(question).number = number

    # -- what a notebook calls, by way of a question ----------------------------------------

    def ask(self, question: "Question") -> None:
        """Show a question, its controls where it has any, and the outcome so far."""
        standing = self.of(question)
        where = self.learner, standing.number
        standing.shown = uuid.uuid4().hex
        show_text(question.title, *self._asked(question), display_id=standing.shown)
        controls = question.controls(lambda answer: self.press(question, answer), *where)
        if controls is None:
            return
        from coursekit.questions.told import Told  # whoever has controls has loaded widgets

        standing.place = Told(controls)
        if standing.card:  # the cell is run once more, and keeps what was answered
            standing.place.show(*standing.card["words"], **standing.card["how"] | {"alert": False})
        else:
            self.check(question, ..., place=standing.place)

    def _asked(self, question: "Question") -> tuple[str, str]:
        """Return a question's text, and how to answer it."""
        text = say(question.question, self.numbers(question))
        return text, question.how_to_answer(self.learner, self.of(question).number)

    def press(self, question: "Question", answer: Any) -> None:
        """Judge what a control says; the outcome stands below it and changes there."""
        self.check(question, answer, place=self.of(question).place)

    def check(self, question: "Question", answer: Any, place: "Told | None" = None) -> None:
        """Judge an answer, count it, remember it, show the outcome and leave a record.

        place: of the controls that answered; an answer in code has its outcome below its own cell.
        """
        standing = self.of(question)
        results: list[dict[str, Any]] = []
        data = _data_safely(question, answer)
        if GRADING in os.environ:
            answer = question.noting(answer, results)
        outcome = self._judge_safely(question, answer)
        if standing.sealed and outcome.name != NOT_ATTEMPTED:
            standing.tries.append(outcome)
        standing.mended |= not standing.sealed and outcome.name == RIGHT
        notes = []
        if outcome.counts:
            standing.latest = data
            standing.attempts += 1
            standing.misses += outcome.name == NOT_YET
            notes.append(progress.note(question.id, outcome.name, outcome.slip))
        if outcome.name == NOT_YET and standing.misses > 1 and not standing.sealed:
            notes.append(": ".join(self._next_hint(question)))
        record = self._record(question, data, outcome)
        if results:
            record["results"] = results
        if standing.sealed and outcome.name in HELD_BACK:  # the record holds all of it
            outcome = replace(outcome, text=HELD_BACK[outcome.name].format(question.help_opens))
        words = (*CARDS[outcome.name], outcome.text, *notes)
        kind = RECORD if question.graded else PRACTICE
        how: dict[str, Any] = {"alert": outcome.name != NOT_ATTEMPTED, "data": {kind: record}}
        if place is None:
            show_card(*words, **how)
            return
        if outcome.name != NOT_ATTEMPTED:
            standing.card = {"words": words, "how": how}
        place.show(*words, **how)

    def hint(self, question: "Question") -> None:
        """Show the next rung of a question's hints, unless they are held back."""
        sealed = self.of(question).sealed
        show_text(*(("Hint", _closed(question)) if sealed else self._next_hint(question)))

    def solution(self, question: "Question") -> None:
        """Show a question's worked solution, once there has been an attempt."""
        standing = self.of(question)
        if standing.sealed:
            text = _closed(question)
        elif standing.attempts == 0 and not question.help_opens:
            text = "It opens after your first attempt. A wrong one is welcome: it tells you more."
        else:
            text = say(question.answer_worked, self.numbers(question))
        show_text("Solution", text)

    def another(self, question: "Question", number: int | None = None) -> None:
        """Ask a question with fresh numbers, and those with it that share them.

        number: which variant; the next where none is given.
        """
        if question.first.draw is None:
            show_text(question.title, "This question has no numbers to change.")
            return
        number = self.of(question).number + 1 if number is None else max(0, int(number))
        for each in (question.first, *question.first.followers):
            shown = self.of(each).shown
            self.turn_to(each, number)
            self.of(each).shown = shown
            if shown:  # so that the question on the page is the one that is judged
                show_text(each.title, *self._asked(each), display_id=shown, update=True)
        self.ask(question)
        if self.of(question).number:
            back = f"`{question.first.id}.another(0)` goes back to them."
            show_text("The first numbers", back)

    def practise(self, what: str, question: "Question", *given: Any) -> None:
        """Do what the course offers with a question beyond asking it."""
        getattr(import_module(self.practices[what]), what)(question, *given)

    # -- how it does that -------------------------------------------------------------------

    def _judge_safely(self, question: "Question", answer: Any) -> Outcome:
        earlier = self.of(question.after).latest if question.after else None
        try:
            return question.judge(answer, self.learner, self.of(question).number, earlier)
        except Exception as reason:  # a check that ends in a traceback teaches nobody anything
            return Outcome(EXPLAINED, f"This answer cannot be read ({type(reason).__name__}).")

    def _record(self, question: "Question", data: Any, outcome: Outcome) -> dict[str, Any]:
        """Return what a teacher's tool needs to judge this answer anew."""
        standing = self.of(question)
        record = {
            "exercise": question.id,
            "learner": self.learner,
            "variant": standing.number,
            "numbers": VERSION,
            "attempt": standing.attempts,
            "answer": data,
            "outcome": outcome.name,
            "slip": outcome.slip,
        }
        if question.after:
            record["earlier"] = self.of(question.after).latest
        if question.help_opens and not standing.sealed:
            record["help"] = "open"
        return record

    def _next_hint(self, question: "Question") -> tuple[str, str]:
        standing, count = self.of(question), len(question.hints)
        rung = min(standing.rung, count - 1)
        standing.rung += 1
        text = say(question.hints[rung], self.numbers(question))
        return f"Hint {rung + 1} of {count}", text


def show_outcome(outcome: Outcome) -> None:
    """Show what became of an answer that is practice: nothing is counted, and no record is left."""
    alert = outcome.name != NOT_ATTEMPTED
    show_card(*CARDS[outcome.name], outcome.text, alert=alert, data={})


def _closed(question: "Question") -> str:
    return f"It opens with `{question.help_opens}`. Until then you are on your own."


def _data_safely(question: "Question", answer: Any) -> Any:
    try:
        return question.as_data(answer)
    except Exception:  # an answer that cannot be stored has been explained already
        return None


def learner_of_the_hub() -> str | None:
    """Return the user's name on a hub that gives each learner own numbers; elsewhere None."""
    name = os.environ.get("JUPYTERHUB_USER", "") if os.environ.get(OWN_NUMBERS) == "1" else ""
    return name if NAME.fullmatch(name) else None


current = Session()


def learner(name: str | None = None) -> None:
    """Ask every question with this learner's own numbers; without a name, with everybody's.

    The same name always brings the same numbers. Another name begins every question afresh.
    Raises ValueError for a name of more than letters, digits and . _ - @
    """
    if name is not None and not (isinstance(name, str) and NAME.fullmatch(name)):
        raise ValueError(
            f"a learner is named by 1 to 60 letters, digits and . _ - @, got {str(name)[:80]!r}"
        )
    current.begin(name)
    whose = f"`{name}`, and nobody else" if name else "everybody"
    show_text("Whose numbers", f"The questions now have the numbers for {whose}.")
