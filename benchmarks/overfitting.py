"""How far digits are learned by heart, and by how much each cure helps, over ten seeds.

    python -m benchmarks.overfitting [--seeds 10] [--write]

Some five minutes on two cores. The trainings are those of lesson 6's picture: 784-k-10, batches
of 10, η = 1.5, a scaled start, and 20,000 steps however many images there are.
"""

from benchmarks.seeds import over_seeds, spread  # before numpy

# isort: split
from benchmarks.report import run, table
from coursekit.lessons.overfitting.held_out_training import PATIENCE
from coursekit.lessons.overfitting.two_curves_picture import BETWEEN, learning
from coursekit.network.stopping import stop_early
from coursekit.network.training import accuracy
from coursekit.pictures.digits import digits_to_learn

# images, neurons, wrong labels in %, penalty
WAYS = {
    "1,000 images": (1_000, 30, 0, 0),
    "the same, 8 neurons": (1_000, 8, 0, 0),
    "the same, 100 neurons": (1_000, 100, 0, 0),
    "the same, penalty 0.5": (1_000, 30, 0, 0.5),
    "100 images": (100, 30, 0, 0),
    "10,000 images": (10_000, 30, 0, 0),
    "50,000 images": (50_000, 30, 0, 0),
    "1,000 images, 20 % wrong labels": (1_000, 30, 20, 0),
    "the same, 8 neurons ": (1_000, 8, 20, 0),
    "the same, 100 neurons ": (1_000, 100, 20, 0),
    "the same, penalty 1": (1_000, 30, 20, 1),
    "the same, penalty 2": (1_000, 30, 20, 2),
    "50,000 images, 20 % wrong labels": (50_000, 30, 20, 0),
}


def train(asked):
    """Return training, test and gap at the end, the test where early stopping stops, and when."""
    name, seed = asked
    training = learning(*WAYS[name], seed)
    for _ in training.pieces():
        pass
    points, test = training.points, digits_to_learn()[2]
    kept = stop_early([point.costs["held out"] for point in points], PATIENCE).kept
    learned = points[-1].accuracies["train"]
    last, early = (accuracy(points[k].network, test.inputs, test.labels) for k in (-1, kept))
    return name, (learned, last, learned - last, early, BETWEEN * kept)


def tables(seeds, ways):
    """Yield the table."""
    yield (
        f"Accuracy in %, median (range) over {seeds} seeds, after 20,000 steps of 784-30-10 unless "
        "stated: batches of 10, η = 1.5, a scaled start. Early stopping looks at 10,000 held-out "
        f"images every {BETWEEN} steps and waits for {PATIENCE} measurements."
    )
    yield ""
    yield from table(
        *("", "training", "test", "gap, in points", "test, stopped early", "kept at step")
    )
    for name, (*shares, kept) in over_seeds(train, list(WAYS)[:ways], seeds).items():
        columns = " | ".join([*map(spread, shares), spread(kept, "{:,.0f}", 1)])
        yield f"| {name.strip()} | {columns} |"


if __name__ == "__main__":
    run("overfitting", tables, ["numpy"], seeds=10, ways=len(WAYS))
