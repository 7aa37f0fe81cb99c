"""The live picture: what is redrawn, what is sent, and what is left behind."""

import asyncio
import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from coursekit import live


@pytest.fixture
def drawing():
    """Return a figure with one line that moves and a title that does not."""
    fig = Figure(figsize=(3, 2), dpi=100)
    axes = fig.add_subplot()
    (line,) = axes.plot([0, 1], [0, 1])
    return fig, axes, line


def freshly_drawn(fig, line):
    line.set_animated(False)
    return live.Blitter(fig, []).frame().copy()


def test_a_moved_artist_is_redrawn_without_a_full_draw(drawing):
    fig, _, line = drawing
    blitter = live.Blitter(fig, [line])
    before = blitter.frame().copy()
    line.set_ydata([1, 0])
    after = blitter.frame().copy()
    assert (before != after).any()
    assert blitter.full_draws == 1


def test_a_blitted_frame_equals_a_full_draw_to_the_pixel(drawing):
    fig, _, line = drawing
    blitter = live.Blitter(fig, [line])
    blitter.frame()
    line.set_ydata([1, 0.3])
    assert np.array_equal(blitter.frame(), freshly_drawn(fig, line))


def test_moving_to_and_fro_leaves_nothing_behind(drawing):
    fig, _, line = drawing
    blitter = live.Blitter(fig, [line])
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
    blitter = live.Blitter(fig, [line])
    blitter.frame()
    touch(axes)
    for y in (0.1, 0.2, 0.3):
        line.set_ydata([0, y])
        blitter.frame()
    assert blitter.full_draws == 2


def test_an_unchanged_figure_is_not_drawn_at_all(drawing, monkeypatch):
    fig, axes, line = drawing
    blitter = live.Blitter(fig, [line])
    blitter.frame()
    monkeypatch.setattr(axes, "draw_artist", lambda artist: pytest.fail("drawn again"))
    blitter.frame()


def test_the_quick_png_holds_every_pixel():
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    decoded = np.asarray(Image.open(io.BytesIO(live.encode_png(pixels))))
    assert np.array_equal(decoded, pixels)


def test_a_still_is_a_small_palette_png_of_the_same_size():
    noise = np.random.default_rng(0).integers(0, 256, (300, 250, 4), dtype=np.uint8)
    packed = live.encode_still(noise)
    image = Image.open(io.BytesIO(packed))
    assert (image.mode, image.size) == ("P", (250, 300))
    assert len(packed) <= live.STILL_BYTES


def test_showing_sends_the_frame_and_the_sentence(drawing):
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("It rises & ends at 1.")
    assert bytes(picture.image.value).startswith(b"\x89PNG")
    assert picture.caption.value == "It rises &amp; ends at 1."
    assert picture.image.width == "300"


def test_a_problem_is_said_in_the_picture_and_leaves_with_the_next_frame(drawing):
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("fine")
    fine = bytes(picture.image.value)
    picture.show_problem("layer 2 is NaN")
    assert picture.sentence == "layer 2 is NaN"
    assert bytes(picture.image.value) != fine
    picture.show("fine")
    assert bytes(picture.image.value) == fine


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
    (view, how_shown), (still, how) = shown
    assert picture.image in view.children
    assert how_shown == {"include": {"application/vnd.jupyter.widget-view+json"}}
    assert still["text/plain"] == "It rises."
    assert (how["update"], how["metadata"]["image/png"]["alt"]) == (False, "It rises.")


def test_still_and_announcement_follow_once_after_the_last_move(drawing, shown, monkeypatch):
    monkeypatch.setattr(live, "REST", 0.05)
    fig, _, line = drawing
    picture = live.LivePicture(fig, [line])
    picture.show("first")
    picture.display()

    async def drag():
        for sentence in ("second", "third", "fourth"):
            picture.show(sentence)
            await asyncio.sleep(0.01)
        assert picture.announcement.value == ""
        await asyncio.sleep(0.2)

    asyncio.run(drag())
    updates = [data["text/plain"] for data, how in shown[2:] if how["update"]]
    assert updates == ["fourth"]
    assert "fourth" in picture.announcement.value
    assert 'role="status"' in picture.announcement.value
