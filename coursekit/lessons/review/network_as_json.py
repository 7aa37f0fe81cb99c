"""A trained network as plain JSON, so that a notebook keeps it and a teacher's tool judges it anew.

Nothing in it is code. What is damaged, or larger than it says, is refused in one sentence.
"""

import base64
import binascii
import zlib
from itertools import pairwise

import numpy as np

from coursekit.network.network import Network
from coursekit.questions.reading import Unreadable

MOST = 350_000  # weights and biases that can be handed in: less than 1 MB in a notebook
LARGEST = 6e4  # float16 ends at 65,504, and σ is flat long before
STORED_AS = "<f2"
DAMAGED = "The stored network is damaged: "


def pack(network):
    """Return a network as plain JSON: its sizes, and all its numbers as float16 in base64.

    >>> unpack(pack(Network([[[0.5]]], [[2.0]]))).weights
    [array([[0.5]], dtype=float32)]
    """
    layers = zip(network.weights, network.biases, strict=True)
    numbers = np.concatenate([part.ravel() for layer in layers for part in layer])
    if numbers.size > MOST:
        raise Unreadable(
            f"The network has {numbers.size:,} weights and biases. Up to {MOST:,} can be handed "
            "in: take fewer neurons. Far fewer are enough."
        )
    stored = np.clip(numbers, -LARGEST, LARGEST).astype(STORED_AS)
    text = base64.b64encode(zlib.compress(stored.tobytes(), 9)).decode("ascii")
    return {"sizes": list(network.sizes), "numbers": text}


def unpack(data):
    """Return the network that `pack` wrote; raise Unreadable for anything else."""
    sizes = data.get("sizes")
    if not isinstance(sizes, list) or not all(type(n) is int and 0 < n <= MOST for n in sizes):
        raise Unreadable(f"{DAMAGED}its sizes are no list of whole numbers.")
    count = sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes))
    if not 0 < count <= MOST:
        raise Unreadable(f"{DAMAGED}its sizes make {count:,} weights and biases.")
    flat = _numbers(data.get("numbers"), count)
    weights, biases = [], []
    for n_in, n_out in pairwise(sizes):
        w, b, flat = np.split(flat, [n_in * n_out, (n_in + 1) * n_out])
        weights.append(w.reshape(n_out, n_in))
        biases.append(b)
    try:
        return Network(weights, biases)
    except ValueError as reason:
        raise Unreadable(f"{DAMAGED}{reason}.") from None


def _numbers(text, count):
    """Return so many float32 numbers from base64; no more is unpacked than they need."""
    size = count * np.dtype(STORED_AS).itemsize
    try:
        raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), size + 1)
    except (TypeError, ValueError, binascii.Error, zlib.error):
        raise Unreadable(f"{DAMAGED}its numbers cannot be unpacked.") from None
    if len(raw) != size:
        raise Unreadable(f"{DAMAGED}its sizes and its numbers do not fit each other.")
    return np.frombuffer(raw, STORED_AS).astype(np.float32)
