"""Lesson 5's network on real digits: trained in the notebook while its controls still answer."""

import time
from weakref import WeakSet

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.training.descent_parts import rate_slider
from coursekit.lessons.training.digit_training_figure import DigitTrainingFigure
from coursekit.network.network import Network
from coursekit.network.watched import Watched, stuck_layers
from coursekit.pictures.background import Background
from coursekit.pictures.controls import LOOK, button, choice_slider, slider
from coursekit.pictures.digits import digits_to_learn, in_words
from coursekit.pictures.live_training import LiveTraining

HIDDEN = ("16-16", "none", "30", "60", "100", "30-30")
LONGEST = 30  # epochs
MARKS = 4  # points of the curves in an epoch
FALL = 0.8  # what is left of η after each epoch, when it falls
REDRAW = 0.15  # seconds between two pictures while it trains
LOOKED_AT = 200  # images by which a neuron is called stuck


class DigitTraining(LiveTraining):
    """784 pixels, middle layers of one's choice, ten digits, trained on 60,000 images.

    It trains in slices while the kernel has nothing else to do. `result()` does the rest at once.
    """

    name = "training.train_digits"
    main = "moment"
    groups = (
        ("moment", ("pause_button", "again"), ("progress", "left"), ("falls", "scaled")),
        ("hidden", "batch", "epochs", "eta", "seed"),
    )

    def __init__(self, hidden=(16, 16)):
        wanted = "-".join(map(str, hidden)) or "none"
        self.figure = DigitTrainingFigure()
        self.controls = {
            "hidden": widgets.Dropdown(
                options=list(dict.fromkeys((wanted, *HIDDEN))),
                value=wanted,
                description="middle",
                tooltip="neurons in the middle layers",
                **LOOK,
            ),
            "eta": rate_slider("η", 1.5, -3, 2),
            "falls": widgets.Checkbox(
                value=True, description="η falls by a fifth each epoch", indent=False
            ),
            "batch": choice_slider(
                "batch", [1, 10, 100, 1000], 10, read="examples that each step sees"
            ),
            "scaled": widgets.Checkbox(value=True, description="scaled start", indent=False),
            "seed": slider("start", 0, 0, 9, 1, read="which random start"),
            "epochs": slider("epochs", 10, 1, LONGEST, 1),
            "moment": slider("moment", 40, 0, 40, 1, read="the moment that is shown"),
        }
        self.controls["moment"].readout = False
        self.controls["epochs"].observe(self._count_moments, names="value")
        self.again = button("train again", self.restart, read="from the same start")
        self.progress = widgets.FloatProgress(min=0, max=1, layout={"width": "40%"})
        self.left = widgets.Label()
        self.followers = WeakSet()  # explorers that read with its network, and have `follow`
        self._asked, self._shown_at = None, 0.0
        self.open()

    # -- what later cells use ----------------------------------------------------------------

    def result(self):
        """Train to the end, if that has not happened yet, and return the network."""
        self.work.finish()
        return self.training.network

    @property
    def network(self):
        """The network as it stands now, in the middle of its training perhaps."""
        points = self.training.points
        return points[-1].network if points else self.training.network

    @property
    def state(self):
        """The controls, and η of each epoch that is done."""
        whole = [point.rate for point in self.training.points[MARKS::MARKS]]
        return self.values | {"rates": whole[: self.training.epoch]}

    def set(self, state):
        """Move the controls named in `state`; `rates` trains as many epochs, each with its η."""
        rest = dict(state)
        rates = rest.pop("rates", [])
        if len(rates) > LONGEST or not all(
            isinstance(eta, int | float) and eta > 0 for eta in rates
        ):
            raise ValueError(f"rates must be at most {LONGEST} positive numbers, got {rates!r:.60}")
        super().set(rest)
        if rates:
            self._begin()
            self.training.rate, self.training.epochs = rates.__getitem__, len(rates)
            Background(self.training.pieces, lambda: None).finish()
            self.training.rate, self.training.epochs = self._rate, self.controls["epochs"].value
            self._take_up()
            self._on_move()

    # -- training ----------------------------------------------------------------------------

    def restart(self):
        """Begin again from the same start, with the settings as they are now."""
        self._begin()
        self._on_move()

    def _begin(self):
        c = self.controls
        if self._asked is not None:
            self.work.pause()
        train, some, test = digits_to_learn()
        middle = [int(n) for n in c["hidden"].value.split("-") if n != "none"]
        start = Network.random(
            (784, *middle, 10),
            np.random.default_rng(c["seed"].value),
            scale="fan-in" if c["scaled"].value else "unit",
            dtype=np.float32,
        )
        self.training = Watched(
            start,
            train,
            {"train": some, "test": test},
            rate=self._rate,
            epochs=c["epochs"].value,
            batch_size=c["batch"].value,
            rng=np.random.default_rng(c["seed"].value),
            marks=MARKS,
        )
        self._stuck = []
        self._take_up()

    def _rate(self, epoch):
        eta = self.controls["eta"].value
        return eta * FALL**epoch if self.controls["falls"].value else eta

    def _take_up(self):
        """Go on with the training as it stands, if the page is open."""
        self.work = Background(self.training.pieces, self._after_slice)
        self._since = None
        if self.goes_on:
            self.work.start()

    def _after_slice(self):
        now = time.perf_counter()
        if now - self._shown_at > REDRAW or not self.work.running:
            self._on_move()
            for follower in list(self.followers):
                follower.follow()
            self._shown_at = time.perf_counter()

    def _count_moments(self, _change):
        """Let the slider of moments end with the training; at its end it stays at the end."""
        moment = self.controls["moment"]
        newest = moment.value == moment.max
        moment.max = MARKS * max(self.controls["epochs"].value, self.training.epoch)
        moment.value = moment.max if newest else moment.value

    # -- the picture -------------------------------------------------------------------------

    def refresh(self):
        c, asked = self.controls, {k: self.values[k] for k in ("hidden", "batch", "seed", "scaled")}
        if asked != self._asked:
            self._begin()
            self._asked = asked
        epochs = max(c["epochs"].value, self.training.epoch)  # what is done stays done
        if epochs != self.training.epochs:
            self.training.epochs = epochs
            if self.work.done:
                self._take_up()
        points = self.training.points
        self._note_new(points)
        shown = min(c["moment"].value, len(points) - 1) if points else None
        self._show_progress()
        network = self.training.network if shown is None else points[shown].network
        self.figure.update(
            [point.epoch for point in points],
            [point.accuracies["test"] for point in points],
            [point.costs["train"] for point in points],
            shown,
            self.training.epochs,
            network.weights[0],
            self._results(points, shown),
        )
        return self._sentence(points, shown)

    def _note_new(self, points):
        """Keep, for each new point, which layers had stopped to react."""
        del self._stuck[len(points) :]
        inputs = digits_to_learn()[2].inputs[:LOOKED_AT]
        for point in points[len(self._stuck) :]:
            self._stuck.append(stuck_layers(point.network, inputs))

    def _results(self, points, shown):
        if shown is None:
            return ["0", f"{self.training.rate_now:.3g}", "–", "–"]
        point = points[shown]
        return [
            f"{point.epoch:g}",
            f"{point.rate:.3g}",
            f"{point.costs['train']:.4f}",
            f"{100 * point.accuracies['test']:.2f} %",
        ]

    def _sentence(self, points, shown):
        sizes = "-".join(map(str, self.training.network.sizes))
        if shown is None:
            return f"{sizes}, with random weights: no step has been taken yet."
        point = points[shown]
        told = f"{sizes} after {point.epoch:g} of {self.training.epochs} epochs"
        told += f": {in_words(point.accuracies['test'])} of the test images are read rightly."
        stuck = [k for k in range(shown + 1) if self._stuck[k]]
        if self._stuck[shown] and point.accuracies["test"] < 0.5:
            first = stuck[0]
            layer = self._stuck[first][-1]
            step = round(points[first].epoch * -(-60_000 // self.training.batch_size))
            told += (
                f" By step {step:,}, more than half of layer {layer} was stuck at 0 or 1, whatever "
                f"the image, with η = {points[first].rate:.3g}: the slopes are gone. "
                "Try a smaller η, and train again."
            )
        elif self.training.outcome:
            told += f" {self.training.outcome}"
        if self.work.done and points[-1].rate != self._rate(self.training.epoch - 1):
            told += " The new η waits: press “train again”."
        return told

    def _show_progress(self):
        done = self.training.points[-1].epoch if self.training.points else 0.0
        share = done / self.training.epochs
        self.progress.value = min(share, 1.0)
        self.left.value = f"epoch {done:g} of {self.training.epochs}{self._time_left(done)}"

    def _time_left(self, done):
        if self.work.done:
            return ", done"
        if not self.work.running:
            self._since = None
            return ""
        now = time.perf_counter()
        if self._since is None:
            self._since = now, done
        began, at = self._since
        if done <= at:
            return ""
        seconds = (now - began) / (done - at) * (self.training.epochs - done)
        return f", about {seconds:.0f} s left"


def train_digits(hidden=(16, 16)):
    """Train a network on 60,000 digits, live; `result()` returns it when it is done.

    hidden: the numbers of neurons in the middle layers.
    Controls: the middle layers, η and whether it falls, the batch, how the weights start, how many
    epochs, and the moment that is shown; the buttons hold the training and begin it again.

    For `set` and `at`: hidden, eta, falls, batch, scaled, seed, epochs, moment.
    """
    return DigitTraining(hidden)
