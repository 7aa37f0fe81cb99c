"""Lesson 4's whole networks: the sum over paths, the average, and Practice II covered."""

import re

import numpy as np
import pytest

from coursekit import averages, paths, practice_two
from coursekit.explorers.backward import INPUTS, TARGETS, flatten
from coursekit.explorers.knobs import unpack
from coursekit.figures.long_chain import PARAMETERS
from coursekit.figures.parts import NEGATIVE, POSITIVE
from coursekit.figures.paths import FULL, STEPS, TALL
from coursekit.network.network import Gradient
from tests.explorers.pictures import at_start, framed, moving_texts, say, says

ANSWERS = [0.6242, 0.2140, 0.2962, 0.1498, 0.0642, 0.2073, 0.0889, 0.1349, 0.1513, 0.5481, 0.4260]


@pytest.fixture
def pathways():
    return at_start(paths)


@pytest.fixture
def average():
    return at_start(averages)


@pytest.fixture
def practice():
    return at_start(practice_two)


def settings(knobs):
    """Yield settings of many kinds: any numbers, saturated neurons, weights of zero."""
    rng = np.random.default_rng(3)
    reaches = [*(rng.uniform(-6, 6, len(knobs)).round(1) for _ in range(3)), 0, -6, 6]
    for numbers in reaches:
        for_all = np.broadcast_to(numbers, len(knobs)).tolist()
        yield {
            name: min(abs(value), 1.0) if name[0] in "ay" else float(value)
            for name, value in zip(knobs, for_all, strict=True)
        }


def meet(explorer):
    """Let the targets be what the network puts out."""
    network, inputs, _ = explorer.knobs.network()
    outputs = network.forward(inputs)[-1].tolist()
    explorer.set({"knobs": {f"y {j}": a for j, a in enumerate(outputs)}})


# --- the sum over paths


def test_the_paths_are_the_networks_for_any_setting(pathways):
    for number, knobs in enumerate(settings(pathways.knobs.value)):
        j, i = number % 2, number % 3
        pathways.set({"knobs": knobs, "output": j, "neuron": i})
        network, inputs, targets = pathways.knobs.network()
        chain, gradient = network.chain(inputs, targets), network.gradient(inputs, targets)
        bias = chain.bias(2, j)
        figure = pathways.figure
        told = [network.cost(inputs, targets), bias.product, bias.da_dz, bias.dC_da]
        assert say(figure.values.texts, told)
        ways = [gradient.biases[1][j], *gradient.weights[1][j], *chain.paths(2)[j]]
        assert say(figure.amounts.texts, ways)
        both = chain.paths(2)
        sums = chain.activation_gradients[1]
        assert say(figure.sums.numbers.texts, [*both.ravel(), *sums])
        assert say([line.split("≈ ")[1] for line in figure.back.texts], gradient.weights[0][i])
        factors = [line.split(" ≈")[0].split(" × ") for line in figure.back.texts]
        for k, parts in enumerate(factors):
            assert say(parts, [inputs[k], chain.slopes[0][i], sums[i]])
        assert say(figure.diagram.levels.texts, np.concatenate(chain.activations))
        times = [1, *chain.activations[1], *network.weights[1][j]]
        for text, value in zip(figure.products.texts, times, strict=True):
            assert say(text.split(" × "), [value, bias.product])


def test_an_arrow_says_which_way_to_move_and_how_much_it_counts(pathways):
    for knobs in settings(pathways.knobs.value):
        pathways.set({"knobs": knobs, "output": 1})
        network, inputs, targets = pathways.knobs.network()
        bias = network.chain(inputs, targets).bias(2, 1).product
        chain = network.chain(inputs, targets)
        partials = [bias, *(bias * chain.activations[1]), *chain.paths(2)[1]]
        arrows = pathways.figure.arrows
        for path, partial in zip(arrows.get_paths(), partials, strict=True):
            tip, foot = path.vertices[0][1], path.vertices[3][1]
            assert tip - foot == pytest.approx(-TALL * np.clip(partial / FULL, -1, 1), abs=1e-9)


def test_the_arrows_turn_with_the_sign(pathways):
    from matplotlib.colors import to_hex

    colours = [to_hex(c) for c in pathways.figure.arrows.get_facecolors()]
    rises = [text.startswith("−") for text in pathways.figure.amounts.texts]
    assert colours == [POSITIVE if up else NEGATIVE for up in rises]
    assert rises == [True] * 5 + [False, True]


def test_the_opening_picture_is_the_lessons(pathways):
    assert pathways.picture.sentence == (
        "Neuron 0 of layer 1 hears −0.4203 from output 0 and 0.2203 from output 1: "
        "together −0.2000."
    )
    network, _, targets = pathways.knobs.network()
    assert network.weights[1][:, 0].tolist() == [1.5, 0.9]
    assert targets.tolist() == [1, 0]
    assert pathways.figure.back.texts[0] == "0.90 × 0.2123 × −0.2000 ≈ −0.0382"


def test_the_activations_of_an_output_are_its_row_of_the_table(pathways):
    for output in (0, 1):
        pathways.set({"output": output})
        row = pathways.figure.sums.numbers.texts[3 * output :][:3]
        assert pathways.figure.amounts.texts[4:] == row


def test_only_of_the_first_neuron_do_the_outputs_wish_different_things(pathways):
    wishes = []
    for neuron in range(3):
        pathways.set({"neuron": neuron})
        cells = [pathways.figure.sums.texts(row)[neuron] for row in (0, 1)]
        wishes.append("".join("+" if cell.startswith("−") else "-" for cell in cells))
    assert wishes == ["+-", "--", "++"]  # + is brighter: the slope is negative


def test_a_weight_of_zero_closes_its_path_and_keeps_its_slope(pathways):
    pathways.set({"knobs": {"w2 0,0": 0.0}})
    assert pathways.figure.sums.texts(0)[0] == "0.0000"
    assert abs(float(pathways.figure.amounts.texts[1].replace("−", "-"))) > 0.1


def test_an_output_on_its_target_asks_for_nothing(pathways):
    meet(pathways)
    assert set(pathways.figure.amounts.texts) == {"0.0000"}
    assert all(np.ptp(p.vertices[:, 1]) == 0 for p in pathways.figure.arrows.get_paths())
    nearest = {"y 0": 0.4}  # as near as the slider comes to 0.43
    pathways.set({"knobs": nearest})
    heights = [np.ptp(p.vertices[:, 1]) for p in pathways.figure.arrows.get_paths()]
    assert max(heights) < 2


def test_each_step_of_the_paths_computes_one_quantity(pathways):
    figure = pathways.figure
    pathways.set({"step": 0})
    given = ["0.90", "0.30", "y = 1.00", "y = 0.00"]
    known = {text for text in moving_texts(figure) if text not in ("?", "")}
    assert known == {*given, *figure.headlines.texts}
    before, counts = moving_texts(figure), []
    for step in range(1, len(STEPS) + 1):
        pathways.set({"step": step})
        now = moving_texts(figure)
        changed = [(a, b) for a, b in zip(before, now, strict=True) if a != b]
        assert {a for a, _ in changed} <= {"?", ""}
        assert pathways.picture.sentence.startswith(f"Step {step} of 12") or step == 12
        counts.append(sum(a == "?" for a, _ in changed))
        before = now
    # three and two activations, then single numbers; activations stand in both tables
    assert counts == [3, 2, 1, 1, 1, 1, 1, 3, 6, 3, 3, 2]
    assert "?" not in before


def test_the_chosen_neuron_and_the_ways_through_it_stand_out(pathways):
    pathways.set({"output": 1, "neuron": 2})
    assert framed(pathways.figure.sums) == {(0, 2), (1, 2), ("sum", 2)}
    strengths = pathways.figure.diagram.links.get_colors()[:, 3]
    # six weights of layer 1, then two rows of three: output 1's row, and neuron 2's two
    assert np.flatnonzero(strengths == 1).tolist() == [8, 9, 10, 11]


def test_the_headlines_name_what_is_chosen(pathways):
    pathways.set({"output": 1, "neuron": 2})
    assert pathways.figure.headlines.texts == (
        "Three ways to move output j = 1",
        "One layer back, through neuron i = 2 of layer 1",
    )


def test_each_step_says_its_numbers(pathways):
    pathways.set({"step": 4})
    assert pathways.picture.sentence == "Step 4 of 12, output 0: 2(a − y) is −1.1448."
    pathways.set({"step": 11})
    assert pathways.picture.sentence.endswith("the sum of both is −0.2000, 0.5598, −0.5179.")


# --- the average over the examples


def test_the_table_is_the_networks_for_any_parameters(average):
    for knobs in settings(PARAMETERS):
        average.set(knobs | {"rate": 2.5})
        network, _, _ = unpack((1, 1, 1, 1), [*knobs.values(), 0, 0])
        gradient, figure = network.gradient(INPUTS, TARGETS), average.figure
        outputs = network.forward(INPUTS)[-1]
        for k, (a, y) in enumerate(zip(INPUTS, TARGETS, strict=True)):
            row = {"a0": a[0], "y": y[0], "a3": outputs[k, 0], "C": network.cost(a, y)}
            assert all(says(figure.grids.texts(name)[k], value) for name, value in row.items())
            entries = figure.grids.texts("gradients")[6 * k : 6 * k + 6]
            assert say(entries, flatten(network.gradient(a, y)))
        after = network.step(gradient, 2.5)
        assert say(figure.grids.texts("mean"), flatten(gradient))
        assert say(figure.grids.texts("after"), flatten(after))
        before, behind = network.cost(INPUTS, TARGETS), after.cost(INPUTS, TARGETS)
        told = [before, -2.5 * gradient.norm_squared, behind - before, behind]
        assert say(figure.results.texts, told)


def test_the_mean_is_the_average_of_the_column_above(average):
    told = {
        name: [float(text.replace("−", "-")) for text in average.figure.grids.texts(name)]
        for name in ("gradients", "mean")
    }
    means = np.reshape(told["gradients"], (4, 6)).mean(axis=0)
    np.testing.assert_allclose(told["mean"], means, atol=1e-4)


def test_the_examples_cancel_in_part(average):
    network, _, _ = unpack((1, 1, 1, 1), [average.values[name] for name in PARAMETERS] + [0, 0])
    singles = [network.gradient(a, y) for a, y in zip(INPUTS, TARGETS, strict=True)]
    mean = network.gradient(INPUTS, TARGETS)
    assert mean.norm_squared < min(single.norm_squared for single in singles)
    assert sorted(TARGETS.ravel()) == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("rate", "predicted", "really"),
    [(1.0, "−0.0095", "−0.0091"), (10.0, "−0.0947", "−0.0390")],
)
def test_the_promise_holds_for_a_small_step_alone(average, rate, predicted, really):
    average.set({"rate": rate})
    assert average.figure.results.texts[1:3] == (predicted, really)


def test_a_step_too_large_raises_the_cost(average):
    changes = []
    for power in np.arange(-3, 2.05, 0.1):
        average.set({"rate": float(10**power)})
        changes.append(float(average.figure.results.texts[3]) - 0.2966)
    assert changes[-7] > 0  # 20 on the slider
    assert changes[0] <= 0
    assert min(changes) < -0.03


def test_a_small_enough_step_lowers_the_cost_from_anywhere(average):
    for knobs in settings(PARAMETERS):
        network, _, _ = unpack((1, 1, 1, 1), [*knobs.values(), 0, 0])
        gradient = network.gradient(INPUTS, TARGETS)
        if gradient.norm_squared > 1e-8:
            before = network.cost(INPUTS, TARGETS)
            assert network.step(gradient, 1e-3).cost(INPUTS, TARGETS) < before


# --- Practice II


def everything_said(practice):
    """Every word of the sentence and of the picture, but for the numbers that are given."""
    given = {"W1", "b1", "a0", "y"}
    ledger = practice.figure.ledger.grids
    texts = [t for name in ledger.grids if name not in given for t in ledger.texts(name)]
    fixed = [t.get_text() for axes in practice.figure.fig.axes for t in axes.texts]
    fixed += [t.get_text() for t in practice.figure.fig.texts]
    return [practice.picture.sentence, *texts, *practice.figure.steps.numbers.texts, *fixed]


def test_it_opens_covered_and_tells_no_answer(practice):
    assert practice.values["step"] == 0
    said = " ".join(everything_said(practice))
    for answer in ANSWERS:
        for digits in (2, 3, 4):
            rounded = f"{answer:.{digits}f}"
            assert rounded not in said
            assert rounded.removeprefix("0") not in said
    covered = practice.figure.ledger.grids.numbers.texts + practice.figure.steps.numbers.texts
    given = {"0.00", "0.20", "0.30", "0.40", "0.60", "0.70", "0.80", "1.00"}
    assert set(covered) == given | {"?"}


def test_a_covered_cell_has_no_colour_of_its_number(practice):
    cells = practice.figure.ledger.grids
    covered = [text == "?" for text in cells.numbers.texts]
    colours = cells.cells.get_facecolors()[covered]
    assert len(np.unique(colours, axis=0)) == 1


def test_each_step_uncovers_one_quantity(practice):
    ledger = practice.figure.ledger.grids
    order = []
    known = {name for name in ledger.grids if "?" not in ledger.texts(name)}
    for step in range(1, practice.controls["step"].max + 1):
        practice.set({"step": step})
        now = {name for name in ledger.grids if "?" not in ledger.texts(name)}
        order.append(now - known)
        covered = set(practice.figure.steps.numbers.texts) == {"?"}
        assert covered == (step < practice.controls["step"].max)
        known = now
        lit = {name for name, _ in framed(ledger)}
        assert lit == order[-1]
    assert order == [{"z1"}, {"a1"}, {"C"}, {"da1"}, {"dz1", "db1"}, {"dW1"}, {"da0"}, set()]
    practice.set({"step": 2})
    assert ledger.texts("C") == ("?",)


def test_the_formula_of_a_step_stands_beside_it(practice):
    seen = set()
    for step in range(practice.controls["step"].max + 1):
        practice.set({"step": step})
        seen.add(practice.figure.ledger.formula.get_text())
    assert len(seen) == 9
    assert "" in seen


def test_show_all_ends_on_the_sources_numbers(practice):
    practice.show.click()
    ledger = practice.figure.ledger.grids
    told = {
        "z1": "0.2600 0.6600",
        "a1": "0.5646 0.6593",
        "C": "0.6242",
        "dz1": "−0.2140 0.2962",
        "db1": "−0.2140 0.2962",
        "dW1": "−0.1498 −0.0642 0.2073 0.0889",
        "da0": "0.1349 0.1513",
    }
    assert {name: " ".join(ledger.texts(name)) for name in told} == told
    assert practice.figure.steps.texts("after") == ("0.5481", "0.4260")
    assert "?" not in moving_texts(practice.figure)
    assert practice.picture.sentence == (
        "C₀ = 0.6242. After one step with η = 1 it is 0.5481 when W alone moves, and 0.4260 when "
        "b moves too."
    )


def test_practice_follows_the_network_for_any_numbers(practice):
    practice.uncover()
    for number, knobs in enumerate(settings(practice.knobs.value)):
        rate = [0.0, 1.0, 4.0][number % 3]
        practice.set({"knobs": knobs, "rate": rate})
        if number == 2:
            meet(practice)
        network, inputs, targets = practice.knobs.network()
        gradient, ledger = network.gradient(inputs, targets), practice.figure.ledger.grids
        told = {
            "z1": network.weighted_inputs(inputs)[0],
            "a1": network.forward(inputs)[1],
            "C": network.cost(inputs, targets),
            "da1": network.chain(inputs, targets).output_error,
            "dz1": gradient.biases[0],
            "db1": gradient.biases[0],
            "dW1": gradient.weights[0],
            "da0": gradient.inputs,
        }
        assert all(say(ledger.texts(name), value) for name, value in told.items())
        alone = Gradient(gradient.weights, [np.zeros(2)], gradient.inputs)
        before = network.cost(inputs, targets)
        changes, becomes = [], []
        for part in (alone, gradient):
            after = network.step(part, rate).cost(inputs, targets)
            changes += [-rate * part.norm_squared, after - before]
            becomes.append(after)
        assert say(practice.figure.steps.texts("changes"), changes)
        assert say(practice.figure.steps.texts("after"), becomes)


def test_the_predictions_of_the_practice_come_true(practice):
    practice.uncover()
    slopes = [float(re.sub("−", "-", t)) for t in practice.figure.ledger.grids.texts("dW1")]
    assert np.argmax(np.abs(slopes)) == 2  # the bright input 0 and the larger miss, output 1
    network, inputs, targets = practice.knobs.network()
    misses = np.abs(network.forward(inputs)[-1] - targets)
    assert misses[1] > misses[0]
    assert inputs[0] > inputs[1]
