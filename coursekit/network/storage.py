"""A network's file is a plain npz archive: weights_1, biases_1, weights_2 and so on.

Nothing in it is code, so that a file from anywhere can be opened without trusting it, and what is
no such file is refused in one sentence.
"""

import zipfile
import zlib
from os import PathLike
from typing import IO

import numpy as np

from coursekit.network import checks
from coursekit.network.checks import Array

# what numpy, zipfile and our own checks raise on bytes that are not what they should be
DAMAGE = (
    ValueError,
    TypeError,
    EOFError,
    KeyError,
    OSError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


def write(path: str | PathLike[str], weights: list[Array], biases: list[Array]) -> None:
    """Write W(1) … W(L) and b(1) … b(L) to exactly `path`, bit for bit.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(folder + "/tiny.net", [np.eye(1)], [np.zeros(1)])
    ...     read(folder + "/tiny.net")
    ([array([[1.]])], [array([0.])])
    """
    arrays = {f"weights_{layer}": array for layer, array in enumerate(weights, start=1)}
    arrays |= {f"biases_{layer}": array for layer, array in enumerate(biases, start=1)}
    with open(path, "wb") as file:  # given a name, savez would add a suffix of its own
        np.savez(file, **arrays)  # type: ignore[arg-type]  # it might be its own option, thinks mypy


def read(path: str | PathLike[str]) -> tuple[list[Array], list[Array]]:
    """Return the weights and biases that `write` put into `path`.

    Raises ValueError for a file that is damaged or holds something else.
    """
    with open(path, "rb") as file:
        try:
            return checks.layers(*_layers(file))
        except DAMAGE as error:
            raise ValueError(f"{path} holds no saved network: {error}") from error


def _layers(file: IO[bytes]) -> tuple[list[Array], list[Array]]:
    archive = np.load(file, allow_pickle=False)
    if not isinstance(archive, np.lib.npyio.NpzFile):
        raise ValueError("it is not an npz archive")
    layers = range(1, len(archive.files) // 2 + 1)
    expected = {f"{name}_{layer}" for layer in layers for name in ("weights", "biases")}
    if not expected or expected != set(archive.files):
        raise ValueError(f"its parts are called {', '.join(archive.files) or 'nothing at all'}")
    return [archive[f"weights_{i}"] for i in layers], [archive[f"biases_{i}"] for i in layers]
