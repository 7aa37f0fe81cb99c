"""What every explorer is: controls, a figure, and one `refresh` between them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

import ipywidgets as widgets

from coursekit.pictures.cells import close_widgets, take_the_place
from coursekit.pictures.controls import columns
from coursekit.pictures.handles import Marks
from coursekit.pictures.live import DRAWING, LivePicture
from coursekit.pictures.sharing import as_string

shown: WeakSet = WeakSet()  # explorers on a page
when_shown: list[Callable] = []  # called with each explorer that is shown from now on


class Explorer:
    """A live picture with its controls.

    A subclass builds `figure` (with `.fig` and `.moving`) and `controls` (name → widget), says in
    `groups` which of them stand together, and writes `refresh()`: read the controls, compute,
    update the figure, and return the sentence that says what it now shows.
    """

    name: str | None = None  # "lesson.picture", as a notebook opens it
    figure: Any
    controls: dict[str, Any]
    reads = None  # the network on which it was opened, where that is no other explorer's
    # controls that came later, and what a shared string from before means: the picture as it was
    since: tuple[tuple[str, Any], ...] = ()
    former: tuple[str, ...] = ()  # controls that it had once, which such a string still names
    main = None  # the name of the control that shows most when it alone is moved
    # names of controls, or of other widgets that it holds, as they stand together; names in a tuple
    # of their own stand in one row; without any, each control stands alone
    groups: tuple = ()
    # where a presenter's remote begins, if it is not the steps: a control's name, "-h" downwards
    remote = None
    pointer: list[Any] = []  # noqa: RUF012 - what lies over the picture for the mouse

    def open(self):
        """Draw the first frame and follow the controls from now on."""
        self.picture: Any = LivePicture(self.figure.fig, self.figure.moving)
        self.picture.marks = Marks(self)
        for control in self.controls.values():
            control.observe(self._on_move, names="value")
        self._on_move()

    def refresh(self):
        """Bring the figure in line with the controls and return its sentence."""
        raise NotImplementedError

    def handles(self):
        """Return what can be grabbed in the picture as it stands, a list of `Handle`."""
        return []

    def together(self):
        """Return lists of spots: pointed at one of them, all of its list light up."""
        return []

    def motion(self, before):
        """Return what runs through the picture now: lists of spots, one list after the other.

        before: the controls' values until now. A spot that is a line is run along, others light up.
        """
        return []

    def way(self):
        """Return lines that lie faintly over the picture: lists of x and y in turn, in pixels."""
        return []

    def layout(self):
        """Return what the view holds beside the picture: the controls, and what lies over it."""
        groups = self.groups or [(name,) for name in self.controls]
        return [columns(*(map(self._widget, group) for group in groups)), *self.pointer]

    def _widget(self, name):
        if isinstance(name, tuple):
            return widgets.HBox([self._widget(each) for each in name])
        held = self.controls[name] if name in self.controls else getattr(self, name)
        return getattr(held, "amount", held)  # of `Knobs`

    @property
    def values(self):
        """The controls' values by name."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def state(self):
        """Everything needed to show this same picture again, as plain JSON."""
        return self.values

    def set(self, state):
        """Move the controls named in `state`; the others stay.

        Raises KeyError for a control that this explorer does not have, and TraitError for a value
        that a control cannot take; then all is as it was.
        """
        for name in state:
            if name not in self.controls:
                known = ", ".join(self.controls)
                raise KeyError(f"this explorer has no control {name!r}; it has {known}")
        before = self.values
        self._moving_several = True
        try:
            self._move(state)
        except Exception:
            self._move(before)
            raise
        finally:
            self._moving_several = False
        self._on_move()

    def at(self, **state):
        """Return this same picture with the controls moved that are named.

        >>> from coursekit import neurons
        >>> neurons.one_neuron().at(terms=4).values["terms"]
        4
        """
        self.set(state)
        return self

    def share(self):
        """Return the state as one string, which `coursekit.open_shared` opens elsewhere."""
        return as_string(self.name, self.state, self.reads)

    def _move(self, state):
        for name, control in self.controls.items():  # in this order: a later one may follow another
            if name in state:
                control.value = state[name]

    _moving_several = False

    def _on_move(self, _change=None):
        if not self._moving_several and self.picture:
            self.picture.follow(self._draw)

    def _draw(self):
        with DRAWING:
            try:
                self.picture.show(self.refresh())
            except Exception as problem:
                # A callback's traceback would vanish in the log and leave an old picture standing.
                what = str(problem)
                if not isinstance(problem, (ArithmeticError, ValueError)):  # these say it in words
                    what = f"{type(problem).__name__}: {what}"
                self.picture.show_problem(f"This picture cannot be drawn: {what}")

    def close(self):
        """Take the explorer off its page, with all its controls; its numbers stay."""
        shown.discard(self)
        work = getattr(self, "work", None)
        if work:
            work.pause()
        held = [each for value in vars(self).values() for each in _within(value)]
        for widget in held:
            widget.unobserve_all()
            close_widgets(widget)
        self.picture.close()
        if work:
            return
        # IPython keeps what a cell has shown: not 5 MB of figure and widgets each time
        still = {
            name: SimpleNamespace(value=control.value) for name, control in self.controls.items()
        }
        kept = {name: value for name, value in vars(self).items() if not _within(value)}
        vars(self).clear()
        vars(self).update(kept | {"controls": still, "figure": None, "picture": None})

    def _ipython_display_(self):
        take_the_place(self)
        self.picture.display(self.layout())
        shown.add(self)
        for tell in when_shown:
            tell(self)


def _within(value):
    """Return the widgets that something is, or holds."""
    if isinstance(value, dict):
        value = [*value.values()]
    several = value if isinstance(value, list | tuple) else [value]
    return [one for one in several if isinstance(one, widgets.Widget)]
