"""Lesson 6's digits: few images against many, and a test set that is opened once."""

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.overfitting.curve_chart import CARDS, CurvesFigure
from coursekit.lessons.overfitting.held_out_training import Overfitting, results
from coursekit.network.datasets import one_hot
from coursekit.network.network import Network
from coursekit.network.training import accuracy
from coursekit.network.watched import Examples, Watched
from coursekit.pictures.charts import cards, legend
from coursekit.pictures.colours import INK, POINT, QUIET
from coursekit.pictures.controls import choice_slider, slider
from coursekit.pictures.digits import digits_to_learn, in_words
from coursekit.pictures.parts import Numbers, drawing, new_figure, style

TO_LEARN, MEASURED = 50_000, 10_000  # the other 10,000 of the 60,000 images are held out
REACHES = {
    "images": (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000),
    "neurons": range(5, 101, 5),
    "noise": range(0, 41, 10),
    "penalty": (0, 0.1, 0.2, 0.5, 1, 2, 5),
}
RATE, BATCH, SEED = 1.5, 10, 0
LAST, BETWEEN = 20_000, 500  # the last step, and the steps between two measurements
CLAIMS = (0.98, 0.94, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.25)


class TwoCurvesFigure(CurvesFigure):
    """A network learning digits: both curves of cost and accuracy, and a test set under lock.

    last: the last step.
    """

    def __init__(self, last):
        with style():
            self.fig = new_figure(
                1000,
                566,
                "Training images, and images held out",
                "One network, measured every 500 steps. A step sees ten training images.",
            )
            places = (64, 108, 412, 236), (560, 108, 412, 236)
            self._draw_charts(*places, last, highest=0.6)
            axes = drawing(self.fig, 0, 372, 1000, 70)
            names = "training images", "held-out images"
            legend(axes, (70, 44, "━", INK, names[0]), (70, 18, "╍", POINT, names[1]))
            self.runs = Numbers(axes, [(290, 44), (290, 18)], 11.5, align="left")
            self.results = cards(self.fig, 452, (*CARDS, ("test set", "")))
            self.looks = Numbers(self.results.axes, [(856, 22)], 10.5, colour=QUIET)
        self.moving = [*self.cost.moving, *self.accuracy.moving, self.runs]
        self.moving += [self.results, self.looks]

    def update(self, results, looks, runs, curves, shown, **look):
        """Show a training at one moment.

        results: four texts; looks: one; runs: what is trained, and what the thin curves are.
        curves, shown, look: as `show_curves` has them.
        """
        self.show_curves(curves, shown, **look)
        self.runs.write(runs, [INK, QUIET])
        self.results.write(results)
        self.looks.write([looks])


class TwoCurves(Overfitting):
    """784-k-10 on some of the digits, beside 10,000 digits that it is never trained on.

    Every training has the same number of steps, however many images it has.
    """

    name = "overfitting.two_curves"

    SETTINGS, LAST, BETWEEN = tuple(REACHES), LAST, BETWEEN
    groups = (
        ("moment", ("stop", "hide")),
        SETTINGS[:2],
        SETTINGS[2:],
        (("pause_button", "open"), "progress"),
    )
    before, looks, _opened_for = None, 0, None

    def __init__(self):
        self.figure = TwoCurvesFigure(self.LAST)
        self.controls = {
            "images": choice_slider(
                "images", REACHES["images"], 1_000, read="images to learn from"
            ),
            "neurons": slider("neurons", 30, 5, 100, 5, read="neurons in the middle layer"),
            "noise": slider(
                "noise", 0, 0, 40, 10, read="wrong labels among them, in percent", percent=True
            ),
            "penalty": choice_slider(
                "penalty", REACHES["penalty"], 0, read="the pull on all weights"
            ),
            **self.ways_to_look(),
            "open": widgets.ToggleButton(
                description="open the test set", layout={"width": "150px"}, icon="lock"
            ),
        }
        self.progress = widgets.IntProgress(min=0, max=self.LAST, layout={"width": "auto"})
        self.open()

    @property
    def state(self):
        """The controls, how far it is trained, what it is compared with, looks at the test set."""
        before = None if self.before is None else list(self.before[0])
        return super().state | {"before": before, "looks": self.looks}

    def set(self, state):
        """Move the controls named in `state`; `before` trains what it is compared with."""
        rest = dict(state)
        looks = rest.pop("looks", None)
        if looks is not None and (type(looks) is not int or looks < 0):
            raise ValueError(f"looks must be a whole number of at least 0, got {looks!r:.60}")
        compare = rest.pop("before", ...)
        thin = None if compare in (None, ...) else self._whole(compare)
        super().set(rest)
        if compare is not ...:
            self.before = thin
        self.looks = self.looks if looks is None else looks
        self._on_move()

    def new_training(self, *settings):
        return learning(*settings)

    def refresh(self):
        self._follow()
        self.progress.value = max(0, len(self.training.points) - 1) * self.BETWEEN
        curves = self.measured(self.training)
        shown, look = self._look(curves)
        self._guard_test(shown)
        test, told = self._test(shown), described(*self._asked)
        before = self.before and self.measured(self.before[1])
        self.figure.update(
            [*results(curves, shown), "closed" if test is None else f"{100 * test:.1f} %"],
            often(self.looks),
            [f"thick: {told}", f"thin: {described(*self.before[0])}" if before else ""],
            *(curves, shown),
            before=before,
            **look,
        )
        if not len(curves.steps):
            return f"{told}: no step has been taken yet."
        learned, others = (in_words(share, CLAIMS) for share in curves.accuracies[shown])
        return (
            f"{told}, step {curves.steps[shown]:,} of {LAST:,}: {learned} of the training "
            f"images are read rightly, {others} of the held-out ones."
            f"{self._stopped(look)}{self._looked(test)}"
        )

    # -- training ----------------------------------------------------------------------------

    def _begin(self, anew=False):
        if self.training is not None and self.training.done and not anew:
            self.before = self._asked, self.training
        super()._begin(anew)

    def _whole(self, settings):
        """Return settings, and the training that they lead to, done to its end."""
        fits = isinstance(settings, list) and len(settings) == len(REACHES)
        if not fits or not all(map(within, settings, REACHES.values())):
            raise ValueError(f"before must be {', '.join(REACHES)}, got {settings!r:.60}")
        asked = tuple(settings)
        training = self._known(asked) or self.new_training(*asked)
        for _ in training.pieces():
            pass
        self._keep(asked, training)
        return asked, training

    # -- the test set ------------------------------------------------------------------------

    def _guard_test(self, shown):
        """Count a look at the test set, and close it when another network is shown."""
        button, here = self.controls["open"], (self._asked, shown)
        button.disabled = not self.training.done
        if button.value and self._opened_for is None and self.training.done:
            self.looks += 1
            self._opened_for = here
        elif button.value and self._opened_for != here:
            self._moving_several = True
            button.value = False
            self._moving_several = False
        if not button.value:
            self._opened_for = None

    def _test(self, shown):
        if not self.controls["open"].value:
            return None
        _, _, test = digits_to_learn()
        return accuracy(self.training.points[shown].network, test.inputs, test.labels)

    def _looked(self, test):
        if test is None:
            return ""
        told = f" The test set, {often(self.looks)}: {in_words(test, CLAIMS)} are read rightly."
        if self.looks > 1:
            told += " Whoever chooses by it has made it a held-out set."
        return told


def often(looks):
    """Say how often the test set was opened.

    >>> [often(looks) for looks in (0, 1, 3)]
    ['never opened', 'opened once', 'opened 3 times']
    """
    return ("never opened", "opened once", "opened twice", f"opened {looks} times")[min(looks, 3)]


def learning(images, neurons, noise, penalty, seed=SEED):
    """Return the `Watched` of a network on some digits, with their labels partly wrong.

    noise: in percent. Up to 10,000 of the training images are measured, and all held-out ones.
    """
    train, _, _ = digits_to_learn()
    chosen = Examples(*(part[:images] for part in train))
    if noise:
        labels = with_wrong_labels(chosen.labels, noise)
        chosen = chosen._replace(labels=labels, targets=one_hot(labels, dtype=np.float32))
    steps = images // BATCH  # in an epoch
    return Watched(
        Network.random((784, neurons, 10), np.random.default_rng(seed), dtype=np.float32),
        chosen,
        {
            "train": Examples(*(part[:MEASURED] for part in chosen)),
            "held out": Examples(*(part[TO_LEARN:] for part in train)),
        },
        rate=RATE,
        epochs=LAST // steps,
        batch_size=BATCH,
        rng=np.random.default_rng(seed),
        penalty=penalty,
        marks=max(1, steps // BETWEEN),
        every=max(1, BETWEEN // steps),
    )


def within(value, reach):
    """Whether a setting is a number that its control can take."""
    return type(value) in (int, float) and value in reach


def with_wrong_labels(labels, noise):
    """Return labels of which a share, in percent, is wrong; more noise adds to the same ones.

    >>> labels = digits_to_learn()[0].labels[:1000]
    >>> wrong = with_wrong_labels(labels, 20) != labels
    >>> 150 < int(wrong.sum()) < 250
    True
    """
    rng = np.random.default_rng(SEED)
    fate, other = rng.random(TO_LEARN), rng.integers(1, 10, TO_LEARN)
    wrong = fate[: len(labels)] < noise / 100
    return np.where(wrong, (labels + other[: len(labels)]) % 10, labels)


def described(images, neurons, noise, penalty):
    """Say what a training was like.

    >>> described(1000, 30, 20, 0.5)
    '1,000 images, 30 neurons, 20 % wrong labels, penalty 0.5'
    """
    told = f"{images:,} images, {neurons} neurons"
    told += f", {noise} % wrong labels" if noise else ""
    return told + (f", penalty {penalty:g}" if penalty else "")


def two_curves(images=1_000, beside=None):
    """Open a network that learns digits, with what it does on others that are held out.

    images: how many it learns from. beside: another number of images, for thin curves.
    Controls: the moment of the training, early stopping, what comes later, the images, the middle
    neurons, the wrong labels, the penalty, a button that holds it, and one that opens the test set.

    For `set` and `at`: images, neurons, noise, penalty, moment, stop, hide, open.
    """
    explorer = TwoCurves()
    if beside:
        explorer.set({"images": beside})
        explorer.finish()
    explorer.set({"images": images})
    return explorer.finish()
