"""What the pictures of lessons 5 and 6 share: the digits to learn from, and how a share is said."""

from functools import cache

from coursekit.network.datasets import mnist
from coursekit.network.watched import Examples, as_examples

CLAIMS = (0.97, 0.93, 0.9, 0.8, 0.5, 0.25)  # what is said in words holds with a margin


@cache
def digits_to_learn():
    """Return the examples of MNIST: all to train on, the first 10,000 of them, and to test on."""
    train = as_examples(mnist("train"))
    return train, Examples(*(part[:10_000] for part in train)), as_examples(mnist("test"))


def in_words(share, claims=CLAIMS):
    """Say a share of right answers so that it holds with a margin.

    >>> in_words(0.9467), in_words(0.1)
    ('more than 93 %', 'less than a quarter')
    """
    held = next((claim for claim in claims if share > claim), None)
    return f"more than {100 * held:.0f} %" if held else "less than a quarter"
