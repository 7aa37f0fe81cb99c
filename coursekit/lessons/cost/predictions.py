"""What lesson 3 lets one predict."""

import numpy as np

from coursekit.questions.prediction import Amount, OneOf


def _one_falls_one_rises():
    """Move one output of example 0 off its target, and example 3 onto its own."""
    from coursekit.lessons.cost.squares_picture import STARTING_OUTPUTS, WANTED

    outputs = np.array(STARTING_OUTPUTS)
    moved = outputs.copy()
    moved[0, 0], moved[3] = outputs[0, 0] - 0.1, WANTED[3]
    before, after = (((a - WANTED) ** 2).sum(axis=1).mean() for a in (outputs, moved))
    return 0 if after < before else 1


def _down_to_zero():
    from coursekit.lessons.cost.along_weight_picture import ANSWERS, BRIGHTNESS

    turns = np.diff(ANSWERS[np.argsort(BRIGHTNESS)])  # σ(w a + b) only rises with a, or only falls
    return 0 if (turns >= 0).all() or (turns <= 0).all() else 2


def _more_than_one_valley():
    """Count the places of the map that are lower than all eight around them."""
    from coursekit.pictures.landscape_map import GRID_POINTS, cost_at

    costs = cost_at(*np.meshgrid(GRID_POINTS, GRID_POINTS))
    around = np.lib.stride_tricks.sliding_window_view(costs, (3, 3)).reshape(-1, 9)
    return int((around.argmin(axis=1) == 4).sum())


three_times_as_far = Amount(
    "cost.three_times_as_far",
    "cost.squares",
    "The picture takes the word *square* at its word: each miss is drawn as the side of a square. "
    "One output misses by 0.1, another by 0.3. How many times as large is the second square?",
    outcome=lambda: (0.3 / 0.1) ** 2,
    within=0.01,
    tells=(r"\bnine\b", r"\b9\b"),
)

one_falls_one_rises = OneOf(
    "cost.one_falls_one_rises",
    "cost.squares",
    "Can the mean fall although one of the examples gets worse?",
    options=(
        "yes, if others get better by more",
        "no: then the mean rises as well",
        "no: then the mean stays as it is",
    ),
    outcome=_one_falls_one_rises,
    tells=("it can fall", r"0\.3125"),
)

down_to_zero = OneOf(
    "cost.down_to_zero",
    "cost.along_weight",
    "Look at the targets in the order of the inputs: 0, 0, 1, 0, 1, 1. Can one weight and one bias "
    "bring the cost to 0?",
    options=(
        "yes, the right ones can",
        "not quite, but as near to 0 as one likes",
        "no: it stays well above 0",
    ),
    outcome=_down_to_zero,
    tells=("cannot reach 0", "up, down and up again"),
)

more_than_one_valley = Amount(
    "cost.more_than_one_valley",
    "cost.landscape",
    "The output is to rise with the input. It does so when both weights are positive. Think of "
    "other pairs of weights that do as well: how many valleys will the map have?",
    outcome=_more_than_one_valley,
    tells=("two valleys", r"0\.1026", r"0\.0271", "[Mm]inus times minus"),
)

PREDICTIONS = (three_times_as_far, one_falls_one_rises, down_to_zero, more_than_one_valley)
