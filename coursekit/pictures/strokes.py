"""A figure as strokes for a page: everything once, and then only what moved.

A message is packed by zlib: the length of a JSON text, that text, and the arrays to which it
points. `page/stage.js` plays it. Of the paths that an artist draws, those that it drew before are
named by their old number; characters are told once for all artists.
"""

import json
import zlib
from functools import partial
from typing import Any

import numpy as np
from matplotlib.image import AxesImage

from coursekit.pictures.ground import Ground
from coursekit.pictures.recorder import PAPER, Recorder
from coursekit.pictures.shapes import Pixels, Word, as_bytes, codes_of

PLACE = 32  # parts of a pixel to which places are told
EXACT = -1  # a mark is put on a whole pixel: rounded here, it might be another
STATIC = -1  # the number of the layer that does not move
# where an artist's path comes from, other than from its old paths: told here, or the same as one
NEW_PATH, NEW_WORD, SAME = -1, -2, -3
NONE = np.zeros(0)
NOTHING = 0  # what stands for arrays that are empty


class Strokes:
    """Tell a page what a figure shows.

    `moving` lists the artists that an update may touch, in drawing order; all else lies below them
    and is told once. When it changes after all (an axis limit, a title), matplotlib marks the
    figure stale, and it is told again.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure(figsize=(2, 1), dpi=100)
    >>> (line,) = fig.add_axes((0, 0, 1, 1)).plot([0, 1])
    >>> strokes = Strokes(fig, [line])
    >>> first = strokes.moved()
    >>> line.set_ydata([1, 0])
    >>> len(strokes.moved()) < len(first) / 2, strokes.moved()
    (True, None)
    """

    def __init__(self, fig, moving):
        order = list(dict.fromkeys(artist.axes for artist in moving))
        self.fig = fig  # and axes by axes, as a still is drawn
        self.moving = sorted(moving, key=lambda artist: order.index(artist.axes))
        for artist in moving:
            # An animated artist is skipped by a full draw and does not mark the figure stale.
            artist.set_animated(True)
        for image in fig.findobj(AxesImage):
            if image.get_interpolation() == "nearest":
                image.set_interpolation("none")  # the same to Agg; here the page enlarges it
        for patch in (fig.patch, *(axes.patch for axes in fig.axes)):
            patch.set_gid(PAPER)
        self.recorder = Recorder(fig.bbox.width, fig.bbox.height, fig.dpi)
        self.number, self.full_draws = 0, 0
        self._layers = {}  # the number of a moving artist, or STATIC → `Layer`
        self._glyphs = {}  # a character's id → its number and its path, which the id needs

    def moved(self):
        """Return the message that brings a page up to date, or None where nothing has changed."""
        before, told = self._layers.copy(), len(self._glyphs)
        try:
            self._record()
        except Exception:  # nothing of this was told
            self._layers = before
            for artist in self.moving:
                artist.stale = True
            raise
        fresh = {
            k: layer
            for k, layer in self._layers.items()
            if layer is not before.get(k) and layer != before.get(k)
        }
        if not fresh:
            return None
        self.number += 1
        return self._message(fresh, before, told)

    def everything(self):
        """Return the message for a page that has nothing yet."""
        return self._message(self._layers, {}, 0)

    def _record(self):
        """Let those artists draw that are stale."""
        if STATIC not in self._layers or self.fig.stale:
            self.full_draws += 1
            self._keep(STATIC, partial(self.fig.draw, self.recorder), Ground())
            for artist in self.moving:
                artist.stale = True
        ground = self._layers[STATIC].adds
        for k, artist in enumerate(self.moving):
            if artist.stale:
                self._keep(k, partial(artist.draw, self.recorder), ground)
                artist.stale = False  # some artists leave the mark on when they are invisible
            ground = ground + self._layers[k].adds

    def _keep(self, k, draw, ground):
        self.recorder.ground = ground + Ground()  # a copy, to which the artist adds
        self.recorder.take()  # what a draw that failed has left
        draw()
        adds = self.recorder.ground.since(ground)
        self._layers[k] = Layer(self.recorder.take(), adds)

    def _message(self, layers, before, told):
        arrays = Arrays()
        layers = [[k, self._layer(layer, before.get(k), arrays)] for k, layer in layers.items()]
        glyphs = [(path, None) for _, path in self._glyphs.values()][told:]
        head = {
            "number": self.number,
            "first": not before,
            "size": [self.recorder.width, self.recorder.height],
            "glyphs": [told, arrays.paths(glyphs)],
            "layers": layers,
        }
        return arrays.packed(head)

    def _layer(self, layer, old, arrays):
        """Return one layer as JSON: what it draws, and those of its paths that are new."""
        known = {key: number for number, (key, *_) in enumerate(old.paths)} if old else {}
        here: dict[Any, int] = {}
        sources, paths, words = [], [], []
        for number, (key, path, matrix) in enumerate(layer.paths):
            source = known.get(key)
            if source is None and key in here:
                source = SAME - here[key]
            elif source is None and isinstance(path, Word):
                source = NEW_WORD
                words.append(path)
            elif source is None:
                source = NEW_PATH
                paths.append((path, matrix))
            here.setdefault(key, number)
            sources.append(source)
        return {
            "sources": arrays.add(np.array(sources, np.int16)),
            "paths": arrays.paths(paths),
            "words": self._words(words, arrays),
            "calls": [
                head | {name: arrays.add(array, most) for name, array, most in told}
                for head, told in layer.calls
            ],
        }

    def _words(self, words, arrays):
        parts = [part for word in words for part in word.parts]
        if not words:
            return NOTHING
        numbers = [self._number(glyph) for glyph, *_ in parts]
        x, y, scale = np.reshape([place for _, *place in parts], (-1, 3)).T
        return [
            arrays.add(np.array([len(word.parts) for word in words], np.uint16)),
            arrays.add(np.array(numbers, np.uint16)),
            *(arrays.add(x, 4096), arrays.add(y if y.any() else NONE, 4096), arrays.add(scale)),
        ]

    def _number(self, glyph):
        number, _ = self._glyphs.setdefault(id(glyph), (len(self._glyphs), glyph))
        return number


class Layer:
    """What one artist, or all that does not move, has drawn.

    calls: (what is plain JSON, (name, array, parts of a unit at most) for each array) for each.
    paths: (by what it is known again, path, matrix or None) for each path of all calls, in order.
    adds: the areas on which others may stand.
    """

    def __init__(self, drawn, adds):
        self.adds, self.paths = adds, []
        self.calls = [
            self._pixels(call) if isinstance(call, Pixels) else self._shapes(call) for call in drawn
        ]

    def __eq__(self, other):
        if other is None or len(self.calls) != len(other.calls):
            return False
        if [key for key, *_ in self.paths] != [key for key, *_ in other.paths]:
            return False
        return all(
            head == other_head
            and all(np.array_equal(a[1], b[1]) for a, b in zip(mine, theirs, strict=True))
            for (head, mine), (other_head, theirs) in zip(self.calls, other.calls, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    def _shapes(self, call):
        matrices, paths = call.matrices, call.paths
        place = None
        if len(matrices) == 1 and not any(isinstance(path, Word) for path in paths):
            place, matrices = matrices[0], matrices[:0]
        for path in paths:
            self._add(path, place, alone=len(paths) == 1)
        head = call.look | {"items": call.count, "paths": len(paths)}
        if any(lengths for _, lengths in call.dashes):
            head["dashes"] = call.dashes
        return self._within(call, head), [
            ("matrices", matrices[:, :2].transpose(0, 2, 1).reshape(-1, 6), None),
            ("offsets", call.offsets, EXACT if "whole" in head else PLACE),
            ("face", as_bytes(call.face), None),
            ("edge", as_bytes(call.edge), None),
            ("widths", call.widths if len(call.edge) else NONE, PLACE),
        ]

    def _pixels(self, call):
        height, width, _ = call.image.shape
        colours, which = np.unique(call.image.reshape(-1, 4).view(np.uint32), return_inverse=True)
        few = len(colours) <= 256
        head = call.look | {"matrix": call.matrix[:2].T.ravel().tolist(), "size": [width, height]}
        head["solid"] = bool((call.image[..., 3] == 255).all())
        return self._within(call, head), [
            ("palette", colours.view(np.uint8) if few else NONE, None),
            ("pixels", which.astype(np.uint8) if few else call.image, None),
        ]

    def _within(self, call, head):
        if call.within is not None:
            self._add(call.within, np.eye(3), alone=True)
            head["within"] = True
        return head

    def _add(self, path, place, alone):
        """Note a path; one alone is known again by its points, one of many by being the same."""
        key = path.vertices.tobytes() if alone and not isinstance(path, Word) else id(path)
        self.paths.append(((key, None if place is None else place.tobytes()), path, place))


class Arrays:
    """The arrays of a message, one after the other; each is spoken of by where it stands.

    >>> Arrays().add(np.array([0.5, -300]), 32)
    ['h', 0, 2, 32]
    """

    def __init__(self):
        self._parts, self._size = [], 0

    def add(self, array, most=None):
        """Add an array; return its dtype, its place in bytes, its length, and the parts of a unit.

        most: into how many parts a unit is divided at most, where whole numbers of two bytes do; or
        EXACT.
        """
        if not array.size:
            return NOTHING
        parts = 1
        if array.dtype.kind == "f" and most != EXACT:
            array, parts = self._whole(array, most)
        kind, body = array.dtype.char, array.tobytes()
        place, self._size = self._size, self._size + len(body)
        self._parts.append(body)
        return [kind, place, array.size, parts]

    def _whole(self, array, most):
        largest = np.abs(array).max(initial=1e-9)
        parts = min(most or 0, 2.0 ** np.floor(np.log2(32767 / largest))) if largest < 1e4 else 0
        if parts < 16:  # too coarse, or no number at all
            return array.astype(np.float32), 1
        return np.rint(array * parts).astype(np.int16), int(parts)

    def paths(self, placed):
        """Add paths, (path, matrix or None) for each; return how many points, codes, points."""
        if not placed:
            return NOTHING
        points = [
            path.vertices if place is None else path.vertices @ place[:2, :2].T + place[:2, 2]
            for path, place in placed
        ]
        codes = [codes_of(path) for path, _ in placed]
        return [
            self.add(np.array([len(each) for each in points], np.uint16)),
            self.add(np.concatenate([np.zeros(0, np.uint8), *codes])),
            self.add(np.concatenate([np.zeros((0, 2)), *points]), 64),
        ]

    def packed(self, head):
        """Return the message: what is JSON, and the arrays to which it points."""
        told = json.dumps(head, separators=(",", ":")).encode()
        size = len(told).to_bytes(4, "little")
        return zlib.compress(b"".join([size, told, *self._parts]), 1)
