"""The steps of a computation, as somebody who works by hand writes them down, right or with a slip.

A recipe is run on numbers that note what is done with them (`by_hand.py`), so that the steps of
every question, and of every slip, follow from the recipe alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.network.checks import Array
from coursekit.questions.by_hand import Steps, Written, taken
from coursekit.questions.recipe import Recipe, Slip
from coursekit.questions.writing import write

DECIMALS = 4  # of the numbers on paper
# Practice has numbers of its own, so that no question on the page changes: variants so far ahead.
OF_A_COURT, OF_A_LADDER = 1000, 2000
ANSWER = "the answer"  # what a line says that only states a result
# what a ufunc's call is on paper
SIGNS = {
    "add": "{} + {}", "subtract": "{} − {}", "multiply": "{} × {}", "divide": "{} / {}",
    "matmul": "{} {}", "dot": "{} · {}", "power": "{}^{}", "square": "{}²",
    "absolute": "|{}|", "exp": "e^{}", "sqrt": "√{}", "reciprocal": "1 / {}", "σ": "σ({})",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One line of somebody's working: what was done, and what came out."""

    done: str
    value: Array = field(compare=False)

    def __str__(self) -> str:
        return f"{self.done} = {on_paper(self.value)}"


class _Book(Steps):
    """Steps that keep what they did, in words."""

    def __init__(self) -> None:
        super().__init__(DECIMALS, None)
        self.lines: list[Step] = []

    def write(self, values: Any, how: str = "", *used: Any) -> Written:
        made = super().write(values, how, *used)
        if how and (line := Step(_told(how, used), np.array(values, float))) not in self.lines:
            self.lines.append(line)
        return made


def on_paper(value: Any) -> str:
    """Write a number or an array as in somebody's notes, to four decimals.

    >>> on_paper(np.array([0.5, -1 / 3]))
    '[0.5, −0.3333]'
    """
    return write(np.round(np.asarray(value, float), DECIMALS) + 0.0)  # no −0


def numbered(lines: Iterable[Any]) -> str:
    """Return lines as a numbered list.

    >>> numbered(["2 × 3 = 6", "…"])
    '1. 2 × 3 = 6\\n2. …'
    """
    return "\n".join(f"{k}. {line}" for k, line in enumerate(lines, start=1))


def _told(how: str, used: tuple[Any, ...]) -> str:
    """Return what a step did, with the numbers that it did it with."""
    name, _, method = how.partition(" ")
    if method == "reduce":
        first, *rest = map(_operand, np.atleast_1d(used[0]))  # along the first axis, as recipes do
        return " + ".join([first.strip("()"), *rest])
    if name == "matmul" and np.ndim(used[0]) == 1:
        name = "dot"
    sign = SIGNS.get(name, name + "({})")
    told = list(map(_operand, used))
    if sign.startswith(("{} +", "{} −", "σ")):  # a minus in front needs no brackets
        told[0] = told[0].strip("()")
    return sign.format(*told)


def _operand(value: Any) -> str:
    """Write a number to work with: a negative one in brackets, a given matrix by its name."""
    if np.ndim(value) > 1 and (name := getattr(value, "name", "")):
        return str(name)
    told = on_paper(value)
    return f"({told})" if told.startswith("−") else told


def _named(name: str, value: Any) -> Any:
    if isinstance(value, Written):
        value.name = name
    return value


def _same(one: Array, other: Array) -> bool:
    return one.size == other.size and bool(np.allclose(one.reshape(-1), other.reshape(-1)))


def steps(recipe: Recipe, x: SimpleNamespace, slip: Slip | None = None) -> list[Step]:
    """Return the lines of careful work with these numbers; with one slip in it, if one is given.

    >>> from operator import attrgetter
    >>> recipe = Recipe(lambda p: p.w * p.a + p.b, {name: attrgetter(name) for name in "wab"})
    >>> for line in steps(recipe, SimpleNamespace(w=0.5, a=0.8, b=-0.1)):
    ...     print(line)
    0.5 × 0.8 = 0.4
    0.4 + (−0.1) = 0.3
    """
    book = _Book()
    given = {name: _named(name, taken(value, book)) for name, value in vars(x).items()}
    numbers = SimpleNamespace(**given)
    with np.errstate(all="ignore"):
        if slip is not None and slip in recipe.slips:
            result = slip.wrong(numbers)
        else:
            chosen = {
                name: (slip.wrong if slip is not None and slip in each.slips else each.right)(
                    numbers
                )
                for name, each in recipe.parts.items()
            }
            result = recipe.compute(SimpleNamespace(**chosen))
    result = np.array(result, float)
    if not book.lines or not _same(book.lines[-1].value, result):
        book.lines.append(Step(ANSWER, result))
    return book.lines
