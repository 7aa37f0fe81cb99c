"""Lesson 5's questions: a step and its promise, η, plateaus, batches, and several starts."""

import numpy as np

from coursekit.exercises import steps
from coursekit.exercises.choices import Choice, Option, Words
from coursekit.exercises.slips import Part, Recipe, Slip, average
from coursekit.exercises.values import Value
from coursekit.exercises.variants import typed, write
from coursekit.network.many import descend_many
from coursekit.network.network import Network


def _eta(*slips, of="a step"):
    """Return the part η, with the slips that it invites wherever a step is taken."""
    return Part(
        lambda x: x.eta,
        (
            Slip("η left out", lambda x: 1.0, f"{of} without η. The slope is multiplied by it."),
            Slip(
                "divided by η",
                lambda x: 1 / x.eta,
                f"{of} that divides by η. A small η makes a short step: multiply.",
            ),
            *slips,
        ),
    )


def _distinct(draw, shape, largest):
    """Draw an array of different numbers in steps of 0.1, none of them 0."""
    sizes = [k / 10 for k in range(1, largest + 1)]
    chosen = draw.shuffled([*sizes, *(-size for size in sizes)])
    return np.array(chosen[: int(np.prod(shape))]).reshape(shape)


def _told(value):
    """Write a result to four decimals, and what rounding makes of 0 without a minus."""
    return write(round(float(value), 9) + 0.0, 4)


UPHILL = Part(
    lambda x: 1.0,
    (
        Slip(
            "uphill",
            lambda x: -1.0,
            "a step along the slope. That leads uphill; descent goes against it.",
        ),
    ),
)


def _start(name, says):
    """Return the part that a step starts from, with the slip to hand in the step alone."""
    return Part(
        lambda x: getattr(x, name),
        (Slip("the step alone", lambda x: 0.0 * getattr(x, name), says),),
    )


def _step(parts):
    return parts.start - parts.sign * parts.eta * parts.slope


# -- one step ----------------------------------------------------------------------------------

one_step = Value(
    id="training.one_step",
    title="One step",
    question=lambda x: (
        f"A weight stands at w = {write(x.w)}. There the slope of the cost is "
        f"∂C/∂w = {write(x.slope)}. Take one step of gradient descent with η = {write(x.eta)}. "
        "Where does w stand now?"
    ),
    symbol="w_new",
    draw=lambda draw: {
        "w": draw.number(-2.0, 2.0),
        "slope": draw.pick([-1, 1]) * draw.number(0.2, 0.9),
        "eta": draw.pick([0.1, 0.2, 0.3, 0.5, 2.0, 3.0]),
    },
    recipe=Recipe(
        _step,
        {
            "start": _start("w", "the step alone. Add it to where the weight was."),
            "eta": _eta(),
            "slope": Part(
                lambda x: x.slope,
                (
                    Slip(
                        "the slope left out",
                        lambda x: 1.0,
                        "w − η. A step is η times the slope: on flat ground it is short.",
                    ),
                    Slip(
                        "the slope squared",
                        lambda x: x.slope**2,
                        "a step with the slope squared. The square belongs to the promise for C.",
                    ),
                ),
            ),
            "sign": UPHILL,
        },
    ),
    hints=(
        "The weight moves against its slope, and η says how far.",
        "w ← w − η ∂C/∂w",
        lambda x: f"{write(x.w)} − {write(x.eta)} × ({write(x.slope)})",
    ),
    answer_worked=lambda x: (
        f"{write(x.w)} − {write(x.eta)} × ({write(x.slope)}) = **{_told(x.w - x.eta * x.slope)}**"
    ),
    well_done=lambda x: (
        "The slope is negative, so downhill is to the right."
        if x.slope < 0
        else "The slope is positive, so downhill is to the left."
    ),
)

matrix_step = Value(
    id="training.matrix_step",
    title="One step of a matrix",
    question=lambda x: (
        "A layer has the weights W, and backpropagation has found dW = ∂C/∂W:\n\n"
        f"{typed(W=x.W, dW=x.dW)}\n\nTake one step with η = {write(x.eta)}. What is W now?"
    ),
    symbol="W_new",
    draw=lambda draw: {
        "W": _distinct(draw, (2, 2), 9),
        "dW": _distinct(draw, (2, 2), 5),
        "eta": draw.pick([0.1, 0.2, 0.5, 2.0]),
    },
    recipe=Recipe(
        _step,
        {
            "start": _start("W", "the step alone, −η ∂C/∂W. Add it to W."),
            "eta": _eta(),
            "slope": Part(
                lambda x: x.dW,
                (
                    Slip(
                        "dW transposed",
                        lambda x: x.dW.T,
                        "a step with rows and columns of dW exchanged. Each weight moves by the "
                        "slope in its own place.",
                    ),
                    Slip(
                        "one slope for all",
                        lambda x: np.full((2, 2), x.dW.mean()),
                        "a step with the mean of the four slopes. Each weight has its own.",
                    ),
                ),
            ),
            "sign": UPHILL,
        },
    ),
    hints=(
        "It is the step of one weight, four times. numpy does all four in one line.",
        "W ← W − η ∂C/∂W, entry by entry.",
        lambda x: "; ".join(
            f"{write(w)} − {write(x.eta)} × ({write(d)})"
            for w, d in zip(x.W.flat, x.dW.flat, strict=True)
        ),
    ),
    answer_worked=lambda x: (
        "Row by row: " + ", ".join(f"**{_told(w)}**" for w in (x.W - x.eta * x.dW).flat)
    ),
    well_done="A matrix of any size moves in this one line.",
)

promise = Value(
    id="training.promise",
    title="What the gradient promises",
    question=lambda x: (
        f"The cost is C = {write(x.C)}. The gradient has these parts:\n\n"
        f"{typed(dW=x.dW, db=x.db)}\n\nA step with η = {write(x.eta)} is taken. By how much should "
        "C change, if the slopes held all the way? A fall is negative."
    ),
    symbol="change",
    draw=lambda draw: {
        "C": draw.number(0.4, 1.2, 0.05),
        "dW": _distinct(draw, (2, 2), 4),
        "db": _distinct(draw, 2, 5),
        "eta": draw.pick([0.1, 0.2, 0.3, 0.4]),
    },
    recipe=Recipe(
        lambda p: p.sign * p.eta * p.size(np.concatenate([p.dW.ravel(), p.db])),
        {
            "eta": _eta(
                Slip(
                    "η squared",
                    lambda x: x.eta**2,
                    "−η²‖∇C‖². The step brings an η; the slope is what it is, whatever η.",
                ),
                of="the promise of a step",
            ),
            "dW": Part(
                lambda x: x.dW,
                (
                    Slip(
                        "the weights left out",
                        lambda x: np.zeros((2, 2)),
                        "the promise of the biases alone. The weights move as well.",
                    ),
                ),
            ),
            "db": Part(
                lambda x: x.db,
                (
                    Slip(
                        "the biases left out",
                        lambda x: np.zeros(2),
                        "the promise of the weights alone. The biases move as well.",
                    ),
                ),
            ),
            "size": Part(
                lambda x: lambda entries: np.sum(entries**2),
                (
                    Slip(
                        "the length not squared",
                        lambda x: lambda entries: np.sqrt(np.sum(entries**2)),
                        "−η‖∇C‖, with a root. Each entry counts twice: as the slope, and in the "
                        "step. So the squares are added, and no root is taken.",
                    ),
                    Slip(
                        "nothing squared",
                        lambda x: np.sum,
                        "−η times the sum of the slopes. Each slope is multiplied by its own step.",
                    ),
                    Slip(
                        "a mean for the sum",
                        lambda x: lambda entries: np.mean(entries**2),
                        "−η times the mean of the squares. What the six bring is added up.",
                    ),
                ),
            ),
            "sign": Part(
                lambda x: -1.0,
                (
                    Slip(
                        "a rise for a fall",
                        lambda x: 1.0,
                        "the right size with the sign turned. Downhill, C falls.",
                    ),
                ),
            ),
        },
        slips=(
            Slip(
                "the new cost for the change",
                lambda x: x.C - x.eta * _norm_squared(x),
                "the cost after the step. Asked for is how much it changes.",
            ),
        ),
    ),
    hints=(
        "Each parameter moves by −η times its slope, and C answers with slope times move.",
        "−η‖∇C‖²: square every entry of dW and of db, add them all up, multiply by −η.",
        lambda x: f"−{write(x.eta)} × ({_listed_squares(x)})",
    ),
    answer_worked=lambda x: (
        f"−{write(x.eta)} × ({_listed_squares(x)}) = **{_told(-x.eta * _norm_squared(x))}**"
    ),
    well_done="On gentle ground a step keeps this promise. Where the ground bends, it does not.",
)


def _norm_squared(x):
    return np.sum(x.dW**2) + np.sum(x.db**2)


def _listed_squares(x):
    return " + ".join(f"({write(d)})²" for d in (*x.dW.flat, *x.db))


# -- which η -----------------------------------------------------------------------------------

READ_AT = (0, 1, 5, 20, 60)
# one neuron that should stay dark for small inputs and light up for large ones
PLACES, LEVELS = [[0.2], [0.4], [0.7], [0.9]], [[0.0], [0.0], [1.0], [1.0]]
NAMES = "PQR"


def _curves(x):
    """Return the costs of three walks from one start, a row each, at the steps that are read."""
    start = Network([[[x.w]]], [[x.b]])
    rates = [x.rates[k] for k in x.order]
    return descend_many([start] * 3, PLACES, LEVELS, rates=rates, steps=60).costs[list(READ_AT)].T


def _matched(x, exchanged=(0, 1, 2)):
    """Say which curve has which η, with the rates in another order where one is given."""
    rates = (x.rates[exchanged[k]] for k in x.order)
    return ", ".join(f"{n}: η = {write(rate)}" for n, rate in zip(NAMES, rates, strict=True))


which_eta = Choice(
    id="training.which_eta",
    title="Whose curve is it?",
    question=lambda x: (
        "Three walkers left the same place, each with an η of its own: "
        f"{', '.join(write(rate) for rate in x.rates)}. These are their costs:\n\n"
        f"| step | {' | '.join(map(str, READ_AT))} |\n|---|{'---|' * len(READ_AT)}\n"
        + "\n".join(
            f"| {name} | {' | '.join(write(cost, 3) for cost in row)} |"
            for name, row in zip(NAMES, _curves(x), strict=True)
        )
        + "\n\nWhose curve is whose?"
    ),
    options=lambda x: (
        Option(
            _matched(x),
            "The smallest η crawls, the largest leaps away and stays there.",
            right=True,
        ),
        Option(
            _matched(x, (1, 0, 2)),
            "Of the two that fall, the one with the smaller η falls more slowly.",
        ),
        Option(
            _matched(x, (0, 2, 1)),
            "One curve rises. A short step goes downhill; only a step too long can land higher.",
        ),
        Option(
            _matched(x, (2, 1, 0)),
            "A curve that is nearly level from the start belongs to short steps, not to long ones.",
        ),
    ),
    draw=lambda draw: {
        "w": draw.number(0.5, 3.0),
        "b": draw.number(0.2, 1.0),  # from here no leap lands at a good place by luck
        "rates": (draw.pick([0.01, 0.02]), draw.pick([2.0, 3.0, 5.0]), draw.pick([300.0, 500.0])),
        "order": tuple(draw.shuffled([0, 1, 2])),
    },
    hints=(
        "How long is a step with a tiny η? And how much can it change the cost?",
        "Short steps lead down. A curve that rises had steps that were too long.",
    ),
    answer_worked=lambda x: f"**{_matched(x)}**",
)

# -- as programs: their own file, so that neither grows too long -------------------------------

write_step = steps.write_step
write_both_layers = steps.write_both_layers
write_descend = steps.write_descend

# -- plateaus ----------------------------------------------------------------------------------

plateau = Choice(
    id="training.plateau",
    title="A plateau",
    question="A cost curve fell for a while. For the last twenty steps it has been level, and "
    "the weights hardly move. "
    "What do you know?",
    options=(
        Option(
            "the slopes are near 0 here: a valley's bottom, or a flat shelf",
            "The curve does not tell which. More steps may, and so may another start.",
            right=True,
        ),
        Option(
            "this is the lowest cost that the network can reach",
            "It may be a shallow valley, or no valley at all. Think of the two valleys on the map.",
        ),
        Option(
            "the cost is 0, and nothing is left to learn",
            "Level does not mean low. Read off how high the curve lies.",
        ),
        Option(
            "η is far too large",
            "Then the curve would leap about, or stay high after one leap. This one fell.",
        ),
    ),
    hints=("A step is η times the slope. When does a step bring next to nothing?",),
    answer_worked="The slopes are near 0: a valley's bottom, or a flat shelf.",
)

saturated = Choice(
    id="training.saturated",
    title="Very wrong, and slow to learn",
    question="One neuron has one example: the input is 1, the output should be 0. It starts with "
    "w = 2 and b = 2, and says 0.98. After 150 steps it still says 0.93. Started with w = 0.6 and "
    "b = 0.9, with the same η, it says 0.15 by then. Why does the worse one learn so slowly?",
    options=(
        Option(
            "z = 4 is far out, where σ′(z) is nearly 0, and every slope has σ′(z) as a factor",
            "The neuron is saturated. Step by step it slides back, and then it learns quickly.",
            right=True,
        ),
        Option(
            "its miss a − y is small",
            "It misses by 0.98, and more is hardly possible. Another factor is small.",
        ),
        Option(
            "it stands at the bottom of a valley",
            "After 300 steps it says 0.20. So it stood on a shelf, and lower ground lay ahead.",
        ),
        Option(
            "its η is too small",
            "Both have the same η. With it the other one has come down to 0.15.",
        ),
    ),
    hints=(
        "Write down the three factors of ∂C₀/∂w, and look at each.",
        "The factors are the input 1, σ′(z), and 2(a − y). What is σ′(4)?",
    ),
    answer_worked="σ′(4) is about 0.018, and it multiplies every slope of this neuron.",
)

# -- batches -----------------------------------------------------------------------------------

batch_step = Value(
    id="training.batch_step",
    title="A step for a batch",
    question=lambda x: (
        f"A weight stands at w = {write(x.w)}. For six examples, numbered from 0, the slopes "
        f"∂Cₖ/∂w are\n\n{typed(slopes=x.slopes)}\n\nThe next batch holds the examples "
        f"{x.batch[0]}, {x.batch[1]} and {x.batch[2]}. Where does w stand after its step with "
        f"η = {write(x.eta)}?"
    ),
    symbol="w_new",
    draw=lambda draw: {
        "w": draw.number(-2.0, 2.0),
        "slopes": _distinct(draw, 6, 9),
        "batch": draw.pick([(0, 2, 5), (1, 3, 4), (0, 3, 5), (1, 2, 4), (1, 4, 5), (0, 1, 3)]),
        "eta": draw.pick([0.1, 0.2, 0.5, 2.0]),
    },
    recipe=Recipe(
        lambda p: p.start - p.sign * p.eta * p.average(p.slopes),
        {
            "start": _start("w", "the step alone. Add it to where the weight was."),
            "eta": _eta(),
            "slopes": Part(
                lambda x: x.slopes[list(x.batch)],
                (
                    Slip(
                        "all six examples",
                        lambda x: x.slopes,
                        "a step for all six examples. This step sees only its batch.",
                    ),
                    Slip(
                        "the first of the batch alone",
                        lambda x: x.slopes[[x.batch[0]]],
                        "a step for the first example of the batch alone. Average over all three.",
                    ),
                ),
            ),
            "average": average(),
            "sign": UPHILL,
        },
        slips=(
            Slip(
                "divided by all six",
                lambda x: x.w - x.eta * _batch_slopes(x).sum() / 6,
                "the batch's sum divided by 6. There are three examples in the batch.",
            ),
        ),
        same=(
            (
                "the first of the batch alone",
                "the first of the batch alone and a sum for the mean",
            ),
        ),
    ),
    hints=(
        "Only the examples of the batch count, and C is a mean.",
        "w ← w − η times the mean of the batch's slopes.",
        lambda x: f"{write(x.w)} − {write(x.eta)} × ({_listed_batch(x)}) / 3",
    ),
    answer_worked=lambda x: (
        f"{write(x.w)} − {write(x.eta)} × ({_listed_batch(x)}) / 3 = "
        f"**{_told(x.w - x.eta * _batch_slopes(x).mean())}**"
    ),
    well_done="Three examples were looked at, and the weight has moved already.",
)


def _batch_slopes(x):
    return x.slopes[list(x.batch)]


def _listed_batch(x):
    return " + ".join(f"({write(slope)})" for slope in _batch_slopes(x))


epoch_steps = Value(
    id="training.epoch_steps",
    title="Steps in an epoch",
    question=lambda x: (
        f"There are {x.examples:,} examples, taken in batches of {x.batch}. What is left over at "
        f"the end of an epoch makes a last, smaller batch. How many steps are {x.epochs} epochs?"
    ),
    symbol="steps",
    digits=0,
    opening={"examples": 60_000, "batch": 64, "epochs": 10},
    draw=lambda draw: {
        "examples": int(draw.number(1_000, 60_000, 1_000)),
        "batch": draw.pick([12, 16, 32, 48, 64, 128]),
        "epochs": draw.pick([5, 8, 10, 20, 30]),
    },
    recipe=Recipe(
        lambda p: p.epochs * p.steps,
        {
            "epochs": Part(lambda x: x.epochs),
            "steps": Part(
                lambda x: _batches(x),
                (
                    Slip(
                        "the last batch left out",
                        lambda x: x.examples // x.batch,
                        "the count of full batches. The smaller one at the end is a step as well.",
                    ),
                    Slip(
                        "a part of a step",
                        lambda x: x.examples / x.batch,
                        "a count with a part of a step in each epoch. Round up, then multiply.",
                    ),
                    Slip(
                        "a step for each example",
                        lambda x: x.examples,
                        "a step for each example. One step sees a whole batch.",
                    ),
                    Slip(
                        "a step for each epoch",
                        lambda x: 1,
                        "one step for each epoch. That holds when the batch is all examples.",
                    ),
                ),
            ),
        },
        slips=(Slip("one epoch", lambda x: _batches(x), "the steps of a single epoch."),),
    ),
    hints=(
        "How many batches are there in one epoch? Each of them is one step.",
        lambda x: f"{x.examples:,} / {x.batch} = {x.examples / x.batch:g}, rounded up.",
        lambda x: f"{x.epochs} × {_batches(x):,}",
    ),
    answer_worked=lambda x: (
        f"{x.examples:,} / {x.batch} = {x.examples / x.batch:g}, so an epoch has "
        f"{_batches(x):,} steps. {x.epochs} epochs have "
        f"**{x.epochs * _batches(x)}**"
    ),
    well_done="An epoch brings many steps. With all examples in one batch it brings a single one.",
)


def _batches(x):
    """Return how many batches an epoch has; the last may be smaller."""
    return -(-x.examples // x.batch)


# -- starts ------------------------------------------------------------------------------------

why_several = Words(
    id="training.why_several",
    title="Why start more than once?",
    question="The fifty networks had the same shape, the same examples and the same η. "
    "Why does it still make sense to train several, and what do you do with them at the end?",
    model="Descent finds the bottom of a valley near its start, and the start is drawn at random. "
    "So one start may end in a shallow valley or stay on a shelf, and nothing on the way "
    "tells so. Of several, one compares the costs at the end and keeps the best.",
    checklist=(
        "where a descent ends depends on its random start",
        "one start alone does not show whether a lower valley exists",
        "the costs at the end are compared, and the best network is kept",
    ),
    hints=("Think of the two valleys on the map. What decided which one a walker found?",),
    answer_worked="Compare with the model answer above.",
)

# -- reading the result, in the other file too -----------------------------------------------

write_accuracy = steps.write_accuracy
test_share = steps.test_share
test_claim = steps.test_claim
