"""The course's choices and numbers as a question bank, whatever system will ask them.

An `Item` holds what both forms of bank need: the text as HTML, and the answers with what is said of
each. A slip's answer is one of them: the bank knows it as the notebook does.
"""

from dataclasses import dataclass

from coursekit.classroom.pages import prose
from coursekit.questions.choice import Choice
from coursekit.questions.outcome import NOT_YET
from coursekit.questions.value import Value
from coursekit.questions.writing import say


@dataclass(frozen=True)
class Option:
    """An answer to choose: text and comment as HTML, and whether it is right."""

    text: str
    says: str
    right: bool


@dataclass(frozen=True)
class Number:
    """An answer to type, how far from it is still it, the comment as HTML, and whether right."""

    value: float
    within: float
    says: str
    right: bool


@dataclass(frozen=True)
class Item:
    """A question of a bank. solution: the worked answer; all texts are HTML."""

    id: str
    title: str
    text: str
    answers: list
    solution: str


def items(questions, variants=1):
    """Yield the Items of these questions, each with so many sets of numbers.

    Arrays, functions and answers in own words are no items.
    """
    for question in questions:
        count = variants if question.first.draw is not None else 1
        for number in range(count) if _fits(question) else ():
            x = question.numbers(None, number)
            told = [question.first, question] if question.first is not question else [question]
            text = "\n".join(prose(say(each.question, x)) for each in told)
            if isinstance(question, Choice):
                answers = [
                    Option(_inline(o.text), prose(o.says), o.right)
                    for o in question.lettered(None, number).values()
                ]
            else:
                answers = list(_numbers(question, x, number))
                text += f"\n{prose(_how(question))}"
            yield Item(
                f"{question.id}.{number}",
                question.title if count == 1 else f"{question.title} ({number + 1})",
                text,
                answers,
                prose(say(question.answer_worked, x)),
            )


def _fits(question):
    if isinstance(question, Value):
        return question.answer(question.numbers()).ndim == 0
    return isinstance(question, Choice)


def _how(question):
    if not question.digits:
        return f"Give {question.symbol} as a whole number."
    return f"Give {question.symbol} to {question.digits} decimal{'s' * (question.digits > 1)}."


def _inline(text):
    return prose(text).removeprefix("<p>").removesuffix("</p>")


def _numbers(question, x, number):
    """Yield the right answer, and those of all slips that the check would name."""
    right, within = float(question.answer(x)), float(question.tolerance(x))
    yield Number(round(right, 8), within, prose(say(question.well_done, x) or "Right."), True)
    taken = [(right, within)]
    for _, value, _ in question.recipe.wrong(x):
        if value.ndim:
            continue
        wrong = round(float(value), question.digits) + 0.0
        near = question.within if question.within < 0.01 else 0.01 * abs(wrong)
        outcome = question.judge(wrong, None, number)
        apart = all(abs(wrong - other) > near + far for other, far in taken)
        if outcome.name == NOT_YET and outcome.slip and apart:
            taken.append((wrong, near))
            yield Number(round(float(value), 8), near, prose(outcome.text), False)
