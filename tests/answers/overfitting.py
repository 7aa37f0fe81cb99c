"""Right answers to lesson 6's questions, worked out from the questions' numbers alone."""

from coursekit.exercises import overfitting as asked
from tests.answers.neurons import letter

GAP = asked.gap.numbers()
COSTS = asked.when_to_stop.numbers()
TERM = asked.penalty_term.numbers()
STEP = asked.one_step.numbers()
REPORT = asked.report.numbers()
SQUARES = sum(float(w) ** 2 for w in TERM.W.flat)
LOWEST = min(range(len(COSTS.held_out)), key=lambda k: COSTS.held_out[k])
LOWEST_TEST = min(range(len(COSTS.test)), key=lambda k: COSTS.test[k])
RULE = (
    "kept = 0\n    for at in range(len(held_out)):\n        if held_out[at] < held_out[kept]:\n"
    "            kept = at\n        if at - kept >= patience:\n            break\n    return kept"
)

ANSWERS = {
    "claim": letter(asked.claim, "the examples it was trained on"),
    "gap": round(100 * GAP.learned / GAP.images - GAP.read / 100, 1),
    "judge": letter(asked.judge, f"training {asked.judge.numbers().over[0]:.1f}"),
    "when_to_stop": 5 * LOWEST,
    "early_stopping": RULE,
    "per_image": round((784 * 30 + 30 + 30 * 10 + 10) / 1000, 3),
    "more_neurons": letter(asked.more_neurons, "more room to learn by heart"),
    "penalty_term": round(TERM.penalty * SQUARES / TERM.N / 2, 4),
    "one_step": round(
        STEP.w - STEP.eta * STEP.slope - STEP.eta * STEP.penalty * STEP.w / STEP.N, 4
    ),
    "which_set": letter(asked.which_set, "the held-out images"),
    "report": round(REPORT.test / 100, 1),
    "best_of_twenty": letter(asked.best_of_twenty, "a little worse"),
    "look_once": "Choosing by the test set fits the network to it, and the number flatters then.",
}

WRONG = {
    "claim": (letter(asked.claim, "no set of data at all"), None),
    "gap": (round(GAP.read / 100 - 100 * GAP.learned / GAP.images, 1), "held-out minus training"),
    "judge": (letter(asked.judge, f"training {asked.judge.numbers().under[0]:.1f}"), None),
    "when_to_stop": (5 * LOWEST_TEST, "the lowest test cost"),
    "early_stopping": ("return int(np.argmin(held_out))", "the lowest of all"),
    "per_image": (round((784 * 30 + 30 * 10) / 1000, 3), "the biases left out"),
    "more_neurons": (letter(asked.more_neurons, "a network with more neurons always"), None),
    "penalty_term": (
        round(
            TERM.penalty / (2 * TERM.N) * (SQUARES + sum(float(b) ** 2 for b in TERM.b)),
            4,
        ),
        "biases included",
    ),
    "one_step": (round(STEP.w - STEP.eta * STEP.slope, 4), "the pull left out"),
    "which_set": (letter(asked.which_set, "the test images"), None),
    "report": (round(REPORT.training / 500, 1), "the training accuracy reported"),
}
