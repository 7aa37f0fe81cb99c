"""The stage plays what Agg would paint: its pixels are read back and held against Agg's."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageFilter

from coursekit.page.stage import PLAYER, script
from coursekit.pictures.strokes import Strokes
from tests.firefox import firefox
from tests.pictures.reading import at_start
from tests.pictures.test_every_picture import ROWS, each_in_turn, name_of, set_to

# of half a million: dashes of a slanted line may drift by more than a pixel, and so may a bar's end
FEW = {"small_descent": 40, "by_heart": 8, "digit_reader": 32, "descent": 40, "your_digit": 24}
PLAY = """async ([told, dark, density]) => {
  const canvas = document.querySelector('canvas');
  window.stage ??= new Stage(canvas);
  stage.wear(dark);
  const bytes = Uint8Array.from(atob(told), letter => letter.charCodeAt(0));
  if (!(await stage.take(bytes))) throw new Error('a message is missing');
  stage.fit(stage.size[0] * density);
  stage.paint();
  return canvas.toDataURL();
}"""


@pytest.fixture
def plays(chromium):
    """Return a function that plays a message on a stage and returns what it shows."""
    page = chromium.new_page()
    page.set_content(f"<canvas></canvas><script>{script(*PLAYER)}</script>")
    # the test says how large the canvas is
    page.evaluate("() => { window.ResizeObserver = class { observe() {} disconnect() {} }; }")

    def play(message, *, dark=False, density=1):
        told = base64.b64encode(message).decode()
        return pixels(page.evaluate(PLAY, [told, dark, density]))

    yield play
    page.close()


def pixels(url):
    """Return the pixels, (height, width, 3), of an image in a URL of its own."""
    shown = base64.b64decode(url.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(shown)).convert("RGB"), int)


def apart(shown, painted):
    """Return how far two pictures are apart on average, 0 to 1, and how many pixels are far apart.

    These differ by more than a quarter of full scale even where an edge may lie a pixel further.
    """
    image = Image.fromarray(painted.astype(np.uint8))
    least, most = (
        np.asarray(image.filter(widened(3)), int)
        for widened in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
    )
    beyond = np.maximum(shown - most, least - shown)
    return np.abs(shown - painted).mean() / 255, (beyond.max(axis=2) > 255 / 4).sum()


@each_in_turn
def test_every_picture_looks_as_agg_paints_it_when_it_opens_and_when_it_moves(open_it, plays):
    explorer = at_start(open_it)
    strokes, agg = Strokes(explorer.figure.fig, explorer.figure.moving), explorer.picture.blitter
    for state in [{}, *(state for state, *_ in ROWS[open_it])]:
        set_to(explorer, state)
        told = strokes.moved()
        if told:
            shown = plays(told)
        mean, beyond = apart(shown, agg.fresh_frame()[..., :3].astype(int))
        assert mean < 0.02, state
        assert beyond <= FEW.get(name_of(open_it), 0), state


@each_in_turn
def test_a_page_that_comes_later_sees_the_same(open_it, plays):
    explorer = at_start(open_it)
    strokes = Strokes(explorer.figure.fig, explorer.figure.moving)
    plays(strokes.moved())
    set_to(explorer, ROWS[open_it][-1][0])
    told = strokes.moved() or strokes.everything()
    assert (plays(told) == plays(strokes.everything())).all()


def test_twice_the_pixels_show_twice_as_much(plays):
    explorer = at_start(next(iter(ROWS)))
    told = Strokes(explorer.figure.fig, explorer.figure.moving).moved()
    plain, sharp = plays(told), plays(told, density=2)
    assert sharp.shape[0] == 2 * plain.shape[0]
    halved = sharp.reshape(plain.shape[0], 2, plain.shape[1], 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - plain).mean() < 0.02 * 255


@each_in_turn
def test_a_dark_page_has_dark_paper_and_light_ink(open_it, plays):
    explorer = at_start(open_it)
    told = Strokes(explorer.figure.fig, explorer.figure.moving).moved()
    dark = plays(told, dark=True)
    assert dark[2, 2].max() < 60
    headline = dark[16:40, 20:600].max(axis=2)
    assert headline.max() > 200


def test_firefox_shows_the_same(tmp_path):
    file = tmp_path / "stage.html"
    file.write_text(f"<!doctype html><canvas></canvas><script>{script(*PLAYER)}</script>")
    with firefox(tmp_path) as page:
        page.open(file)
        page.call("() => { window.ResizeObserver = class { observe() {} disconnect() {} }; }")
        for open_it in ROWS:
            explorer = at_start(open_it)
            told = Strokes(explorer.figure.fig, explorer.figure.moving).moved()
            shown = pixels(page.call(PLAY, [base64.b64encode(told).decode(), False, 1]))
            painted = explorer.picture.blitter.fresh_frame()[..., :3].astype(int)
            mean, beyond = apart(shown, painted)
            assert mean < 0.02, name_of(open_it)
            assert beyond <= FEW.get(name_of(open_it), 0), name_of(open_it)
