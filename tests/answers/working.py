"""Answers worked out from a question's numbers alone, for a lesson and for the review alike."""

import math
from types import SimpleNamespace

from coursekit.questions.choice import Choice


def answer(how, question, number=0):
    """Return an answer: a constant, or a function of the numbers and of the options as shown."""
    if not callable(how):
        return how
    options = question.lettered(None, number) if isinstance(question, Choice) else {}
    shown = {letter: option.text for letter, option in options.items()}
    return how(SimpleNamespace(**vars(question.numbers(None, number)), shown=shown))


def answers(lesson, right):
    return {name: answer(how, getattr(lesson, name)) for name, how in right.items()}


def wrongs(lesson, wrong):
    return {name: (answer(how, getattr(lesson, name)), slip) for name, (how, slip) in wrong.items()}


def choose(text):
    """Return the letter of the option that has this text in it."""
    return lambda x: next(letter for letter, shown in x.shown.items() if text in shown)


def squeezed(z):
    return 1 / (1 + math.exp(-z))


def steepness(a):
    return a * (1 - a)


def neuron(x):
    return sum(w * a for w, a in zip(x.w.flat, x.a.flat, strict=True)) + x.b


def sums(rows, a, biases=(0, 0, 0)):
    return [
        sum(w * x for w, x in zip(row, a, strict=True)) + b
        for row, b in zip(rows, biases, strict=False)
    ]


def layer(rows, a, biases=(0, 0, 0)):
    return [squeezed(z) for z in sums(rows, a, biases)]


def cost_of(a, y):
    return sum((p - q) ** 2 for p, q in zip(a, y, strict=True))


def rounded(values, digits=4):
    return [round(float(value), digits) for value in values]
