"""Right answers to lesson 3's questions, and wrong ones with the slip that they show."""

from coursekit import cost
from tests.answers.working import answers, choose, cost_of, layer, squeezed, wrongs


def further(x):
    misses = [abs(p - q) for p, q in zip(x.a, x.y, strict=True)]
    return "AB"[misses.index(max(misses))]


def moved(x):
    before, after = ((squeezed(float(w * x.a + x.b)) - x.y) ** 2 for w in (x.w, x.v))
    return after - before


RIGHT = {
    "twice_as_far": choose("four times"),
    "one_example": lambda x: round(cost_of(x.a, x.y), 4),
    "which_output": further,
    "practice_cost": 0.6242,
    "write_cost": "return np.sum((a - y) ** 2)",
    "mean_cost": lambda x: round(sum(x.costs) / 4, 4),
    "mean_of_outputs": lambda x: round(cost_of(x.outputs, x.targets) / 4, 4),
    "write_mean_cost": "return np.sum((outputs - targets) ** 2) / len(outputs)",
    "zero_cost": choose("equals its target"),
    "why_minimise": "Step downhill until the cost stops falling; low cost means good answers.",
    "what_to_adjust": choose("activations follow"),
    "one_move": lambda x: round(moved(x), 4),
    "end_of_the_road": choose("lowest point of its neighbourhood"),
}
ANSWERS = answers(cost, RIGHT)

SLIPS = {
    "twice_as_far": (choose("twice as much"), None),
    "one_example": (lambda x: round(cost_of(x.a, x.y) / 3, 4), "a mean for the sum"),
    "practice_cost": (
        lambda x: round(abs(layer(x.W, x.a)[0] - 1) + layer(x.W, x.a)[1], 4),
        "distances for squares",
    ),
    "write_cost": ("return np.mean((a - y) ** 2)", "a mean for the sum"),
    "mean_cost": (lambda x: round(sum(x.costs), 4), "a sum for the mean"),
    "mean_of_outputs": (
        lambda x: round((sum(x.outputs - x.targets) / 4) ** 2, 4),
        "squared after averaging",
    ),
    "write_mean_cost": ("return np.mean((outputs - targets) ** 2)", "a mean over everything"),
    "one_move": (lambda x: round(-moved(x), 4), "before minus after"),
    "what_to_adjust": (choose("each directly"), None),
    "end_of_the_road": (choose("the lowest cost that"), None),
}
WRONG = wrongs(cost, SLIPS)
