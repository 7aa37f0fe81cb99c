"""An explorer before a class: large, sharp, and stepped by a presenter's remote.

`presenting.css` makes it large. `presenting.js`, which anywidget carries to the page, fills the
window with it and hands the remote's keys to a slider; where anywidget is missing, it is just
large.
"""

from functools import cache
from pathlib import Path
from weakref import WeakSet

import ipywidgets as widgets

from coursekit.pointer import anywidget

HERE = Path(__file__)
SHARPER = 1.5  # times the pixels, so that nothing blurs when a projector shows it that much larger
_shown: WeakSet = WeakSet()  # explorers on a page
_asked = {"on": False, "hide": frozenset()}


def presenting(on=True, *, hide=()):
    """Show every explorer, on the page or still to come, so that the last row can read it.

    A button lets one fill the window, and Escape leaves it. There, and in an explorer that has the
    focus, PageDown or n steps forward and PageUp or p back: the slider that was moved last, at
    first the explorer's own steps. `presenting(False)` makes all as it was.

    hide: names of controls that the class is not to see, `["fog", "start"]`. Raises KeyError for a
    name that no explorer on the page has.
    """
    hide = frozenset([hide] if isinstance(hide, str) else hide)
    known = {name for explorer in _shown for name in _named(explorer)}
    if _shown and not hide <= known:
        missing = ", ".join(sorted(hide - known))
        raise KeyError(f"no explorer here has a control {missing}; there are {sorted(known)}")
    _asked.update(on=on, hide=hide)
    for explorer in _shown:
        _dress(explorer)


def on_the_page(explorer):
    """Note an explorer that has just been shown, and present it if that is asked for."""
    _shown.add(explorer)
    if _asked["on"]:
        _dress(explorer)


def _dress(explorer):
    """Bring an explorer in line with what was asked."""
    on, view = _asked["on"], explorer.picture.view
    for name, control in _named(explorer).items():
        _mark(control, "ck-hidden", on and name in _asked["hide"])
    if main := _main(explorer.controls):
        _mark(main, "ck-main", on)
    _mark(view, "ck-presented", on)
    bare = [child for child in view.children if child not in _dressing()]
    view.children = [*bare, *_dressing()] if on else bare
    explorer.picture.sharpen(SHARPER if on else 1)


def _named(explorer):
    """Return an explorer's controls by name, and what else it holds to press."""
    held = {**vars(explorer), **explorer.controls}
    held = {name: getattr(thing, "amount", thing) for name, thing in held.items()}  # of `Knobs`
    return {name: thing for name, thing in held.items() if hasattr(thing, "add_class")}


def _main(controls):
    """Return the slider that a remote steps at first: the steps, or else the last to be counted."""
    sliders = [c for c in controls.values() if isinstance(c, widgets.IntSlider)]
    sliders = sliders or [c for c in controls.values() if hasattr(c, "step")]
    steps = controls.get("step")
    return steps if steps in sliders else sliders[-1] if sliders else None


def _mark(widget, name, on):
    (widget.add_class if on else widget.remove_class)(name)


@cache
def _dressing():
    """Return what stands in every presented view; one of each serves them all."""
    style, script = (HERE.with_suffix(kind).read_text(encoding="utf-8") for kind in (".css", ".js"))
    dressing = [widgets.HTML(f"<style>{style}</style>")]
    if anywidget:
        dressing.append(anywidget.AnyWidget(_esm=script).add_class("ck-stage"))
    return dressing
