"""Lesson 2's questions: rows and columns, Practice I, biases, shapes, a network of two layers."""

from itertools import pairwise

import numpy as np

from coursekit.exercises.choices import Choice, Option
from coursekit.exercises.functions import Function
from coursekit.exercises.slips import Part, Recipe, Slip
from coursekit.exercises.values import Value
from coursekit.exercises.variants import typed, write
from coursekit.network.network import Network, sigmoid

# -- rows and columns --------------------------------------------------------------------------

which_weight = Choice(
    id="matrix_activation.which_weight",
    title="Finding a weight",
    question=lambda x: (
        f"A layer has the weight matrix\n\n{typed(W=x.W)}\n\n"
        f"Which weight leads from input {x.i} to neuron {x.j}?"
    ),
    options=lambda x: (
        Option(
            f"{write(x.W[x.j, x.i])}",
            f"Row {x.j} belongs to neuron {x.j}, column {x.i} to input {x.i}.",
            right=True,
        ),
        Option(
            f"{write(x.W[x.i, x.j])}",
            "Row and column are exchanged: the row is the neuron it leads *to*.",
        ),
        Option(
            f"{write(x.W[x.j - 1, x.i])}",
            "The right column, but another row. Rows are counted from 0.",
        ),
        Option(
            f"{write(x.W[x.j, x.i - 1])}",
            "The right row, but another column. Columns are counted from 0.",
        ),
    ),
    draw=lambda draw: _distinct(draw) | {"j": draw.pick([1, 2]), "i": 0},
    hints=(
        "Two things to find: the neuron's row, and in it the input's place.",
        lambda x: f"Row {x.j}, counted from 0 at the top. Then place {x.i}, from 0 at the left.",
    ),
    answer_worked=lambda x: f"w with row {x.j} and column {x.i}: **{write(x.W[x.j, x.i])}**",
)


def _distinct(draw):
    """Draw a 3×3 matrix in which no number comes twice."""
    return {"W": np.reshape(draw.shuffled([k / 10 for k in range(-4, 5)]), (3, 3))}


what_a_column_holds = Choice(
    id="matrix_activation.what_a_column_holds",
    title="Reading a column",
    question="Row j of W holds all weights *into* neuron j. What does a **column** of W hold?",
    options=(
        Option(
            "all weights that one input meets: what it says to each neuron",
            "Rows tell what a neuron listens to, columns what an input reaches.",
            right=True,
        ),
        Option("all weights into one neuron", "Those stand side by side, in a row."),
        Option(
            "the weights of one layer; the next column is the next layer",
            "All of W is one layer. The next layer has a matrix of its own.",
        ),
        Option("the biases of the layer", "They stand in a vector b of their own."),
    ),
    hints=("Take one input in the picture, and follow all the lines that leave it.",),
    answer_worked="Column i holds the weights that input i meets on its way into every neuron.",
)

how_many_biases = Choice(
    id="matrix_activation.how_many_biases",
    title="How many biases",
    question="The slides write a layer as W a + b, with W of rows 0 … k and columns 0 … n, and the "
    "biases as b₀ … bₙ. Look at the indices. How many biases does the layer need?",
    options=(
        Option(
            "one per row of W, so b₀ … bₖ: each neuron has one",
            "The slide counts them like the columns. It is a slip of the pen: W a has a number "
            "per row, and b must match it.",
            right=True,
        ),
        Option(
            "one per column of W, so b₀ … bₙ: each input has one",
            "That is what the slide says, and where it slips. A bias is added to a *sum*, "
            "and there is one sum per row.",
        ),
        Option(
            "one per weight, so as many as W has entries",
            "A bias is added once, after all products of a neuron have been summed.",
        ),
        Option(
            "a single one for the whole layer",
            "Each neuron has a threshold of its own, so each has its own bias.",
        ),
    ),
    hints=("What shape does W a have? b is added to that.",),
    answer_worked="One per neuron, and so one per row: b₀ … bₖ.",
)

# -- Practice I --------------------------------------------------------------------------------

PRACTICE = {"W": [[0.2, 0.4], [0.6, 0.8]], "a": [0.7, 0.3]}
WEIGHTS = Part(
    lambda x: x.W,
    (
        Slip(
            "W transposed",
            lambda x: x.W.T,
            "what comes out when W is read by columns. Each row belongs to one neuron.",
        ),
    ),
)


def _sums(x):
    return [
        f"z{'₀₁'[j]} = ({write(v)}) × {write(x.a[0])} + ({write(w)}) × {write(x.a[1])}"
        for j, (v, w) in enumerate(x.W)
    ]


practice_z = Value(
    id="matrix_activation.practice_z",
    title="Practice I, the weighted sums",
    question=lambda x: (
        "> Suppose there is a 2-layer neural network with 2 neurons per layer with the following "
        "weight matrix (and no bias). Calculate the output with the given input.\n\n"
        f"{typed(W=x.W, a=x.a)}\n\nBegin with the weighted sums z, one for each neuron."
    ),
    symbol="z",
    digits=2,
    opening=PRACTICE,
    draw=lambda draw: {"W": draw.array((2, 2), -0.9, 0.9), "a": draw.array(2, 0.1, 0.9)},
    recipe=Recipe(
        lambda p: p.W @ p.a,
        {"W": WEIGHTS, "a": Part(lambda x: x.a)},
        slips=(
            Slip(
                "not summed",
                lambda x: x.W * x.a,
                "the four products. Add those that stand in one row.",
            ),
            Slip(
                "the inputs left out",
                lambda x: x.W.sum(axis=1),
                "the sums of the rows. Each weight is multiplied by its input first.",
            ),
            Slip(
                "rows times one input",
                lambda x: x.W.sum(axis=1) * x.a,
                "each row's sum times the input of the same number. Weights and inputs are paired "
                "along the row.",
            ),
        ),
    ),
    hints=(
        "Two neurons, so two sums. Each uses its own row of W and both inputs.",
        lambda x: f"z₀ = w₀₀a₀ + w₀₁a₁, and here w₀₀ = {write(x.W[0, 0])}, a₀ = {write(x.a[0])}.",
        lambda x: "; ".join(_sums(x)),
    ),
    answer_worked=lambda x: "\n\n".join(
        f"{told} = **{write(z, 2)}**" for told, z in zip(_sums(x), x.W @ x.a, strict=True)
    ),
    well_done="One row, one neuron, one sum.",
)

SQUEEZE = Part(
    lambda x: sigmoid,
    (
        Slip(
            "σ left out",
            lambda x: lambda z: z,
            "z, not squeezed yet. Each entry goes through σ.",
        ),
        Slip(
            "σ(−z) for σ(z)",
            lambda x: lambda z: sigmoid(-z),
            "σ(−z). Check the sign in the exponent of 1 / (1 + e⁻ᶻ).",
        ),
    ),
)

practice_output = Value(
    id="matrix_activation.practice_output",
    title="Practice I, the output",
    question="Now squeeze both sums: what are the two activations?",
    symbol="a1",
    after=practice_z,
    replaces="z",
    recipe=Recipe(
        lambda p: p.squeeze(p.z),
        {
            "z": Part(
                lambda x: x.W @ x.a,
                (Slip("W transposed", lambda x: x.W.T @ x.a, "σ(Wᵀa). Read W by rows."),),
            ),
            "squeeze": SQUEEZE,
        },
    ),
    hints=(
        "σ is taken of each sum by itself.",
        "`1 / (1 + np.exp(-z))` does both at once, when z is an array.",
        lambda x: f"σ({write((x.W @ x.a)[0])}) and σ({write((x.W @ x.a)[1])})",
    ),
    answer_worked=lambda x: (
        f"σ({write((x.W @ x.a)[0])}) = **{write(sigmoid(x.W @ x.a)[0], 4)}** and "
        f"σ({write((x.W @ x.a)[1])}) = **{write(sigmoid(x.W @ x.a)[1], 4)}**"
    ),
    well_done="That is the whole of Practice I: σ(W a).",
)

# -- with biases, and in a larger layer --------------------------------------------------------

layer_with_bias = Value(
    id="matrix_activation.layer_with_bias",
    title="A layer with biases",
    question=lambda x: (
        "Three inputs, two neurons, and this time biases:\n\n"
        f"{typed(W=x.W, a=x.a, b=x.b)}\n\nWhat does the layer give?"
    ),
    symbol="a1",
    draw=lambda draw: {
        "W": draw.array((2, 3), -1.5, 1.5),
        "a": draw.array(3, 0.1, 0.9),
        "b": draw.array(2, -1.0, 1.0),
    },
    recipe=Recipe(
        lambda p: p.squeeze(p.W @ p.a + p.b) + p.late,
        {
            "W": Part(
                lambda x: x.W,
                (
                    Slip(
                        "the rows exchanged",
                        lambda x: x.W[::-1],
                        "the layer with the rows of W in the wrong order.",
                    ),
                ),
            ),
            "a": Part(lambda x: x.a),
            "b": Part(
                lambda x: x.b,
                (
                    Slip("b left out", lambda x: np.zeros(2), "σ(W a): the biases are missing."),
                    Slip("b subtracted", lambda x: -x.b, "σ(W a − b). The biases are added."),
                    Slip(
                        "the biases exchanged",
                        lambda x: x.b[::-1],
                        "the layer with the two biases exchanged: bⱼ belongs to row j.",
                    ),
                ),
            ),
            "squeeze": SQUEEZE,
            "late": Part(lambda x: 0.0),
        },
        slips=(
            Slip(
                "b added after σ",
                lambda x: sigmoid(x.W @ x.a) + x.b,
                "σ(W a) + b. The bias belongs to the sum: it is added before σ.",
            ),
        ),
    ),
    hints=(
        "In this order: multiply, add up the rows, add the biases, squeeze.",
        "`sigmoid(W @ a + b)`, once you have a `sigmoid`.",
        lambda x: f"σ of {write((x.W @ x.a + x.b)[0])} and of {write((x.W @ x.a + x.b)[1])}",
    ),
    answer_worked=lambda x: (
        f"W a + b = {write(x.W @ x.a + x.b)}, and σ of that is "
        f"**{write(sigmoid(x.W @ x.a + x.b)[0], 4)}** and "
        f"**{write(sigmoid(x.W @ x.a + x.b)[1], 4)}**"
    ),
    well_done="σ(W a + b), the formula of the whole lesson.",
)

one_of_many = Value(
    id="matrix_activation.one_of_many",
    title="One neuron of a layer",
    question=lambda x: (
        f"A layer of three neurons:\n\n{typed(W=x.W, a=x.a, b=x.b)}\n\n"
        f"You need only one number: the weighted sum z of neuron {x.j}."
    ),
    symbol="z",
    digits=2,
    draw=lambda draw: {
        "W": draw.array((3, 3), -1.5, 1.5),
        "a": draw.array(3, 0.1, 1.0),
        "b": draw.array(3, -1.0, 1.0),
        "j": draw.pick([1, 2]),
    },
    recipe=Recipe(
        lambda p: p.row @ p.a + p.b,
        {
            "row": Part(
                lambda x: x.W[x.j],
                (
                    Slip(
                        "a column for the row",
                        lambda x: x.W[:, x.j],
                        "a column of W times a. The neuron's weights stand in its row.",
                    ),
                    Slip(
                        "the row before it",
                        lambda x: x.W[x.j - 1],
                        "another neuron's row. Rows are counted from 0.",
                    ),
                ),
            ),
            "a": Part(lambda x: x.a),
            "b": Part(
                lambda x: x.b[x.j],
                (
                    Slip("b left out", lambda x: 0.0, "the sum without the neuron's bias."),
                    Slip(
                        "the bias before it",
                        lambda x: x.b[x.j - 1],
                        "the sum with another neuron's bias. Biases are counted from 0.",
                    ),
                ),
            ),
        },
    ),
    hints=(
        "One row of W, all inputs, one bias.",
        lambda x: f"The row is {write(x.W[x.j])}, the bias {write(x.b[x.j])}.",
        lambda x: (
            " + ".join(f"({write(w)}) × {write(a)}" for w, a in zip(x.W[x.j], x.a, strict=True))
            + f" + ({write(x.b[x.j])})"
        ),
    ),
    answer_worked=lambda x: (
        f"Row {x.j} is {write(x.W[x.j])}. Times a it is {write(x.W[x.j] @ x.a, 2)}, "
        f"with the bias **{write(x.W[x.j] @ x.a + x.b[x.j], 2)}**"
    ),
    well_done="A row is a neuron.",
)

# -- layer after layer -------------------------------------------------------------------------


def _two_layers(x):
    return Network([x.W1, x.W2], [x.b1, x.b2]).forward(x.a)[-1]


two_layers = Value(
    id="matrix_activation.two_layers",
    title="Two layers, one after the other",
    question=lambda x: (
        "A network with two inputs, two neurons in the middle and one output:\n\n"
        f"{typed(a=x.a, W1=x.W1, b1=x.b1, W2=x.W2, b2=x.b2)}\n\nWhat is its output?"
    ),
    symbol="output",
    draw=lambda draw: {
        "a": draw.array(2, 0.1, 0.9),
        "W1": draw.array((2, 2), -2.0, 2.0),
        "b1": draw.array(2, -1.0, 1.0),
        "W2": draw.array((1, 2), -2.0, 2.0),
        "b2": draw.array(1, -1.0, 1.0),
    },
    recipe=Recipe(
        lambda p: p.outer(p.W2 @ p.inner(p.W1 @ p.a + p.b1) + p.b2),
        {
            "a": Part(lambda x: x.a),
            "W1": Part(
                lambda x: x.W1,
                (Slip("W1 transposed", lambda x: x.W1.T, "the output with W1 read by columns."),),
            ),
            "b1": Part(
                lambda x: x.b1,
                (Slip("b1 left out", lambda x: 0 * x.b1, "the output without the biases b1."),),
            ),
            "inner": Part(
                lambda x: sigmoid,
                (
                    Slip(
                        "no σ in between",
                        lambda x: lambda z: z,
                        "the output without σ in the middle layer. Every layer squeezes.",
                    ),
                ),
            ),
            "W2": Part(lambda x: x.W2),
            "b2": Part(
                lambda x: x.b2,
                (Slip("b2 left out", lambda x: 0 * x.b2, "the output without the bias b2."),),
            ),
            "outer": Part(
                lambda x: sigmoid,
                (
                    Slip(
                        "no σ at the end",
                        lambda x: lambda z: z,
                        "the last weighted sum. The output neuron squeezes too.",
                    ),
                ),
            ),
        },
        slips=(
            Slip(
                "the first layer skipped",
                lambda x: sigmoid(x.W2 @ x.a + x.b2),
                "the second layer applied to the inputs. It gets the middle layer's activations.",
            ),
            Slip(
                "stopped after one layer",
                lambda x: sigmoid(x.W1 @ x.a + x.b1),
                "the middle layer's activations. One more layer is to come.",
            ),
        ),
    ),
    hints=(
        "Run the first layer. Its activations are the second layer's inputs.",
        lambda x: f"The middle layer gives {write(sigmoid(x.W1 @ x.a + x.b1))}.",
        lambda x: f"σ({write((x.W2 @ sigmoid(x.W1 @ x.a + x.b1) + x.b2)[0])})",
    ),
    answer_worked=lambda x: (
        f"The middle layer is σ(W1 a + b1) = {write(sigmoid(x.W1 @ x.a + x.b1))}. "
        f"The output is σ(W2 · that + b2) = **{write(_two_layers(x)[0], 4)}**"
    ),
    well_done="A network is this, repeated.",
)


def _weights(x):
    return sum(n * k for n, k in pairwise(x.sizes))


how_many_numbers = Value(
    id="matrix_activation.how_many_numbers",
    title="Counting what can be learned",
    question=lambda x: (
        f"A network has layers of {', '.join(map(str, x.sizes[:-1]))} and {x.sizes[-1]} neurons, "
        "the inputs counted as the first layer. "
        "How many weights and biases does it have in all?"
    ),
    symbol="count",
    digits=0,
    opening={"sizes": (784, 16, 16, 10)},
    draw=lambda draw: {
        "sizes": tuple(
            int(draw.number(low, high, 1)) for low, high in ((20, 400), (5, 30), (5, 30), (3, 12))
        )
    },
    recipe=Recipe(
        lambda p: p.weights + p.biases,
        {
            "weights": Part(
                _weights,
                (
                    Slip(
                        "the weights left out",
                        lambda x: 0,
                        "the biases alone. Each pair of neighbouring layers has a matrix, too.",
                    ),
                    Slip(
                        "the last matrix left out",
                        lambda x: _weights(x) - x.sizes[-2] * x.sizes[-1],
                        "the count without the last matrix. There is one between all neighbours.",
                    ),
                ),
            ),
            "biases": Part(
                lambda x: sum(x.sizes[1:]),
                (
                    Slip("the biases left out", lambda x: 0, "the weights alone. Add the biases."),
                    Slip(
                        "biases for the inputs",
                        lambda x: sum(x.sizes),
                        "the count with biases for the inputs. Nothing is computed there.",
                    ),
                ),
            ),
        },
    ),
    hints=(
        "Each layer but the first has a matrix and a vector of biases.",
        "The matrix of a layer has (its neurons) × (neurons before) entries.",
        lambda x: " + ".join(f"{n} × {k} + {k}" for n, k in pairwise(x.sizes)),
    ),
    answer_worked=lambda x: (
        " + ".join(f"{n} × {k} + {k}" for n, k in pairwise(x.sizes))
        + f" = **{_weights(x) + sum(x.sizes[1:])}**"
    ),
    well_done="All of these numbers are turned in training, in lesson 5.",
)

# -- as programs -------------------------------------------------------------------------------


def _course_layer(W, a, b):
    return sigmoid(W @ a + b)


def _layers(draw, *sizes):
    weights = [draw.array((k, n), -1.5, 1.5) for n, k in pairwise(sizes)]
    return weights, [draw.array(k, -1.0, 1.0) for k in sizes[1:]]


def _one_layer(draw, n, k):
    (W,), (b,) = _layers(draw, n, k)
    return W, draw.array(n, 0.1, 0.9), b


write_layer = Function(
    id="matrix_activation.write_layer",
    title="Write a layer",
    question="Write `layer(W, a, b)`, which returns σ(W a + b). W is a matrix, a and b are "
    "vectors; `@` multiplies a matrix by a vector.",
    reference=_course_layer,
    inputs=lambda draw: [
        _one_layer(draw, n, k) for n, k in ((2, 2), (3, 3), (4, 2), (1, 3), (5, 5))
    ],
    slips=(
        Slip("b left out", lambda W, a, b: sigmoid(W @ a), "σ(W a): the biases are missing."),
        Slip("σ left out", lambda W, a, b: W @ a + b, "W a + b: nothing is squeezed."),
        Slip(
            "b added after σ",
            lambda W, a, b: sigmoid(W @ a) + b,
            "σ(W a) + b: the bias comes too late.",
        ),
        Slip("b subtracted", lambda W, a, b: sigmoid(W @ a - b), "σ(W a − b)."),
    ),
    hints=(
        "`W @ a` gives all the sums of products at once.",
        "Add b, then squeeze: 1 / (1 + np.exp(…)).",
        "`return 1 / (1 + np.exp(-(W @ a + …)))`",
    ),
    answer_worked="```python\ndef layer(W, a, b):\n    return 1 / (1 + np.exp(-(W @ a + b)))\n```",
    well_done="The formula and the program are nearly the same line.",
)


def _course_forward(weights, biases, a):
    return Network(weights, biases).forward(a)[-1]


def _skipping_last(weights, biases, a):
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = sigmoid(W @ a + b)
    return weights[-1] @ a + biases[-1]


def _never_squeezing(weights, biases, a):
    for W, b in zip(weights, biases, strict=True):
        a = W @ a + b
    return a


def _unbiased(weights, biases, a):
    for W in weights:
        a = sigmoid(W @ a)
    return a


write_forward = Function(
    id="matrix_activation.write_forward",
    title="Write a network",
    question="Write `forward(weights, biases, a)`. `weights` is a list of matrices, `biases` a "
    "list of vectors, one each a layer; `a` holds the inputs. Return the last layer's activations.",
    reference=_course_forward,
    inputs=lambda draw: [
        (*_layers(draw, *sizes), draw.array(sizes[0], 0.1, 0.9))
        for sizes in ((2, 2), (2, 3, 2), (3, 3, 3, 1), (4, 2, 5, 3))
    ],
    slips=(
        Slip("no σ at the end", _skipping_last, "a network whose last layer does not squeeze."),
        Slip("σ left out", _never_squeezing, "a network that squeezes nowhere."),
        Slip("the biases left out", _unbiased, "a network without biases."),
        Slip(
            "only the first layer",
            lambda weights, biases, a: sigmoid(weights[0] @ a + biases[0]),
            "the first layer's activations. Is the `return` inside the loop?",
        ),
    ),
    hints=(
        "Let `a` be the activations so far, and replace it layer by layer.",
        "`for W, b in zip(weights, biases):` goes through the layers.",
        "Inside the loop `a = 1 / (1 + np.exp(-(W @ a + b)))`, after it `return a`.",
    ),
    answer_worked="```python\ndef forward(weights, biases, a):\n"
    "    for W, b in zip(weights, biases):\n"
    "        a = 1 / (1 + np.exp(-(W @ a + b)))\n    return a\n```",
    well_done="These three lines run any network of this course.",
)
