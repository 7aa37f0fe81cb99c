"""Right answers to lesson 4's questions, worked out from the questions' numbers alone."""

from coursekit.exercises import chain_rule as asked
from tests.answers.matrix_activation import layer, sums
from tests.answers.neurons import letter, squeezed

SLOPE = asked.sigmoid_slope_at.numbers()
NUDGE = asked.nudge.numbers()
CHAIN = asked.dC_dw.numbers()
SEVEN = asked.first_weight.numbers()
PATHS = asked.over_paths.numbers()
AVERAGED = asked.averaged.numbers()
GRADIENT = asked.gradient.numbers()
WAYS = asked.three_ways.numbers()
STEP = asked.which_step.numbers()


def steepness(a):
    return a * (1 - a)


# one chain: from an activation, a weight and a bias to the cost
OUT = squeezed(CHAIN.w * CHAIN.a_prev + CHAIN.b)
BACK_TO_Z = steepness(OUT) * 2 * (OUT - CHAIN.y)

# the paths from one neuron through three outputs
PATH = [
    float(row[PATHS.i]) * steepness(float(a)) * 2 * (float(a) - float(y))
    for row, a, y in zip(PATHS.W, PATHS.a, PATHS.y, strict=True)
]


def seven(a, w2, w3, y):
    a0, a1, a2, a3 = map(float, a)
    return a0 * steepness(a1) * w2 * steepness(a2) * w3 * steepness(a3) * 2 * (a3 - y)


# Practice II, on the source's numbers
W, A0, Y = [[0.2, 0.4], [0.6, 0.8]], [0.7, 0.3], [1, 0]
A = layer(W, A0)
DZ = [2 * (a - y) * a * (1 - a) for a, y in zip(A, Y, strict=True)]
DW = [[d * a for a in A0] for d in DZ]
STEPPED = [[w - d for w, d in zip(*rows, strict=True)] for rows in zip(W, DW, strict=True)]


def cost(outputs):
    return sum((a - y) ** 2 for a, y in zip(outputs, Y, strict=True))


def means(columns):
    return [round(sum(map(float, column)) / len(column), 4) for column in columns]


BACKPROP = [
    "a1 = 1 / (1 + np.exp(-(W1 @ a0 + b1)))",
    "a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))",
    "db2 = 2 * (a2 - y) * a2 * (1 - a2)",
    "db1 = (W2.T @ db2) * a1 * (1 - a1)",
    "return np.outer(db1, a0), db1, np.outer(db2, a1), db2",
]
FACTORS = [WAYS.a[0], WAYS.a[1], 1.0, WAYS.w[0], WAYS.w[1]]

ANSWERS = {
    "sigmoid_slope_at": round(steepness(squeezed(SLOPE.z)), 4),
    "nudge": round(NUDGE.slope * NUDGE.h, 4),
    "round_d": "How far the cost moves for a small nudge of w alone, per unit of nudge.",
    "dC_dw": round(CHAIN.a_prev * BACK_TO_Z, 4),
    "dC_db": round(BACK_TO_Z, 4),
    "dC_da_prev": round(CHAIN.w * BACK_TO_Z, 4),
    "first_weight": round(seven(SEVEN.a, SEVEN.w2, SEVEN.w3, SEVEN.y), 5),
    "over_paths": round(sum(PATH), 4),
    "one_layer_back": round(PATHS.before * steepness(PATHS.own) * sum(PATH), 5),
    "three_ways": "ABCDE"[max(range(5), key=FACTORS.__getitem__)],
    "averaged": means([AVERAGED.partials])[0],
    "gradient": means(GRADIENT.partials.T),
    "which_step": letter(
        asked.which_step,
        f"w by {-STEP.gradient[0] / 10:g}, b by {-STEP.gradient[1] / 10:g}".replace("-", "−"),
    ),
    "practice_cost": 0.6242,
    "practice_dC_dz": [-0.2140, 0.2962],
    "practice_dC_dW": [[-0.1498, -0.0642], [0.2073, 0.0889]],
    "practice_dC_da": [0.1349, 0.1513],
    "practice_step": 0.5481,
    "practice_step_with_bias": 0.4260,
    "write_backprop": "\n    ".join(BACKPROP),
}

WRONG = {
    "sigmoid_slope_at": (round(squeezed(SLOPE.z), 4), "1 − σ left out"),
    "nudge": (round(NUDGE.C + NUDGE.slope * NUDGE.h, 4), "the new cost for the change"),
    "dC_dw": (round(CHAIN.a_prev * BACK_TO_Z / 2, 4), "the 2 left out"),
    "dC_db": (round(CHAIN.a_prev * BACK_TO_Z, 4), "a_prev for 1"),
    "dC_da_prev": (round(CHAIN.a_prev * BACK_TO_Z, 4), "a_prev for w"),
    "first_weight": (
        round(seven(SEVEN.a, SEVEN.w2, 1, SEVEN.y), 5),
        "w₃ left out",
    ),
    "over_paths": (round(sum(PATH) / 3, 4), "a mean for the sum"),
    "one_layer_back": (round(PATHS.before * sum(PATH), 5), "σ′ left out"),
    "three_ways": ("B", None),
    "averaged": (round(sum(map(float, AVERAGED.partials)), 4), "a sum for the mean"),
    "gradient": (
        [means(GRADIENT.partials.T)[place] for place in (0, 2, 1, 3)],
        "weights first, then biases",
    ),
    "practice_cost": (round(cost(sums(W, A0)), 4), "σ left out"),
    "practice_dC_dz": ([round(d / 2, 4) for d in DZ], "the 2 left out"),
    "practice_dC_dW": (
        [[round(d * a, 4) for d in DZ] for a in A0],
        "rows and columns exchanged",
    ),
    "practice_dC_da": ([round(d, 4) for d in sums(W, DZ)], "W for Wᵀ"),
    "practice_step": (
        round(cost(layer(STEPPED, A0, [-d for d in DZ])), 4),
        "b moved as well",
    ),
    "practice_step_with_bias": (round(cost(layer(STEPPED, A0)), 4), "W alone"),
    "write_backprop": (
        "\n    ".join(BACKPROP).replace("W2.T", "W2"),
        "layer 1, the way back through W2: W2 for its transpose",
    ),
}
