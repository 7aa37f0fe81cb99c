"""A newer lesson and a learner's copy become one: three ways, cell by cell, by their ids.

Nothing that the learner wrote is lost. What they left as it was follows the lesson; what they
changed stays, and where the lesson changed that too, the newer cell comes below theirs.
"""

from collections import defaultdict
from typing import NamedTuple

from coursekit.command.lessons import body

LONGEST_ID = 64  # nbformat's rule


class Merged(NamedTuple):
    """The cells of the merged notebook, and how many newer cells stand below the learner's."""

    cells: list
    doubled: int


def merge(base, mine, new):
    """Merge the learner's cells with a newer lesson's.

    base: id → (type, text) of the lesson that the learner began with. mine, new: cells as a
    notebook's JSON has them. A cell that the learner deleted stays away until the lesson changes
    it; one that the lesson dropped stays if the learner had changed it.

    >>> cell = lambda id, source: {"id": id, "cell_type": "code", "source": source}
    >>> base = {"a": ("code", "z = ..."), "b": ("code", "old()")}
    >>> mine = [cell("a", "z = 3"), cell("own", "print(z)"), cell("b", "old()")]
    >>> merged = merge(base, mine, [cell("a", "z = ..."), cell("b", "new()")])
    >>> [cell["source"] for cell in merged.cells]
    ['z = 3', 'print(z)', 'new()']
    """
    base = {id: tuple(said) for id, said in base.items()}
    fresh = {cell["id"]: cell for cell in new}
    taken = {*base, *fresh}
    mine = _named(base, mine, taken)
    theirs = {cell["id"]: cell for cell in mine}
    places, doubled = {}, 0
    for id, cell in fresh.items():
        places[id] = _of_both(base.get(id), theirs.get(id), cell)
        if len(places[id]) == 2:
            doubled += 1
            places[id][1] = {**cell, "id": _free(id, taken)}
    after, before = defaultdict(list), None
    for cell in mine:  # the learner's own cells stay behind what they stood behind
        if cell["id"] not in fresh:
            if base.get(cell["id"]) != body(cell):
                after[before].append(cell)
        elif places[cell["id"]]:
            before = cell["id"]
    cells = after[None] + [cell for id in fresh for cell in places[id] + after[id]]
    return Merged(cells, doubled)


def _of_both(before, own, new):
    """Return what stands in the place of one of the lesson's cells."""
    if own is None:
        return [] if before == body(new) else [new]
    if body(own) == body(new) or before == body(new):
        return [own]
    return [new] if body(own) == before else [own, new]


def _named(base, cells, taken):
    """Return the learner's cells, each with an id of its own.

    One without an id, as some programs save them, is the lesson's cell that says the same.
    """
    present = {cell.get("id") for cell in cells}
    absent = {said: id for id, said in reversed(base.items()) if id not in present}
    seen, named = set(), []
    taken |= present - {None}
    for cell in cells:
        id = cell.get("id") or absent.pop(body(cell), None) or _free("own", taken)
        if id in seen:
            id = _free(id, taken)
        seen.add(id)
        named.append({**cell, "id": id})
    return named


def _free(id, taken):
    number = 2
    while (name := f"{id[: LONGEST_ID - 6]}-{number}") in taken:
        number += 1
    taken.add(name)
    return name
