"""How fast the course trains, how well, and in how much memory, beside the libraries that do.

    pip install -e ".[bench]"
    python -m benchmarks.training            # prints the tables; about three minutes
    python -m benchmarks.training --write    # and keeps them in README.md

Everybody trains the same 784-30-10 network on the same 50,000 digits in batches of 10, in float32
and on one thread, and takes turns: one epoch each, round after round, so that a busy moment of the
machine hits all alike. Nobody computes a cost that nobody reads.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # read once, when numpy and torch are imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import argparse
import platform
import time
import tracemalloc
from collections.abc import Callable, Iterator
from statistics import median

import numpy as np
import sklearn
import torch
from sklearn.neural_network import MLPClassifier

from benchmarks.report import keep
from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend

SIZES = (784, 30, 10)
RATE = 1.5  # Nielsen's 3.0, for a cost that is twice his
BATCH = 10
TRAINING = 50_000
BARS = {"ours": None, "a plain loop": 8.0, "scikit-learn": 2.5, "PyTorch": 3.0}


class Ours:
    """`descend`, an epoch at a time, no cost asked for."""

    def __init__(self, start: Network, inputs: np.ndarray, targets: np.ndarray) -> None:
        asked = dict(rate=RATE, batch_size=BATCH, epochs=1000, rng=np.random.default_rng(0))
        self.walk = descend(start, inputs, targets, **asked)
        self.network = next(self.walk).network

    def epoch(self) -> None:
        """Go through all examples once."""
        self.network = next(self.walk).network

    def answers(self, inputs: np.ndarray) -> np.ndarray:
        """What the network says to each row."""
        return self.network.forward(inputs)[-1]


class PlainLoop:
    """The formulas of lesson 4 in numpy, one example at a time, as one writes them first."""

    def __init__(self, start: Network, inputs: np.ndarray, targets: np.ndarray) -> None:
        self.weights = [w.copy() for w in start.weights]
        self.biases = [b.copy() for b in start.biases]
        self.inputs, self.targets = inputs, targets
        self.rng = np.random.default_rng(0)

    @np.errstate(over="ignore")
    def epoch(self) -> None:
        """Go through all examples once."""
        order = self.rng.permutation(len(self.inputs))
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            sums = [np.zeros_like(p) for p in (*self.weights, *self.biases)]
            for k in chosen:
                for total, slope in zip(sums, self.slopes(k), strict=True):
                    total += slope
            for parameter, total in zip((*self.weights, *self.biases), sums, strict=True):
                parameter -= RATE / len(chosen) * total

    def slopes(self, k: int) -> list[np.ndarray]:
        """∂Cₖ/∂W(l), then ∂Cₖ/∂b(l), for example k alone."""
        activations, slopes = [self.inputs[k]], []
        for w, b in zip(self.weights, self.biases, strict=True):
            z = w @ activations[-1] + b
            a = 1 / (1 + np.exp(-z))
            activations.append(a)
            slopes.append(a * (1 - a))
        dC_da = 2 * (activations[-1] - self.targets[k])
        by_weight, by_bias = [], []
        for layer in reversed(range(len(self.weights))):
            dC_dz = slopes[layer] * dC_da
            by_weight.insert(0, np.outer(dC_dz, activations[layer]))
            by_bias.insert(0, dC_dz)
            if layer > 0:
                dC_da = dC_dz @ self.weights[layer]
        return by_weight + by_bias

    def answers(self, inputs: np.ndarray) -> np.ndarray:
        """What the network says to each row."""
        return Network(self.weights, self.biases).forward(inputs)[-1]


class ScikitLearn:
    """`MLPClassifier.partial_fit`, an epoch a call; its cost is the log-loss, it knows no other."""

    def __init__(self, start: Network, inputs: np.ndarray, targets: np.ndarray) -> None:
        self.inputs, self.labels = inputs, targets.argmax(axis=1)
        self.classifier = MLPClassifier(
            hidden_layer_sizes=SIZES[1:-1],
            activation="logistic",
            solver="sgd",
            batch_size=BATCH,
            learning_rate_init=0.1,
            momentum=0.0,
            alpha=0.0,
            random_state=0,
        )

    def epoch(self) -> None:
        """Go through all examples once."""
        self.classifier.partial_fit(self.inputs, self.labels, classes=np.arange(10))

    def answers(self, inputs: np.ndarray) -> np.ndarray:
        """What the network says to each row."""
        return self.classifier.predict_proba(inputs)


class PyTorch:
    """Eager PyTorch: the same start, the same cost, plain SGD on tensors built beforehand."""

    def __init__(self, start: Network, inputs: np.ndarray, targets: np.ndarray) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(0)
        self.inputs, self.targets = torch.from_numpy(inputs), torch.from_numpy(targets)
        layers: list[torch.nn.Module] = []
        for w, b in zip(start.weights, start.biases, strict=True):
            linear = torch.nn.Linear(w.shape[1], w.shape[0])
            linear.weight.data, linear.bias.data = torch.tensor(w), torch.tensor(b)
            layers += [linear, torch.nn.Sigmoid()]
        self.network = torch.nn.Sequential(*layers)
        self.optimiser = torch.optim.SGD(self.network.parameters(), lr=RATE)

    def epoch(self) -> None:
        """Go through all examples once."""
        for chosen in torch.randperm(len(self.inputs)).split(BATCH):
            outputs = self.network(self.inputs[chosen])
            cost = torch.nn.functional.mse_loss(outputs, self.targets[chosen], reduction="sum")
            self.optimiser.zero_grad()
            (cost / len(chosen)).backward()
            self.optimiser.step()

    def answers(self, inputs: np.ndarray) -> np.ndarray:
        """What the network says to each row."""
        with torch.no_grad():
            return self.network(torch.from_numpy(inputs)).numpy()


RUNNERS = dict(zip(BARS, (Ours, PlainLoop, ScikitLearn, PyTorch), strict=True))


def digits() -> tuple[np.ndarray, np.ndarray]:
    """The first 50,000 training digits, as Nielsen uses them, in float32."""
    chosen = mnist("train")[:TRAINING]
    return chosen.inputs(), chosen.targets()


def start(seed: int) -> Network:
    return Network.random(SIZES, np.random.default_rng(seed), scale="unit", dtype=np.float32)


def seconds(work: Callable[[], None]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def speed(rounds: int) -> Iterator[str]:
    """Seconds an epoch; the ratio is the median of those of the rounds; the first is a warm-up."""
    data, test = digits(), mnist("test")
    runners = {name: runner(start(0), *data) for name, runner in RUNNERS.items()}
    times: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(rounds + 1):
        for name, runner in runners.items():
            times[name].append(seconds(runner.epoch))
    counted = {name: all_times[1:] for name, all_times in times.items()}
    yield "| | seconds an epoch, median (range) | times ours | bar | test accuracy by then |"
    yield "|---|---|---|---|---|"
    for name, runner in runners.items():
        ratio = median(np.divide(counted[name], counted["ours"]))
        right = (runner.answers(test.inputs()).argmax(axis=1) == test.labels).mean()
        spread = f"{min(counted[name]):.3f}–{max(counted[name]):.3f}"
        bar = f"at least {BARS[name]:g}" if BARS[name] else ""
        found = f"{median(counted[name]):.3f} ({spread}) | {ratio:.1f} | {bar} | {right:.1%}"
        yield f"| {name} | {found} |"


def quality(seeds: int, epochs: int) -> Iterator[str]:
    """Test accuracy after the last epoch, and at the best one, for every seed."""
    data, test = digits(), mnist("test")
    inputs, after, best = test.inputs(), [], []
    yield f"| seed | after {epochs} epochs | at its best epoch |"
    yield "|---|---|---|"
    for seed in range(seeds):
        asked = dict(rate=RATE, batch_size=BATCH, epochs=epochs, rng=np.random.default_rng(seed))
        walk = descend(start(seed), *data, **asked)
        scores = [accuracy(record.network, inputs, test.labels) for record in walk]
        after.append(scores[-1])
        best.append(max(scores))
        yield f"| {seed} | {after[-1]:.2%} | {best[-1]:.2%} |"
    yield f"| **median** | **{median(after):.2%}** (bar: 94.5 %) | {median(best):.2%} |"
    spread = (f"{min(scores):.2%}–{max(scores):.2%}" for scores in (after, best))
    yield f"| spread | {' | '.join(spread)} |"


def memory() -> Iterator[str]:
    """Peak of everything allocated from reading the file to a trained network with its cost."""
    mnist.cache_clear()
    tracemalloc.start()
    data = digits()
    *_, last = descend(
        start(0), *data, rate=RATE, batch_size=BATCH, epochs=1, rng=np.random.default_rng(0)
    )
    assert last.cost < 1
    assert last.accuracy > 0.8
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = sum(array.nbytes for array in data)
    yield f"The data set takes {size / 1e6:.0f} MB in float32. From reading the file to a trained"
    yield f"network with its cost and accuracy, at most {peak / 1e6:.0f} MB were in use, the data"
    yield f"set and the stored digits included: {peak / size:.2f} times the data set (bar: 2)."


def loading() -> str:
    mnist.cache_clear()
    train, test = (seconds(lambda part=part: mnist(part)) for part in ("train", "test"))
    return (
        f"To read the digits takes {train:.2f} s for the training part, {test:.2f} s for the test."
    )


def machine() -> str:
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
    return (
        f"{os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, numpy {np.__version__} with {blas}, "
        f"scikit-learn {sklearn.__version__} and PyTorch {torch.__version__}"
    )


def report(rounds: int, seeds: int, epochs: int) -> Iterator[str]:
    yield f"Measured on {machine()}."
    yield "To repeat: `python -m benchmarks.training --write`."
    yield ""
    yield "### Speed"
    yield ""
    yield "An epoch of 784-30-10 over 50,000 digits in batches of 10, in float32, on one thread;"
    yield f"{rounds} rounds in which all take turns. scikit-learn lowers the log-loss, the others"
    yield "the squared distance."
    yield ""
    yield from speed(rounds)
    yield ""
    yield "### Accuracy"
    yield ""
    yield "Ours on the 10,000 test digits, never trained on; unit start, η = 1.5. (Nielsen's figure"
    yield "for these settings, the best epoch of the best of three runs, is 95.42 %.)"
    yield ""
    yield from quality(seeds, epochs)
    yield ""
    yield "### Memory"
    yield ""
    yield from memory()
    yield loading()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seeds", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--write", action="store_true", help="keep the tables in README.md")
    asked = parser.parse_args()
    lines = []
    for line in report(asked.rounds, asked.seeds, asked.epochs):
        print(line, flush=True)
        lines.append(line)
    if asked.write:
        keep("training", lines)


if __name__ == "__main__":
    main()
