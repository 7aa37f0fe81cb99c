"""The trainings of lessons 5 and 6 go on by themselves; all are held to the same."""

import asyncio
import json

import pytest

from coursekit.lessons.overfitting import held_out_training
from coursekit.lessons.overfitting.by_heart_picture import ByHeart
from coursekit.lessons.overfitting.two_curves_picture import TwoCurves
from coursekit.lessons.training.train_digits_picture import DigitTraining
from coursekit.network import watched
from tests.pictures.by_itself import on_a_page, pixels, unpainted, until

SMALL = {DigitTraining: {"epochs": 2}, ByHeart: {}, TwoCurves: {"images": 100, "neurons": 5}}
OTHER = {DigitTraining: {"seed": 3}, ByHeart: {"noise": 30}, TwoCurves: {"neurons": 10}}
WHOLE = {}
pytestmark = pytest.mark.usefixtures("short")


@pytest.fixture(params=SMALL, ids=lambda kind: kind.__name__)
def opened(request):
    """Return a function that opens a training on its own; no other one is known to it."""

    def open_it(kind=request.param):
        held_out_training.finished.clear()
        explorer = unpainted(kind())
        explorer.set(SMALL[kind])
        return explorer

    return open_it


@pytest.fixture
def whole(opened):
    """Return the pixels of a training that was done at once; all tests share those of a kind."""
    explorer = opened()
    if type(explorer) not in WHOLE:
        explorer.work.finish()
        WHOLE[type(explorer)] = pixels(explorer)
    return WHOLE[type(explorer)]


def measured(explorer):
    return len(explorer.training.points)


def test_halfway_a_later_cell_finishes_it_with_the_same_outcome(opened, whole):
    async def scene(explorer):
        await until(lambda: measured(explorer) > 2)
        assert not explorer.work.done
        explorer.work.finish()
        return pixels(explorer)

    assert on_a_page(opened, scene) == whole


def test_the_button_holds_it_and_lets_it_go_on_to_the_same_end(opened, whole):
    async def scene(explorer):
        await until(lambda: measured(explorer) > 2)
        explorer.pause_button.click()
        held = measured(explorer)
        if not isinstance(explorer, ByHeart):  # which is done too soon for a button
            assert explorer.pause_button.description == "go on"
        for _ in range(100):
            await asyncio.sleep(0)
        assert measured(explorer) == held
        explorer.pause_button.click()
        assert explorer.work.running
        await until(lambda: explorer.work.done)
        return pixels(explorer)

    assert on_a_page(opened, scene) == whole


def test_another_setting_while_it_trains_begins_anew(opened):
    async def scene(explorer):
        await until(lambda: measured(explorer) > 2)
        first, held = explorer.training, measured(explorer)
        explorer.set(OTHER[type(explorer)])
        assert explorer.training is not first
        assert "no step has been taken yet" in explorer.picture.sentence
        await until(lambda: explorer.work.done)
        assert len(first.points) == held
        return pixels(explorer)

    image, other = on_a_page(opened, scene), opened()
    other.set(OTHER[type(other)])
    other.work.finish()
    assert pixels(other) == image


def test_running_the_cell_again_leaves_only_the_new_training_going(opened):
    async def scene(first):
        await until(lambda: measured(first) > 1)
        second = opened()
        second.go_on()
        assert not first.work.running
        await until(lambda: second.work.done)
        assert not first.work.done

    on_a_page(opened, scene)


def test_an_interrupt_keeps_what_was_measured_and_ends_the_same(opened, whole, monkeypatch):
    explorer, decide, calls = opened(), watched.decide, []

    def interrupted(outputs):
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return decide(outputs)

    monkeypatch.setattr(watched, "decide", interrupted)
    with pytest.raises(KeyboardInterrupt):
        explorer.work.finish()
    assert measured(explorer) > 0
    assert not explorer.work.running
    explorer.work.finish()
    assert pixels(explorer) == whole


# The state of digits that are being learned holds whole epochs; test_two_curves has its end.
@pytest.mark.parametrize(
    ("opened", "far"),
    [(ByHeart, 2), (TwoCurves, 2), (ByHeart, 99), (DigitTraining, 99)],
    indirect=["opened"],
)
def test_its_state_is_plain_json_and_shows_the_same_picture(opened, far):
    async def scene(explorer):
        await until(lambda: measured(explorer) >= far or explorer.work.done)
        explorer.set({"moment": explorer.controls["moment"].max // 2})
        explorer.work.pause()
        return json.dumps(explorer.state), explorer.picture.sentence, pixels(explorer)

    state, sentence, image = on_a_page(opened, scene)
    other = opened()
    other.set(json.loads(state))
    assert json.dumps(other.state) == state
    assert (other.picture.sentence, pixels(other)) == (sentence, image)
