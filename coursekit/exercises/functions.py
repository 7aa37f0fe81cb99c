"""Questions whose answer is a function of the learner's, tried on inputs that they do not see."""

import builtins
import contextlib
import inspect
import io
import linecache
import traceback
import types
import warnings
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from coursekit.exercises.answers import (
    NotAttempted,
    Unreadable,
    name_of,
    read,
    refuse_what_is_no_answer,
)
from coursekit.exercises.deadline import OutOfTime, within
from coursekit.exercises.exercise import Exercise
from coursekit.exercises.feedback import EXPLAINED, NOT_YET, RIGHT, Outcome
from coursekit.exercises.slips import Slip, is_close
from coursekit.exercises.variants import Draw, write

SECONDS = 3.0  # for all inputs together
LONGEST_SOURCE = 5000
SHOWN = 4  # numbers of an input that a sentence repeats


@dataclass(frozen=True)
class Elsewhere:
    """A function that is kept out of this process, as a teacher's tool keeps a learner's.

    run: takes cases and returns the result of each, or raises Unreadable, as `results_of` does.
    """

    run: Callable


@dataclass(kw_only=True, eq=False)
class Function(Exercise):
    """A function to write.

    reference: the function as the course has it; its parameters name the inputs.
    inputs: from a `Draw`, a list of tuples of arguments; drawn anew for each variant.
    slips: wrong functions.
    precision: how far from the reference a result may lie, relative to its size.
    """

    reference: Callable
    inputs: Callable
    slips: tuple[Slip, ...] = ()
    precision: float = 1e-6

    def cases(self, learner=None, number=0):
        """Return the hidden inputs of a variant."""
        return self.inputs(Draw(self.id, "inputs", learner, number))

    def answer(self, x):
        """Return the course's own function."""
        return self.reference

    def as_data(self, answer):
        """Return the function's source, where Python still has it."""
        if type(answer) is not types.FunctionType:
            return None
        return inspect.getsource(answer)[:LONGEST_SOURCE]

    def how_to_answer(self):
        """Say how the answer is handed in."""
        return "Write the function, run the cell, and it is tried on inputs of all kinds."

    def examine(self, answer, x, number=0, learner=None, earlier=None):
        """Try the function on the hidden inputs and compare with the course's own."""
        refuse_what_is_no_answer(answer)
        if not (type(answer) is Elsewhere or callable(answer)):
            raise Unreadable(
                f"This is a {name_of(type(answer))}, not a function. "
                "Hand in the function's name alone, without ( )."
            )
        cases = self.cases(learner, number)
        return self._compare(cases, self._results(answer, cases))

    def _results(self, function, cases):
        """Return what the function gives for each case, read; raise Unreadable for the rest."""
        results = _try(function, cases)
        return [
            self._readable(result, self._call(case))
            for case, result in zip(cases, results, strict=True)
        ]

    def _readable(self, result, call):
        """Return one result as an array. call: "With z = 0.5 your function"."""
        return readable(result, call)

    def _compare(self, cases, yours):
        rights = [np.asarray(self.reference(*deepcopy(case)), float) for case in cases]
        good = [self._is_close(*both) for both in zip(yours, rights, strict=True)]
        if all(good):
            return Outcome(RIGHT, self.well_done)
        place = good.index(False)
        shown = f"{self._call(cases[place])} gives something else"
        if yours[place].size <= SHOWN:
            shown = f"{self._call(cases[place])} gives {write(yours[place])}"
        fitting = [slip for slip in self.slips if self._fits(slip, cases, yours)]
        if len(fitting) == 1:
            return Outcome(NOT_YET, f"{shown}. That looks like {fitting[0].says}", fitting[0].name)
        if yours[place].shape != rights[place].shape:
            shapes = f"{yours[place].shape}, and {rights[place].shape} is wanted"
            return Outcome(EXPLAINED, f"{self._call(cases[place])} has the shape {shapes}.")
        count = f"It is right for {sum(good)} of {len(good)} inputs"
        return Outcome(NOT_YET, f"{count}. The first that it misses: {shown}.")

    def _fits(self, slip, cases, yours):
        with np.errstate(all="ignore"):
            wrongs = [np.asarray(slip.wrong(*deepcopy(case)), float) for case in cases]
        return all(
            np.isfinite(wrong).all() and self._is_close(your, wrong)
            for your, wrong in zip(yours, wrongs, strict=True)
        )

    def _is_close(self, yours, right):
        return is_close(yours, right, self.precision * (1 + np.abs(right).max()))

    def _call(self, case):
        """Name the inputs by their values where these are short, and otherwise by their sizes."""
        names = inspect.signature(self.reference).parameters
        told = [f"{name} {_briefly(value)}" for name, value in zip(names, case, strict=True)]
        return f"With {', '.join(told)} your function"


def _briefly(value):
    if isinstance(value, list):
        return f"of {len(value)} layer{'s' * (len(value) > 1)}"
    shape = np.shape(value)
    return f"= {write(value)}" if np.size(value) <= SHOWN else f"of shape {shape}"


def _try(function, cases):
    return function.run(cases) if type(function) is Elsewhere else results_of(function, cases)


def results_of(function, cases):
    """Return what a function gives for each case, or raise Unreadable with what stopped it."""
    inputs = deepcopy(cases)
    try:
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")  # a warning never fails an answer
            return within(SECONDS, lambda: [function(*case) for case in inputs])
    except OutOfTime:
        raise Unreadable(
            f"Your function did not finish within {SECONDS:.0f} seconds. "
            "Is there a loop that never ends?"
        ) from None
    except BaseException as error:  # also sys.exit() and an interrupt by the learner
        raise Unreadable(_short(error, function)) from None


def readable(result, call):
    """Return a result as an array, or raise with a sentence that says what it is instead."""
    try:
        return read(result)
    except NotAttempted:
        raise NotAttempted("Your function returns nothing. Is there a `return`?") from None
    except Unreadable as reason:
        raise Unreadable(f"{call} returns something else than numbers. {reason}") from None


def _short(error, function):
    """Say what went wrong and in which line of the learner's own code."""
    code = getattr(function, "__code__", None)
    steps = traceback.walk_tb(BaseException.__traceback__.__get__(error))
    own = [line for frame, line in steps if code and frame.f_code.co_filename == code.co_filename]
    kind = name_of(type(error))
    # Only Python's own errors are asked for their words; another could bring words that never end.
    plain = type(error) in vars(builtins).values() and all(
        type(argument) in (str, int, float) for argument in error.args
    )
    reason = f"{kind}: {', '.join(map(str, error.args))}" if plain and error.args else kind
    if not own:
        return f"Your function stops with {reason}."
    source = linecache.getline(code.co_filename, own[-1]).strip()
    return f"Your function stops in line {own[-1]}, `{source}`, with {reason}."
