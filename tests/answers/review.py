"""Right answers to the review's questions, worked out from the questions' numbers alone."""

from coursekit.exercises import review as asked
from tests.answers.chain_rule import steepness
from tests.answers.code import Code
from tests.answers.cost import cost_of
from tests.answers.matrix_activation import layer, sums
from tests.answers.neurons import letter, neuron, squeezed

ONE, TWO = asked.practice_z.numbers(), asked.practice_cost.numbers()
NEURON, TURN = asked.weighted_sum.numbers(), asked.brighten_by.numbers()
WEIGHT, BIASED = asked.which_weight.numbers(), asked.layer_with_bias.numbers()
DEEP, EXAMPLE = asked.two_layers.numbers(), asked.one_example.numbers()
FOUR, CHAIN = asked.mean_of_outputs.numbers(), asked.dC_dw.numbers()
PATHS, STEP = asked.over_paths.numbers(), asked.which_step.numbers()

PROMISE, BATCH, RATES = (
    exercise.numbers() for exercise in (asked.promise, asked.batch_step, asked.which_eta)
)

CURVES, TERM = asked.when_to_stop.numbers(), asked.penalty_term.numbers()


def rounded(values, digits=4):
    return [round(float(value), digits) for value in values]


# Practice II, forward, backward, and one step of W
W, A0, Y = TWO.W.tolist(), TWO.a0.tolist(), TWO.y.tolist()
A = layer(W, A0)
DZ = [2 * (a - y) * steepness(a) for a, y in zip(A, Y, strict=True)]
DW = [[d * a for a in A0] for d in DZ]
STEPPED = [[w - d for w, d in zip(*rows, strict=True)] for rows in zip(W, DW, strict=True)]

OUT = squeezed(CHAIN.w * CHAIN.a_prev + CHAIN.b)
SLOPE = CHAIN.a_prev * steepness(OUT) * 2 * (OUT - CHAIN.y)
PATH = [
    float(row[PATHS.i]) * steepness(float(a)) * 2 * (float(a) - float(y))
    for row, a, y in zip(PATHS.W, PATHS.a, PATHS.y, strict=True)
]

SQUARES = sum(float(slope) ** 2 for slope in (*PROMISE.dW.flat, *PROMISE.db))
PULL = TERM.penalty * sum(float(w) ** 2 for w in TERM.W.flat) / TERM.N
SEEN = [float(BATCH.slopes[k]) for k in BATCH.batch]
MATCHED = (f"{name}: η = {RATES.rates[k]:g}" for name, k in zip("PQR", RATES.order, strict=True))

READER = Code(
    "Network.random([784, 60, 10], rng, dtype=np.float32)\n"
    "for rate, epochs in ((1.5, 3), (0.5, 2)):\n"
    "    *_, last = descend(network, digits.inputs(), digits.targets(), rate=rate,\n"
    "                       batch_size=10, epochs=epochs, rng=rng)\n"
    "    network = last.network"
)

ANSWERS = {
    "first_layer": letter(asked.first_layer, "the input itself"),
    "middle_layers": letter(asked.middle_layers, "training finds them"),
    "last_layer": letter(asked.last_layer, "the brightest one is the reading"),
    "practice_z": rounded(sums(ONE.W, ONE.a), 2),
    "practice_output": rounded(layer(ONE.W, ONE.a)),
    "why_minimise": "Small steps downhill, because a low cost means answers as they should be.",
    "what_to_adjust": letter(asked.what_to_adjust, "activations follow"),
    "practice_cost": round(cost_of(A, Y), 4),
    "practice_dC_dz": rounded(DZ),
    "practice_dC_dW": [rounded(row) for row in DW],
    "practice_step": round(cost_of(layer(STEPPED, A0), Y), 4),
    "weighted_sum": round(neuron(NEURON), 2),
    "activation": round(squeezed(neuron(NEURON)), 4),
    "brighten_by": round((TURN.new - TURN.w[TURN.i]) * TURN.a[TURN.i], 2),
    "which_weight": next(
        key
        for key, option in asked.which_weight.lettered().items()
        if float(option.text.replace("−", "-")) == WEIGHT.W[WEIGHT.j][WEIGHT.i]
    ),
    "layer_with_bias": rounded(layer(BIASED.W, BIASED.a, BIASED.b)),
    "two_layers": rounded(layer(DEEP.W2, layer(DEEP.W1, DEEP.a, DEEP.b1), DEEP.b2)),
    "one_example": round(cost_of(EXAMPLE.a, EXAMPLE.y), 4),
    "mean_of_outputs": round(cost_of(FOUR.a, FOUR.y) / 4, 4),
    "end_of_the_road": letter(asked.end_of_the_road, "lowest point of its neighbourhood"),
    "dC_dw": round(SLOPE, 4),
    "over_paths": round(sum(PATH), 4),
    "one_layer_back": round(PATHS.before * steepness(PATHS.own) * sum(PATH), 5),
    "which_step": letter(
        asked.which_step,
        f"w by {-STEP.gradient[0] / 10:g}, b by {-STEP.gradient[1] / 10:g}".replace("-", "−"),
    ),
    "promise": round(-PROMISE.eta * SQUARES, 4),
    "which_eta": letter(asked.which_eta, ", ".join(MATCHED)),
    "batch_step": round(BATCH.w - BATCH.eta * sum(SEEN) / 3, 4),
    "claim": letter(asked.claim, "worse for those it has not seen"),
    "when_to_stop": 5 * min(range(len(CURVES.held_out)), key=CURVES.held_out.__getitem__),
    "penalty_term": round(PULL / 2, 4),
    "digit_reader": READER,
}

WRONG = {
    "first_layer": (letter(asked.first_layer, "edges and strokes"), None),
    "practice_z": (rounded(sums(ONE.W.T, ONE.a), 2), "W transposed"),
    "practice_output": (rounded(sums(ONE.W, ONE.a), 2), "σ left out"),
    "what_to_adjust": (letter(asked.what_to_adjust, "each directly"), None),
    "practice_cost": (round(cost_of(sums(W, A0), Y), 4), "σ left out"),
    "practice_dC_dz": (rounded(d / 2 for d in DZ), "the 2 left out"),
    "practice_dC_dW": ([rounded(d * a for d in DZ) for a in A0], "rows and columns exchanged"),
    "weighted_sum": (round(neuron(NEURON) - NEURON.b, 2), "b left out"),
    "brighten_by": (round(TURN.new * TURN.a[TURN.i], 2), "the new weight for the turn"),
    "layer_with_bias": (rounded(layer(BIASED.W, BIASED.a)), "b left out"),
    "one_example": (round(cost_of(EXAMPLE.a, EXAMPLE.y) / 3, 4), "a mean for the sum"),
    "mean_of_outputs": (round(cost_of(FOUR.a, FOUR.y), 4), "a sum for the mean"),
    "dC_dw": (round(SLOPE / 2, 4), "the 2 left out"),
    "over_paths": (round(sum(PATH) / 3, 4), "a mean for the sum"),
    "promise": (round(-PROMISE.eta * SQUARES**0.5, 4), "the length not squared"),
    "batch_step": (round(BATCH.w - BATCH.eta * sum(SEEN), 4), "a sum for the mean"),
    "claim": (letter(asked.claim, "held-out data"), None),
    "when_to_stop": (
        5 * min(range(len(CURVES.test)), key=CURVES.test.__getitem__),
        "the lowest test cost",
    ),
    "penalty_term": (round(PULL, 4), "the ½ left out"),
    "digit_reader": (Code("Network.random([784, 60, 10], rng)"), "the network before training"),
}
