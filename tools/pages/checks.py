"""What a page needs to check a lesson's questions without Python.

Each question goes into the page in several variants: its text, hints and solution, and the results
to compare with: the right one, and those of its slips, one and two at a time, as Python's own judge
has them. `checks.js` compares. All of a lesson is one compressed block, so that nobody who looks
into a page's source meets an answer; whoever writes a program can get them.
"""

import base64
import json
import zlib
from importlib import import_module

import numpy as np

from coursekit.questions.choice import Choice
from coursekit.questions.diagnosis import ANYWHERE
from coursekit.questions.prediction import Amount, OneOf
from coursekit.questions.value import Value, told
from coursekit.questions.words import Words
from coursekit.questions.writing import say, write

VARIANTS = 8
DIGITS = 10  # significant ones of a result
NUDGE = 1e-5


def block(ids, predictions, markdown):
    """Return what a page needs for the questions of these ids and for predictions, as packed text.

    predictions: id → `predicted`. markdown: turns a text into HTML.
    """
    data = {id: exported(_named(id), markdown) for id in ids}
    data |= predictions
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(plain.encode(), 9)).decode()


def _named(id):
    lesson, _, name = id.partition(".")
    return getattr(import_module(f"coursekit.lessons.{lesson}"), name)


def exported(question, markdown, most=VARIANTS):
    """Return a question as plain data, which `checks.js` understands; most: of its variants."""
    data = {
        "title": question.title,
        "sealed": bool(question.help_opens),
        "first": question.first.id,
    }
    kinds = {Value: _value, Choice: _choice, Words: _words}
    kind, make = next(((k, m) for k, m in kinds.items() if isinstance(question, k)), (None, None))
    if kind is None:  # what has to be run needs a kernel
        return data | {"kind": "function", "variants": []}
    count = most if question.first.draw else 1
    data["kind"] = kind.__name__.lower()
    if isinstance(question, Value):
        data |= {"symbol": question.symbol, "digits": question.digits, "within": question.within}
        data |= {"bounds": question.bounds, "after": question.after and question.after.id}
        if question.after and question.replaces:
            data |= {"before": question.after.symbol, "within_before": question.after.within}
    variants = []
    for number in range(count):
        x = question.numbers(None, number)
        variants.append(
            {
                "text": markdown(say(question.question, x)),
                "hints": [markdown(say(hint, x)) for hint in question.hints],
                "solution": markdown(say(question.answer_worked, x)),
                "done": say(question.well_done, x),
            }
            | make(question, x, number)
        )
    return data | {"variants": variants}


def predicted(asked):
    """Return a prediction as plain data: what there is to choose, and what comes."""
    comes = asked.outcome()
    if isinstance(asked, OneOf):
        return {"kind": "one", "options": asked.options, "comes": asked.options[comes]}
    if isinstance(asked, Amount):
        told = f"{write(round(float(comes), asked.digits))}{asked.unit}"
        return {"kind": "amount", "comes": told, "number": float(comes), "within": asked.within}
    return {"kind": "words", "comes": str(comes)}


def _choice(question, x, number):
    options = question.lettered(None, number).values()
    return {"options": [[option.text, option.says, int(option.right)] for option in options]}


def _words(question, x, number):
    return {"model": question.model, "checklist": list(question.checklist)}


def _value(question, x, number):
    """Return the results of one variant: [name, values, shape, what is told], the right one first.

    "given": what is right for whoever went on from their own answer to the question before.
    """
    recipe, right = question.recipe, question.answer(x)
    singles = [_result(name, value, told(slips, x)) for name, value, slips in recipe.wrong(x)]
    pairs = [_result(name, value, told(slips, x)) for name, value, slips in recipe.wrong(x, True)]
    anywhere = [
        _result(name, wrong(right), says)
        for name, wrong, says in ANYWHERE
        if right.ndim or name not in ("another order", "transposed")
    ]
    tolerance = np.broadcast_to(question.tolerance(x), right.shape)
    return {
        "right": _exactly("right", right),
        "tolerance": _numbers(tolerance),
        "singles": singles,
        "anywhere": anywhere,
        "pairs": pairs,
        "given": _given(question, x) if question.after and question.replaces else [],
    }


def _given(question, x):
    """Return what follows from the right answer to the question before, and from each slip there.

    Each is [what was answered, the result then, its tolerance, its slopes]: (results, answers) how
    it changes with each number that was answered, for people round before they go on. Where the
    rounding of all numbers together bends it, the rounded answer stands beside the exact one.
    """
    shape = np.shape(question.recipe.parts[question.replaces].right(x))
    found = []
    for name, value in (
        ("right", question.after.answer(x)),
        *((name, value) for name, value, _ in question.after.recipe.wrong(x)),
    ):
        if value.shape != shape:
            continue
        exact, slopes = _went_on(question, x, name, value)
        found.append(exact)
        rounded = np.round(value, question.after.digits)
        other, _ = _went_on(question, x, name, rounded)
        bent = np.subtract(other[1][1], exact[1][1]) - slopes @ (rounded - value).ravel()
        if np.abs(bent).max() > question.within / 10:
            found.append(other)
    return found


def _went_on(question, x, name, value):
    """Return what follows from one answer to the question before, and its slopes as an array."""
    replaced = {question.replaces: value}
    result = question.recipe.right(x, **replaced)
    tolerance = np.broadcast_to(question.tolerance(x, **replaced), result.shape)
    slopes = np.transpose([_slope(question, x, value, k) for k in range(value.size)])
    exact = _exactly(name, value), _exactly("right", result)
    return [*exact, _numbers(tolerance), slopes.round(8).tolist()], slopes


def _slope(question, x, value, k):
    """Return how the results, flat, change with one number of the answer before."""
    both = []
    for h in (NUDGE, -NUDGE):
        nudged = np.array(value, float)
        nudged.flat[k] += h
        both.append(np.ravel(question.recipe.right(x, **{question.replaces: nudged})))
    return (both[0] - both[1]) / (2 * NUDGE)


def _exactly(name, value):
    """Return a result with which answers are compared to the last digit."""
    return [name, np.ravel(value).tolist(), list(np.shape(value)), ""]


def _result(name, value, told):
    value = np.asarray(value, float)
    return [name, _numbers(value), list(value.shape), told]


def _numbers(values):
    return [float(f"{value:.{DIGITS}g}") for value in np.ravel(values)]
