"""Lesson 4's questions, second half: three ways, the gradient, and the source's Practice II."""

import numpy as np

from coursekit.lessons.chain_rule.factors import TWO, miss, slope
from coursekit.questions.by_hand import sigmoid, sigmoid_slope
from coursekit.questions.choice import Choice
from coursekit.questions.parts import average, needed, product, sign, square, total
from coursekit.questions.recipe import Recipe, later, part
from coursekit.questions.value import Value
from coursekit.questions.writing import typed, write

# -- three ways, the average, the gradient -----------------------------------------------------


def _ways(x):
    """Return one option for each thing that can be nudged; the right one moves z most."""
    moves = {
        "raise w₀": (x.a[0], f"It stands before a₀ = {write(x.a[0])}: that is its factor."),
        "raise w₁": (x.a[1], f"It stands before a₁ = {write(x.a[1])}, which is rather dark."),
        "raise b": (1.0, "A bias has the factor 1."),
        "raise a₀": (x.w[0], f"It is multiplied by w₀ = {write(x.w[0])}."),
        "raise a₁": (x.w[1], f"It is multiplied by w₁ = {write(x.w[1])}."),
    }
    most = max(value for value, _ in moves.values())
    compared = {True: "No other factor is as large.", False: "Another is larger."}
    return tuple((text, f"{says} {compared[value == most]}", bool(value == most))
                 for text, (value, says) in moves.items())


three_ways = Choice(
    "chain_rule.three_ways", "Which way moves it most",
    lambda x: (
        f"An output is too dark: z = w₀a₀ + w₁a₁ + b, with a = {write(x.a)} and w = {write(x.w)}. "
        "Each of these changes is a nudge by the same small h. Which one brightens it most?"),
    options=_ways, shuffled=False,
    draw=lambda draw: {
        "a": [draw.number(0.7, 0.95, 0.05), draw.number(0.05, 0.3, 0.05)],
        "w": [draw.number(-0.9, -0.1), draw.pick([0.0, 1.4]) + draw.number(0.3, 0.6)]},
    hints=("All five share the factors behind z. Compare only the first: how far does z move?",
           "A weight's factor is its activation, the bias's is 1, an activation's is its weight."),
    answer_worked=lambda x: (
        f"The factors are {write(x.a[0])} for w₀, {write(x.a[1])} for w₁, 1 for b, "
        f"{write(x.w[0])} for a₀ and {write(x.w[1])} for a₁. The largest wins."),
)


def _alone(k):
    says = f"the slope for example {k} alone. C is the average over all four."
    return f"example {k} alone", lambda x: x.partials[[k]], says


averaged = Value(
    "chain_rule.averaged", "The average over the examples",
    lambda x: (
        "For four training examples, the partials ∂C₀/∂w, ∂C₁/∂w, ∂C₂/∂w and ∂C₃/∂w of one weight "
        f"are\n\n{typed(partials=x.partials)}\n\nWhat is ∂C/∂w, the slope of the full cost?"),
    symbol="dC_dw",
    draw=lambda draw: {"partials": draw.array(4, -0.5, 0.5, 0.01)},
    recipe=Recipe(
        lambda p: p.average(p.partials),
        {"partials": part(
            lambda x: x.partials,
            ("the signs dropped", lambda x: np.abs(x.partials),
             "the mean of the sizes. Examples that pull in different directions cancel."),
            *map(_alone, range(4))),
         "average": average()},
        same=tuple((f"example {k} alone", f"example {k} alone and a sum for the mean")
                   for k in range(4))),
    hints=("C is the average of the four costs. A nudge moves each of them by its own slope.",
           "∂C/∂w = (1/n) Σ ∂Cₖ/∂w",
           lambda x: "(" + " + ".join(f"({write(value)})" for value in x.partials) + ") / 4"),
    answer_worked=lambda x: (
        f"The sum is {write(x.partials.sum())}, "
        f"and a quarter of it **{write(x.partials.mean(), 4)}**"),
    well_done="The slope of an average is the average of the slopes.",
)


def _in_order(*order):
    return lambda x: x.partials[:, order].mean(axis=0)


gradient = Value(
    "chain_rule.gradient", "The gradient, assembled",
    lambda x: (
        "A network 1-1-1 has the cost C(w₁, b₁, w₂, b₂), and there are two examples. "
        "Their partials are\n\n| example | ∂/∂w₁ | ∂/∂w₂ | ∂/∂b₁ | ∂/∂b₂ |\n|---|---|---|---|---|\n"
        + "\n".join(f"| {k} | " + " | ".join(write(row[i]) for i in (0, 2, 1, 3)) + " |"
                    for k, row in enumerate(x.partials))
        + "\n\nAssemble ∇C, in the order of the parameters of C."),
    symbol="gradient",
    draw=lambda draw: {"partials": draw.array((2, 4), -0.5, 0.5, 0.01)},
    recipe=Recipe(
        lambda p: p.sign * p.average(p.partials),
        {"partials": lambda x: x.partials,
         "average": average(),
         "sign": sign("−∇C, the way downhill. The gradient itself points uphill.")},
        (("weights first, then biases", _in_order(0, 2, 1, 3),
          "∇C with all weights in front. It goes layer by layer: w₁, b₁, w₂, b₂."),
         ("the last layer first", _in_order(2, 3, 0, 1),
          "∇C with the last layer in front. Backpropagation finds it first, but ∇C "
          "stands in the order of the parameters."),
         ("example 0 alone", lambda x: x.partials[0], "∇C₀, from one example."),
         ("example 1 alone", lambda x: x.partials[1], "∇C₁, from one example."))),
    hints=("Four entries, each the average of a column of the table.",
           "The order is w₁, b₁, w₂, b₂. The table has the weights first.",
           lambda x: "; ".join(f"(({write(p)}) + ({write(q)})) / 2" for p, q in x.partials.T)),
    answer_worked=lambda x: (
        "The averages for w₁, b₁, w₂, b₂ are "
        + ", ".join(f"**{write(value, 4)}**" for value in x.partials.mean(axis=0))),
    well_done="One slope for each parameter, in their order.",
)


def _steps(x):
    """Return four steps of η = 0.1 from one gradient: downhill, uphill, and two half-truths."""

    def step(p, q):
        return f"w by {write(0.1 * p)}, b by {write(0.1 * q)}"

    p, q = x.gradient
    return (
        (step(-p, -q), "∇C points uphill, and this goes against it.", True),
        (step(p, q), "This is along ∇C: the direction of steepest *increase*."),
        (step(-abs(p), -abs(q)), "Not every number has to fall. Each moves against its own slope."),
        (step(-q, -p), "The entries are exchanged: each parameter moves by its own slope."),
    )


which_step = Choice(
    "chain_rule.which_step", "Which way to step",
    lambda x: (
        f"At some place ∇C = {write(x.gradient)}, in the order w, b. "
        "A step with η = 0.1 is to lower the cost. How do w and b move?"),
    options=_steps,
    draw=lambda draw: {
        "gradient": draw.shuffled([draw.number(0.3, 0.9), -draw.number(0.1, 0.25, 0.05)])},
    hints=("Which way does a gradient point?", "Each parameter moves by −η times its own entry."),
    answer_worked=lambda x: (
        f"Against the gradient: w by −0.1 × ({write(x.gradient[0])}), b by "
        f"−0.1 × ({write(x.gradient[1])})."),
)

# -- Practice II -------------------------------------------------------------------------------


def _cost(x, W=None, b=0.0):
    """Return C₀, also with other weights or with biases, step by step as by hand."""
    return np.sum(np.square(sigmoid((x.W if W is None else W) @ x.a0 + b) - x.y))


def _z(x):
    return x.W @ x.a0


def _a(x):
    return sigmoid(_z(x))


def _dz(x):
    """∂C₀/∂z of both neurons, which is also ∂C₀/∂b."""
    return 2 * (_a(x) - x.y) * sigmoid_slope(_z(x))


# ∂C₀/∂z for those who have not handed it in before, and who made the slip on the way
ARRIVING = part(_dz, *later(
    ("σ′ left out of ∂C₀/∂z", lambda x: 2 * (_a(x) - x.y),
     "what follows from 2(a − y) in the place of ∂C₀/∂z. σ′(z) is one of its factors."),
    ("σ for σ′ in ∂C₀/∂z", lambda x: 2 * (_a(x) - x.y) * _a(x),
     "what follows with a in the place of σ′(z) in ∂C₀/∂z. The slope is a(1 − a)."),
    ("the 2 left out of ∂C₀/∂z", lambda x: (_a(x) - x.y) * sigmoid_slope(_z(x)),
     "what follows when ∂C₀/∂z has no 2. The slope of (a − y)² is 2(a − y).")))


def _dW(x):
    return _placed(_dz(x), x.a0)


def _placed(dz, a):
    """Put each product of a ∂C₀/∂z and an input in the place of its weight."""
    return dz[:, None] * a


def _squares(x):
    return " + ".join(f"({write(a)} − {write(y)})²" for a, y in zip(_a(x), x.y, strict=True))


practice_cost = Value(
    "chain_rule.practice_cost", "Practice II, the cost",
    lambda x: (
        "> Calculate the cost given this expected output. Then, calculate the gradient descent.\n\n"
        f"{typed(W=x.W, a0=x.a0, y=x.y)}\n\n"
        "Begin with the cost C₀. There is no bias; `a0` holds the inputs."),
    symbol="C0",
    opening={"W": [[0.2, 0.4], [0.6, 0.8]], "a0": [0.7, 0.3], "y": [1, 0]},
    draw=lambda draw: {
        "W": draw.array((2, 2), -0.9, 0.9),
        "a0": draw.array(2, 0.1, 0.9),
        "y": np.array(draw.shuffled([0.0, 1.0]))},
    recipe=Recipe(
        lambda p: p.total(p.square(p.a - p.y)),
        {"a": part(_a,
                   ("σ left out", _z, "the cost of z. Squeeze z first."),
                   ("W transposed", lambda x: sigmoid(x.W.T @ x.a0),
                    "the cost with W read by columns. Each row belongs to one neuron."),
                   *later(("σ once too often", lambda x: sigmoid(_a(x)),
                           "the cost of σ(σ(z)). Squeeze once."))),
         "y": lambda x: x.y,
         "square": square("the misses, not squared.", plain="", name="the squares left out",
                          half=""),
         "total": total(2, "output")}),
    hints=("Run forward, then square each miss, then add.",
           lambda x: f"z = {write(_z(x))}, and a = σ(z).",
           _squares),
    answer_worked=lambda x: f"{_squares(x)} ≈ **{write(_cost(x), 4)}**",
    well_done="Keep your activations. The way back needs them.",
)

practice_dC_dz = Value(
    "chain_rule.practice_dC_dz", "Practice II, back to z",
    "Now backward. Work out ∂C₀/∂z for both neurons. It is also ∂C₀/∂b.",
    symbol="dC_dz", after=practice_cost,
    recipe=product(
        two=TWO,
        error=miss(_z, "the product with 2(z − y) for 2(a − y)."),
        slope=slope(_a, ("σ′ taken at a", lambda x: sigmoid_slope(_a(x)),
                         "the product with σ′ taken at a. It is taken at z: σ′(z) = a(1 − a)."))),
    hints=("Two links lie between z and the cost: from z to a, and from a to C₀.",
           "For each neuron 2(a − y) · a(1 − a)",
           lambda x: "; ".join(f"2 × ({write(a)} − {write(y)}) × {write(a)} × (1 − {write(a)})"
                               for a, y in zip(_a(x), x.y, strict=True))),
    answer_worked=lambda x: (
        f"2(a − y) is {write(2 * (_a(x) - x.y))} and σ′(z) is {write(_a(x) * (1 - _a(x)))}. "
        f"Entry by entry: **{write(_dz(x)[0], 4)}** and **{write(_dz(x)[1], 4)}**"),
    well_done="Everything that follows is made of these two numbers.",
)

practice_dC_dW = Value(
    "chain_rule.practice_dC_dW", "Practice II, the weights",
    "Work out ∂C₀/∂W: four numbers, each in the place of its weight.",
    symbol="dC_dW", after=practice_dC_dz, replaces="dC_dz",
    recipe=Recipe(
        lambda p: p.place(p.dC_dz, p.a),
        {"dC_dz": ARRIVING,
         "a": needed("the inputs", lambda x: x.a0,
                     ("the outputs for the inputs", _a,
                      "the product with the outputs. Behind a weight lies an input."),
                     ("z for the inputs", _z, "the product with z."),
                     without="∂C₀/∂z in every column. Multiply by the input behind each weight."),
         "place": part(lambda x: _placed,
                       ("rows and columns exchanged", lambda x: lambda dz, a: np.outer(a, dz),
                        "the four numbers with rows and columns exchanged. A row is a neuron."),
                       ("W times ∂C₀/∂z", lambda x: lambda dz, a: x.W * dz[:, None],
                        "the paths w · ∂C₀/∂z, which lead to the inputs. "
                        "Before a weight stands its input."))},
        same=tuple(
            ("W times ∂C₀/∂z", f"{slip} and W times ∂C₀/∂z")
            for slip in ("the inputs left out", "the outputs for the inputs", "z for the inputs"))),
    hints=("The row says which neuron, the column says which input.",
           "∂C₀/∂wⱼᵢ = a0ᵢ · ∂C₀/∂zⱼ. In numpy `np.outer(dC_dz, a0)`.",
           lambda x: (f"Row 0 is ({write(_dz(x)[0])}) × {write(x.a0)}, "
                      f"row 1 ({write(_dz(x)[1])}) × {write(x.a0)}.")),
    answer_worked=lambda x: (
        "Each row is its ∂C₀/∂z times both inputs: "
        + ", ".join(f"**{write(value, 4)}**" for value in _dW(x).flat)),
    well_done="The brighter the input, the more its weight counts.",
)

practice_dC_da = Value(
    "chain_rule.practice_dC_da", "Practice II, the inputs",
    "And ∂C₀/∂a0 for the two inputs: how would the cost answer them?",
    symbol="dC_da0", after=practice_dC_dz, replaces="dC_dz",
    recipe=Recipe(
        lambda p: p.total(p.W * p.dC_dz[:, None]),
        {"W": part(lambda x: x.W,
                   ("W for Wᵀ", lambda x: x.W.T,
                    "the sums with W read by rows. What leaves one input is a column."),
                   ("the weights left out", lambda x: np.ones((2, 2)),
                    "the sum of ∂C₀/∂z alone.")),
         "dC_dz": part(_dz, *ARRIVING.slips[:2]),  # without the 2 it is the mean of the two paths
         "total": total(2, "path", "the mean of the two paths, or a forgotten 2. Add them up.")}),
    hints=("Two paths lead from each input to the cost, one through each neuron.",
           "Each path is w · ∂C₀/∂z. Add up both paths of an input: `W.T @ dC_dz`.",
           lambda x: "; ".join(
               f"({write(v)}) × ({write(_dz(x)[0])}) + ({write(w)}) × ({write(_dz(x)[1])})"
               for v, w in x.W.T)),
    answer_worked=lambda x: (
        "Column by column: "
        + " and ".join(f"**{write(value, 4)}**" for value in x.W.T @ _dz(x))
        + ". The inputs are given, so no step changes them."),
    well_done="One layer further back, this would go on as 2(a − y) did.",
)

NO_STEP = ("no step", _cost, "the cost before the step.")
WRONG_WAY = ("the wrong way", lambda x: _cost(x, x.W + _dW(x)),
             "the cost after a step of W along the gradient. Step against it.")

practice_step = Value(
    "chain_rule.practice_step", "Practice II, one step of W",
    "Take one step with η = 1, and move W alone. There is still no bias. "
    "Run forward again: what is C₀ now?",
    symbol="C0_after", after=practice_dC_dW, replaces="dC_dW",
    recipe=Recipe(
        lambda p: _cost(p.x, p.x.W - p.dC_dW), {"x": lambda x: x, "dC_dW": _dW},
        (NO_STEP, WRONG_WAY,
         ("b moved as well", lambda x: _cost(x, x.W - _dW(x), -_dz(x)),
          "the cost when a bias moves too. That is the next question."),
         ("the promise for the cost", lambda x: _cost(x) - np.sum(_dW(x) ** 2),
          "what the gradient promises. The step is not small: run forward again."),
         ("the gradient for W", lambda x: _cost(x, _dW(x)),
          "the cost with ∂C₀/∂W in the place of W. Take it away from W."))),
    hints=("Each weight moves by −η times its own slope, and η is 1.",
           "`W - dC_dW` is the new W. Then forward: σ, misses, squares, sum.",
           lambda x: f"The new z is {write((x.W - _dW(x)) @ x.a0)}."),
    answer_worked=lambda x: (
        f"The new W is {write(x.W - _dW(x))}, the new output "
        f"{write(sigmoid((x.W - _dW(x)) @ x.a0))}, "
        f"the new cost **{write(_cost(x, x.W - _dW(x)), 4)}**"),
    well_done="One step, and the cost has come down.",
)

practice_step_with_bias = Value(
    "chain_rule.practice_step_with_bias", "Practice II, one step of W and b",
    "The same step, but the bias was only 0 and may leave it: W and b both move, η = 1. "
    "Start again from the first W. What is C₀ now?",
    symbol="C0_after", after=practice_dC_dz, replaces="dC_dz",
    recipe=Recipe(
        lambda p: _cost(p.x, p.x.W - _placed(p.dC_dz, p.x.a0), -p.dC_dz),
        {"x": lambda x: x, "dC_dz": _dz},
        (NO_STEP, WRONG_WAY,
         ("W alone", lambda x: _cost(x, x.W - _dW(x)),
          "the cost after a step of W alone. Now b moves too, by −∂C₀/∂b."),
         ("b alone", lambda x: _cost(x, b=-_dz(x)),
          "the cost after a step of b alone. W moves as well."),
         ("b moved uphill", lambda x: _cost(x, x.W - _dW(x), _dz(x)),
          "the cost when b moves along its slope. It moves against it."))),
    hints=("b moves as the weights do: from 0 to −η ∂C₀/∂b, and ∂C₀/∂b is ∂C₀/∂z.",
           "Forward again with the new W and the new b: σ(W a0 + b).",
           lambda x: f"The new z is {write((x.W - _dW(x)) @ x.a0 - _dz(x))}."),
    answer_worked=lambda x: (
        f"The new b is {write(-_dz(x))}, the new output "
        f"{write(sigmoid((x.W - _dW(x)) @ x.a0 - _dz(x)))}, "
        f"the new cost **{write(_cost(x, x.W - _dW(x), -_dz(x)), 4)}**"),
    well_done="Where more may move, the same η brings more.",
)

QUESTIONS = (
    averaged, gradient, which_step, practice_cost, practice_dC_dz, practice_dC_dW,
    practice_dC_da, practice_step, practice_step_with_bias,
)
