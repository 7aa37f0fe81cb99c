"""Ten drawings of one's own: kept digit by digit, learned, read before and after, and the price."""

import asyncio

import numpy as np
import pytest

from coursekit import open_shared
from coursekit.lessons.training import teach_hand, teach_hand_picture
from coursekit.network.handwriting import as_mnist, sample
from coursekit.network.training import accuracy
from coursekit.pictures.background import Background
from coursekit.pictures.digits import digits_to_learn, reader
from tests.pictures.by_itself import one_piece_a_slice, unpainted, until

CROSS = [[[0.2, 0.2], [0.8, 0.8]], [[0.2, 0.8], [0.8, 0.2]]]


@pytest.fixture
def pad():
    return unpainted(teach_hand())


def draw(pad, digit, strokes):
    pad.controls["sample"].value = digit
    pad.paper[0].drawing = strokes
    return pad.picture.sentence


def press(pad, name):
    pad.buttons[name].click()
    return pad.picture.sentence


def test_each_digit_keeps_its_own_drawing_and_a_shared_string_all_of_them(pad):
    draw(pad, 3, sample(3))
    draw(pad, 9, sample(9))
    press(pad, "next digit")
    assert (pad.values["sample"], pad.paper[0].drawing) == (0, [])
    press(pad, "take the sample")
    pad.controls["sample"].value = 3
    assert pad.paper[0].drawing == sample(3) == pad.strokes
    again = open_shared(pad.share())
    assert [bool(each) for each in again.drawings] == [d in (0, 3, 9) for d in range(10)]
    press(pad, "clear")
    assert pad.picture.sentence.startswith("You have drawn 2 of ten digits")


def test_what_is_drawn_is_learned_and_the_price_is_that_on_all_test_images(pad):
    for digit in range(10):
        draw(pad, digit, CROSS if digit == 2 else sample(digit))
    said = press(pad, "learn them")
    test = digits_to_learn()[2]
    was, now = (accuracy(net, test.inputs, test.labels) for net in (reader(), pad.taught))
    assert f"Of the test images {was:.2%} before, {now:.2%} now." in said
    assert pad.figure.results.texts == (f"{was:.2%}", f"{now:.2%}")
    assert now > 0.9
    assert pad.taught.forward(as_mnist(CROSS) / 255)[-1].argmax() == 2
    assert pad.figure.readings.texts[12].startswith("2 (")
    assert "After learning" not in press(pad, "as it was")
    assert pad.taught is None
    assert pad.figure.results.texts == ("?", "?")


def test_without_a_drawing_there_is_nothing_to_learn(pad):
    assert press(pad, "learn them").startswith("Draw a 0")
    assert pad.taught is None


def test_drawings_that_are_none_are_refused(pad):
    for drawings in ([[]] * 9, [[[[np.nan, 0]]]] * 10):
        with pytest.raises(ValueError, match=r"drawing"):
            pad.set({"drawings": drawings})


def test_it_learns_while_the_digits_are_trained_and_lets_them_go_on(monkeypatch):
    one_piece_a_slice(monkeypatch)
    monkeypatch.setattr(teach_hand_picture, "OF_MNIST", 200)

    async def scene():
        done, pad = [], unpainted(teach_hand())
        work = Background(lambda: (done.append(k) for k in range(400)), lambda: None)
        work.start()
        await until(lambda: len(done) > 10)
        for name in ("take the sample", "learn them", "learn them"):
            press(pad, name)
        assert pad.work.running
        assert not work.running
        await until(lambda: pad.work.done and work.done)
        assert "After learning: 1." in pad.picture.sentence
        assert len(done) == 400

    asyncio.run(scene())
