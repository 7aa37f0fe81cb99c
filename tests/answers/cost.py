"""Right answers to lesson 3's questions, worked out from the questions' numbers alone."""

from coursekit.exercises import cost as asked
from tests.answers.matrix_activation import layer
from tests.answers.neurons import letter, squeezed


def cost_of(a, y):
    return sum((p - q) ** 2 for p, q in zip(a, y, strict=True))


ONE = asked.one_example.numbers()
PUSH = asked.which_output.numbers()
PRACTICE = asked.practice_cost.numbers()
MEAN = asked.mean_cost.numbers()
OUTPUTS = asked.mean_of_outputs.numbers()
MOVE = asked.one_move.numbers()
BEFORE, AFTER = ((squeezed(float(w * MOVE.a + MOVE.b)) - MOVE.y) ** 2 for w in (MOVE.w, MOVE.v))
MISSES = [abs(p - q) for p, q in zip(PUSH.a, PUSH.y, strict=True)]

ANSWERS = {
    "twice_as_far": letter(asked.twice_as_far, "four times"),
    "one_example": round(cost_of(ONE.a, ONE.y), 4),
    "which_output": "AB"[MISSES.index(max(MISSES))],
    "practice_cost": 0.6242,
    "write_cost": "return np.sum((a - y) ** 2)",
    "mean_cost": round(sum(MEAN.costs) / 4, 4),
    "mean_of_outputs": round(cost_of(OUTPUTS.a, OUTPUTS.y) / 4, 4),
    "write_mean_cost": "return np.sum((outputs - targets) ** 2) / len(outputs)",
    "zero_cost": letter(asked.zero_cost, "equals its target"),
    "why_minimise": "Step downhill until the cost stops falling; low cost means good answers.",
    "what_to_adjust": letter(asked.what_to_adjust, "activations follow"),
    "one_move": round(AFTER - BEFORE, 4),
    "end_of_the_road": letter(asked.end_of_the_road, "lowest point of its neighbourhood"),
}

WRONG = {
    "twice_as_far": (letter(asked.twice_as_far, "twice as much"), None),
    "one_example": (round(cost_of(ONE.a, ONE.y) / 3, 4), "a mean for the sum"),
    "practice_cost": (
        round(
            sum(abs(p - q) for p, q in zip(layer(PRACTICE.W, PRACTICE.a), (1, 0), strict=True)), 4
        ),
        "distances for squares",
    ),
    "write_cost": ("return np.mean((a - y) ** 2)", "a mean for the sum"),
    "mean_cost": (round(sum(MEAN.costs), 4), "a sum for the mean"),
    "mean_of_outputs": (
        round((sum(OUTPUTS.a - OUTPUTS.y) / 4) ** 2, 4),
        "squared after averaging",
    ),
    "write_mean_cost": ("return np.mean((outputs - targets) ** 2)", "a mean over everything"),
    "one_move": (round(BEFORE - AFTER, 4), "before minus after"),
    "what_to_adjust": (letter(asked.what_to_adjust, "each directly"), None),
    "end_of_the_road": (letter(asked.end_of_the_road, "the lowest cost that"), None),
}
