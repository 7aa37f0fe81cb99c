"""The controls of a picture, all of one look: three kinds of slider, a choice, groups of them."""

import ipywidgets as widgets

from coursekit.page.slider import Slider

LOOK = {"style": {"description_width": "4.5em"}, "layout": {"width": "auto"}}


def slider(label, value, low, high, step, *, read="", percent=False):
    """Return a slider that reports while it is dragged; `read` says more to a screen reader.

    A whole step makes all its numbers whole.
    """
    stops = steps(low, high, step)
    return Slider(stops, value, description=label, tooltip=read, free=True, percent=percent)


def steps(low, high, step):
    """Return the numbers from low to high, each a step after the one before.

    >>> steps(0, 0.5, 0.1)
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    """
    return [round(low + k * step, 10) for k in range(round((high - low) / step) + 1)]


def power_slider(label, value, low, high, step, *, read=""):
    """Return a slider over powers of ten, from 10 to the power `low` to 10 to the power `high`.

    Its stops are rounded to three digits, so that what it shows is what it holds.
    """
    stops = [float(f"{10**power:.3g}") for power in steps(low, high, step)]
    return Slider(stops, value, description=label, tooltip=read, free=True)


def round_numbers(low, high):
    """Return 1, 1.5, 2, 3, 5 and 7 times each power of ten from `low` up to, and with, `high`.

    >>> round_numbers(-1, 1)
    [0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]
    """
    steps = [float(f"{k}e{power}") for power in range(low, high) for k in (1, 1.5, 2, 3, 5, 7)]
    return [int(number) if number == int(number) else number for number in (*steps, 10.0**high)]


def choice_slider(label, options, value, *, read="", free=False):
    """Return a slider over values of one's choice, in their order; `free`: and any between."""
    return Slider(options, value, description=label, tooltip=read, free=free)


def choice_buttons(label, options, button_width, width):
    """Return a row of buttons of which one is pressed; widths in pixels, of one and of the row."""
    return widgets.ToggleButtons(
        options=options,
        description=label,
        style={"button_width": f"{button_width}px", "description_width": "4.5em"},
        layout={"width": f"{width}px"},
    )


def columns(*groups):
    """Arrange controls in groups that stay together; `stage.css` says how many go side by side."""
    boxes = [widgets.VBox(list(group)).add_class("ck-group") for group in groups]
    return widgets.Box(boxes).add_class("ck-controls")


def button(label, act, *, read=None):
    """Return a button that calls `act`; `read` says more to a screen reader."""
    made = widgets.Button(
        description=label, tooltip=read, layout={"width": "auto", "min_width": "5em"}
    )
    made.on_click(lambda _: act())
    return made
