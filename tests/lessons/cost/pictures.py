"""What lesson 3's pictures say and show, state by state."""

import numpy as np

from coursekit import cost
from coursekit.lessons.cost.along_weight_picture import ANSWERS, BRIGHTNESS, WEIGHT_POINTS
from coursekit.lessons.cost.squares_picture import UNIT, WANTED
from coursekit.network import Network


def squares_of(k, outputs):
    """Return the row in which example k has these outputs: squares, their column, their sum."""
    terms = (np.array(outputs) - WANTED[k]) ** 2
    state = {"example": k, "squares": 3, **{f"a{k}{j}": a for j, a in enumerate(outputs)}}
    areas = terms * UNIT**2
    return state, None, {"squares.areas": areas, "tank.areas": areas, "level": [terms.sum()]}


def cost_of(w, b, sentence=None):
    """Return the row of one neuron: its misses' squares, their bars, their mean at every weight."""
    network, total = Network([[[w]]], [[b]]), cost_with(w, b)
    squares = (network.forward(BRIGHTNESS[:, None])[-1][:, 0] - ANSWERS) ** 2
    shown = {"squares.areas": squares, "bars.tops": squares, "point": [(w, total)]}
    shown |= {"curve.ydata": [cost_with(along, b) for along in WEIGHT_POINTS]}
    return {"w": w, "b": b, "whole": True}, sentence, shown | {"cost": f"C = {total:.4f}"}


def cost_with(w, b):
    return Network([[[w]]], [[b]]).cost(BRIGHTNESS[:, None], ANSWERS[:, None])


FOG = " In the fog: get below 0.05 within 10 moves."
IN_TWO_MOVES = [[-7.0, 3.0], [-1.6, -1.6], [-4.0, -4.0]]
NOT_YET, IN_TWO = "not below 0.05 yet", "below 0.05 in 2 moves"

ROWS = {
    cost.squares: [
        ({}, "Example 0: 0 of 3 squares are drawn, 0.0000 so far.",
         {"total": "C₀ = ? + ? + ? = ?", "columns.count": 0, "average": "mean C = ?"}),
        ({"squares": 2}, "Example 0: 2 of 3 squares are drawn, 0.1300 so far.", {"level": [0.13]}),
        ({"squares": 3}, "C₀ = 0.1400; the mean over all four examples is C = 0.6400.",
         {"total": "C₀ = 0.0400 + 0.0900 + 0.0100 = 0.1400", "levels": [0.14, 0.36, 0.75, 1.31]}),
        ({"squares": 3, "example": 3, "a30": 0.0, "a31": 0.0, "a32": 1.0},
         "C₃ = 0.0000; the mean over all four examples is C = 0.3125.",
         {"average": "mean C = 0.3125"}),
        *(squares_of(0, (0.5, 1.0, 0.25)), squares_of(1, (0.0, 0.25, 0.5))),
        *(squares_of(2, (1.0, 1.0, 0.0)), squares_of(3, (1.0, 1.0, 0.0))),
    ],
    cost.along_weight: [
        ({}, "w = 0.0 and b = 0.0: C = 0.2500.", {"curve.visible": False}),
        cost_of(2.0, 0.0,
                "w = 2.0 and b = 0.0: C = 0.2383. With this b, the best weight in reach is near "
                "1.0: C = 0.2259."),
        *(cost_of(-12.0, 8.0), cost_of(12.0, -4.0), cost_of(0.0, 0.0), cost_of(3.0, -1.0)),
    ],
    cost.landscape: [
        ({}, f"w₁ = 3.0, w₂ = 5.0: C = 0.1244 after 0 moves.{FOG}", {"fog.visible": True}),
        ({"fog": False}, "w₁ = 3.0, w₂ = 5.0: C = 0.1244 after 0 moves.",
         {"trail": [(3, 5)], "fog.visible": False, "results": ("0.1244", "0", NOT_YET)}),
        (
            {"fog": True, "start": 1},  # a start below the goal is no feat
            f"w₁ = −2.0, w₂ = −7.0: C = 0.0337 after 0 moves.{FOG}",
            {"fog.visible": True, "results": ("0.0337", "0", NOT_YET), "here": [(-2, -7)]},
        ),
        ({"fog": True, "trail": IN_TWO_MOVES},
         "w₁ = −4.0, w₂ = −4.0: C = 0.0272 after 2 moves. Below 0.05: done in the fog.",
         {"results": ("0.0272", "2", IN_TWO), "visited": IN_TWO_MOVES, "best": 2}),
        (
            # fog and start: each of the two begins anew
            [{"fog": False}, {"w1": -4.0}, {"fog": True}, {"start": 2}],
            f"w₁ = −7.0, w₂ = 3.0: C = 0.2861 after 0 moves.{FOG}",
            {"trail": [(-7, 3)], "values.w1": -7.0, "values.w2": 3.0},
        ),
    ],
}
