"""Trainings that a test can afford."""

import pytest

from coursekit.lessons.overfitting import held_out_training, two_curves_picture
from coursekit.lessons.overfitting.by_heart_picture import ByHeart
from coursekit.lessons.overfitting.two_curves_picture import TwoCurves
from coursekit.lessons.training import train_digits_picture
from coursekit.network.watched import Examples
from coursekit.pictures.digits import digits_to_learn
from tests.pictures.by_itself import one_piece_a_slice


@pytest.fixture
def short(monkeypatch):
    """Let trainings be short, a piece at a time, and none be known from before.

    What they do is the same. Returns the digits that lesson 5 then trains and tests on.
    """
    one_piece_a_slice(monkeypatch)
    parts = tuple(Examples(*(p[:1200] for p in part)) for part in digits_to_learn())
    monkeypatch.setattr(train_digits_picture, "digits_to_learn", lambda: parts)
    monkeypatch.setattr(train_digits_picture, "REDRAW", 0.0)
    monkeypatch.setattr(held_out_training, "finished", {})
    monkeypatch.setattr(ByHeart, "LAST", 480)
    for home in (two_curves_picture, TwoCurves):
        monkeypatch.setattr(home, "LAST", 2_000)
    return parts
