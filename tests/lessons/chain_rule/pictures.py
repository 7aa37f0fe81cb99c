"""What lesson 4's pictures say and show, state by state: always the network's own numbers."""

import math
from decimal import Decimal, localcontext
from itertools import pairwise

import numpy as np
from matplotlib.colors import to_rgba_array

from coursekit import chain_rule
from coursekit.lessons.chain_rule.averages_picture import INPUTS, TARGETS
from coursekit.lessons.chain_rule.knobs import Knobs
from coursekit.lessons.chain_rule.long_chain_picture import factors_of
from coursekit.lessons.chain_rule.one_chain_picture import CURVE_POINTS, SIZES
from coursekit.lessons.chain_rule.single_neurons import PARAMETERS, flatten
from coursekit.network import Network
from coursekit.network.network import Gradient, sigmoid, sigmoid_slope
from coursekit.pictures.colours import NEGATIVE, POSITIVE
from coursekit.pictures.notation import factor, near

# weights, biases, inputs and targets: anything, all zero, all at an end, saturated neurons
RANGES = [((-reach, reach), (-reach, reach), (0, 1), (0, 1)) for reach in (1, 6, 6)]
RANGES += [
    ((w, w), (b, b), (a, a), (1 - a, 1 - a))
    for w, b, a in ((0, 0, 0), (-6, -6, 1), (6, 6, 1), (-6, 6, 1), (6, -6, 0.5))
]


def examples(*sizes):
    """Yield networks of many kinds, each with inputs and targets; the last hits its targets."""
    rng = np.random.default_rng(7)
    for w, b, a, y in RANGES:
        weights = [rng.uniform(*w, (n_out, n_in)).round(1) for n_in, n_out in pairwise(sizes)]
        network = Network(weights, [rng.uniform(*b, n).round(1) for n in sizes[1:]])
        inputs, targets = rng.uniform(*a, sizes[0]).round(1), rng.uniform(*y, sizes[-1]).round(1)
        yield network, inputs, targets
    yield network, inputs, network.forward(inputs)[-1]


def knobs(network, inputs, targets):
    return {"knobs": Knobs(network, inputs, targets, "y 0").value}


def parameters(network):
    return dict(zip(PARAMETERS, flatten(network), strict=True))


def flat(*arrays):
    """Return all numbers of arrays of any shape, one after the other."""
    return np.concatenate([np.ravel(array) for array in arrays])


def exactly(z, nudge):
    """σ(z + nudge) − σ(z), with 60 digits on the way."""
    with localcontext(prec=60):
        here, there = Decimal(float(z)), Decimal(float(z)) + Decimal(float(nudge))
        return float(1 / (1 + (-there).exp()) - 1 / (1 + (-here).exp()))


def ratio_of(z, h):
    """Return the row of two nudges: the cards, and both points on the curve."""
    a, moved, slope = sigmoid(z), exactly(z, h), sigmoid_slope(z)
    shown = {"results": [h, moved, moved / h, slope, a * (1 - a)], "height": [(z, slope)]}
    shown |= {"here": [(z, a)], "there": [(z + h, a + moved)]}
    return {"z": z, "h": h, "slope": True}, None, shown


def weight_of(follow, h, network, inputs, targets):
    """Return the row of one weight: its factors, its nudge, and the cost along it."""
    j, i = divmod(follow, SIZES[-2])
    chain, last = network.chain(inputs, targets), network.weights[-1]
    f, w = chain.weight(3, j, i), last[j, i]

    def cost_at(value):
        moved = np.where(np.arange(8).reshape(2, 4) == follow, value, last)
        there = Network([*network.weights[:-1], moved], network.biases)
        return there.cost(inputs, targets)

    dz = h * f.dz_dq
    da = exactly(chain.weighted_inputs[-1][j], dz)
    dC = da * (f.dC_da + da)
    assert abs(cost_at(w + h) - cost_at(w) - dC) < 1e-14
    run = 2.6 / np.hypot(1, 6 * f.product)
    ends = np.clip([w - run, w + run], CURVE_POINTS[0], CURVE_POINTS[-1])
    shown = {
        "product": [network.gradient(inputs, targets).weights[-1][j, i]],
        "factors": [f.dz_dq, f.da_dz, f.dC_da],
        "slope": f"╍ slope {factor(f.product)}",
        "diagram.levels": flat(*network.forward(inputs)),
        "grids.numbers": last.ravel(),
        "targets": targets,
        "nudges": [f.product * h, dz, f.da_dz * dz, f.dC_da * da, dC, dz, da, dC],
        "ratios": [
            factor(m / by) if by else "–" for m, by in ((dC, h), (dz, h), (da, dz), (dC, da))
        ],
        "curve": [(x, cost_at(x)) for x in CURVE_POINTS],
        "tangent": [(x, cost_at(w) + (x - w) * f.product) for x in ends],
        "point": [(w, cost_at(w))],
        "nudged": [(w + h, cost_at(w + h))],
    }
    return knobs(network, inputs, targets) | {"follow": follow, "h": h, "step": 5}, shown


def ledger(network, inputs, targets):
    """Return all numbers of a ledger, the values and then the gradient."""
    chain, gradient = network.chain(inputs, targets), network.gradient(inputs, targets)
    values, slopes = [inputs], [gradient.inputs]
    for layer, (dW, db) in enumerate(zip(gradient.weights, gradient.biases, strict=True)):
        values += [network.weights[layer], network.biases[layer]]
        values += [chain.weighted_inputs[layer], chain.activations[layer + 1]]
        slopes += [dW, db, db, chain.activation_gradients[layer + 1]]
    return flat(*values, targets, network.cost(inputs, targets), *slopes)


def entry_of(entry, network, inputs, targets):
    """Return the row of the long chain: the whole ledger, and one entry as a product."""
    factors = factors_of(network.chain(inputs, targets), PARAMETERS[entry])
    slope = flatten(network.gradient(inputs, targets))[entry]
    assert math.isclose(math.prod(factors), slope, rel_tol=1e-9)
    before, told = [""] * (7 - len(factors)), list(map(factor, factors))
    if entry % 2 == 0:  # a weight's product begins with an activation
        told[0] = near(factors[0], 4)
    shown = {
        "ledger.grids.numbers": ledger(network, inputs, targets),
        "product": [slope],
        "factors": [*before, *told],
        "signs": [*before, "≈", *"×" * (len(factors) - 1)],
    }
    state = {"a0": inputs[0], "y": targets[0], "entry": entry, "step": 17}
    return parameters(network) | state, shown


def paths_of(j, i, network, inputs, targets):
    """Return the row of the sum over paths: output j, its three ways, the sums, one layer back."""
    chain, gradient = network.chain(inputs, targets), network.gradient(inputs, targets)
    bias, both, sums = chain.bias(2, j), chain.paths(2), chain.activation_gradients[1]
    shown = {
        "values": [network.cost(inputs, targets), bias.product, bias.da_dz, bias.dC_da],
        "amounts": flat(gradient.biases[1][j], gradient.weights[1][j], both[j]),
        "sums.numbers": flat(both, sums),
        "diagram.levels": flat(*chain.activations),
    }
    return knobs(network, inputs, targets) | {"output": j, "neuron": i, "step": 12}, shown


def average_of(rate, network, *_):
    """Return the row of the average: four examples, ∇C, and one step against it."""
    outputs, gradient = network.forward(INPUTS)[-1], network.gradient(INPUTS, TARGETS)
    pairs = list(zip(INPUTS, TARGETS, strict=True))
    after = network.step(gradient, rate)
    before, behind = network.cost(INPUTS, TARGETS), after.cost(INPUTS, TARGETS)
    singles = [flatten(network.gradient(a, y)) for a, y in pairs]
    costs, rows = [network.cost(a, y) for a, y in pairs], (flatten(gradient), flatten(after))
    shown = {
        "grids.numbers": flat(INPUTS, TARGETS, outputs, costs, singles, *rows),
        "results": [before, -rate * gradient.norm_squared, behind - before, behind],
    }
    return parameters(network) | {"rate": rate, "step": 3}, shown


def step_of(rate, network, inputs, targets):
    """Return the row of Practice II: the whole ledger, and a step without and with the bias."""
    gradient, before = network.gradient(inputs, targets), network.cost(inputs, targets)
    changes, costs = [], []
    for part in (Gradient(gradient.weights, [np.zeros(2)], gradient.inputs), gradient):
        costs.append(network.step(part, rate).cost(inputs, targets))
        changes += [-rate * part.norm_squared, costs[-1] - before]
    shown = {
        "ledger.grids.numbers": ledger(network, inputs, targets),
        "steps.numbers": [*changes, *costs],
    }
    return knobs(network, inputs, targets) | {"rate": rate, "step": 8}, shown


def each(row_of, sizes, *turns):
    """Yield a row for each example, with arguments that take their turn."""
    for n, example in enumerate(examples(*sizes)):
        state, shown = row_of(*(turn[n % len(turn)] for turn in turns), *example)
        yield state, None, shown


CARDS = {"product": "−0.1401", "factors": ("0.4867", "0.1973", "−1.4591")}
LESSON = (
    "w(3) 0,1 = 1.00: its slope is −0.1401, the product of 0.4867, 0.1973 and −1.4591. A nudge of "
    "0.1000 really moves C₀ by −0.01407."
)
NUDGED = "At z = 1.0 a nudge of 1.000 moves a by 0.1497: the ratio is 0.149738"
REALLY, ALL = {"step": 5}, {"step": 17}
HEADLINES = (
    "Three ways to move output j = 1",
    "One layer back, through neuron i = 2 of layer 1",
)
WISHES = ("−0.4203", "0.1681", "−0.2242", "0.2203", "0.3917", "−0.2937")
WISHES += ("−0.2000", "0.5598", "−0.5179")
LAYER = r"$z^{(1)} = W^{(1)}\,a^{(0)} + b^{(1)}$"
COVERED = "Inputs, weights, biases and targets are given. All results are covered."
ROWS = {
    chain_rule.two_nudges: [
        ({}, f"{NUDGED}.", {"results.texts.3:": ("?", "?"), "tangent.visible": False}),
        ({"slope": True}, f"{NUDGED}, the slope σ′(z) is 0.196612.", {}),
        *(ratio_of(z, h) for z in (-6.0, -0.7, 0.0, 6.0) for h in (1.0, 1e-3, 1e-6)),
    ],
    chain_rule.one_chain: [
        ({}, "w(3) 0,1 = 1.00; 0 of its three factors are known.",
         {"product": "?", "curve.visible": False, "nudges": ("?",) * 8}),
        ({"step": 4}, LESSON.partition(" A nudge")[0], CARDS | {"ratios": ("?",) * 4}),
        (REALLY, LESSON, CARDS | {"nudges.texts.0": "−0.01401", "nudges.texts.4": "−0.01407"}),
        (REALLY | {"h": 1.0}, None, {"nudges.texts.0": "−0.1401", "nudges.texts.4": "−0.1431"}),
        (REALLY | {"h": 1e-6}, None, {"ratios": ("−0.1401", *CARDS["factors"])}),
        (REALLY | {"knobs": {"w3 0,1": -6.0}}, None, {"factors.texts.1": "0.0120"}),  # it saturates
        *each(weight_of, SIZES, range(8), (1.0, 1e-3, 1e-6, 0.1)),
    ],
    chain_rule.long_chain: [
        (ALL, "C₀ = 0.0961, and ∇C₀ is 0.0137, 0.0172, −0.0258, −0.0387, −0.0553, −0.1326.",
         {"product": "0.0137", "factors": [0.8, 0.2217, -2, 0.2431, 1.2, 0.2139, -0.62]}),
        ({}, "Step 0 of 17: only what is given is known.",
         {"product": "?", "factors": ("",) * 7}),
        (
            [{"step": 9}, {"step": 8}],  # going back a step covers it again
            "Step 8 of 17: ∂C₀/∂a₃ is −0.6200.",
            {"product": "?", "ledger.grids.numbers.texts.-2": "?"},
        ),
        # a weight of zero cuts the chain before it
        (ALL | {"w2": 0.0},
         "C₀ = 0.0555, and ∇C₀ is 0.0000, 0.0000, −0.0134, −0.0200, −0.0620, −0.0848.",
         {}),
        *each(entry_of, (1, 1, 1, 1), range(6)),
    ],
    chain_rule.paths: [
        (
            {"step": 12},
            "Neuron 0 of layer 1 hears −0.4203 from output 0 and 0.2203 from output 1: together "
            "−0.2000.",
            {
                "back.texts.0": "0.90 × 0.2123 × −0.2000 ≈ −0.0382",
                # only of the first neuron do the outputs wish different things
                "sums.numbers": WISHES,
                "arrows.facecolors": to_rgba_array([POSITIVE] * 5 + [NEGATIVE, POSITIVE]),
            },
        ),
        ({}, "Step 0 of 12: only what is given is known.", {"back": ("?", "?")}),
        ({"step": 4}, "Step 4 of 12, output 0: 2(a − y) is −1.1448.", {}),
        ({"step": 11}, "Step 11 of 12, output 0: the sum of both is −0.2000, 0.5598, −0.5179.", {}),
        # its own before the other's
        ({"step": 9}, None, {"sums.numbers": WISHES[:3] + ("?",) * 6}),
        ({"output": 1, "neuron": 2, "step": 12}, None,
         {"headlines": HEADLINES, "diagram.discs.linewidths": [*[1.5] * 4, 3, 1.5, 3]}),
        # a weight of zero closes its path and keeps its slope
        ({"knobs": {"w2 0,0": 0.0}, "step": 12}, None,
         {"amounts.texts.4": "0.0000", "amounts.texts.1": "−0.1814"}),
        *each(paths_of, (2, 3, 2), (0, 1), (0, 1, 2)),
    ],
    chain_rule.averages: [
        ({}, "Step 0 of 3: the four examples, their outputs and costs.",
         {"results": ("?",) * 4, "grids.numbers.texts.16:": ("?",) * 36}),
        ({"step": 2}, "Step 2 of 3: their average, ∇C. C = 0.2966.",
         {"results": ("0.2966", "?", "?", "?")}),
        (
            {"step": 3},
            "C = 0.2966. A step with η = 1 is predicted to change it by −0.0095 and really changes "
            "it by −0.0091.",
            {"grids.cells.linewidths": [*[1] * 40, *[2.6] * 6, *[1] * 6]},  # ∇C stands out
        ),
        # the promise holds for a small step alone
        ({"rate": 10.0, "step": 3},
         "C = 0.2966. A step with η = 10 is predicted to change it by −0.0947 and really changes "
         "it by −0.0390.", {}),
        *each(average_of, (1, 1, 1, 1), (2.5, 1e-3, 100.0)),
    ],
    chain_rule.practice_two: [
        ({}, COVERED, {"values.step": 0}),
        ({"step": 1}, "Step 1 of 8: z(1) is 0.2600, 0.6600.", {"ledger.formula.text": LAYER}),
        ({"step": 3}, "Step 3 of 8: C₀ is 0.6242.", {}),  # its formula fits above the values
        ({"step": 4}, "Step 4 of 8: ∂C₀/∂a(1) is −0.8707, 1.3185.", {}),
        # the source's numbers
        ({"step": 8},
         "C₀ = 0.6242. After one step with η = 1 it is 0.5481 when W alone moves, and 0.4260 when "
         "b moves too.",
         {"ledger.grids.numbers": flat(*([0.7, 0.3], [0.2, 0.4, 0.6, 0.8], [0, 0], [0.26, 0.66],
                                         [0.5646, 0.6593]),
                                       *([1, 0], [0.6242], [0.1349, 0.1513],
                                         [-0.1498, -0.0642, 0.2073, 0.0889]),
                                       *([-0.2140, 0.2962], [-0.2140, 0.2962],
                                         [-0.8707, 1.3185]))}),
        *each(step_of, (2, 2), (0.0, 1.0, 4.0)),
    ],
}
