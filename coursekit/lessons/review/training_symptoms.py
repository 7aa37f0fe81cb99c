"""What went wrong in training leaves marks in a network's numbers and in its answers.

A network that reads too little is searched for these marks, one after the other; the first that is
found names the slip.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coursekit.network.datasets import mnist
from coursekit.network.training import decide

DIGITS = 10
TRAINING = 35_000  # training images that are looked at
LATER = 25_000  # those from here on, for comparison with the first
# n: how much more a network may read of the first n without having learned from few images alone
BY_HEART = {100: 0.2, 1000: 0.06, 5000: 0.04, 10_000: 0.03}
RARE = 20  # of 10,000 answers


class Look:
    """What there is to see of a network: its numbers, and what it answers.

    share: how much it reads of the 10,000 test images, 0 to 1; outputs: (10000, 10), its answers to
    them; between: (10000, n), all neurons between pixels and digits.
    """

    def __init__(self, network):
        self.network = network
        images, self.labels = _images("test", None)
        layers = network.forward(images)
        self.outputs = layers[-1]
        self.between = np.hstack([*layers[1:-1], np.zeros((len(images), 0), np.float32)])
        self.answers = decide(self.outputs)
        self.share = float(np.mean(self.answers == self.labels))

    def reads(self, first, last):
        """Return the share that it reads of some training images."""
        return float(self._on_training[first:last].mean())

    @cached_property
    def _on_training(self):
        images, labels = _images("train", TRAINING)
        return decide(self.network.forward(images)[-1]) == labels

    @cached_property
    def brightest(self):
        """How bright its brightest output is, on average."""
        return float(self.outputs.max(axis=1).mean())

    @cached_property
    def never(self):
        """The digits that it as good as never answers."""
        return np.flatnonzero(np.bincount(self.answers, minlength=DIGITS) < RARE).tolist()

    @cached_property
    def lit(self):
        """For each digit the output that wins most often, and the share that these ten make up."""
        table = np.zeros((DIGITS, DIGITS))
        np.add.at(table, (self.labels, self.answers), 1)
        return table.argmax(axis=1).tolist(), table.max(axis=1).sum() / len(self.labels)

    @cached_property
    def by_heart(self):
        """How many of the first training images it reads far better than later ones; 0 for none."""
        later = self.reads(LATER, TRAINING)
        known = [n for n, more in BY_HEART.items() if self.reads(0, n) > later + more]
        return max(known, key=lambda n: self.reads(0, n), default=0)

    @cached_property
    def start(self):
        """The weights before pixels that no image ever inks, a row for each neuron.

        Their slopes are 0, so they stand as they were drawn.
        """
        return self.network.weights[0][:, ~mnist("train").images.any(axis=0)]


def _images(part, count):
    """Return images as a network reads them, and their labels."""
    digits = mnist(part)[:count]
    return digits.inputs(), digits.labels


def _size(numbers):
    return float(np.sqrt(np.mean(np.square(numbers))))


def _still(activations):
    """Return how many neurons answer the same to every image."""
    return int((np.ptp(activations, axis=0) < 0.01).sum())


def percent(share):
    """Write a share without rounding it up.

    >>> percent(0.94999)
    '94.9 %'
    """
    return f"{np.floor(1000 * share + 1e-9) / 10:.1f} %"


@dataclass(frozen=True)
class Mark:
    """A mark that a slip in training leaves on a network: seen(look), and says(look) about it."""

    slip: str
    seen: Callable
    says: Callable


def _biases_hardly_moved(look):
    """Whether the first layer's weights walked on far larger inputs than the 1 of their biases."""
    weights, biases = look.network.weights[0], look.network.biases[0]
    return 0 < _size(biases) < 0.05 * _size(weights)


def _began_alike(look):
    # a strong penalty, too, leaves nothing of a start, but such a network reads better
    return look.share < 0.85 and len(look.start) > 1 and not np.ptp(look.start, axis=0).any()


def _narrowest(look):
    return min(look.network.sizes[1:-1], default=DIGITS)


def _knows_how_often_alone(look):
    """Whether no output leaves the share of its digit, which is what descends first."""
    return look.brightest < 0.13 and look.share < 0.2


def _and_before_them(look):
    count = look.between.shape[1]
    return f", and {_still(look.between)} of the {count} neurons before them" if count else ""


# In this order: what stands further up explains what stands below it.
MARKS = (
    Mark("pixels from 0 to 255", _biases_hardly_moved, lambda look: (
        "Its biases are tiny beside its weights. A bias has the factor 1, a weight has its "
        "input; so the inputs were large, pixels from 0 to 255. `.inputs()` gives 0 to 1.")),
    Mark("the network before training", lambda look: look.outputs.mean() > 0.3, lambda look: (
        "Its outputs are about half lit whatever it sees, as at a random start. `descend` "
        "never changes the network that it is given. The trained one is in the last record: "
        "`record.network`.")),
    Mark("η far too large",
         lambda look: _still(look.outputs) == DIGITS and look.brightest < 0.01, lambda look: (
        f"All ten outputs stand still, dark for every image{_and_before_them(look)}. They are "
        "saturated: where σ is flat, no slope leads back. η was far too large. Start anew, with "
        "an η near 1.")),
    Mark("all neurons begin alike", _began_alike, lambda look: (
        "All neurons of its first layer began alike. So they had the same slopes, made the "
        "same steps, and nothing made them differ. Begin with random weights.")),
    Mark("outputs in another order",
         lambda look: look.share < 0.5 and look.lit[1] > 0.7 and len(set(look.lit[0])) == DIGITS,
         lambda look: (
        "Each digit has an output of its own, but in another order: a 0 lights output "
        f"{look.lit[0][0]}. Are the targets what `.targets()` gives?")),
    Mark("too few neurons", lambda look: _narrowest(look) < DIGITS, lambda look: (
        f"Neurons in its narrowest layer: only {_narrowest(look)}, and all that digits are told by "
        "has to pass through it. Take 60 or more.")),
    Mark("targets of other images", _knows_how_often_alone, lambda look: (
        f"Whatever it sees, its outputs stay near {look.outputs.mean():.1f}: it has found out how "
        "often each digit comes, and nothing of how one looks. So it goes where images and targets "
        "do not belong together. Was one of them shuffled or cut without the other? If not, it has "
        "only begun, and takes more steps.")),
    Mark("too few steps", lambda look: look.brightest < 0.6, lambda look: (
        f"On average even its brightest output is only {look.brightest:.2f} bright. It has not "
        "walked far enough: take more steps, with batches of 10 or so and an η near 1.")),
    Mark("some digits never answered", lambda look: look.never, lambda look: (
        f"It as good as never answers {', '.join(map(str, look.never))}. "
        "Were all ten digits among its training images?")),
    Mark("too few images", lambda look: look.by_heart, lambda look: (
        f"It reads {percent(look.reads(0, look.by_heart))} of the first {look.by_heart:,} "
        f"training images, and {percent(look.reads(LATER, TRAINING))} of later ones. "
        "It knows a few by heart. Train on many more.")),
    Mark("too few neurons", lambda look: look.between.shape[1] < 35, lambda look: (
        f"Between pixels and digits it has {look.between.shape[1] or 'no'} neurons. "
        "Take 60 or more.")),
    Mark("a start that is too wide", lambda look: _size(look.start) > 0.3, lambda look: (
        f"Its first weights were drawn with a spread of {_size(look.start):.1f}. With 784 "
        "inputs, many neurons are saturated then before they have learned anything. Left to "
        "itself, `Network.random` draws them narrower, the more inputs there are.")),
)
