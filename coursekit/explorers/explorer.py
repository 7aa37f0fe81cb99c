"""What every explorer is: controls, a figure, and one `refresh` between them."""

import ipywidgets as widgets

from coursekit.explorers.presenting import on_the_page
from coursekit.explorers.sharing import as_string
from coursekit.live import DRAWING, LivePicture


class Explorer:
    """A live picture with its controls.

    A subclass builds `figure` (with `.fig` and `.moving`) and `controls` (name → widget), arranges
    the controls in `layout()`, and writes `refresh()`: read the controls, compute, update the
    figure, and return the sentence that says what it now shows.
    """

    figure = None
    controls = None
    reads = None  # the network on which it was opened, where that is no other explorer's
    main = None  # the name of the control that shows most when it alone is moved

    def open(self):
        """Draw the first frame and follow the controls from now on."""
        self.picture = LivePicture(self.figure.fig, self.figure.moving)
        for control in self.controls.values():
            control.observe(self._on_move, names="value")
        self._on_move()

    def refresh(self):
        """Bring the figure in line with the controls and return its sentence."""
        raise NotImplementedError

    def layout(self):
        """Return the rows of controls above the picture."""
        return [widgets.HBox(list(self.controls.values()))]

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

    def share(self):
        """Return the state as one string, which `coursekit.open_shared` opens elsewhere."""
        return as_string(self)

    def _move(self, state):
        for name, control in self.controls.items():  # in this order: a later one may follow another
            if name in state:
                control.value = state[name]

    _moving_several = False

    def _on_move(self, _change=None):
        if self._moving_several:
            return
        with DRAWING:
            try:
                self.picture.show(self.refresh())
            except (ArithmeticError, ValueError) as problem:
                # A callback's traceback would vanish in the log and leave an old picture standing.
                self.picture.show_problem(f"This picture cannot be drawn: {problem}")

    def _ipython_display_(self):
        self.picture.display(self.layout())
        on_the_page(self)


LOOK = {"style": {"description_width": "4.5em"}, "layout": {"width": "270px"}}


def slider(label, value, low, high, step, *, read=""):
    """Return a slider that reports while it is dragged; `read` is its name for a screen reader."""
    whole = isinstance(step, int)
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        tooltip=read,
        readout_format="d" if whole else ".4",  # as many digits as the value has, at most four
        **LOOK,
    )


def power_slider(label, value, low, high, step, *, read=""):
    """Return a slider over powers of ten, from 10 to the power `low` to 10 to the power `high`."""
    return widgets.FloatLogSlider(
        value=value,
        base=10,
        min=low,
        max=high,
        step=step,
        description=label,
        tooltip=read,
        readout_format=".3",
        **LOOK,
    )


def round_numbers(low, high):
    """Return 1, 1.5, 2, 3, 5 and 7 times each power of ten from `low` up to, and with, `high`.

    A slider over powers would not keep them: the page sends back 19.95 for 20.

    >>> round_numbers(-1, 1)
    [0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]
    """
    steps = [float(f"{k}e{power}") for power in range(low, high) for k in (1, 1.5, 2, 3, 5, 7)]
    return [int(number) if number == int(number) else number for number in (*steps, 10.0**high)]


def choice_slider(label, options, value, *, read=""):
    """Return a slider over values of one's choice, which it keeps as they are."""
    return widgets.SelectionSlider(
        options=options, value=value, description=label, tooltip=read, **LOOK
    )


def columns(*groups):
    """Arrange controls side by side, a column a group."""
    return widgets.HBox(
        [widgets.VBox(list(group)) for group in groups], layout={"flex_flow": "row wrap"}
    )
