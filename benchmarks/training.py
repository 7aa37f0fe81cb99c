"""How fast the course trains, how well, and in how much memory, beside the libraries that do.

    pip install -e ".[bench]"
    python -m benchmarks.training            # prints the tables; about three minutes
    python -m benchmarks.training --write    # and keeps them in README.md

Everybody trains the same 784-30-10 network on the same 50,000 digits in batches of 10, in float32
and on one thread, and takes turns: one epoch each, round after round, so that a busy moment of the
machine hits all alike. Nobody computes a cost that nobody reads.
"""

from benchmarks.seeds import spread  # before numpy: one thread

# isort: split
import time
import tracemalloc
from statistics import median

import numpy as np

from benchmarks.report import run, table
from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend

SIZES = (784, 30, 10)
BATCH = 10
HOW = {"rate": 1.5, "batch_size": BATCH}  # Nielsen's η is 3.0, for a cost that is half of ours


# Each runner goes through all examples once for every `next`, and gives what answers then.


def ours(start, inputs, targets):
    """`descend`, an epoch at a time, no cost asked for."""
    walk = descend(start, inputs, targets, **HOW, epochs=1000, rng=np.random.default_rng(0))
    next(walk)
    for record in walk:
        yield lambda rows, network=record.network: network.forward(rows)[-1]


def plain_loop(start, inputs, targets):
    """The formulas of lesson 4 in numpy, one example at a time, as one writes them first."""
    weights, biases = ([p.copy() for p in kind] for kind in (start.weights, start.biases))
    rng = np.random.default_rng(0)
    while True:
        order = rng.permutation(len(inputs))
        for begin in range(0, len(order), BATCH):
            sums = [np.zeros_like(p) for p in (*weights, *biases)]
            for k in order[begin : begin + BATCH]:
                for total, slope in zip(
                    sums, slopes(weights, biases, inputs[k], targets[k]), strict=True
                ):
                    total += slope
            for parameter, total in zip((*weights, *biases), sums, strict=True):
                parameter -= HOW["rate"] / BATCH * total
        yield lambda rows: Network(weights, biases).forward(rows)[-1]


@np.errstate(over="ignore")
def slopes(weights, biases, a, y):
    """∂Cₖ/∂W(l), then ∂Cₖ/∂b(l), for one example."""
    activations = [a]
    for w, b in zip(weights, biases, strict=True):
        activations.append(1 / (1 + np.exp(-(w @ activations[-1] + b))))
    dC_da, by_weight, by_bias = 2 * (activations[-1] - y), [], []
    for layer in reversed(range(len(weights))):
        a = activations[layer + 1]
        dC_dz = a * (1 - a) * dC_da
        by_weight.insert(0, np.outer(dC_dz, activations[layer]))
        by_bias.insert(0, dC_dz)
        dC_da = dC_dz @ weights[layer] if layer else None
    return by_weight + by_bias


def scikit_learn(start, inputs, targets):
    """`MLPClassifier.partial_fit`, an epoch a call; its cost is the log-loss, it knows no other."""
    from sklearn.neural_network import MLPClassifier

    classifier = MLPClassifier(
        hidden_layer_sizes=SIZES[1:-1],
        activation="logistic",
        solver="sgd",
        batch_size=BATCH,
        learning_rate_init=0.1,
        momentum=0.0,
        alpha=0.0,
        random_state=0,
    )
    while True:
        classifier.partial_fit(inputs, targets.argmax(axis=1), classes=np.arange(10))
        yield classifier.predict_proba


def pytorch(start, inputs, targets):
    """Eager PyTorch: the same start, the same cost, plain SGD on tensors built beforehand."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    inputs, targets, layers = torch.from_numpy(inputs), torch.from_numpy(targets), []
    for w, b in zip(start.weights, start.biases, strict=True):
        linear = torch.nn.Linear(w.shape[1], w.shape[0])
        linear.weight.data, linear.bias.data = torch.tensor(w), torch.tensor(b)
        layers += [linear, torch.nn.Sigmoid()]
    network = torch.nn.Sequential(*layers)
    optimiser = torch.optim.SGD(network.parameters(), lr=HOW["rate"])
    while True:
        for chosen in torch.randperm(len(inputs)).split(BATCH):
            outputs = network(inputs[chosen])
            cost = torch.nn.functional.mse_loss(outputs, targets[chosen], reduction="sum")
            optimiser.zero_grad()
            (cost / len(chosen)).backward()
            optimiser.step()
        yield lambda rows: network(torch.from_numpy(rows)).detach().numpy()


# name → runner, and how many times our seconds it should take at least
RUNNERS = {
    "ours": (ours, None),
    "a plain loop": (plain_loop, 8.0),
    "scikit-learn": (scikit_learn, 2.5),
    "PyTorch": (pytorch, 3.0),
}


def digits():
    """Return the first 50,000 training digits, as Nielsen uses them, in float32."""
    chosen = mnist("train")[:50_000]
    return chosen.inputs(), chosen.targets()


def start(seed):
    return Network.random(SIZES, np.random.default_rng(seed), scale="unit", dtype=np.float32)


def timed(work):
    before = time.perf_counter()
    result = work()
    return result, time.perf_counter() - before


def speed(rounds):
    """Yield seconds an epoch; the ratio is the median of the rounds'; the first is a warm-up."""
    data, test = digits(), mnist("test")
    runners = {name: runner(start(0), *data) for name, (runner, _) in RUNNERS.items()}
    times, answers = {name: [] for name in runners}, {}
    for _ in range(rounds + 1):
        for name, runner in runners.items():
            answers[name], took = timed(lambda runner=runner: next(runner))
            times[name].append(took)
    heads = "seconds an epoch, median (range)", "times ours", "bar", "test accuracy by then"
    yield from table("", *heads)
    for name, (_, bar) in RUNNERS.items():
        counted = times[name][1:]
        ratio = median(np.divide(counted, times["ours"][1:]))
        right = (answers[name](test.inputs()).argmax(axis=1) == test.labels).mean()
        told = (
            f"{spread(counted, '{:.3f}', 1)} | {ratio:.1f} | {f'at least {bar:g}' if bar else ''}"
        )
        yield f"| {name} | {told} | {right:.1%} |"


def quality(seeds, epochs):
    """Yield test accuracy after the last epoch, and at the best one, for every seed."""
    data, test, scores = digits(), mnist("test"), []
    inputs = test.inputs()
    yield from table("seed", f"after {epochs} epochs", "at its best epoch")
    for seed in range(seeds):
        walk = descend(start(seed), *data, **HOW, epochs=epochs, rng=np.random.default_rng(seed))
        each = [accuracy(record.network, inputs, test.labels) for record in walk]
        scores.append((each[-1], max(each)))
        yield f"| {seed} | {each[-1]:.2%} | {max(each):.2%} |"
    after, best = zip(*scores, strict=True)
    yield f"| **median** | **{median(after):.2%}** (bar: 94.5 %) | {median(best):.2%} |"
    ranges = (f"{min(each):.2%}–{max(each):.2%}" for each in (after, best))
    yield f"| spread | {' | '.join(ranges)} |"


def memory():
    """Yield the peak of all that is allocated from reading the file to a trained network."""
    mnist.cache_clear()
    tracemalloc.start()
    data = digits()
    *_, last = descend(start(0), *data, **HOW, epochs=1, rng=np.random.default_rng(0))
    assert last.cost < 1
    assert last.accuracy > 0.8
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = sum(array.nbytes for array in data)
    yield f"The data set takes {size / 1e6:.0f} MB in float32. From reading the file to a trained"
    yield f"network with its cost and accuracy, at most {peak / 1e6:.0f} MB were in use, the data"
    yield f"set and the stored digits included: {peak / size:.2f} times the data set (bar: 2)."
    mnist.cache_clear()
    train, test = (timed(lambda part=part: mnist(part))[1] for part in ("train", "test"))
    yield f"To read the digits takes {train:.2f} s for the training part, {test:.2f} s for the"
    yield "test."


def tables(rounds, seeds, epochs):
    """Yield the three tables."""
    yield from ("### Speed", "")
    yield "An epoch of 784-30-10 over 50,000 digits in batches of 10, in float32, on one thread;"
    yield f"{rounds} rounds in which all take turns. scikit-learn lowers the log-loss, the others"
    yield from ("the squared distance.", "")
    yield from speed(rounds)
    yield from ("", "### Accuracy", "")
    yield "Ours on the 10,000 test digits, never trained on; unit start, η = 1.5. (Nielsen's figure"
    yield "for these settings, the best epoch of the best of three runs, is 95.42 %.)"
    yield ""
    yield from quality(seeds, epochs)
    yield from ("", "### Memory", "")
    yield from memory()


if __name__ == "__main__":
    packages = "numpy", "scikit-learn", "torch"
    run("training", tables, packages, rounds=7, seeds=7, epochs=30)
