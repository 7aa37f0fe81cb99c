"""The numbers of a question: the same for everybody who asks for the same variant, on any machine.

Only `random.Random.random` is promised to give the same numbers for a seed in every version of
Python, so everything is drawn from that.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

from coursekit.network.checks import Array

T = TypeVar("T")


class Draw:
    """Numbers for one variant of one question.

    key: what names the variant; the same key gives the same numbers.

    >>> Draw("neurons.weighted_sum", None, 1).number(0, 1) == Draw(
    ...     "neurons.weighted_sum", None, 1
    ... ).number(0, 1)
    True
    """

    def __init__(self, *key: Any) -> None:
        self._random = random.Random("/".join(map(str, key)))

    def number(self, low: float, high: float, step: float = 0.1) -> float:
        """Return one of low, low + step … high, without a tail of rounding errors."""
        steps = round((high - low) / step) + 1
        return round(low + step * self._below(steps), 6)

    def array(
        self, shape: int | tuple[int, ...], low: float, high: float, step: float = 0.1
    ) -> Array:
        """Return an array of such numbers."""
        count = int(np.prod(shape))
        return np.array([self.number(low, high, step) for _ in range(count)]).reshape(shape)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items as a list in a drawn order."""
        left = list(items)
        return [left.pop(self._below(len(left))) for _ in items]

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self._below(len(items))]

    def _below(self, count: int) -> int:
        return int(self._random.random() * count)


class Numbers(SimpleNamespace):
    """The numbers of a variant; two are the same only if they are one, so what follows is kept."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment]


def numbers(values: Mapping[str, Any]) -> Numbers:
    """Return a mapping as a namespace whose lists are arrays.

    >>> numbers({"w": [1, 2], "b": 0.5}).w
    array([1., 2.])
    """
    return Numbers(
        **{
            name: np.array(value, float) if isinstance(value, list | np.ndarray) else value
            for name, value in values.items()
        }
    )


def used_by(compute: Callable[[Any], Any], x: SimpleNamespace) -> set[str]:
    """Return the names of those numbers that a computation takes.

    >>> used_by(lambda x: x.a, numbers({"a": 0.5, "b": 1.0}))
    {'a'}
    """
    names = set()

    class Noting:
        def __getattr__(self, name: str) -> Any:
            names.add(name)
            return getattr(x, name)

    compute(Noting())
    return names
