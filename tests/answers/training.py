"""Right answers to lesson 5's questions, and wrong ones with the slip that they show."""

from coursekit import training
from tests.answers.working import answers, choose, rounded, wrongs


def moved(x, sign=-1):
    return [rounded(row) for row in x.W + sign * x.eta * x.dW]


def rates(x, order):
    """Choose by which curve has which η, as the options say it."""
    told = (f"{name}: η = {x.rates[k]:g}" for name, k in zip("PQR", order, strict=True))
    return choose(", ".join(told))(x)


def promised(x, slopes):
    return round(-x.eta * sum(float(d) ** 2 for d in slopes), 4)


def batch_sum(x):
    return sum(float(x.slopes[k]) for k in x.batch)


def share(right, wrong):
    return round(right / (right + wrong), 4)


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
WALK = (
    "trail = [w]\n    for _ in range(steps):\n        w = w - eta * 2 * (w - bottom)\n"
    "        trail.append(w)\n    return trail"
)

RIGHT = {
    "one_step": lambda x: round(x.w - x.eta * x.slope, 4),
    "matrix_step": moved,
    "promise": lambda x: promised(x, (*x.dW.flat, *x.db)),
    "which_eta": lambda x: rates(x, x.order),
    "write_step": "return weights - eta * dW, biases - eta * db",
    "write_both_layers": "\n    ".join(BOTH_LAYERS),
    "write_descend": WALK,
    "plateau": choose("or a flat shelf"),
    "saturated": choose("every slope has σ′(z) as a factor"),
    "batch_step": lambda x: round(x.w - x.eta * batch_sum(x) / 3, 4),
    "epoch_steps": 9380,
    "why_several": "The end depends on the random start, so keep the best of several.",
    "your_seven": choose("a 1 again"),
    "where_images": choose("nowhere"),
    "write_accuracy": "return np.mean(np.argmax(outputs, axis=1) == labels)",
    "test_share": lambda x: share(*x.test),
    "test_claim": choose("the test examples only measure"),
}
ANSWERS = answers(training, RIGHT)

SLIPS = {
    "one_step": (lambda x: round(x.w + x.eta * x.slope, 4), "uphill"),
    "matrix_step": (lambda x: moved(x, sign=1), "uphill"),
    "promise": (lambda x: promised(x, x.dW.flat), "the biases left out"),
    "which_eta": (lambda x: rates(x, [2 - k for k in x.order]), None),
    "write_step": ("return weights - eta * dW, biases", "the biases left alone"),
    "write_both_layers": ("\n    ".join(TOO_EARLY), "back through the new w₂"),
    "write_descend": (WALK.replace("w = w - eta", "w -= eta"), "changed in place"),
    "plateau": (choose("the lowest cost"), None),
    "saturated": (choose("its miss"), None),
    "batch_step": (lambda x: round(x.w - x.eta * batch_sum(x), 4), "a sum for the mean"),
    "epoch_steps": (9370, "the last batch left out"),
    "your_seven": (choose("it learns from what it reads"), None),
    "where_images": (choose("packed small"), None),
    "write_accuracy": (
        "return np.mean(outputs[np.arange(len(labels)), labels] > 0.5)",
        "a threshold at ½",
    ),
    "test_share": (lambda x: share(*x.train), "the training share"),
    "test_claim": (choose("it knows them better"), None),
}
WRONG = wrongs(training, SLIPS)
