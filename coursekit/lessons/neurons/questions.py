"""Lesson 1's questions: layers, the weighted sum, the sigmoid, a neuron that looks at pixels."""

import numpy as np

from coursekit.questions.by_hand import sigmoid, sigmoid_slope
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.parts import bias, factor, needed, product, squeeze, total
from coursekit.questions.recipe import Recipe, later, part
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import show, typed, write

SUBSCRIPTS = "₀₁₂"

# -- what the layers stand for: the source's Review I ------------------------------------------

first_layer = Choice("neurons.first_layer", "The first layer",
    "A network reads handwritten digits. What do the neurons of its **first** layer stand for?",
    options=(("the input itself: each is as bright as its pixel",
              "Nothing is computed in the first layer; the image is laid into it.", True),
             ("the ten digits, one neuron for each",
              "That is the other end of the network: the last layer holds the answer."),
             ("edges and strokes that it has found in the image",
              "Finding anything takes weights, and no weights lie before the first layer."),
             ("the weights with which the network begins",
              "Weights sit between the layers. A neuron holds an activation.")),
    hints=("What reaches the network before anything has been computed?",),
    answer_worked="The first layer **is** the input: 784 activations, one a pixel.")

middle_layers = Choice("neurons.middle_layers", "The middle layers",
    "What do the neurons of the **middle** layers stand for?",
    options=(("features that help on the way to the answer; training finds them, nobody names them",
              "That is why these layers are called hidden.", True),
             ("edges and loops, because whoever builds the network puts them there",
              "One may hope for edges and loops. But nobody puts anything there: training "
              "decides."),
             ("the pixels once more, handed on",
              "Each middle neuron weighs all activations before it, so it holds something new."),
             ("the digits that the network is not sure about",
              "Digits are the business of the last layer.")),
    hints=("Who decides what they stand for: a person, or the training?",),
    answer_worked="Whatever helps to separate the inputs. Training finds it, and it need not have "
                  "a name.")

last_layer = Choice("neurons.last_layer", "The last layer",
    "The **last** layer has ten neurons. What do their activations stand for?",
    options=(("the answer: one neuron a digit, and the brightest one is the reading",
              "Ten activations, and the network's reading is the digit of the brightest.", True),
             ("the ten shares of a whole: they always add up to 1",
              "Each neuron is squeezed into 0 … 1 by itself. All ten may be dark, or several "
              "bright."),
             ("the digits' sizes: the neuron for 9 is brighter than the neuron for 1",
              "Bright means “this digit is there”, for a 1 as much as for a 9."),
             ("whether the reading was right",
              "The network does not know that. A cost will measure it, in lesson 3.")),
    hints=("Ten neurons, and there are ten digits.",),
    answer_worked="One neuron a digit; the brightest one is the network's answer.")

layers_in_words = Words("neurons.layers_in_words", "Review I, in your own words",
    "> Neural Networks have many layers. What do each of the following layers symbolize? "
    "First Layer, Middle Layer(s), Last Layer.",
    model="The first layer is the input, one neuron for each of its numbers. The last layer is the "
          "answer, one neuron for each possible answer. The middle layers hold features that help "
          "to get from one to the other; training finds them, and they need not have names.",
    checklist=("the first layer holds the input, unchanged",
               "the last layer holds the answer",
               "what the middle layers hold is learned, not laid down"),
    hints=("Say it for the digit reader first: pixels, … , digits.",))

# -- the weighted sum --------------------------------------------------------------------------


def _three_inputs(draw):
    """Draw a neuron with three inputs."""
    return {"a": draw.array(3, 0.1, 1.0),
            "w": draw.array(3, -1.5, 1.5),
            "b": draw.number(-1.0, 1.0)}


def _told(x):
    return f"`a = {show(x.a)}`, `w = {show(x.w)}`, `b = {show(x.b)}`"


def _sum(x):
    """Write the weighted sum out."""
    products = (f"({write(w)}) × {write(a)}" for w, a in zip(x.w, x.a, strict=True))
    return f"z = {' + '.join(products)} + ({write(x.b)})"


weighted_sum = Value("neurons.weighted_sum", "One neuron's weighted sum",
    lambda x: f"A neuron has three inputs: {_told(x)}. What is its weighted sum z?",
    symbol="z", digits=2, draw=_three_inputs,
    recipe=Recipe(lambda p: p.total(p.w * p.a) + p.b, {
        "w": needed("the weights", lambda x: x.w,
            ("the weights' signs dropped", lambda x: np.abs(x.w),
             "the sum with every weight positive. A negative weight takes away."),
            without="the sum of the inputs and b. A weight says how much its input counts."),
        "a": needed("the inputs", lambda x: x.a,
            without="the sum of the weights and b. Multiply each weight by its input first."),
        "total": total(3),
        "b": bias(lambda x: x.b, "the sum without the bias b.",
                  "the sum with b taken away. It is added.")},
        slips=later(("σ taken as well", lambda x: sigmoid(x.w @ x.a + x.b),
                     "σ(z), the activation. Asked for is z, the sum before it is squeezed."))),
    hints=("Multiply each weight by the input behind it. Add the products, then the bias.",
           lambda x: f"z = w₀a₀ + w₁a₁ + w₂a₂ + b, and here w₀a₀ = {write(x.w[0])} × "
                     f"{write(x.a[0])}.",
           _sum),
    answer_worked=lambda x: f"{_sum(x)} = **{write(x.w @ x.a + x.b, 2)}**",
    well_done="Three products and the bias, added up.")

SQUEEZE = squeeze(
    "z: the neuron has not been squeezed by σ yet.",
    "σ(−z). The formula 1 / (1 + e⁻ᶻ) has its minus already: check the exponent's sign.",
    "σ′(z), the curve's slope. The activation is its height, σ(z).")

activation = Value("neurons.activation", "The same neuron's activation",
    lambda x: f"The same neuron: {_told(x)}. What is its activation a?",
    symbol="a", bounds=(0, 1), after=weighted_sum, replaces="z",
    recipe=Recipe(lambda p: p.squeeze(p.z), {
        "z": bias(lambda x: x.b, "σ of the sum without the bias b.",
                  "σ of the sum with b taken away. It is added.", onto=lambda x: x.w @ x.a),
        "squeeze": SQUEEZE},
        slips=later(("b added after σ", lambda x: sigmoid(x.w @ x.a) + x.b,
                     "σ of the sum without b, and b added after it. b belongs to the sum."))),
    hints=("The activation is the weighted sum, squeezed: a = σ(z).",
           "σ(z) = 1 / (1 + e⁻ᶻ). In Python e⁻ᶻ is `np.exp(-z)`.",
           lambda x: f"a = 1 / (1 + e to the power {write(-(x.w @ x.a + x.b))})"),
    answer_worked=lambda x:
        f"z = {write(x.w @ x.a + x.b)}, "
        f"so a = 1 / (1 + e⁻ᶻ) = **{write(sigmoid(x.w @ x.a + x.b), 4)}**",
    well_done="Multiply, add, squeeze: that is all a neuron ever does.")

sum_not_average = Words("neurons.sum_not_average", "A sum, not an average",
    "A friend's notes call w₀a₀ + w₁a₁ + … + b a “weighted average” of the "
    "activations. Why is it a weighted *sum*, and what goes wrong in your head if you take it for "
    "an average?",
    model="In an average the weights are positive and add up to 1, so the result lies between the "
          "smallest and the largest of the inputs. Here weights may be negative and may add up to "
          "anything, and a bias comes on top. So z can be any number, and σ has to squeeze it.",
    checklist=("weights may be negative",
               "weights need not add up to 1",
               "so z may lie outside 0 … 1, and σ is needed"),
    hints=("What do the weights of an average add up to? Can they be negative?",))

# -- the sigmoid -------------------------------------------------------------------------------

sigmoid_by_hand = Value("neurons.sigmoid_by_hand", "σ by hand",
    lambda x: f"Work out σ({write(x.z)}). A pocket calculator, or `np.exp`, may do the e⁻ᶻ.",
    symbol="a", digits=3, bounds=(0, 1),
    draw=lambda draw: {"z": draw.pick([-1, 1]) * draw.number(0.3, 2.5)},
    recipe=Recipe(lambda p: 1 / (p.one + p.power), {
        "one": part(lambda x: 1.0,
            ("the 1 + left out", lambda x: 0.0, "1 / e⁻ᶻ. Add 1 before you divide.")),
        "power": part(lambda x: np.exp(-x.z),
            ("the minus in e⁻ᶻ left out", lambda x: np.exp(x.z),
             "1 / (1 + eᶻ). The exponent is −z."))},
        slips=(
            ("e⁻ᶻ alone", lambda x: np.exp(-x.z), "e⁻ᶻ. Add 1, then divide 1 by the result."),
            ("not divided yet", lambda x: 1 + np.exp(-x.z),
             "1 + e⁻ᶻ, the denominator. Divide 1 by it."),
            ("the slope σ′ for σ", lambda x: sigmoid_slope(x.z),
             "σ′(z), the curve's slope. Its height is asked for."),
            *later(("σ once too often", lambda x: sigmoid(sigmoid(x.z)),
                    "σ of σ(z). It is taken once."))),
        same=(("e⁻ᶻ alone", "the 1 + left out and the minus in e⁻ᶻ left out"),)),
    hints=("Will it be above or below 0.5? The sign of z tells.",
           "Three steps: e⁻ᶻ, then add 1, then divide 1 by that.",
           lambda x: f"1 / (1 + {write(np.exp(-x.z), 4)})"),
    answer_worked=lambda x:
        f"e to the power {write(-x.z)} is {write(np.exp(-x.z), 4)}. "
        f"So σ({write(x.z)}) = 1 / {write(1 + np.exp(-x.z), 4)} = **{write(sigmoid(x.z), 3)}**",
    well_done="Above 0.5 for a positive z, below for a negative one.")

write_sigmoid = Function("neurons.write_sigmoid", "Write σ yourself",
    "Write a function `sigmoid(z)` that returns σ(z) = 1 / (1 + e⁻ᶻ). "
    "z may be a number or a numpy array.",
    reference=lambda z: sigmoid(z),
    inputs=lambda draw: [(0.0,), (draw.number(0.5, 2.0),), (draw.number(-4.0, -2.0),),
                         (draw.array(4, -3.0, 3.0),), (draw.array((2, 3), -3.0, 3.0),),
                         (draw.number(5.0, 9.0),), (draw.number(-9.0, -5.0),)],
    slips=(("the minus in e⁻ᶻ left out", lambda z: sigmoid(-z),
            "1 / (1 + eᶻ): the minus of the exponent is missing."),
           ("the 1 + left out", np.exp, "1 / e⁻ᶻ: the 1 + is missing."),
           ("not divided yet", lambda z: 1 + np.exp(-z),
            "1 + e⁻ᶻ, the denominator: 1 is still to be divided by it."),
           ("e⁻ᶻ alone", lambda z: np.exp(-z), "e⁻ᶻ alone: add 1, then divide 1 by it."),
           ("the slope σ′ for σ", sigmoid_slope, "σ′(z), the slope, not the height."),
           ("tanh for σ", np.tanh, "tanh, another squeeze: it runs from −1 to 1."),
           ("σ once too often", lambda z: sigmoid(sigmoid(z)), "σ(σ(z)): it is taken once."),
           ("z cut off", lambda z: sigmoid(np.clip(z, -3, 3)),
            "σ with z cut off at ±3. It has a value for every z.")),
    beyond=(((1000.0,), "For z above 709 yours gives NaN: e^z is too large to compute with, and "
             "1 / (1 + e^(−z)) is not."),),
    hints=("`np.exp(-z)` is e⁻ᶻ, for a number and for each entry of an array alike.",
           "The last line of the function is a `return` with one division in it.",
           "`return 1 / (… + np.exp(…))`"),
    answer_worked="```python\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n```",
    well_done="One line, and it squeezes single numbers and whole layers alike.")

# -- turning a weight --------------------------------------------------------------------------


def _one_to_turn(draw):
    """Draw a neuron whose largest weight does not sit on its brightest input."""
    bright, dim, dark = draw.number(0.8, 1.0), draw.number(0.4, 0.6), draw.number(0.1, 0.2)
    a = draw.shuffled([bright, dim, dark])
    w = [draw.number(-0.9, 0.9) for _ in a]
    w[draw.pick([i for i in range(3) if a[i] != bright])] = draw.number(1.1, 1.5)
    return {"a": a, "w": w, "b": draw.number(-1.0, 1.0)}


def _turning(x, i):
    """Say what comes of turning one weight."""
    if i == np.argmax(x.a):
        return f"It stands before the brightest input, so z gains 0.1 × {write(x.a[i])}."
    if i == np.argmax(x.w):
        return (f"w{SUBSCRIPTS[i]} is the largest weight, but its size does not count here. "
                f"Its input is {write(x.a[i])}: that is what a turn of 0.1 is multiplied by.")
    return f"A turn of 0.1 is multiplied by the input behind it, and that is {write(x.a[i])}."


brightest_weight = Choice("neurons.brightest_weight", "Which weight to turn",
    lambda x: f"A neuron again: {_told(x)}. You may raise one weight by 0.1. "
              "Which one brightens the neuron most?",
    options=lambda x: (
        *((f"w{SUBSCRIPTS[i]}, now {write(w)}", _turning(x, i), i == np.argmax(x.a))
          for i, w in enumerate(x.w)),
        ("any of them: z rises by 0.1 each time",
         "It would, if every input were 1. The turn is multiplied by the input behind it.")),
    shuffled=False, draw=_one_to_turn,
    hints=("Which term of z does a weight belong to, and what is it multiplied by there?",
           "If wᵢ rises by 0.1, z rises by 0.1 × aᵢ."),
    answer_worked=lambda x:
        f"z rises by 0.1 × aᵢ, so the brightest input decides: w{SUBSCRIPTS[np.argmax(x.a)]}.")

brighten_by = Value("neurons.brighten_by", "What a turn changes",
    lambda x: f"A neuron: {_told(x)}. You turn w{SUBSCRIPTS[x.i]} to {write(x.new)} and leave the "
              "rest. By how much does z change? A fall is negative.",
    symbol="dz", digits=2,
    draw=lambda draw: {**_three_inputs(draw),
                       "i": draw.pick([0, 1, 2]), "new": draw.number(-1.5, 1.5)},
    recipe=product(
        turn=factor("the turn", lambda x: x.new - x.w[x.i],
            ("the new weight for the turn", lambda x: x.new,
             "the new weight times its input. Only the turn counts, new minus old.")),
        input=factor("the input", lambda x: x.a[x.i])),
    hints=("Only one term of z changes.",
           "The change is the turn, new minus old, times the input behind that weight.",
           lambda x: f"({write(x.new)} − ({write(x.w[x.i])})) × {write(x.a[x.i])}"),
    answer_worked=lambda x:
        f"The turn is {write(x.new)} − ({write(x.w[x.i])}) = {write(x.new - x.w[x.i])}. "
        f"Times the input: {write(x.new - x.w[x.i])} × {write(x.a[x.i])} = "
        f"**{write((x.new - x.w[x.i]) * x.a[x.i], 2)}**",
    well_done="A weight counts as much as the input behind it. Lesson 4 rests on this.")

# -- a neuron that looks at pixels -------------------------------------------------------------

pixel_products = Value("neurons.pixel_products", "A pixel neuron's products",
    lambda x: "A neuron looks at an image of 3 × 3 pixels. Each pixel a has its weight w:\n\n"
              f"{typed(a=x.a, w=x.w)}\n\n"
              "Work out the nine products as a 3 × 3 array: what each pixel says for or against.",
    symbol="products", digits=2,
    draw=lambda draw: {"a": draw.array((3, 3), 0.1, 0.9),
                       "w": draw.array((3, 3), -0.9, 0.9),
                       "b": draw.number(-1.0, 1.0)},
    recipe=Recipe(lambda p: p.w * p.a, {
        "w": factor("w", lambda x: x.w,
            ("w transposed", lambda x: x.w.T, "w with rows and columns exchanged."),
            ("the weights' signs dropped", lambda x: np.abs(x.w),
             "the products with every weight positive. Some pixels speak against.")),
        "a": factor("a", lambda x: x.a)},
        slips=(
            ("a matrix product", lambda x: x.w @ x.a,
             "w @ a, a matrix product. Here each pixel meets only its own weight: w * a."),
            ("added for multiplied", lambda x: x.w + x.a, "w + a. The two are multiplied."))),
    hints=("Each pixel meets its own weight, the one at the same place.",
           "In numpy `*` multiplies entry by entry.",
           lambda x: f"The top left entry is ({write(x.w[0, 0])}) × {write(x.a[0, 0])}."),
    answer_worked=lambda x: f"`w * a` gives\n\n```python\n{show(x.w * x.a)}\n```",
    well_done="Positive entries speak for, negative ones against.")

pixel_neuron = Value("neurons.pixel_neuron", "The pixel neuron's activation",
    lambda x: f"The same neuron has the bias b = {write(x.b)}. From your nine products and b, "
              "what is its activation?",
    symbol="a", bounds=(0, 1), after=pixel_products, replaces="products",
    recipe=Recipe(lambda p: p.squeeze(p.total(np.ravel(p.products)) + p.b), {
        "products": part(lambda x: x.w * x.a,
            ("the weights left out", lambda x: x.a, "σ of all pixels and b, unweighted."),
            ("the pixels left out", lambda x: x.w, "σ of all weights and b.")),
        "total": total(mean="σ of the products' mean and b. They are added up, not averaged."),
        "b": bias(lambda x: x.b, "σ of the sum without the bias b.",
                  "σ of the sum with b taken away."),
        "squeeze": SQUEEZE},
        slips=later(("b added after σ", lambda x: sigmoid(np.sum(x.w * x.a)) + x.b,
                     "σ of the sum without b, and b added after it. b belongs to the sum."))),
    hints=("Nine inputs or three: multiply, add, squeeze.",
           "`products.sum()` adds all nine. Then the bias, then σ.",
           lambda x: f"a = σ({write(np.sum(x.w * x.a), 2)} + ({write(x.b)}))"),
    answer_worked=lambda x:
        f"z = {write(np.sum(x.w * x.a), 2)} + ({write(x.b)})"
        f" = {write(np.sum(x.w * x.a) + x.b, 2)}, "
        f"so a = σ(z) = **{write(sigmoid(np.sum(x.w * x.a) + x.b), 4)}**",
    well_done="The same with 784 pixels is the neuron that looked for a 3.")

# in the order in which they are asked
QUESTIONS = (first_layer, middle_layers, last_layer, layers_in_words,
             weighted_sum, activation, sum_not_average, sigmoid_by_hand, write_sigmoid,
             brightest_weight, brighten_by, pixel_products, pixel_neuron)
