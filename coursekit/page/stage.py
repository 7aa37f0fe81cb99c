"""The stage: a canvas in the page that plays strokes, and the sentence that says what it shows.

Three scripts of this folder are the player, which knows no kernel: `strokes.js` reads a message,
`stage.js` paints it, `dark.js` knows the colours of a dark page. `grab.js` lays over it what can be
grabbed. `stage_link.js` ties both to a kernel, `names.js` gives the controls beside the picture
their names, and `fit.js` a place in the window.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

HERE = Path(__file__).parent
PLAYER = ("dark.js", "strokes.js", "stage.js")


def script(*names: str) -> str:
    """Return files of this folder as one script."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class Stage(anywidget.AnyWidget):
    """A picture in the page. A page that comes later, or anew, gets all of it at once.

    everything: returns the message that a page needs which has nothing yet, the sentence, and what
        can be grabbed. grab: called with what a page tells of it.
    """

    _esm = script(*PLAYER, "grab.js", "names.js", "fit.js", "stills.js", "stage_link.js")
    _css = script("stage.css", "focus.css")
    fresh = traitlets.Bool(True).tag(sync=True)  # no page has shown it since its cell has run
    views = traitlets.List(traitlets.Unicode()).tag(sync=True)  # the numbers of those it is in
    picture = traitlets.Any().tag(sync=True, to_json=lambda _, stage: stage._everything()[0])
    told = traitlets.Any().tag(
        sync=True, to_json=lambda _, stage: stage._told(*stage._everything()[1:])
    )

    def __init__(
        self,
        everything: Callable[[], tuple[bytes, str, dict[str, Any]]],
        grab: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        self._everything, self._grab = everything, grab
        self.keeps = False  # whether a page writes the newest still when it saves the notebook
        super().__init__()
        self.on_msg(self._answer)

    def move(
        self, message: bytes | None, sentence: str, marks: dict[str, Any] | None = None
    ) -> None:
        """Tell every page what moved, if anything did, and what the picture now shows."""
        self.send(self._told(sentence, marks), [message] if message else [])

    def _told(self, sentence: str, marks: dict[str, Any] | None) -> dict[str, Any]:
        return {"sentence": sentence} | ({"marks": marks} if marks else {})

    def _answer(self, _stage: Any, asked: dict[str, Any], _buffers: Any) -> None:
        if asked.get("everything"):
            self.move(*self._everything())
        elif asked.get("keeps"):
            self.keeps = True
        elif "grab" in asked and self._grab:
            self._grab(asked)
        else:
            self.send({"here": True})
