"""An explorer before a class: large, and stepped by a presenter's remote.

`presenting.css` makes it large. `presenting.js` fills the window with it and hands the remote's
keys to a slider.
"""

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets

from coursekit.pictures.explorer import shown, when_shown
from coursekit.pictures.live import SERVE_ALL

HERE = Path(__file__)
_asked: dict[str, Any] = {"on": False, "hide": frozenset()}


def presenting(on=True, *, hide=()):
    """Show every explorer, on the page or still to come, so that the last row can read it.

    A button lets one fill the window, and Escape leaves it. There, and in an explorer that has the
    focus, PageDown or n steps forward and PageUp or p back: the slider that was moved last, at
    first the explorer's own steps. `presenting(False)` makes all as it was.

    hide: names of controls that the class is not to see, `["fog", "start"]`. Raises KeyError for a
    name that no explorer on the page has.
    """
    hide = frozenset([hide] if isinstance(hide, str) else hide)
    known = {name for explorer in shown for name in _named(explorer)}
    if shown and not hide <= known:
        missing = ", ".join(sorted(hide - known))
        raise KeyError(f"no explorer here has a control {missing}; there are {sorted(known)}")
    _asked.update(on=on, hide=hide)
    for explorer in shown:
        _dress(explorer)


def _dress_if_asked(explorer):
    if _asked["on"]:
        _dress(explorer)


when_shown.append(_dress_if_asked)


def _dress(explorer):
    """Bring an explorer in line with what was asked."""
    on, view = _asked["on"], explorer.picture.view
    for name, control in _named(explorer).items():
        _mark(control, "ck-hidden", on and name in _asked["hide"])
    main, down = _main(explorer)
    if main:
        _mark(main, "ck-main", on)
        _mark(main, "ck-down", on and down)
    _mark(view, "ck-presented", on)
    bare = [child for child in view.children if child not in dressing()]
    view.children = [*bare, *dressing()] if on else bare


def _named(explorer):
    """Return an explorer's controls by name, and what else it holds to press."""
    held = {**vars(explorer), **explorer.controls}
    held = {name: getattr(thing, "amount", thing) for name, thing in held.items()}  # of `Knobs`
    return {name: thing for name, thing in held.items() if hasattr(thing, "add_class")}


def _main(explorer):
    """Return the slider that a remote steps at first, and whether forward is down."""
    asked = explorer.remote or "step"
    sliders = {name: c for name, c in _named(explorer).items() if hasattr(c, "stops")}
    found = [sliders.get(name) for name in (asked.lstrip("-"), explorer.main)]
    return next(filter(None, [*found, *sliders.values()]), None), asked[0] == "-"


def _mark(widget, name, on):
    (widget.add_class if on else widget.remove_class)(name)


@cache
def dressing():
    """Return what stands in every presented view; one of each serves them all."""
    style, script = (HERE.with_suffix(kind).read_text(encoding="utf-8") for kind in (".css", ".js"))
    button = anywidget.AnyWidget(_esm=script).add_class("ck-stage")
    stage = [widgets.HTML(f"<style>{style}</style>"), button]
    SERVE_ALL.extend(stage)
    return stage
