"""An explorer's whole state as one short string, so that another page shows exactly the same.

The string holds, behind a checksum, the picture's name and its state as compressed JSON. Whoever
pastes it has the string read as data only: nothing in it is ever executed.
"""

import base64
import hashlib
import json
import zlib

import numpy as np

from coursekit.network.network import Network

MARK = "CK2."  # a later form of the string gets another number
MARKS = ("CK1.", MARK)  # the first form named a picture by its class
LONGEST = 1_000_000  # characters
LARGEST = 5_000_000  # bytes of JSON


def as_string(name, state, network=None):
    """Return a picture's name, its state and the network that it was given as one string.

    Raises ValueError for a network that is too large to travel so.
    """
    packed = zlib.compress(written([name, state, _listed(network)]), 9)
    text = MARK + base64.urlsafe_b64encode(checksum(packed) + packed).decode().rstrip("=")
    if len(text) > LONGEST:
        raise refusal(f"it has at most {LONGEST:,} characters", f"{len(text):,}")
    return text


def read(text):
    """Return the name, the state and the networks, one or none, that a string holds.

    Raises ValueError for what `as_string` did not make.
    """
    name, state, listed = _read(text)
    try:
        return name, state, _networks(listed)
    except Exception as problem:
        raise refusal(f"its network fits {name} ({problem})", listed) from problem


def _listed(network):
    """Return a network as [its precision, its layers as lists of numbers], or None for none."""
    if network is None:
        return None
    layers = zip(network.weights, network.biases, strict=True)
    # written as it prints, a float32 needs half the digits and is read back as the same
    lists = [[part.astype(str).astype(float).tolist() for part in layer] for layer in layers]
    return [network.weights[0].dtype.name, lists]


def _networks(listed):
    """Return the network that was listed, if there is one."""
    if listed is None:
        return []
    kind = {"float32": np.float32, "float64": np.float64}[listed[0]]
    layers = [[np.array(part, kind) for part in layer] for layer in listed[1]]
    return [Network(*zip(*layers, strict=True))]


def _read(text):
    """Return the name, the state and the network that a string holds."""
    if not isinstance(text, str) or not text.startswith(MARKS) or len(text) > LONGEST:
        raise refusal(f"it begins with {MARK} and has at most {LONGEST:,} characters", text)
    body = text[len(MARK) :]
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except ValueError:
        raw = b""
    told, packed = raw[:6], raw[6:]
    # spelled otherwise it could hold the same, but a string of ours it is not
    spelled = base64.urlsafe_b64encode(raw).decode().rstrip("=") == body
    if told != checksum(packed) or not spelled:
        raise refusal("no character is changed or lost: copy it whole, once more", text)
    try:
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(packed, LARGEST)
        if not unpacking.eof or unpacking.unused_data:
            raise ValueError
        name, *rest = json.loads(whole, parse_constant=int)  # no NaN, no ∞: int refuses them
        state, network = rest
        return str(name), state, network
    except (zlib.error, ValueError, TypeError, RecursionError):
        raise refusal(f"it holds a name and a state, {LARGEST:,} bytes at most", text) from None


def checksum(packed):
    """Return the six bytes that tell whether a character was changed or lost."""
    return hashlib.sha256(packed).digest()[:6]


def written(value):
    """Return JSON data in its one form, as bytes."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def refusal(rule, got):
    """Return the error that names what a shared string must be, and what came instead."""
    shown = str(got)
    return ValueError(f"shared string: {rule}; got {shown[:60]!r}{' …' * (len(shown) > 60)}")
