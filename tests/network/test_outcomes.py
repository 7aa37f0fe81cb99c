"""Every descent says how it ended: finished, on a plateau, or off the finite numbers and where."""

import warnings

import numpy as np
import pytest

from coursekit.network.network import Network
from coursekit.network.training import descend


@pytest.fixture
def rng():
    return np.random.default_rng(6)


@pytest.fixture
def data(rng):
    return rng.normal(size=(20, 3)), rng.random((20, 2))


def walk(data, sizes=(3, 4, 2), dtype=np.float64, **asked):
    rng = np.random.default_rng(1)
    asked = {"rate": 1.0, "batch_size": 5, "epochs": 1000, "rng": rng} | asked
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(descend(Network.random(sizes, rng, dtype=dtype), *data, **asked))


def test_only_the_last_record_has_an_outcome_and_no_epochs_are_finished_at_the_start(data):
    records = walk(data, epochs=3)
    assert [record.outcome for record in records[:-1]] == [None] * 3
    assert (records[-1].outcome.name, records[-1].outcome.step) == ("finished", 12)
    assert str(records[-1].outcome) == "Finished at step 12 with η = 1."
    (only,) = walk(data, epochs=0)
    assert (only.step, only.outcome.name) == (0, "finished")


def test_it_stops_where_the_cost_no_longer_falls():
    on_target = ([[0.0]], [[0.5]])  # σ(0) is 1/2: nothing is left to learn
    start = Network([[[1.0]]], [[0.0]])
    *_, last = descend(
        start, *on_target, rate=1, batch_size=1, epochs=99, rng=np.random.default_rng(), patience=3
    )
    assert (last.outcome.name, last.step) == ("plateau", 3)
    assert str(last.outcome) == "Reached a plateau at step 3: the cost hardly falls with η = 1."


def test_a_plateau_is_a_fall_of_less_than_asked_over_the_patience(data):
    costs = [r.cost for r in walk(data, batch_size=None, patience=4, least_fall=0.01)]
    falls = [1 - later / earlier for earlier, later in zip(costs, costs[4:], strict=False)]
    assert all(fall > 0.01 for fall in falls[:-1])
    assert falls[-1] <= 0.01
    # nobody is stopped who did not ask
    assert walk(data, batch_size=None, epochs=300)[-1].outcome.name == "finished"


def test_a_penalised_descent_is_judged_by_what_it_lowers(rng):
    """The weights shrink and C rises from 0, yet the objective falls: that is no plateau."""
    start, inputs = Network.random([3, 4, 2], rng), rng.normal(size=(20, 3))
    data = inputs, start.forward(inputs)[-1]
    asked = dict(rate=0.1, batch_size=None, epochs=20, rng=rng, patience=2)
    first, *_, last = descend(start, *data, penalty=5, **asked)
    assert first.cost < last.cost
    assert last.outcome.name == "finished"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "asked", [{"penalty": 60}, {"penalty": 1e6}, {"rate": 1e200}, {"rate": 1e308, "penalty": 9.0}]
)
@pytest.mark.parametrize("every", [1, None])
def test_a_divergence_has_a_name_and_no_nan(data, dtype, asked, every):
    records = walk(data, dtype=dtype, every=every, **asked)
    last = records[-1]
    assert last.outcome.name == "diverged"
    assert last.outcome.step == last.step + 1
    for record in records:
        assert np.isfinite(record.cost)
        assert all(np.isfinite(w).all() for w in record.network.weights)


def test_a_divergence_names_the_step(data):
    """With η penalty/N = 3 the weights grow to twice their size each step, and flip their sign."""
    last = walk(data, penalty=60, dtype=np.float32)[-1]
    largest = max(float(np.vdot(w, w)) for w in last.network.weights)
    assert np.finfo(np.float32).max / 8 < largest < np.finfo(np.float32).max
    again = walk(data, penalty=60, dtype=np.float32, epochs=1000, every=last.outcome.step - 1)
    assert [record.step for record in again] == [0, last.step, last.step]


@pytest.mark.parametrize("heavy", [1, 2, 3])
def test_a_divergence_names_the_layer(rng, heavy):
    """The layer with the largest weights is the first to leave when all grow alike."""
    start = Network.random([2, 2, 2, 2], rng)
    start.weights[heavy - 1] *= 1e6
    data = np.ones((4, 2)), np.zeros((4, 2))
    *_, last = descend(start, *data, rate=1, batch_size=4, epochs=2000, rng=rng, penalty=16)
    assert last.outcome.layer == heavy
    assert f"layer {heavy} left the finite numbers with η = 1." in str(last.outcome)


def test_when_all_layers_leave_at_once_the_last_one_led():
    data = np.ones((4, 2)), np.zeros((4, 2))
    assert walk(data, sizes=(2, 2, 2, 2), rate=1e300)[-1].outcome.layer == 3


def test_the_diverged_record_holds_the_last_finite_network(data):
    diverged = walk(data, penalty=60)[-1]
    until = walk(data, penalty=60, every=diverged.step)[1]
    np.testing.assert_array_equal(diverged.network.weights[0], until.network.weights[0])
