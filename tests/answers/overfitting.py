"""Right answers to lesson 6's questions, and wrong ones with the slip that they show."""

from coursekit import overfitting
from tests.answers.working import answers, choose, wrongs


def accuracies(name):
    return lambda x: choose(f"training {vars(x)[name][0]:.1f}")(x)


def epoch_of_lowest(costs):
    return 5 * min(range(len(costs)), key=costs.__getitem__)


def penalised(x, *parts):
    squares = sum(float(value) ** 2 for part in parts for value in part.flat)
    return round(x.penalty / (2 * x.N) * squares, 4)


RULE = (
    "kept = 0\n    for at in range(len(held_out)):\n        if held_out[at] < held_out[kept]:\n"
    "            kept = at\n        if at - kept >= patience:\n            break\n    return kept"
)

RIGHT = {
    "claim": choose("the examples it was trained on"),
    "gap": lambda x: round(100 * x.learned / x.images - x.read / 100, 1),
    "judge": accuracies("over"),
    "small_gap": choose("no: both costs still fall"),
    "below_training": choose("a slip in the program"),
    "when_to_stop": lambda x: epoch_of_lowest(x.held_out),
    "early_stopping": RULE,
    "per_image": round((784 * 30 + 30 + 30 * 10 + 10) / 1000, 3),
    "more_neurons": choose("more room to learn by heart"),
    "penalty_term": lambda x: penalised(x, x.W),
    "one_step": lambda x: round(x.w - x.eta * x.slope - x.eta * x.penalty * x.w / x.N, 4),
    "which_set": choose("the held-out images"),
    "report": lambda x: round(x.test / 100, 1),
    "best_of_twenty": choose("a little worse"),
    "which_run": lambda x: choose(f"η = {x.eta:g}, as it stood at epoch 10")(x),
    "look_once": "Choosing by the test set fits the network to it, and the number flatters then.",
}
ANSWERS = answers(overfitting, RIGHT)

SLIPS = {
    "claim": (choose("no set of data at all"), None),
    "gap": (
        lambda x: round(x.read / 100 - 100 * x.learned / x.images, 1),
        "held-out minus training",
    ),
    "judge": (accuracies("under"), None),
    "small_gap": (choose("yes: the gap"), None),
    "below_training": (choose("the network is overfitting"), None),
    "which_run": (lambda x: choose(f"η = {x.eta:g}, as it stood at epoch 20")(x), None),
    "when_to_stop": (lambda x: epoch_of_lowest(x.test), "the lowest test cost"),
    "early_stopping": ("return int(np.argmin(held_out))", "the lowest of all"),
    "per_image": (round((784 * 30 + 30 * 10) / 1000, 3), "the biases left out"),
    "more_neurons": (choose("a network with more neurons always"), None),
    "penalty_term": (lambda x: penalised(x, x.W, x.b), "biases included"),
    "one_step": (lambda x: round(x.w - x.eta * x.slope, 4), "the pull left out"),
    "which_set": (choose("the test images"), None),
    "report": (lambda x: round(x.training / 500, 1), "the training accuracy reported"),
}
WRONG = wrongs(overfitting, SLIPS)
