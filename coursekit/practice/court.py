"""The slip court: somebody's working on fresh numbers, and the question which slip is in it.

To find another's mistake asks for the idea behind each line, where a sum of one's own asks for the
sum. What wrong examples teach shows in a later test (d = 0.33: McLaren 2015). Working, slips and
choices all follow from the question's recipe.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from coursekit.network.checks import Array
from coursekit.practice.working import ANSWER, OF_A_COURT, Step, numbered, on_paper, steps
from coursekit.questions.choice import Choice, Row
from coursekit.questions.draw import Draw
from coursekit.questions.outcome import Outcome
from coursekit.questions.recipe import VERSION, Recipe, Slip
from coursekit.questions.session import current, show_outcome
from coursekit.questions.value import Value
from coursekit.questions.writing import say

OFTEN = 5  # one working in so many has no slip
NOTHING = "nothing is wrong"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Court(Choice):
    """A choice between slips in the working of a question; it is practice, and no grade counts it.

    about: the question. Variants are its own, and none that it asks.
    """

    about: Value
    graded: ClassVar[bool] = False

    def numbers(
        self, learner: str | None = None, number: int = 0, version: int = VERSION
    ) -> SimpleNamespace:
        """Return the numbers of a variant; they are shared, so treat them as read-only."""
        return self.about.numbers(learner, OF_A_COURT + number, version)

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """List the options and say how one is chosen."""
        return super().how_to_answer(learner, number).replace(".check(", "(")

    def put_right(self, answer: Any, learner: str | None = None, number: int = 0) -> Outcome:
        """Judge an answer to what somebody was asked."""
        return self.about.judge(answer, learner, OF_A_COURT + number)


@dataclass(frozen=True)
class Case:
    """What one variant's court is about.

    slip: the name of what went wrong, or NOTHING. lines: the working. result: its end.
    others: further slips' names, with what each would have given.
    """

    slip: str
    lines: tuple[Step, ...]
    result: Array
    others: tuple[tuple[str, Array], ...]


def has_court(question: Value) -> bool:
    """Say whether there are fresh numbers, lines to read, and slips to choose from."""
    if question.first.draw is None:
        return False
    x = question.numbers(None, 1)
    worked = steps(question.recipe, x)[0].done != ANSWER
    return worked and len(_workings(question.recipe, x)) >= 3


@lru_cache(maxsize=64)
def court(question: Value) -> Court:
    """Return the court of a question.

    Raises ValueError for a question of which one cannot read how somebody worked.
    """
    if not has_court(question):
        raise ValueError(
            f"{question.id} is counted or looked up, so there is no working to look for a slip in; "
            f"write {question.id}.another() for fresh numbers"
        )
    return Court(
        f"{question.id}.which_slip",
        f"Which slip? {question.title}",
        lambda x: _told(question, x),
        options=lambda x: _options(question, x),
        shuffled=False,
        about=question,
        hints=("Work the first line yourself. Does it agree? Then the next one.",),
        answer_worked=lambda x: f"**{case(question, x).slip}**",
    )


def which_slip(question: Value, answer: Any = None) -> None:
    """Show the court of a question; a letter names the slip, a number mends it.

    Once its slip is named, the next call without an answer brings fresh numbers.
    """
    asked = court(question)
    standing = current.of(asked)
    if standing.mended and answer is None:
        current.turn_to(asked, standing.number + 1)
    if standing.shown is None or answer is None:
        current.ask(asked)
    if isinstance(answer, str) and answer.strip(" .()").isalpha():
        current.check(asked, answer)
    elif answer is not None:
        show_outcome(asked.put_right(answer, current.learner, current.of(asked).number))


@lru_cache(maxsize=64)  # its text and its options both ask
def case(question: Value, x: Any) -> Case:
    """Return what the court of these numbers is about; the same numbers bring the same case."""
    draw = Draw("court", question.id, {name: np.asarray(v).tolist() for name, v in vars(x).items()})
    workings = draw.shuffled(_workings(question.recipe, x))
    if draw.number(0, OFTEN - 1, 1) == 0:
        guilty, lines, others = NOTHING, tuple(steps(question.recipe, x)), workings[:3]
    else:
        (guilty, lines), *others = workings[:3]
    return Case(guilty, lines, lines[-1].value, tuple((n, each[-1].value) for n, each in others))


def _workings(recipe: Recipe, x: SimpleNamespace) -> list[tuple[str, tuple[Step, ...]]]:
    """Return name and lines of every single slip; those that give the same have one name."""
    found: dict[str, Slip] = {}
    for name, _, (slip,) in recipe.wrong(x):
        if name != "right":
            found.setdefault(name, slip)
    return [(name, tuple(steps(recipe, x, slip))) for name, slip in found.items()]


def _told(question: Value, x: Any) -> str:
    tried = case(question, x)
    asked = "\n".join(f"> {line}" for line in say(question.question, x).splitlines())
    end = on_paper(np.round(tried.result, question.digits))
    return (
        f"Somebody was asked:\n\n{asked}\n\nThis is how they worked:\n\n{numbered(tried.lines)}\n\n"
        f"Their answer is {question.symbol} = {end}. Which slip is in it, if any?"
    )


def _options(question: Value, x: Any) -> list[Row]:
    """Return the options: the slips in a drawn order, and last that there is none."""
    tried = case(question, x)
    told = [
        (name, f"That would give {on_paper(np.round(value, question.digits))}.")
        for name, value in tried.others
    ]
    if tried.slip == NOTHING:
        return [*told, (NOTHING, "Each line holds, and so does the answer.", True)]
    mend = f"Now put it right: `{question.id}.which_slip(…)` takes the right {question.symbol}."
    rows: list[Row] = [*told, (tried.slip, mend, True)]
    rows = Draw("order", question.id, tried.slip, tried.result.tolist()).shuffled(rows)
    look = "One line is not as the question asks. Work each yourself, and compare."
    return [*rows, (NOTHING, look)]
