"""A picture as strokes for every place of its controls, in one packed block.

The kernel that executes a notebook for its page moves the controls through all their places, and
the recorder of the live picture says what is drawn at each. What an artist draws at several places
is kept once. The block is a message as the live picture's are (`coursekit/pictures/strokes.py`), so
that the same scripts read and paint it; the layers of the picture as it opened come first.
"""

import base64
import zlib

from coursekit.pictures.strokes import Arrays, Strokes


class Table(Strokes):
    """Note what a figure shows at one place after the other, and pack all of it.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure(figsize=(2, 1), dpi=100)
    >>> (line,) = fig.add_axes((0, 0, 1, 1)).plot([0, 1])
    >>> table = Table(fig, [line])
    >>> first = table.place("It rises.")
    >>> line.set_ydata([1, 0])
    >>> second = table.place("It falls.")
    >>> line.set_ydata([0, 1])
    >>> table.place("It rises.") == first, first == second
    (True, False)
    """

    def __init__(self, fig, moving):
        super().__init__(fig, moving)
        self._kept, self._known, self._sentences = [], {}, {}

    def place(self, sentence):
        """Return what the figure shows now: the number of its sentence, then of each layer."""
        self._record()
        said = self._sentences.setdefault(sentence, len(self._sentences))
        return said, *(self._number_of(k, layer) for k, layer in sorted(self._layers.items()))

    def _number_of(self, k, layer):
        calls = [
            (repr(head), [(name, array.tobytes(), most) for name, array, most in told])
            for head, told in layer.calls
        ]
        key = k, repr(calls), repr([key for key, *_ in layer.paths])
        if key not in self._known:
            self._known[key] = len(self._kept)
            self._kept.append((k, layer))
        return self._known[key]

    def packed(self, opening, places):
        """Return a block as text: the look `opening`, and `places`, as `place` told each."""
        arrays, first = _Pool(), dict(self._kept[number] for number in opening[1:])
        said, numbers = {}, {}  # those that are used, in the order in which they come
        told = [
            [
                said.setdefault(sentence, len(said)),
                *(numbers.setdefault(number, len(numbers)) for number in drawn),
            ]
            for sentence, *drawn in places
        ]
        kept = [self._kept[number] for number in numbers]
        sentences = list(self._sentences)
        head = {
            "number": 1,
            "first": True,
            "size": [self.recorder.width, self.recorder.height],
            "layers": [[k, self._layer(layer, None, arrays)] for k, layer in first.items()],
            "kept": [[k, self._layer(layer, first[k], arrays)] for k, layer in kept],
            "sentences": [sentences[number] for number in said],
            "places": told,
        }
        head["glyphs"] = [0, arrays.paths([(path, None) for _, path in self._glyphs.values()])]
        plain = zlib.decompress(arrays.packed(head))
        return base64.b64encode(zlib.compress(plain, 9)).decode("ascii")


class _Pool(Arrays):
    """Arrays of which equal ones are kept once."""

    def __init__(self):
        super().__init__()
        self._known = {}

    def add(self, array, most=None):
        before = self._size
        told = super().add(array, most)
        if self._size == before:
            return told
        known = self._known.setdefault((told[0], told[3], self._parts[-1]), told)
        if known is not told:
            self._parts.pop()
            self._size = before
        return known
