"""Points of a plane learned by heart: a network's answers beside both curves, as it trains on."""

import numpy as np

from coursekit.lessons.overfitting.curve_chart import CARDS, CurvesFigure
from coursekit.lessons.overfitting.held_out_training import Overfitting, results
from coursekit.network.datasets import moons
from coursekit.network.network import Network
from coursekit.network.watched import Examples, Watched
from coursekit.pictures.charts import cards, legend
from coursekit.pictures.colours import INK, NEGATIVE, POINT, POSITIVE, QUIET
from coursekit.pictures.controls import choice_slider, slider
from coursekit.pictures.parts import drawing, new_figure, style
from coursekit.pictures.plane import Plane, grid_inputs

REACH = 2.0
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


class ByHeartFigure(CurvesFigure):
    """A network's answers over the plane with its points, and how well it does at each step.

    last: the last step.
    """

    def __init__(self, last):
        with style():
            self.fig = new_figure(
                1000,
                672,
                "Learning a rule, or learning by heart",
                "It learns from the filled points. A ring marks a wrong label. "
                "It never sees the hollow ones.",
            )
            self.plane = Plane(self.fig, 44, 100, 412, REACH, "what the network answers")
            places = (536, 100, 436, 160), (536, 322, 436, 160)
            self._draw_charts(*places, last, highest=0.3)
            self._draw_legend()
            self.results = cards(self.fig, 562, (*CARDS, ("this moment", "steps done so far")))
        self.moving = [*self.plane.moving, *self.cost.moving, *self.accuracy.moving, self.results]

    def update(self, outputs, points, results, curves, shown, **look):
        """Show the network at one moment of its training.

        outputs: its answers at `plane.grid_inputs(REACH)`. points: inputs (n, 2), labels (n,),
        held-out inputs and labels, and (m, 2) the places of wrong labels.
        results: four texts. curves, shown, look: as `show_curves` has them.
        """
        *sets, wrong = points
        self.plane.update(outputs, *sets, ringed=wrong)
        self.results.write(results)
        self.show_curves(curves, shown, **look)

    def _draw_legend(self):
        axes = drawing(self.fig, 0, 520, 1000, 34)
        legend(
            axes,
            (48, 14, "●", POSITIVE, "class 1"),
            (136, 14, "■", NEGATIVE, "class 0"),
            (222, 14, "○", QUIET, "held out"),
            (318, 14, "◯", INK, "wrong label"),
            (596, 14, "━", INK, "training points"),
            (764, 14, "╍", POINT, "held-out points"),
        )


class ByHeart(Overfitting):
    """A 2-k-1 network on two noisy half moons, from its first step to far too many."""

    name = "overfitting.by_heart"

    SETTINGS, LAST, BETWEEN = ("neurons", "examples", "noise", "penalty"), 6000, 60
    groups = ("moment", ("pause_button", "stop", "hide")), SETTINGS[:2], SETTINGS[2:]

    def __init__(self):
        self.figure = ByHeartFigure(self.LAST)
        self.controls = {
            "neurons": slider("neurons", 16, 1, 32, 1, read="neurons in the middle layer"),
            "examples": slider("points", 40, 10, MOST, 10, read="points to learn from"),
            "noise": slider(
                "noise", 15, 0, 30, 5, read="wrong labels among them, in percent", percent=True
            ),
            "penalty": choice_slider("penalty", PENALTIES, 0, read="the pull on all weights"),
            **self.ways_to_look(),
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
        curves = self.measured(self.training)
        shown, look = self._look(curves)
        train, held_out = self.training.watch.values()
        points, values = self.training.points, self.values
        network = points[shown].network if points else self.training.network
        wrong = train.labels != LABELS[: len(train.labels)]
        step = f"{curves.steps[shown]:,}" if points else "0"
        self.figure.update(
            network.forward(PLACES)[-1][:, 0],
            (train.inputs, train.labels, held_out.inputs, held_out.labels, train.inputs[wrong]),
            [*results(curves, shown), step],
            *(curves, shown),
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
    """Open a small network in the plane that learns a rule, and then its examples by heart.

    Controls: the moment of the training, early stopping, what comes later, the middle neurons, the
    points, the wrong labels among them, and the penalty.

    For `set` and `at`: neurons, examples, noise, penalty, moment, stop, hide.
    """
    return ByHeart().finish()
