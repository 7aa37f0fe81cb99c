"""Lesson 5's questions: a step and its promise, η, plateaus, batches, and several starts."""

import numpy as np

from coursekit.lessons.training import step_questions as steps
from coursekit.network.many import descend_many
from coursekit.network.network import Network
from coursekit.practice.ordered import Ordered
from coursekit.questions.choice import Choice
from coursekit.questions.parts import average, matrix, needed, sign, term
from coursekit.questions.recipe import Recipe, part
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import typed, write


def _distinct(draw, shape, largest):
    """Draw an array of different numbers in steps of 0.1, none of them 0."""
    sizes = [k / 10 for k in range(1, largest + 1)]
    chosen = draw.shuffled([*sizes, *(-size for size in sizes)])
    return np.array(chosen[: int(np.prod(shape))]).reshape(shape)


def _told(value):
    """Write a result to four decimals, and what rounding makes of 0 without a minus."""
    return write(round(float(value), 9) + 0.0, 4)


# -- one step ----------------------------------------------------------------------------------


def _eta(*rows, of="a step"):
    """Return the part η, with the slips that it invites wherever a step is taken."""
    divided = ("divided by η", lambda x: 1 / x.eta,
               f"{of} that divides by η. A small η makes a short step: multiply.")
    return needed("η", lambda x: x.eta, divided, *rows,
                  without=f"{of} without η. The slope is multiplied by it.")


def _step(start, alone, slope, *slips, average=lambda x: lambda slopes: slopes, same=()):
    """Return the recipe of a step; start: the name of what steps; alone: said of the step alone."""
    return Recipe(
        lambda p: p.start - p.sign * p.eta * p.average(p.slope),
        {"start": part(lambda x: getattr(x, start),
                       ("the step alone", lambda x: 0.0 * getattr(x, start), alone)),
         "eta": _eta(),
         "slope": slope,
         "average": average,
         "sign": sign("a step along the slope. That leads uphill; descent goes against it.",
                      "uphill")},
        slips, same)


one_step = Value(
    "training.one_step", "One step",
    lambda x: (
        f"A weight stands at w = {write(x.w)}. There the slope of the cost is "
        f"∂C/∂w = {write(x.slope)}. Take one step of gradient descent with η = {write(x.eta)}. "
        "Where does w stand now?"),
    symbol="w_new",
    draw=lambda draw: {
        "w": draw.number(-2.0, 2.0),
        "slope": draw.pick([-1, 1]) * draw.number(0.2, 0.9),
        "eta": draw.pick([0.1, 0.2, 0.3, 0.5, 2.0, 3.0])},
    recipe=_step(
        "w", "the step alone. Add it to where the weight was.",
        needed("the slope", lambda x: x.slope,
               ("the slope squared", lambda x: x.slope**2,
                "a step with the slope squared. The square belongs to the promise for C."),
               without="w − η. A step is η times the slope: on flat ground it is short.")),
    hints=("The weight moves against its slope, and η says how far.",
           "w ← w − η ∂C/∂w",
           lambda x: f"{write(x.w)} − {write(x.eta)} × ({write(x.slope)})"),
    answer_worked=lambda x: (
        f"{write(x.w)} − {write(x.eta)} × ({write(x.slope)}) = **{_told(x.w - x.eta * x.slope)}**"),
    well_done=lambda x: (
        "The slope is negative, so downhill is to the right." if x.slope < 0
        else "The slope is positive, so downhill is to the left."),
)

matrix_step = Value(
    "training.matrix_step", "One step of a matrix",
    lambda x: (
        "A layer has the weights W, and backpropagation has found dW = ∂C/∂W:\n\n"
        f"{typed(W=x.W, dW=x.dW)}\n\nTake one step with η = {write(x.eta)}. What is W now?"),
    symbol="W_new",
    draw=lambda draw: {
        "W": _distinct(draw, (2, 2), 9),
        "dW": _distinct(draw, (2, 2), 5),
        "eta": draw.pick([0.1, 0.2, 0.5, 2.0])},
    recipe=_step(
        "W", "the step alone, −η ∂C/∂W. Add it to W.",
        matrix(lambda x: x.dW,
               "a step with rows and columns of dW exchanged. Each weight moves by the "
               "slope in its own place.",
               ("one slope for all", lambda x: np.full((2, 2), x.dW.mean()),
                "a step with the mean of the four slopes. Each weight has its own."),
               symbol="dW")),
    hints=("It is the step of one weight, four times. numpy does all four in one line.",
           "W ← W − η ∂C/∂W, entry by entry.",
           lambda x: "; ".join(f"{write(w)} − {write(x.eta)} × ({write(d)})"
                               for w, d in zip(x.W.flat, x.dW.flat, strict=True))),
    answer_worked=lambda x: (
        "Row by row: " + ", ".join(f"**{_told(w)}**" for w in (x.W - x.eta * x.dW).flat)),
    well_done="A matrix of any size moves in this one line.",
)


def _norm_squared(x):
    return np.sum(x.dW**2) + np.sum(x.db**2)


def _listed_squares(x):
    return " + ".join(f"({write(d)})²" for d in (*x.dW.flat, *x.db))


promise = Value(
    "training.promise", "What the gradient promises",
    lambda x: (
        f"The cost is C = {write(x.C)}. The gradient has these parts:\n\n"
        f"{typed(dW=x.dW, db=x.db)}\n\nA step with η = {write(x.eta)} is taken. By how much should "
        "C change, if the slopes held all the way? A fall is negative."),
    symbol="change",
    draw=lambda draw: {
        "C": draw.number(0.4, 1.2, 0.05),
        "dW": _distinct(draw, (2, 2), 4),
        "db": _distinct(draw, 2, 5),
        "eta": draw.pick([0.1, 0.2, 0.3, 0.4])},
    recipe=Recipe(
        lambda p: p.sign * p.eta * p.size(np.concatenate([p.dW.ravel(), p.db])),
        {"eta": _eta(("η squared", lambda x: x.eta**2,
                      "−η²‖∇C‖². The step brings an η; the slope is what it is, whatever η."),
                     of="the promise of a step"),
         "dW": term("the weights", lambda x: x.dW,
                    "the promise of the biases alone. The weights move as well."),
         "db": term("the biases", lambda x: x.db,
                    "the promise of the weights alone. The biases move as well."),
         "size": part(lambda x: lambda entries: np.sum(entries**2),
                      ("the length not squared", lambda x: np.linalg.norm,
                       "−η‖∇C‖, with a root. Each entry counts twice: as the slope, and in the "
                       "step. So the squares are added, and no root is taken."),
                      ("nothing squared", lambda x: np.sum,
                       "−η times the sum of the slopes. Each slope is multiplied by its own step."),
                      ("a mean for the sum", lambda x: lambda entries: np.mean(entries**2),
                       "−η times the mean of the squares. What the six bring is added up.")),
         "sign": sign("the right size with the sign turned. Downhill, C falls.",
                      "a rise for a fall", right=-1.0)},
        (("the new cost for the change", lambda x: x.C - x.eta * _norm_squared(x),
          "the cost after the step. Asked for is how much it changes."),)),
    hints=("Each parameter moves by −η times its slope, and C answers with slope times move.",
           "−η‖∇C‖²: square every entry of dW and of db, add them all up, multiply by −η.",
           lambda x: f"−{write(x.eta)} × ({_listed_squares(x)})"),
    answer_worked=lambda x: (
        f"−{write(x.eta)} × ({_listed_squares(x)}) = **{_told(-x.eta * _norm_squared(x))}**"),
    well_done="On gentle ground a step keeps this promise. Where the ground bends, it does not.",
)

# -- which η -----------------------------------------------------------------------------------

READ_AT = (0, 1, 5, 20, 60)
# one neuron that should stay dark for small inputs and light up for large ones
PLACES, LEVELS = [[0.2], [0.4], [0.7], [0.9]], [[0.0], [0.0], [1.0], [1.0]]
NAMES = "PQR"


def curves(x):
    """Return the costs of three walks from one start, a row each, at the steps that are read."""
    start = Network([[[x.w]]], [[x.b]])
    rates = [x.rates[k] for k in x.order]
    return descend_many([start] * 3, PLACES, LEVELS, rates=rates, steps=60).costs[list(READ_AT)].T


def _matched(x, *exchanged):
    """Say which curve has which η, with the rates in another order where one is given."""
    rates = (x.rates[exchanged[k] if exchanged else k] for k in x.order)
    return ", ".join(f"{n}: η = {write(rate)}" for n, rate in zip(NAMES, rates, strict=True))


which_eta = Choice(
    "training.which_eta", "Whose curve is it?",
    lambda x: (
        "Three walkers left the same place, each with an η of its own: "
        f"{', '.join(write(rate) for rate in x.rates)}. These are their costs:\n\n"
        f"| step | {' | '.join(map(str, READ_AT))} |\n|---|{'---|' * len(READ_AT)}\n"
        + "\n".join(f"| {name} | {' | '.join(write(cost, 3) for cost in row)} |"
                    for name, row in zip(NAMES, curves(x), strict=True))
        + "\n\nWhose curve is whose?"),
    options=lambda x: (
        (_matched(x), "The smallest η crawls, the largest leaps away and stays there.", True),
        (_matched(x, 1, 0, 2),
         "Of the two that fall, the one with the smaller η falls more slowly."),
        (_matched(x, 0, 2, 1),
         "One curve rises. A short step goes downhill; only a step too long can land higher."),
        (_matched(x, 2, 1, 0),
         "A curve that is nearly level from the start belongs to short steps, not to long ones.")),
    draw=lambda draw: {
        "w": draw.number(0.5, 3.0),
        "b": draw.number(0.2, 1.0),  # from here no leap lands at a good place by luck
        "rates": (draw.pick([0.01, 0.02]), draw.pick([2.0, 3.0, 5.0]), draw.pick([300.0, 500.0])),
        "order": tuple(draw.shuffled([0, 1, 2]))},
    hints=("How long is a step with a tiny η? And how much can it change the cost?",
           "Short steps lead down. A curve that rises had steps that were too long."),
    answer_worked=lambda x: f"**{_matched(x)}**",
)

# -- plateaus ----------------------------------------------------------------------------------

plateau = Choice(
    "training.plateau", "A plateau",
    "A cost curve fell for a while. For the last twenty steps it has been level, and "
    "the weights hardly move. What do you know?",
    options=(
        ("the slopes are near 0 here: a valley's bottom, or a flat shelf",
         "The curve does not tell which. More steps may, and so may another start.", True),
        ("this is the lowest cost that the network can reach",
         "It may be a shallow valley, or no valley at all. Think of the two valleys on the map."),
        ("the cost is 0, and nothing is left to learn",
         "Level does not mean low. Read off how high the curve lies."),
        ("η is far too large",
         "Then the curve would leap about, or stay high after one leap. This one fell.")),
    hints=("A step is η times the slope. When does a step bring next to nothing?",),
    answer_worked="The slopes are near 0: a valley's bottom, or a flat shelf.",
)

saturated = Choice(
    "training.saturated", "Very wrong, and slow to learn",
    "One neuron has one example: the input is 1, the output should be 0. It starts with "
    "w = 2 and b = 2, and says 0.98. After 150 steps it still says 0.93. Started with w = 0.6 and "
    "b = 0.9, with the same η, it says 0.15 by then. Why does the worse one learn so slowly?",
    options=(
        ("z = 4 is far out, where σ′(z) is nearly 0, and every slope has σ′(z) as a factor",
         "The neuron is saturated. Step by step it slides back, and then it learns quickly.", True),
        ("its miss a − y is small",
         "It misses by 0.98, and more is hardly possible. Another factor is small."),
        ("it stands at the bottom of a valley",
         "After 300 steps it says 0.20. So it stood on a shelf, and lower ground lay ahead."),
        ("its η is too small",
         "Both have the same η. With it the other one has come down to 0.15.")),
    hints=("Write down the three factors of ∂C₀/∂w, and look at each.",
           "The factors are the input 1, σ′(z), and 2(a − y). What is σ′(4)?"),
    answer_worked="σ′(4) is about 0.018, and it multiplies every slope of this neuron.",
)

# -- batches -----------------------------------------------------------------------------------


def _batch_slopes(x):
    return x.slopes[list(x.batch)]


def _listed_batch(x):
    return " + ".join(f"({write(slope)})" for slope in _batch_slopes(x))


batch_step = Value(
    "training.batch_step", "A step for a batch",
    lambda x: (
        f"A weight stands at w = {write(x.w)}. For six examples, numbered from 0, the slopes "
        f"∂Cₖ/∂w are\n\n{typed(slopes=x.slopes)}\n\nThe next batch holds the examples "
        f"{x.batch[0]}, {x.batch[1]} and {x.batch[2]}. Where does w stand after its step with "
        f"η = {write(x.eta)}?"),
    symbol="w_new",
    draw=lambda draw: {
        "w": draw.number(-2.0, 2.0),
        "slopes": _distinct(draw, 6, 9),
        "batch": draw.pick([(0, 2, 5), (1, 3, 4), (0, 3, 5), (1, 2, 4), (1, 4, 5), (0, 1, 3)]),
        "eta": draw.pick([0.1, 0.2, 0.5, 2.0])},
    recipe=_step(
        "w", "the step alone. Add it to where the weight was.",
        part(_batch_slopes,
             ("all six examples", lambda x: x.slopes,
              "a step for all six examples. This step sees only its batch."),
             ("the first of the batch alone", lambda x: x.slopes[[x.batch[0]]],
              "a step for the first example of the batch alone. Average over all three.")),
        ("divided by all six", lambda x: x.w - x.eta * _batch_slopes(x).sum() / 6,
         "the batch's sum divided by 6. There are three examples in the batch."),
        average=average(),
        same=(("the first of the batch alone",
               "the first of the batch alone and a sum for the mean"),)),
    hints=("Only the examples of the batch count, and C is a mean.",
           "w ← w − η times the mean of the batch's slopes.",
           lambda x: f"{write(x.w)} − {write(x.eta)} × ({_listed_batch(x)}) / 3"),
    answer_worked=lambda x: (
        f"{write(x.w)} − {write(x.eta)} × ({_listed_batch(x)}) / 3 = "
        f"**{_told(x.w - x.eta * _batch_slopes(x).mean())}**"),
    well_done="Three examples were looked at, and the weight has moved already.",
)


def _batches(x):
    """Return how many batches an epoch has; the last may be smaller."""
    return -(-x.examples // x.batch)


epoch_steps = Value(
    "training.epoch_steps", "Steps in an epoch",
    lambda x: (
        f"There are {x.examples:,} examples, taken in batches of {x.batch}. What is left over at "
        f"the end of an epoch makes a last, smaller batch. How many steps are {x.epochs} epochs?"),
    symbol="steps", digits=0,
    opening={"examples": 60_000, "batch": 64, "epochs": 10},
    draw=lambda draw: {
        "examples": int(draw.number(1_000, 60_000, 1_000)),
        "batch": draw.pick([12, 16, 32, 48, 64, 128]),
        "epochs": draw.pick([5, 8, 10, 20, 30])},
    recipe=Recipe(
        lambda p: p.epochs * p.steps,
        {"epochs": lambda x: x.epochs,
         "steps": part(
             _batches,
             ("the last batch left out", lambda x: x.examples // x.batch,
              "the count of full batches. The smaller one at the end is a step as well."),
             ("a part of a step", lambda x: x.examples / x.batch,
              "a count with a part of a step in each epoch. Round up, then multiply."),
             ("a step for each example", lambda x: x.examples,
              "a step for each example. One step sees a whole batch."),
             ("a step for each epoch", lambda x: 1,
              "one step for each epoch. That holds when the batch is all examples."))},
        (("one epoch", _batches, "the steps of a single epoch."),)),
    hints=("How many batches are there in one epoch? Each of them is one step.",
           lambda x: f"{x.examples:,} / {x.batch} = {x.examples / x.batch:g}, rounded up.",
           lambda x: f"{x.epochs} × {_batches(x):,}"),
    answer_worked=lambda x: (
        f"{x.examples:,} / {x.batch} = {x.examples / x.batch:g}, so an epoch has "
        f"{_batches(x):,} steps. {x.epochs} epochs have **{x.epochs * _batches(x)}**"),
    well_done="An epoch brings many steps. With all examples in one batch it brings a single one.",
)

# -- starts ------------------------------------------------------------------------------------

why_several = Words(
    "training.why_several", "Why start more than once?",
    "The fifty networks had the same shape, the same examples and the same η. "
    "Why does it still make sense to train several, and what do you do with them at the end?",
    model="Descent finds the bottom of a valley near its start, and the start is drawn at random. "
    "So one start may end in a shallow valley or stay on a shelf, and nothing on the way "
    "tells so. Of several, one compares the costs at the end and keeps the best.",
    checklist=("where a descent ends depends on its random start",
               "one start alone does not show whether a lower valley exists",
               "the costs at the end are compared, and the best network is kept"),
    hints=("Think of the two valleys on the map. What decided which one a walker found?",),
)

descend_in_order = Ordered("training.descend_in_order", "The descent, line by line",
    "These lines make the function `descend(w, bottom, eta, steps)`, which returns the whole "
    "trail. The slopes are 2(w − bottom). Put them in order.",
    rows=(("def descend(w, bottom, eta, steps):", ""),
          ("    trail = [w]", "a function begins with its name and what it takes."),
          ("    for _ in range(steps):", "the start is noted before the first step."),
          ("        slope = 2 * (w - bottom)", "it is set in, so it stands inside the loop."),
          ("        w = w - eta * slope", "a step needs the slope first."),
          ("        trail.append(w)", "the place is noted after the step."),
          ("    return trail", "`return` ends the function; the loop is not whole yet.")),
    slips=(("    slope = 2 * (w - bottom)",
            "before the loop it is worked out once. It is another in each place."),
           ("        w = w + eta * slope", "it goes uphill. A step goes against the slope."),
           ("    trail = []", "the trail begins with the start.")),
    hints=("The list first, then a loop of three lines: slope, step, note.",),
    answer_worked=steps.write_descend.answer_worked,
    well_done="Now write it yourself: `training.write_descend.ask()`.")

# -- after the pad: what people believe a network does, in the study of WiPSCE 2024 ---------------

your_seven = Choice(
    "training.your_seven", "The seven that you drew",
    "You drew a 7, and the network read a 1. You draw the same 7 once more. What will it read now?",
    options=(
        ("a 1 again: reading changes no weight",
         "Weights change in training only. To teach it your 7, hand it in as an example and train.",
         True),
        ("a 7, or nearer to it: it learns from what it reads",
         "It reads with weights that stand still. Nothing is learned from being used."),
        ("something else: there is chance in it",
         "The same pixels, the same weights, the same sums: the same answer every time."),
        ("a 7, because a 1 looked wrong to it",
         "It does not know what you meant. Only a target would tell it.")),
    hints=("Which numbers of the network would have to change, and what changes them?",),
    answer_worked="**A 1 again.** Only training moves weights and biases.",
)

where_images = Choice(
    "training.where_images", "Where the images are",
    "The training is over. Where are the 60,000 images in the network now?",
    options=(
        ("nowhere: they have left their traces in 13,002 weights and biases, and are not kept",
         "60,000 images are 47 million pixels. No 13,002 numbers can hold those.", True),
        ("in the weights, packed small; it looks for the one that is most like yours",
         "It looks nothing up. A reading is three layers of sums and squeezes."),
        ("in the middle neurons, some images in each",
         "A neuron holds one number, and another one for each image that it is shown."),
        ("in the biases", "There are 42 biases, a number each.")),
    hints=("How many numbers does the network have? How many has one image?",),
    answer_worked="**Nowhere.** The weights are what is left of them.",
)

# notebook → its questions, in the order in which they are asked
EVENINGS = {
    "05-training": (
        one_step, which_eta, steps.write_step, matrix_step, promise, steps.write_both_layers,
        steps.write_descend, plateau, saturated, batch_step, epoch_steps, why_several),
    "05b-reading-digits": (
        your_seven, where_images, steps.write_accuracy, steps.test_share, steps.test_claim),
}
QUESTIONS = tuple(question for evening in EVENINGS.values() for question in evening)
