"""A learner's own backprop trains a twin, right or wrong, or is told why it cannot."""

import numpy as np
import pytest

from coursekit import training
from coursekit.lessons.training import twin_training as twin


def broken(*case):
    dW1, *rest = twin.right(*case)
    return (dW1 * np.nan, *rest)


@pytest.mark.parametrize(
    ("backprop", "says"),
    [(twin.right, "They have not parted yet."),
     (twin.SLIPPED["a step uphill"], "They part at step 25."),
     (broken, "The twin broke at step 0: a number is not finite any more.")],
)  # fmt: skip
def test_ones_own_backprop_trains_the_twin(backprop, says):
    explorer = training.twins(backprop)
    explorer.set({"slip": "your own", "step": 200})
    assert explorer.picture.sentence.endswith(says)


@pytest.mark.parametrize("returned", [None, (1, 2, 3, 4), (np.zeros((10, 784)),) * 4])
def test_what_is_no_gradient_is_said_with_the_shapes_that_it_needs(returned):
    with pytest.raises(ValueError, match=r"dW1 \(10, 784\), db1 \(10,\), dW2 \(10, 10\)"):
        training.twins(lambda *case: returned)
