"""Questions whose answer is a number or an array of numbers."""

from dataclasses import dataclass

import numpy as np

from coursekit.exercises.answers import fit, read
from coursekit.exercises.exercise import Exercise
from coursekit.exercises.feedback import EXPLAINED, NOT_YET, RIGHT, RIGHT_GIVEN, Outcome
from coursekit.exercises.slips import Recipe, confusions, diagnose, is_close
from coursekit.exercises.variants import say, write

LISTED = 9  # entries of an array that a sentence names


@dataclass(kw_only=True, eq=False)
class Value(Exercise):
    """A number or an array to work out.

    recipe: the computation, part by part, with its slips.
    symbol: what the answer is called, also in the learner's code.
    digits: decimals asked for; an answer rounded to them is right.
    replaces: the part of the recipe that the answer to the exercise before it stands for.
    """

    recipe: Recipe
    symbol: str
    digits: int = 4
    replaces: str = ""

    @property
    def within(self):
        """How far from the exact result an answer may lie: half a unit of the last digit."""
        return 0.5 * 10**-self.digits * (1 + 1e-6)

    def answer(self, x):
        """Return the right answer for these numbers, as an array."""
        return self.recipe.right(x)

    def as_data(self, answer):
        """Return the numbers as nested lists."""
        return read(answer).tolist()

    def clear(self, x):
        """Say whether these numbers tell all slips apart."""
        return not confusions(self.recipe, x, self.within)

    def how_to_answer(self):
        """Say how the answer is handed in."""
        kind = _kind(self.answer(self._x).shape)
        digits = f"to {self.digits} decimals" if self.digits else "as a whole number"
        return f"Store `{self.symbol}`, {kind} {digits}, and check it."

    def examine(self, answer, x, number=0, learner=None, earlier=None):
        """Judge an answer: by its value first, and only a wrong one by its slips."""
        yours, right = read(answer), self.answer(x)
        if is_close(yours, right, self.within):
            return Outcome(RIGHT, say(self.well_done, x))
        theirs = self._from_earlier(earlier, x)
        if theirs and is_close(yours, self.recipe.right(x, **theirs), self.within):
            if is_close(read(earlier), self.after.answer(x), self.after.within):
                return Outcome(RIGHT, say(self.well_done, x))  # only its rounding went on
            return Outcome(RIGHT_GIVEN, self._look_back(earlier))
        slips = diagnose(self.recipe, yours, x, self.within)
        slips = slips or (theirs and diagnose(self.recipe, yours, x, self.within, **theirs))
        if slips:
            names = " and ".join(slip.name for slip in slips)
            return Outcome(NOT_YET, f"{_quoted(yours)} looks like {_told(slips, x)}", names)
        if fit(yours, right.shape) is None:
            return Outcome(EXPLAINED, _shapes(yours.shape, right.shape))
        return Outcome(NOT_YET, so_far(fit(yours, right.shape), right, self.within))

    def _from_earlier(self, earlier, x):
        """Return the recipe's part as the learner's own earlier answer has it, if it differs."""
        if earlier is None or not self.replaces:
            return {}
        part = np.asarray(self.recipe.parts[self.replaces].right(x), float)
        own = fit(np.asarray(earlier, float), part.shape)
        return {} if own is None else {self.replaces: own}

    def _look_back(self, earlier):
        symbol = self.after.symbol
        return f"You went on from {symbol} = {write(earlier)} as one should; now mend {symbol}."


def _kind(shape):
    if not shape:
        return "a number"
    if len(shape) == 1:
        return f"an array of {shape[0]}, each number"
    rows, columns = shape
    return f"an array of {rows} rows and {columns} columns, each number"


def _quoted(yours):
    return write(yours.reshape(())) if yours.size == 1 else "Your array"


def _told(slips, x):
    if len(slips) == 1:
        return say(slips[0].says, x)
    return "two slips at once: " + ", and ".join(slip.name for slip in slips) + "."


def _shapes(yours, right):
    def named(shape):
        return f"an array of shape {shape}" if shape else "a single number"

    return f"You have {named(yours)}; the answer is {named(right)}."


def so_far(yours, right, within):
    """Say what is right about a wrong answer, and give none of the right numbers away.

    >>> so_far(np.array(0.4), np.array(0.5), 0.01)
    'The sign is right and the size is near: look for a small slip in the steps.'
    >>> so_far(np.array([0.4, 0.5]), np.array([0.4, 0.6]), 0.01)
    'Right so far: entry [0]. Not yet: entry [1].'
    """
    if right.size == 1:
        return _sign_and_size(float(yours.reshape(())), float(right.reshape(())))
    good = np.abs(yours - right) <= within
    if good.any():
        return f"Right so far: {_entries(good)}. Not yet: {_entries(~good)}."
    if (np.sign(yours) == np.sign(right)).all():
        return "The shape is right, and so is every sign; no entry is right yet."
    return "The shape is right; no entry is right yet."


def _sign_and_size(yours, right):
    sign = np.sign(yours) == np.sign(right)
    near = abs(right) / 2 <= abs(yours) <= abs(right) * 2
    if sign and near:
        return "The sign is right and the size is near: look for a small slip in the steps."
    if sign:
        return "The sign is right; the size is not near."
    return (
        "The size is near; the sign is not right." if near else "Sign and size are not right yet."
    )


def _entries(chosen):
    places = ["[" + ", ".join(map(str, place)) + "]" for place in np.argwhere(chosen).tolist()]
    listed = ", ".join(places[:LISTED]) + (" …" if len(places) > LISTED else "")
    return ("entry " if len(places) == 1 else "entries ") + listed
