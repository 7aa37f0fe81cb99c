"""A computation taken apart, and slips as data: a wrong computation, and the words that answer it.

A question's computation is made of named parts (`Recipe`). A slip replaces one part by a wrong
one, so that single slips and pairs of them follow by themselves. What a learner hands in is
compared with all of these results (`diagnosis.py`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.network.checks import Array
from coursekit.questions.by_hand import reach
from coursekit.questions.draw import Numbers
from coursekit.questions.writing import Text

VERSION = 2  # of the numbers that are drawn; what was handed out before keeps its own
From = Callable[[Any], Any]  # something made of a question's numbers


@dataclass(frozen=True)
class Slip:
    """One wrong way to get a part, or the whole, of a computation.

    name: a noun phrase, "the bias left out"; it stands in pairs, records and class maps.
    wrong: a function of the question's numbers.
    says: goes on after "0.26 looks like …"; a text, or a function of the numbers.
    since: the first version of the course's numbers that was drawn with regard to it.
    """

    name: str
    wrong: Callable[..., Any]
    says: Text = ""
    since: int = 1


Row = Slip | tuple[str, Callable[..., Any], Text]  # a slip, also as a plain row of a table


def as_slips(rows: tuple[Row, ...]) -> tuple[Slip, ...]:
    """Return rows (name, wrong, says) as slips."""
    return tuple(row if isinstance(row, Slip) else Slip(*row) for row in rows)


def later(*rows: tuple[str, Callable[..., Any], Text]) -> tuple[Slip, ...]:
    """Return rows as slips that came after the first version of the numbers was handed out.

    >>> later(("b left out", lambda x: 0.0, "a alone."))[0].since
    2
    """
    return tuple(Slip(*row, since=VERSION) for row in rows)


@dataclass(frozen=True)
class Part:
    """One part of a computation: how to get it right, and the slips that get it wrong."""

    right: From
    slips: tuple[Slip, ...] = ()


def part(right: From, *rows: Row) -> Part:
    """Return a part with its slips, each a row (name, wrong, says).

    >>> part(lambda x: x.b, ("b left out", lambda x: 0.0, "a alone.")).slips[0].name
    'b left out'
    """
    return Part(right, as_slips(rows))


@dataclass(frozen=True, eq=False)
class Recipe:
    """A computation made of parts.

    compute: takes a namespace with every part and returns the result.
    parts: name → Part, or just how to get it right where nothing of it is mistaken.
    slips: wrong ways to get the whole; their `wrong` returns a result, not a part.
    same: groups of names that always give the same result, the plainest first; a pair is named
        "one and the other", the right result "right".

    >>> sum_of_two = Recipe(lambda p: p.a + p.b, {
    ...     "a": lambda x: x.a,
    ...     "b": part(lambda x: x.b, ("b left out", lambda x: 0.0, "a alone.")),
    ... })
    >>> x = SimpleNamespace(a=1.0, b=2.0)
    >>> float(sum_of_two.right(x)), [(name, float(value)) for name, value, _ in sum_of_two.wrong(x)]
    (3.0, [('b left out', 1.0)])
    """

    compute: Callable[[SimpleNamespace], Any]
    parts: Mapping[str, Any]
    slips: tuple[Any, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        parts = {
            n: each if isinstance(each, Part) else Part(each) for n, each in self.parts.items()
        }
        object.__setattr__(self, "parts", parts)  # frozen, but shorter forms are welcome
        object.__setattr__(self, "slips", as_slips(self.slips))

    def right(self, x: SimpleNamespace, **replaced: Any) -> Array:
        """Return the result, with some parts replaced by values of one's own."""
        parts = {name: each.right(x) for name, each in self.parts.items()}
        return self._result(parts | replaced)

    def reach(self, x: SimpleNamespace, decimals: int, **replaced: Any) -> Array:
        """Return how far from the result rounding its steps to so many decimals can lead."""

        def compute(x: SimpleNamespace) -> Any:
            parts = {name: each.right(x) for name, each in self.parts.items()}
            return self.compute(SimpleNamespace(**parts | replaced))

        return reach(compute, x, decimals)

    def wrong(
        self, x: SimpleNamespace, pairs: bool = False, version: int = VERSION, **replaced: Any
    ) -> Iterator[tuple[str, Array, tuple[Slip, ...]]]:
        """Yield name, result and slips of every slip, or of every pair of slips.

        version: leaves out the slips that came after that version of the numbers.
        """
        if isinstance(x, Numbers) and not replaced:  # every wrong answer is held against them
            return iter(_wrong(self, x, pairs, version))
        return self._made_wrong(x, pairs, version, **replaced)

    def _made_wrong(
        self, x: SimpleNamespace, pairs: bool, version: int, **replaced: Any
    ) -> Iterator[tuple[str, Array, tuple[Slip, ...]]]:
        rights = {name: each.right(x) for name, each in self.parts.items()} | replaced
        wrongs = [
            (name, slip, slip.wrong(x))
            for name, each in self.parts.items()
            if name not in replaced
            for slip in each.slips
            if slip.since <= version
        ]
        for chosen in combinations(wrongs, 2 if pairs else 1):
            parts = rights | {name: value for name, _, value in chosen}
            if len({name for name, _, _ in chosen}) == len(chosen):
                told = tuple(slip for _, slip, _ in chosen)
                yield from self._if_it_computes(told, partial(self._result, parts))
        if not pairs:
            for slip in (slip for slip in self.slips if slip.since <= version):
                yield from self._if_it_computes((slip,), partial(slip.wrong, x))

    def _if_it_computes(
        self, told: tuple[Slip, ...], result: Callable[[], Any]
    ) -> Iterator[tuple[str, Array, tuple[Slip, ...]]]:
        try:
            value = np.asarray(result(), float)
        except ValueError:  # parts that do not fit together: nobody can get a result that way
            return
        if np.isfinite(value).all():
            yield self.plainest(" and ".join(slip.name for slip in told)), value, told

    def plainest(self, name: str) -> str:
        """Return the first name of the group that a name belongs to, or the name itself."""
        return next((group[0] for group in self.same if name in group), name)

    def _result(self, parts: Mapping[str, Any]) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(self.compute(SimpleNamespace(**parts)), float)


@lru_cache(maxsize=256)
def _wrong(
    recipe: Recipe, x: Numbers, pairs: bool, version: int
) -> tuple[tuple[str, Array, tuple[Slip, ...]], ...]:
    return tuple(recipe._made_wrong(x, pairs, version))
