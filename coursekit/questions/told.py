"""Where the outcome of buttons stands, and what makes sure that it is seen there.

The outcome is an output of the cell, so that the notebook keeps it, and is changed in its place.
A page that was loaded after the cell was run does not know that place any more, and passes over
the change. So there the outcome stands beside the buttons, as part of their widget.
"""

import uuid
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets
from IPython.display import display

from coursekit.page.cards import marked_up, show_card
from coursekit.page.stage import script

HERE = Path(__file__).parent
RUN_AGAIN = (
    "This page was loaded after its cell was run, and so the notebook has not kept your answer. "
    "Run this cell once more, and it does."
)
ASLEEP = "Nothing above to answer with? Run this cell."


class Told(anywidget.AnyWidget):
    """The place of a card that changes; the part of it in the page is empty while none is lost."""

    _esm = script("names.js") + (HERE / "told.js").read_text(encoding="utf-8")
    _css = script("focus.css") + (HERE / "told.css").read_text(encoding="utf-8")
    card = traitlets.Unicode().tag(sync=True)

    def __init__(self, controls: Any) -> None:
        super().__init__()
        self._pages: set[str] = set()
        self._output: str | None = None
        self.on_msg(lambda _widget, told, _buffers: self._pages.add(told["page"]))
        view = widgets.VBox([controls, self])
        display(view, include={"application/vnd.jupyter.widget-view+json"})

    def show(self, *words: str, **how: Any) -> None:
        """Show a card, as `show_card` does; from the second on it takes the place of the first."""
        where = self._output or uuid.uuid4().hex
        how |= {"asleep": ASLEEP, "display_id": where, "update": self._output is not None}
        shown = show_card(*words, **how)
        if self._output and len(self._pages) > 1:
            self.card = f"{shown}<p>{marked_up(RUN_AGAIN)}</p>"
        self._output = where
