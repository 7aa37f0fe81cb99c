"""The widget with which lines of code are put in order."""

import html
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets


def lines(labels: Mapping[str, str], press: Callable[[str], None]) -> Any:
    """Return a button for each line of code, and the lines as they were chosen so far.

    labels: letter → the line. A second press takes a line back; "Check" hands the order in.
    """
    chosen: list[str] = []
    made = widgets.HTML()

    def toggle(button: Any) -> None:
        letter = button.description
        chosen.remove(letter) if letter in chosen else chosen.append(letter)
        button.button_style = "info" if letter in chosen else ""
        code = "\n".join(labels[letter] for letter in chosen)
        made.value = f"<pre>{html.escape(code, quote=False)}</pre>"

    def button(words: str, read: str, act: Callable[[Any], None], width: str) -> Any:
        made = widgets.Button(description=words, tooltip=read, layout={"width": width})
        made.on_click(act)
        return made

    row = [button(letter, f"{letter}: {c.strip()}", toggle, "3em") for letter, c in labels.items()]
    check = button("Check", "Check the order", lambda _: press("".join(chosen)), "6em")
    return widgets.VBox([widgets.HBox([*row, check], layout={"flex_flow": "row wrap"}), made])
