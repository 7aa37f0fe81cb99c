"""The widgets with which questions are answered; only they and `told.py` load any."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets


def letters(labels: Mapping[str, str], press: Callable[[str], None]) -> Any:
    """Return a row of buttons, one for each letter; labels: letter → what it stands for."""
    told = {letter: f"{letter}: {label}" for letter, label in labels.items()}
    return _row(told, press, "5em")


def paper(title: str, press: Callable[[str], None]) -> Any:
    """Return a box to write in, and a button that hands it in."""
    box = _box(f"Your answer: {title}")
    button = widgets.Button(description="Hand in", tooltip="Hand in, and see a model answer")
    button.on_click(lambda _: press(box.value))
    return widgets.VBox([box, button])


def guess(
    options: Mapping[str, str] | None,
    words: bool,
    steps: Mapping[str, int],
    keep: Callable[[Any, int], None],
) -> Any:
    """Return what one guesses with, and below it a button for each step of how sure one is.

    options: letter → what it stands for; without any there is a line for a number, or, for words, a
    box. Such a button calls `keep(guess, step)`, with `...` where nothing was chosen or written.
    """
    chosen: list[Any] = [...]
    if options:
        entry = letters(options, lambda letter: chosen.__setitem__(0, letter))
    else:
        kind = widgets.Text(tooltip="Your guess", placeholder="a number", layout={"width": "10em"})
        entry = _box("Your guess", "4em") if words else kind
        entry.observe(lambda change: chosen.__setitem__(0, change["new"] or ...), names="value")
    told = {words: f"Keep my guess: {words}" for words in steps}
    sure = _row(told, lambda words: keep(chosen[0], steps[words]), "8em")
    asked = widgets.Label("How sure are you? This keeps your guess:")
    return widgets.VBox([entry, widgets.HBox([asked, sure])])


def _row(told: Mapping[str, str], press: Callable[[str], None], width: str) -> Any:
    """Return a row of buttons, of which the one that was pressed stays marked.

    told: what stands on each → what is said of it.
    """
    buttons = [
        widgets.Button(description=words, tooltip=said, layout={"width": width})
        for words, said in told.items()
    ]

    def choose(chosen: Any) -> None:
        for button in buttons:
            button.button_style = "info" if button is chosen else ""
        press(chosen.description)

    for button in buttons:
        button.on_click(choose)
    return widgets.HBox(buttons)


def _box(title: str, height: str = "6em") -> Any:
    return widgets.Textarea(
        placeholder="In your own words …",
        tooltip=title,
        layout={"width": "100%", "max_width": "60em", "height": height},
    )
