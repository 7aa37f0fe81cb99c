"""Lesson 6's questions on what helps: the penalty on large weights, and the moment to stop."""

import numpy as np

from coursekit.network.stopping import stop_early
from coursekit.questions.function import Function
from coursekit.questions.parts import needed, term
from coursekit.questions.recipe import Recipe, part
from coursekit.questions.value import Value
from coursekit.questions.writing import typed, write

# -- when to stop ------------------------------------------------------------------------------

EPOCHS = 5  # between two measurements


def _three_curves(draw):
    """Draw costs that were measured every five epochs: each set has its own lowest one."""
    best, test_best = draw.pick([(3, 5), (4, 2), (4, 6), (5, 3), (3, 6), (5, 2)])
    depth, test_depth = (draw.number(0.16, 0.24, 0.01) for _ in range(2))

    def valley(bottom, at):
        return [bottom + 0.03 * abs(k - at) ** 1.3 + draw.number(0, 0.01, 0.002) for k in range(9)]

    held_out, test = valley(depth, best), valley(test_depth, test_best)
    bump = draw.pick([0, 1])
    held_out[bump], held_out[bump + 1] = held_out[bump + 1], held_out[bump]  # a first, short rise
    held_out[best] = depth - 0.01
    training = [0.36 * 0.7**k + draw.number(0, 0.004, 0.001) for k in range(9)]
    costs = {"training": training, "held_out": held_out, "test": test}
    return {name: [round(cost, 3) for cost in row] for name, row in costs.items()}


when_to_stop = Value(
    "overfitting.when_to_stop", "Which network to keep",
    lambda x: (
        f"A training was measured at epoch 0, {EPOCHS}, {2 * EPOCHS} and so on, on three sets:\n\n"
        f"{typed(training=x.training, held_out=x.held_out, test=x.test)}\n\n"
        "The network of which **epoch** do you keep?"),
    symbol="epoch", digits=0,
    draw=_three_curves,
    recipe=Recipe(
        lambda p: EPOCHS * (np.argmin(p.costs) + p.late),
        {"costs": part(
            lambda x: x.held_out,
            ("the lowest training cost", lambda x: x.training,
             "the epoch with the lowest training cost. That cost falls on and on, also "
             "while the network only learns by heart."),
            ("the lowest test cost", lambda x: x.test,
             "the epoch with the lowest test cost. Whoever chooses by the test set has "
             "no test set left.")),
         "late": part(lambda x: 0, (
             "one measurement too late", lambda x: 1,
             "the measurement after the right one. The first is that of epoch 0."))},
        (("the place for the epoch", lambda x: np.argmin(x.held_out),
          f"the place in the list. There are {EPOCHS} epochs from one to the next."),
         ("the first rise", lambda x: EPOCHS * np.argmax(np.diff(x.held_out) > 0),
          "the epoch before the first rise. It falls again after that; some patience pays."))),
    hints=("One of the three sets is there for choices such as this.",
           "Look for the lowest held-out cost, and count from 0.",
           lambda x: f"It is {write(np.min(x.held_out))}. Its place in the list, times {EPOCHS}."),
    answer_worked=lambda x: (
        f"The lowest held-out cost is {write(np.min(x.held_out))}, at place "
        f"{np.argmin(x.held_out)}: epoch **{EPOCHS * np.argmin(x.held_out)}**"),
    well_done="The training cost would have said: go on. The test cost was not asked.",
)


def _walked(later=0, wait=None, counts_rises=False, forgets=True, gives="kept"):
    """Return a rule that stops `later` than patience says, or after `wait` measurements.

    counts_rises: whether rises are counted; forgets: whether a fall ends the count.
    """

    def rule(held_out, patience):
        kept = rises = at = 0
        for at, cost in enumerate(held_out):
            rose = at and cost > held_out[at - 1]
            rises = rises + 1 if rose else 0 if forgets else rises
            if cost < held_out[kept]:
                kept = at
            if (rises if counts_rises else at - kept) >= (wait or patience + later):
                break
        return {"kept": kept, "at": at, "cost": held_out[kept]}[gives]

    return rule


# orders of costs, with a patience, in which one slip or another shows
WALKS = (
    ([9, 7, 5, 6, 4, 3, 5, 6, 7, 8, 1], 3),
    ([8, 5, 6, 7, 3, 4, 5, 6, 2], 3),
    ([8, 4, 6, 5, 7, 6, 9, 2], 3),
    ([9, 8, 6, 5, 4, 3], 2),
    ([8, 7, 9, 5, 6, 3, 4, 2, 1], 3),  # rise, new low, rise, new low
    ([5, 4, 6, 3], 1),
    ([2, 3, 4, 5], 2),
)


def _costs(draw, ranks):
    low, unit = draw.number(0.05, 0.3, 0.05), draw.number(0.01, 0.05, 0.01)
    return np.round(low + unit * np.array(ranks), 3)


early_stopping = Function(
    "overfitting.early_stopping", "Write early stopping",
    "Write `early_stopping(held_out, patience)`. `held_out` holds the held-out cost of "
    "each measurement, in order. Walk through it and remember where the lowest so far was. Stop as "
    "soon as that lies `patience` measurements back. Return the **index** of the network to keep. "
    "If it never comes to that, all measurements count.",
    reference=lambda held_out, patience: stop_early(held_out, int(patience)).kept,
    inputs=lambda draw: [
        *((_costs(draw, ranks), patience) for ranks, patience in WALKS),
        *((_costs(draw, draw.shuffled(range(9))), draw.pick([1, 2, 4])) for _ in range(3))],
    slips=(
        ("where it stopped", _walked(gives="at"),
         "the index at which it stops. Keep the network of the lowest cost so far."),
        ("the lowest of all", lambda held_out, patience: int(np.argmin(held_out)),
         "the lowest of all costs, also of those after the stop. They are never measured."),
        ("the cost itself", _walked(gives="cost"),
         "the cost of the network to keep. Return its index."),
        ("the last measurement", lambda held_out, patience: len(held_out) - 1, "the last index."),
        ("no patience", _walked(wait=1), "a stop at the first rise, whatever the patience."),
        ("one measurement too few", _walked(-1), "a stop one measurement too early."),
        ("one measurement too many", _walked(1),
         "a stop one measurement too late. Is there a > in place of ≥?"),
        ("rises in a row", _walked(counts_rises=True),
         "a count of rises in a row. Each cost is compared with the lowest so far, not with "
         "the one before it."),
        ("rises never forgotten", _walked(counts_rises=True, forgets=False),
         "a count of rises that never begins anew. A new lowest cost sets it back to 0.")),
    hints=("Keep one number while you walk: the index of the lowest cost so far.",
           "`for at, cost in enumerate(held_out):` gives both the index and the cost.",
           "If the cost is lower than `held_out[kept]`, then `kept = at`; and if `at - kept` has "
           "reached the patience, `break`."),
    answer_worked="```python\ndef early_stopping(held_out, patience):\n    kept = 0\n"
    "    for at, cost in enumerate(held_out):\n        if cost < held_out[kept]:\n"
    "            kept = at\n        if at - kept >= patience:\n            break\n"
    "    return kept\n```",
    well_done="Six lines, and the training knows when to stop.",
)

# -- the penalty -------------------------------------------------------------------------------


def _left_out(name, right):
    return needed(name, right, without=f"the result without {name}.")


def _squares(x):
    return np.sum(x.W**2)


penalty_term = Value(
    "overfitting.penalty_term", "What the penalty adds",
    lambda x: (
        "The descent lowers C + penalty/(2N) · Σ w². A layer, the only one of its network, has\n\n"
        f"{typed(W=x.W, b=x.b)}\n\n"
        f"It learns from N = {write(x.N)} examples with a penalty of {write(x.penalty)}. What does "
        "the penalty add to C?"),
    symbol="term",
    draw=lambda draw: {
        "W": draw.array((2, 2), -3, 3, 0.5),
        "b": draw.array(2, -2, 2, 0.5),
        "N": draw.number(10, 40, 5),
        "penalty": draw.pick([0.2, 0.3, 0.5, 3.0, 4.0])},
    recipe=Recipe(
        lambda p: p.penalty * p.half * p.share * p.squares,
        {"penalty": _left_out("the penalty", lambda x: x.penalty),
         "half": _left_out("the ½", lambda x: 0.5),
         "share": _left_out("the 1/N", lambda x: 1 / x.N),
         "squares": part(
             _squares,
             ("biases included", lambda x: _squares(x) + np.sum(x.b**2),
              "the sum with the biases in it. The penalty pulls on weights, never on biases."),
             ("nothing squared", lambda x: np.sum(x.W),
              "the weights' sum. Square each of them first."),
             ("sizes for squares", lambda x: np.sum(np.abs(x.W)),
              "the sum of |w|. Here each weight is squared."),
             ("squared after adding", lambda x: np.sum(x.W) ** 2,
              "(Σ w)²: the sum is squared. Square each weight, then add."))}),
    hints=("Square every weight and add. Leave the biases alone.",
           lambda x: f"Σ w² = {' + '.join(f'({write(w)})²' for w in x.W.flat)}",
           lambda x: f"{write(x.penalty)} / (2 · {write(x.N)}) · {write(_squares(x))}"),
    answer_worked=lambda x: (
        f"{write(x.penalty)} / (2 · {write(x.N)}) · {write(_squares(x))} ≈ "
        f"**{write(x.penalty / (2 * x.N) * _squares(x), 4)}**"),
    well_done="Large weights cost something now. Only what lowers C by more is worth them.",
)


def _pull(x):
    return x.penalty / x.N * x.w


one_step = Value(
    "overfitting.one_step", "The pull on a weight",
    lambda x: (
        f"A weight is w = {write(x.w)}, and its slope is ∂C/∂w = {write(x.slope)}. With η = "
        f"{write(x.eta)}, a penalty of {write(x.penalty)} and N = {write(x.N)}, one step goes "
        "against the slope of C + penalty/(2N) · Σ w². Where is the weight then?"),
    symbol="w",
    draw=lambda draw: {
        "w": draw.pick([-3.0, -2.5, -1.5, 1.5, 2.5, 3.0]),
        "slope": draw.pick([-0.4, -0.3, -0.2, 0.2, 0.3, 0.4]),
        "eta": draw.pick([0.5, 1.5, 2.5]),
        "penalty": draw.pick([0.6, 1.2, 2.4]),
        "N": draw.pick([8.0, 12.0, 15.0])},
    recipe=Recipe(
        lambda p: p.start - p.eta * (p.slope + p.pull),
        {"start": part(lambda x: x.w, (
            "the change alone", lambda x: 0.0, "the change. The weight itself moves.")),
         "eta": needed("η", lambda x: x.eta,
                       ("stepping uphill", lambda x: -x.eta,
                        "a step along the slope. Descent steps against it."),
                       without="a step without η."),
         "slope": term("the slope of C", lambda x: x.slope, "the pull alone. C pulls too."),
         "pull": term("the pull", _pull, "a step of C alone, without penalty.",
                      ("the ½ kept", lambda x: _pull(x) / 2,
                       "a pull of penalty/(2N) · w. The slope of w² is 2w, and the 2s cancel."),
                      ("N left out", lambda x: x.penalty * x.w,
                       "a pull of penalty · w. It is divided by N."),
                      ("the same pull for every weight", lambda x: x.penalty / x.N,
                       "a pull of penalty/N. The larger the weight, the stronger it is pulled."),
                      ("a pull away from 0", lambda x: -_pull(x),
                       "a pull away from 0. Both slopes stand in one bracket."))}),
    hints=("The slope of penalty/(2N) · w² is penalty/N · w. It is added to ∂C/∂w.",
           lambda x: f"The pull is {write(x.penalty)} / {write(x.N)} · ({write(x.w)}).",
           lambda x: (f"{write(x.w)} − {write(x.eta)} · ({write(x.slope)} + {write(x.penalty)} / "
                      f"{write(x.N)} · ({write(x.w)}))")),
    answer_worked=lambda x: (
        f"{write(x.w)} − {write(x.eta)} · ({write(x.slope)} + ({write(_pull(x), 4)})) ≈ "
        f"**{write(x.w - x.eta * (x.slope + _pull(x)), 4)}**"),
    well_done="Where C does not mind, the pull takes the weight towards 0 in every step.",
)
