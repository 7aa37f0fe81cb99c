"""One page a learner: each question with the same feedback as in the notebook."""

from coursekit.exercises.choices import Choice
from coursekit.exercises.feedback import LOOKS, marked_up
from coursekit.exercises.functions import Function
from coursekit.exercises.variants import say
from coursekit.teach.page import LOOKS as MARKS
from coursekit.teach.page import document, mark, prose, text
from coursekit.teach.records import SAVED


def learner_page(sheet, row):
    """Return a learner's page. It holds no remarks: those are for the teacher."""
    parts = [
        f"<h1>{text(row.learner.name)}</h1>",
        f'<p class="soft">{sheet.score(row)} of {sheet.maximum} questions right. Questions to '
        "answer in your own words give no points; they are read.</p>",
        _overview(sheet, row),
    ]
    for room, title in sheet.lessons.items():
        parts.append(f"<h2>{text(title)}</h2>")
        parts += [_question(row, e) for e in sheet.exercises if e.id.split(".")[0] == room]
    return document(f"{row.learner.name}: {sheet.score(row)} of {sheet.maximum}", *parts)


def _overview(sheet, row):
    marks = [
        f'<a href="#{text(e.id)}" title="{text(e.title)}">{mark(row.outcome(e))}</a>'
        for e in sheet.exercises
    ]
    return f'<div class="marks">{"".join(marks)}</div>'


def _question(row, exercise):
    answer = row.answers.get(exercise.id)
    parts = [
        f'<section class="question" id="{text(exercise.id)}"><h3>{text(exercise.title)}</h3>',
        prose(say(exercise.question, _numbers(exercise, answer))),
    ]
    if answer is None or not answer.attempted:
        parts.append(_said("", "No answer."))
    else:
        parts.append(_answer(exercise, answer))
        words, _ = LOOKS[answer.outcome]
        parts.append(_said(answer.outcome, f"{words} {answer.text}".strip(), words))
        if answer.found != SAVED:
            parts.append('<p class="soft">This came up when the notebook was run.</p>')
    return "\n".join([*parts, "</section>"])


def _numbers(exercise, answer):
    """Return the numbers that were asked."""
    try:
        return exercise.numbers(answer.learner, answer.variant) if answer else exercise.numbers()
    except RuntimeError:  # a record may name a variant for which no numbers can be drawn
        return exercise.numbers()


def _answer(exercise, answer):
    """Show what was handed in."""
    if isinstance(exercise, Function):
        return f"<pre>{text(answer.shown)}</pre>"
    shown = answer.shown
    if isinstance(exercise, Choice):
        option = exercise.lettered(answer.learner, answer.variant).get(shown)
        shown = f"{shown}: {option.text}" if option else shown
    shown = shown if len(shown) <= 600 else f"{shown[:600]} …"
    return f'<p><span class="soft">Your answer:</span> {text(shown)}</p>' if shown else ""


def _said(outcome, told, words=""):
    kind, _, _ = MARKS[outcome]
    shown = marked_up(told)
    if words:
        shown = shown.replace(words, f"<strong>{words}</strong>", 1)
    return f'<div class="said s-{kind}"><p>{shown}</p></div>'
