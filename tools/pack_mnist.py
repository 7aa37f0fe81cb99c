"""MNIST comes as four gzipped idx files; the course carries it as one npz of four arrays.

    python tools/pack_mnist.py FOLDER

FOLDER holds the four files under their usual names. The values are untouched, and the same files
give the same archive, byte for byte. It is done once; the result is part of the package.
"""

import gzip
import sys
import zipfile
from pathlib import Path

import numpy as np

ARCHIVE = Path(__file__).parents[1] / "coursekit" / "data" / "mnist.npz"
UNSIGNED_BYTE = 0x08
FILES = {
    "train_images": ("train-images-idx3-ubyte.gz", (60_000, 28, 28)),
    "train_labels": ("train-labels-idx1-ubyte.gz", (60_000,)),
    "test_images": ("t10k-images-idx3-ubyte.gz", (10_000, 28, 28)),
    "test_labels": ("t10k-labels-idx1-ubyte.gz", (10_000,)),
}


def read_idx(path: Path) -> np.ndarray:
    """Read an idx file: two zeros, a type, the number of axes, their lengths (big-endian), values.

    Raises ValueError unless the values are unsigned bytes and exactly as many as announced.
    """
    content = gzip.decompress(path.read_bytes())
    if content[:3] != bytes([0, 0, UNSIGNED_BYTE]):
        raise ValueError(f"{path.name} must begin with 00 00 08, got {content[:3].hex(' ')}")
    axes = content[3]
    shape = tuple(np.frombuffer(content, ">u4", axes, offset=4).tolist())
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def read_all(folder: Path) -> dict[str, np.ndarray]:
    """Read the four files and hold their shapes and labels against what MNIST is known to be."""
    arrays = {}
    for name, (file, shape) in FILES.items():
        arrays[name] = read_idx(folder / file)
        if arrays[name].shape != shape:
            raise ValueError(f"{file} must hold {shape} values, got {arrays[name].shape}")
    for name in ("train_labels", "test_labels"):
        if set(arrays[name].tolist()) != set(range(10)):
            raise ValueError(f"{name} must be the digits 0 to 9, got {set(arrays[name].tolist())}")
    return arrays


def pack(arrays: dict[str, np.ndarray], archive: Path) -> None:
    """Write the arrays as an npz, an image a row of 784, under a fixed date: the bytes repeat."""
    with zipfile.ZipFile(archive, "w") as target:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w") as file:
                np.lib.format.write_array(file, array.reshape(len(array), -1).squeeze())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    pack(read_all(Path(sys.argv[1])), ARCHIVE)
    print(f"{ARCHIVE.name}: {ARCHIVE.stat().st_size / 1e6:.2f} MB")
