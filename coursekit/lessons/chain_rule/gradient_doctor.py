"""The gradient doctor: which layer, and which factor of it, goes wrong first.

A learner's backprop hands back four arrays, and nothing else of it is seen. The course's own is
taken apart into its factors, in the order in which backprop computes them; each slip replaces one
factor. The first array that is not right is compared with what every slip would have made of it.
What comes later is not looked at for that: it was computed from what is wrong already.
"""

from copy import deepcopy
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from types import SimpleNamespace

import numpy as np

from coursekit.lessons.chain_rule.backprop_recipe import BACKPROP
from coursekit.network.network import Network
from coursekit.questions.diagnosis import is_close
from coursekit.questions.function import Function, readable
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT, Outcome
from coursekit.questions.reading import Unreadable
from coursekit.questions.recipe import Slip
from coursekit.questions.writing import say

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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Backprop(Function):
    """Backprop for two layers to write, with a doctor who finds the first wrong factor.

    The learner's function takes a0, y, W1, b1, W2, b2 and returns dW1, db1, dW2, db2.
    """

    def _results(self, function, cases):
        """Try the square networks first, and the others only once those are right."""
        square, others = cases[: len(SQUARE)], cases[len(SQUARE) :]
        found = super()._results(function, square)
        if first_wrong(found, self._rights(square)):
            return found
        try:
            return found + super()._results(function, others)
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

    def _compare(self, cases, yours, x):
        rights = self._rights(cases[: len(yours)])
        first = first_wrong(yours, rights)
        if first is None:
            return Outcome(RIGHT, say(self.well_done, x))
        if _in_another_order(yours, rights):
            return Outcome(NOT_YET, f"All four are right. {_four_wanted()}", OTHER_ORDER)
        for your, right in zip(yours, rights, strict=True):
            if your[first].shape != right[first].shape:
                shapes = f"the shape {your[first].shape}, and {right[first].shape} is wanted"
                text = f"{_where(first)} For one of the networks it has {shapes}: "
                return Outcome(EXPLAINED, f"{text}that of {first[1:]}.")
        return self._diagnosed(first, cases, yours, rights)

    def _diagnosed(self, first, cases, yours, rights):
        """Name the slip that made the first wrong array, and say whether the rest follows."""
        for count in (1, 2):
            fitting = _fitting(cases, yours, first, count)
            whole = [slips for slips, follows in fitting.items() if follows]
            if len(whole) == 1:
                fitting = {whole[0]: True}
            if len(fitting) == 1:
                ((slips, follows),) = fitting.items()
                name = " and ".join(slip.name for slip in slips)
                return Outcome(NOT_YET, f"{_where(first)} {_told(slips)} {_after(follows)}", name)
        made_of = f"It should be {MADE_OF[first]}."
        return Outcome(NOT_YET, f"{_where(first)} {made_of}{_right_already(first, yours, rights)}")


def _named(four):
    return {name: np.asarray(part, float) for name, part in zip(RETURNED, four, strict=True)}


def first_wrong(yours, rights):
    """Return the name of the first wrong array, in the order of backprop, or None.

    yours, rights: for each network name → array.
    """
    pairs = list(zip(yours, rights, strict=True))
    wrong = (name for name in MADE_OF if not all(_close(y[name], r[name]) for y, r in pairs))
    return next(wrong, None)


def _close(yours, right):
    near = is_close(yours, right, PRECISION * (1 + np.abs(right).max()))
    return near and yours.shape == right.shape


def _in_another_order(yours, rights):
    return any(
        all(
            _close(your[name], right[other])
            for your, right in zip(yours, rights, strict=True)
            for name, other in zip(RETURNED, order, strict=True)
        )
        for order in permutations(RETURNED)
    )


def _fitting(cases, yours, first, count):
    """Return the slips, so many at once → whether all that comes later follows from them as well.

    Each network is asked only about what fits those before it.
    """
    fitting = {
        slips: True
        for slips in combinations(PART_OF, count)
        if len({PART_OF[slip] for slip in slips}) == count
    }
    for case, your in zip(cases, yours, strict=False):
        x, flat = _given(case), _in_a_row(your)
        upto = _in_a_row(your, until=first).size
        made = ((slips, follows, _tried(slips, x)) for slips, follows in fitting.items())
        fitting = {
            slips: follows and _close(flat, wrong)
            for slips, follows, wrong in made
            if _close(flat[:upto], wrong[:upto])
        }
    return fitting


def _given(case):
    return SimpleNamespace(**dict(zip(INPUTS, case, strict=True)))


def _with(slips, x):
    """Return all four arrays in a row, as these slips make them."""
    return BACKPROP.right(x, **{PART_OF[slip]: slip.wrong(x) for slip in slips})


def _tried(slips, x):
    try:
        return _with(slips, x)
    except ValueError:  # it fits square layers only
        return np.array([np.nan])


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


def _as_function(slip):
    """Return the slip of one part of backprop as a whole wrong function."""

    def wrong(*case):
        x = _given(case)
        shapes = {name: np.shape(vars(x)[name[1:]]) for name in MADE_OF}
        ends = np.cumsum([np.prod(shape, dtype=int) for shape in shapes.values()])[:-1]
        pieces = dict(zip(MADE_OF, np.split(_with([slip], x), ends), strict=True))
        return tuple(pieces[name].reshape(shapes[name]) for name in RETURNED)

    return Slip(slip.name, wrong, slip.says)


# a slip → the part of backprop that it gets wrong
PART_OF = {slip: name for name, part in BACKPROP.parts.items() for slip in part.slips}
SLIPS = tuple(map(_as_function, PART_OF))
