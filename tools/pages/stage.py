"""What a kernel leaves for a page: pictures as tables of strokes, and questions as their text.

`stage` runs in the kernel that executes a notebook for its page. From then on an explorer that is
shown leaves what it looks like at every place of its main control, and of further ones that the
text beside it asks for, where the table of all their places stays small. A question leaves its text
instead of buttons.
"""

import base64
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from IPython import get_ipython
from IPython.display import display
from traitlets import TraitError

import coursekit
from coursekit.page.cards import show_text
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.notation import significant
from coursekit.pictures.still import encode_still
from coursekit.questions.choice import Choice
from coursekit.questions.prediction import Prediction
from coursekit.questions.question import Question
from coursekit.questions.writing import say
from tools.pages.checks import predicted
from tools.pages.table import Table

PICTURE = "application/vnd.coursekit.picture+json"
PREDICTED = "application/vnd.coursekit.predicted+json"
MOST_BYTES = 360_000  # of a picture's table
MOST_PLACES = 1300  # of all controls together
FINE, COARSE = 100, (31, 21, 11)  # places of the main control, and of a further one
FEW, ENOUGH = 7, 31  # places of a further control, and of the main one, that are not made fewer
STRIDES = (1, 2, 4, 5, 10, 20, 40, 50, 100, 200)  # stops of a slider to a place
KNOBS = "knobs"  # the control that moves any number of a network by one slider


def stage(asked):
    """Let explorers and questions show what a page without a kernel can show.

    asked: the number of a cell that is run from now on, counted from 1 → the names of controls that
    the text after it mentions.
    """
    cell = 0

    def begin(*_):
        nonlocal cell
        cell += 1

    get_ipython().events.register("pre_run_cell", begin)
    move = Explorer.set

    def move_and_note(explorer, state):
        explorer.moved_by_hand = list(state)
        move(explorer, state)

    def leave(explorer):
        display({PICTURE: picture_of(explorer, asked.get(cell, ()))}, raw=True)

    Explorer.set = move_and_note
    Explorer._ipython_display_ = leave
    Question.ask = _ask
    Question.check = lambda exercise, answer=...: None
    coursekit.say_ready = lambda lesson: None
    Prediction.predict = lambda asked: show_text("Before you look", asked.text, asked.listed())
    Prediction.compare = lambda asked: display({PREDICTED: {asked.id: predicted(asked)}}, raw=True)


def picture_of(explorer, asked=()):
    """Return how an explorer looks, now and wherever its controls can go, as plain JSON.

    Each of its "versions" is smaller than the one before it. In it "axes" are the controls that
    move, the first one fastest; "elsewhere" names those that do not.
    """
    if getattr(explorer, "work", None):
        explorer.work.finish()
    blitter, sentence = explorer.picture.blitter, explorer.picture.sentence
    still = base64.b64encode(encode_still(blitter.fresh_frame())).decode("ascii")
    height, width = blitter.canvas.buffer_rgba().shape[:2]
    tables = list(_tables(explorer, _wanted(explorer, asked))) or [([], "")]
    versions = [
        {
            "axes": [axis.told() for axis in axes],
            "table": table,
            "pad": _pad(explorer, axes),
            "plays": hasattr(explorer, "player") and [a.name for a in axes][:1] == [explorer.main],
            "elsewhere": _elsewhere(explorer, [axis.name for axis in axes]),
        }
        for axes, table in tables
    ]
    return {
        "name": explorer.name,
        "still": still,
        "size": [width, height],
        "sentence": sentence,
        "versions": versions,
    }


# -- the controls that move -----------------------------------------------------------------------


class Axis(NamedTuple):
    """A control and the places to which it goes; opening: the number of that where it stands."""

    name: str
    label: str
    read: str
    control: Any
    values: list
    opening: int

    @property
    def kind(self):
        """How it is moved: as a "slider", a "tick" or a "choice"."""
        if hasattr(self.control, "stops"):
            return "slider"
        return "tick" if isinstance(self.control.value, bool) else "choice"

    def told(self):
        """Return it as plain JSON."""
        names = {value: label for label, value in _options(self.control)}
        texts = [names.get(value) or _written(value) for value in self.values]
        told = {"label": self.label, "read": self.read, "kind": self.kind}
        return told | {"texts": texts, "opening": self.opening}


def _axis(explorer, name, most):
    """Return a control with its places, in even strides through the one where it stands."""
    control = explorer.controls[name]
    label = control.which.value if name == KNOBS else _label(control)
    control = getattr(control, "amount", control)
    read = getattr(control, "tooltip", None) or label
    if not hasattr(control, "stops"):
        values = [False, True] if isinstance(control.value, bool) else None
        values = values or [value for _, value in _options(control)]
        return Axis(name, label, read, control, values, values.index(control.value))
    stops, value = control.stops, control.value
    at = min(range(len(stops)), key=lambda k: abs(stops[k] - value))
    last = len(stops) - 1
    every = (sorted({0, last, *range(at % stride, last, stride)}) for stride in STRIDES)
    places = next(places for places in every if len(places) <= most)
    values = [value if k == at else stops[k] for k in places]
    return Axis(name, label, read, control, values, places.index(at))


def _label(control):
    return getattr(control, "description", "")


def _options(control):
    options = getattr(control, "options", ())
    return [each if isinstance(each, tuple) else (str(each), each) for each in options]


def _wanted(explorer, asked):
    """Return the controls that are to move: the main one, then what is asked for, then ticks.

    Where a cell has set one slider itself, that one comes first.
    """
    main, by_hand = explorer.main, getattr(explorer, "moved_by_hand", [])
    trains = getattr(explorer, "work", None)
    settings = getattr(explorer, "SETTINGS", explorer.controls) if trains else ()  # trains anew
    if len(by_hand) == 1 and hasattr(explorer.controls[by_hand[0]], "stops") and not trains:
        main = by_hand[0]
    if main is None:
        return []
    together = _clicked(explorer)[0]
    walks = main in together  # on a map, where two controls are as one
    axes = [_axis(explorer, main, COARSE[1] if walks else FINE)]
    fine = len(axes[0].values)
    by_label = {_label(control): name for name, control in explorer.controls.items()}
    ticks = [n for n, c in explorer.controls.items() if isinstance(c.value, bool)]
    names = [explorer.main, *(by_label[label] for label in asked if label in by_label)]
    for name in dict.fromkeys([*together, *names, *ticks] if walks else names + ticks):
        if name in (main, KNOBS, *settings):
            continue
        for most in COARSE:
            axis = _axis(explorer, name, most)
            if fine * len(axis.values) <= MOST_PLACES:
                axes.append(axis)
                fine *= len(axis.values)
                break
    return axes


def _elsewhere(explorer, moved):
    """Return what the controls are called that do not move on the page, and the buttons."""
    held = [*explorer.controls.items(), *vars(explorer).items()]
    names = [_label(control) for name, control in held if name not in moved]
    return list(dict.fromkeys(filter(None, names)))


def _pad(explorer, axes):
    """Return where a click goes: a region, and the ends of the two axes that it moves, or None."""
    names, ends = _clicked(explorer)
    if len(names) != 2 or [axis.name for axis in axes[:2]] != names:
        return None
    (pad,), values = explorer.pointer, [axis.values for axis in axes[:2]]
    return {"region": pad.region, "label": pad.label, "ends": ends, "values": values}


def _clicked(explorer):
    """Return the names of the controls that a click on the picture moves, and where it sends them.

    That is at the lower left and at the upper right of the region that takes clicks.
    """
    if not any(pad.steps for pad in explorer.pointer):
        return [], []
    (pad,), before, seen = explorer.pointer, explorer.state, []
    for corner in ([0, 1], [1, 0]):
        pad.set_state({"strokes": pad.strokes + 1, "stroke": [corner]})
        seen.append(explorer.values)
    explorer.set(before)
    names = [name for name, value in seen[0].items() if value != seen[1][name]]
    return names, [[values[name] for name in names] for values in seen]


# -- all places -----------------------------------------------------------------------------------


def _tables(explorer, axes):
    """Yield the axes that change something, and the packed table of all their places.

    One after the other is smaller: it has every second place of the last axis that has many, or
    one axis less.
    """
    walked = None
    while axes and not walked:
        walked = _walked(explorer, axes)
        axes = axes if walked else axes[:-1]  # what it can be depends on the others
    if not walked:
        return
    table, opening, places = walked
    axes, places = _alive(axes, places)
    while axes:
        packed = table.packed(opening, places.reshape(-1, places.shape[-1]).tolist())
        if len(packed) <= MOST_BYTES:
            yield axes, packed
        many = [k for k, axis in enumerate(axes) if len(axis.values) > (FEW if k else ENOUGH)]
        if not many and len(axes) == 1:
            return
        if many:
            k = many[-1]
            last = axes[k]
            every = range(last.opening % 2, len(last.values), 2)
            values = [last.values[place] for place in every]
            thinned = last._replace(values=values, opening=last.opening // 2)
            axes = [*axes[:k], thinned, *axes[k + 1 :]]
            places = places.take(every, axis=places.ndim - 2 - k)
        else:
            *axes, last = axes
            places = places[last.opening]


def _walked(explorer, axes):
    """Go to all places; return the table, the look as it opened, and the numbers of all looks.

    The first axis is the last but one of the array: it changes fastest. None where a control
    cannot be where it is sent, because another one stands where it does.
    """
    before, leaves_traces = explorer.state, _leaves_traces(explorer)
    table = Table(explorer.picture.blitter.fig, explorer.picture.blitter.moving)
    opening, looks, opened = table.place(explorer.picture.sentence), [], explorer.values
    try:
        for values in product(*(axis.values for axis in reversed(axes))):
            if leaves_traces:
                explorer.set(before)
            if not _go(explorer, axes, values[::-1]):
                return None
            looks.append(table.place(explorer.picture.sentence))
    except TraitError:
        return None
    finally:
        explorer.set(before if leaves_traces else opened)
    shape = [len(axis.values) for axis in reversed(axes)]
    return table, opening, np.array(looks).reshape(*shape, -1)


def _leaves_traces(explorer):
    """Say whether what it shows is more than where its controls stand."""
    trains = getattr(explorer, "work", None)  # what it has measured is no trace
    return bool(set(explorer.state) - set(explorer.controls)) and not trains


def _go(explorer, axes, values):
    """Move the controls of the axes; return whether they are there."""
    state = {a.name: value for a, value in zip(axes, values, strict=True) if a.name != KNOBS}
    explorer.set(state)
    for axis, value in zip(axes, values, strict=True):
        if axis.name == KNOBS:
            axis.control.value = value
    return all(a.control.value == value for a, value in zip(axes, values, strict=True))


def _alive(axes, places):
    """Return the axes and places without what changes nothing: axes, and the far end of sliders."""
    kept = []
    for axis in axes:
        along = places.ndim - 2 - len(kept)
        steps = np.moveaxis(places, along, 0)
        changes = [k for k in range(1, len(steps)) if (steps[k] != steps[k - 1]).any()]
        if not changes:
            places = steps[axis.opening]
            continue
        end = max(changes[-1], axis.opening) + 1
        places = np.moveaxis(steps[:end], 0, along)
        kept.append(axis._replace(values=axis.values[:end]))
    return kept, places


def _written(value):
    """Write a control's value, a small one as a power of ten.

    >>> _written(-0.5), _written(0.0001), _written("row")
    ('−0.5', '1.000·10⁻⁴', 'row')
    """
    if isinstance(value, str):
        return value
    return significant(value) if 0 < value < 1e-3 else f"{value:.6g}".replace("-", "−")


# -- questions ------------------------------------------------------------------------------------


def _ask(exercise):
    """Show a question and what there is to choose, but not how it is answered."""
    told = [say(exercise.question, exercise.given)]
    if isinstance(exercise, Choice):
        shown = exercise.lettered().items()
        told.append("\n".join(f"- **{letter}** {option.text}" for letter, option in shown))
    show_text(exercise.title, *told)
