"""The live picture: what is redrawn, what is sent, and what is left behind."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from coursekit.pictures import live, still
from tests.pictures.hand_loop import HandLoop


@pytest.fixture
def drawing():
    """Return a figure with one line that moves and a title that does not."""
    fig = Figure(figsize=(3, 2), dpi=100)
    axes = fig.add_subplot()
    (line,) = axes.plot([0, 1], [0, 1])
    return fig, axes, line


def freshly_drawn(fig, line):
    line.set_animated(False)
    return still.Blitter(fig, []).frame().copy()


def test_a_moved_artist_is_redrawn_without_a_full_draw(drawing):
    fig, _, line = drawing
    blitter = still.Blitter(fig, [line])
    before = blitter.frame().copy()
    line.set_ydata([1, 0])
    after = blitter.frame().copy()
    assert (before != after).any()
    assert blitter.full_draws == 1


def test_a_blitted_frame_equals_a_full_draw_to_the_pixel(drawing):
    fig, _, line = drawing
    blitter = still.Blitter(fig, [line])
    blitter.frame()
    line.set_ydata([1, 0.3])
    assert np.array_equal(blitter.frame(), freshly_drawn(fig, line))


def test_two_axes_that_touch_leave_each_other_whole():
    fig = Figure(figsize=(3, 2), dpi=100)
    lines = [fig.add_axes((left, 0, 0.5, 1)).plot([0, 1], [0, 1], lw=9)[0] for left in (0, 0.5)]
    blitter = still.Blitter(fig, lines)
    blitter.frame()
    for line in lines:
        line.set_ydata([1, 0.4])
    shown = blitter.frame().copy()
    assert blitter.full_draws == 1
    assert np.array_equal(shown, still.Blitter(fig, lines).frame())


def test_moving_to_and_fro_leaves_nothing_behind(drawing):
    fig, _, line = drawing
    blitter = still.Blitter(fig, [line])
    before = blitter.frame().copy()
    for y in (0.2, 0.9, 1):
        line.set_ydata([0, y])
        blitter.frame()
    assert np.array_equal(blitter.frame(), before)


@pytest.mark.parametrize(
    "touch", [lambda axes: axes.set_xlim(0, 2), lambda axes: axes.set_title("new")]
)
def test_a_new_limit_or_title_takes_one_full_draw_and_no_more(drawing, touch):
    fig, axes, line = drawing
    blitter = still.Blitter(fig, [line])
    blitter.frame()
    touch(axes)
    for y in (0.1, 0.2, 0.3):
        line.set_ydata([0, y])
        blitter.frame()
    assert blitter.full_draws == 2


def test_an_unchanged_figure_is_not_drawn_at_all(drawing, monkeypatch):
    fig, axes, line = drawing
    blitter = still.Blitter(fig, [line])
    blitter.frame()
    monkeypatch.setattr(axes, "draw_artist", lambda artist: pytest.fail("drawn again"))
    blitter.frame()


def test_a_still_is_a_small_palette_png_of_the_same_size():
    noise = np.random.default_rng(0).integers(0, 256, (300, 250, 4), dtype=np.uint8)
    packed = still.encode_still(noise)
    image = Image.open(io.BytesIO(packed))
    assert (image.mode, image.size) == ("P", (250, 300))
    assert len(packed) <= still.STILL_BYTES


def test_a_problem_is_said_in_the_picture_and_leaves_with_the_next_frame(drawing):
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("fine")
    fine = picture.blitter.frame().copy()
    picture.show_problem("layer 2 is NaN")
    assert picture.sentence == "layer 2 is NaN"
    assert (picture.blitter.frame() != fine).any()
    picture.show("fine")
    assert (picture.blitter.frame() == fine).all()


def test_an_artist_that_cannot_be_drawn_hides_no_problem_and_draws_again_later(drawing, shown):
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.display()
    sent = []
    picture.stage.send = lambda told, parts: sent.append((told["sentence"], *parts))
    line.set_ydata([0, 1, 2])  # one more than there are xs
    picture.show_problem("it cannot be drawn")
    line.set_ydata([0, 0.5])
    picture.show("It rises.")
    assert [(said, bool(parts)) for said, *parts in sent] == [
        ("it cannot be drawn", True),
        ("It rises.", True),
    ]


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what `display` is asked to show."""
    calls = []
    monkeypatch.setattr(live, "display", lambda data, **how: calls.append((data, how)))
    return calls


def test_the_view_and_its_still_are_two_outputs(drawing, shown):
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("It rises.")
    picture.display()
    (view, how_shown), (left, how) = shown
    assert picture.stage in view.children
    assert how_shown == {"include": {"application/vnd.jupyter.widget-view+json"}}
    assert left["text/plain"] == "It rises."
    assert (how["update"], how["metadata"]["image/png"]["alt"]) == (False, "It rises.")


def test_the_still_follows_once_after_the_last_move(drawing, shown, monkeypatch):
    loop = HandLoop()
    monkeypatch.setattr(live, "get_running_loop", lambda: loop)
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("first")
    picture.display()
    for sentence in ("second", "third", "fourth"):
        picture.show(sentence)
        loop.run(live.REST - 0.1)
    assert len(shown) == 2
    loop.run()
    assert [data["text/plain"] for data, how in shown[2:] if how["update"]] == ["fourth"]


@pytest.fixture
def sent(drawing, shown, monkeypatch):
    """Return a displayed picture, its line, and the list of what it tells its page."""
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("It rises.")
    picture.display()
    told = []
    monkeypatch.setattr(picture.stage, "send", lambda said, parts: told.append((said, parts)))
    return picture, line, told


def test_a_move_is_told_in_one_message_with_its_sentence(sent):
    picture, line, told = sent
    line.set_ydata([1, 0])
    picture.show("It falls & ends at 0.")
    ((said, (strokes,)),) = told
    assert said == {"sentence": "It falls & ends at 0."}
    assert len(strokes) < len(picture.stage.get_state("picture")["picture"]) / 4


def test_a_page_that_comes_later_gets_what_is_shown_now(sent):
    picture, line, _ = sent
    line.set_ydata([1, 0])
    picture.show("It falls.")
    assert picture.stage.get_state("told")["told"] == {"sentence": "It falls."}
    assert picture.stage.get_state("picture")["picture"] == picture.strokes.everything()


def test_a_sentence_alone_takes_no_strokes(sent):
    picture, _, told = sent
    picture.show("It rises, said anew.")
    assert told == [({"sentence": "It rises, said anew."}, [])]


def test_at_rest_the_figure_is_drawn_by_nobody_else(drawing, monkeypatch):
    lock, drawn = Lock(), []
    monkeypatch.setattr(live, "DRAWING", lock)
    monkeypatch.setattr(live, "display", lambda data, **how: drawn.append(lock.held))
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("It rises.")
    picture.display()
    drawn.clear()
    picture.settle()
    assert drawn == [True]


class Lock:
    """A lock that says whether it is held."""

    held = False

    def __enter__(self):
        self.held = True

    def __exit__(self, *problem):
        self.held = False
