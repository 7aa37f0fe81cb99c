"""Lesson 6's explorers: a training beside examples that it never sees, in a plane and on digits."""

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.background import Background
from coursekit.explorers.explorer import Explorer, choice_slider, columns, slider
from coursekit.figures.overfitting import REACH, ByHeartFigure
from coursekit.figures.plane import grid_inputs
from coursekit.network.datasets import moons
from coursekit.network.network import Network
from coursekit.network.stopping import stop_early
from coursekit.network.watched import Examples, Watched

PATIENCE = 8  # measurements without a new lowest cost on held-out examples
KEPT = 8  # finished trainings, for whoever comes back to their settings
SETS = ("train", "held out")
_finished = {}  # explorer and settings → a training that is done; the latest last


class Curves(NamedTuple):
    """Steps (p,), and costs and accuracies (p, 2): of the training set and of the held-out one."""

    steps: np.ndarray
    costs: np.ndarray
    accuracies: np.ndarray


class Overfitting(Explorer):
    """A training that begins anew with other settings, and goes on while the page is open.

    A subclass names `SETTINGS`, the controls that begin a training anew, and brings `new_training`;
    among its controls are "moment", in steps, "stop" and "hide". `finish()` trains to the end.
    """

    SETTINGS, LAST, BETWEEN = (), 0, 0  # the last step, and the steps between two measurements
    main = "moment"
    training = work = _wanted = None
    _goes_on = False

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
        elif other and self._goes_on:
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
        return _finished.get((type(self), asked))

    def _keep(self, asked, training):
        _finished[type(self), asked] = training
        while len(_finished) > KEPT:
            del _finished[next(iter(_finished))]

    def _after_slice(self):
        now = len(self.training.points), self.work.running
        if now != self._drawn:
            self._on_move()
            self._drawn = now

    def _ipython_display_(self):
        super()._ipython_display_()
        self._goes_on = True
        self.work.start()

    # -- what is shown -----------------------------------------------------------------------

    def _measured(self, training):
        """Return `Curves` of a training as far as it is."""
        points = training.points
        costs, accuracies = (
            np.reshape([[one[name] for name in SETS] for one in each], (-1, 2))
            for each in ([p.costs for p in points], [p.accuracies for p in points])
        )
        return Curves(self.BETWEEN * np.arange(len(points)), costs, accuracies)

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


def both_boxes():
    """Return the two boxes that all explorers of the lesson have."""
    return {
        "stop": widgets.Checkbox(value=False, description="early stopping", indent=False),
        "hide": widgets.Checkbox(value=False, description="hide what comes later", indent=False),
    }


# -- points in a plane -------------------------------------------------------------------------

MOST, HELD_OUT = 200, 200
PENALTIES = (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
SET, START, RATE = 56, 0, 5.0
PLACES = grid_inputs(REACH)


def _draw_points():
    """Return all points, of which the last are held out, and who gets a wrong label first."""
    inputs, labels = moons(MOST + HELD_OUT, np.random.default_rng(SET), noise=0.2)
    order = np.random.default_rng(SET + 1000).random(MOST)
    return inputs - [0.5, 0.25], labels, order


INPUTS, LABELS, ORDER = _draw_points()


class ByHeart(Overfitting):
    """A 2-k-1 network on two noisy half moons, from its first step to far too many."""

    SETTINGS, LAST, BETWEEN = ("neurons", "examples", "noise", "penalty"), 6000, 60

    def __init__(self):
        self.figure = ByHeartFigure(self.LAST)
        self.controls = {
            "neurons": slider("neurons", 16, 1, 32, 1, read="neurons in the middle layer"),
            "examples": slider("points", 40, 10, MOST, 10, read="points to learn from"),
            "noise": slider("noise", 15, 0, 30, 5, read="wrong labels among them, in percent"),
            "penalty": choice_slider("penalty", PENALTIES, 0, read="the pull on all weights"),
            "moment": slider("moment", self.LAST, 0, self.LAST, self.BETWEEN, read="steps so far"),
            **both_boxes(),
        }
        self.open()

    def new_training(self, neurons, examples, noise, penalty):
        points = {
            "train": learnable(examples, noise),
            "held out": as_plane_examples(INPUTS[MOST:], LABELS[MOST:]),
        }
        return Watched(
            Network.random((2, neurons, 1), np.random.default_rng(START)),
            points["train"],
            points,
            rate=RATE,
            epochs=self.LAST,
            rng=np.random.default_rng(START),
            penalty=penalty,
            every=self.BETWEEN,
        )

    def refresh(self):
        self._follow()
        curves = self._measured(self.training)
        shown, look = self._look(curves)
        train, held_out = self.training.watch.values()
        points, values = self.training.points, self.values
        network = points[shown].network if points else self.training.network
        wrong = train.labels != LABELS[: len(train.labels)]
        step = f"{curves.steps[shown]:,}" if points else "0"
        self.figure.update(
            network.forward(PLACES)[-1][:, 0],
            (train.inputs, train.labels, held_out.inputs, held_out.labels, train.inputs[wrong]),
            *(*curves, shown),
            [*results(curves, shown), step],
            **look,
        )
        k = values["neurons"]
        told = f"{k} neuron{'s'[: k - 1]}, {values['examples']} training points"
        if not points:
            return f"{told}: no step has been taken yet."
        learned, others = 100 * curves.accuracies[shown]
        return (
            f"{told}, step {step} of {self.LAST:,}: {learned:.1f} % of the training points are on "
            f"the right side, {others:.1f} % of the held-out ones."
        ) + self._stopped(look)

    def layout(self):
        c = self.controls
        return [
            columns(
                (c["moment"], c["stop"], c["hide"]),
                (c["neurons"], c["examples"]),
                (c["noise"], c["penalty"]),
            )
        ]


def as_plane_examples(inputs, labels):
    """Return points of class 0 and 1 as a network with one output reads them."""
    return Examples(inputs, labels[:, None].astype(float), labels)


def learnable(examples, noise):
    """Return the first points to learn from, `noise` percent of them with the wrong label.

    >>> int((learnable(40, 15).labels != LABELS[:40]).sum())
    6
    """
    labels = LABELS[:examples].copy()
    wrong = ORDER[:examples].argsort()[: round(noise * examples / 100)]
    labels[wrong] = 1 - labels[wrong]
    return as_plane_examples(INPUTS[:examples], labels)


def by_heart():
    """Open a small network in the plane that learns a rule, and then its examples by heart."""
    return ByHeart().finish()
