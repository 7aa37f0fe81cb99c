"""One explorer a cell: when a cell shows a new one, that of its last run goes.

ipywidgets keeps every widget for as long as the kernel runs. Without this, each run of a cell left
its explorer behind, with all its controls, still drawing.
"""

from typing import Any

from IPython import get_ipython
from ipywidgets import Widget

_cells: dict[str, tuple[str, list[Any]]] = {}  # a cell → its last run, and what that has shown


def take_the_place(explorer):
    """Close what the same cell has shown when it ran before, unless another cell shows it too."""
    ask = getattr(get_ipython(), "get_parent", dict)
    parent: dict[str, Any] = ask()
    cell, run = parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
    if cell is None:  # not every place says which cell it is
        return
    before, shown = _cells.get(cell, (run, []))
    if before != run:
        elsewhere = [each for name, (_, those) in _cells.items() if name != cell for each in those]
        for old in shown:
            if not any(old is each for each in (explorer, *elsewhere)):
                old.close()
        shown = []
    _cells[cell] = run, [*shown, explorer]


def close_widgets(thing, keep=()):
    """Close a widget with all that it holds: children, layout, style, links; but not `keep`."""
    if thing in keep or thing.comm is None:
        return
    held = [getattr(thing, name) for name in thing.keys] + list(vars(thing).values())
    thing.close()
    for value in held:
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, Widget):
                close_widgets(each, keep)
