"""Texts and formulas as words of hinted outlines, which stand where Agg puts them in a still."""

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import fontManager, get_font
from matplotlib.mathtext import MathTextParser
from matplotlib.path import Path

from coursekit.pictures.shapes import Word

_MATHEMATICS = MathTextParser("path")
_GLYPHS: dict[Any, Path] = {}  # as many as there are characters and sizes in the course


@lru_cache(maxsize=1024)
def text_as_word(text, prop, dpi):
    """Return a text as a word in pixels; its letters are hinted, as they are in a still."""
    size, font = prop.get_size_in_points(), get_font(fontManager._find_fonts_by_props(prop))
    font.set_size(size, dpi)
    if hasattr(font, "_layout"):
        letters = font._layout(text, flags=get_hinting_flag())
        parts = [(_glyph(x.ft_object, x.glyph_index, size, dpi), x.x, x.y, 1) for x in letters]
    else:  # an older matplotlib places letter by letter
        ends = font.set_text(text, 0, flags=get_hinting_flag())[:, 0] / 64
        indices = [font.get_char_index(ord(letter)) for letter in text]
        parts = [
            (_glyph(font, index, size, dpi), x, 0, 1)
            for index, x in zip(indices, ends, strict=True)
        ]
    return Word([part for part in parts if len(part[0].vertices)])


@lru_cache(maxsize=1024)
def formula_as_word(text, prop, dpi):
    """Return a formula as a word in pixels."""
    _, _, _, glyphs, bars = _MATHEMATICS.parse(text, dpi, prop)
    parts = [
        (_glyph(font, index[-1] if index else font.get_char_index(code), size, dpi), x, y, 1)
        for font, size, code, *index, x, y in glyphs
    ]
    for x, y, width, height in bars:
        thick = max(height, 1)  # or a thin bar would fade
        corners = [(0, 0), (width, 0), (width, thick), (0, thick)]
        parts.append((Path(corners, closed=True), x, y - (thick - height) / 2, 1))
    return Word(parts)


def _glyph(font, index, size, dpi):
    """Return a character's outline in pixels, always the same object for the same character."""
    face = getattr(font, "face_index", 0)  # since matplotlib 3.11 a file may hold several
    key = (font.fname, face, index, size, dpi)
    if key not in _GLYPHS:
        font.set_size(size, dpi)
        font.load_glyph(index, flags=get_hinting_flag())
        vertices, codes = font.get_path()
        _GLYPHS[key] = Path(np.reshape(vertices, (-1, 2)), codes)
    return _GLYPHS[key]
