"""What lesson 6's pictures say and show, state by state."""

from functools import partial

import numpy as np

from coursekit import overfitting
from coursekit.lessons.overfitting.by_heart_picture import (
    INPUTS,
    LABELS,
    MOST,
    REACH,
    START,
    learnable,
)
from coursekit.network.network import Network
from coursekit.network.training import accuracy
from coursekit.pictures.plane import GRID_POINTS, grid_inputs

HELD_OUT = INPUTS[MOST:], LABELS[MOST:]


def at_the_start(neurons, examples, noise):
    """Return the row of a network before its first step: measured anew, answer by answer."""
    network = Network.random((2, neurons, 1), np.random.default_rng(START))
    inputs, _, labels = learnable(examples, noise)
    sets = [(inputs, labels), HELD_OUT]
    learned, others = (100 * accuracy(network, *one) for one in sets)
    costs = [min(0.3, network.cost(x, y[:, None].astype(float))) for x, y in sets]
    answers = network.forward(grid_inputs(REACH))[-1]
    state = {"neurons": neurons, "examples": examples, "noise": noise, "measured": 1}
    sentence = (
        f"{neurons} neuron{'s'[: neurons - 1]}, {examples} training points, step 0 of 6,000: "
        f"{learned:.1f} % of the training points are on the right side, {others:.1f} % of the "
        "held-out ones."
    )
    return (state, sentence,
            {"plane.answers.array": answers.reshape(GRID_POINTS, GRID_POINTS),
             "plane.rings": inputs[labels != LABELS[:examples]],
             "plane.rings.count": examples * noise // 100,
             "cost.dots": [(0, cost) for cost in costs],
             "results.texts.:2": (f"{learned:.1f} %", f"{others:.1f} %")})


def by_heart(state, step, learned, others, gap, stopping=""):
    """Return the row of the training that the lesson opens, at one step."""
    sentence = (
        f"16 neurons, 40 training points, step {step} of 6,000: {learned} % of the training points "
        f"are on the right side, {others} % of the held-out ones.{stopping}"
    )
    shown = {"results": (f"{learned} %", f"{others} %", f"{gap} points", step)}
    return state, sentence, shown


ALL, END = ({"moment": last, "hide": False} for last in (6000, 20_000))
KEEPS = " Early stopping keeps the network of step"

ROWS = {
    overfitting.by_heart: [
        ({}, None, {"cost.past.0.count": 1, "cost.later.0.count": 1}),  # what comes is not shown
        by_heart(ALL, "6,000", "100.0", "78.0", "+22.0"),
        by_heart({"moment": 600, "hide": False}, "600", "90.0", "88.5", "+1.5"),
        by_heart(ALL | {"stop": True}, *("6,000", "100.0", "78.0", "+22.0"),
                 f"{KEEPS} 600 and stops at step 1,080."),
        # with both boxes the rule knows only what lies before the moment
        by_heart({"stop": True, "hide": True, "moment": 300}, *("300", "82.5", "84.5", "−2.0"),
                 f"{KEEPS} 300 and has not stopped yet."),
        ({"stop": True, "hide": True, "moment": 1020}, None,
         {"cost.later.0.count": 18, "cost.kept.offsets.0.0": 600, "cost.end.count": 0}),
        ({"stop": True, "hide": True, "moment": 1080}, None,
         {"cost.later.0.count": 19, "cost.kept.offsets.0.0": 600, "cost.end.segments.0.0.0": 1080}),
        at_the_start(16, 40, 15),
        at_the_start(1, 10, 0),
        at_the_start(32, 200, 30),
        ({"measured": 0}, "16 neurons, 40 training points: no step has been taken yet.",
         {"results": ("–", "–", "–", "0"), "cost.dots.count": 0}),
        ({"noise": 30, "penalty": 0.05, "measured": 2, "stop": True}, None, {}),
    ],
    partial(overfitting.two_curves, 100): [
        (END,
         "100 images, 30 neurons, step 20,000 of 20,000: more than 98 % of the training images are "
         "read rightly, more than 60 % of the held-out ones.",
         {"results.texts.3": "closed", "looks": "never opened", "cost.past.0.count": 41}),
        ({"measured": 0}, "100 images, 30 neurons: no step has been taken yet.",
         {"results": ("–", "–", "–", "closed"), "runs": ("thick: 100 images, 30 neurons", "")}),
        ({"neurons": 5, "noise": 20, "penalty": 0.5, "measured": 3, **END},
         "100 images, 5 neurons, 20 % wrong labels, penalty 0.5, step 1,000 of 20,000: more than "
         "85 % of the training images are read rightly, more than 50 % of the held-out ones.",
         {"cost.past.0.count": 3, "cost.later.1.count": 3}),
        ({"images": 50_000, "neurons": 100, "noise": 40, "penalty": 5, "measured": 1}, None, {}),
        ({"moment": 0, "stop": True, "hide": True}, None, {"cost.later.0.count": 1}),
        (END | {"open": True},
         "100 images, 30 neurons, step 20,000 of 20,000: more than 98 % of the training images are "
         "read rightly, more than 60 % of the held-out ones. The test set, opened once: more than "
         "60 % are read rightly.", {"looks": "opened once"}),
    ],
}
