"""What both evenings of lesson 4 let one predict."""

import numpy as np

from coursekit.network.network import Network, sigmoid, sigmoid_slope
from coursekit.questions.practice import LAYER, TARGETS
from coursekit.questions.prediction import Amount, OneOf


def _steeper_or_flatter():
    wide, narrow = ((sigmoid(1 + h) - sigmoid(1)) / h for h in (1.0, 0.1))
    return 0 if narrow > wide else 1


def _up_or_down():
    a_prev, a, y = 0.49, 0.27, 1.0  # as the text has them
    return 0 if a_prev * a * (1 - a) * 2 * (a - y) < 0 else 1


def _exact_link():
    """Nudge w by 1 and see which link keeps what its derivative promises."""
    a_prev, z, y, h = 0.49, -1.0, 1.0, 1.0
    moved = z + h * a_prev
    a, after = sigmoid(z), sigmoid(moved)
    links = (
        (moved - z, h * a_prev),
        (after - a, (moved - z) * sigmoid_slope(z)),
        ((after - y) ** 2 - (a - y) ** 2, (after - a) * 2 * (a - y)),
    )
    return int(np.argmin([abs(really - promised) for really, promised in links]))


def _factors_back():
    from coursekit.lessons.chain_rule.long_chain_picture import factors_of
    from coursekit.lessons.chain_rule.single_neurons import START, network_of

    return len(factors_of(network_of(START).chain([0.8], [1.0]), "w1"))


def _what_it_hears():
    from coursekit.lessons.chain_rule.paths_picture import Paths

    picture = Paths()
    network, inputs, targets = picture.knobs.network()
    picture.close()
    heard = network.chain(inputs, targets).paths(2)[:, 0].sum()
    return 0 if heard < 0 else 1


def _without_end():
    from coursekit.lessons.chain_rule.averages_picture import INPUTS
    from coursekit.lessons.chain_rule.averages_picture import TARGETS as WANTED
    from coursekit.lessons.chain_rule.single_neurons import START, network_of

    network = network_of(START)
    gradient = network.gradient(INPUTS, WANTED)
    before = network.cost(INPUTS, WANTED)
    after = [network.step(gradient, rate).cost(INPUTS, WANTED) for rate in (1, 10, 20, 50)]
    return 2 if max(after) > before else int(np.argmin(after) < 3)


def _largest_slope():
    network = Network([LAYER["W"]], [[0.0, 0.0]])
    return int(np.abs(network.gradient(LAYER["a"], TARGETS).weights[0]).argmax())


steeper_or_flatter = OneOf(
    "chain_rule.steeper_or_flatter",
    "chain_rule.two_nudges",
    "The picture stands at z = 1 and nudges it by h = 1. It draws a line through both points. When "
    "h shrinks, what becomes of that line?",
    options=("it becomes steeper", "it becomes flatter", "it stays as steep as it is"),
    outcome=_steeper_or_flatter,
    tells=(r"0\.19661", "becomes steeper"),
)

up_or_down = OneOf(
    "chain_rule.up_or_down",
    "chain_rule.one_chain",
    "Output neuron 0 is too dark: its activation is 0.27, and its target is 1. The weight that "
    "leads into it from a neuron of 0.49 is 1.00. Which way should this weight go to lower the "
    "cost?",
    options=("up", "down", "neither: the cost does not depend on it"),
    outcome=_up_or_down,
    tells=(r"−0\.1401", r"\bUp\."),
)

exact_link = OneOf(
    "chain_rule.exact_link",
    "chain_rule.one_chain",
    "One of the three links keeps its promise exactly, however large the nudge. Which?",
    options=("w → z", "z → a", "a → C₀"),
    outcome=_exact_link,
    tells=("is exact", "a straight line"),
)

factors_back = Amount(
    "chain_rule.factors_back",
    "chain_rule.long_chain",
    "Four layers of one neuron each. To get from w₁ to the cost, how many factors are multiplied?",
    outcome=_factors_back,
    tells=(r"\b[Ss]even\b", r"\b7 factors"),
)

what_it_hears = OneOf(
    "chain_rule.what_it_hears",
    "chain_rule.paths",
    "Neuron 0 of the middle layer feeds both outputs, with the weights 1.5 and 0.9. Output 0 "
    "should be 1, output 1 should be 0. What is neuron 0 to do, all in all?",
    options=("become brighter", "become darker", "stay as it is: the wishes cancel"),
    outcome=_what_it_hears,
    tells=(r"−0\.2000", "brighter it is"),
)

without_end = OneOf(
    "chain_rule.without_end",
    "chain_rule.averages",
    "The promise, −η‖∇C‖², grows with η without end. And what really happens to the cost?",
    options=(
        "it falls the more, the longer the step",
        "it falls less than promised, but a longer step never does harm",
        "from some η on it rises",
    ),
    outcome=_without_end,
    tells=(r"0\.0390", r"cost \*?rises", "promise breaks"),
)

largest_slope = OneOf(
    "chain_rule.largest_slope",
    "chain_rule.practice_two",
    "Which of the four weights has the largest slope? You can see it without computing: look for "
    "the bright input and the larger miss.",
    options=(
        "from input 0 to neuron 0",
        "from input 1 to neuron 0",
        "from input 0 to neuron 1",
        "from input 1 to neuron 1",
    ),
    outcome=_largest_slope,
    tells=("from input 0 to neuron 1",),
)

PREDICTIONS = (
    steeper_or_flatter,
    up_or_down,
    exact_link,
    factors_back,
    what_it_hears,
    without_end,
    largest_slope,
)
