"""A picture of a training that goes on by itself while the page is open."""

from typing import Any

from coursekit.pictures.controls import button
from coursekit.pictures.explorer import Explorer


class LiveTraining(Explorer):
    """An explorer whose `work` goes on as soon as it is shown, until its button holds it.

    A subclass sets `work`, a `Background`, for each training anew, and starts it if `goes_on`.
    """

    training: Any = None
    work: Any = None
    goes_on = False

    def open(self):
        self.pause_button = button("pause", self._turn).add_class("ck-pause")  # as fit.js knows it
        super().open()

    def go_on(self):
        """Train from now on whenever the kernel has nothing else to do, as on an open page."""
        self.goes_on = True
        self.work.start()

    def _draw(self):
        super()._draw()
        self.pause_button.disabled = self.work.done
        resting = not self.work.running and not self.work.done
        self.pause_button.description = "go on" if resting else "pause"

    def _turn(self):
        if self.work.running:
            self.goes_on = False
            self.work.pause()
        else:
            self.go_on()
        self._on_move()

    def _ipython_display_(self):
        super()._ipython_display_()
        self.go_on()


def network_of(source):
    """Return a network: `source` itself, or what a picture's training leads to at its end."""
    return source.result() if hasattr(source, "result") else source
