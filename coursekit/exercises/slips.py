"""Slips are data: a wrong computation, and the words that answer it.

A question's computation is taken apart into named parts (`Recipe`). A slip replaces one part by a
wrong one, so that single slips and pairs of them follow by themselves. What a learner hands in is
compared with all of these results: an answer that fits just one of them has told how it was made.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from types import SimpleNamespace

import numpy as np

from coursekit.exercises.answers import fit

RIGHT = "right"


@dataclass(frozen=True)
class Slip:
    """One wrong way to get a part, or the whole, of a computation.

    name: a noun phrase, "the bias left out"; it stands in pairs, records and class maps.
    wrong: a function of the question's numbers.
    says: goes on after "0.26 looks like …"; a text, or a function of the numbers.
    """

    name: str
    wrong: Callable
    says: str | Callable = ""


@dataclass(frozen=True)
class Part:
    """One part of a computation: how to get it right, and the slips that get it wrong."""

    right: Callable
    slips: tuple[Slip, ...] = ()


def factor(symbol, right, *slips):
    """Return a factor of a product, with the slips that any factor invites, and further ones.

    >>> [slip.name for slip in factor("σ′(z)", lambda x: 0.25).slips]
    ['σ′(z) left out', 'σ′(z) taken twice']
    """
    return Part(
        right,
        (
            Slip(
                f"{symbol} left out",
                lambda x: np.ones_like(right(x), float),
                f"the product without {symbol}. It is one of the factors.",
            ),
            Slip(
                f"{symbol} taken twice",
                lambda x: np.square(right(x)),
                f"the product with {symbol} in it twice.",
            ),
            *slips,
        ),
    )


def total(count, thing="term"):
    """Return the part that sums along the first axis, with its slips: a mean, a lost term.

    >>> [slip.name for slip in total(2, "path").slips]
    ['a mean for the sum', 'path 0 left out', 'path 1 left out']
    """

    def without(k):
        return lambda x: lambda terms: np.sum(terms, axis=0) - np.asarray(terms)[k]

    return Part(
        lambda x: lambda terms: np.sum(terms, axis=0),
        (
            Slip(
                "a mean for the sum",
                lambda x: lambda terms: np.mean(terms, axis=0),
                f"the {thing}s' mean. They are added up, and not divided by how many there are.",
            ),
            *(
                Slip(f"{thing} {k} left out", without(k), f"the sum without {thing} {k}.")
                for k in range(count)
            ),
        ),
    )


def average():
    """Return the part that averages along the first axis; its slip is to leave the sum undivided.

    >>> float(average().right(None)([1.0, 3.0]))
    2.0
    """
    return Part(
        lambda x: lambda terms: np.mean(terms, axis=0),
        (
            Slip(
                "a sum for the mean",
                lambda x: lambda terms: np.sum(terms, axis=0),
                "the sum over the examples. Divide it by how many there are.",
            ),
        ),
    )


@dataclass(frozen=True)
class Recipe:
    """A computation made of parts.

    compute: takes a namespace with every part and returns the result.
    parts: name → Part.
    slips: wrong ways to get the whole; their `wrong` returns a result, not a part.
    same: groups of names that always give the same result, the plainest first; a pair is named
        "one and the other", the right result "right".

    >>> sum_of_two = Recipe(lambda p: p.a + p.b, {
    ...     "a": Part(lambda x: x.a),
    ...     "b": Part(lambda x: x.b, (Slip("b left out", lambda x: 0.0, "a alone."),)),
    ... })
    >>> x = SimpleNamespace(a=1.0, b=2.0)
    >>> float(sum_of_two.right(x)), [(name, float(value)) for name, value, _ in sum_of_two.wrong(x)]
    (3.0, [('b left out', 1.0)])
    """

    compute: Callable
    parts: dict[str, Part]
    slips: tuple[Slip, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()

    def right(self, x, **replaced):
        """Return the result, with some parts replaced by values of one's own."""
        parts = {name: part.right(x) for name, part in self.parts.items()}
        return self._result(parts | replaced)

    def wrong(self, x, pairs=False, **replaced) -> Iterator[tuple[str, np.ndarray, tuple]]:
        """Yield name, result and slips of every slip, or of every pair of slips."""
        rights = {name: part.right(x) for name, part in self.parts.items()} | replaced
        wrongs = [
            (name, slip, slip.wrong(x))
            for name, part in self.parts.items()
            if name not in replaced
            for slip in part.slips
        ]
        for chosen in combinations(wrongs, 2 if pairs else 1):
            parts = rights | {name: value for name, _, value in chosen}
            if len({name for name, _, _ in chosen}) == len(chosen):
                slips = tuple(slip for _, slip, _ in chosen)
                yield from self._if_it_computes(slips, lambda parts=parts: self._result(parts))
        if not pairs:
            for slip in self.slips:
                yield from self._if_it_computes((slip,), lambda slip=slip: slip.wrong(x))

    def _if_it_computes(self, slips, result):
        try:
            value = np.asarray(result(), float)
        except ValueError:  # parts that do not fit together: nobody can get a result that way
            return
        if np.isfinite(value).all():
            yield self.plainest(" and ".join(slip.name for slip in slips)), value, slips

    def plainest(self, name):
        """Return the first name of the group that a name belongs to, or the name itself."""
        return next((group[0] for group in self.same if name in group), name)

    def _result(self, parts):
        with np.errstate(all="ignore"):
            return np.asarray(self.compute(SimpleNamespace(**parts)), float)


def product(**factors):
    """Return the recipe of a product of factors, with a sign that can be turned.

    >>> dz = product(a=factor("a", lambda x: 0.5), dw=factor("Δw", lambda x: 0.2))
    >>> float(dz.right(None)), len(list(dz.wrong(None))), len(list(dz.wrong(None, pairs=True)))
    (0.1, 5, 8)
    """
    sign = Part(
        lambda x: 1.0,
        (Slip("the sign turned", lambda x: -1.0, "the right size with the sign turned."),),
    )
    return Recipe(_multiply, factors | {"sign": sign})


def _multiply(parts):
    result = 1.0
    for part in vars(parts).values():
        result = result * np.asarray(part)
    return result


def diagnose(recipe, yours, x, within, **replaced):
    """Return the slips, one or a pair, that alone explain an answer; an empty tuple if none does.

    yours: a finite array. within: how far from a slip's result an answer may lie.
    When two slips fit, neither is named.
    """
    for pairs in (False, True):
        fitting = {
            name: slips
            for name, value, slips in recipe.wrong(x, pairs, **replaced)
            if is_close(yours, value, within)
        }
        if fitting:
            return next(iter(fitting.values())) if len(fitting) == 1 else ()
    return ()


def is_close(yours, value, within):
    """Say whether an answer has the value's shape, near enough, and its numbers."""
    fitted = fit(yours, value.shape)
    return fitted is not None and bool(np.all(np.abs(fitted - value) <= within))


def confusions(recipe, x, within):
    """Return the pairs of names that these numbers cannot tell apart; none is what one wants.

    The right result and each single slip must differ from everything else by more than twice
    `within`, so that no rounded answer fits two. Two pairs of slips may coincide.
    """
    singles = [(RIGHT, recipe.right(x)), *((n, v) for n, v, _ in recipe.wrong(x))]
    found = [
        pair for k in range(len(singles)) for pair in _near(singles[k], singles[k + 1 :], within)
    ]
    if found:  # that is enough to draw anew; the many pairs need not be computed
        return found
    pairs = [(n, v) for n, v, _ in recipe.wrong(x, pairs=True)]
    return [pair for single in singles for pair in _near(single, pairs, within)]


def _near(one, others, within):
    """Return the pairs of names of one result and of those that lie too near to it."""
    name, value = one
    fitted = [(n, fit(v, value.shape)) for n, v in others if n != name]
    fitted = [(n, v) for n, v in fitted if v is not None]
    if not fitted:
        return []
    distances = np.abs(np.array([v for _, v in fitted]) - value).reshape(len(fitted), -1)
    return [(name, fitted[k][0]) for k in np.flatnonzero(distances.max(axis=1) <= 2 * within)]
