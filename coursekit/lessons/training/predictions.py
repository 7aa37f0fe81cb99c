"""What lesson 5 lets one predict."""

import numpy as np

from coursekit.questions.prediction import Amount, InWords, OneOf

QUARTER = 0.25  # of an epoch
SOLVED = 0.03  # a cost below which two rings are all but parted
LIT = 0.5


def _trails(*settings):
    """Return the ways of both walkers of `descent`, (steps + 1, 2, 2)."""
    from coursekit.lessons.training.descent_picture import walk

    return np.stack([weights[..., 0, 0] for weights in walk(*settings).weights], axis=-1)


def _same_way_slower():
    from coursekit.pictures.landscape_map import STARTS

    first, second = _trails(*STARTS[2], 20.0, 1.0, 3).transpose(1, 0, 2)
    if np.linalg.norm(second[-1] - second[0]) < 1:
        return 2
    return 0 if np.linalg.norm(first - second[-1], axis=1).min() < 0.5 else 1


def _stay_at_the_bottom():
    trails = _trails(5.3, 1.2, 50.0, 5.0, 1)
    first, second = np.linalg.norm(trails - trails[0], axis=2).max(axis=0)
    if first < 0.1 and second < 0.1:
        return 0
    return 1 if first > 3 * second else 2


def _fewest_neurons():
    """Count: a closed border takes one straight line more than the points have coordinates."""
    from coursekit.lessons.training.point_sets import RINGS

    return RINGS.inputs.shape[1] + 1


def _one_more_layer():
    """Count the starts of 2-2-2-1 that put all points of two rings on the right side."""
    from coursekit.lessons.training.point_sets import points_of

    solved = _solved((2, 2), points_of("two rings"), 1000)
    return 0 if solved < 5 else 2 if solved > 25 else 1


def _an_island():
    """Train as `small_descent` opens, with a circle at its middle, and see what becomes of it."""
    from coursekit.lessons.training.point_sets import RINGS
    from coursekit.lessons.training.two_classes import STEPS, Way, random_starts
    from coursekit.network.datasets import Points

    points = Points(np.vstack([RINGS.inputs, [[0, 0]]]), np.append(RINGS.labels, 1))
    how = {"rate": 10.0, "batch": len(points.labels), "penalty": 0, "edits": [], "steps": STEPS}
    way = Way(random_starts((4,))[22], points, **how)
    for _ in way.pieces():
        pass
    *others, own = way.wrong[-1]
    return 1 if own else 2 if any(others) else 0


def _what_spirals_need():
    from coursekit.lessons.training.point_sets import points_of

    spirals, tries = points_of("two spirals"), (((4,), 3000), ((8,), 300))
    solved = [_solved(middle, spirals, steps, 10) for middle, steps in tries]
    return next((k for k, starts in enumerate(solved) if starts), 2)


def _solved(middle, points, steps, starts=50):
    """Return how many of the first random starts get all points right within these steps."""
    from coursekit.lessons.training.two_classes import decided, random_starts, walk
    from coursekit.network.many import forward_many

    walks = walk(random_starts(middle)[:starts], points, 10.0, steps)
    ends = ([part[-1] for part in layers] for layers in walks[:2])
    outputs = forward_many(*ends, points.inputs)[-1]
    return int((decided(outputs) == points.labels).all(axis=1).sum())


def _alike_at_the_end():
    from coursekit.lessons.training.fifty_starts_picture import STEPS
    from coursekit.lessons.training.point_sets import RINGS
    from coursekit.lessons.training.two_classes import random_starts, walk

    return int((walk(random_starts(), RINGS, 10.0, STEPS).costs[-1] < SOLVED).sum())


def _after_a_quarter():
    """Train as `train_digits` opens, until a quarter of the first epoch is done."""
    from coursekit.network.network import Network
    from coursekit.network.watched import Watched
    from coursekit.pictures.digits import digits_to_learn

    train, _, test = digits_to_learn()
    start = Network.random((784, 16, 16, 10), np.random.default_rng(0), dtype=np.float32)
    how = {"rate": 1.5, "epochs": 1, "batch_size": 10, "marks": round(1 / QUARTER)}
    training = Watched(start, train, {"test": test}, rng=np.random.default_rng(0), **how)
    for _ in training.pieces():
        if training.points and training.points[-1].epoch >= QUARTER:
            break
    return 100 * training.points[-1].accuracies["test"]


def _one_digit_each():
    from coursekit.pictures.digits import digits_to_learn, reader

    test = digits_to_learn()[2]
    lit = reader().forward(test.inputs)[1]
    bright = np.stack([lit[test.labels == d].mean(axis=0) for d in range(10)]) > LIT
    usual = np.median(bright.sum(axis=0))
    return 0 if usual <= 1 else 1 if usual < 9 else 2


def _sevens_without_one():
    from coursekit.lessons.training.hold_neuron_picture import without_each

    return float(100 * without_each()[:, 7].min())


def _pairs():
    """Return the two pairs of digits that are taken for each other most often."""
    from coursekit.network.training import decide
    from coursekit.pictures.digits import digits_to_learn, reader

    test = digits_to_learn()[2]
    table = np.zeros((10, 10), int)
    np.add.at(table, (test.labels, decide(reader().forward(test.inputs)[-1])), 1)
    both = np.triu(table + table.T, 1)
    places = np.argsort(both, axis=None)[:-3:-1]
    return [tuple(map(int, np.unravel_index(place, both.shape))) for place in places]


def _named_in(words):
    named = {int(sign) for sign in words if sign.isdigit()}
    return any(named == set(pair) for pair in _pairs())


same_way_slower = OneOf(
    "training.same_way_slower",
    "training.descent",
    "Two walkers leave the same start. The first has η = 20, the second η = 1. Both look at the "
    "same slopes. Where does the second walker go?",
    options=(
        "nearly the same way, only more slowly",
        "another way, into another valley",
        "nowhere: it stays near the start",
    ),
    outcome=_same_way_slower,
    tells=("nearly the same way",),
)

stay_at_the_bottom = OneOf(
    "training.stay_at_the_bottom",
    "training.descent",
    "Both walkers begin at the bottom of the shallow valley, the first with η = 50, the second "
    "with η = 5. Each step sees *one* of the three examples. Will the walkers stay?",
    options=(
        "yes: at the bottom there is no slope",
        "no, and the first is thrown much further than the second",
        "no, and both are thrown equally far",
    ),
    outcome=_stay_at_the_bottom,
    tells=("do not stay", "cost jitters"),
)

fewest_neurons = Amount(
    "training.fewest_neurons",
    "training.small_descent",
    "The squares form a ring, and the circles a wider ring around it. Each middle neuron has one "
    "straight line. How many middle neurons does it take, at least, to close a border around the "
    "squares?",
    outcome=_fewest_neurons,
    tells=("[Tt]hree are the fewest", "[Tt]hree lines"),
)

one_more_layer = OneOf(
    "training.one_more_layer",
    "training.small_descent",
    "Two middle neurons cannot close a border around the squares. Behind them comes a second "
    "middle layer of two more, and all have 1,000 steps instead of 300. How many of the fifty "
    "starts will get all forty points right?",
    options=("none, or hardly any", "about one in three", "most of them"),
    outcome=_one_more_layer,
    tells=("a second layer of two", "never tears"),
)

an_island = OneOf(
    "training.an_island",
    "training.small_descent",
    "With four neurons and start 22 the border closes around all squares. Now put one circle right "
    "in the middle of them. Where will it be after 300 steps?",
    options=(
        "on the right side, on an island of its own",
        "on the wrong side, and the border goes around the squares as before",
        "on the right side, and some others are on the wrong one for it",
    ),
    outcome=_an_island,
    tells=("one point against", "stays on the wrong side"),
)

what_spirals_need = OneOf(
    "training.what_spirals_need",
    "training.small_descent",
    "Two spirals, four neurons in one middle layer, 300 steps, η = 10: none of the first ten "
    "starts gets all points right. What does it take until one of them does?",
    options=(
        "ten times as many steps",
        "twice as many neurons",
        "both: one of them alone is not enough",
    ),
    outcome=_what_spirals_need,
    tells=("eight neurons and 3,000",),
)

alike_at_the_end = Amount(
    "training.alike_at_the_end",
    "training.fifty_starts",
    "Fifty networks, which differ in nothing but their random start. How many of the fifty will "
    "all but solve the task, and end below C = 0.03?",
    outcome=_alike_at_the_end,
    within=5,
    tells=("one in three", "do not end alike"),
)

after_a_quarter = Amount(
    "training.after_a_quarter",
    "training.train_digits",
    "Before the first step the network reads one image in ten, by luck. How many percent of the "
    "test images will it read after a *quarter* of the first epoch?",
    outcome=_after_a_quarter,
    within=5,
    unit=" %",
    tells=("eight in ten", "more than (80|90|93)"),
)

one_digit_each = OneOf(
    "training.one_digit_each",
    "training.first_layer",
    "For how many digits will a neuron of the first middle layer be bright?",
    options=("for one digit only", "for several digits", "for all ten alike"),
    outcome=_one_digit_each,
    tells=("bright for several", "stand for a digit"),
)

sevens_without_one = Amount(
    "training.sevens_without_one",
    "training.hold_neuron",
    "The reader of the first page reads more than nine in ten of the 7s among the test images. You "
    "switch off one of its 32 middle neurons: the one that the 7s need most. How many percent of "
    "them will it still read?",
    outcome=_sevens_without_one,
    within=10,
    unit=" %",
    tells=("two in three", r"[Ii]t is neuron 0"),
)

taken_for_each_other = InWords(
    "training.taken_for_each_other",
    "training.mistakes",
    "Which two digits will it take for each other most often?",
    outcome=lambda: ", then ".join("{} and {}".format(*pair) for pair in _pairs()),
    fits=_named_in,
    tells=("4 and 9", "3 and 5"),
)

PREDICTIONS = (
    same_way_slower,
    stay_at_the_bottom,
    fewest_neurons,
    one_more_layer,
    an_island,
    what_spirals_need,
    alike_at_the_end,
    after_a_quarter,
    one_digit_each,
    sevens_without_one,
    taken_for_each_other,
)
