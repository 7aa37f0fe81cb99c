"""The gradient doctor names the first wrong factor, from the four returned arrays alone."""

from functools import partial
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from coursekit.lessons.chain_rule import gradient_doctor
from coursekit.lessons.chain_rule.backprop_recipe import BACKPROP
from coursekit.lessons.chain_rule.gradient_doctor import INPUTS, MADE_OF, RETURNED, SLIPS
from coursekit.lessons.chain_rule.questions import write_backprop as asked
from coursekit.lessons.moved_already import moved_already
from coursekit.lessons.training.step_questions import write_both_layers
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, NOT_YET, RIGHT


def squeezed(z):
    return 1 / (1 + np.exp(-z))


def steepness(a):
    return a * (1 - a)


def transposed(W, d):
    return W.T @ d


def backprop(*case, two=2.0, back=transposed, slope1=steepness, slope2=steepness, **behind):
    """Backprop as a learner writes it, with places to go wrong."""
    a0, y, W1, b1, W2, b2 = case
    a1 = squeezed(W1 @ a0 + b1)
    a2 = squeezed(W2 @ a1 + b2)
    d2 = two * (a2 - y) * slope2(a2)
    d1 = back(W2, d2) * slope1(a1)
    a0, a1 = (behind.get(name, np.copy)(a) for name, a in (("a0", a0), ("a1", a1)))
    return np.outer(d1, a0), d1, np.outer(d2, a1), d2


# one place to go wrong in each layer, and what the doctor must call it
IN_LAYER_2 = {
    "layer 2, the factor 2: left out": {"two": 1.0},
    "layer 2, the factor σ′(z2): left out": {"slope2": lambda a: 1.0},
    "layer 2, the factor σ′(z2): σ in its place": {"slope2": lambda a: a},
    "layer 2, the factor a1 of dW2: left out": {"a1": np.ones_like},
}
IN_LAYER_1 = {
    "layer 1, the way back through W2: W2 for its transpose": {"back": lambda W, d: W @ d},
    "layer 1, the way back through W2: only the first path": {"back": lambda W, d: W[0] * d[0]},
    "layer 1, the factor σ′(z1): left out": {"slope1": lambda a: 1.0},
    "layer 1, the factor a0 of dW1: left out": {"a0": np.ones_like},
}


def test_a_single_slip_written_by_hand_is_named_and_the_rest_follows():
    for name, slip in (IN_LAYER_2 | IN_LAYER_1).items():
        outcome = asked.judge(partial(backprop, **slip))
        assert (outcome.name, outcome.slip) == (NOT_YET, name)
        assert "All that comes after follows from it." in outcome.text


def test_of_two_slips_in_two_layers_the_first_is_named():
    for early, late in product(IN_LAYER_2, IN_LAYER_1):
        outcome = asked.judge(partial(backprop, **IN_LAYER_2[early], **IN_LAYER_1[late]))
        assert (outcome.name, outcome.slip) == (NOT_YET, early)
        assert "Mend that first." in outcome.text
        assert "layer 1" not in outcome.text


def test_weights_that_have_moved_already_are_named_as_in_lesson_5():
    def moves_too_soon(a0, y, W1, b1, W2, b2):
        a1 = squeezed(W1 @ a0 + b1)
        a2 = squeezed(W2 @ a1 + b2)
        db2 = 2 * (a2 - y) * steepness(a2)
        dW2 = np.outer(db2, a1)
        W2 -= 0.1 * dW2
        db1 = W2.T @ db2 * steepness(a1)
        return np.outer(db1, a0), db1, dW2, db2

    assert moved_already("W2") in asked.judge(moves_too_soon).text
    assert moved_already("w₂") in "".join(slip.says for slip in write_both_layers.slips)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_every_slip_tells_its_layer_and_is_blamed_on_the_first_array_that_it_changes(slip):
    changed = set()
    for case in asked.cases()[:2]:
        arrays = zip(RETURNED, slip.wrong(*case), asked.reference(*case), strict=True)
        changed |= {name for name, mine, right in arrays if not np.allclose(mine, right)}
    first = next(name for name in MADE_OF if name in changed)  # from the output back
    assert slip.name.startswith(("layer 1", "layer 2"))
    assert slip.name[6] == first[-1] or "forward" in slip.name
    assert f"{first} is the first wrong one" in asked.judge(slip.wrong).text


def test_two_slips_before_the_first_array_are_both_named():
    outcome = asked.judge(partial(backprop, two=1.0, slope2=lambda a: a))
    both = "layer 2, the factor 2: left out", "layer 2, the factor σ′(z2): σ in its place"
    assert outcome.slip == " and ".join(both)
    assert "two slips at once" in outcome.text


@pytest.mark.parametrize("name", MADE_OF)
def test_an_unknown_slip_is_told_by_its_array_and_what_that_is_made_of(name):
    def odd(*case):
        four = list(backprop(*case))
        four[RETURNED.index(name)] = four[RETURNED.index(name)] * 0.731 + 0.1
        return four

    outcome = asked.judge(odd)
    assert (outcome.name, outcome.slip) == (NOT_YET, None)
    assert f"{name} is the first wrong one. It should be {MADE_OF[name]}." in outcome.text
    later = list(MADE_OF)[list(MADE_OF).index(name) + 1 :]
    assert outcome.text.endswith("came out right.") == bool(later)
    assert all(other in outcome.text.split("Of what comes later")[-1] for other in later)


def by_sums(a0, y, W1, b1, W2, b2):
    """Written with loops and lists, and with σ′ from the exponential."""

    def slope(z):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2

    def sums(W, a, b):
        return [sum(w * x for w, x in zip(W[j], a, strict=True)) + b[j] for j in range(len(W))]

    z1 = sums(W1, a0, b1)
    a1 = [squeezed(z) for z in z1]
    z2 = sums(W2, a1, b2)
    d2 = [2 * (squeezed(z) - t) * slope(z) for z, t in zip(z2, y, strict=True)]
    d1 = [sum(W2[j][i] * d2[j] for j in range(len(d2))) * slope(z1[i]) for i in range(len(z1))]
    return [[d * a for a in a0] for d in d1], d1, [[d * a for a in a1] for d in d2], d2


def by_nudges(a0, y, *parts):
    """No chain rule at all: each parameter is nudged."""

    def slope(n, place, nudge=1e-5):
        costs = []
        for sign in (1, -1):
            W1, b1, W2, b2 = moved = [part.copy() for part in parts]
            moved[n][place] += sign * nudge
            costs.append(np.sum((squeezed(W2 @ squeezed(W1 @ a0 + b1) + b2) - y) ** 2))
        return (costs[0] - costs[1]) / 2 / nudge

    shapes = [part.shape for part in parts]
    return [
        np.reshape([slope(n, place) for place in np.ndindex(shape)], shape)
        for n, shape in enumerate(shapes)
    ]


@pytest.mark.parametrize("function", [backprop, by_sums, by_nudges])
def test_another_honest_way_is_right(function):
    assert asked.judge(function).name == RIGHT


def test_arrays_in_another_order_are_recognised_and_four_times_nothing_is_not_attempted():
    assert asked.judge(lambda *case: (None, None, None, None)).name == NOT_ATTEMPTED
    outcome = asked.judge(lambda *case: backprop(*case)[::-1])
    assert (outcome.name, outcome.slip) == (NOT_YET, gradient_doctor.OTHER_ORDER)
    assert "return dW1, db1, dW2, db2" in outcome.text


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda *case: backprop(*case)[0], "returns one array"),
        (lambda *case: backprop(*case)[:3], "returns 3 things"),
        (lambda *case: (*backprop(*case)[:3], "0"), "The db2 of your function"),
        (lambda *case: (*backprop(*case)[:2], case[0], backprop(*case)[3]), "(2,), and (2, 2)"),
        (lambda *case: [part.reshape(2, -1) for part in backprop(*case)], "(2, 1), and (2,) is w"),
        (lambda *case: {"db2": 0}, "Use a list or an array"),
        (lambda *case: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_what_is_not_four_arrays_of_the_right_shapes_is_explained(function, words):
    outcome = asked.judge(function)
    assert outcome.name == EXPLAINED
    assert words in outcome.text


def test_what_only_fits_square_layers_does_not_pass():
    def two_by_two(*case):
        four = backprop(*case)
        return four if len(case[0]) == len(case[1]) else [part * 2 for part in four]

    assert asked.judge(two_by_two).name == NOT_YET


def test_what_stops_at_layers_of_other_sizes_is_told_how_far_it_came():
    def reshaped(*case):
        dW1, db1, dW2, db2 = backprop(*case)
        return dW1, db1, dW2.reshape(case[2].shape), db2

    outcome = asked.judge(reshaped)
    assert outcome.name == EXPLAINED
    assert "right where all layers have the same size" in outcome.text
    assert "ValueError" in outcome.text


def test_the_recipe_is_the_networks_own_gradient():
    for number in range(20):
        for case in asked.cases(None, number):
            x = SimpleNamespace(**dict(zip(INPUTS, case, strict=True)))
            four = dict(zip(RETURNED, asked.reference(*case), strict=True))
            expected = np.concatenate([np.ravel(four[name]) for name in MADE_OF])
            assert np.allclose(BACKPROP.right(x), expected, atol=1e-12)
