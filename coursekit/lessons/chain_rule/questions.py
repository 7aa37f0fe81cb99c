"""Lesson 4's questions: slopes and nudges, the factors of a partial, paths, ∇C, Practice II."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from coursekit.lessons.chain_rule import gradient_questions as gradients
from coursekit.lessons.chain_rule.factors import TARGETS, TWO, miss, slope
from coursekit.lessons.chain_rule.gradient_doctor import (
    SLIPS,
    Backprop,
    course_backprop,
    drawn_networks,
)
from coursekit.practice.ordered import Ordered
from coursekit.questions.by_hand import sigmoid, sigmoid_slope
from coursekit.questions.parts import factor, needed, product, total
from coursekit.questions.recipe import Recipe, later, part
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import typed, write

# -- slopes and nudges -------------------------------------------------------------------------

sigmoid_slope_at = Value(
    "chain_rule.sigmoid_slope_at", "The sigmoid's slope",
    lambda x: f"How steep is the sigmoid at z = {write(x.z)}? Work out σ′(z).",
    symbol="slope",
    draw=lambda draw: {"z": draw.pick([-1, 1]) * draw.number(0.4, 3.0)},
    recipe=Recipe(
        lambda p: p.a * p.rest,
        {"a": needed("σ", lambda x: sigmoid(x.z),
                     without="1 − σ(z), one of the two factors. The other is σ(z)."),
         "rest": needed(
             "1 − σ", lambda x: 1 - sigmoid(x.z),
             ("σ − 1 for 1 − σ", lambda x: sigmoid(x.z) - 1,
              "the right size with a minus. The sigmoid rises everywhere."),
             without="σ(z), the height of the curve. Its slope is σ(z) times 1 − σ(z).")},
        (("σ² for σ(1 − σ)", lambda x: sigmoid(x.z) ** 2, "σ(z) times itself."),
         ("z(1 − z)", lambda x: x.z * (1 - x.z), "z(1 − z). First squeeze z: a = σ(z)."),
         ("σ′ taken at a", lambda x: sigmoid_slope(sigmoid(x.z)),
          "σ′ at a, so squeezed once too often. σ′(z) is a(1 − a), with a = σ(z)."))),
    hints=("Work out the height a = σ(z) first. The slope needs nothing else.",
           "σ′(z) = σ(z) (1 − σ(z)) = a (1 − a)",
           lambda x: f"1 / (1 + e to the power {write(-x.z)}) is a. Then a × (1 − a)."),
    answer_worked=lambda x: (
        f"a = σ({write(x.z)}) = {write(sigmoid(x.z))}, so σ′(z) = "
        f"{write(sigmoid(x.z))} × {write(1 - sigmoid(x.z))} = **{write(sigmoid_slope(x.z), 4)}**"),
    well_done="From the height alone: no nudge needed.",
)

nudge = Value(
    "chain_rule.nudge", "A promise",
    lambda x: (
        f"At a weight w = {write(x.w)} the cost is C₀ = {write(x.C)}, and its slope there is "
        f"∂C₀/∂w = {write(x.slope)}. You nudge w by h = {write(x.h)}. "
        "By how much does the slope say that C₀ will change? A fall is negative."),
    symbol="dC",
    draw=lambda draw: {
        "w": draw.number(-2.0, 2.0),
        "C": draw.number(0.2, 1.2, 0.01),
        "slope": draw.pick([-1, 1]) * draw.number(0.05, 0.6, 0.01),
        "h": draw.pick([-1, 1]) * draw.number(0.02, 0.2, 0.01)},
    recipe=product(
        ("the new cost for the change", lambda x: x.C + x.slope * x.h,
         "the cost after the nudge. Only its change is asked for."),
        slope=factor("the slope", lambda x: x.slope),
        h=factor("h", lambda x: x.h,
                 ("divided by h", lambda x: 1 / x.h, "the slope divided by h. Multiply."),
                 ("the new weight for h", lambda x: x.w + x.h,
                  "the slope times the new weight. Only the nudge counts."))),
    hints=("A slope is a ratio: the change of C₀ divided by the nudge.",
           "So the change is the slope times the nudge.",
           lambda x: f"({write(x.slope)}) × ({write(x.h)})"),
    answer_worked=lambda x: (
        f"ΔC₀ ≈ ∂C₀/∂w × h = ({write(x.slope)}) × ({write(x.h)}) = **{write(x.slope * x.h, 4)}**"),
    well_done="It holds the better, the smaller the nudge.",
)

round_d = Words(
    "chain_rule.round_d", "What ∂ means",
    "A cost depends on many weights and biases. What does ∂C₀/∂w say, and what does the "
    "round ∂ add?",
    model="It says how much the cost changes for a small nudge of w, per unit of nudge: the ratio "
    "of the two changes, as the nudge shrinks. The round ∂ says that w alone is nudged. All other "
    "weights, biases and inputs are held where they are.",
    checklist=("a ratio: the change of C₀ divided by the nudge of w",
               "the nudge is small, or shrinks to nothing",
               "everything else is held"),
    hints=("Which quantities move, and which stand still?", "What is divided by what?"),
)

# -- one chain, three partials -----------------------------------------------------------------


def _z(x):
    return x.w * x.a_prev + x.b


def _a(x):
    return sigmoid(_z(x))


def _chain(first):
    """Return the product of three links; the question is about the first."""
    recipe = product(
        first=first,
        slope=slope(_a,
                    ("σ′ taken twice", lambda x: sigmoid_slope(_z(x)) ** 2, "σ′(z) taken twice."),
                    ("z(1 − z) for σ′", lambda x: _z(x) * (1 - _z(x)),
                     "the product with z(1 − z) for σ′(z). It is a(1 − a).")),
        two=TWO,
        error=miss(_z, "the product with 2(z − y). The cost compares the activation with y: "
                       "2(a − y)."))
    without = ("b left out", lambda x: recipe.right(SimpleNamespace(**vars(x) | {"b": 0.0})),
               "what comes out without the bias. z = w a_prev + b.")
    return replace(recipe, slips=later(without))


def _three(x):
    """Write σ′(z) × 2(a − y) with numbers."""
    a = sigmoid(_z(x))
    return f"{write(sigmoid_slope(_z(x)))} × 2 × ({write(a)} − {write(x.y)})"


def _worked(first, symbol):
    """Write the forward pass, the three factors and their product."""

    def text(x):
        z, shown = _z(x), write(first(x))
        result = first(x) * sigmoid_slope(z) * 2 * (sigmoid(z) - x.y)
        return (
            f"z = {write(x.w)} × {write(x.a_prev)} + ({write(x.b)}) = {write(z)} and "
            f"a = σ(z) = {write(sigmoid(z))}. So {symbol} = ({shown}) × {_three(x)} ≈ "
            f"**{write(result, 4)}**")

    return text


dC_dw = Value(
    "chain_rule.dC_dw", "The slope along a weight",
    lambda x: (
        "One chain, from the activation behind a weight to the cost:\n\n"
        f"`a_prev = {write(x.a_prev)}`, `w = {write(x.w)}`, `b = {write(x.b)}`, "
        f"`y = {write(x.y)}`\n\nz = w a_prev + b, a = σ(z), C₀ = (a − y)². Work out ∂C₀/∂w."),
    symbol="dC_dw",
    draw=lambda draw: {
        "a_prev": draw.number(0.2, 0.9, 0.05),
        "w": draw.pick([-1, 1]) * draw.number(0.6, 2.5, 0.05),
        "b": draw.number(-1.5, 1.5, 0.05),
        "y": draw.pick(TARGETS)},
    recipe=_chain(needed("a_prev", lambda x: x.a_prev, (
        "w for a_prev", lambda x: x.w,
        "∂C₀/∂a_prev: its first factor is w. Nudge w, and z moves by a_prev times that."))),
    hints=("Forward first: z, then a. Then three links: from w to z, from z to a, from a to C₀.",
           "∂C₀/∂w = a_prev · σ′(z) · 2(a − y), and σ′(z) = a(1 − a)",
           lambda x: f"z = {write(_z(x))}. The product is {write(x.a_prev)} × {_three(x)}."),
    answer_worked=_worked(lambda x: x.a_prev, "∂C₀/∂w"),
    well_done="Three links, three factors.",
)

dC_db = Value(
    "chain_rule.dC_db", "The slope along the bias", "The same chain. Work out ∂C₀/∂b.",
    symbol="dC_db", after=dC_dw,
    recipe=_chain(part(
        lambda x: 1.0,
        ("a_prev for 1", lambda x: x.a_prev, "∂C₀/∂w. No activation stands before b."),
        ("b for 1", lambda x: x.b, "the product with b in front. ∂z/∂b is 1."))),
    hints=("Only the first link is another one. How far does z move when b moves by h?",
           "∂C₀/∂b = 1 · σ′(z) · 2(a − y)",
           lambda x: f"The product is 1 × {_three(x)}."),
    answer_worked=_worked(lambda x: 1.0, "∂C₀/∂b"),
    well_done="A bias is added to z as it is: its factor is 1.",
)

dC_da_prev = Value(
    "chain_rule.dC_da_prev", "The slope along the activation behind",
    "The same chain once more. Work out ∂C₀/∂a_prev, the wish to the layer before.",
    symbol="dC_da_prev", after=dC_dw,
    recipe=_chain(needed("w", lambda x: x.w, (
        "a_prev for w", lambda x: x.a_prev, "∂C₀/∂w. Nudge a_prev: what multiplies it?"))),
    hints=("Only the first link is another one. How far does z move when a_prev moves by h?",
           "∂C₀/∂a_prev = w · σ′(z) · 2(a − y)",
           lambda x: f"The product is ({write(x.w)}) × {_three(x)}."),
    answer_worked=_worked(lambda x: x.w, "∂C₀/∂a_prev"),
    well_done="The first factors are a_prev, 1 and w. The rest is shared.",
)

# -- further back ------------------------------------------------------------------------------


def _seven(x):
    """Return the seven factors of ∂C₀/∂w₁."""
    slopes = [a * (1 - a) for a in x.a[1:]]
    return (x.a[0], slopes[0], x.w2, slopes[1], x.w3, slopes[2], 2 * (x.a[3] - x.y))


def _slope_in(layer):
    n = "₀₁₂₃"[layer]
    return slope(lambda x: x.a[layer], symbol=f"σ′(z{n})", name=f"σ for σ′ in layer {layer}",
                 says=f"the product with a{n} itself for σ′(z{n}). It is a(1 − a).")


first_weight = Value(
    "chain_rule.first_weight", "The first weight of six",
    lambda x: (
        "A network 1-1-1-1 has run forward. Its activations are "
        f"a₀ = {write(x.a[0])}, a₁ = {write(x.a[1])}, a₂ = {write(x.a[2])} and "
        f"a₃ = {write(x.a[3])}; y = {write(x.y)}, w₂ = {write(x.w2)} and w₃ = {write(x.w3)}. "
        "Work out ∂C₀/∂w₁."),
    symbol="dC_dw1", digits=5,
    draw=lambda draw: {
        "a": draw.array(4, 0.15, 0.85, 0.05),
        "w2": draw.pick([-1, 1]) * draw.number(1.2, 3.0),
        "w3": draw.pick([-1, 1]) * draw.number(1.2, 3.0),
        "y": draw.pick(TARGETS)},
    recipe=product(
        a0=needed("a₀", lambda x: x.a[0]), slope1=_slope_in(1),
        w2=needed("w₂", lambda x: x.w2), slope2=_slope_in(2),
        w3=needed("w₃", lambda x: x.w3), slope3=_slope_in(3),
        two=TWO, error=needed("(a₃ − y)", lambda x: x.a[3] - x.y)),
    hints=("Walk from w₁ to the cost: z₁, a₁, z₂, a₂, z₃, a₃, C₀. Each step has one factor.",
           "a₀ · σ′(z₁) · w₂ · σ′(z₂) · w₃ · σ′(z₃) · 2(a₃ − y)",
           "You do not need the z: σ′(z) = a(1 − a) for each of the three layers.",
           lambda x: " × ".join(f"({write(value)})" for value in _seven(x))),
    answer_worked=lambda x: (
        " × ".join(f"({write(value)})" for value in _seven(x))
        + f" = **{write(np.prod(_seven(x)), 5)}**"),
    well_done="Seven links, seven factors.",
)


def _arriving(x):
    """Return ∂C₀/∂z of each output."""
    return 2 * (x.a - x.y) * x.a * (1 - x.a)


def _three_paths(x):
    return " + ".join(
        f"({write(x.W[j, x.i])}) × {write(a * (1 - a))} × 2 × ({write(a)} − {write(y)})"
        for j, (a, y) in enumerate(zip(x.a, x.y, strict=True)))


over_paths = Value(
    "chain_rule.over_paths", "Through every neuron that it feeds",
    lambda x: (
        "The last layer has three neurons. Their weights, activations and targets are\n\n"
        f"{typed(W=x.W, a=x.a, y=x.y)}\n\n"
        f"Neuron {x.i} of the layer before feeds all three. Work out ∂C₀/∂a for this neuron."),
    symbol="dC_da",
    draw=lambda draw: {
        "W": draw.array((3, 3), -2.0, 2.0),
        "a": draw.array(3, 0.15, 0.85, 0.05),
        "y": draw.shuffled([0.0, 0.0, 1.0]),
        "i": draw.pick([0, 1, 2]),
        "before": draw.number(0.2, 0.9),
        "own": draw.number(0.15, 0.85, 0.05)},
    recipe=Recipe(
        lambda p: p.total(p.w * p.slope * p.two * p.error),
        {"w": needed("the weights", lambda x: x.W[:, x.i],
                     ("a row for the column", lambda x: x.W[x.i],
                      "the sum with a row of W. What leaves one neuron stands in a column."),
                     without="the sum without weights."),
         "slope": slope(lambda x: x.a, symbol="σ′",
                        says="the sum with a in place of σ′ = a(1 − a).",
                        without="the sum without σ′(z) = a(1 − a)."),
         "error": part(lambda x: x.a - x.y, (
             "the sign turned", lambda x: x.y - x.a, "the sum with y − a for a − y.")),
         "two": TWO,
         "total": total(3, "path")}),
    hints=("Three paths lead from this neuron to the cost, one through each output.",
           "Each path is w · σ′(z) · 2(a − y), with the weight, a and y of its own output.",
           lambda x: f"Column {x.i} of W holds the three weights, {write(x.W[:, x.i])}.",
           _three_paths),
    answer_worked=lambda x: f"{_three_paths(x)} = **{write(x.W[:, x.i] @ _arriving(x), 4)}**",
    well_done="The cost feels a neuron through all that it feeds.",
)

one_layer_back = Value(
    "chain_rule.one_layer_back", "One layer further back",
    lambda x: (
        f"That neuron has the activation {write(x.own)}, in `given` its `own`. A weight leads "
        f"into it from an input of {write(x.before)}, the neuron `before` it. Go one layer "
        "further: what is ∂C₀/∂w for this weight?"),
    symbol="dC_dw", digits=5, after=over_paths, replaces="dC_da",
    recipe=product(
        before=needed("the input", lambda x: x.before),
        slope=slope(lambda x: x.own, symbol="σ′",
                    says="the product with a for σ′ = a(1 − a)."),
        dC_da=needed("∂C₀/∂a", lambda x: x.W[:, x.i] @ _arriving(x))),
    hints=("The same three factors as in the last layer. Only the third one is no longer 2(a − y).",
           "the input behind the weight · σ′(z) · ∂C₀/∂a, the sum that you have just worked out",
           lambda x: f"{write(x.before)} × {write(x.own)} × (1 − {write(x.own)}) × your sum"),
    answer_worked=lambda x: (
        f"{write(x.before)} × {write(x.own * (1 - x.own))} × "
        f"({write(x.W[:, x.i] @ _arriving(x))}) = "
        f"**{write(x.before * x.own * (1 - x.own) * (x.W[:, x.i] @ _arriving(x)), 5)}**"),
    well_done="Each layer needs only what the layer after it has found.",
)

# -- as a program ------------------------------------------------------------------------------

write_backprop = Backprop(
    "chain_rule.write_backprop", "Write backprop",
    "Write `backprop(a0, y, W1, b1, W2, b2)` for a network of two layers and one example. "
    "`a0` holds the inputs and `y` the targets. W1 and W2 are matrices, the rest are vectors. "
    "Return the four parts of ∇C₀ as `return dW1, db1, dW2, db2`. Each has the shape of what it "
    "belongs to: dW1 that of W1, db1 that of b1, and so on.\n\nThe function may use `np` and "
    "nothing else from outside, so write σ inside it. If something is not right, a doctor looks "
    "at your four arrays and says which layer and which factor to look at first.",
    reference=course_backprop, inputs=drawn_networks, slips=SLIPS,
    hints=("Forward first, and keep a1 and a2. Then backward, from the cost: layer 2, then "
           "layer 1.",
           "db2 is ∂C₀/∂z2 = 2(a2 − y) · σ′(z2), and `np.outer(db2, a1)` puts each product of dW2 "
           "in the place of its weight.",
           "`W2.T @ db2` sums over the paths, for all neurons of layer 1 at once. It plays the "
           "part that 2(a2 − y) played in layer 2.",
           "`db1 = (W2.T @ db2) * …`, with σ′(z1) = a1(1 − a1) in place of the dots, and dW1 is "
           "made of db1 and a0 as dW2 is of db2 and a1."),
    answer_worked="```python\ndef backprop(a0, y, W1, b1, W2, b2):\n"
    "    a1 = 1 / (1 + np.exp(-(W1 @ a0 + b1)))\n"
    "    a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))\n"
    "    db2 = 2 * (a2 - y) * a2 * (1 - a2)\n"
    "    db1 = (W2.T @ db2) * a1 * (1 - a1)\n"
    "    return np.outer(db1, a0), db1, np.outer(db2, a1), db2\n```",
    well_done="Five lines, and they are what trains every network of this course.",
)

backprop_in_order = Ordered("chain_rule.backprop_in_order", "Backprop, line by line",
    "These lines make the function `backprop(a0, y, W1, b1, W2, b2)`, which returns "
    "`dW1, db1, dW2, db2`. Put them in order.",
    rows=(("def backprop(a0, y, W1, b1, W2, b2):", ""),
          ("    a1 = 1 / (1 + np.exp(-(W1 @ a0 + b1)))",
           "a function begins with its name and what it takes."),
          ("    a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))", "layer 2 takes a1, so that comes first."),
          ("    db2 = 2 * (a2 - y) * a2 * (1 - a2)", "it needs a2, so forward comes first."),
          ("    dW2 = np.outer(db2, a1)", "it is made of db2.", (0, 1, 2, 3)),
          ("    db1 = (W2.T @ db2) * a1 * (1 - a1)", "it comes back from db2.", (0, 1, 2, 3)),
          ("    dW1 = np.outer(db1, a0)", "it is made of db1.", (0, 1, 2, 3, 5)),
          ("    return dW1, db1, dW2, db2", "`return` ends the function, and a part is missing.")),
    slips=(("    db2 = 2 * (a2 - y)", "the factor σ′(z2) = a2(1 − a2) is left out."),
           ("    db1 = (W2 @ db2) * a1 * (1 - a1)",
            "the way back goes along W2 transposed: it sums over what each neuron feeds."),
           ("    dW2 = np.outer(a1, db2)", "rows and columns are exchanged: row j is neuron j's.")),
    hints=("Forward through both layers, then backward: layer 2, then layer 1.",),
    answer_worked=write_backprop.answer_worked,
    well_done="Now write it yourself: `chain_rule.write_backprop.ask()`.")


# notebook → its questions, in the order in which they are asked
EVENINGS = {
    "04-chain-rule": (
        sigmoid_slope_at, round_d, dC_dw, dC_db, dC_da_prev, nudge, first_weight),
    "04b-backpropagation": (
        gradients.three_ways, over_paths, one_layer_back, *gradients.QUESTIONS, write_backprop),
}
QUESTIONS = tuple(question for evening in EVENINGS.values() for question in evening)
