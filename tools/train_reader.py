"""Train the network that reads on the first page and in lesson 2, and pack it into the package.

It learns from MNIST's 60,000 training digits, from the same digits turned by up to 15 degrees and
made a little larger or smaller, and from things that are no digit: scrawls, digits that lie on
their side, two digits over each other. For these all ten outputs should be dark. So the network can
say that it is not sure. `python tools/train_reader.py` takes some minutes; the same seed gives the
same file on one machine.
"""

from pathlib import Path

import numpy as np

from coursekit.network.datasets import mnist
from coursekit.network.handwriting import as_mnist, rounded
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend

PLACE = Path(__file__).parent.parent / "coursekit" / "data" / "reader.npz"
SIZES = (784, 16, 16, 10)
TURN, SCALE = 15, 0.12  # degrees, and share of the size, by which a digit is changed at most
SCRAWLS, PAIRS = 3000, 6000
EPOCHS, RATE, FALL = 30, 1.5, 0.88  # η, and what is left of it after each epoch
NO_OTHER_DIGIT = (2, 3, 4, 5, 7)  # lying on their side


def turned(images, rng):
    """Return images (n, 784) in 0 … 1, each turned and scaled a little about its middle."""
    angles = np.radians(rng.uniform(-TURN, TURN, len(images)))
    scales = rng.uniform(1 - SCALE, 1 + SCALE, len(images))
    y, x = np.mgrid[:28, :28].reshape(2, -1) - 13.5
    c, s = np.cos(angles)[:, None] / scales[:, None], np.sin(angles)[:, None] / scales[:, None]
    at_x, at_y = np.clip([c * x + s * y + 13.5, c * y - s * x + 13.5], 0, 26.999)
    left, top = at_x.astype(int), at_y.astype(int)
    right_share, low_share = at_x - left, at_y - top
    whole, rows = np.zeros(at_x.shape), np.arange(len(images))[:, None]
    for dy, dx in ((0, 0), (0, 1), (1, 0), (1, 1)):
        share = (right_share if dx else 1 - right_share) * (low_share if dy else 1 - low_share)
        whole += share * images[rows, 28 * (top + dy) + left + dx]
    return whole.astype(np.float32)


def scrawl(rng):
    """Return the strokes of something that means nothing."""
    return KINDS[rng.integers(len(KINDS))](rng)


def tangle(rng):
    line = rng.uniform(0, 1, (rng.integers(6, 15), 2))
    return [rounded(line) if rng.random() < 0.5 else line]


def pieces(rng):
    some = [rng.uniform(0, 1, (rng.integers(2, 5), 2)) for _ in range(rng.integers(2, 7))]
    return [rounded(line) if len(line) > 2 and rng.random() < 0.5 else line for line in some]


def dots(rng):
    return list(rng.uniform(0, 1, (rng.integers(3, 10), 1, 2)))


def teeth(rng):
    count = rng.integers(5, 13)
    high = rng.uniform(0.1, 1) * (np.arange(count) % 2) + rng.uniform(0, 0.1, count)
    line = np.column_stack([np.linspace(0, rng.uniform(0.5, 1.5), count), high])
    return [rounded(line) if rng.random() < 0.4 else line]


def rows(rng):
    count, tilt = rng.integers(3, 6), rng.uniform(-0.2, 0.2)
    lines = [np.array([[0, k / count], [1, k / count + tilt]]) for k in range(count)]
    across = [line[:, ::-1] for line in lines] if rng.random() < 0.4 else []
    return lines + across


def coil(rng):
    way = np.linspace(0, 2 * np.pi * rng.uniform(2.3, 4.5), 90)
    return [np.column_stack([way * np.cos(way), rng.uniform(0.5, 1) * way * np.sin(way)])]


def star(rng):
    count = rng.choice([5, 7, 8, 9])
    corners = 2 * np.pi * np.arange(count + 1) * rng.choice([2, 3]) / count + rng.uniform(0, 6)
    noise = rng.normal(0, 0.08, (count + 1, 2))
    return [np.column_stack([np.cos(corners), np.sin(corners)]) + noise]


def shapes(rng):
    """Return a triangle or a square, and lines or dots in it."""
    corners = rng.integers(3, 5)
    angles = 2 * np.pi * (np.arange(corners + 1) / corners + rng.uniform(0, 1))
    frame = np.column_stack([np.cos(angles), np.sin(angles)]) * rng.uniform(0.6, 1, 2)
    inside = [rng.uniform(-0.6, 0.6, (rng.integers(1, 4), 2)) for _ in range(rng.integers(1, 4))]
    return [frame, *inside]


KINDS = (tangle, pieces, dots, teeth, rows, coil, star, shapes)


def no_digits(train, rng):
    """Return images (n, 784) in 0 … 1 for which no output should light up."""
    drawn = np.stack([as_mnist(scrawl(rng)) for _ in range(SCRAWLS)]).reshape(-1, 28, 28)
    ways = [np.rot90(each, k, (1, 2)) for each in (drawn, drawn[:, :, ::-1]) for k in range(4)]
    one, other = rng.permutation(len(train))[: 2 * PAIRS].reshape(2, -1)
    first, second = (train.images[some].reshape(-1, 28, 28) for some in (one, other))
    over = np.maximum(first, np.rot90(second, 1, (1, 2)))
    lying = first[np.isin(train.labels[one], NO_OTHER_DIGIT)]
    beside = [np.rot90(lying, k, (1, 2)) for k in (1, 3)]
    return np.concatenate([*ways, over, *beside]).reshape(-1, 784).astype(np.float32) / 255


def main():
    rng = np.random.default_rng(5)
    train, test = mnist("train"), mnist("test")
    parts = np.array_split(train.inputs(), 60)
    nothing = no_digits(train, rng)
    inputs = np.concatenate([train.inputs(), *(turned(part, rng) for part in parts), nothing])
    dark = np.zeros((len(nothing), 10), np.float32)
    targets = np.concatenate([train.targets(), train.targets(), dark])
    network = Network.random(SIZES, rng, scale="fan-in", dtype=np.float32)
    for epoch in range(EPOCHS):
        how = {"rate": RATE * FALL**epoch, "batch_size": 10, "epochs": 1, "rng": rng}
        *_, last = descend(network, inputs, targets, **how)
        network = last.network
        share = accuracy(network, test.inputs(), test.labels)
        print(f"epoch {epoch + 1}: {share:.2%} of the test images", flush=True)
    network.save(PLACE)
    print(f"{PLACE.name}: {PLACE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
