"""Train the network that lesson 2 opens with, and pack it into the package.

`python tools/train_reader.py` takes some seconds; the same seed gives the same file on one machine.
"""

from pathlib import Path

import numpy as np

from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend

PLACE = Path(__file__).parent.parent / "coursekit" / "data" / "reader.npz"
SIZES = (784, 16, 16, 10)


def main():
    rng = np.random.default_rng(5)
    train, test = mnist("train"), mnist("test")
    start = Network.random(SIZES, rng, dtype=np.float32)
    how = {"rate": 1.5, "batch_size": 10, "epochs": 20, "rng": rng}
    *_, last = descend(start, train.inputs(), train.targets(), **how)
    last.network.save(PLACE)
    share = accuracy(last.network, test.inputs(), test.labels)
    print(f"{PLACE.name}: {share:.2%} of the test images, {PLACE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
