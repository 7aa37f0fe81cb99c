"""An explorer as a few pictures: what its main slider shows, without the kernel.

`stage` runs in the kernel that executes a notebook for its page. From then on an explorer that is
shown leaves its pictures instead of widgets, and a question leaves its text instead of buttons.
"""

import base64
import io
from bisect import bisect_left
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from IPython.display import display
from PIL import Image, ImageFilter

from coursekit.exercises.choices import Asked, Choice
from coursekit.exercises.exercise import Exercise
from coursekit.exercises.feedback import show_text
from coursekit.exercises.variants import say
from coursekit.explorers.explorer import Explorer
from coursekit.figures.grids import significant

FRAMES = "application/vnd.coursekit.frames+json"
MOST_BYTES, MOST_TOGETHER = 25_000, 360_000  # of a frame, and of an explorer's frames as a rule
KNOBS = "knobs"  # the control that moves any number of a network by one slider
STRIDES = (1, 2, 3, 5, 10, 15, 20, 50, 100, 200, 500)  # places of a slider to a frame
# pixels of a frame to one of the figure, colours, frames: the first that is not too dear is taken
THRIFT = (
    *((1.5, 95, 31), (1.25, 95, 31), (1.0, 95, 31)),
    *((1.0, 63, 31), (1.0, 47, 31), (1.0, 47, 21), (1.0, 47, 16), (1.0, 47, 11)),
)
RIM = 2.7  # pixels of the figure that are repeated around what has changed
BYTES = np.array([1 << 16, 1 << 8, 1], np.uint32)  # a colour as one number


def stage(together=MOST_TOGETHER):
    """Let explorers and questions show what a page without a kernel can show.

    together: how many bytes the frames of one explorer may have.
    """
    move = Explorer.set

    def move_and_note(explorer, state):
        explorer.moved_by_hand = list(state)
        move(explorer, state)

    Explorer.set = move_and_note
    Explorer._ipython_display_ = lambda explorer: display(
        {FRAMES: frames_of(explorer, together)}, raw=True
    )
    Exercise.ask = Asked.ask = _ask
    Exercise.check = lambda exercise, answer=...: None


def frames_of(explorer, together=MOST_TOGETHER):
    """Return how an explorer looks now, and at up to 31 places of its main slider, as plain JSON.

    "still" is the look of now, at number "opening" of "frames"; each of these has the slider's
    value, the sentence, and "over", what is laid over the still.
    """
    if getattr(explorer, "work", None):
        explorer.work.finish()
    slider, label = _slider_of(explorer)
    as_opened = {sharpness: _look(explorer, sharpness) for sharpness, *_ in THRIFT}
    opening, last = _reach(explorer, slider) if slider else (0, 0)
    for sharpness, colours, most in THRIFT:
        explorer.picture.sharpen(sharpness)
        now, places = as_opened[sharpness], _places(opening, last, most)
        looks = [now if k == opening else _at(explorer, slider, k) for k in places]
        pictures = [look.pixels for look in (now, *looks)]
        still, over = _packed(pictures, colours, round(RIM * sharpness))
        sizes = [len(each) * 3 // 4 for each in over if each]
        if max(sizes, default=0) <= MOST_BYTES and sum(sizes) <= together:
            break
    height, width = (round(size / sharpness) for size in now.pixels.shape[:2])
    shown = {"still": still, "size": [width, height], "sentence": now.sentence, "frames": []}
    if len(places) == 1:
        return shown
    _at(explorer, slider, opening)
    return shown | {
        "label": label,
        "read": slider.tooltip or label,
        "plays": hasattr(explorer, "player"),
        "opening": places.index(opening),
        "frames": [
            {"value": _written(slider, place), "sentence": look.sentence, "over": laid}
            for place, look, laid in zip(places, looks, over, strict=True)
        ],
    }


class Look(NamedTuple):
    """A picture (height, width, 3) and the sentence under it."""

    pixels: np.ndarray
    sentence: str


def _look(explorer, sharpness=None):
    if sharpness:
        explorer.picture.sharpen(sharpness)
    image = Image.open(io.BytesIO(explorer.picture.image.value))
    return Look(np.asarray(image.convert("RGB")), explorer.picture.sentence)


def _same(look, other):
    return look.sentence == other.sentence and np.array_equal(look.pixels, other.pixels)


def _at(explorer, slider, place):
    """Move the slider to a place and return the look of it."""
    slider.value = _value(slider, place)
    return _look(explorer)


# -- the slider and its places -----------------------------------------------------------------


def _slider_of(explorer):
    """Return the slider to move, and its label; None where there is none.

    It is the explorer's main one, or the only one that the cell itself has set.
    """
    name, by_hand = explorer.main, getattr(explorer, "moved_by_hand", [])
    if len(by_hand) == 1 and hasattr(explorer.controls[by_hand[0]], "step"):
        name = by_hand[0]
    if name is None:
        return None, None
    control = explorer.controls[name]
    return (
        (control.amount, control.which.value) if name == KNOBS else (control, control.description)
    )


def _reach(explorer, slider):
    """Return where a slider stands, and where it changes something for the last time.

    Both are numbers of steps from its left end.
    """
    count = _count(slider)
    opening = min(range(count), key=lambda k: abs(_value(slider, k) - slider.value))
    end = _at(explorer, slider, count - 1)
    last = bisect_left(range(count), True, key=lambda k: _same(_at(explorer, slider, k), end))
    return min(opening, last), last


def _places(opening, last, most):
    """Return so many places at most from 0 to `last`, in even strides through `opening`.

    >>> _places(2, 10, 7)
    [0, 2, 4, 6, 8, 10]
    """
    for stride in STRIDES:
        places = sorted({0, last, *range(opening % stride, last + 1, stride)})
        if len(places) <= most:
            return places
    raise ValueError(f"a slider of {last + 1} places is too long for frames")


def _count(slider):
    if isinstance(slider, widgets.SelectionSlider):
        return len(slider.options)
    return round((slider.max - slider.min) / slider.step) + 1


def _value(slider, place):
    if isinstance(slider, widgets.SelectionSlider):
        return slider.options[place]
    value = slider.min + place * slider.step
    if isinstance(slider, widgets.FloatLogSlider):
        return slider.base**value
    return value


def _written(slider, place):
    value = _value(slider, place)
    if isinstance(slider, widgets.FloatLogSlider):
        return f"{value:.3g}" if value >= 1e-3 else significant(value)
    return f"{value:.4g}".replace("-", "−") if isinstance(value, int | float) else str(value)


# -- pictures ----------------------------------------------------------------------------------


def _packed(pictures, colours, rim):
    """Return the first picture as a PNG, and for each other a PNG to lay over it, or None.

    It is see-through where the first may be seen. All share one palette, so that nothing flickers
    where nothing changes.
    """
    every = [picture.astype(np.uint32) @ BYTES for picture in pictures]
    palette, nearest = _palette(every, colours)
    first, *rest = (nearest[each] for each in every)
    return _png(first, palette), [_over(first, each, palette, rim) for each in rest]


def _palette(pictures, size):
    """Return few colours (at most size, 3) for pictures of packed ones, and which gets which.

    One colour after the other is taken: the one that is furthest from those taken so far, the
    more so the more pixels have it. So areas keep their colours, and small things get one.
    """
    first, *rest = pictures
    there, counts = np.unique(
        np.concatenate([first.ravel(), *(each[each != first] for each in rest)]), return_counts=True
    )
    colours = (there[:, None] >> np.array([16, 8, 0])) & 255
    weights, distances = np.sqrt(counts), np.full(len(there), np.inf)
    taken, nearest, pick = [], np.zeros(1 << 24, np.uint8), counts.argmax()
    while len(taken) < size and distances.any():
        distance = np.square(colours - colours[pick]).sum(axis=1)
        closer = distance < distances
        distances[closer], nearest[there[closer]] = distance[closer], len(taken)
        taken.append(colours[pick])
        pick = (weights * distances).argmax()
    return np.array(taken), nearest


def _over(still, picture, palette, rim):
    changed = still != picture
    if not changed.any():
        return None
    # Made smaller by a browser, the still's own pixels would shine through at the very border.
    around = np.asarray(Image.fromarray(changed).convert("L").filter(ImageFilter.BoxBlur(rim))) > 0
    through = len(palette)
    return _png(np.where(around, picture, through), palette, transparency=through)


def _png(indices, palette, **how):
    image = Image.fromarray(indices.astype(np.uint8))
    image.putpalette([*palette.ravel().tolist(), 0, 0, 0])
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True, **how)
    return base64.b64encode(packed.getvalue()).decode("ascii")


# -- questions ---------------------------------------------------------------------------------


def _ask(exercise):
    """Show a question and what there is to choose, but not how it is answered."""
    told = [say(exercise.question, exercise.given)]
    if isinstance(exercise, Choice):
        shown = exercise.lettered(exercise.learner, exercise._number).items()
        told.append("\n".join(f"- **{letter}** {option.text}" for letter, option in shown))
    show_text(exercise.title, *told)
