"""Lesson 4's questions, second half: three ways, the gradient, and the source's Practice II."""

import numpy as np

from coursekit.exercises.choices import Choice, Option
from coursekit.exercises.links import TWO, needed, slope
from coursekit.exercises.slips import Part, Recipe, Slip, average, product, total
from coursekit.exercises.values import Value
from coursekit.exercises.variants import typed, write
from coursekit.network.network import Network, sigmoid, sigmoid_slope

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
    return tuple(
        Option(
            text,
            f"{says} {'No other factor is as large.' if value == most else 'Another is larger.'}",
            right=bool(value == most),
        )
        for text, (value, says) in moves.items()
    )


three_ways = Choice(
    id="chain_rule.three_ways",
    title="Which way moves it most",
    question=lambda x: (
        f"An output is too dark: z = w₀a₀ + w₁a₁ + b, with a = {write(x.a)} and w = {write(x.w)}. "
        "Each of these changes is a nudge by the same small h. Which one brightens it most?"
    ),
    options=_ways,
    shuffled=False,
    draw=lambda draw: {
        "a": [draw.number(0.7, 0.95, 0.05), draw.number(0.05, 0.3, 0.05)],
        "w": [draw.number(-0.9, -0.1), draw.pick([0.0, 1.4]) + draw.number(0.3, 0.6)],
    },
    hints=(
        "All five share the factors behind z. Compare only the first: how far does z move?",
        "A weight's factor is its activation, the bias's is 1, an activation's is its weight.",
    ),
    answer_worked=lambda x: (
        f"The factors are {write(x.a[0])} for w₀, {write(x.a[1])} for w₁, 1 for b, "
        f"{write(x.w[0])} for a₀ and {write(x.w[1])} for a₁. The largest wins."
    ),
)

averaged = Value(
    id="chain_rule.averaged",
    title="The average over the examples",
    question=lambda x: (
        "For four training examples, the partials ∂C₀/∂w, ∂C₁/∂w, ∂C₂/∂w and ∂C₃/∂w of one weight "
        f"are\n\n{typed(partials=x.partials)}\n\nWhat is ∂C/∂w, the slope of the full cost?"
    ),
    symbol="dC_dw",
    draw=lambda draw: {"partials": draw.array(4, -0.5, 0.5, 0.01)},
    recipe=Recipe(
        lambda p: p.average(p.partials),
        {
            "partials": Part(
                lambda x: x.partials,
                (
                    Slip(
                        "the signs dropped",
                        lambda x: np.abs(x.partials),
                        "the mean of the sizes. Examples that pull in different directions cancel.",
                    ),
                    *(
                        Slip(
                            f"example {k} alone",
                            lambda x, k=k: x.partials[[k]],
                            f"the slope for example {k} alone. C is the average over all four.",
                        )
                        for k in range(4)
                    ),
                ),
            ),
            "average": average(),
        },
        same=tuple(
            (f"example {k} alone", f"example {k} alone and a sum for the mean") for k in range(4)
        ),
    ),
    hints=(
        "C is the average of the four costs. A nudge moves each of them by its own slope.",
        "∂C/∂w = (1/n) Σ ∂Cₖ/∂w",
        lambda x: "(" + " + ".join(f"({write(value)})" for value in x.partials) + ") / 4",
    ),
    answer_worked=lambda x: (
        f"The sum is {write(x.partials.sum())}, "
        f"and a quarter of it **{write(x.partials.mean(), 4)}**"
    ),
    well_done="The slope of an average is the average of the slopes.",
)


def _in_other_order(name, order, says):
    return Slip(name, lambda x: x.partials[:, order].mean(axis=0), says)


gradient = Value(
    id="chain_rule.gradient",
    title="The gradient, assembled",
    question=lambda x: (
        "A network 1-1-1 has the cost C(w₁, b₁, w₂, b₂), and there are two examples. "
        "Their partials are\n\n| example | ∂/∂w₁ | ∂/∂w₂ | ∂/∂b₁ | ∂/∂b₂ |\n|---|---|---|---|---|\n"
        + "\n".join(
            f"| {k} | " + " | ".join(write(row[i]) for i in (0, 2, 1, 3)) + " |"
            for k, row in enumerate(x.partials)
        )
        + "\n\nAssemble ∇C, in the order of the parameters of C."
    ),
    symbol="gradient",
    draw=lambda draw: {"partials": draw.array((2, 4), -0.5, 0.5, 0.01)},
    recipe=Recipe(
        lambda p: p.sign * p.average(p.partials),
        {
            "partials": Part(lambda x: x.partials),
            "average": average(),
            "sign": Part(
                lambda x: 1.0,
                (
                    Slip(
                        "the sign turned",
                        lambda x: -1.0,
                        "−∇C, the way downhill. The gradient itself points uphill.",
                    ),
                ),
            ),
        },
        slips=(
            _in_other_order(
                "weights first, then biases",
                [0, 2, 1, 3],
                "∇C with all weights in front. It goes layer by layer: w₁, b₁, w₂, b₂.",
            ),
            _in_other_order(
                "the last layer first",
                [2, 3, 0, 1],
                "∇C with the last layer in front. Backpropagation finds it first, but ∇C "
                "stands in the order of the parameters.",
            ),
            Slip("example 0 alone", lambda x: x.partials[0], "∇C₀, from one example."),
            Slip("example 1 alone", lambda x: x.partials[1], "∇C₁, from one example."),
        ),
    ),
    hints=(
        "Four entries, each the average of a column of the table.",
        "The order is w₁, b₁, w₂, b₂. The table has the weights first.",
        lambda x: "; ".join(f"(({write(p)}) + ({write(q)})) / 2" for p, q in x.partials.T),
    ),
    answer_worked=lambda x: (
        "The averages for w₁, b₁, w₂, b₂ are "
        + ", ".join(f"**{write(value, 4)}**" for value in x.partials.mean(axis=0))
    ),
    well_done="One slope for each parameter, in their order.",
)


def _steps(x):
    """Return four steps of η = 0.1 from one gradient: downhill, uphill, and two half-truths."""

    def step(p, q):
        return f"w by {write(0.1 * p)}, b by {write(0.1 * q)}"

    p, q = x.gradient
    return (
        Option(step(-p, -q), "∇C points uphill, and this goes against it.", right=True),
        Option(step(p, q), "This is along ∇C: the direction of steepest *increase*."),
        Option(
            step(-abs(p), -abs(q)),
            "Not every number has to fall. Each moves against its own slope.",
        ),
        Option(step(-q, -p), "The entries are exchanged: each parameter moves by its own slope."),
    )


which_step = Choice(
    id="chain_rule.which_step",
    title="Which way to step",
    question=lambda x: (
        f"At some place ∇C = {write(x.gradient)}, in the order w, b. "
        "A step with η = 0.1 is to lower the cost. How do w and b move?"
    ),
    options=_steps,
    draw=lambda draw: {
        "gradient": draw.shuffled([draw.number(0.3, 0.9), -draw.number(0.1, 0.25, 0.05)])
    },
    hints=("Which way does a gradient point?", "Each parameter moves by −η times its own entry."),
    answer_worked=lambda x: (
        f"Against the gradient: w by −0.1 × ({write(x.gradient[0])}), b by "
        f"−0.1 × ({write(x.gradient[1])})."
    ),
)

# -- Practice II -------------------------------------------------------------------------------


def _network(x):
    return Network([x.W], [np.zeros(2)])


def _a(x):
    return sigmoid(x.W @ x.a0)


def _dz(x):
    """∂C₀/∂z of both neurons, which is also ∂C₀/∂b."""
    return _network(x).gradient(x.a0, x.y).biases[0]


def _squares(x):
    return " + ".join(f"({write(a)} − {write(y)})²" for a, y in zip(_a(x), x.y, strict=True))


practice_cost = Value(
    id="chain_rule.practice_cost",
    title="Practice II, the cost",
    question=lambda x: (
        "> Calculate the cost given this expected output. Then, calculate the gradient descent.\n\n"
        f"{typed(W=x.W, a0=x.a0, y=x.y)}\n\n"
        "Begin with the cost C₀. There is no bias; `a0` holds the inputs."
    ),
    symbol="C0",
    opening={"W": [[0.2, 0.4], [0.6, 0.8]], "a0": [0.7, 0.3], "y": [1, 0]},
    draw=lambda draw: {
        "W": draw.array((2, 2), -0.9, 0.9),
        "a0": draw.array(2, 0.1, 0.9),
        "y": np.array(draw.shuffled([0.0, 1.0])),
    },
    recipe=Recipe(
        lambda p: p.total(p.square(p.a - p.y)),
        {
            "a": Part(
                _a,
                (
                    Slip("σ left out", lambda x: x.W @ x.a0, "the cost of z. Squeeze z first."),
                    Slip(
                        "W transposed",
                        lambda x: sigmoid(x.W.T @ x.a0),
                        "the cost with W read by columns. Each row belongs to one neuron.",
                    ),
                ),
            ),
            "y": Part(lambda x: x.y),
            "square": Part(
                lambda x: np.square,
                (Slip("the squares left out", lambda x: np.abs, "the misses, not squared."),),
            ),
            "total": total(2, "output"),
        },
    ),
    hints=(
        "Run forward, then square each miss, then add.",
        lambda x: f"z = {write(x.W @ x.a0)}, and a = σ(z).",
        _squares,
    ),
    answer_worked=lambda x: f"{_squares(x)} = **{write(_network(x).cost(x.a0, x.y), 4)}**",
    well_done="Keep your activations. The way back needs them.",
)

DZ = product(
    two=TWO,
    error=needed(
        "(a − y)",
        lambda x: _a(x) - x.y,
        Slip("z for a", lambda x: x.W @ x.a0 - x.y, "the product with 2(z − y) for 2(a − y)."),
    ),
    slope=slope(
        "z",
        lambda x: x.W @ x.a0,
        Slip(
            "σ′ taken at a",
            lambda x: sigmoid_slope(_a(x)),
            "the product with σ′ taken at a. It is taken at z: σ′(z) = a(1 − a).",
        ),
    ),
)

practice_dC_dz = Value(
    id="chain_rule.practice_dC_dz",
    title="Practice II, back to z",
    question="Now backward. Work out ∂C₀/∂z for both neurons. It is also ∂C₀/∂b.",
    symbol="dC_dz",
    after=practice_cost,
    recipe=DZ,
    hints=(
        "Two links lie between z and the cost: from z to a, and from a to C₀.",
        "For each neuron 2(a − y) · a(1 − a)",
        lambda x: "; ".join(
            f"2 × ({write(a)} − {write(y)}) × {write(a)} × (1 − {write(a)})"
            for a, y in zip(_a(x), x.y, strict=True)
        ),
    ),
    answer_worked=lambda x: (
        f"2(a − y) is {write(2 * (_a(x) - x.y))} and σ′(z) is {write(_a(x) * (1 - _a(x)))}. "
        f"Entry by entry: **{write(_dz(x)[0], 4)}** and **{write(_dz(x)[1], 4)}**"
    ),
    well_done="Everything that follows is made of these two numbers.",
)

practice_dC_dW = Value(
    id="chain_rule.practice_dC_dW",
    title="Practice II, the weights",
    question="Work out ∂C₀/∂W: four numbers, each in the place of its weight.",
    symbol="dC_dW",
    after=practice_dC_dz,
    replaces="dC_dz",
    recipe=Recipe(
        lambda p: p.place(p.dC_dz, p.a),
        {
            "dC_dz": Part(_dz),
            "a": Part(
                lambda x: x.a0,
                (
                    Slip(
                        "the inputs left out",
                        lambda x: np.ones(2),
                        "∂C₀/∂z in every column. Multiply by the input behind each weight.",
                    ),
                    Slip(
                        "the outputs for the inputs",
                        _a,
                        "the product with the outputs. Behind a weight lies an input.",
                    ),
                    Slip("z for the inputs", lambda x: x.W @ x.a0, "the product with z."),
                ),
            ),
            "place": Part(
                lambda x: np.outer,
                (
                    Slip(
                        "rows and columns exchanged",
                        lambda x: lambda dz, a: np.outer(a, dz),
                        "the four numbers with rows and columns exchanged. A row is a neuron.",
                    ),
                    Slip(
                        "W times ∂C₀/∂z",
                        lambda x: lambda dz, a: x.W * dz[:, None],
                        "the paths w · ∂C₀/∂z, which lead to the inputs. "
                        "Before a weight stands its input.",
                    ),
                ),
            ),
        },
        same=tuple(
            ("W times ∂C₀/∂z", f"{slip} and W times ∂C₀/∂z")
            for slip in ("the inputs left out", "the outputs for the inputs", "z for the inputs")
        ),
    ),
    hints=(
        "The row says which neuron, the column says which input.",
        "∂C₀/∂wⱼᵢ = a0ᵢ · ∂C₀/∂zⱼ. In numpy `np.outer(dC_dz, a0)`.",
        lambda x: (
            f"Row 0 is ({write(_dz(x)[0])}) × {write(x.a0)}, "
            f"row 1 ({write(_dz(x)[1])}) × {write(x.a0)}."
        ),
    ),
    answer_worked=lambda x: (
        "Each row is its ∂C₀/∂z times both inputs: "
        + ", ".join(f"**{write(value, 4)}**" for value in np.outer(_dz(x), x.a0).flat)
    ),
    well_done="The brighter the input, the more its weight counts.",
)

practice_dC_da = Value(
    id="chain_rule.practice_dC_da",
    title="Practice II, the inputs",
    question="And ∂C₀/∂a0 for the two inputs: how would the cost answer them?",
    symbol="dC_da0",
    after=practice_dC_dz,
    replaces="dC_dz",
    recipe=Recipe(
        lambda p: p.total(p.W * p.dC_dz[:, None]),
        {
            "W": Part(
                lambda x: x.W,
                (
                    Slip(
                        "W for Wᵀ",
                        lambda x: x.W.T,
                        "the sums with W read by rows. What leaves one input is a column.",
                    ),
                    Slip(
                        "the weights left out",
                        lambda x: np.ones((2, 2)),
                        "the sum of ∂C₀/∂z alone.",
                    ),
                ),
            ),
            "dC_dz": Part(_dz),
            "total": total(2, "path"),
        },
    ),
    hints=(
        "Two paths lead from each input to the cost, one through each neuron.",
        "Each path is w · ∂C₀/∂z. Add up both paths of an input: `W.T @ dC_dz`.",
        lambda x: "; ".join(
            f"({write(v)}) × ({write(_dz(x)[0])}) + ({write(w)}) × ({write(_dz(x)[1])})"
            for v, w in x.W.T
        ),
    ),
    answer_worked=lambda x: (
        "Column by column: "
        + " and ".join(f"**{write(value, 4)}**" for value in x.W.T @ _dz(x))
        + ". The inputs are given, so no step changes them."
    ),
    well_done="One layer further back, this would go on as 2(a − y) did.",
)


def _after_step(x, dW, db):
    return Network([x.W - dW], [-db]).cost(x.a0, x.y)


def _outer(x):
    return np.outer(_dz(x), x.a0)


def _step_slips(*slips):
    return (
        Slip("no step", lambda x: _network(x).cost(x.a0, x.y), "the cost before the step."),
        Slip(
            "the wrong way",
            lambda x: _after_step(x, -_outer(x), np.zeros(2)),
            "the cost after a step of W along the gradient. Step against it.",
        ),
        *slips,
    )


practice_step = Value(
    id="chain_rule.practice_step",
    title="Practice II, one step of W",
    question="Take one step with η = 1, and move W alone. There is still no bias. "
    "Run forward again: what is C₀ now?",
    symbol="C0_after",
    after=practice_dC_dW,
    replaces="dC_dW",
    recipe=Recipe(
        lambda p: Network([p.W - p.dC_dW], [np.zeros(2)]).cost(p.a, p.y),
        {
            "W": Part(lambda x: x.W),
            "dC_dW": Part(_outer),
            "a": Part(lambda x: x.a0),
            "y": Part(lambda x: x.y),
        },
        slips=_step_slips(
            Slip(
                "b moved as well",
                lambda x: _after_step(x, _outer(x), _dz(x)),
                "the cost when a bias moves too. That is the next question.",
            ),
            Slip(
                "the promise for the cost",
                lambda x: _network(x).cost(x.a0, x.y) - np.sum(_outer(x) ** 2),
                "what the gradient promises. The step is not small: run forward again.",
            ),
            Slip(
                "the gradient for W",
                lambda x: Network([_outer(x)], [np.zeros(2)]).cost(x.a0, x.y),
                "the cost with ∂C₀/∂W in the place of W. Take it away from W.",
            ),
        ),
    ),
    hints=(
        "Each weight moves by −η times its own slope, and η is 1.",
        "`W - dC_dW` is the new W. Then forward: σ, misses, squares, sum.",
        lambda x: f"The new z is {write((x.W - _outer(x)) @ x.a0)}.",
    ),
    answer_worked=lambda x: (
        f"The new W is {write(x.W - _outer(x))}, the new output "
        f"{write(sigmoid((x.W - _outer(x)) @ x.a0))}, "
        f"the new cost **{write(_after_step(x, _outer(x), np.zeros(2)), 4)}**"
    ),
    well_done="One step, and the cost has come down.",
)

practice_step_with_bias = Value(
    id="chain_rule.practice_step_with_bias",
    title="Practice II, one step of W and b",
    question="The same step, but the bias was only 0 and may leave it: W and b both move, η = 1. "
    "Start again from the first W. What is C₀ now?",
    symbol="C0_after",
    after=practice_dC_dz,
    replaces="dC_dz",
    recipe=Recipe(
        lambda p: Network([p.W - np.outer(p.dC_dz, p.a)], [-p.dC_dz]).cost(p.a, p.y),
        {
            "W": Part(lambda x: x.W),
            "dC_dz": Part(_dz),
            "a": Part(lambda x: x.a0),
            "y": Part(lambda x: x.y),
        },
        slips=_step_slips(
            Slip(
                "W alone",
                lambda x: _after_step(x, _outer(x), np.zeros(2)),
                "the cost after a step of W alone. Now b moves too, by −∂C₀/∂b.",
            ),
            Slip(
                "b alone",
                lambda x: _after_step(x, 0.0, _dz(x)),
                "the cost after a step of b alone. W moves as well.",
            ),
            Slip(
                "b moved uphill",
                lambda x: _after_step(x, _outer(x), -_dz(x)),
                "the cost when b moves along its slope. It moves against it.",
            ),
        ),
    ),
    hints=(
        "b moves as the weights do: from 0 to −η ∂C₀/∂b, and ∂C₀/∂b is ∂C₀/∂z.",
        "Forward again with the new W and the new b: σ(W a0 + b).",
        lambda x: f"The new z is {write((x.W - _outer(x)) @ x.a0 - _dz(x))}.",
    ),
    answer_worked=lambda x: (
        f"The new b is {write(-_dz(x))}, the new output "
        f"{write(sigmoid((x.W - _outer(x)) @ x.a0 - _dz(x)))}, "
        f"the new cost **{write(_after_step(x, _outer(x), _dz(x)), 4)}**"
    ),
    well_done="Where more may move, the same η brings more.",
)
