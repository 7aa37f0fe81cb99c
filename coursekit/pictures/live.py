"""A matplotlib figure that follows a slider.

`Strokes` say what moved, and a `Stage` in the page plays them. After a rest the picture also leaves
a still in the notebook, for every place that has no kernel.
"""

import base64
import uuid
from asyncio import get_running_loop
from threading import RLock
from typing import Any

import ipywidgets as widgets
from IPython import get_ipython
from IPython.display import display

from coursekit.page.quick import quieten
from coursekit.page.stage import Stage
from coursekit.pictures.cells import close_widgets
from coursekit.pictures.still import Blitter, encode_still
from coursekit.pictures.strokes import Strokes

# A page's messages may reach the kernel on a thread of their own (JupyterLab's subshells) while a
# cell or a training goes on; a figure is drawn by one of them at a time.
DRAWING = RLock()
SERVE_ALL: list[Any] = []  # widgets that stand in several live views, and outlive each of them
REST = 2.0  # seconds without a move before the still follows


class LivePicture:
    """A figure as a widget: move its artists, then `show` one sentence that says what it shows.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure(figsize=(2, 1), dpi=100)
    >>> (line,) = fig.add_axes((0, 0, 1, 1)).plot([0, 1])
    >>> picture = LivePicture(fig, [line])
    >>> line.set_ydata([1, 0])
    >>> picture.show("The line falls from 1 to 0.")
    >>> picture.sentence
    'The line falls from 1 to 0.'
    """

    def __init__(self, fig, moving):
        self.sentence = ""
        self.blitter, self._width = Blitter(fig, moving), round(fig.bbox.width)
        self.stage = self.view = None  # until it is displayed
        self.strokes: Any = None
        self.marks: Any = None  # what can be grabbed in it, where an explorer says so
        self._still_id = None
        self._rest = self._waits = None
        self._problem = fig.text(0.5, 0.5, "", **PROBLEM_STYLE)

    def follow(self, draw):
        """Call `draw`: at once, or where a page has sent a move, when that message is answered.

        The page then sends its newest value while this one is drawn. Of several moves that wait the
        last is drawn.
        """
        parent: dict[str, Any] = getattr(get_ipython(), "get_parent", dict)()
        if parent.get("header", {}).get("msg_type") != "comm_msg":
            draw()
            return
        if self._waits is None:
            get_running_loop().call_soon(self._follow_now)
        self._waits = draw

    def _follow_now(self):
        draw, self._waits = self._waits, None
        if draw:  # it was not closed meanwhile
            draw()

    def show(self, sentence):
        """Send the figure as it stands now, and the sentence that describes it."""
        if self._problem.get_visible():
            self._problem.set_visible(False)
        self._send(sentence)

    def show_problem(self, message):
        """Say in the picture itself why it cannot be drawn, instead of leaving it blank."""
        self._problem.set(text=message, visible=True)
        try:
            self._send(message)
        except Exception:  # an artist that cannot be drawn; what does not move can
            hidden = [artist for artist in self.blitter.moving if artist.get_visible()]
            for artist in hidden:
                artist.set_visible(False)
            self._send(message)
            for artist in hidden:
                artist.set_visible(True)

    def _send(self, sentence):
        self.sentence = sentence
        if self.stage is not None:
            self.stage.move(self.strokes.moved(), sentence, self._marks("changed"))
        self._wait_for_rest()

    def display(self, controls=()):
        """Put two outputs into the cell: the live view, and after it the still that it hides."""
        quieten(getattr(get_ipython(), "kernel", None))
        if self.stage is None:
            self.strokes = Strokes(self.blitter.fig, self.blitter.moving)
            self.stage = Stage(self._everything, self.marks and self.marks.grab)
        self.stage.fresh = True
        self.view = widgets.VBox([*controls, self.stage])
        self.view.add_class("ck-live")
        self.stage.views = [*self.stage.views, self.view.model_id]
        # The view stands alone in its output: with a PNG beside it in one bundle, JupyterLab
        # shows "model not found" and no picture when the notebook is reopened without a kernel.
        display(self.view, include={"application/vnd.jupyter.widget-view+json"})
        self._still_id = self._still_id or uuid.uuid4().hex
        self._display_still(update=False)

    def _everything(self):
        """Return what a page needs that comes to the picture now: all strokes, and the sentence."""
        with DRAWING:
            missed = self.strokes.moved()
            if missed and self.stage is not None:  # what other pages have not been told
                self.stage.move(missed, self.sentence, self._marks("changed"))
            return self.strokes.everything(), self.sentence, self._marks("everything")

    def _marks(self, which):
        """Return what can be grabbed: nothing in a picture that could not be drawn."""
        drawn = self.marks and not self._problem.get_visible()
        return getattr(self.marks, which)() if drawn else {}

    def close(self):
        """Take the picture off its page."""
        if self._rest is not None:
            self._rest.cancel()
        if self.view is not None:
            close_widgets(self.view, keep=SERVE_ALL)
        self.stage = self.view = self.strokes = self._still_id = self._waits = None

    def settle(self):
        """Bring up to date what follows only at rest: the still."""
        with DRAWING:
            self._rest = None
            if self._still_id:
                self._display_still(update=True)

    def _display_still(self, update):
        png = base64.b64encode(encode_still(self.blitter.fresh_frame())).decode("ascii")
        self.blitter.forget()
        display(
            {"image/png": png, "text/plain": self.sentence},
            metadata={"image/png": {"width": self._width, "alt": self.sentence}},
            raw=True,
            display_id=self._still_id,
            update=update,
        )

    def _wait_for_rest(self):
        if self.stage is None or self._still_id is None or self.stage.keeps:
            return  # nobody has seen the picture yet, or the page that shows it does it all
        try:
            loop = get_running_loop()
        except RuntimeError:
            return  # no kernel, so nobody to tell
        if self._rest is not None:
            self._rest.cancel()
        self._rest = loop.call_later(REST, self.settle)


PROBLEM_STYLE = {
    "visible": False,
    "ha": "center",
    "va": "center",
    "wrap": True,
    "fontsize": 15,
    "zorder": 100,
    "bbox": {"boxstyle": "round,pad=1", "facecolor": "#fff7ed", "edgecolor": "#c2410c"},
}
