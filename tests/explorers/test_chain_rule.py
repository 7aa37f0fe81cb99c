"""Lesson 4's single chains: a ratio of nudges, one weight's factors, three layers deep."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from coursekit import long_chain, one_chain, two_nudges
from coursekit.explorers.backward import flatten
from coursekit.explorers.chain_rule import change, factors_of
from coursekit.figures.chain import CURVE_POINTS
from coursekit.figures.long_chain import PARAMETERS
from coursekit.network.network import Network, sigmoid, sigmoid_slope
from tests.explorers.pictures import at_start, framed, say, says

NUDGES = [10.0**power for power in (0, -1, -2, -3, -4, -5, -6)]


@pytest.fixture
def curve():
    return at_start(two_nudges)


@pytest.fixture
def chain():
    return at_start(one_chain)


@pytest.fixture
def deep():
    return at_start(long_chain)


def exactly(z, nudge):
    """σ(z + nudge) − σ(z), with 60 digits on the way."""
    with localcontext(prec=60):
        here, there = Decimal(float(z)), Decimal(float(z)) + Decimal(float(nudge))
        return float(1 / (1 + (-there).exp()) - 1 / (1 + (-here).exp()))


def settings(names):
    """Yield settings of many kinds: any numbers, saturated neurons, weights of zero."""
    rng = np.random.default_rng(7)
    for reach in (0.0, 1.0, 6.0):
        numbers = rng.uniform(-reach, reach, len(names)).round(1)
        yield {n: _inside(n, v) for n, v in zip(names, numbers.tolist(), strict=True)}
    for sign in (-1.0, 1.0):
        yield {n: _inside(n, 6.0 * sign) for n in names}


def _inside(name, value):
    return min(abs(value), 1.0) if name[0] in "ay" else value


# --- a ratio of two nudges


@pytest.mark.parametrize("z", [-6.0, -0.7, 0.0, 6.0])
@pytest.mark.parametrize("h", NUDGES[::3])
def test_the_cards_of_the_slope_are_what_sigma_does(curve, z, h):
    curve.set({"z": z, "h": h})
    a, moved = float(sigmoid(z)), exactly(z, h)
    slopes = [float(sigmoid_slope(z)), a * (1 - a)]
    assert say(curve.figure.results.texts, [h, moved, moved / h, *slopes])


def test_the_line_through_both_points_becomes_steeper_and_ends_as_the_tangent(curve):
    steepness, ratios = [], []
    for h in NUDGES:
        curve.set({"h": h})
        x, y = curve.figure.secant.get_data()
        steepness.append((y[1] - y[0]) / (x[1] - x[0]))
        ratios.append(curve.figure.results.texts[2])
    assert steepness == sorted(steepness)
    assert (round(float(ratios[0]), 3), round(float(ratios[1]), 3)) == (0.150, 0.192)
    assert ratios[-1] == curve.figure.results.texts[3] == "0.196612"
    np.testing.assert_allclose(
        curve.figure.secant.get_data(), curve.figure.tangent.get_data(), atol=1e-5
    )
    np.testing.assert_allclose(
        curve.figure.here.get_offsets(), curve.figure.there.get_offsets(), atol=1e-5
    )


def test_the_sigmoid_is_nowhere_steeper_than_a_quarter_at_zero(curve):
    heights = {}
    for z in np.arange(-6, 6.1, 0.5):
        curve.set({"z": float(z)})
        ((_, heights[float(z)]),) = curve.figure.height.get_offsets()
    assert max(heights, key=heights.get) == 0.0
    assert heights[0.0] == 0.25


def test_a_saturated_neuron_hardly_moves(curve):
    moved = {}
    for z in (1.0, 5.0):
        curve.set({"z": z})
        moved[z] = float(curve.figure.results.texts[1])
    assert moved[5.0] < 0.03 * moved[1.0]
    assert sigmoid(5.0) > 0.99


@pytest.mark.parametrize("z", [-30.0, -1.0, 0.0, 5.0, 30.0])
def test_a_change_keeps_its_digits_however_small(z):
    for h in NUDGES:
        assert change(z, h) == pytest.approx(exactly(z, h), rel=1e-12)
    assert change(z, 0.0) == 0


# --- one weight, followed to the cost


def followed(chain):
    """Return the network, inputs, targets and which weight is followed."""
    return *chain.knobs.network(), *divmod(chain.values["follow"], 4)


def cards(chain):
    return chain.figure.product.texts + chain.figure.factors.texts


def test_it_opens_on_the_numbers_of_the_lesson(chain):
    assert cards(chain) == ("−0.1401", "0.4867", "0.1973", "−1.4591")
    assert chain.figure.diagram.levels.texts[-2] == "0.27"
    assert chain.figure.targets.texts == ("1.00", "0.00")
    assert chain.figure.grids.texts("W")[1] == "1.00"
    network, inputs, targets, j, i = followed(chain)
    factors = network.chain(inputs, targets)
    assert round(factors.bias(3, j).product, 3) == -0.288
    assert round(factors.path(3, j, i).product, 3) == -0.288


def test_every_number_is_the_networks_for_any_setting(chain):
    for number, knobs in enumerate(settings(chain.knobs.value)):
        chain.set({"knobs": knobs, "follow": number})
        network, inputs, targets, j, i = followed(chain)
        factors = network.chain(inputs, targets).weight(3, j, i)
        told = [factors.product, factors.dz_dq, factors.da_dz, factors.dC_da]
        assert say(cards(chain), told)
        assert says(chain.figure.slope.texts[0].removeprefix("slope "), factors.product)
        assert factors.product == pytest.approx(
            network.gradient(inputs, targets).weights[-1][j, i], rel=1e-12
        )
        levels = np.concatenate(network.forward(inputs))
        assert say(chain.figure.diagram.levels.texts, levels)
        assert say(chain.figure.grids.numbers.texts, network.weights[-1])
        assert say(chain.figure.targets.texts, targets)


def test_the_curve_is_the_cost_and_the_tangent_its_slope(chain):
    for number, knobs in enumerate(settings(chain.knobs.value)):
        chain.set({"knobs": knobs, "follow": number, "h": 1.0})
        network, inputs, targets, j, i = followed(chain)
        (point,), (nudged,) = chain.figure.point.get_offsets(), chain.figure.nudged.get_offsets()
        w = network.weights[-1][j, i]
        assert point == pytest.approx((w, network.cost(inputs, targets)))
        assert nudged[0] == pytest.approx(w + 1)
        x, y = chain.figure.tangent.get_data()
        slope_drawn = (y[1] - y[0]) / (x[1] - x[0])
        gradient = network.gradient(inputs, targets).weights[-1][j, i]
        assert slope_drawn == pytest.approx(gradient, abs=1e-12)
        heights = np.append(chain.figure.curve.get_ydata()[::39], nudged[1])
        for at, height in zip([*CURVE_POINTS[::39], w + 1], heights, strict=True):
            network.weights[-1][j, i] = at
            assert height == pytest.approx(network.cost(inputs, targets))
        low, high = chain.figure.cost.get_ylim()
        assert (chain.figure.curve.get_ydata() > low).all()
        assert (chain.figure.curve.get_ydata() < high).all()


@pytest.mark.parametrize("h", NUDGES[::3])
def test_the_nudges_are_what_really_happens(chain, h):
    for number, knobs in enumerate(settings(chain.knobs.value)):
        chain.set({"knobs": knobs, "follow": 7 - number, "h": h})
        network, inputs, targets, j, i = followed(chain)
        steps = network.chain(inputs, targets)
        f = steps.weight(3, j, i)
        dz = h * f.dz_dq
        da = exactly(steps.weighted_inputs[-1][j], dz)
        dC = da * (f.dC_da + da)
        assert say(chain.figure.nudges.texts[:4], [f.product * h, dz, f.da_dz * dz, f.dC_da * da])
        assert say(chain.figure.nudges.texts[4:], [dC, dz, da, dC])
        before = network.cost(inputs, targets)
        network.weights[-1][j, i] += h
        assert network.cost(inputs, targets) - before == pytest.approx(dC, abs=1e-14)


def test_the_ratios_agree_with_the_cards_for_the_smallest_nudge(chain):
    chain.set({"h": 1e-6})
    assert chain.figure.ratios.texts == cards(chain)


def test_a_saturated_output_shows_its_ratio_too(chain):
    chain.set({"knobs": dict.fromkeys(list(chain.knobs.value)[:-5], 6.0), "h": 1e-6})
    assert chain.figure.factors.texts[1] == "9.4·10⁻¹⁴"
    assert chain.figure.ratios.texts[2] == "9.4·10⁻¹⁴"


def test_the_promises_break_as_the_lesson_says(chain):
    errors = []
    for h, predicted, really in ((1.0, "−0.1401", "−0.1431"), (0.1, "−0.01401", "−0.01407")):
        chain.set({"h": h})
        assert chain.figure.nudges.texts[0::4] == (predicted, really)
        assert chain.figure.nudges.texts[1] == chain.figure.nudges.texts[5]  # Δz is exact
        assert chain.figure.nudges.texts[2] != chain.figure.nudges.texts[6]
        assert chain.figure.nudges.texts[3] != chain.figure.nudges.texts[7]
        network, inputs, targets, j, i = followed(chain)
        before, promised = network.cost(inputs, targets), h * cards_product(chain)
        network.weights[-1][j, i] += h
        errors.append(abs(network.cost(inputs, targets) - before - promised))
    assert (round(errors[0], 4), round(errors[1], 5)) == (0.0030, 0.00006)


def cards_product(chain):
    network, inputs, targets, j, i = followed(chain)
    return network.chain(inputs, targets).weight(3, j, i).product


@pytest.mark.parametrize("h", NUDGES[::2])
def test_the_three_ratios_multiply_to_the_first(chain, h):
    chain.set({"h": h})
    whole, *links = (float(ratio.replace("−", "-")) for ratio in chain.figure.ratios.texts)
    assert math.prod(links) == pytest.approx(whole, abs=2e-4)


def test_four_weights_into_one_neuron_differ_in_their_first_factor_alone(chain):
    seen = []
    for follow in range(4):
        chain.set({"follow": follow})
        assert chain.controls["drag"].value == f"w3 0,{follow}"
        seen.append(chain.figure.factors.texts)
    assert len({first for first, *_ in seen}) == 4
    assert len({tuple(rest) for _, *rest in seen}) == 1


def test_following_another_weight_computes_the_picture_once(chain, monkeypatch):
    computed, refresh = [], chain.refresh
    monkeypatch.setattr(chain, "refresh", lambda: computed.append(1) or refresh())
    chain.controls["follow"].value = 6
    assert len(computed) == 1
    assert chain.knobs.which.value == "w3 1,2"
    chain.knobs.amount.value = 2.0
    assert len(computed) == 2
    assert chain.knobs.value["w3 1,2"] == 2.0


def test_the_followed_weight_stands_out_in_matrix_and_diagram(chain):
    for follow in (0, 6):
        chain.set({"follow": follow})
        assert framed(chain.figure.grids) == {("W", follow)}
        strengths = chain.figure.diagram.links.get_colors()[:, 3]
        assert np.flatnonzero(strengths == 1).tolist() == [3 * 4 + 4 * 4 + follow]


def test_the_slope_changes_its_sign_where_the_target_passes_the_output(chain):
    output = float(chain.knobs.network()[0].forward(chain.knobs.network()[1])[-1][0])
    for y in np.arange(0, 1.01, 0.1):
        chain.set({"knobs": {"y 0": float(y)}})
        assert chain.figure.product.texts[0].startswith("−") == (y > output)
    chain.set({"knobs": {"y 0": output}})
    assert chain.figure.product.texts == ("0.0000",)


def test_an_input_moves_every_factor_and_every_later_neuron(chain):
    before, levels = cards(chain), chain.figure.diagram.levels.texts
    chain.controls["drag"].value = "a0 0"
    chain.knobs.amount.value = 0.0
    assert all(old != new for old, new in zip(before, cards(chain), strict=True))
    assert chain.figure.diagram.levels.texts[0] == "0.00" != levels[0]


def test_a_weight_far_below_saturates_the_neuron(chain):
    steep = float(chain.figure.factors.texts[1])
    chain.set({"knobs": {"w3 0,1": -6.0}})
    assert float(chain.figure.factors.texts[1]) < 0.07 * steep


def test_only_the_miss_can_be_negative(chain):
    for knobs in settings(chain.knobs.value):
        chain.set({"knobs": knobs})
        assert not any(text.startswith("−") for text in chain.figure.factors.texts[:2])


# --- three layers of one neuron


def shown(deep, name):
    return deep.figure.ledger.grids.texts(name)[0]


def network_of(deep):
    v = deep.values
    weights, biases = ([[[v[f"w{n}"]]] for n in (1, 2, 3)], [[v[f"b{n}"]] for n in (1, 2, 3)])
    return Network(weights, biases), [v["a0"]], [v["y"]]


def test_every_number_of_the_ledger_is_the_networks(deep):
    for numbers in settings([*PARAMETERS, "a0", "y"]):
        deep.set(numbers)
        network, inputs, targets = network_of(deep)
        gradient, steps = network.gradient(inputs, targets), network.chain(inputs, targets)
        assert says(shown(deep, "C"), network.cost(inputs, targets))
        for layer, (z, a) in enumerate(
            zip(steps.weighted_inputs, steps.activations[1:], strict=True), 1
        ):
            pairs = {
                f"z{layer}": z,
                f"a{layer}": a,
                f"da{layer}": steps.activation_gradients[layer],
            }
            pairs |= {f"dW{layer}": gradient.weights[layer - 1]}
            pairs |= {f"d{letter}{layer}": gradient.biases[layer - 1] for letter in "zb"}
            assert all(says(shown(deep, name), value.item()) for name, value in pairs.items())
        assert says(shown(deep, "da0"), gradient.inputs.item())


def test_every_product_is_an_entry_of_the_gradient(deep):
    for numbers in settings([*PARAMETERS, "a0", "y"]):
        deep.set(numbers)
        network, inputs, targets = network_of(deep)
        entries = flatten(network.gradient(inputs, targets))
        for entry, value in enumerate(entries):
            deep.set({"entry": entry})
            factors = factors_of(network.chain(inputs, targets), PARAMETERS[entry])
            assert math.prod(factors) == pytest.approx(value, rel=1e-9)
            assert says(deep.figure.product.texts[0], value)
            assert say([text for text in deep.figure.factors.texts if text], factors)


def test_the_opening_numbers_stand_in_the_lesson(deep):
    sentence = "C₀ = 0.0961, and ∇C₀ is 0.0137, 0.0172, −0.0258, −0.0387, −0.0553, −0.1326."
    assert deep.picture.sentence == sentence
    assert deep.figure.product.texts == ("0.0137",)
    told = (0.8, 0.2217, -2, 0.2431, 1.2, 0.2139, -0.62)
    assert say(deep.figure.factors.texts, told)
    assert round(math.prod(told), 4) == 0.0137


def test_the_chain_loses_two_factors_a_layer_and_a_bias_starts_with_one(deep):
    counts, chains = [], []
    for entry in range(6):
        deep.set({"entry": entry})
        chains.append([text for text in deep.figure.factors.texts if text])
        counts.append(len(chains[-1]))
        assert deep.figure.signs.texts.count("×") == counts[-1] - 1
        assert (chains[-1][0] == "1.0000") == (entry % 2 == 1)
    assert counts == [7, 7, 5, 5, 3, 3]
    assert all(chains[w][1:] == chains[w + 1][1:] for w in (0, 2, 4))


def test_three_slopes_leave_at_most_a_64th(deep):
    for numbers in settings([*PARAMETERS, "a0", "y"]):
        deep.set(numbers | {"entry": 0})
        network, inputs, targets = network_of(deep)
        factors = factors_of(network.chain(inputs, targets), "w1")
        assert math.prod(factors[1:6:2]) <= 1 / 64


def test_each_step_computes_one_quantity_forward_and_then_backward(deep):
    names = list(deep.figure.ledger.grids.grids)
    deep.set({"step": 0})
    known = {name for name in names if shown(deep, name) != "?"}
    assert known == {"a0", "y", "W1", "W2", "W3", "b1", "b2", "b3"}
    assert deep.picture.sentence == "Step 0 of 17: only what is given is known."
    order = []
    for step in range(1, deep.controls["step"].max + 1):
        deep.set({"step": step})
        now = {name for name in names if shown(deep, name) != "?"}
        assert known < now
        order.append(now - known)
        known = now
    assert known == set(names)
    assert {len(new) for new in order} == {1, 2}
    assert [new for new in order if len(new) == 2] == [{f"dz{n}", f"db{n}"} for n in (3, 2, 1)]
    places = [deep.figure.ledger.grids.grids[min(new, key=len)].left for new in order]
    assert places[:7] == sorted(places[:7])  # forward: from left to right


def test_going_back_a_step_covers_it_again(deep):
    for step in (9, 8):
        deep.set({"step": step})
    assert shown(deep, "dz3") == "?"
    assert framed(deep.figure.ledger.grids) == {("da3", 0)}
    assert shown(deep, "da3") == "−0.6200"
    assert deep.picture.sentence == "Step 8 of 17: ∂C₀/∂a₃ is −0.6200."


def test_an_entry_stays_covered_until_its_step(deep):
    for name, entry in (("db3", 5), ("dW1", 0)):
        deep.set({"entry": entry})
        for step in range(0, deep.controls["step"].max + 1, 2):
            deep.set({"step": step})
            covered = shown(deep, name) == "?"
            assert (deep.figure.product.texts == ("?",)) == covered
            assert (set(deep.figure.factors.texts) <= {"?", ""}) == covered
    deep.set({"entry": 5, "step": 0})
    assert deep.figure.factors.texts == ("", "", "", "", "?", "?", "?")  # no card, no question


def test_a_weight_of_zero_cuts_the_chain_before_it(deep):
    deep.set({"w2": 0.0})
    assert {shown(deep, name) for name in ("da1", "dz1", "dW1", "db1", "da0")} == {"0.0000"}
    assert "0.0000" not in {shown(deep, name) for name in ("dW2", "db2", "dW3", "db3")}
