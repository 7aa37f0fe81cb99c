"""From a wrong result back to the slip: an answer that fits just one tells how it was made."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.network.checks import Array
from coursekit.questions.reading import fit
from coursekit.questions.recipe import VERSION, Recipe, Slip

RIGHT = "right"
# what is mistaken in any question: from the right result, what comes of it, and its words
ANYWHERE: tuple[tuple[str, Callable[[Array], Array], str], ...] = (
    ("the sign turned", lambda right: -right, "the right size with the sign turned."),
    ("half of it", lambda right: right / 2, "half of it: a 2 forgotten, or a ½ in front."),
    ("twice as much", lambda right: 2 * right, "twice as much: a 2 too many."),
    ("percent for a share", lambda right: 100 * right, "a percentage. Asked for is the number."),
    ("a share for percent", lambda right: right / 100, "a hundredth of it: a share for percent."),
    ("another order", lambda right: right[::-1], "the right numbers in another order."),
    ("transposed", lambda right: right.T, "the right numbers with rows and columns exchanged."),
)


def diagnose(
    recipe: Recipe,
    yours: Array,
    x: SimpleNamespace,
    within: float,
    pairs: tuple[bool, ...] = (False, True),
    **replaced: Any,
) -> tuple[Slip, ...]:
    """Return the slips, one or a pair, that alone explain an answer; an empty tuple if none does.

    yours: a finite array. within: how far from a slip's result an answer may lie.
    When two slips fit, neither is named.
    """
    for of_two in pairs:
        fitting: dict[str, tuple[Slip, ...]] = {}
        for name, value, slips in recipe.wrong(x, of_two, **replaced):
            if _is_like(yours, value, within):
                fitting.setdefault(name, slips)
        if fitting:
            return next(iter(fitting.values())) if len(fitting) == 1 else ()
    return ()


def in_any_question(yours: Array, right: Array, within: float) -> tuple[Slip, ...]:
    """Return the one mistake that can be made in any question and that explains an answer.

    >>> [slip.name for slip in in_any_question(np.array([0.6, 0.2]), np.array([0.2, 0.6]), 0.01)]
    ['another order']
    """
    fitted = fit(yours, right.shape)
    if fitted is None or is_close(fitted, right, within):
        return ()
    found = [
        Slip(name, wrong, says)
        for name, wrong, says in ANYWHERE
        if right.ndim or name not in ("another order", "transposed")
        if _is_like(fitted, wrong(right), within)
    ]
    return tuple(found) if len(found) == 1 else ()


def _is_like(yours: Array, value: Array, within: float) -> bool:
    """Say whether an answer is a slip's result.

    Where few decimals or none are asked for, half a unit may be as large as the result itself; then
    an answer must be nearer, or the result rounded.
    """
    if within < 0.01:
        return is_close(yours, value, within)
    rounded = np.round(value / (2 * within)) * round(2 * within, 4)
    near = 0.01 * float(np.abs(value).max(initial=0.0))
    return is_close(yours, value, min(within, near)) or is_close(yours, rounded, 1e-9)


def is_close(yours: Array, value: Array, within: float | Array) -> bool:
    """Say whether an answer has the value's shape, near enough, and its numbers.

    within: one distance for all entries, or one for each, in the shape of a right answer.
    """
    fitted = fit(yours, value.shape)
    if np.ndim(within) and np.shape(within) != value.shape:
        within = float(np.max(within))
    return fitted is not None and bool(np.all(np.abs(fitted - value) <= within))


def confusions(
    recipe: Recipe, x: SimpleNamespace, within: float, version: int = VERSION
) -> list[tuple[str, str]]:
    """Return the pairs of names that these numbers cannot tell apart; none is what one wants.

    The right result and each single slip must differ from each other by more than twice `within`,
    so that no rounded answer fits two, and the right result from every pair of slips. A pair that
    gives what a single slip gives is taken for that one; in version 1 there were none of these.
    """
    singles = [(RIGHT, recipe.right(x)), *((n, v) for n, v, _ in recipe.wrong(x, version=version))]
    found = [
        pair for k in range(len(singles)) for pair in _near(singles[k], singles[k + 1 :], within)
    ]
    if found:  # that is enough to draw anew; the many pairs need not be computed
        return found
    pairs = [(n, v) for n, v, _ in recipe.wrong(x, True, version)]
    apart = singles if version == 1 else singles[:1]
    return [pair for single in apart for pair in _near(single, pairs, within)]


def _near(
    one: tuple[str, Array], others: list[tuple[str, Array]], within: float
) -> list[tuple[str, str]]:
    """Return the pairs of names of one result and of those that lie too near to it."""
    name, value = one
    fitting = [(n, fit(v, value.shape)) for n, v in others if n != name]
    fitted = [(n, v) for n, v in fitting if v is not None]
    if not fitted:
        return []
    distances = np.abs(np.array([v for _, v in fitted]) - value).reshape(len(fitted), -1)
    return [(name, fitted[k][0]) for k in np.flatnonzero(distances.max(axis=1) <= 2 * within)]
