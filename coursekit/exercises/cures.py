"""Lesson 6's questions on what helps: the penalty on large weights, and the moment to stop."""

import numpy as np

from coursekit.exercises.functions import Function
from coursekit.exercises.slips import Part, Recipe, Slip
from coursekit.exercises.values import Value
from coursekit.exercises.variants import typed, write
from coursekit.network.stopping import stop_early

# -- when to stop ------------------------------------------------------------------------------

EPOCHS = 5  # between two measurements


def _three_curves(draw):
    """Draw costs that were measured every five epochs: each set has its own lowest one."""
    best, test_best = draw.pick([(3, 5), (4, 2), (4, 6), (5, 3), (3, 6), (5, 2)])
    depth, test_depth = (draw.number(0.16, 0.24, 0.01) for _ in range(2))
    held_out = [depth + 0.03 * abs(k - best) ** 1.3 + draw.number(0, 0.01, 0.002) for k in range(9)]
    test = [
        test_depth + 0.03 * abs(k - test_best) ** 1.3 + draw.number(0, 0.01, 0.002)
        for k in range(9)
    ]
    bump = draw.pick([0, 1])
    held_out[bump], held_out[bump + 1] = held_out[bump + 1], held_out[bump]  # a first, short rise
    held_out[best] = depth - 0.01
    training = [0.36 * 0.7**k + draw.number(0, 0.004, 0.001) for k in range(9)]
    return {
        name: [round(cost, 3) for cost in costs]
        for name, costs in (("training", training), ("held_out", held_out), ("test", test))
    }


def _first_rise(x):
    return EPOCHS * int(np.argmax(np.diff(x.held_out) > 0))


when_to_stop = Value(
    id="overfitting.when_to_stop",
    title="Which network to keep",
    question=lambda x: (
        f"A training was measured at epoch 0, {EPOCHS}, {2 * EPOCHS} and so on, on three sets:\n\n"
        f"{typed(training=x.training, held_out=x.held_out, test=x.test)}\n\n"
        "The network of which **epoch** do you keep?"
    ),
    symbol="epoch",
    digits=0,
    draw=_three_curves,
    recipe=Recipe(
        lambda p: EPOCHS * (np.argmin(p.costs) + p.late),
        {
            "costs": Part(
                lambda x: x.held_out,
                (
                    Slip(
                        "the lowest training cost",
                        lambda x: x.training,
                        "the epoch with the lowest training cost. That cost falls on and on, also "
                        "while the network only learns by heart.",
                    ),
                    Slip(
                        "the lowest test cost",
                        lambda x: x.test,
                        "the epoch with the lowest test cost. Whoever chooses by the test set has "
                        "no test set left.",
                    ),
                ),
            ),
            "late": Part(
                lambda x: 0,
                (
                    Slip(
                        "one measurement too late",
                        lambda x: 1,
                        "the measurement after the right one. The first is that of epoch 0.",
                    ),
                ),
            ),
        },
        slips=(
            Slip(
                "the place for the epoch",
                lambda x: np.argmin(x.held_out),
                f"the place in the list. There are {EPOCHS} epochs from one to the next.",
            ),
            Slip(
                "the first rise",
                _first_rise,
                "the epoch before the first rise. It falls again after that; some patience pays.",
            ),
        ),
    ),
    hints=(
        "One of the three sets is there for choices such as this.",
        "Look for the lowest held-out cost, and count from 0.",
        lambda x: f"It is {write(np.min(x.held_out))}. Its place in the list, times {EPOCHS}.",
    ),
    answer_worked=lambda x: (
        f"The lowest held-out cost is {write(np.min(x.held_out))}, at place "
        f"{np.argmin(x.held_out)}: epoch **{EPOCHS * np.argmin(x.held_out)}**"
    ),
    well_done="The training cost would have said: go on. The test cost was not asked.",
)


def _walked(wait, counts_rises=False, gives="kept"):
    """Return a rule for stopping that waits for `wait(patience)` measurements."""

    def rule(held_out, patience):
        kept = rises = at = 0
        for at, cost in enumerate(held_out):
            rises = rises + 1 if at and cost > held_out[at - 1] else 0
            if cost < held_out[kept]:
                kept = at
            if (rises if counts_rises else at - kept) >= wait(patience):
                break
        return {"kept": kept, "at": at, "cost": held_out[kept]}[gives]

    return rule


# orders of costs, with a patience, in which one slip or another shows
WALKS = (
    ([9, 7, 5, 6, 4, 3, 5, 6, 7, 8, 1], 3),
    ([8, 5, 6, 7, 3, 4, 5, 6, 2], 3),
    ([8, 4, 6, 5, 7, 6, 9, 2], 3),
    ([9, 8, 6, 5, 4, 3], 2),
    ([5, 4, 6, 3], 1),
    ([2, 3, 4, 5], 2),
)


def _costs(draw, ranks):
    low, unit = draw.number(0.05, 0.3, 0.05), draw.number(0.01, 0.05, 0.01)
    return np.round(low + unit * np.array(ranks), 3)


early_stopping = Function(
    id="overfitting.early_stopping",
    title="Write early stopping",
    question="Write `early_stopping(held_out, patience)`. `held_out` holds the held-out cost of "
    "each measurement, in order. Walk through it and remember where the lowest so far was. Stop as "
    "soon as that lies `patience` measurements back. Return the **index** of the network to keep. "
    "If it never comes to that, all measurements count.",
    reference=lambda held_out, patience: stop_early(held_out, int(patience)).kept,
    inputs=lambda draw: [
        *((_costs(draw, ranks), patience) for ranks, patience in WALKS),
        *((_costs(draw, draw.shuffled(range(9))), draw.pick([1, 2, 4])) for _ in range(3)),
    ],
    slips=(
        Slip(
            "where it stopped",
            _walked(lambda patience: patience, gives="at"),
            "the index at which it stops. Keep the network of the lowest cost so far.",
        ),
        Slip(
            "the lowest of all",
            lambda held_out, patience: int(np.argmin(held_out)),
            "the lowest of all costs, also of those after the stop. They are never measured.",
        ),
        Slip(
            "the cost itself",
            _walked(lambda patience: patience, gives="cost"),
            "the cost of the network to keep. Return its index.",
        ),
        Slip(
            "the last measurement",
            lambda held_out, patience: len(held_out) - 1,
            "the last index.",
        ),
        Slip(
            "no patience",
            _walked(lambda patience: 1),
            "a stop at the first rise, whatever the patience.",
        ),
        Slip(
            "one measurement too few",
            _walked(lambda patience: patience - 1),
            "a stop one measurement too early.",
        ),
        Slip(
            "one measurement too many",
            _walked(lambda patience: patience + 1),
            "a stop one measurement too late. Is there a > in place of ≥?",
        ),
        Slip(
            "rises in a row",
            _walked(lambda patience: patience, counts_rises=True),
            "a count of rises in a row. Each cost is compared with the lowest so far, not with "
            "the one before it.",
        ),
    ),
    hints=(
        "Keep one number while you walk: the index of the lowest cost so far.",
        "`for at, cost in enumerate(held_out):` gives both the index and the cost.",
        "If the cost is lower than `held_out[kept]`, then `kept = at`; and if `at - kept` has "
        "reached the patience, `break`.",
    ),
    answer_worked="```python\ndef early_stopping(held_out, patience):\n    kept = 0\n"
    "    for at, cost in enumerate(held_out):\n        if cost < held_out[kept]:\n"
    "            kept = at\n        if at - kept >= patience:\n            break\n"
    "    return kept\n```",
    well_done="Six lines, and the training knows when to stop.",
)

# -- the penalty -------------------------------------------------------------------------------

SQUARES = (
    Slip(
        "biases included",
        lambda x: np.sum(x.W**2) + np.sum(x.b**2),
        "the sum with the biases in it. The penalty pulls on weights, never on biases.",
    ),
    Slip("nothing squared", lambda x: np.sum(x.W), "the weights' sum. Square each of them first."),
    Slip(
        "sizes for squares",
        lambda x: np.sum(np.abs(x.W)),
        "the sum of |w|. Here each weight is squared.",
    ),
    Slip(
        "squared after adding",
        lambda x: np.sum(x.W) ** 2,
        "(Σ w)²: the sum is squared. Square each weight, then add.",
    ),
)


def _left_out(name, right):
    says = f"the result without {name}."
    return Part(right, (Slip(f"{name} left out", lambda x: 1.0, says),))


penalty_term = Value(
    id="overfitting.penalty_term",
    title="What the penalty adds",
    question=lambda x: (
        "The descent lowers C + penalty/(2N) · Σ w². A layer, the only one of its network, has\n\n"
        f"{typed(W=x.W, b=x.b)}\n\n"
        f"It learns from N = {write(x.N)} examples with a penalty of {write(x.penalty)}. What does "
        "the penalty add to C?"
    ),
    symbol="term",
    draw=lambda draw: {
        "W": draw.array((2, 2), -3, 3, 0.5),
        "b": draw.array(2, -2, 2, 0.5),
        "N": draw.number(10, 40, 5),
        "penalty": draw.pick([0.2, 0.3, 0.5, 3.0, 4.0]),
    },
    recipe=Recipe(
        lambda p: p.penalty * p.half * p.share * p.squares,
        {
            "penalty": _left_out("the penalty", lambda x: x.penalty),
            "half": _left_out("the ½", lambda x: 0.5),
            "share": _left_out("the 1/N", lambda x: 1 / x.N),
            "squares": Part(lambda x: np.sum(x.W**2), SQUARES),
        },
    ),
    hints=(
        "Square every weight and add. Leave the biases alone.",
        lambda x: f"Σ w² = {' + '.join(f'({write(w)})²' for w in x.W.flat)}",
        lambda x: f"{write(x.penalty)} / (2 · {write(x.N)}) · {write(np.sum(x.W**2))}",
    ),
    answer_worked=lambda x: (
        f"{write(x.penalty)} / (2 · {write(x.N)}) · {write(np.sum(x.W**2))} ≈ "
        f"**{write(x.penalty / (2 * x.N) * np.sum(x.W**2), 4)}**"
    ),
    well_done="Large weights cost something now. Only what lowers C by more is worth them.",
)

one_step = Value(
    id="overfitting.one_step",
    title="The pull on a weight",
    question=lambda x: (
        f"A weight is w = {write(x.w)}, and its slope is ∂C/∂w = {write(x.slope)}. With η = "
        f"{write(x.eta)}, a penalty of {write(x.penalty)} and N = {write(x.N)}, one step goes "
        "against the slope of C + penalty/(2N) · Σ w². Where is the weight then?"
    ),
    symbol="w",
    draw=lambda draw: {
        "w": draw.pick([-3.0, -2.5, -1.5, 1.5, 2.5, 3.0]),
        "slope": draw.pick([-0.4, -0.3, -0.2, 0.2, 0.3, 0.4]),
        "eta": draw.pick([0.5, 1.5, 2.5]),
        "penalty": draw.pick([0.6, 1.2, 2.4]),
        "N": draw.pick([8.0, 12.0, 15.0]),
    },
    recipe=Recipe(
        lambda p: p.start - p.eta * (p.slope + p.pull),
        {
            "start": Part(
                lambda x: x.w,
                (Slip("the change alone", lambda x: 0.0, "the change. The weight itself moves."),),
            ),
            "eta": Part(
                lambda x: x.eta,
                (
                    Slip("η left out", lambda x: 1.0, "a step without η."),
                    Slip(
                        "stepping uphill",
                        lambda x: -x.eta,
                        "a step along the slope. Descent steps against it.",
                    ),
                ),
            ),
            "slope": Part(
                lambda x: x.slope,
                (Slip("the slope of C left out", lambda x: 0.0, "the pull alone. C pulls too."),),
            ),
            "pull": Part(
                lambda x: x.penalty / x.N * x.w,
                (
                    Slip("the pull left out", lambda x: 0.0, "a step of C alone, without penalty."),
                    Slip(
                        "the ½ kept",
                        lambda x: x.penalty / (2 * x.N) * x.w,
                        "a pull of penalty/(2N) · w. The slope of w² is 2w, and the 2s cancel.",
                    ),
                    Slip(
                        "N left out",
                        lambda x: x.penalty * x.w,
                        "a pull of penalty · w. It is divided by N.",
                    ),
                    Slip(
                        "the same pull for every weight",
                        lambda x: x.penalty / x.N,
                        "a pull of penalty/N. The larger the weight, the stronger it is pulled.",
                    ),
                    Slip(
                        "a pull away from 0",
                        lambda x: -x.penalty / x.N * x.w,
                        "a pull away from 0. Both slopes stand in one bracket.",
                    ),
                ),
            ),
        },
    ),
    hints=(
        "The slope of penalty/(2N) · w² is penalty/N · w. It is added to ∂C/∂w.",
        lambda x: f"The pull is {write(x.penalty)} / {write(x.N)} · ({write(x.w)}).",
        lambda x: (
            f"{write(x.w)} − {write(x.eta)} · ({write(x.slope)} + {write(x.penalty)} / "
            f"{write(x.N)} · ({write(x.w)}))"
        ),
    ),
    answer_worked=lambda x: (
        f"{write(x.w)} − {write(x.eta)} · ({write(x.slope)} + "
        f"({write(x.penalty / x.N * x.w, 4)})) ≈ "
        f"**{write(x.w - x.eta * (x.slope + x.penalty / x.N * x.w), 4)}**"
    ),
    well_done="Where C does not mind, the pull takes the weight towards 0 in every step.",
)
