"""What the review lets one predict, most of it about oneself."""

import numpy as np

from coursekit.lessons import LESSONS, TITLES
from coursekit.questions.outcome import NOT_YET
from coursekit.questions.prediction import Amount, OneOf
from coursekit.questions.session import current

BEFORE = [folder for folder in TITLES if folder != "review"]
PARTS = {  # of the source's own review, in their order
    "Review I": ("first_layer", "middle_layers", "last_layer"),
    "Practice I": ("practice_z", "practice_output"),
    "Review II": ("why_minimise", "what_to_adjust"),
    "Practice II": ("practice_cost", "practice_dC_dz", "practice_dC_dW", "practice_step"),
}
TRIED = 100  # digits


def _most_open():
    from coursekit.lessons.course import standings

    left = dict.fromkeys(BEFORE, 0)
    for notebook, asked in standings()[0].items():
        folder, _ = LESSONS[notebook]
        if folder in left:
            left[folder] += sum(question.state == "open" for question in asked)
    return int(np.argmax(list(left.values())))


def _first_slip():
    from coursekit.lessons.review.questions import QUESTIONS

    asked = {question.name: question for question in QUESTIONS}
    for place, names in enumerate(PARTS.values()):
        tries = [outcome for name in names for outcome in current.of(asked[name]).tries]
        if any(outcome.name == NOT_YET for outcome in tries):
            return place
    return len(PARTS)


def _after_one_epoch():
    """Train a network as the capstone asks for it, once through its images."""
    from coursekit.network.network import Network
    from coursekit.network.training import accuracy, descend
    from coursekit.pictures.digits import digits_to_learn

    train, _, test = digits_to_learn()
    rng = np.random.default_rng(0)
    network = Network.random([784, 60, 10], rng, dtype=np.float32)
    how = {"rate": 1.5, "batch_size": 10, "epochs": 1, "rng": rng}
    *_, record = descend(network, train.inputs, train.targets, **how)
    return TRIED * accuracy(record.network, test.inputs, test.labels)


most_open = OneOf(
    "review.most_open",
    "review.progress_map",
    "In which lesson did you leave most questions open?",
    options=tuple(TITLES[folder] for folder in BEFORE),
    outcome=_most_open,
    tells=(),  # it is the learner's own
)

first_slip = OneOf(
    "review.first_slip",
    "review.summary",
    "Four parts come from the deck that the course follows. Which is the first of them in which "
    "you will make a slip?",
    options=(*PARTS, "none of them"),
    outcome=_first_slip,
    tells=(),
)

after_one_epoch = Amount(
    "review.after_one_epoch",
    "review.digit_reader",
    "A network with 60 neurons in the middle goes through the 60,000 training images once. How "
    "many of 100 new digits will it read?",
    outcome=_after_one_epoch,
    within=3,
    tells=("more than 90",),
)

PREDICTIONS = (most_open, first_slip, after_one_epoch)
