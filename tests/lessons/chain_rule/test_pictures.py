"""What lesson 4's pictures do beyond their rows: nudges that shrink, steps that uncover."""

from itertools import pairwise, product

import numpy as np
import pytest
from traitlets import TraitError

from coursekit.lessons.chain_rule import (
    averages,
    long_chain,
    one_chain,
    paths,
    practice_two,
    two_nudges,
)
from coursekit.lessons.chain_rule.averages_picture import INPUTS, TARGETS
from coursekit.lessons.chain_rule.nudges import change
from coursekit.lessons.chain_rule.paths_picture import FULL, TALL
from coursekit.lessons.chain_rule.single_neurons import PARAMETERS, network_of
from tests.lessons.chain_rule.pictures import ROWS, exactly, examples
from tests.pictures.by_itself import pixels
from tests.pictures.reading import at_start, framed, moving_texts, say, shown

NUDGES = [10.0**power for power in range(0, -7, -1)]


@pytest.fixture
def chain():
    return at_start(one_chain)


@pytest.fixture
def pathways():
    return at_start(paths)


def after(explorer, place, *states):
    """Return what stands at a place in each of these states."""
    return [explorer.set(state) or shown(explorer, place) for state in states]


def uncovered(explorer, matrices):
    """Yield at each step which matrices are known."""
    for step in range(explorer.controls["step"].max + 1):
        explorer.set({"step": step})
        yield {name for name in matrices.grids if "?" not in matrices.texts(name)}


def test_the_line_through_both_points_becomes_steeper_and_ends_as_the_tangent():
    curve = at_start(two_nudges)
    curve.set({"slope": True})
    lines = after(curve, "secant", *({"h": h} for h in NUDGES))
    slopes = [np.divide(*(there - here)[::-1]) for here, there in lines]
    assert slopes == sorted(slopes)
    assert shown(curve, "results")[2] == shown(curve, "results")[3]
    for one, other in (("secant", "tangent"), ("here", "there")):
        np.testing.assert_allclose(shown(curve, one), shown(curve, other), atol=1e-5)


def test_a_change_keeps_its_digits_however_small():
    for z, h in product((-30.0, -1.0, 0.0, 5.0, 30.0), [*NUDGES, 0.0]):
        assert change(z, h) == pytest.approx(exactly(z, h), rel=1e-12)


def test_following_another_weight_computes_the_picture_once_and_it_stands_out(chain, monkeypatch):
    computed, refresh = [], chain.refresh
    monkeypatch.setattr(chain, "refresh", lambda: computed.append(1) or refresh())
    chain.controls["follow"].value = 6
    assert len(computed) == 1
    assert chain.knobs.which.value == "w3 1,2"
    chain.knobs.amount.value = 2.0
    assert len(computed) == 2
    assert chain.knobs.value["w3 1,2"] == 2.0
    for follow in (0, 6):
        (colours,) = after(chain, "diagram.links.colors", {"follow": follow})
        assert framed(chain.figure.grids) == {("W", follow)}
        assert np.flatnonzero(colours[:, 3] == 1).tolist() == [3 * 4 + 4 * 4 + follow]


def test_each_step_computes_one_quantity_forward_and_then_backward():
    deep = at_start(long_chain)
    matrices = deep.figure.ledger.grids
    known = list(uncovered(deep, matrices))
    assert known[0] == {"a0", "y", "W1", "W2", "W3", "b1", "b2", "b3"}
    assert known[-1] == set(matrices.grids)
    order = [now - before for before, now in pairwise(known)]
    assert [new for new in order if len(new) != 1] == [{f"dz{n}", f"db{n}"} for n in (3, 2, 1)]
    places = [matrices.grids[min(new)].left for new in order[:7]]
    assert places == sorted(places)  # forward: from left to right
    for name, entry in (("db3", 5), ("dW1", 0)):  # an entry stays covered until its step
        deep.set({"entry": entry})
        for now in uncovered(deep, matrices):
            assert (shown(deep, "product") == ("?",)) == (name not in now)
            assert (set(shown(deep, "factors")) <= {"?", ""}) == (name not in now)


def test_products_and_the_layer_behind_name_their_factors(pathways):
    for (network, inputs, targets), (state, *_) in zip(
        examples(2, 3, 2), ROWS[paths][-9:], strict=True
    ):
        pathways.set(state)
        j, i, steps = state["output"], state["neuron"], network.chain(inputs, targets)
        times = [1, *steps.activations[1], *network.weights[1][j]]
        for text, value in zip(shown(pathways, "products"), times, strict=True):
            assert say(text.split(" × "), [value, steps.bias(2, j).product])
        slope, heard = steps.slopes[0][i], steps.activation_gradients[1][i]
        entries = network.gradient(inputs, targets).weights[0][i]
        for text, a, entry in zip(shown(pathways, "back"), inputs, entries, strict=True):
            assert say(text.replace("≈", "×").split(" × "), [a, slope, heard, entry])


def test_an_arrow_says_which_way_to_move_and_how_much_it_counts(pathways):
    for state, _, shows in ROWS[paths][-9:]:
        (arrows,) = after(pathways, "arrows", state)
        lengths = [arrow[0][1] - arrow[3][1] for arrow in arrows]
        assert lengths == pytest.approx(-TALL * np.clip(shows["amounts"] / FULL, -1, 1), abs=1e-9)


def test_each_step_of_the_paths_computes_one_quantity(pathways):
    pathways.set({"step": 0})
    before, counts = moving_texts(pathways.figure), []
    given = {"0.90", "0.30", "y = 1.00", "y = 0.00", *shown(pathways, "headlines")}
    assert set(before) == given | {"?", ""}
    for step in range(1, 13):
        pathways.set({"step": step})
        now = moving_texts(pathways.figure)
        changed = [old for old, new in zip(before, now, strict=True) if old != new]
        assert set(changed) <= {"?", ""}
        counts.append(changed.count("?"))
        before = now
    # three and two activations, then single numbers; activations stand in both tables
    assert counts == [3, 2, 1, 1, 1, 1, 1, 3, 6, 3, 3, 2]
    assert "?" not in before


def test_the_chosen_neuron_and_the_ways_through_it_stand_out(pathways):
    (colours,) = after(pathways, "diagram.links.colors", {"output": 1, "neuron": 2})
    assert framed(pathways.figure.sums) == {(0, 2), (1, 2), ("sum", 2)}
    # six weights of layer 1, then two rows of three: output 1's row, and neuron 2's two
    assert np.flatnonzero(colours[:, 3] == 1).tolist() == [8, 9, 10, 11]


def test_the_examples_cancel_in_part():
    network = network_of(at_start(averages).values)
    singles = [network.gradient(a, y) for a, y in zip(INPUTS, TARGETS, strict=True)]
    mean = network.gradient(INPUTS, TARGETS)
    assert mean.norm_squared < min(single.norm_squared for single in singles)


def test_a_step_too_large_raises_the_cost_and_a_small_one_lowers_it():
    rates = [float(10**power) for power in np.arange(-3, 2.05, 0.1)]
    costs = after(at_start(averages), "results.texts.3", *({"rate": r, "step": 3} for r in rates))
    changes = [float(cost) - 0.2966 for cost in costs]
    assert changes[-7] > 0  # 20 on the slider
    assert changes[0] <= 0
    assert min(changes) < -0.03


ANSWERS = [0.6242, 0.2140, 0.2962, 0.1498, 0.0642, 0.2073, 0.0889, 0.1349, 0.1513, 0.5481, 0.4260]


def test_it_opens_covered_and_tells_no_answer_by_text_or_colour():
    practice = at_start(practice_two)
    given = {"0.00", "0.20", "0.30", "0.40", "0.60", "0.70", "0.80", "1.00"}
    assert set(moving_texts(practice.figure)) == given | {"?"}
    fixed = [t for part in (practice.figure.fig, *practice.figure.fig.axes) for t in part.texts]
    said = " ".join([practice.picture.sentence, *(text.get_text() for text in fixed)])
    for digits in (2, 3, 4):
        assert not any(f"{answer:.{digits}f}"[1:] in said for answer in ANSWERS)
    covered = [text == "?" for text in shown(practice, "ledger.grids.numbers")]
    colours = shown(practice, "ledger.grids.cells.facecolors")[covered]
    assert len(np.unique(colours, axis=0)) == 1


def test_each_step_uncovers_one_quantity_frames_it_and_says_its_formula():
    practice = at_start(practice_two)
    matrices, order, formulas = practice.figure.ledger.grids, [], set()
    for step, now in enumerate(uncovered(practice, matrices)):
        order.append(now - set().union(*order))
        formulas.add(practice.figure.ledger.formula.get_text())
        assert (set(shown(practice, "steps.numbers")) == {"?"}) == (step < 8)
        assert {name for name, _ in framed(matrices)} == (order[-1] if step else set())
    assert order[1:] == [{"z1"}, {"a1"}, {"C"}, {"da1"}, {"dz1", "db1"}, {"dW1"}, {"da0"}, set()]
    assert len(formulas) == 9
    assert "" in formulas
    practice.set({"step": 0})
    practice.show.click()
    assert practice.values["step"] == 8
    assert "?" not in moving_texts(practice.figure)


SIX = dict.fromkeys(PARAMETERS, -0.7)
# a state of each that differs from its opening in every control, and one that it refuses
STATES = {
    two_nudges: ({"z": -2.5, "h": 0.001, "slope": True}, {"z": 1.0, "h": "small"}),
    one_chain: (
        {"follow": 6, "drag": "a0 2", "knobs": {"a0 2": 0.25, "b2 1": -3.5}, "h": 1e-4, "step": 3},
        {"follow": 3, "knobs": {"a0 0": 7.0}},
    ),
    long_chain: (SIX | {"a0": 0.1, "y": 0.0, "step": 9, "entry": 4}, {"w1": 0.0, "step": "last"}),
    paths: (
        {"output": 1, "neuron": 2, "drag": "y 1", "knobs": {"y 1": 0.9}, "step": 8},
        {"neuron": 1, "knobs": {"w9 0,0": 0.0}},
    ),
    averages: (SIX | {"rate": 10.0, "step": 2}, {"w1": 0.0, "w4": 0.0}),
    practice_two: (
        {"drag": "b1 1", "knobs": {"b1 1": 1.1}, "rate": 2.0, "step": 6},
        {"step": 8, "knobs": {"w1 0,0": float("nan")}},
    ),
}
# the other output's share moves the frame of the cost; a product has its own number of cards
DEAR = {one_chain: ("follow", "knobs"), long_chain: ("entry", "step")}
each = pytest.mark.parametrize("open_it", STATES, ids=lambda open_it: open_it.__name__)


@each
def test_a_bad_state_is_refused_and_leaves_everything_as_it_was(open_it):
    explorer, (state, bad) = at_start(open_it), STATES[open_it]
    explorer.set(state)
    before = explorer.state, explorer.picture.sentence, pixels(explorer)
    with pytest.raises((TraitError, KeyError)):
        explorer.set(bad)
    assert (explorer.state, explorer.picture.sentence, pixels(explorer)) == before
    if "drag" in state:
        assert explorer.knobs.amount.value == state["knobs"][state["drag"]]


@each
def test_every_control_moves_the_picture_and_redraws_only_what_moved(open_it):
    explorer = at_start(open_it, drawn=True)
    if "step" in explorer.controls:
        explorer.set({"step": explorer.controls["step"].max})
    for name, value in STATES[open_it][0].items():
        draws, before = explorer.picture.blitter.full_draws, pixels(explorer)
        explorer.set({name: value})
        # "drag" turns the slider beneath to another number, and moves none
        assert name == "drag" or pixels(explorer) != before, name
        if name not in DEAR.get(open_it, ()):
            assert explorer.picture.blitter.full_draws == draws, name


def test_the_cost_keeps_its_frame_along_one_neurons_weights():
    explorer = at_start(one_chain, drawn=True)
    before = explorer.picture.blitter.full_draws
    for state in (*({"knobs": {"w3 0,1": w}} for w in (-6.0, 6.0)), {"follow": 0}, {"follow": 3}):
        explorer.set(state)
    assert explorer.picture.blitter.full_draws == before
