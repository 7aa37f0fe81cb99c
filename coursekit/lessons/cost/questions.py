"""Lesson 3's questions: squares, Practice II's cost, the mean over examples, Review II, valleys."""

import numpy as np

from coursekit.network.network import Network
from coursekit.questions import practice
from coursekit.questions.by_hand import sigmoid
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.parts import average, bias, square, squeeze, total
from coursekit.questions.recipe import Recipe, part
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import typed, write


def _squares(a, y, decimals=None):
    return " + ".join(f"({write(p, decimals)} − {write(q)})²" for p, q in zip(a, y, strict=True))


# -- one example -------------------------------------------------------------------------------

twice_as_far = Choice("cost.twice_as_far", "Twice as far",
    "An output misses its target by some amount. Another misses by **twice** as much. "
    "How much more does the second add to the cost?",
    options=(("twice as much", "That holds for the side. The area has two sides that grow."),
             ("four times as much",
              "Both sides of the square are twice as long. Large misses weigh heavily.", True),
             ("the same: both are misses", "The cost says how far off an output is."),
             ("it depends on the sign", "A square has the same area on either side.")),
    hints=("Draw a square. Then draw one with sides twice as long.",),
    answer_worked="(2s)² = 4s²: **four times** as much.")

one_example = Value("cost.one_example", "The cost of one example",
    lambda x: "A network answers with three outputs, and this is what they should have been:\n\n"
              f"{typed(a=x.a, y=x.y)}\n\nWhat does this example cost?",
    symbol="C0",
    draw=lambda draw: {"a": draw.array(3, 0.05, 0.95, 0.05),
                       "y": draw.shuffled([1.0, 0.0, 0.0])},
    recipe=Recipe(lambda p: p.add(p.square(p.a - p.y)), {
        "a": lambda x: x.a,
        "y": lambda x: x.y,
        "square": square(),
        "add": total(3, "output")},
        slips=(
            ("the targets left out", lambda x: np.sum(x.a**2),
             "the outputs squared and added. Subtract the targets first."),
            ("squares of the parts", lambda x: np.sum(x.a**2 - x.y**2),
             "Σ (a² − y²). Subtract first, then square."),
            ("a root at the end", lambda x: np.sqrt(np.sum((x.a - x.y) ** 2)),
             "the root of the sum. The cost is the sum itself."))),
    hints=("Three differences, three squares, one sum.",
           lambda x: f"The first square is ({write(x.a[0])} − {write(x.y[0])})².",
           lambda x: _squares(x.a, x.y)),
    answer_worked=lambda x: f"{_squares(x.a, x.y)} = **{write(np.sum((x.a - x.y) ** 2), 4)}**",
    well_done="Subtract, square, add.")


def _miss(x, j):
    return abs(x.a[j] - x.y[j])


def _further(x):
    return int(_miss(x, 1) > _miss(x, 0))


def _push(x, j):
    right = j == _further(x)
    says = "the longer side: more area goes." if right else "the shorter side."
    return f"output {j}", f"It misses by {write(_miss(x, j))}, {says}", right


def _two_misses(draw):
    """Draw two outputs that miss by different amounts, both by more than the push."""
    near, far = draw.number(0.1, 0.25, 0.05), draw.number(0.4, 0.7, 0.05)
    misses, y = draw.shuffled([near, far]), draw.shuffled([0.0, 1.0])
    return {"a": [abs(q - miss) for q, miss in zip(y, misses, strict=True)], "y": y}


which_output = Choice("cost.which_output", "Where a push pays",
    lambda x: f"The outputs are {write(x.a[0])} and {write(x.a[1])}, their targets "
              f"{write(x.y[0])} and {write(x.y[1])}. You may move **one** output by 0.05 towards "
              "its target. Which one brings the cost down further?",
    options=lambda x: (_push(x, 0), _push(x, 1), (
        "both bring the same",
        "A strip is cut off a square. The longer its side, the larger the strip.")),
    shuffled=False, draw=_two_misses,
    hints=("Work out both squares before and after.",
           lambda x: "; ".join(
               f"output {j}: ({write(_miss(x, j))})² − ({write(_miss(x, j) - 0.05)})²"
               for j in (0, 1))),
    answer_worked=lambda x: f"**Output {_further(x)}**: it is further from its target.")

# -- Practice II, its first half ---------------------------------------------------------------


def _layer(x):
    return sigmoid(x.W @ x.a)


practice_cost = Value("cost.practice_cost", "Practice II, the cost",
    lambda x: "The layer is that of Practice I, which has no bias:\n\n"
              f"{typed(W=x.W, a=x.a)}\n\n"
              f"> Calculate the cost given this expected output:\n\n{typed(y=x.y)}",
    symbol="C0",
    opening={**practice.LAYER, "y": practice.TARGETS},
    draw=lambda draw: {**practice.layer(draw), "y": draw.shuffled([1.0, 0.0])},
    recipe=Recipe(lambda p: p.add(p.square(p.squeeze(p.W @ p.a) - p.y)), {
        "W": practice.WEIGHTS,
        "a": lambda x: x.a,
        "y": part(lambda x: x.y,
            ("the targets exchanged", lambda x: x.y[::-1],
             "the cost with the two targets exchanged, or with σ(−z), which gives the same here.")),
        "squeeze": squeeze("the cost of z, not of σ(z). The output is squeezed before it is "
                           "compared."),
        "square": square(half=""),
        "add": total(2, "output")},
        # unsquared, both outputs are added and the 1 is taken off, whichever it belongs to
        same=(("nothing squared", "the targets exchanged and nothing squared"),
              # σ(−z) = 1 − σ(z), and of the two targets one is 0, the other 1
              ("the targets exchanged", "σ(−z) for σ(z)"),
              ("right", "the targets exchanged and σ(−z) for σ(z)"))),
    hints=("Run the layer first: σ(W a). Then compare with y.",
           lambda x: f"The outputs are {write(np.round(_layer(x), 4))}.",
           lambda x: _squares(_layer(x), x.y, 4)),
    answer_worked=lambda x:
        f"{_squares(_layer(x), x.y, 4)} ≈ **{write(np.sum((_layer(x) - x.y) ** 2), 4)}**",
    well_done="Keep this number. In lesson 4 you bring it down.")

write_cost = Function("cost.write_cost", "Write the cost",
    "Write `example_cost(a, y)`, which returns what one example costs. Both are vectors "
    "of the same length.",
    reference=lambda a, y: np.sum((a - y) ** 2),
    inputs=lambda draw: [
        (draw.array(n, 0.05, 0.95, 0.05), np.eye(n)[int(draw.number(0, n - 1, 1))])
        for n in (1, 2, 3, 5, 10)],
    slips=(("a mean for the sum", lambda a, y: np.mean((a - y) ** 2), "the squares' mean."),
           ("distances for squares", lambda a, y: np.sum(np.abs(a - y)), "Σ |a − y|."),
           ("nothing squared", lambda a, y: np.sum(a - y), "Σ (a − y): nothing is squared."),
           ("a ½ in front", lambda a, y: np.sum((a - y) ** 2) / 2,
            "half the cost: here there is no ½ in front."),
           ("squared after adding", lambda a, y: np.sum(a - y) ** 2,
            "(Σ (a − y))²: the sum is squared. Square each difference, then add."),
           ("a root at the end", lambda a, y: np.sqrt(np.sum((a - y) ** 2)),
            "the root of the cost.")),
    hints=("`a - y` gives all differences at once, and `** 2` squares each of them.",
           "`np.sum` adds up what it is given.",
           "`return np.sum(…)`, with the squares inside."),
    answer_worked="```python\ndef example_cost(a, y):\n    return np.sum((a - y) ** 2)\n```",
    well_done="One line for one number.")

# -- the mean ----------------------------------------------------------------------------------


def _mean(x):
    return f"({' + '.join(map(write, x.costs))}) / 4"


mean_cost = Value("cost.mean_cost", "The mean of four",
    lambda x: f"Four examples cost\n\n{typed(costs=x.costs)}\n\n"
              "What is the cost C of the network?",
    symbol="C", draw=lambda draw: {"costs": draw.array(4, 0.1, 1.8)},
    recipe=Recipe(lambda p: p.average(p.costs), {
        "costs": lambda x: x.costs,
        "average": average()},
        slips=(
            ("divided by one too few", lambda x: np.sum(x.costs) / 3,
             "the sum divided by 3. There are four examples; the last index is 3."),
            ("the middle of the range", lambda x: (np.min(x.costs) + np.max(x.costs)) / 2,
             "the middle between the smallest and the largest. Every example counts."),
            ("the worst alone", lambda x: np.max(x.costs), "the largest of the four."))),
    hints=("Add them up, and divide by how many there are.", _mean),
    answer_worked=lambda x: f"{_mean(x)} = **{write(np.mean(x.costs), 4)}**",
    well_done="One example is C₀; the network's cost is the mean of all.")

mean_of_outputs = Value("cost.mean_of_outputs", "From outputs to C",
    lambda x: "A network with a single output has seen four examples:\n\n"
              f"{typed(outputs=x.outputs, targets=x.targets)}\n\nWhat is C?",
    symbol="C",
    draw=lambda draw: {"outputs": draw.array(4, 0.05, 0.95, 0.05),
                       "targets": draw.shuffled([1.0, 1.0, 0.0, 0.0])},
    recipe=Recipe(lambda p: p.average(p.square(p.a - p.y)), {
        "a": lambda x: x.outputs,
        "y": lambda x: x.targets,
        "square": square(),
        "average": average()},
        slips=(
            ("squared after averaging", lambda x: np.mean(x.outputs - x.targets) ** 2,
             "the mean miss, squared. Misses up and down cancel there. Square first."),
            ("only the first example", lambda x: (x.outputs[0] - x.targets[0]) ** 2,
             "C₀ alone. The mean goes over all four."))),
    hints=("One square for each example, then the mean of the squares.",
           lambda x: f"({_squares(x.outputs, x.targets)}) / 4"),
    answer_worked=lambda x:
        f"({_squares(x.outputs, x.targets)}) / 4 = "
        f"**{write(np.mean((x.outputs - x.targets) ** 2), 4)}**",
    well_done="Squares within an example are added, examples are averaged.")

write_mean_cost = Function("cost.write_mean_cost", "Write the cost of many",
    "Write `mean_cost(outputs, targets)`. Both are tables: a row for each example, a "
    "column for each output. Return C.",
    reference=lambda outputs, targets: np.mean(np.sum((outputs - targets) ** 2, axis=1)),
    inputs=lambda draw: [
        (draw.array((n, k), 0.05, 0.95, 0.05), np.eye(k)[[i % k for i in range(n)]])
        for n, k in ((2, 3), (4, 2), (5, 10), (1, 4))],
    slips=(("a mean over everything", lambda outputs, targets: np.mean((outputs - targets) ** 2),
            "the mean over all entries. Squares in a row are added; only the rows are averaged."),
           ("a sum over everything", lambda outputs, targets: np.sum((outputs - targets) ** 2),
            "the sum over all examples. Divide by how many there are."),
           ("divided by the outputs",
            lambda outputs, targets: np.sum((outputs - targets) ** 2) / outputs.shape[1],
            "the sum divided by the number of columns. Divide by the number of rows."),
           ("only the first example",
            lambda outputs, targets: np.sum((outputs[0] - targets[0]) ** 2),
            "C₀. Is the `return` inside a loop?")),
    hints=("`((outputs - targets) ** 2).sum()` adds up everything. What is left to do?",
           "`len(outputs)` says how many rows there are.",
           "The sum over everything, divided by `len(outputs)`."),
    answer_worked="```python\ndef mean_cost(outputs, targets):\n"
                  "    return np.sum((outputs - targets) ** 2) / len(outputs)\n```",
    well_done="This is the number that training brings down.")

zero_cost = Choice("cost.zero_cost", "A cost of 0",
    "The cost C of a network is 0 on a set of examples. What do you know?",
    options=(("every output equals its target, on each of these examples",
              "A sum of squares is 0 only when each square is.", True),
             ("misses up and misses down cancel",
              "Squares are never negative, so nothing can cancel. That is one reason to square."),
             ("it will read every image rightly, also new ones",
              "C looks only at these examples. Lesson 6 is about the others."),
             ("all weights are 0", "Then every neuron would answer the same to any input.")),
    hints=("What must each square be, if the squares add up to 0?",),
    answer_worked="Every output equals its target, for each of these examples.")

# -- Review II ---------------------------------------------------------------------------------

why_minimise = Words("cost.why_minimise", "Review II, first question",
    "> How do we minimize the cost function? Why is this important?",
    model="The cost says in one number how far the outputs are from what they should be. "
          "A low cost means that the network does on the examples what we want. We start "
          "anywhere, find the direction in which the cost falls, take a small step that way, and "
          "repeat until it no longer falls.",
    checklist=("the cost measures how wrong the network is, so low is good",
               "small steps, each one downhill",
               "repeated until the cost no longer falls"),
    hints=("What does the number tell? And what did you do on the landscape, in the fog?",))

what_to_adjust = Choice("cost.what_to_adjust", "Review II, second question",
    "> What adjustments can we make to our neural network to make this minimization?",
    options=(("weights and biases; activations follow from them",
              "An activation cannot be set. It changes when a weight or bias in front of it does.",
              True),
             ("weights, biases and activations, each directly",
              "Activations are computed. They can be changed only *through* weights and biases."),
             ("the inputs and the targets",
              "These are the examples. To change them is to change the question."),
             ("the weights only", "Each neuron has a bias too, and moving it changes the cost.")),
    hints=("Which numbers of a network are given, which are computed, and which are free?",),
    answer_worked="Weights and biases, and through them the activations.")

# -- the landscape -----------------------------------------------------------------------------


def _cost(x, w):
    """Return the neuron's cost with one weight or the other."""
    return Network([[[float(w)]]], [[x.b]]).cost([x.a], [x.y])


def _both_costs(x):
    return " − ".join(f"({write(sigmoid(w * x.a + x.b), 4)} − {write(x.y)})²" for w in (x.v, x.w))


one_move = Value("cost.one_move", "One weight moves",
    lambda x: f"One neuron: a = {write(x.a)}, b = {write(x.b)}, target y = {write(x.y)}. Its "
              f"weight goes from w = {write(x.w)} to v = {write(x.v)}; all else is held. How "
              "much does C₀ change? A fall is negative.",
    symbol="change",
    draw=lambda draw: {"a": draw.number(0.3, 1.0),
                       "b": draw.number(-1.0, 1.0),
                       "y": draw.pick([0.0, 1.0]),
                       "w": draw.number(-2.0, 0.0, 0.5),
                       "v": draw.number(0.5, 3.0, 0.5)},
    recipe=Recipe(
        lambda p: p.subtract(*(p.square(p.squeeze(w * p.a + p.b) - p.y) for w in (p.v, p.w))), {
        "a": lambda x: x.a,
        "b": bias(lambda x: x.b, "the change without the bias."),
        "w": lambda x: x.w,
        "v": lambda x: x.v,
        "y": lambda x: x.y,
        "squeeze": squeeze("the change with z for σ(z)."),
        "square": square(plain=""),
        "subtract": part(lambda x: np.subtract,
            ("before minus after", lambda x: lambda after, before: before - after,
             "before minus after. A change is after minus before."),
            ("the cost before left out", lambda x: lambda after, before: after,
             "the cost after the move. Take off what it was before."))}),
    hints=("Two costs: one with each weight. Then after minus before.",
           lambda x: f"Before, the output is σ({write(x.w * x.a + x.b)}); "
                     f"after, it is σ({write(x.v * x.a + x.b)}).",
           _both_costs),
    answer_worked=lambda x: f"{_both_costs(x)} ≈ **{write(_cost(x, x.v) - _cost(x, x.w), 4)}**",
    well_done="That is one move on the curve C(w).")

end_of_the_road = Choice("cost.end_of_the_road", "The end of the road",
    "You walked downhill in the fog, and now every small step leads up. What do you know?",
    options=(("this is a lowest point of its neighbourhood; elsewhere there may be lower ones",
              "It is a local minimum. Another start may lead to a deeper valley.", True),
             ("this is the lowest cost that the network can reach",
              "You know only your neighbourhood. The map had a second, deeper valley."),
             ("the cost here is 0", "The bottom of a valley may lie high. This one lay near 0.10."),
             ("the steps were too small",
              "Smaller or larger small steps: they all lead up from the bottom of a valley.")),
    hints=("Think of start 0 and start 1 on the map.",),
    answer_worked="A local minimum, and that is all one can know without walking on.")

# in the order in which they are asked
QUESTIONS = (twice_as_far, one_example, which_output, practice_cost, write_cost, mean_cost,
             mean_of_outputs, write_mean_cost, zero_cost, why_minimise, what_to_adjust, one_move,
             end_of_the_road)
