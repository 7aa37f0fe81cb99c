"""The capstone: a network that the learner has assembled and trained, judged by what it reads."""

from dataclasses import dataclass
from types import GeneratorType

import numpy as np

from coursekit.lessons.review.network_as_json import pack, unpack
from coursekit.lessons.review.training_symptoms import DIGITS, MARKS, TRAINING, Look, percent
from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import Record, descend
from coursekit.questions.outcome import NOT_YET, RIGHT, Outcome
from coursekit.questions.question import Question
from coursekit.questions.reading import Unreadable, name_of, refuse_what_is_no_answer
from coursekit.questions.writing import say

WANTED = 0.95
PIXELS = 784
MORE = "Three things lift it: more epochs, a smaller η for the last of them, more neurons."


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TrainedNetwork(Question):
    """A network to assemble and train, that is to read 95 % of the test images."""

    def answer(self, x):
        """Train the course's own reader, which takes some seconds."""
        digits, rng = mnist("train"), np.random.default_rng(0)
        network = Network.random([PIXELS, 60, DIGITS], rng, dtype=np.float32)
        for rate, epochs in ((1.5, 4), (0.5, 2)):
            how = {"rate": rate, "batch_size": 10, "epochs": epochs, "rng": rng}
            *_, record = descend(network, digits.inputs(), digits.targets(), **how)
            network = record.network
        return network

    def as_data(self, answer):
        """Return the network's sizes and numbers, see `pack`."""
        return pack(_network(answer))

    def how_to_answer(self, learner=None, number=0):
        """Say how the answer is handed in."""
        return "Store a trained `Network` in `network`, and check it."

    def examine(self, answer, x, number, learner, earlier):
        """Judge a network, or what `pack` made of it, by what it reads; always as it is stored."""
        network = unpack(pack(_network(answer)))
        n_in, *_, n_out = network.sizes
        if (n_in, n_out) != (PIXELS, DIGITS):
            raise Unreadable(
                f"It makes {n_out} number{'s' * (n_out > 1)} out of {n_in}. "
                f"An image has {PIXELS} pixels, and there are {DIGITS} digits."
            )
        look = Look(network)
        told = f"It reads {percent(look.share)} of 10,000 images that the notebook does not show."
        others = look.reads(0, TRAINING)
        if look.share > others + 0.03:
            return Outcome(
                NOT_YET,
                f"{told} Of the training images it reads only {percent(others)}. It must have been "
                "trained on the test images, and these are kept for measuring.",
                "trained on the test images",
            )
        if look.share >= WANTED:
            return Outcome(RIGHT, f"{told} {say(self.well_done, x)}")
        mark = next((mark for mark in MARKS if mark.seen(look)), None)
        return Outcome(
            NOT_YET,
            f"{told} {100 * WANTED:.0f} % are wanted. {mark.says(look) if mark else MORE}",
            mark.slip if mark else None,
        )


def _network(answer):
    """Return the answer as a network of the course, or raise Unreadable with what it is instead."""
    refuse_what_is_no_answer(answer)
    kind = type(answer)
    if issubclass(kind, dict):  # as a notebook's records hold it
        return unpack(answer)
    if not issubclass(kind, Network):
        raise Unreadable(REFUSED.get(kind) or f"This is a {name_of(kind)}, not a Network.")
    try:
        return Network(answer.weights, answer.biases)
    except (ValueError, TypeError) as reason:
        raise Unreadable(f"The network's arrays no longer fit: {reason}.") from None


REFUSED = {
    GeneratorType: "This is a walk that nobody has walked yet. `*_, record = descend(…)` walks it "
    "to its last record; hand in `record.network`.",
    Record: "This is a record of the walk. Its network is in it: `record.network`.",
    list: "This is a list. Hand in one network.",
    float: "This is a number. Hand in the network itself; how much it reads is measured here.",
}
