"""Lesson 3's questions: squares, Practice II's cost, the mean over examples, Review II, valleys."""

import numpy as np

from coursekit.exercises.choices import Choice, Option, Words
from coursekit.exercises.functions import Function
from coursekit.exercises.matrix_activation import PRACTICE, WEIGHTS
from coursekit.exercises.slips import Part, Recipe, Slip, average, total
from coursekit.exercises.values import Value
from coursekit.exercises.variants import typed, write
from coursekit.network.network import Network, sigmoid

SQUARE = Part(
    lambda x: np.square,
    (
        Slip(
            "distances for squares",
            lambda x: np.abs,
            "what comes out with the distances |a − y|. Each of them is squared.",
        ),
        Slip(
            "nothing squared",
            lambda x: lambda miss: miss,
            "the differences a − y as they are. Square each, or plus and minus cancel.",
        ),
    ),
)


def _squares(a, y, decimals=None):
    return " + ".join(f"({write(p, decimals)} − {write(q)})²" for p, q in zip(a, y, strict=True))


# -- one example -------------------------------------------------------------------------------

twice_as_far = Choice(
    id="cost.twice_as_far",
    title="Twice as far",
    question="An output misses its target by some amount. Another misses by **twice** as much. "
    "How much more does the second add to the cost?",
    options=(
        Option("twice as much", "That holds for the side. The area has two sides that grow."),
        Option(
            "four times as much",
            "Both sides of the square are twice as long. Large misses weigh heavily.",
            right=True,
        ),
        Option("the same: both are misses", "The cost says how far off an output is."),
        Option("it depends on the sign", "A square has the same area on either side."),
    ),
    hints=("Draw a square. Then draw one with sides twice as long.",),
    answer_worked="(2s)² = 4s²: **four times** as much.",
)

one_example = Value(
    id="cost.one_example",
    title="The cost of one example",
    question=lambda x: (
        "A network answers with three outputs, and this is what they should have been:\n\n"
        f"{typed(a=x.a, y=x.y)}\n\nWhat does this example cost?"
    ),
    symbol="C0",
    draw=lambda draw: {
        "a": draw.array(3, 0.05, 0.95, 0.05),
        "y": draw.shuffled([1.0, 0.0, 0.0]),
    },
    recipe=Recipe(
        lambda p: p.add(p.square(p.a - p.y)),
        {
            "a": Part(lambda x: x.a),
            "y": Part(lambda x: x.y),
            "square": SQUARE,
            "add": total(3, "output"),
        },
        slips=(
            Slip(
                "the targets left out",
                lambda x: np.sum(x.a**2),
                "the outputs squared and added. Subtract the targets first.",
            ),
            Slip(
                "squares of the parts",
                lambda x: np.sum(x.a**2 - x.y**2),
                "Σ (a² − y²). Subtract first, then square.",
            ),
            Slip(
                "a root at the end",
                lambda x: np.sqrt(np.sum((x.a - x.y) ** 2)),
                "the root of the sum. The cost is the sum itself.",
            ),
        ),
    ),
    hints=(
        "Three differences, three squares, one sum.",
        lambda x: f"The first square is ({write(x.a[0])} − {write(x.y[0])})².",
        lambda x: _squares(x.a, x.y),
    ),
    answer_worked=lambda x: f"{_squares(x.a, x.y)} = **{write(np.sum((x.a - x.y) ** 2), 4)}**",
    well_done="Subtract, square, add.",
)

which_output = Choice(
    id="cost.which_output",
    title="Where a push pays",
    question=lambda x: (
        f"The outputs are {write(x.a[0])} and {write(x.a[1])}, their targets "
        f"{write(x.y[0])} and {write(x.y[1])}. You may move **one** output by 0.05 towards its "
        "target. Which one brings the cost down further?"
    ),
    options=lambda x: (
        *(_push(x, j) for j in (0, 1)),
        Option(
            "both bring the same",
            "A strip is cut off a square. The longer its side, the larger the strip.",
        ),
    ),
    shuffled=False,
    draw=lambda draw: _two_misses(draw),
    hints=(
        "Work out both squares before and after.",
        lambda x: "; ".join(
            f"output {j}: ({write(abs(x.a[j] - x.y[j]))})² − "
            f"({write(abs(x.a[j] - x.y[j]) - 0.05)})²"
            for j in (0, 1)
        ),
    ),
    answer_worked=lambda x: f"**Output {_further(x)}**: it is further from its target.",
)


def _push(x, j):
    miss, right = write(abs(x.a[j] - x.y[j])), j == _further(x)
    says = "the longer side: more area goes." if right else "the shorter side."
    return Option(f"output {j}", f"It misses by {miss}, {says}", right=right)


def _further(x):
    return int(np.argmax(np.abs(x.a - x.y)))


def _two_misses(draw):
    """Draw two outputs that miss by different amounts, both by more than the push."""
    near, far = draw.number(0.1, 0.25, 0.05), draw.number(0.4, 0.7, 0.05)
    misses, y = draw.shuffled([near, far]), draw.shuffled([0.0, 1.0])
    return {"a": [abs(q - miss) for q, miss in zip(y, misses, strict=True)], "y": y}


# -- Practice II, its first half ---------------------------------------------------------------

practice_cost = Value(
    id="cost.practice_cost",
    title="Practice II, the cost",
    question=lambda x: (
        "The slides go on with the layer of Practice I, which has no bias:\n\n"
        f"{typed(W=x.W, a=x.a)}\n\n"
        "> Calculate the cost given this expected output:\n\n"
        f"{typed(y=x.y)}"
    ),
    symbol="C0",
    opening={**PRACTICE, "y": [1.0, 0.0]},
    draw=lambda draw: {
        "W": draw.array((2, 2), -0.9, 0.9),
        "a": draw.array(2, 0.1, 0.9),
        "y": draw.shuffled([1.0, 0.0]),
    },
    recipe=Recipe(
        lambda p: p.add(p.square(p.squeeze(p.W @ p.a) - p.y)),
        {
            "W": WEIGHTS,
            "a": Part(lambda x: x.a),
            "y": Part(
                lambda x: x.y,
                (
                    Slip(
                        "the targets exchanged",
                        lambda x: x.y[::-1],
                        "the cost with the two targets exchanged.",
                    ),
                ),
            ),
            "squeeze": Part(
                lambda x: sigmoid,
                (
                    Slip(
                        "σ left out",
                        lambda x: lambda z: z,
                        "the cost of z, not of σ(z). The output is squeezed before it is compared.",
                    ),
                ),
            ),
            "square": SQUARE,
            "add": total(2, "output"),
        },
        # unsquared, both outputs are added and the 1 is taken off, whichever it belongs to
        same=(("nothing squared", "the targets exchanged and nothing squared"),),
    ),
    hints=(
        "Run the layer first: σ(W a). Then compare with y.",
        lambda x: f"The outputs are {write(np.round(sigmoid(x.W @ x.a), 4))}.",
        lambda x: _squares(sigmoid(x.W @ x.a), x.y, 4),
    ),
    answer_worked=lambda x: (
        f"{_squares(sigmoid(x.W @ x.a), x.y, 4)} ≈ "
        f"**{write(np.sum((sigmoid(x.W @ x.a) - x.y) ** 2), 4)}**"
    ),
    well_done="Keep this number. In lesson 4 you bring it down.",
)

write_cost = Function(
    id="cost.write_cost",
    title="Write the cost",
    question="Write `example_cost(a, y)`, which returns what one example costs. Both are vectors "
    "of the same length.",
    reference=lambda a, y: np.sum((a - y) ** 2),
    inputs=lambda draw: [
        (draw.array(n, 0.05, 0.95, 0.05), np.eye(n)[int(draw.number(0, n - 1, 1))])
        for n in (1, 2, 3, 5, 10)
    ],
    slips=(
        Slip("a mean for the sum", lambda a, y: np.mean((a - y) ** 2), "the squares' mean."),
        Slip("distances for squares", lambda a, y: np.sum(np.abs(a - y)), "Σ |a − y|."),
        Slip("nothing squared", lambda a, y: np.sum(a - y), "Σ (a − y): nothing is squared."),
        Slip(
            "squared after adding",
            lambda a, y: np.sum(a - y) ** 2,
            "(Σ (a − y))²: the sum is squared. Square each difference, then add.",
        ),
        Slip(
            "a root at the end",
            lambda a, y: np.sqrt(np.sum((a - y) ** 2)),
            "the root of the cost.",
        ),
    ),
    hints=(
        "`a - y` gives all differences at once, and `** 2` squares each of them.",
        "`np.sum` adds up what it is given.",
        "`return np.sum(…)`, with the squares inside.",
    ),
    answer_worked="```python\ndef example_cost(a, y):\n    return np.sum((a - y) ** 2)\n```",
    well_done="One line for one number.",
)

# -- the mean ----------------------------------------------------------------------------------

mean_cost = Value(
    id="cost.mean_cost",
    title="The mean of four",
    question=lambda x: (
        f"Four examples cost\n\n{typed(costs=x.costs)}\n\nWhat is the cost C of the network?"
    ),
    symbol="C",
    draw=lambda draw: {"costs": draw.array(4, 0.1, 1.8)},
    recipe=Recipe(
        lambda p: p.average(p.costs),
        {"costs": Part(lambda x: x.costs), "average": average()},
        slips=(
            Slip(
                "divided by one too few",
                lambda x: np.sum(x.costs) / 3,
                "the sum divided by 3. There are four examples; the last index is 3.",
            ),
            Slip(
                "the middle of the range",
                lambda x: (np.min(x.costs) + np.max(x.costs)) / 2,
                "the middle between the smallest and the largest. Every example counts.",
            ),
            Slip("the worst alone", lambda x: np.max(x.costs), "the largest of the four."),
        ),
    ),
    hints=(
        "Add them up, and divide by how many there are.",
        lambda x: f"({' + '.join(write(c) for c in x.costs)}) / 4",
    ),
    answer_worked=lambda x: (
        f"({' + '.join(write(c) for c in x.costs)}) / 4 = **{write(np.mean(x.costs), 4)}**"
    ),
    well_done="One example is C₀; the network's cost is the mean of all.",
)

mean_of_outputs = Value(
    id="cost.mean_of_outputs",
    title="From outputs to C",
    question=lambda x: (
        "A network with a single output has seen four examples:\n\n"
        f"{typed(outputs=x.a, targets=x.y)}\n\nWhat is C?"
    ),
    symbol="C",
    draw=lambda draw: {
        "a": draw.array(4, 0.05, 0.95, 0.05),
        "y": draw.shuffled([1.0, 1.0, 0.0, 0.0]),
    },
    recipe=Recipe(
        lambda p: p.average(p.square(p.a - p.y)),
        {
            "a": Part(lambda x: x.a),
            "y": Part(lambda x: x.y),
            "square": SQUARE,
            "average": average(),
        },
        slips=(
            Slip(
                "squared after averaging",
                lambda x: np.mean(x.a - x.y) ** 2,
                "the mean miss, squared. Misses up and down cancel there. Square first.",
            ),
            Slip(
                "only the first example",
                lambda x: (x.a[0] - x.y[0]) ** 2,
                "C₀ alone. The mean goes over all four.",
            ),
        ),
    ),
    hints=(
        "One square for each example, then the mean of the squares.",
        lambda x: f"({_squares(x.a, x.y)}) / 4",
    ),
    answer_worked=lambda x: (
        f"({_squares(x.a, x.y)}) / 4 = **{write(np.mean((x.a - x.y) ** 2), 4)}**"
    ),
    well_done="Squares within an example are added, examples are averaged.",
)

write_mean_cost = Function(
    id="cost.write_mean_cost",
    title="Write the cost of many",
    question="Write `mean_cost(outputs, targets)`. Both are tables: a row for each example, a "
    "column for each output. Return C.",
    reference=lambda outputs, targets: np.mean(np.sum((outputs - targets) ** 2, axis=1)),
    inputs=lambda draw: [
        (draw.array((n, k), 0.05, 0.95, 0.05), np.eye(k)[[i % k for i in range(n)]])
        for n, k in ((2, 3), (4, 2), (5, 10), (1, 4))
    ],
    slips=(
        Slip(
            "a mean over everything",
            lambda outputs, targets: np.mean((outputs - targets) ** 2),
            "the mean over all entries. Squares in a row are added; only the rows are averaged.",
        ),
        Slip(
            "a sum over everything",
            lambda outputs, targets: np.sum((outputs - targets) ** 2),
            "the sum over all examples. Divide by how many there are.",
        ),
        Slip(
            "divided by the outputs",
            lambda outputs, targets: np.sum((outputs - targets) ** 2) / outputs.shape[1],
            "the sum divided by the number of columns. Divide by the number of rows.",
        ),
        Slip(
            "only the first example",
            lambda outputs, targets: np.sum((outputs[0] - targets[0]) ** 2),
            "C₀. Is the `return` inside a loop?",
        ),
    ),
    hints=(
        "`((outputs - targets) ** 2).sum()` adds up everything. What is left to do?",
        "`len(outputs)` says how many rows there are.",
        "The sum over everything, divided by `len(outputs)`.",
    ),
    answer_worked="```python\ndef mean_cost(outputs, targets):\n"
    "    return np.sum((outputs - targets) ** 2) / len(outputs)\n```",
    well_done="This is the number that training brings down.",
)

zero_cost = Choice(
    id="cost.zero_cost",
    title="A cost of 0",
    question="The cost C of a network is 0 on a set of examples. What do you know?",
    options=(
        Option(
            "every output equals its target, on each of these examples",
            "A sum of squares is 0 only when each square is.",
            right=True,
        ),
        Option(
            "misses up and misses down cancel",
            "Squares are never negative, so nothing can cancel. That is one reason to square.",
        ),
        Option(
            "it will read every image rightly, also new ones",
            "C looks only at these examples. Lesson 6 is about the others.",
        ),
        Option("all weights are 0", "Then every neuron would answer the same to any input."),
    ),
    hints=("What must each square be, if the squares add up to 0?",),
    answer_worked="Every output equals its target, for each of these examples.",
)

# -- Review II ---------------------------------------------------------------------------------

why_minimise = Words(
    id="cost.why_minimise",
    title="Review II, first question",
    question="> How do we minimize the cost function? Why is this important?",
    model="The cost says in one number how far the outputs are from what they should be. "
    "A low cost means that the network does on the examples what we want. We start "
    "anywhere, find the direction in which the cost falls, take a small step that way, and repeat "
    "until it no longer falls.",
    checklist=(
        "the cost measures how wrong the network is, so low is good",
        "small steps, each one downhill",
        "repeated until the cost no longer falls",
    ),
    hints=("What does the number tell? And what did you do on the landscape, in the fog?",),
    answer_worked="Compare with the model answer above.",
)

what_to_adjust = Choice(
    id="cost.what_to_adjust",
    title="Review II, second question",
    question="> What adjustments can we make to our neural network to make this minimization?",
    options=(
        Option(
            "weights and biases; activations follow from them",
            "An activation cannot be set. It changes when a weight or bias in front of it does.",
            right=True,
        ),
        Option(
            "weights, biases and activations, each directly",
            "Activations are computed. They can be changed only *through* weights and biases.",
        ),
        Option(
            "the inputs and the targets",
            "These are the examples. To change them is to change the question.",
        ),
        Option(
            "the weights only",
            "Each neuron has a bias too, and moving it changes the cost.",
        ),
    ),
    hints=("Which numbers of a network are given, which are computed, and which are free?",),
    answer_worked="Weights and biases, and through them the activations.",
)

# -- the landscape -----------------------------------------------------------------------------

one_move = Value(
    id="cost.one_move",
    title="One weight moves",
    question=lambda x: (
        f"One neuron: a = {write(x.a)}, b = {write(x.b)}, target y = {write(x.y)}. Its weight goes "
        f"from {write(x.w)} to {write(x.v)}; all else is held. How much does C₀ change? A fall is "
        "negative."
    ),
    symbol="change",
    draw=lambda draw: {
        "a": draw.number(0.3, 1.0),
        "b": draw.number(-1.0, 1.0),
        "y": draw.pick([0.0, 1.0]),
        "w": draw.number(-2.0, 0.0, 0.5),
        "v": draw.number(0.5, 3.0, 0.5),
    },
    recipe=Recipe(
        lambda p: p.subtract(
            p.square(p.squeeze(p.v * p.a + p.b) - p.y), p.square(p.squeeze(p.w * p.a + p.b) - p.y)
        ),
        {
            "a": Part(lambda x: x.a),
            "b": Part(
                lambda x: x.b,
                (Slip("b left out", lambda x: 0.0, "the change without the bias."),),
            ),
            "w": Part(lambda x: x.w),
            "v": Part(lambda x: x.v),
            "y": Part(lambda x: x.y),
            "squeeze": Part(
                lambda x: sigmoid,
                (Slip("σ left out", lambda x: lambda z: z, "the change with z for σ(z)."),),
            ),
            "square": Part(lambda x: np.square, SQUARE.slips[:1]),
            "subtract": Part(
                lambda x: np.subtract,
                (
                    Slip(
                        "before minus after",
                        lambda x: lambda after, before: before - after,
                        "before minus after. A change is after minus before.",
                    ),
                    Slip(
                        "the cost before left out",
                        lambda x: lambda after, before: after,
                        "the cost after the move. Take off what it was before.",
                    ),
                ),
            ),
        },
    ),
    hints=(
        "Two costs: one with each weight. Then after minus before.",
        lambda x: (
            f"Before, the output is σ({write(x.w * x.a + x.b)}); "
            f"after, it is σ({write(x.v * x.a + x.b)})."
        ),
        lambda x: (
            f"({write(sigmoid(x.v * x.a + x.b), 4)} − {write(x.y)})² − "
            f"({write(sigmoid(x.w * x.a + x.b), 4)} − {write(x.y)})²"
        ),
    ),
    answer_worked=lambda x: (
        f"({write(sigmoid(x.v * x.a + x.b), 4)} − {write(x.y)})² − "
        f"({write(sigmoid(x.w * x.a + x.b), 4)} − {write(x.y)})² ≈ **{write(_move(x), 4)}**"
    ),
    well_done="That is one move on the curve C(w).",
)


def _move(x):
    before, after = (Network([[[w]]], [[x.b]]).cost([x.a], [x.y]) for w in (float(x.w), float(x.v)))
    return after - before


end_of_the_road = Choice(
    id="cost.end_of_the_road",
    title="The end of the road",
    question="You walked downhill in the fog, and now every small step leads up. What do you know?",
    options=(
        Option(
            "this is a lowest point of its neighbourhood; elsewhere there may be lower ones",
            "It is a local minimum. Another start may lead to a deeper valley.",
            right=True,
        ),
        Option(
            "this is the lowest cost that the network can reach",
            "You know only your neighbourhood. The map had a second, deeper valley.",
        ),
        Option(
            "the cost here is 0",
            "The bottom of a valley may lie high. This one lay near 0.10.",
        ),
        Option(
            "the steps were too small",
            "Smaller or larger small steps: they all lead up from the bottom of a valley.",
        ),
    ),
    hints=("Think of start 0 and start 1 on the map.",),
    answer_worked="A local minimum, and that is all one can know without walking on.",
)
