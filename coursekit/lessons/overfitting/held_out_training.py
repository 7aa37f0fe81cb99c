"""A training beside examples that it never sees: what both pictures of lesson 6 do with it."""

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from coursekit.network.stopping import stop_early
from coursekit.pictures.background import Background
from coursekit.pictures.controls import slider
from coursekit.pictures.handles import Handle, spot
from coursekit.pictures.live_training import LiveTraining

PATIENCE = 8  # measurements without a new lowest cost on held-out examples
KEPT = 8  # finished trainings, for whoever comes back to their settings
SETS = ("train", "held out")
finished = {}  # explorer and settings → a training that is done; the latest last


class Curves(NamedTuple):
    """Steps (p,), and costs and accuracies (p, 2): of the training set and of the held-out one."""

    steps: np.ndarray
    costs: np.ndarray
    accuracies: np.ndarray


class Overfitting(LiveTraining):
    """A training that begins anew with other settings, and goes on while the page is open.

    A subclass names `SETTINGS`, the four controls that begin a training anew, brings
    `new_training`, and has `ways_to_look` among its controls. `finish()` trains to the end.
    """

    SETTINGS, LAST, BETWEEN = (), 0, 0  # the last step, and the steps between two measurements
    main = "moment"
    _wanted = None

    def new_training(self, *settings):
        """Return a `Watched` of the two sets, with a point every `BETWEEN` steps up to `LAST`."""
        raise NotImplementedError

    def finish(self):
        """Train to the end, if that has not happened yet, and show it."""
        self.work.finish()
        return self

    @property
    def state(self):
        """The controls, and how often the training has been measured."""
        return self.values | {"measured": len(self.training.points)}

    def set(self, state):
        """Move the controls named in `state`; `measured` trains until there are as many points."""
        rest = dict(state)
        wanted = rest.pop("measured", None)
        most = self.LAST // self.BETWEEN + 1
        if wanted is not None and (type(wanted) is not int or not 0 <= wanted <= most):
            raise ValueError(f"measured must be a whole number up to {most}, got {wanted!r:.60}")
        self._wanted = wanted
        try:
            super().set(rest)
        finally:
            self._wanted = None

    # -- training ----------------------------------------------------------------------------

    def _settings(self):
        return tuple(self.controls[name].value for name in self.SETTINGS)

    def _follow(self):
        """Begin another training if the settings are others."""
        wanted, self._wanted = self._wanted, None
        other = self.training is None or self._asked != self._settings()
        if other or (wanted is not None and wanted < len(self.training.points)):
            self._begin(anew=not other)
        if wanted is not None:
            pieces = self._pieces()
            while len(self.training.points) < wanted and next(pieces, self) is not self:
                pass
            self.work.done = self.training.done
        elif other and self.goes_on:
            self.work.start()

    def _begin(self, anew=False):
        if self.work:
            self.work.pause()
        self._asked = self._settings()
        known = None if anew else self._known(self._asked)
        self.training = known or self.new_training(*self._asked)
        self.work = Background(self._pieces, self._after_slice)
        self.work.done = self.training.done
        self._drawn = None

    def _pieces(self):
        asked, training = self._asked, self.training
        yield from training.pieces()
        self._keep(asked, training)

    def _known(self, asked):
        return finished.get((type(self), asked))

    def _keep(self, asked, training):
        finished[type(self), asked] = training
        while len(finished) > KEPT:
            del finished[next(iter(finished))]

    def _after_slice(self):
        now = len(self.training.points), self.work.running
        if now != self._drawn:
            self._on_move()
            self._drawn = now

    # -- what can be grabbed ---------------------------------------------------------------------

    def handles(self):
        for chart in (self.figure.cost, self.figure.accuracy):
            yield from (Handle("moment", line, "x", lambda x, _: x) for line in chart.cursor())

    def together(self):
        for k in (0, 1):
            charts = self.figure.cost, self.figure.accuracy
            yield [*(dot for c in charts for dot in c.dot(k)), spot(self.figure.results, k)]

    # -- what is shown -----------------------------------------------------------------------

    def measured(self, training):
        """Return `Curves` of a training as far as it is."""
        both = ([p.costs for p in training.points], [p.accuracies for p in training.points])
        measures = [np.reshape([[one[name] for name in SETS] for one in p], (-1, 2)) for p in both]
        return Curves(self.BETWEEN * np.arange(len(training.points)), *measures)

    def ways_to_look(self):
        """Return the controls that both pictures of the lesson have."""
        last = self.LAST
        return {
            "moment": slider("moment", 0, 0, last, self.BETWEEN, read="steps so far"),
            "stop": widgets.Checkbox(value=False, description="early stopping", indent=False),
            "hide": widgets.Checkbox(value=True, description="hide what comes later", indent=False),
        }

    def _look(self, curves):
        """Return the index of the moment that is shown, and what `Chart.update` asks besides."""
        values, measured = self.values, len(curves.steps)
        shown = min(values["moment"] // self.BETWEEN, max(0, measured - 1))
        known = curves.costs[: shown + 1 if values["hide"] else None, 1]
        kept = end = None
        if values["stop"] and len(known):
            kept, at = stop_early(known, PATIENCE)
            end = at if at - kept >= PATIENCE else None  # it may still be waiting
        return shown, {"hidden": values["hide"], "kept": kept, "end": end}

    def _stopped(self, look):
        """Say what early stopping does, as far as it knows."""
        if look["kept"] is None:
            return ""
        over = look["end"] is not None
        end = f"stops at step {self.BETWEEN * look['end']:,}" if over else "has not stopped yet"
        kept = f"{self.BETWEEN * look['kept']:,}"
        return f" Early stopping keeps the network of step {kept} and {end}."


def results(curves, shown):
    """Write both accuracies and their gap, for three cards.

    >>> results(Curves(np.array([0]), np.zeros((1, 2)), np.array([[0.9, 0.92]])), 0)
    ['90.0 %', '92.0 %', '−2.0 points']
    """
    if not len(curves.steps):
        return ["–"] * 3
    learned, others = 100 * curves.accuracies[shown]
    gap = f"{learned - others:+.1f} points".replace("-", "−")
    return [f"{learned:.1f} %", f"{others:.1f} %", gap]
