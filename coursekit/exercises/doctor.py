"""The gradient doctor: which layer, and which factor of it, goes wrong first.

A learner's backprop hands back four arrays, and nothing else of it is seen. The course's own is
taken apart into its factors, in the order in which backprop computes them; each slip replaces one
factor. The first array that is not right is compared with what every slip would have made of it.
What comes later is not looked at for that: it was computed from what is wrong already.
"""

from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise, permutations
from types import SimpleNamespace

import numpy as np

from coursekit.exercises.answers import Unreadable, fit
from coursekit.exercises.backprop import BACKPROP
from coursekit.exercises.feedback import EXPLAINED, NOT_YET, RIGHT, Outcome
from coursekit.exercises.functions import Function, readable
from coursekit.exercises.slips import Slip, is_close
from coursekit.network.network import Network

RETURNED = ("dW1", "db1", "dW2", "db2")
# in the order in which backprop computes them → what each is made of
MADE_OF = {
    "db2": "2(a2 − y) times σ′(z2), entry by entry, which is ∂C₀/∂z2",
    "dW2": "∂C₀/∂z2, one entry for each row, times a1, one entry for each column",
    "db1": "W2ᵀ times ∂C₀/∂z2, which sums over the paths, and then times σ′(z1), entry by entry",
    "dW1": "∂C₀/∂z1, one entry for each row, times a0, one entry for each column",
}
INPUTS = ("a0", "y", "W1", "b1", "W2", "b2")
# Layers of equal size come first: on them a transposed matrix shows in the numbers, where
# elsewhere it would only be an error.
SQUARE = ((2, 2, 2), (3, 3, 3))
OTHERS = ((3, 2, 1), (1, 4, 2), (2, 3, 4))
OTHER_ORDER = "the four arrays in another order"
PRECISION = 1e-6  # relative to the size of what is compared


def course_backprop(a0, y, W1, b1, W2, b2):
    """Return ∂C₀/∂W1, ∂C₀/∂b1, ∂C₀/∂W2 and ∂C₀/∂b2 of a network of two layers.

    >>> dW1, db1, dW2, db2 = course_backprop([1.0], [1.0], [[0.0]], [0.0], [[2.0]], [-1.0])
    >>> dW1, db1, dW2, db2
    (array([[-0.125]]), array([-0.125]), array([[-0.125]]), array([-0.25]))
    """
    gradient = Network([W1, W2], [b1, b2]).gradient(a0, y)
    return gradient.weights[0], gradient.biases[0], gradient.weights[1], gradient.biases[1]


def drawn_networks(draw):
    """Return inputs for backprop: first networks of square layers, then of others."""
    return [
        (
            draw.array(sizes[0], 0.15, 0.95, 0.05),
            draw.array(sizes[2], 0.05, 0.95, 0.05),
            *(
                part
                for n, k in pairwise(sizes)
                for part in (draw.array((k, n), -1.5, 1.5, 0.05), draw.array(k, -1.0, 1.0, 0.05))
            ),
        )
        for sizes in (*SQUARE, *OTHERS)
    ]


@dataclass(kw_only=True, eq=False)
class Backprop(Function):
    """Backprop for two layers to write, with a doctor who finds the first wrong factor.

    The learner's function takes a0, y, W1, b1, W2, b2 and returns dW1, db1, dW2, db2.
    """

    def _results(self, function, cases):
        """Try the square networks first, and the others only once those are right."""
        found = super()._results(function, cases[: len(SQUARE)])
        rights = self._rights(cases)
        if first_wrong(found, rights):
            return found
        try:
            return found + super()._results(function, cases[len(SQUARE) :])
        except Unreadable as reason:
            alike = "It is right where all layers have the same size. Then others come: "
            raise Unreadable(alike + str(reason)) from None

    def _readable(self, result, call):
        kind = type(result)
        if not issubclass(kind, list | tuple):
            readable(result, call)
            raise Unreadable(f"Your function returns one array. {_four_wanted()}")
        base = list if issubclass(kind, list) else tuple
        if base.__len__(result) != len(RETURNED):
            count = base.__len__(result)
            raise Unreadable(f"Your function returns {count} things. {_four_wanted()}")
        return {
            name: readable(part, f"The {name} of your function")
            for name, part in zip(RETURNED, base.__iter__(result), strict=True)
        }

    def _rights(self, cases):
        return [_named(self.reference(*deepcopy(case))) for case in cases]

    def _compare(self, cases, yours):
        rights = self._rights(cases)[: len(yours)]
        first = first_wrong(yours, rights)
        if first is None:
            return Outcome(RIGHT, self.well_done)
        if _in_another_order(yours, rights):
            return Outcome(NOT_YET, f"All four are right. {_four_wanted()}", OTHER_ORDER)
        for your, right in zip(yours, rights, strict=True):
            if fit(your[first], right[first].shape) is None:
                shapes = f"the shape {your[first].shape}, and {right[first].shape} is wanted"
                text = f"{_where(first)} For one of the networks it has {shapes}: "
                return Outcome(EXPLAINED, f"{text}that of {first[1:]}.")
        return self._diagnosed(first, cases, yours, rights)

    def _diagnosed(self, first, cases, yours, rights):
        """Name the slip that made the first wrong array, and say whether the rest follows."""
        for pairs in (False, True):
            fitting = _fitting(cases, yours, first, pairs)
            whole = {name: slips for name, (slips, follows) in fitting.items() if follows}
            if len(fitting) > 1 and len(whole) == 1:
                fitting = {name: fitting[name] for name in whole}
            if len(fitting) == 1:
                ((name, (slips, follows)),) = fitting.items()
                return Outcome(NOT_YET, f"{_where(first)} {_told(slips)} {_after(follows)}", name)
        made_of = f"It should be {MADE_OF[first]}."
        return Outcome(NOT_YET, f"{_where(first)} {made_of}{_right_already(first, yours, rights)}")


def _named(four):
    return {name: np.asarray(part, float) for name, part in zip(RETURNED, four, strict=True)}


def first_wrong(yours, rights):
    """Return the name of the first wrong array, in the order of backprop, or None.

    yours, rights: for each network name → array.
    """
    for name in MADE_OF:
        if not all(_close(y[name], r[name]) for y, r in zip(yours, rights, strict=False)):
            return name
    return None


def _close(yours, right):
    return is_close(yours, right, PRECISION * (1 + np.abs(right).max()))


def _in_another_order(yours, rights):
    return any(
        all(
            _close(your[name], right[other])
            for your, right in zip(yours, rights, strict=True)
            for name, other in zip(RETURNED, order, strict=True)
        )
        for order in permutations(RETURNED)
    )


def _fitting(cases, yours, first, pairs):
    """Return name → slips, and whether all that comes later follows from them as well."""
    fitting = None
    for case, your in zip(cases, yours, strict=False):
        x, flat = SimpleNamespace(**dict(zip(INPUTS, case, strict=True))), _in_a_row(your)
        upto = _in_a_row(your, until=first).size
        found = {
            name: (slips, _close(flat, wrong))
            for name, wrong, slips in BACKPROP.wrong(x, pairs)
            if _close(flat[:upto], wrong[:upto])
        }
        fitting = {
            name: (slips, follows and (fitting is None or fitting[name][1]))
            for name, (slips, follows) in found.items()
            if fitting is None or name in fitting
        }
    return fitting


def _in_a_row(arrays, until=None):
    """Return the arrays one after the other, in the order of backprop, up to one of them."""
    names = list(MADE_OF)
    names = names[: names.index(until) + 1] if until else names
    return np.concatenate([np.ravel(arrays[name]) for name in names])


def _four_wanted():
    return "Return four arrays in this order: `return dW1, db1, dW2, db2`."


def _where(first):
    before = list(MADE_OF)[: list(MADE_OF).index(first)]
    verb = "is" if len(before) == 1 else "are"
    right = f"{' and '.join(before)} {verb} right. " if before else ""
    return f"{right}In the order in which backprop computes them, {first} is the first wrong one."


def _right_already(first, yours, rights):
    """Name the arrays that come later and are right: the fault is not in what they are made of."""
    later = list(MADE_OF)[list(MADE_OF).index(first) + 1 :]
    pairs = list(zip(yours, rights, strict=True))
    good = [name for name in later if all(_close(your[name], right[name]) for your, right in pairs)]
    return f" Of what comes later, {' and '.join(good)} came out right." if good else ""


def _told(slips):
    if len(slips) == 1:
        return f"It looks like {slips[0].says}"
    first, second = (slip.says for slip in slips)
    return f"It looks like two slips at once. The first: {first} The second: {second}"


def _after(follows):
    if follows:
        return "All that comes after follows from it."
    return "Mend that first. Then check again: something that comes later has a slip of its own."


def _as_function(slip, part):
    """Return the slip of one part of backprop as a whole wrong function."""

    def wrong(*case):
        x = SimpleNamespace(**dict(zip(INPUTS, case, strict=True)))
        flat = BACKPROP.right(x, **{part: slip.wrong(x)})
        shapes = [np.shape(x.b2), np.shape(x.W2), np.shape(x.b1), np.shape(x.W1)]
        ends = np.cumsum([np.prod(shape) for shape in shapes]).astype(int)[:-1]
        four = zip(MADE_OF, np.split(flat, ends), shapes, strict=True)
        arrays = {name: piece.reshape(shape) for name, piece, shape in four}
        return tuple(arrays[name] for name in RETURNED)

    return Slip(slip.name, wrong, slip.says)


SLIPS = tuple(
    _as_function(slip, name) for name, part in BACKPROP.parts.items() for slip in part.slips
)
