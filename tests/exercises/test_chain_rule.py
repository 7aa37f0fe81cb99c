"""The recipes of lesson 4 agree with the network's own gradient, and with real nudges."""

import numpy as np
import pytest

from coursekit.exercises import chain_rule as asked
from coursekit.network.network import Network

each_variant = pytest.mark.parametrize("number", range(30))


def answer(exercise, number):
    return exercise.answer(exercise.numbers(None, number))


@each_variant
def test_the_three_partials_of_one_chain_are_those_of_a_network(number):
    x = asked.dC_dw.numbers(None, number)
    gradient = Network([[[x.w]]], [[x.b]]).gradient([x.a_prev], [x.y])
    assert answer(asked.dC_dw, number) == pytest.approx(gradient.weights[0][0, 0])
    assert answer(asked.dC_db, number) == pytest.approx(gradient.biases[0][0])
    assert answer(asked.dC_da_prev, number) == pytest.approx(gradient.inputs[0])


def logit(a):
    return np.log(a / (1 - a))


@each_variant
def test_the_first_weight_of_six_is_that_of_a_network_with_these_activations(number):
    """Biases are chosen so that the forward pass gives just these activations."""
    x = asked.first_weight.numbers(None, number)
    weights = [0.5, x.w2, x.w3]
    biases = [logit(x.a[k + 1]) - weights[k] * x.a[k] for k in range(3)]
    network = Network([[[w]] for w in weights], [[b] for b in biases])
    gradient = network.gradient([x.a[0]], [x.y])
    assert answer(asked.first_weight, number) == pytest.approx(gradient.weights[0][0, 0])


@each_variant
def test_the_sum_over_paths_and_the_layer_before_are_those_of_a_network(number):
    x = asked.over_paths.numbers(None, number)
    middle = np.full(3, 0.5)
    middle[x.i] = x.own
    network = Network(
        [np.full((3, 1), 0.7), x.W], [logit(middle) - 0.7 * x.before, logit(x.a) - x.W @ middle]
    )
    chain = network.chain([x.before], x.y)
    assert answer(asked.over_paths, number) == pytest.approx(chain.activation_gradients[1][x.i])
    factors = chain.weight(1, x.i, 0)
    assert answer(asked.one_layer_back, number) == pytest.approx(factors.product)


@each_variant
def test_practice_two_is_what_nudges_say(number):
    x = asked.practice_cost.numbers(None, number)

    def cost(W=x.W, b=(0.0, 0.0), a0=x.a0):
        return Network([W], [np.array(b)]).cost(a0, x.y)

    def slopes(start, at):
        found = np.zeros(np.shape(start))
        for place in np.ndindex(found.shape):
            nudge = np.zeros(found.shape)
            nudge[place] = 1e-6
            found[place] = (at(start + nudge) - at(start - nudge)) / 2e-6
        return found

    dW, db = slopes(x.W, lambda W: cost(W=W)), slopes(np.zeros(2), lambda b: cost(b=b))
    near = {"rel": 1e-4, "abs": 1e-7}
    assert answer(asked.practice_cost, number) == pytest.approx(cost())
    assert answer(asked.practice_dC_dz, number) == pytest.approx(db, **near)
    assert answer(asked.practice_dC_dW, number) == pytest.approx(dW, **near)
    by_nudges = slopes(x.a0, lambda a0: cost(a0=a0))
    assert answer(asked.practice_dC_da, number) == pytest.approx(by_nudges, **near)
    assert answer(asked.practice_step, number) == pytest.approx(cost(W=x.W - dW), **near)
    both = cost(W=x.W - dW, b=-db)
    assert answer(asked.practice_step_with_bias, number) == pytest.approx(both, **near)


@each_variant
def test_the_best_of_three_ways_is_the_one_that_brightens_most(number):
    x = asked.three_ways.numbers(None, number)

    def brightness(w0=0.0, w1=0.0, b=0.0, a0=0.0, a1=0.0):
        return (x.w[0] + w0) * (x.a[0] + a0) + (x.w[1] + w1) * (x.a[1] + a1) + b

    moves = [brightness(**{way: 1e-6}) for way in ("w0", "w1", "b", "a0", "a1")]
    assert asked.three_ways.judge("ABCDE"[np.argmax(moves)], None, number).name == "right"


@each_variant
def test_a_wrong_first_step_of_practice_two_is_right_given_in_what_follows(number):
    wrong = answer(asked.practice_dC_dz, number) / 2
    x = asked.practice_cost.numbers(None, number)
    carried = {
        asked.practice_dC_dW: np.outer(wrong, x.a0),
        asked.practice_dC_da: x.W.T @ wrong,
        asked.practice_step_with_bias: Network([x.W - np.outer(wrong, x.a0)], [-wrong]).cost(
            x.a0, x.y
        ),
    }
    for exercise, own in carried.items():
        assert exercise.judge(own, None, number, wrong).name == "right given"
        assert exercise.judge(own, None, number).name == "not yet"
