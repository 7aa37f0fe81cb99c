"""Questions whose answer is a number or an array of numbers."""

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.network.checks import Array
from coursekit.questions.diagnosis import confusions, diagnose, in_any_question, is_close
from coursekit.questions.draw import Numbers
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT, RIGHT_GIVEN, Outcome
from coursekit.questions.question import Question, Verb
from coursekit.questions.reading import fit, read
from coursekit.questions.recipe import VERSION, Recipe, Slip
from coursekit.questions.session import current
from coursekit.questions.writing import say, write

LISTED = 9  # entries of an array that a sentence names


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Value(Question):
    """A number or an array to work out.

    recipe: the computation, part by part, with its slips.
    symbol: what the answer is called, also in the learner's code.
    digits: decimals asked for; an answer rounded to them is right.
    kept: decimals that one keeps on the way; as many as are asked for, or four, where none are.
    bounds: between which numbers any answer lies, as that of σ does; None where there are none.
    after: as for any question, but one with a value, too.
    replaces: the part of the recipe that the answer to the question before it stands for.
    """

    recipe: Recipe
    symbol: str
    digits: int = 4
    kept: int | None = None
    bounds: tuple[float, float] | None = None
    after: "Value | None" = None
    replaces: str = ""

    @Verb
    def which_slip(self, answer: Any = None) -> None:
        """Show how somebody worked on fresh numbers; a letter names the slip, a number mends it."""
        current.practise("which_slip", self, answer)

    @Verb
    def worked(self) -> None:
        """Show fresh numbers, worked line by line."""
        current.practise("worked", self)

    @Verb
    def faded(self, left: int | None = None) -> None:
        """Show fresh numbers worked but for the last lines: so many, or as many as are due."""
        current.practise("faded", self, left)

    @Verb
    def line(self, answer: Any = ...) -> None:
        """Say whether this is one of the lines that are left."""
        current.practise("line", self, answer)

    @property
    def within(self) -> float:
        """How far from a result an answer may lie that is only rounded: half a unit."""
        return 0.5 * 10.0**-self.digits * (1 + 1e-6)

    def tolerance(self, x: SimpleNamespace, **replaced: Any) -> Array:
        """Return how far from the exact result careful work by hand may end, entry by entry.

        Whoever rounds each step to the decimals that are kept is right, and so is half a unit more.
        """
        usual = self.digits if self.digits > 1 else 4
        kept = usual if self.kept is None else self.kept
        known = isinstance(x, Numbers) and not replaced
        own: Any = x  # it is hashable, if it is known
        steps = _reach(self.recipe, own, kept) if known else self.recipe.reach(x, kept, **replaced)
        return self.within + steps

    def answer(self, x: SimpleNamespace) -> Array:
        """Return the right answer for these numbers, as an array."""
        return self.recipe.right(x)

    def as_data(self, answer: Any) -> Any:
        """Return the numbers as nested lists."""
        return read(answer).tolist()

    def clear(self, x: SimpleNamespace, version: int = VERSION) -> bool:
        """Say whether these numbers tell all slips apart, and from careful work by hand."""
        if confusions(self.recipe, x, self.within, version):
            return False
        if version == 1:
            return True
        right, tolerance = self.answer(x), self.tolerance(x)
        if any(
            name != "right" and is_close(value, right, tolerance)
            for name, value, _ in self.recipe.wrong(x, pairs=True)
        ):
            return False
        fitting = (fit(value, right.shape) for _, value, _ in self.recipe.wrong(x))
        return not any(
            is_close(value, right, tolerance)
            or given_too_short(np.round(value, self.digits), right, self.digits)
            for value in fitting
            if value is not None
        )

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """Say how the answer is handed in."""
        x = self.numbers(learner, number)
        kind = _kind(self.answer(x).shape)
        some = f"to {self.digits} decimal{'s' * (self.digits > 1)}"
        digits = some if self.digits else "as a whole number"
        return f"Store `{self.symbol}`, {kind} {digits}, and check it.{self.names_in_given(x)}"

    def examine(
        self, answer: Any, x: SimpleNamespace, number: int, learner: str | None, earlier: Any
    ) -> Outcome:
        """Judge an answer: by its value first, and only a wrong one by its slips."""
        yours, right = read(answer), self.answer(x)
        if self._reached(yours, x):
            return Outcome(RIGHT, say(self.well_done, x))
        before, theirs = self.after, self._from_earlier(earlier, x)
        if before and theirs and self._reached(yours, x, **theirs):
            if before._reached(read(earlier), x):
                return Outcome(RIGHT, say(self.well_done, x))  # only its rounding went on
            went_on = f"You went on from {before.symbol} = {write(earlier)} as one should"
            return Outcome(RIGHT_GIVEN, f"{went_on}; now mend {before.symbol}.")
        fitted = fit(yours, right.shape)
        if fitted is not None and given_too_short(fitted, right, self.digits):
            return Outcome(EXPLAINED, f"Right so far. Give it to {self.digits} decimals, please.")
        slips = self._looks_like(yours, x)
        if theirs and not slips:
            slips = self._looks_like(yours, x, **theirs)
        if slips:
            names = " and ".join(slip.name for slip in slips)
            words = f"{_quoted(yours)} looks like {told(slips, x)}"
            return Outcome(NOT_YET, f"{self._out_of_bounds(yours)}{words}", names)
        if fitted is None:
            shapes = _shapes(yours.shape, right.shape)
            return Outcome(EXPLAINED, _about_a_comma(answer, right) or shapes)
        return Outcome(NOT_YET, self._out_of_bounds(yours) or so_far(fitted, right, self.within))

    def _reached(self, yours: Array, x: SimpleNamespace, **replaced: Any) -> bool:
        """Say whether an answer is the result, rounded at its end or on the way."""
        right = self.recipe.right(x, **replaced)
        if is_close(yours, right, self.within):
            return True
        if not is_close(yours, right, self.tolerance(x, **replaced)):
            return False
        wrongs = (value for _, value, _ in self.recipe.wrong(x, **replaced))
        return not any(is_close(yours, value, self.within) for value in wrongs)

    def _looks_like(self, yours: Array, x: SimpleNamespace, **replaced: Any) -> tuple[Slip, ...]:
        """Return what an answer looks like, the plainest first: one slip, what is mistaken in any
        question, one slip with its steps rounded, two slips.
        """
        right, wide = self.recipe.right(x, **replaced), float(self.tolerance(x, **replaced).max())
        single, two = (False,), (True,)
        return (
            diagnose(self.recipe, yours, x, self.within, single, **replaced)
            or in_any_question(yours, right, self.within)
            or diagnose(self.recipe, yours, x, wide, single, **replaced)
            or diagnose(self.recipe, yours, x, self.within, two, **replaced)
        )

    def _out_of_bounds(self, yours: Array) -> str:
        """Say, of an answer that no σ can give, why it cannot."""
        if self.bounds is None or ((self.bounds[0] <= yours) & (yours <= self.bounds[1])).all():
            return ""
        low, high = map(write, self.bounds)
        return f"σ never leaves {low} … {high}, so this cannot be it. "

    def _from_earlier(self, earlier: Any, x: SimpleNamespace) -> dict[str, Array]:
        """Return the recipe's part as the learner's own earlier answer has it, if it differs."""
        if earlier is None or not self.replaces:
            return {}
        part = np.asarray(self.recipe.parts[self.replaces].right(x), float)
        own = fit(np.asarray(earlier, float), part.shape)
        return {} if own is None else {self.replaces: own}


@lru_cache(maxsize=1024)
def _reach(recipe: Recipe, x: Any, kept: int) -> Array:
    return recipe.reach(x, kept)


def given_too_short(yours: Array, right: Array, digits: int) -> bool:
    """Say whether this is the result with fewer decimals than were asked for, two digits at least.

    >>> given_too_short(np.array(0.11), np.array(0.112), 4)
    True
    >>> given_too_short(np.array(0.1), np.array(0.112), 4)
    False
    """
    for unit in (10.0**-k for k in range(1, digits)):
        near = (np.abs(yours - right) < unit * (1 - 1e-9)).all() and np.abs(
            right
        ).max() >= 10 * unit
        if near and np.allclose(yours / unit, np.round(yours / unit), 0, 1e-6):
            return True
    return False


def _kind(shape: tuple[int, ...]) -> str:
    if np.prod(shape) == 1:
        return "a number"
    if len(shape) == 1:
        return f"an array `np.array([{_dots(shape[0])}])` with each of its {shape[0]} numbers"
    rows, columns = shape
    row = f"[{_dots(columns)}]"
    return (
        f"an array `np.array([{', '.join([row] * rows)}])` of {rows} rows and {columns} columns, "
        "each number"
    )


def _dots(count: int) -> str:
    return ", ".join(["…"] * count)


def _quoted(yours: Array) -> str:
    return write(yours.reshape(())) if yours.size == 1 else "Your array"


def told(slips: tuple[Slip, ...], x: SimpleNamespace) -> str:
    """Say what an answer looks like: one slip in its own words, or two by their names."""
    if len(slips) == 1:
        return say(slips[0].says, x)
    return "two slips at once: " + ", and ".join(slip.name for slip in slips) + "."


def _about_a_comma(answer: Any, right: Array) -> str:
    """Say how a number is written if two whole numbers came where one was asked for: 0, 26.

    >>> _about_a_comma((0, 26), np.array(0.26))
    'Is this 0,26? Python takes a comma to stand between two numbers. Write a point: 0.26'
    """
    if type(answer) is not tuple or right.size > 1 or len(answer) != 2:
        return ""
    whole, part = answer
    if type(whole) is not int or type(part) is not int or part < 0:
        return ""
    told = f"Is this {write(whole)},{part}? Python takes a comma to stand between two numbers."
    return f"{told} Write a point: {whole}.{part}"


def _shapes(yours: tuple[int, ...], right: tuple[int, ...]) -> str:
    def named(shape: tuple[int, ...]) -> str:
        return f"an array of shape {shape}" if shape else "a single number"

    return f"You have {named(yours)}; the answer is {named(right)}."


def so_far(yours: Array, right: Array, within: float) -> str:
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


def _sign_and_size(yours: float, right: float) -> str:
    sign = np.sign(yours) == np.sign(right)
    near = abs(right) / 2 <= abs(yours) <= abs(right) * 2
    if sign and near:
        return "The sign is right and the size is near: look for a small slip in the steps."
    if sign:
        return "The sign is right; the size is not near."
    return (
        "The size is near; the sign is not right." if near else "Sign and size are not right yet."
    )


def _entries(chosen: NDArray[np.bool_]) -> str:
    places = ["[" + ", ".join(map(str, place)) + "]" for place in np.argwhere(chosen).tolist()]
    listed = ", ".join(places[:LISTED]) + (" …" if len(places) > LISTED else "")
    return ("entry " if len(places) == 1 else "entries ") + listed
