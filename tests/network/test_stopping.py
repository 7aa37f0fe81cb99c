"""Early stopping keeps the lowest so far, waits, and knows nothing of what comes later."""

import pytest

from coursekit.network.stopping import stop_early


@pytest.mark.parametrize(
    ("costs", "patience", "kept", "at"),
    [
        ([3, 2, 1], 2, 2, 2),  # it still falls when the measurements end
        ([3, 2, 4, 5, 1], 2, 1, 3),  # the 1 at the end comes too late
        ([3, 2, 4, 1, 5, 6, 0], 2, 3, 5),  # a rise shorter than the patience is waited out
        ([1, 2, 3], 1, 0, 1),
        ([2, 2, 2, 2], 3, 0, 3),  # the same cost again is no fall
        ([5], 4, 0, 0),
    ],
)
def test_it_keeps_the_lowest_until_its_patience_is_over(costs, patience, kept, at):
    assert stop_early(costs, patience) == (kept, at)


def test_what_comes_after_the_stop_changes_nothing():
    costs = [0.9, 0.4, 0.5, 0.6]
    assert {stop_early([*costs, later], 2) for later in (0.0, 0.4, 9.0)} == {(1, 3)}


def test_more_patience_never_keeps_a_higher_cost():
    costs = [5, 4, 6, 3, 7, 8, 2, 9, 9, 9, 1]
    kept = [costs[stop_early(costs, patience).kept] for patience in range(1, 9)]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] > kept[-1]
