"""Two walkers, and fifty starts at once: what lesson 5 says of them, and how they are moved."""

import numpy as np
import pytest

from coursekit.lessons.training import descent, fifty_starts
from coursekit.lessons.training.fifty_starts_picture import BINS
from coursekit.lessons.training.point_sets import RINGS
from coursekit.lessons.training.two_classes import WALKERS, random_starts, walk
from coursekit.network.many import descend_many
from coursekit.network.network import Network
from coursekit.pictures.landscape_map import BIASES, LEVELS, PLACES
from tests.pictures.reading import at_start, shown


@pytest.fixture
def walkers():
    return at_start(descent)


@pytest.fixture
def starts():
    explorer = at_start(fifty_starts)
    explorer.set({"step": 200})
    return explorer


def falls(explorer, **controls):
    """Return the costs of both walkers after each step, as drawn."""
    explorer.set({"step": 120, **controls})
    return [line.get_ydata().copy() for line in explorer.figure.falls]


def click(explorer, x, y):
    explorer.pointer[0].stroke = [[x, y]]


def test_a_tiny_eta_hardly_moves_a_good_one_arrives_and_a_huge_one_climbs_and_never_does(walkers):
    tiny, good = falls(walkers, eta=0.01, second=20.0)
    assert tiny[0] - tiny[-1] < 0.001
    assert good[-1] < 0.03
    huge, _ = falls(walkers, w1=3.0, w2=5.0, eta=1000.0)
    assert huge[0] < huge[1] < huge[2]
    assert huge[-1] > 2 * huge[0]


def test_small_batches_jitter_as_the_lesson_says_and_are_the_same_every_time(walkers):
    place = {"w1": 5.3, "w2": 1.2, "second": 5.0}
    first, second = falls(walkers, **place, batch=1)
    assert np.ptp(first) > 0.005 > 3 * np.ptp(second)
    assert (np.diff(first) > 0).sum() > 20
    assert np.ptp(falls(walkers, batch=3)[0]) < 0.0001
    np.testing.assert_array_equal(falls(walkers, batch=1)[0], first)
    long, second = falls(walkers, eta=50.0)  # the long stepper is thrown far up again and again
    assert long.max() > 0.15
    assert (np.diff(long > 0.12).astype(int) == 1).sum() >= 2
    assert np.ptp(second) < 0.01


def test_the_line_between_the_two_valleys_runs_where_the_lesson_says():
    places = [(w1, w2) for w1 in np.arange(-7.5, 8, 1.5) for w2 in np.arange(-7.5, 8, 1.5)]
    line = [np.interp(w2, (-8, 0, 5, 8), (7, 1, -4, -4.3)) for _, w2 in places]
    clear = [(p, p[0] > x) for p, x in zip(places, line, strict=True) if abs(p[0] - x) > 1]
    starts = [Network([[[w1]], [[w2]]], [[b] for b in BIASES]) for (w1, w2), _ in clear]
    how = {"rates": 20.0, "steps": 1000, "hold_biases": True}
    costs = descend_many(starts, PLACES, LEVELS, **how).costs[-1]
    assert len(clear) > 80
    assert (costs > 0.1).tolist() == [right for _, right in clear]


def test_the_slower_walker_is_as_far_after_all_steps_as_the_first_after_five_or_six(walkers):
    first, second = falls(walkers)
    assert first[6] < second[-1] < first[5]


def test_a_click_sets_the_start_and_rewinds(walkers):
    walkers.set({"step": 30})
    click(walkers, 0.5, 0.25)
    assert (walkers.values["w1"], walkers.values["w2"], walkers.values["step"]) == (0.0, 4.2, 0)


def test_the_histogram_counts_all_fifty(starts):
    for eta in (0.1, 10.0, 1000.0):
        starts.set({"eta": eta})
        counts, _ = np.histogram(np.clip(starts.costs[-1], 0, BINS[-1] - 1e-9), BINS)
        assert counts.sum() == WALKERS
        assert shown(starts, "bars.tops") == pytest.approx(counts[counts > 0])


def test_about_one_in_three_ends_low_and_most_miss_the_best_as_the_lesson_says(starts):
    ends = starts.costs[-1]
    assert ends.min() < 0.02
    assert 12 <= (ends < 0.03).sum() <= 21
    assert ((ends > 0.09) & (ends < 0.102)).sum() >= 15
    assert (ends > 0.2).sum() == 1
    starts.set({"eta": 1.0})
    assert starts.costs[-1].min() > 0.2
    starts.set({"eta": 100.0})
    assert (starts.costs[-1] > 0.4).sum() > 25


def test_with_patience_all_fifty_leave_the_shelf_as_the_lesson_says():
    costs = walk(random_starts(), RINGS, 10.0, 1000).costs
    assert costs[1000].max() < 0.01
    assert ((costs[200] > 0.09) & (costs[200] < 0.102)).sum() >= 15


def test_a_click_on_the_histogram_chooses_the_nearest_end(starts):
    ends = starts.costs[-1]
    click(starts, ends.max() / starts.figure.ends.get_xlim()[1], 0.9)
    assert starts.values["start"] == ends.argmax()
    click(starts, 0.0, 0.9)
    assert starts.values["start"] == ends.argmin()
