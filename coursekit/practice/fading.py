"""Less help each time: a worked variant, then one whose last lines are the learner's.

A worked example shows how; it teaches more when its lines fade (Atkinson 2003). Lines and slips
follow from the question's recipe. Two variants without a miss leave one line more to the learner, a
miss gives one back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.network.checks import Array
from coursekit.page.cards import show_text
from coursekit.practice.working import OF_A_LADDER, Step, numbered, on_paper, steps
from coursekit.questions.diagnosis import is_close
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, NOT_YET, RIGHT, Outcome
from coursekit.questions.reading import NotAttempted, Unreadable, read
from coursekit.questions.recipe import Slip
from coursekit.questions.session import current, show_outcome
from coursekit.questions.value import Value
from coursekit.questions.writing import say

IN_A_ROW = 2  # variants without a miss, until one line more is left to the learner


@dataclass
class Ladder:
    """How much of a question's working is left to a learner.

    number: which variant it shows. left: how many lines, the last ones.
    streak: variants without a miss, one after another.
    open: the lines of the present variant that are still to come, by their place from 0.
    missed: whether one was wrong.
    """

    number: int = 0
    left: int = 1
    streak: int = 0
    open: set[int] = field(default_factory=set)
    missed: bool = False


def fades(question: Value) -> bool:
    """Say whether a question has fresh numbers, and two lines of working at least."""
    draws = question.first.draw is not None
    return draws and len(steps(question.recipe, question.numbers(None, 1))) > 1


def worked(question: Value) -> None:
    """Show a fresh variant, and how it is worked, line by line."""
    x = _fresh(question)
    told = numbered(steps(question.recipe, x))
    show_text(question.title, say(question.question, x), told, f"Now one with a line of your own: "
              f"`{question.id}.faded()`.")  # fmt: skip


def faded(question: Value, left: int | None = None) -> None:
    """Show a fresh variant whose last lines are the learner's.

    left: how many; without it, as many as the ladder has reached.
    """
    x, ladder = _fresh(question), _ladder(question)
    lines = steps(question.recipe, x)
    if left is not None:
        ladder.left, ladder.streak = left, 0
    ladder.left = int(np.clip(ladder.left, 1, len(lines)))
    ladder.open, ladder.missed = set(range(len(lines) - ladder.left, len(lines))), False
    show_text(question.title, say(question.question, x), _so_far(question, lines, ladder))


def line(question: Value, answer: Any = ...) -> None:
    """Judge a line of the learner's, whichever of those that are left it is."""
    ladder, x = _ladder(question), _numbers(question)
    if not ladder.open:
        show_text(question.title, f"No line is left here. Write `{question.id}.faded()` for more.")
        return
    lines, end = steps(question.recipe, x), ""
    outcome, found = judge_line(question, x, ladder.open, answer)
    if found is not None:
        ladder.open.discard(found)
        end = _so_far(question, lines, ladder)
    elif outcome.name == NOT_YET:
        ladder.missed = True
    if not ladder.open:
        end = _climb(question, ladder, len(lines))
    show_outcome(outcome)
    if end:
        show_text(question.title, end)


def judge_line(
    question: Value, x: SimpleNamespace, left: set[int], answer: Any
) -> tuple[Outcome, int | None]:
    """Return what became of a line, and which of those that are left it is, from 0, or None.

    left: the places of the lines that may be handed in, in any order.
    """
    if answer is ...:
        return Outcome(NOT_ATTEMPTED, "Put the result of your line between the brackets."), None
    try:
        yours = read(answer)
    except NotAttempted as reason:
        return Outcome(NOT_ATTEMPTED, str(reason)), None
    except Unreadable as reason:
        return Outcome(EXPLAINED, str(reason)), None
    lines, within = steps(question.recipe, x), float(question.tolerance(x).max())
    for k in sorted(left):
        if is_close(yours, lines[k].value, within):
            return Outcome(RIGHT, f"Line {k + 1}: {lines[k]}."), k
    for slip, value in _off_the_way(question, x, lines, within):
        if is_close(yours, value, within):
            return Outcome(
                NOT_YET, f"{on_paper(yours)} comes up with {slip.name}.", slip.name
            ), None
    if any(is_close(yours, each.value, within) for each in lines):
        return Outcome(EXPLAINED, "That line is there already. Which one comes next?"), None
    return Outcome(NOT_YET, f"Line {min(left) + 1} is the next one. What does it start from?"), None


def _off_the_way(
    question: Value, x: SimpleNamespace, lines: list[Step], within: float
) -> Iterator[tuple[Slip, Array]]:
    """Yield what each single slip brings up in any line and the right way does not."""
    for _, _, (slip,) in question.recipe.wrong(x):
        for each in steps(question.recipe, x, slip):
            if not any(is_close(each.value, right.value, 2 * within) for right in lines):
                yield slip, each.value


def _climb(question: Value, ladder: Ladder, most: int) -> str:
    """Move the ladder after a whole variant, and say what comes next."""
    ladder.streak = 0 if ladder.missed else ladder.streak + 1
    if ladder.missed:
        ladder.left = max(1, ladder.left - 1)
    elif ladder.streak >= IN_A_ROW:
        ladder.streak = 0
        if ladder.left == most:
            return f"Every line was yours, twice. You can do it alone: `{question.id}.another()`."
        ladder.left += 1
    lines = "one line is" if ladder.left == 1 else f"{ladder.left} lines are"
    return f"Done. Next time {lines} yours: `{question.id}.faded()`."


def _so_far(question: Value, lines: list[Step], ladder: Ladder) -> str:
    """Return the lines, with a gap for each that is still to come, and how to fill one."""
    gaps = ["…"] * (len(lines) - 1) + [f"… = {question.symbol}"]
    shown = [gaps[k] if k in ladder.open else line for k, line in enumerate(lines)]
    fill = f"Fill a gap with the result of its line: `{question.id}.line(…)`, in any order."
    return numbered(shown) + (f"\n\n{fill}" if ladder.open else "")


def _fresh(question: Value) -> SimpleNamespace:
    """Turn to the next variant; return its numbers."""
    _ladder(question).number += 1
    return _numbers(question)


def _numbers(question: Value) -> SimpleNamespace:
    return question.numbers(current.learner, OF_A_LADDER + _ladder(question).number)


def _ladder(question: Value) -> Ladder:
    ladder: Ladder = current.practised.setdefault(question.id, Ladder())
    return ladder
