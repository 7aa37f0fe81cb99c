"""Parts that many computations share, each with the slips that it invites.

A part of one kind is made by one function, so that a further slip of a known kind has one place.
Where a question has its own words for a slip it hands them in; "" keeps that slip out of it.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.questions.by_hand import sigmoid, sigmoid_slope
from coursekit.questions.recipe import From, Part, Recipe, Row, Slip, later, part
from coursekit.questions.writing import Text


def needed(symbol: str, right: From, *rows: Row, without: Text = "") -> Part:
    """Return a factor of a product that may be left out, with further slips.

    without: what is said when it is left out.

    >>> [slip.name for slip in needed("the 2", lambda x: 2.0).slips]
    ['the 2 left out']
    """
    says = without or f"the product without {symbol}. It is one of the factors."
    missing: Row = (f"{symbol} left out", lambda x: np.ones_like(right(x), float), says)
    return part(right, missing, *rows)


def factor(symbol: str, right: From, *rows: Row) -> Part:
    """Return a factor of a product, with the slips that any factor invites, and further ones.

    >>> [slip.name for slip in factor("σ′(z)", lambda x: 0.25).slips]
    ['σ′(z) left out', 'σ′(z) taken twice']
    """
    twice = f"the product with {symbol} in it twice."
    squared: Row = (f"{symbol} taken twice", lambda x: np.square(right(x)), twice)
    return needed(symbol, right, squared, *rows)


def term(symbol: str, right: From, without: Text, *rows: Row) -> Part:
    """Return a term of a sum that may be left out, with further slips.

    >>> [float(slip.wrong(None)) for slip in term("the pull", lambda x: 0.5, "a step of C").slips]
    [0.0]
    """
    missing: Row = (f"{symbol} left out", lambda x: np.zeros_like(right(x), float), without)
    return part(right, missing, *rows)


def bias(
    right: From,
    without: Text,
    subtracted: Text = "",
    *rows: Row,
    symbol: str = "b",
    onto: From = lambda x: 0.0,
) -> Part:
    """Return a bias, which may be left out or subtracted.

    onto: what it is added to, where the part is the whole of a weighted sum.

    >>> z = bias(lambda x: 0.5, "z without b.", "z with b taken away.", onto=lambda x: 2.0)
    >>> z.right(None), [(slip.name, slip.wrong(None)) for slip in z.slips]
    (2.5, [('b left out', 2.0), ('b subtracted', 1.5)])
    """
    return part(
        lambda x: onto(x) + right(x),
        *_said(
            (f"{symbol} left out", lambda x: onto(x) + 0 * right(x), without),
            (f"{symbol} subtracted", lambda x: onto(x) - right(x), subtracted),
        ),
        *rows,
        *_unsaid(
            subtracted,
            f"{symbol} subtracted",
            lambda x: onto(x) - right(x),
            f"what comes out with {symbol} taken away. It is added.",
        ),
    )


def matrix(right: From, columns: Text, *rows: Row, symbol: str = "W") -> Part:
    """Return a matrix of weights, which may be read by columns, and so transposed.

    >>> [slip.name for slip in matrix(lambda x: np.eye(2), "W read by columns.").slips]
    ['W transposed']
    """
    return part(right, (f"{symbol} transposed", lambda x: right(x).T, columns), *rows)


def squeeze(
    without: Text, negated: Text = "", slope: Text = "", name: str = "σ left out", where: str = ""
) -> Part:
    """Return σ itself, with what is taken for it: z alone, σ of −z, the slope σ′, σ twice.

    where: " in between", of one σ among several.

    >>> [slip.name for slip in squeeze("z, not squeezed.", "σ(−z).").slips]
    ['σ left out', 'σ(−z) for σ(z)', 'the slope σ′ for σ', 'σ once too often']
    """
    negative: tuple[str, From] = (f"σ(−z) for σ(z){where}", lambda x: lambda z: sigmoid(-z))
    steepness: tuple[str, From] = (f"the slope σ′ for σ{where}", lambda x: sigmoid_slope)
    return part(
        lambda x: sigmoid,
        *_said((name, lambda x: lambda z: z, without), (*negative, negated), (*steepness, slope)),
        *_unsaid(
            negated,
            *negative,
            f"what comes out with σ(−z){where}. Check the sign in the exponent of 1 / (1 + e⁻ᶻ).",
        ),
        *_unsaid(
            slope,
            *steepness,
            f"what comes out with the slope σ′(z){where}. The activation is the height, σ(z).",
        ),
        *later(
            (
                f"σ once too often{where}",
                lambda x: lambda z: sigmoid(sigmoid(z)),
                f"what comes out when σ is taken twice{where}. Each sum is squeezed once.",
            )
        ),
    )


def square(
    distances: Text = "what comes out with the distances |a − y|. Each of them is squared.",
    plain: Text = "the differences a − y as they are. Square each, or plus and minus cancel.",
    name: str = "distances for squares",
    half: Text = "half of it: there is a ½ in front. C₀ is Σ (a − y)², without one.",
) -> Part:
    """Return the square of a miss, with what is taken for it: its size, the miss as it is, half.

    >>> float(square().right(None)(-0.5)), [slip.name for slip in square(plain="").slips]
    (0.25, ['distances for squares', 'a ½ in front'])
    """
    return part(
        lambda x: np.square,
        *_said(
            (name, lambda x: np.abs, distances),
            ("nothing squared", lambda x: lambda miss: miss, plain),
        ),
        *_unsaid("", "a ½ in front", lambda x: lambda miss: np.square(miss) / 2, half),
    )


def total(count: int = 0, thing: str = "term", mean: Text = "") -> Part:
    """Return the part that sums along the first axis, with its slips: a mean, a lost term.

    count: how many terms one may lose. mean: what is said of a mean.

    >>> [slip.name for slip in total(2, "path").slips]
    ['a mean for the sum', 'path 0 left out', 'path 1 left out']
    """
    plain = f"the {thing}s' mean. They are added up, and not divided by how many there are."
    if count == 2:
        plain += " Or was there a ½ in front, or a 2 forgotten? With two of them it is the same."
    says = mean or plain

    def without(k: int) -> From:
        return lambda x: lambda terms: np.sum(terms, axis=0) - np.asarray(terms)[k]

    def alone(k: int) -> From:
        return lambda x: lambda terms: np.asarray(terms)[k]

    return part(
        lambda x: lambda terms: np.sum(terms, axis=0),
        ("a mean for the sum", lambda x: lambda terms: np.mean(terms, axis=0), says),
        *(
            (f"{thing} {k} left out", without(k), f"the sum without {thing} {k}.")
            for k in range(count)
        ),
        # of two, one left out is the other alone
        *later(
            *(
                (f"{thing} {k} alone", alone(k), f"{thing} {k} alone. Add up all of them.")
                for k in range(count if count > 2 else 0)
            )
        ),
    )


def average() -> Part:
    """Return the part that averages along the first axis; its slip is to leave the sum undivided.

    >>> float(average().right(None)([1.0, 3.0]))
    2.0
    """
    return part(
        lambda x: lambda terms: np.mean(terms, axis=0),
        (
            "a sum for the mean",
            lambda x: lambda terms: np.sum(terms, axis=0),
            "the sum over the examples. Divide it by how many there are.",
        ),
    )


def sign(says: Text, name: str = "the sign turned", right: float = 1.0) -> Part:
    """Return a factor of 1 or −1, with the slip to turn it.

    >>> sign("a step uphill.", "uphill").slips[0].wrong(None)
    -1.0
    """
    return part(lambda x: right, (name, lambda x: -right, says))


def product(*slips: Row, **factors: Part) -> Recipe:
    """Return the recipe of a product of factors, with a sign that can be turned.

    slips: wrong ways to get the whole.

    >>> dz = product(a=factor("a", lambda x: 0.5), dw=factor("Δw", lambda x: 0.2))
    >>> float(dz.right(None)), len(list(dz.wrong(None))), len(list(dz.wrong(None, pairs=True)))
    (0.1, 5, 8)
    """
    turned = sign("the right size with the sign turned.")
    return Recipe(_multiply, factors | {"sign": turned}, slips)


def _multiply(parts: SimpleNamespace) -> Any:
    result: Any = 1.0
    for value in vars(parts).values():
        result = result * value
    return result


def _unsaid(own: Text, name: str, wrong: From, says: Text) -> tuple[Slip, ...]:
    """Return the slip that a kind of part brings along, if a question has no own words for it."""
    return later((name, wrong, says)) if says and not own else ()


def _said(*rows: tuple[str, From, Text]) -> list[Row]:
    """Return the rows for which there are words."""
    return [row for row in rows if row[2]]
