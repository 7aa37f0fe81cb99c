"""Right answers to lesson 5's questions, worked out from the questions' numbers alone."""

from coursekit.exercises import training as asked
from tests.answers.neurons import letter

ONE = asked.one_step.numbers()
MATRIX = asked.matrix_step.numbers()
PROMISE = asked.promise.numbers()
CURVES = asked.which_eta.numbers()
BATCH = asked.batch_step.numbers()
EPOCHS = asked.epoch_steps.numbers()
SCORES = asked.test_share.numbers()

SLOPES = [float(d) for d in (*PROMISE.dW.flat, *PROMISE.db)]
IN_BATCH = [float(BATCH.slopes[k]) for k in BATCH.batch]


def moved(sign=-1):
    return [
        [round(float(w + sign * MATRIX.eta * d), 4) for w, d in zip(*rows, strict=True)]
        for rows in zip(MATRIX.W, MATRIX.dW, strict=True)
    ]


def rates(order):
    """Say which curve has which η, as the options do."""
    return ", ".join(f"{n}: η = {CURVES.rates[k]:g}" for n, k in zip("PQR", order, strict=True))


def promised(squares):
    return round(-PROMISE.eta * sum(squares), 4)


BOTH_LAYERS = [
    "a1 = 1 / (1 + np.exp(-(w1 * x + b1)))",
    "a2 = 1 / (1 + np.exp(-(w2 * a1 + b2)))",
    "dz2 = 2 * (a2 - y) * a2 * (1 - a2)",
    "dz1 = w2 * dz2 * a1 * (1 - a1)",
    "w2, b2 = w2 - eta * dz2 * a1, b2 - eta * dz2",
    "return w1 - eta * dz1 * x, b1 - eta * dz1, w2, b2",
]
# the last layer is moved before the way back goes through it
TOO_EARLY = [BOTH_LAYERS[k] for k in (0, 1, 2, 4, 3, 5)]
WALK = [
    "trail = [w]",
    "for _ in range(steps):",
    "    w = w - eta * 2 * (w - bottom)",
    "    trail.append(w)",
    "return trail",
]
IN_PLACE = [line.replace("w = w - eta", "w -= eta") for line in WALK]

ANSWERS = {
    "one_step": round(ONE.w - ONE.eta * ONE.slope, 4),
    "matrix_step": moved(),
    "promise": promised(d * d for d in SLOPES),
    "which_eta": letter(asked.which_eta, rates(CURVES.order)),
    "write_step": "return weights - eta * dW, biases - eta * db",
    "write_both_layers": "\n    ".join(BOTH_LAYERS),
    "write_descend": "\n    ".join(WALK),
    "plateau": letter(asked.plateau, "or a flat shelf"),
    "saturated": letter(asked.saturated, "every slope has σ′(z) as a factor"),
    "batch_step": round(BATCH.w - BATCH.eta * sum(IN_BATCH) / 3, 4),
    "epoch_steps": 9380,
    "why_several": "The end depends on the random start, so keep the best of several.",
    "write_accuracy": "return np.mean(np.argmax(outputs, axis=1) == labels)",
    "test_share": round(SCORES.test[0] / (SCORES.test[0] + SCORES.test[1]), 4),
    "test_claim": letter(asked.test_claim, "the test examples only measure"),
}

WRONG = {
    "one_step": (round(ONE.w + ONE.eta * ONE.slope, 4), "uphill"),
    "matrix_step": (moved(sign=1), "uphill"),
    "promise": (promised(d * d for d in SLOPES[:4]), "the biases left out"),
    "which_eta": (letter(asked.which_eta, rates([2 - k for k in CURVES.order])), None),
    "write_step": ("return weights - eta * dW, biases", "the biases left alone"),
    "write_both_layers": ("\n    ".join(TOO_EARLY), "back through the new w₂"),
    "write_descend": ("\n    ".join(IN_PLACE), "changed in place"),
    "plateau": (letter(asked.plateau, "the lowest cost"), None),
    "saturated": (letter(asked.saturated, "its miss"), None),
    "batch_step": (round(BATCH.w - BATCH.eta * sum(IN_BATCH), 4), "a sum for the mean"),
    "epoch_steps": (9370, "the last batch left out"),
    "write_accuracy": (
        "return np.mean(outputs[np.arange(len(labels)), labels] > 0.5)",
        "a threshold at ½",
    ),
    "test_share": (
        round(SCORES.train[0] / (SCORES.train[0] + SCORES.train[1]), 4),
        "the training share",
    ),
    "test_claim": (letter(asked.test_claim, "it knows them better"), None),
}
