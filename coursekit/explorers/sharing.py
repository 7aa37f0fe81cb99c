"""An explorer's whole state as one short string, so that another page shows exactly the same.

The string holds, behind a checksum, the explorer's name and its state as compressed JSON. Whoever
pastes it has the string read as data only: nothing in it is ever executed.
"""

import base64
import hashlib
import json
import zlib
from importlib import import_module

import numpy as np

import coursekit
from coursekit.network.network import Network

MARK = "CK1."  # a later form of the string gets another number
LONGEST = 1_000_000  # characters
LARGEST = 5_000_000  # bytes of JSON


def as_string(explorer):
    """Return the explorer's name, its state and the network that it was given as one string.

    Raises ValueError for a network that is too large to travel so.
    """
    kind = type(explorer)
    whole = [f"{kind.__module__}.{kind.__name__}", explorer.state, _listed(explorer.reads)]
    packed = zlib.compress(_written(whole), 9)
    text = MARK + base64.urlsafe_b64encode(_checksum(packed) + packed).decode().rstrip("=")
    if len(text) > LONGEST:
        raise _refusal(f"it has at most {LONGEST:,} characters", f"{len(text):,}")
    return text


def open_shared(text):
    """Open the explorer that a string of `share()` describes, exactly as it was.

    Spaces and line breaks do not matter. Raises ValueError for a string that is damaged, of another
    origin, or of an explorer or a state that this version of the course does not know.

    >>> from coursekit.explorers.cost import cost_along_weight
    >>> explorer = cost_along_weight()
    >>> explorer.set({"w": 3.5})
    >>> open_shared(explorer.share()).values
    {'w': 3.5, 'b': 0.0}
    """
    name, state, network = _read("".join(text.split()) if isinstance(text, str) else text)
    home, _, kind = name.rpartition(".")
    found = vars(import_module(home)).get(kind) if home in coursekit._HOMES.values() else None
    if not hasattr(found, "share") or found.__module__ != home:
        raise _refusal("its explorer is one of the course's", name)
    try:
        explorer = found(*_networks(network))
        explorer.set(state)
        fits = _written(explorer.state) == _written(state)
    except Exception as problem:
        raise _refusal(f"its state fits {name} ({problem})", state) from problem
    if not fits:
        raise _refusal(f"its values lie in the reach of {name}", state)
    return explorer


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
    if not isinstance(text, str) or not text.startswith(MARK) or len(text) > LONGEST:
        raise _refusal(f"it begins with {MARK} and has at most {LONGEST:,} characters", text)
    body = text.removeprefix(MARK)
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except ValueError:
        raw = b""
    checksum, packed = raw[:6], raw[6:]
    # spelled otherwise it could hold the same, but a string of ours it is not
    spelled = base64.urlsafe_b64encode(raw).decode().rstrip("=") == body
    if checksum != _checksum(packed) or not spelled:
        raise _refusal("no character is changed or lost: copy it whole, once more", text)
    try:
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(packed, LARGEST)
        if not unpacking.eof or unpacking.unused_data:
            raise ValueError
        name, *rest = json.loads(whole, parse_constant=int)  # no NaN, no ∞: int refuses them
        state, network = rest
        return str(name), state, network
    except (zlib.error, ValueError, TypeError, RecursionError):
        raise _refusal(f"it holds a name and a state, {LARGEST:,} bytes at most", text) from None


def _checksum(packed):
    return hashlib.sha256(packed).digest()[:6]


def _written(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def _refusal(rule, got):
    shown = str(got)
    return ValueError(f"shared string: {rule}; got {shown[:60]!r}{' …' * (len(shown) > 60)}")
