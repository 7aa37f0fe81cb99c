"""What lesson 6 lets one predict."""

import numpy as np

from coursekit.questions.prediction import Amount, OneOf


def _by_heart():
    """Return the training that `by_heart` opens with, walked to its end, and its curves."""
    from coursekit.lessons.overfitting.by_heart_picture import ByHeart

    picture = ByHeart().finish()
    picture.close()
    return picture.training, picture.measured(picture.training)


def _digits(*images):
    """Return the last accuracies of the trainings that `two_curves` opens, in percent, (n, 2)."""
    from coursekit.lessons.overfitting.two_curves_picture import two_curves

    last = []
    for count in images:
        picture = two_curves(count).finish()
        picture.close()
        last.append(picture.measured(picture.training).accuracies[-1])
    return 100 * np.array(last)


def _wrong_labels_learned():
    from coursekit.lessons.overfitting.by_heart_picture import LABELS

    training, _ = _by_heart()
    train = training.train
    wrong = train.labels != LABELS[: len(train.labels)]
    said = training.network.forward(train.inputs)[-1][:, 0] > 0.5
    return int((said == train.labels)[wrong].sum())


def _where_to_turn():
    _, curves = _by_heart()
    return int(curves.steps[curves.costs[:, 1].argmin()])


def _own_of_fifty_thousand():
    few, many = _digits(1_000, 50_000)[:, 0]
    return 0 if many > few + 0.5 else 1 if many > few - 0.5 else 2


wrong_labels_learned = Amount(
    "overfitting.wrong_labels_learned",
    "overfitting.by_heart",
    "Six of the forty points have a wrong label. After 6,000 steps, how many of the six will the "
    "network get “right”, that is, as they are labelled?",
    outcome=_wrong_labels_learned,
    tells=(r"100(\.0)? %", "wrong ones too", "learned all forty"),
)

where_to_turn = Amount(
    "overfitting.where_to_turn",
    "overfitting.by_heart",
    "Go forward with the arrow key, and look only at the dashed curve. At which step would you "
    "stop?",
    outcome=_where_to_turn,
    within=120,
    tells=(r"step 600\b", r"\b600 steps"),
)

held_out_of_a_thousand = Amount(
    "overfitting.held_out_of_a_thousand",
    "overfitting.two_curves",
    "After 20,000 steps the network has seen each of its 1,000 images 200 times. How many percent "
    "of the *held-out* images does it read?",
    outcome=lambda: _digits(1_000)[0, 1],
    within=3,
    unit=" %",
    tells=("more than 85", "less than 90"),
)

own_of_fifty_thousand = OneOf(
    "overfitting.own_of_fifty_thousand",
    "overfitting.two_curves",
    "Of its own thousand images the first network read more than 98 %. Another learns from 50,000, "
    "in as many steps. How well will it read its *own* images?",
    options=("better: it has seen more", "about as well", "less well"),
    outcome=_own_of_fifty_thousand,
    tells=("more than 94", "less well"),
)

PREDICTIONS = (
    wrong_labels_learned,
    where_to_turn,
    held_out_of_a_thousand,
    own_of_fifty_thousand,
)
