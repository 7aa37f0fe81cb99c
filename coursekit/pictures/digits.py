"""What pictures of digits share: the digits, a network that reads them, and a share in words."""

from functools import cache
from importlib import resources

import numpy as np

from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.watched import Examples, as_examples

LEAST, LEAD = 0.2, 2  # what the brightest output of a sure reading is at least, and times the next
CLAIMS = (0.97, 0.93, 0.9, 0.8, 0.5, 0.25)  # what is said in words holds with a margin


@cache
def digits_to_learn():
    """Return the examples of MNIST: all to train on, the first 10,000 of them, and to test on."""
    train = as_examples(mnist("train"))
    first = Examples(train.inputs[:10_000], train.targets[:10_000], train.labels[:10_000])
    return train, first, as_examples(mnist("test"))


@cache
def reader():
    """Return the trained network that the course brings along; tools/train_reader.py made it."""
    with resources.as_file(resources.files("coursekit.data") / "reader.npz") as path:
        return Network.load(path)


def reading(outputs):
    """Return the digit that ten outputs name, or None where the network is not sure.

    It is sure when its brightest output is at least 0.2, and twice as bright as the next. The
    course's reader has learned to leave all outputs dark before a scrawl: at 0.2 as many of the
    test digits are read, and rightly, as it is unsure of scrawls that `tools/train_reader.py` draws
    anew, 93 %.

    >>> reading([0, 0.9, 0.2, 0, 0, 0, 0, 0, 0, 0]), reading([0, 0.9, 0.6, 0, 0, 0, 0, 0, 0, 0])
    (1, None)
    """
    second, first = np.sort(outputs)[-2:]
    return int(np.argmax(outputs)) if first >= max(LEAST, LEAD * second) else None


def in_words(share, claims=CLAIMS):
    """Say a share of right answers so that it holds with a margin.

    >>> in_words(0.9467), in_words(0.1)
    ('more than 93 %', 'less than a quarter')
    """
    held = next((claim for claim in claims if share > claim), None)
    return f"more than {100 * held:.0f} %" if held else "less than a quarter"
