"""Right answers to lesson 4's questions, and wrong ones with the slip that they show."""

from coursekit import chain_rule
from tests.answers.working import (
    answers,
    choose,
    cost_of,
    layer,
    rounded,
    squeezed,
    steepness,
    sums,
    wrongs,
)


def to_z(x):
    """One chain, from the cost back to z."""
    out = squeezed(x.w * x.a_prev + x.b)
    return steepness(out) * 2 * (out - x.y)


def seven(x, w3=None):
    a0, a1, a2, a3 = map(float, x.a)
    back = 2 * (a3 - x.y) * steepness(a3) * (w3 or x.w3) * steepness(a2) * x.w2 * steepness(a1)
    return back * a0


def paths(x):
    """The sum over the paths from one neuron through three outputs."""
    return sum(
        float(row[x.i]) * steepness(float(a)) * 2 * (float(a) - float(y))
        for row, a, y in zip(x.W, x.a, x.y, strict=True)
    )


def most(x):
    factors = [x.a[0], x.a[1], 1.0, x.w[0], x.w[1]]
    return "ABCDE"[max(range(5), key=factors.__getitem__)]


def against(x):
    step = f"w by {-x.gradient[0] / 10:g}, b by {-x.gradient[1] / 10:g}".replace("-", "−")
    return choose(step)(x)


def means(columns):
    return rounded(sum(map(float, column)) / len(column) for column in columns)


# Practice II, forward, backward, and one step


def dz(x):
    return [2 * (a - y) * steepness(a) for a, y in zip(layer(x.W, x.a0), x.y, strict=True)]


def dW(x):
    return [[d * a for a in x.a0] for d in dz(x)]


def after_step(x, bias=False):
    W = [[w - d for w, d in zip(*rows, strict=True)] for rows in zip(x.W, dW(x), strict=True)]
    return round(float(cost_of(layer(W, x.a0, [-bias * d for d in dz(x)]), x.y)), 4)


BACKPROP = "\n    ".join(
    [
        "a1 = 1 / (1 + np.exp(-(W1 @ a0 + b1)))",
        "a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))",
        "db2 = 2 * (a2 - y) * a2 * (1 - a2)",
        "db1 = (W2.T @ db2) * a1 * (1 - a1)",
        "return np.outer(db1, a0), db1, np.outer(db2, a1), db2",
    ]
)

RIGHT = {
    "sigmoid_slope_at": lambda x: round(steepness(squeezed(x.z)), 4),
    "nudge": lambda x: round(x.slope * x.h, 4),
    "round_d": "How far the cost moves for a small nudge of w alone, per unit of nudge.",
    "dC_dw": lambda x: round(x.a_prev * to_z(x), 4),
    "dC_db": lambda x: round(to_z(x), 4),
    "dC_da_prev": lambda x: round(x.w * to_z(x), 4),
    "first_weight": lambda x: round(seven(x), 5),
    "over_paths": lambda x: round(paths(x), 4),
    "one_layer_back": lambda x: round(x.before * steepness(x.own) * paths(x), 5),
    "three_ways": most,
    "averaged": lambda x: means([x.partials])[0],
    "gradient": lambda x: means(x.partials.T),
    "which_step": against,
    "practice_cost": lambda x: round(float(cost_of(layer(x.W, x.a0), x.y)), 4),
    "practice_dC_dz": lambda x: rounded(dz(x)),
    "practice_dC_dW": lambda x: [rounded(row) for row in dW(x)],
    "practice_dC_da": lambda x: rounded(sums(x.W.T, dz(x))),
    "practice_step": after_step,
    "practice_step_with_bias": lambda x: after_step(x, bias=True),
    "write_backprop": BACKPROP,
}
ANSWERS = answers(chain_rule, RIGHT)

SLIPS = {
    "sigmoid_slope_at": (lambda x: round(squeezed(x.z), 4), "1 − σ left out"),
    "nudge": (lambda x: round(x.C + x.slope * x.h, 4), "the new cost for the change"),
    "dC_dw": (lambda x: round(x.a_prev * to_z(x) / 2, 4), "the 2 left out"),
    "dC_db": (lambda x: round(x.a_prev * to_z(x), 4), "a_prev for 1"),
    "dC_da_prev": (lambda x: round(x.a_prev * to_z(x), 4), "a_prev for w"),
    "first_weight": (lambda x: round(seven(x, w3=1), 5), "w₃ left out"),
    "over_paths": (lambda x: round(paths(x) / 3, 4), "a mean for the sum"),
    "one_layer_back": (lambda x: round(x.before * paths(x), 5), "σ′ left out"),
    "three_ways": ("B", None),
    "averaged": (lambda x: round(sum(map(float, x.partials)), 4), "a sum for the mean"),
    "gradient": (
        lambda x: means([x.partials[:, place] for place in (0, 2, 1, 3)]),
        "weights first, then biases",
    ),
    "practice_cost": (lambda x: round(float(cost_of(sums(x.W, x.a0), x.y)), 4), "σ left out"),
    "practice_dC_dz": (lambda x: rounded(d / 2 for d in dz(x)), "the 2 left out"),
    "practice_dC_dW": (
        lambda x: [rounded(column) for column in zip(*dW(x), strict=True)],
        "rows and columns exchanged",
    ),
    "practice_dC_da": (lambda x: rounded(sums(x.W, dz(x))), "W for Wᵀ"),
    "practice_step": (lambda x: after_step(x, bias=True), "b moved as well"),
    "practice_step_with_bias": (after_step, "W alone"),
    "write_backprop": (
        BACKPROP.replace("W2.T", "W2"),
        "layer 1, the way back through W2: W2 for its transpose",
    ),
}
WRONG = wrongs(chain_rule, SLIPS)
