"""The gradient doctor names the first wrong factor, from the four returned arrays alone."""

from itertools import combinations

import numpy as np
import pytest

from coursekit.exercises.backprop import BACKPROP
from coursekit.exercises.chain_rule import write_backprop as asked
from coursekit.exercises.doctor import MADE_OF, OTHER_ORDER, RETURNED, SLIPS
from coursekit.exercises.feedback import EXPLAINED, NOT_ATTEMPTED, NOT_YET, RIGHT


def squeezed(z):
    return 1 / (1 + np.exp(-z))


def backprop(
    *case,
    two=2.0,
    slope2=lambda a: a * (1 - a),
    slope1=lambda a: a * (1 - a),
    back=lambda W, d: W.T @ d,
    behind1=lambda a0: a0,
    behind2=lambda a1: a1,
):
    """Backprop as a learner writes it, with places to go wrong."""
    a0, y, W1, b1, W2, b2 = case
    a1 = squeezed(W1 @ a0 + b1)
    a2 = squeezed(W2 @ a1 + b2)
    d2 = two * (a2 - y) * slope2(a2)
    d1 = back(W2, d2) * slope1(a1)
    return np.outer(d1, behind1(a0)), d1, np.outer(d2, behind2(a1)), d2


def with_slips(**slips):
    """Return backprop with these places gone wrong, as a function of six inputs."""
    return lambda a0, y, W1, b1, W2, b2: backprop(a0, y, W1, b1, W2, b2, **slips)


# one place to go wrong in each layer, and what the doctor must call it
IN_LAYER_2 = {
    "layer 2, the factor 2: left out": {"two": 1.0},
    "layer 2, the factor σ′(z2): left out": {"slope2": lambda a: 1.0},
    "layer 2, the factor σ′(z2): σ in its place": {"slope2": lambda a: a},
    "layer 2, the factor a1 of dW2: left out": {"behind2": np.ones_like},
}
IN_LAYER_1 = {
    "layer 1, the way back through W2: W2 for its transpose": {"back": lambda W, d: W @ d},
    "layer 1, the way back through W2: only the first path": {"back": lambda W, d: W[0] * d[0]},
    "layer 1, the factor σ′(z1): left out": {"slope1": lambda a: 1.0},
    "layer 1, the factor a0 of dW1: left out": {"behind1": np.ones_like},
}


@pytest.mark.parametrize("name", [*IN_LAYER_2, *IN_LAYER_1])
def test_a_single_slip_written_by_hand_is_named_and_the_rest_follows(name):
    outcome = asked.judge(with_slips(**(IN_LAYER_2 | IN_LAYER_1)[name]))
    assert (outcome.name, outcome.slip) == (NOT_YET, name)
    assert "All that comes after follows from it." in outcome.text


@pytest.mark.parametrize("late", IN_LAYER_1)
@pytest.mark.parametrize("early", IN_LAYER_2)
def test_of_two_slips_in_two_layers_the_first_is_named(early, late):
    outcome = asked.judge(with_slips(**IN_LAYER_2[early], **IN_LAYER_1[late]))
    assert (outcome.name, outcome.slip) == (NOT_YET, early)
    assert "Mend that first." in outcome.text
    assert "layer 1" not in outcome.text


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_every_slip_tells_its_layer_and_is_blamed_on_the_right_array(slip):
    first = outcome_order(slip)
    assert slip.name.startswith(("layer 1", "layer 2"))
    assert slip.name[6] == first[-1] or "forward" in slip.name
    assert f"{first} is the first wrong one" in asked.judge(slip.wrong).text


def outcome_order(slip):
    """Return the first array, from the output back, that a slip changes on some network."""
    for name in MADE_OF:
        place = RETURNED.index(name)
        for case in asked.cases()[:2]:
            if not np.allclose(slip.wrong(*case)[place], asked.reference(*case)[place]):
                return name
    raise AssertionError(f"{slip.name} changes nothing")


def test_the_slips_differ_from_each_other_on_the_networks_that_are_drawn():
    for number in range(20):
        case = asked.cases(None, number)[1]
        made = [np.concatenate([np.ravel(part) for part in s.wrong(*case)]) for s in SLIPS]
        assert all(np.abs(one - other).max() > 1e-5 for one, other in combinations(made, 2))


def test_two_slips_before_the_first_array_are_both_named():
    outcome = asked.judge(with_slips(two=1.0, slope2=lambda a: a))
    assert outcome.slip == (
        "layer 2, the factor 2: left out and layer 2, the factor σ′(z2): σ in its place"
    )
    assert "two slips at once" in outcome.text


@pytest.mark.parametrize("name", MADE_OF)
def test_an_unknown_slip_is_told_by_its_array_and_what_that_is_made_of(name):
    def odd(a0, y, W1, b1, W2, b2):
        four = list(backprop(a0, y, W1, b1, W2, b2))
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

    z1 = [sum(w * a for w, a in zip(row, a0, strict=True)) + b for row, b in zip(W1, b1)]  # noqa: B905
    a1 = [squeezed(z) for z in z1]
    z2 = [sum(w * a for w, a in zip(row, a1, strict=True)) + b for row, b in zip(W2, b2)]  # noqa: B905
    d2 = [2 * (squeezed(z) - t) * slope(z) for z, t in zip(z2, y, strict=True)]
    d1 = [sum(W2[j][i] * d2[j] for j in range(len(d2))) * slope(z1[i]) for i in range(len(z1))]
    return [[d * a for a in a0] for d in d1], d1, [[d * a for a in a1] for d in d2], d2


def by_columns(a0, y, W1, b1, W2, b2):
    """Written with column vectors throughout."""
    a0, y, b1, b2 = (v[:, None] for v in (a0, y, b1, b2))
    a1 = squeezed(W1 @ a0 + b1)
    a2 = squeezed(W2 @ a1 + b2)
    d2 = 2 * (a2 - y) * a2 * (1 - a2)
    d1 = (W2.T @ d2) * a1 * (1 - a1)
    return d1 @ a0.T, d1, d2 @ a1.T, d2


def by_nudges(a0, y, W1, b1, W2, b2):
    """No chain rule at all: each parameter is nudged."""

    def cost():
        return np.sum((squeezed(W2 @ squeezed(W1 @ a0 + b1) + b2) - y) ** 2)

    found = []
    for part in (W1, b1, W2, b2):
        slopes = np.zeros_like(part)
        for place in np.ndindex(part.shape):
            kept = part[place]
            part[place] = kept + 1e-5
            above = cost()
            part[place] = kept - 1e-5
            slopes[place] = (above - cost()) / 2e-5
            part[place] = kept
        found.append(slopes)
    return found


@pytest.mark.parametrize("function", [backprop, by_sums, by_columns, by_nudges])
def test_another_honest_way_is_right(function):
    assert asked.judge(lambda a, y, V, b, W, c: function(a, y, V, b, W, c)).name == RIGHT


def test_arrays_in_another_order_are_recognised():
    outcome = asked.judge(lambda *case: backprop(*case)[::-1])
    assert (outcome.name, outcome.slip) == (NOT_YET, OTHER_ORDER)
    assert "return dW1, db1, dW2, db2" in outcome.text


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda *case: backprop(*case)[0], "returns one array"),
        (lambda *case: backprop(*case)[:3], "returns 3 things"),
        (lambda *case: (*backprop(*case)[:3], "0"), "The db2 of your function"),
        (lambda *case: (*backprop(*case)[:2], case[0], backprop(*case)[3]), "(2,), and (2, 2)"),
        (lambda *case: {"db2": 0}, "Use a list or an array"),
        (lambda *case: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_what_is_not_four_arrays_of_the_right_shapes_is_explained(function, words):
    outcome = asked.judge(function)
    assert outcome.name == EXPLAINED
    assert words in outcome.text


def test_an_empty_function_is_not_attempted():
    assert asked.judge(lambda *case: None).name == NOT_ATTEMPTED
    assert asked.judge(lambda *case: (None, None, None, None)).name == NOT_ATTEMPTED


def test_what_only_fits_square_layers_does_not_pass():
    def two_by_two(a0, y, W1, b1, W2, b2):
        four = backprop(a0, y, W1, b1, W2, b2)
        return four if len(a0) == len(y) else [part * 2 for part in four]

    assert asked.judge(two_by_two).name == NOT_YET


def test_what_stops_at_layers_of_other_sizes_is_told_how_far_it_came():
    def reshaped(a0, y, W1, b1, W2, b2):
        dW1, db1, dW2, db2 = backprop(a0, y, W1, b1, W2, b2)
        return dW1, db1, dW2.reshape(W1.shape), db2

    outcome = asked.judge(reshaped)
    assert outcome.name == EXPLAINED
    assert "right where all layers have the same size" in outcome.text
    assert "ValueError" in outcome.text


def test_the_recipe_is_the_networks_own_gradient():
    for number in range(20):
        for case in asked.cases(None, number):
            x = type("Given", (), dict(zip(("a0", "y", "W1", "b1", "W2", "b2"), case, strict=True)))
            four = dict(zip(RETURNED, asked.reference(*case), strict=True))
            expected = np.concatenate([np.ravel(four[name]) for name in MADE_OF])
            assert np.allclose(BACKPROP.right(x), expected, atol=1e-12)
