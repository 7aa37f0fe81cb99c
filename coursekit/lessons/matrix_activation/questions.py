"""Lesson 2's questions: rows and columns, Practice I, biases, shapes, a network of two layers."""

from itertools import pairwise

import numpy as np

from coursekit.network.network import Network
from coursekit.practice.ordered import Ordered
from coursekit.questions import practice
from coursekit.questions.by_hand import sigmoid
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.parts import bias, matrix, squeeze, term
from coursekit.questions.recipe import Recipe, later, part
from coursekit.questions.value import Value
from coursekit.questions.writing import typed, write

# -- rows and columns --------------------------------------------------------------------------

which_weight = Choice("matrix_activation.which_weight", "Finding a weight",
    lambda x: f"A layer has the weight matrix\n\n{typed(W=x.W)}\n\n"
              f"Which weight leads from input {x.i} to neuron {x.j}?",
    options=lambda x: (
        (write(x.W[x.j, x.i]),
         f"Row {x.j} belongs to neuron {x.j}, column {x.i} to input {x.i}.", True),
        (write(x.W[x.i, x.j]),
         "Row and column are exchanged: the row is the neuron it leads *to*."),
        (write(x.W[x.j - 1, x.i]),
         "The right column, but another row. Rows are counted from 0."),
        (write(x.W[x.j, x.i - 1]),
         "The right row, but another column. Columns are counted from 0.")),
    draw=lambda draw: {  # no number comes twice
        "W": np.reshape(draw.shuffled([k / 10 for k in range(-4, 5)]), (3, 3)),
        "j": draw.pick([1, 2]),
        "i": 0},
    hints=("Two things to find: the neuron's row, and in it the input's place.",
           lambda x: f"Row {x.j}, counted from 0 at the top. Then place {x.i}, from 0 at the "
                     "left."),
    answer_worked=lambda x: f"w with row {x.j} and column {x.i}: **{write(x.W[x.j, x.i])}**")

what_a_column_holds = Choice("matrix_activation.what_a_column_holds", "Reading a column",
    "Row j of W holds all weights *into* neuron j. What does a **column** of W hold?",
    options=(("all weights that one input meets: what it says to each neuron",
              "Rows tell what a neuron listens to, columns what an input reaches.", True),
             ("all weights into one neuron", "Those stand side by side, in a row."),
             ("the weights of one layer; the next column is the next layer",
              "All of W is one layer. The next layer has a matrix of its own."),
             ("the biases of the layer", "They stand in a vector b of their own.")),
    hints=("Take one input in the picture, and follow all the lines that leave it.",),
    answer_worked="Column i holds the weights that input i meets on its way into every neuron.")

how_many_biases = Choice("matrix_activation.how_many_biases", "How many biases",
    "A friend's notes write a layer as W a + b, with W of rows 0 … k and columns 0 … n, and the "
    "biases as b₀ … bₙ. Look at the indices. How many biases does the layer need?",
    options=(("one per row of W, so b₀ … bₖ: each neuron has one",
              "The notes count them like the columns. It is a slip of the pen: W a has a number "
              "per row, and b must match it.", True),
             ("one per column of W, so b₀ … bₙ: each input has one",
              "That is what the notes say, and where they slip. A bias is added to a *sum*, "
              "and there is one sum per row."),
             ("one per weight, so as many as W has entries",
              "A bias is added once, after all products of a neuron have been summed."),
             ("a single one for the whole layer",
              "Each neuron has a sum of its own, and so a bias of its own.")),
    hints=("What shape does W a have? b is added to that.",),
    answer_worked="One per neuron, and so one per row: b₀ … bₖ.")

# -- Practice I --------------------------------------------------------------------------------


def _sums(x):
    return [f"z{'₀₁'[j]} = ({write(v)}) × {write(x.a[0])} + ({write(w)}) × {write(x.a[1])}"
            for j, (v, w) in enumerate(x.W)]


practice_z = Value("matrix_activation.practice_z", "Practice I, the weighted sums",
    lambda x: "> Suppose there is a 2-layer neural network with 2 neurons per layer with the "
              "following weight matrix (and no bias). Calculate the output with the given input."
              f"\n\n{typed(W=x.W, a=x.a)}\n\n"
              "Begin with the weighted sums z, one for each neuron.",
    symbol="z", digits=2, opening=practice.LAYER, draw=practice.layer,
    recipe=Recipe(lambda p: p.W @ p.a, {"W": practice.WEIGHTS, "a": lambda x: x.a}, slips=(
        ("not summed", lambda x: x.W * x.a, "the four products. Add those that stand in one row."),
        ("the inputs left out", lambda x: x.W.sum(axis=1),
         "the sums of the rows. Each weight is multiplied by its input first."),
        ("rows times one input", lambda x: x.W.sum(axis=1) * x.a,
         "each row's sum times the input of the same number. Weights and inputs are paired "
         "along the row."),
        *later(("σ taken as well", lambda x: sigmoid(x.W @ x.a),
                "σ of the sums. That is the next question; here the sums are asked for.")))),
    hints=("Two neurons, so two sums. Each uses its own row of W and both inputs.",
           lambda x: f"z₀ = w₀₀a₀ + w₀₁a₁, and here w₀₀ = {write(x.W[0, 0])}, "
                     f"a₀ = {write(x.a[0])}.",
           lambda x: "; ".join(_sums(x))),
    answer_worked=lambda x: "\n\n".join(
        f"{told} = **{write(z, 2)}**" for told, z in zip(_sums(x), x.W @ x.a, strict=True)),
    well_done="One row, one neuron, one sum.")

SQUEEZE = squeeze(
    "z, not squeezed yet. Each entry goes through σ.",
    "σ(−z). Check the sign in the exponent of 1 / (1 + e⁻ᶻ).")

practice_output = Value("matrix_activation.practice_output", "Practice I, the output",
    "Now squeeze both sums: what are the two activations?",
    symbol="a1", bounds=(0, 1), after=practice_z, replaces="z",
    recipe=Recipe(lambda p: p.squeeze(p.z), {
        "z": part(lambda x: x.W @ x.a,
            ("W transposed", lambda x: x.W.T @ x.a, "σ(Wᵀa). Read W by rows.")),
        "squeeze": SQUEEZE}),
    hints=("σ is taken of each sum by itself.",
           "`1 / (1 + np.exp(-z))` does both at once, when z is an array.",
           lambda x: " and ".join(f"σ({write(z)})" for z in x.W @ x.a)),
    answer_worked=lambda x: " and ".join(
        f"σ({write(z)}) = **{write(sigmoid(z), 4)}**" for z in x.W @ x.a),
    well_done="That is the whole of Practice I: σ(W a).")

# -- with biases, and in a larger layer --------------------------------------------------------

layer_with_bias = Value("matrix_activation.layer_with_bias", "A layer with biases",
    lambda x: "Three inputs, two neurons, and this time biases:\n\n"
              f"{typed(W=x.W, a=x.a, b=x.b)}\n\nWhat does the layer give?",
    symbol="a1", bounds=(0, 1),
    draw=lambda draw: {"W": draw.array((2, 3), -1.5, 1.5),
                       "a": draw.array(3, 0.1, 0.9),
                       "b": draw.array(2, -1.0, 1.0)},
    recipe=Recipe(lambda p: p.squeeze(p.W @ p.a + p.b), {
        "W": part(lambda x: x.W,
            ("the rows exchanged", lambda x: x.W[::-1],
             "the layer with the rows of W in the wrong order.")),
        "a": lambda x: x.a,
        "b": bias(lambda x: x.b, "σ(W a): the biases are missing.",
            "σ(W a − b). The biases are added.",
            ("the biases exchanged", lambda x: x.b[::-1],
             "the layer with the two biases exchanged: bⱼ belongs to row j.")),
        "squeeze": SQUEEZE},
        slips=(
            ("b added after σ", lambda x: sigmoid(x.W @ x.a) + x.b,
             "σ(W a) + b. The bias belongs to the sum: it is added before σ."),)),
    hints=("In this order: multiply, add up the rows, add the biases, squeeze.",
           "`sigmoid(W @ a + b)`, once you have a `sigmoid`.",
           lambda x: "σ of " + " and of ".join(map(write, x.W @ x.a + x.b))),
    answer_worked=lambda x:
        f"W a + b = {write(x.W @ x.a + x.b)}, and σ of that is "
        + " and ".join(f"**{write(a, 4)}**" for a in sigmoid(x.W @ x.a + x.b)),
    well_done="σ(W a + b), the formula of the whole lesson.")

one_of_many = Value("matrix_activation.one_of_many", "One neuron of a layer",
    lambda x: f"A layer of three neurons:\n\n{typed(W=x.W, a=x.a, b=x.b)}\n\n"
              f"You need only one number: the weighted sum z of neuron {x.j}.",
    symbol="z", digits=2,
    draw=lambda draw: {"W": draw.array((3, 3), -1.5, 1.5),
                       "a": draw.array(3, 0.1, 1.0),
                       "b": draw.array(3, -1.0, 1.0),
                       "j": draw.pick([1, 2])},
    recipe=Recipe(lambda p: p.row @ p.a + p.b, {
        "row": part(lambda x: x.W[x.j],
            ("a column for the row", lambda x: x.W[:, x.j],
             "a column of W times a. The neuron's weights stand in its row."),
            ("the row before it", lambda x: x.W[x.j - 1],
             "another neuron's row. Rows are counted from 0.")),
        "a": lambda x: x.a,
        "b": bias(lambda x: x.b[x.j], "the sum without the neuron's bias.", "",
            ("the bias before it", lambda x: x.b[x.j - 1],
             "the sum with another neuron's bias. Biases are counted from 0."))},
        slips=later(("σ taken as well", lambda x: sigmoid(x.W[x.j] @ x.a + x.b[x.j]),
                     "σ(z), its activation. Asked for is z, the weighted sum."))),
    hints=("One row of W, all inputs, one bias.",
           lambda x: f"The row is {write(x.W[x.j])}, the bias {write(x.b[x.j])}.",
           lambda x: " + ".join([
               *(f"({write(w)}) × {write(a)}" for w, a in zip(x.W[x.j], x.a, strict=True)),
               f"({write(x.b[x.j])})"])),
    answer_worked=lambda x:
        f"Row {x.j} is {write(x.W[x.j])}. Times a it is {write(x.W[x.j] @ x.a, 2)}, "
        f"with the bias **{write(x.W[x.j] @ x.a + x.b[x.j], 2)}**",
    well_done="A row is a neuron.")

# -- layer after layer -------------------------------------------------------------------------


def _middle(x):
    return sigmoid(x.W1 @ x.a + x.b1)


two_layers = Value("matrix_activation.two_layers", "Two layers, one after the other",
    lambda x: "A network with two inputs, two neurons in the middle and one output:\n\n"
              f"{typed(a=x.a, W1=x.W1, b1=x.b1, W2=x.W2, b2=x.b2)}\n\nWhat is its output?",
    symbol="output", bounds=(0, 1),
    draw=lambda draw: {"a": draw.array(2, 0.1, 0.9),
                       "W1": draw.array((2, 2), -2.0, 2.0),
                       "b1": draw.array(2, -1.0, 1.0),
                       "W2": draw.array((1, 2), -2.0, 2.0),
                       "b2": draw.array(1, -1.0, 1.0)},
    recipe=Recipe(lambda p: p.outer(p.W2 @ p.inner(p.W1 @ p.a + p.b1) + p.b2), {
        "a": lambda x: x.a,
        "W1": matrix(lambda x: x.W1, "the output with W1 read by columns.", symbol="W1"),
        "b1": bias(lambda x: x.b1, "the output without the biases b1.", symbol="b1"),
        "inner": squeeze("the output without σ in the middle layer. Every layer squeezes.",
                         name="no σ in between", where=" in between"),
        "W2": lambda x: x.W2,
        "b2": bias(lambda x: x.b2, "the output without the bias b2.", symbol="b2"),
        "outer": squeeze("the last weighted sum. The output neuron squeezes too.",
                         name="no σ at the end", where=" at the end")},
        slips=(
            ("the first layer skipped", lambda x: sigmoid(x.W2 @ x.a + x.b2),
             "the second layer applied to the inputs. It gets the middle layer's activations."),
            ("stopped after one layer", _middle,
             "the middle layer's activations. One more layer is to come."))),
    hints=("Run the first layer. Its activations are the second layer's inputs.",
           lambda x: f"The middle layer gives {write(_middle(x))}.",
           lambda x: f"σ({write((x.W2 @ _middle(x) + x.b2)[0])})"),
    answer_worked=lambda x:
        f"The middle layer is σ(W1 a + b1) = {write(_middle(x))}. "
        f"The output is σ(W2 · that + b2) = **{write(sigmoid(x.W2 @ _middle(x) + x.b2)[0], 4)}**",
    well_done="A network is this, repeated.")


def _weights(sizes):
    return sum(n * k for n, k in pairwise(sizes))


def _counted(x):
    return " + ".join(f"{n} × {k} + {k}" for n, k in pairwise(x.sizes))


how_many_numbers = Value("matrix_activation.how_many_numbers", "Counting what can be learned",
    lambda x: f"A network has layers of {', '.join(map(str, x.sizes[:-1]))} and {x.sizes[-1]} "
              "neurons, the inputs counted as the first layer. "
              "How many weights and biases does it have in all?",
    symbol="count", digits=0,
    opening={"sizes": (784, 16, 16, 10)},
    draw=lambda draw: {"sizes": tuple(
        int(draw.number(*between, 1)) for between in ((20, 400), (5, 30), (5, 30), (3, 12)))},
    recipe=Recipe(lambda p: p.weights + p.biases, {
        "weights": term("the weights", lambda x: _weights(x.sizes),
            "the biases alone. Each pair of neighbouring layers has a matrix, too.",
            ("the last matrix left out", lambda x: _weights(x.sizes[:-1]),
             "the count without the last matrix. There is one between all neighbours.")),
        "biases": term("the biases", lambda x: sum(x.sizes[1:]),
            "the weights alone. Add the biases.",
            ("biases for the inputs", lambda x: sum(x.sizes),
             "the count with biases for the inputs. Nothing is computed there."))}),
    hints=("Each layer but the first has a matrix and a vector of biases.",
           "The matrix of a layer has (its neurons) × (neurons before) entries.",
           _counted),
    answer_worked=lambda x: f"{_counted(x)} = **{_weights(x.sizes) + sum(x.sizes[1:])}**",
    well_done="All of these numbers are turned in training, in lesson 5.")

# -- as programs -------------------------------------------------------------------------------


def _layers(draw, *sizes):
    """Draw the weights and biases of a network, and its inputs."""
    weights = [draw.array((k, n), -1.5, 1.5) for n, k in pairwise(sizes)]
    biases = [draw.array(k, -1.0, 1.0) for k in sizes[1:]]
    return weights, biases, draw.array(sizes[0], 0.1, 0.9)


def _one_layer(draw, *sizes):
    (W,), (b,), a = _layers(draw, *sizes)
    return W, a, b


write_layer = Function("matrix_activation.write_layer", "Write a layer",
    "Write `layer(W, a, b)`, which returns σ(W a + b). W is a matrix, a and b are "
    "vectors; `@` multiplies a matrix by a vector.",
    reference=lambda W, a, b: sigmoid(W @ a + b),
    inputs=lambda draw: [
        _one_layer(draw, *sizes) for sizes in ((2, 2), (3, 3), (4, 2), (1, 3), (5, 5))],
    slips=(("b left out", lambda W, a, b: sigmoid(W @ a), "σ(W a): the biases are missing."),
           ("σ left out", lambda W, a, b: W @ a + b, "W a + b: nothing is squeezed."),
           ("b added after σ", lambda W, a, b: sigmoid(W @ a) + b,
            "σ(W a) + b: the bias comes too late."),
           ("b subtracted", lambda W, a, b: sigmoid(W @ a - b), "σ(W a − b)."),
           ("σ(−z) for σ(z)", lambda W, a, b: sigmoid(-(W @ a + b)),
            "σ(−z): the minus of the exponent is missing, or there are two."),
           ("σ once too often", lambda W, a, b: sigmoid(sigmoid(W @ a + b)),
            "σ(σ(z)): each sum is squeezed once.")),
    hints=("`W @ a` gives all the sums of products at once.",
           "Add b, then squeeze: 1 / (1 + np.exp(…)).",
           "`return 1 / (1 + np.exp(-(W @ a + …)))`"),
    answer_worked="```python\ndef layer(W, a, b):\n"
                  "    return 1 / (1 + np.exp(-(W @ a + b)))\n```",
    well_done="The formula and the program are nearly the same line.")


def _run(inner=sigmoid, outer=sigmoid, biased=1):
    """Return a way to run a network, with another squeeze or without its biases."""
    def forward(weights, biases, a):
        squeezes = [inner] * len(weights[1:]) + [outer]
        for W, b, squeezed in zip(weights, biases, squeezes, strict=True):
            a = squeezed(W @ a + biased * b)
        return a

    return forward


write_forward = Function("matrix_activation.write_forward", "Write a network",
    "Write `forward(weights, biases, a)`. `weights` is a list of matrices, `biases` a "
    "list of vectors, one each a layer; `a` holds the inputs. Return the last layer's activations.",
    reference=lambda weights, biases, a: Network(weights, biases).forward(a)[-1],
    inputs=lambda draw: [
        _layers(draw, *sizes) for sizes in ((2, 2), (2, 3, 2), (3, 3, 3, 1), (4, 2, 5, 3))],
    slips=(("no σ at the end", _run(outer=np.positive),
            "a network whose last layer does not squeeze."),
           ("σ left out", _run(np.positive, np.positive), "a network that squeezes nowhere."),
           ("no σ in between", _run(inner=np.positive),
            "a network that squeezes in the last layer alone."),
           ("the biases left out", _run(biased=0), "a network without biases."),
           ("the biases subtracted", _run(biased=-1), "a network with W a − b."),
           ("only the first layer",
            lambda weights, biases, a: sigmoid(weights[0] @ a + biases[0]),
            "the first layer's activations. Is the `return` inside the loop?")),
    hints=("Let `a` be the activations so far, and replace it layer by layer.",
           "`for W, b in zip(weights, biases):` goes through the layers.",
           "Inside the loop `a = 1 / (1 + np.exp(-(W @ a + b)))`, after it `return a`."),
    answer_worked="```python\ndef forward(weights, biases, a):\n"
                  "    for W, b in zip(weights, biases):\n"
                  "        a = 1 / (1 + np.exp(-(W @ a + b)))\n    return a\n```",
    well_done="These three lines run any network of this course.")

layer_in_order = Ordered("matrix_activation.layer_in_order", "A layer, line by line",
    "These lines make the function `layer(W, a, b)`, which returns σ(W a + b). Put them in order.",
    rows=(("def layer(W, a, b):", ""),
          ("    z = W @ a", "a function begins with its name and what it takes."),
          ("    z = z + b", "there is no z yet to which b could be added."),
          ("    return 1 / (1 + np.exp(-z))", "`return` ends the function; z is not whole yet.")),
    slips=(("    z = W.T @ a", "it reads W by columns. Each row of W belongs to one neuron."),
           ("    return z", "nothing is squeezed. The activation is σ(z)."),
           ("    return 1 / (1 + np.exp(z))", "the exponent's minus is missing: this is σ(−z).")),
    hints=("Three lines of work: sums of products, biases, σ.",),
    answer_worked=write_layer.answer_worked,
    well_done="Now write it yourself: `matrix_activation.write_layer.ask()`.")


# in the order in which they are asked
QUESTIONS = (which_weight, what_a_column_holds, how_many_biases, practice_z, practice_output,
             layer_with_bias, one_of_many, two_layers, how_many_numbers, write_layer,
             write_forward)
