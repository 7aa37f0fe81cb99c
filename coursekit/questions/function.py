"""Questions whose answer is a function of the learner's, tried on inputs that they do not see."""

import contextlib
import inspect
import io
import json
import types
import warnings
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.network.checks import Array
from coursekit.questions.deadline import OutOfTime, within
from coursekit.questions.diagnosis import is_close
from coursekit.questions.draw import Draw
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT, Outcome
from coursekit.questions.question import Question
from coursekit.questions.reading import (
    NotAttempted,
    Unreadable,
    name_of,
    read,
    refuse_what_is_no_answer,
)
from coursekit.questions.recipe import Slip, as_slips
from coursekit.questions.returned import decode, encode
from coursekit.questions.stopped import what_stopped
from coursekit.questions.writing import say, write

SECONDS = 3.0  # for all inputs together
LONGEST_SOURCE = 5000
ENDLESS = (
    f"Your function did not finish within {SECONDS:.0f} seconds. Is there a loop that never ends?"
)
WAITED = "Your function waits, as `time.sleep` and `input` do. Let it compute its result at once."
SHOWN = 4  # numbers of an input that a sentence repeats

Case = tuple[Any, ...]  # the arguments of one call


@dataclass(frozen=True)
class Elsewhere:
    """A function whose results come from elsewhere, as a learner's do in a teacher's tool.

    run: takes cases and returns the result of each, or raises Unreadable, as `results_of` does.
    """

    run: Callable[[list[Case]], list[Any]]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Function(Question):
    """A function to write.

    reference: the function as the course has it; its parameters name the inputs.
    inputs: from a `Draw`, a list of tuples of arguments; drawn anew for each variant.
    slips: rows (name, wrong function, says).
    precision: how far from the reference a result may lie, relative to its size.
    beyond: further inputs that decide nothing, and what is remarked where a right function gives
        no finite number for them.
    """

    reference: Callable[..., Any]
    inputs: Callable[[Draw], list[Case]]
    slips: tuple[Any, ...] = ()
    precision: float = 1e-6
    beyond: tuple[tuple[Case, str], ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "slips", as_slips(self.slips))  # frozen, but rows are welcome

    def cases(self, learner: str | None = None, number: int = 0) -> list[Case]:
        """Return the hidden inputs of a variant."""
        return self.inputs(Draw(self.id, "inputs", learner, number))

    def answer(self, x: SimpleNamespace) -> Callable[..., Any]:
        """Return the course's own function."""
        return self.reference

    def as_data(self, answer: Any) -> str | None:
        """Return the function's source, where Python still has it."""
        if type(answer) is not types.FunctionType:
            return None
        return inspect.getsource(answer)[:LONGEST_SOURCE]

    def noting(self, answer: Any, notes: list[dict[str, Any]]) -> Any:
        """Return a function that does the same and notes what it returns, as data."""

        def run(cases: list[Case]) -> list[Any]:
            try:
                results = results_of(answer, cases)
            except Unreadable as reason:
                notes.append({"stopped": str(reason)[:1000]})
                raise
            # as text, for Jupyter's messages have no NaN
            notes.append({"returned": json.dumps(encode(results))})
            return results

        return Elsewhere(run) if callable(answer) else answer

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """Say how the answer is handed in."""
        return "Write the function, run the cell, and it is tried on inputs of all kinds."

    def examine(
        self, answer: Any, x: SimpleNamespace, number: int, learner: str | None, earlier: Any
    ) -> Outcome:
        """Try the function on the hidden inputs and compare with the course's own."""
        refuse_what_is_no_answer(answer)
        if not (type(answer) is Elsewhere or callable(answer)):
            raise Unreadable(
                f"This is a {name_of(type(answer))}, not a function. "
                "Hand in the function's name alone, without ( )."
            )
        cases = self.cases(learner, number)
        outcome = self._compare(cases, self._results(answer, cases), x)
        if outcome.name == RIGHT and type(answer) is not Elsewhere:
            _refuse_changes(answer, cases)
            remarks = [text for case, text in self.beyond if not _is_finite(answer, case)]
            outcome = replace(outcome, text=" ".join([outcome.text, *remarks]))
        return outcome

    def _results(self, function: Any, cases: list[Case]) -> list[Any]:
        """Return what the function gives for each case, read; raise Unreadable for the rest."""
        results, calls = _try(function, cases), [self._call(case) for case in cases]
        empty = [call for call, result in zip(calls, results, strict=True) if result is None]
        if 0 < len(empty) < len(results):
            raise Unreadable(f"{empty[0]} returns nothing. Does every path reach a `return`?")
        return [self._readable(result, call) for call, result in zip(calls, results, strict=True)]

    def _readable(self, result: Any, call: str) -> Any:
        """Return one result as an array. call: "With z = 0.5 your function"."""
        return readable(result, call)

    def _compare(self, cases: list[Case], yours: list[Any], x: SimpleNamespace) -> Outcome:
        rights = [np.asarray(self.reference(*deepcopy(case)), float) for case in cases]
        good = [self._is_close(*both) for both in zip(yours, rights, strict=True)]
        if all(good):
            return Outcome(RIGHT, say(self.well_done, x))
        for your, right, case in zip(yours, rights, cases, strict=True):
            if your.shape != right.shape and is_close(your, right, self._precision(right)):
                shapes = f"{your.shape}, and {right.shape} is wanted"
                raise Unreadable(
                    f"The numbers are right. {self._call(case)} has the shape {shapes}."
                )
        place = good.index(False)
        shown = f"{self._call(cases[place])} gives something else"
        if yours[place].size <= SHOWN:
            shown = f"{self._call(cases[place])} gives {write(yours[place])}"
        fitting = [slip for slip in self.slips if self._fits(slip, cases, yours)]
        if len(fitting) == 1:
            told = f"{shown}. That looks like {say(fitting[0].says, x)}"
            return Outcome(NOT_YET, told, fitting[0].name)
        if yours[place].shape != rights[place].shape:
            shapes = f"{yours[place].shape}, and {rights[place].shape} is wanted"
            return Outcome(EXPLAINED, f"{self._call(cases[place])} has the shape {shapes}.")
        count = f"It is right for {sum(good)} of {len(good)} inputs"
        return Outcome(NOT_YET, f"{count}. The first that it misses: {shown}.")

    def _fits(self, slip: Slip, cases: list[Case], yours: list[Array]) -> bool:
        with np.errstate(all="ignore"):
            wrongs = [np.asarray(slip.wrong(*deepcopy(case)), float) for case in cases]
        return all(
            np.isfinite(wrong).all() and self._is_close(your, wrong)
            for your, wrong in zip(yours, wrongs, strict=True)
        )

    def _is_close(self, yours: Array, right: Array) -> bool:
        same = right.ndim == 0 or yours.shape == right.shape  # 1 number may come as an array of 1
        return same and is_close(yours, right, self._precision(right))

    def _precision(self, right: Array) -> float:
        return float(self.precision * (1 + np.abs(right).max()))

    def _call(self, case: Case) -> str:
        """Name the inputs by their values where these are short, and otherwise by their sizes."""
        names = inspect.signature(self.reference).parameters
        told = [f"{name} {_briefly(value)}" for name, value in zip(names, case, strict=True)]
        return f"With {', '.join(told)} your function"


def _briefly(value: Any) -> str:
    if isinstance(value, list):
        return f"of {len(value)} layer{'s' * (len(value) > 1)}"
    shape = np.shape(value)
    return f"= {write(value)}" if np.size(value) <= SHOWN else f"of shape {shape}"


def _is_finite(function: Callable[..., Any], case: Case) -> bool:
    try:
        return bool(np.isfinite(np.asarray(results_of(function, [case])[0], float)).all())
    except (Unreadable, TypeError, ValueError):
        return False


def _try(function: Any, cases: list[Case]) -> list[Any]:
    return function.run(cases) if type(function) is Elsewhere else results_of(function, cases)


def noted(notes: Any) -> Elsewhere:
    """Return a function that gives once more, try by try, what `Function.noting` noted."""
    left = [told for told in notes if isinstance(told, dict)]

    def run(cases: list[Case]) -> list[Any]:
        told = left.pop(0) if left else {}
        if isinstance(reason := told.get("stopped"), str):
            raise Unreadable(reason[:1000])
        try:
            results = decode(json.loads(told["returned"]))
        except (KeyError, TypeError, ValueError, RecursionError):
            results = None
        if not isinstance(results, list) or len(results) != len(cases):
            raise Unreadable("Your function gives no results that can be read.")
        return results

    return Elsewhere(run)


def results_of(function: Callable[..., Any], cases: list[Case]) -> list[Any]:
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
    except OutOfTime as time_is_up:
        raise Unreadable(WAITED if time_is_up.waited else ENDLESS) from None
    except BaseException as error:  # also sys.exit() and an interrupt by the learner
        raise Unreadable(what_stopped(error, function)) from None


def _refuse_changes(function: Callable[..., Any], cases: list[Case]) -> None:
    """Raise Unreadable for a right function that changes what it is given."""
    changed = []

    def watched(*case: Any) -> Any:
        before, result = deepcopy(case), function(*case)
        changed.append(_differ(case, before))
        return result

    try:
        results_of(watched, cases)
    except Unreadable:
        return  # it was right once, and that counts
    if any(changed):
        raise Unreadable(
            "The results are right, but your function changes what it is given, as `-=` and `pop` "
            "do: whoever calls it finds other numbers afterwards. Make new ones: `w = w - …`."
        )


def _differ(mine: Any, theirs: Any) -> bool:
    if isinstance(theirs, list | tuple):
        return len(mine) != len(theirs) or any(map(_differ, mine, theirs))
    return not np.array_equal(np.asarray(mine), np.asarray(theirs))


def readable(result: Any, call: str) -> Array:
    """Return a result as an array, or raise with a sentence that says what it is instead."""
    try:
        return read(result)
    except NotAttempted:
        raise NotAttempted("Your function returns nothing. Is there a `return`?") from None
    except Unreadable as reason:
        raise Unreadable(f"{call} returns something else than numbers. {reason}") from None
